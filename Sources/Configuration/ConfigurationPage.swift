/// The effective configuration as text, each value with where it comes from.
package enum ConfigurationPage {
    /// What `config show` prints; secrets are not.
    package static func text(_ configuration: Configuration) -> String {
        var sections = configuration.given
        if !sections.contains(where: { $0.kind == "wirewatch" }) {
            let nowhere = SourcePosition(file: "", line: 0, column: 0)
            sections.insert(.init(kind: "wirewatch", position: nowhere, values: []), at: 0)
        }
        return sections.map(text).joined(separator: "\n")
    }

    private static let keyWidth = 23
    private static let valueWidth = 32

    private static func text(_ section: Configuration.GivenSection) -> String {
        let name = section.name.map { " \"\($0)\"" } ?? ""
        var lines = ["[\(section.kind)\(name)]"]
        let values = Dictionary(grouping: section.values, by: \.key)
        for directive in Directive.directives(of: section.kind) {
            if let given = values[directive.key] {
                lines += given.flatMap {
                    Self.lines(key: $0.key, value: shown($0, in: section), origin: origin($0))
                }
            } else if let standard = directive.standard {
                lines += Self.lines(key: directive.key, value: standard, origin: "default")
            }
        }
        return lines.map { $0 + "\n" }.joined()
    }

    /// A value, its further lines indented as they are written; where it comes from stands on the first.
    private static func lines(key: String, value: String, origin: String) -> [String] {
        var parts = value.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let first = parts.isEmpty ? "" : parts.removeFirst()
        let line = "\(key.filled(to: keyWidth)) = \(first.filled(to: valueWidth))  # \(origin)"
        return [line] + parts.map { "  " + $0 }
    }

    private static func origin(_ given: Configuration.GivenValue) -> String {
        "\(given.position.file):\(given.position.line)"
    }

    private static func shown(
        _ given: Configuration.GivenValue, in section: Configuration.GivenSection
    ) -> String {
        switch given.key {
        case "secret": "(not shown)"
        case "url" where section.kind == "route" && Secrets.isAddress(section.values): "(not shown)"
        case "header": given.value.prefix { $0 != ":" } + ": (not shown)"
        case "url", "proxy": WebAddress.withoutCredentials(given.value)
        default: given.value
        }
    }

    // MARK: What counts

    /// The effective values of `sections`: of a key with one value the last, of a list those since it was emptied.
    ///
    /// All sections of the daemon are one.
    static func given(_ sections: [INIDocument.Section]) -> [Configuration.GivenSection] {
        var whole: INIDocument.Section?
        var others: [INIDocument.Section] = []
        for section in sections {
            if section.kind != "wirewatch" {
                others.append(section)
            } else if whole == nil {
                whole = section
            } else {
                whole?.entries += section.entries
            }
        }
        return ([whole].compactMap(\.self) + others).map(given)
    }

    private static func given(_ section: INIDocument.Section) -> Configuration.GivenSection {
        let reader = SectionReader(section, lenient: true)
        let values = Directive.directives(of: section.kind).flatMap { directive -> [INIDocument.Entry] in
            directive.isList
                ? reader.entries(directive.key) : [reader.entry(directive.key)].compactMap(\.self)
        }
        return Configuration.GivenSection(
            kind: section.kind, name: section.name, position: section.position,
            values: values.map { entry in
                let key = Directive.directive(section.kind, entry.key)?.key ?? entry.key
                return .init(key: key, value: entry.value.text, position: entry.keyPosition)
            })
    }
}

extension String {
    fileprivate func filled(to width: Int) -> String {
        self + String(repeating: " ", count: Swift.max(0, width - count))
    }
}
