/// The effective configuration as text, each value with where it comes from.
package enum ConfigurationPage {
    /// What `config show` prints; secrets are not.
    package static func text(_ configuration: Configuration) -> String {
        var lines: [String] = []
        var seen: Set<String> = []
        let headers = configuration.given.map { header($0.section, $0.name) }
        for header in ["[wirewatch]"] + headers where seen.insert(header).inserted {
            if !lines.isEmpty { lines.append("") }
            lines.append(header)
            let values = configuration.given.filter { self.header($0.section, $0.name) == header }
            lines += values.map(line)
            let section = String(header.dropFirst().prefix { $0.isLetter })
            let keys = Set(values.map(\.key))
            for directive in Directive.all where directive.section == section && !keys.contains(directive.key)
            {
                guard let standard = directive.standard else { continue }
                lines.append(
                    "\(directive.key.filled(to: keyWidth)) = \(standard.filled(to: valueWidth))  # default")
            }
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private static let keyWidth = 18
    private static let valueWidth = 32

    private static func header(_ section: String, _ name: String?) -> String {
        name.map { "[\(section) \"\($0)\"]" } ?? "[\(section)]"
    }

    private static func line(_ given: Configuration.GivenValue) -> String {
        let isSecret = given.key == "secret" || given.key == "header"
        let value = isSecret ? "(not shown)" : given.value.split(separator: "\n").joined(separator: "\n  ")
        let place = "\(given.position.file):\(given.position.line)"
        return "\(given.key.filled(to: keyWidth)) = \(value.filled(to: valueWidth))  # \(place)"
    }
}

extension String {
    fileprivate func filled(to width: Int) -> String {
        self + String(repeating: " ", count: Swift.max(0, width - count))
    }
}
