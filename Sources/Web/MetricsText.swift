/// Figures in the text format that Prometheus reads.
///
/// - Source: Prometheus, "Exposition formats", text format 0.0.4: one HELP and one TYPE a family, its samples together,
///   label values with `\`, `"` and line feed escaped.
package struct MetricsText: Sendable, Hashable {
    /// What a figure may do.
    package enum Kind: String, Sendable {
        /// Grows, and begins anew with the process.
        case counter
        case gauge
    }

    package enum Value: Sendable, Hashable {
        case integer(Int64)
        /// Thousandths: spans and moments, told in seconds.
        case thousandths(Int64)
    }

    package struct Sample: Sendable, Hashable {
        package var labels: [Label]
        package var value: Value

        /// - Parameter labels: names are of letters, digits and `_`; values are anything.
        package init(_ labels: [Label] = [], _ value: Value) {
            self.labels = labels
            self.value = value
        }
    }

    package struct Label: Sendable, Hashable {
        package var name: String
        package var value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    package static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

    package private(set) var text = ""

    package init() {}

    /// Adds a family with all its samples; to be called once for a name.
    package mutating func family(_ name: String, _ kind: Kind, help: String, _ samples: [Sample]) {
        text += "# HELP \(name) \(Self.escaped(help, quotes: false))\n# TYPE \(name) \(kind.rawValue)\n"
        for sample in samples {
            text += name
            if !sample.labels.isEmpty {
                let labels = sample.labels.map { "\($0.name)=\"\(Self.escaped($0.value, quotes: true))\"" }
                text += "{\(labels.joined(separator: ","))}"
            }
            text += " \(Self.words(sample.value))\n"
        }
    }

    private static func words(_ value: Value) -> String {
        switch value {
        case .integer(let number): return "\(number)"
        case .thousandths(let number):
            let (whole, rest) = number.magnitude.quotientAndRemainder(dividingBy: 1000)
            let digits = String(rest)
            let padded = String(repeating: "0", count: 3 - digits.utf8.count) + digits
            return "\(number < 0 ? "-" : "")\(whole).\(padded)"
        }
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped.append(contentsOf: #"\\"#.unicodeScalars)
            case "\n": escaped.append(contentsOf: #"\n"#.unicodeScalars)
            case "\"" where quotes: escaped.append(contentsOf: #"\""#.unicodeScalars)
            default: escaped.append(scalar)
            }
        }
        return String(escaped)
    }
}
