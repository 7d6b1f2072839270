import Model

/// Reads the values of directives; every function says in words what it wanted.
enum ValueReading {
    /// `15min`, `2h`, `1h 30min`, `1s`, `400d`.
    static func duration(_ text: String) -> Duration? {
        var total: Duration = .zero
        var rest = Substring(text).trimmedBoth
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            guard let count = Int64(digits), count >= 0, count < 1_000_000_000 else { return nil }
            rest = rest.dropFirst(digits.count).drop { $0 == " " }
            let unit = rest.prefix { $0.isLetter }
            guard let span = units[String(unit)] else { return nil }
            total += span * count
            rest = rest.dropFirst(unit.count).drop { $0 == " " }
        }
        return total
    }

    static let durationForm = "a span such as `30s`, `15min`, `2h` or `7d`"

    private static let units: [String: Duration] = [
        "ms": .milliseconds(1), "s": .seconds(1), "sec": .seconds(1), "second": .seconds(1),
        "seconds": .seconds(1), "min": .minutes(1), "m": .minutes(1), "minute": .minutes(1),
        "minutes": .minutes(1), "h": .hours(1), "hour": .hours(1), "hours": .hours(1), "d": .days(1),
        "day": .days(1), "days": .days(1), "w": .days(7), "week": .days(7), "weeks": .days(7),
    ]

    /// A span as the configuration writes it, in the largest units that fit.
    static func text(_ span: Duration) -> String {
        var rest = span.milliseconds
        var parts: [String] = []
        for (unit, size) in [("d", 86_400_000), ("h", 3_600_000), ("min", 60000), ("s", 1000), ("ms", 1)]
            as [(String, Int64)]
        where rest >= size {
            parts.append("\(rest / size)\(unit)")
            rest %= size
        }
        return parts.isEmpty ? "0s" : parts.joined(separator: " ")
    }

    /// Bytes: `20M`, `512K`, `1G` or a plain number.
    static func size(_ text: String) -> Int? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let count = Int(digits), count >= 0, count < 1 << 40 else { return nil }
        switch text.dropFirst(digits.count).trimmedBoth.lowercased() {
        case "", "b": return count
        case "k", "kb", "kib": return count << 10
        case "m", "mb", "mib": return count << 20
        case "g", "gb", "gib": return count << 30
        default: return nil
        }
    }

    static func bool(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "yes", "true", "on", "1": true
        case "no", "false", "off", "0": false
        default: nil
        }
    }

    /// A name of letters, digits, `-` and `_`: it stands in ids, options and file names.
    static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 64
            && text.unicodeScalars.allSatisfy { scalar in
                scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
                    || scalar == "-" || scalar == "_"
            }
    }

    /// Whether `text` is an http or https address with a host, and no white space in it.
    static func isWebAddress(_ text: String) -> Bool {
        guard let host = host(of: text) else { return false }
        return !host.isEmpty && !text.contains { $0.isWhitespace }
    }

    /// The host of an http address, in small letters; `nil` for any other text.
    static func host(of url: String) -> String? {
        let lower = url.lowercased()
        guard lower.hasPrefix("http://") || lower.hasPrefix("https://") else { return nil }
        let rest = lower.drop { $0 != ":" }.dropFirst(3)
        let authority = rest.prefix { !"/?#".contains($0) }
        let afterUser = authority.split(separator: "@").last ?? authority
        if afterUser.first == "[" { return String(afterUser.prefix { $0 != "]" }) + "]" }
        return String(afterUser.prefix { $0 != ":" })
    }

    /// The words of a command line: at spaces, but not inside of double quotes. No shell ever reads it.
    static func words(_ text: String) -> [String]? {
        var words: [String] = []
        var current = ""
        var isQuoted = false
        var hasWord = false
        for character in text {
            if character == "\"" {
                isQuoted.toggle()
                hasWord = true
            } else if character.isWhitespace, !isQuoted {
                if hasWord { words.append(current) }
                current = ""
                hasWord = false
            } else {
                current.append(character)
                hasWord = true
            }
        }
        guard !isQuoted else { return nil }
        if hasWord { words.append(current) }
        return words
    }
}
