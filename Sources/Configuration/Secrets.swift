import Model
import Platform

/// Secrets that a configuration holds or names, and who else may read them.
enum Secrets {
    /// Warns of secrets in files that others may read.
    static func warn(_ sources: ConfigurationSources, _ builder: inout ConfigurationBuilder) {
        let open = Set(sources.files.filter(isOpen))
        for section in sources.sections {
            for entry in section.entries {
                if open.contains(section.position.file), let way = remedy(for: entry, in: section) {
                    builder.warn(
                        at: entry.keyPosition,
                        "others may read this secret: \(way) 600 \(section.position.file)")
                }
                if let file = file(named: entry, in: section.kind), isOpen(file) {
                    builder.warn(
                        at: entry.value.start, "others may read \(file), which holds a secret: chmod 600 it")
                }
            }
        }
    }

    /// Whether the address of a route is all that one needs to write in its name.
    static func isAddress(_ values: [Configuration.GivenValue]) -> Bool {
        values.contains { $0.key == "format" && secretAddresses.contains($0.value) }
    }

    private static let secretAddresses: Set<String> = ["slack", "discord", "teams"]

    private static let keysOfFiles: [String: Set<String>] = [
        "route": ["secret-file", "url-file", "token-file"], "mail": ["password-file"],
    ]

    /// A bare name is a credential of the service, which nobody else reads.
    private static func file(named entry: INIDocument.Entry, in section: String) -> String? {
        guard keysOfFiles[section]?.contains(entry.key) == true, entry.value.text.contains("/") else {
            return nil
        }
        return entry.value.text
    }

    private static func isOpen(_ path: String) -> Bool {
        (FileMode.permissions(of: path) ?? 0) & 0o077 != 0
    }

    /// How to keep the secret that `entry` is; `nil` where it is none.
    private static func remedy(for entry: INIDocument.Entry, in section: INIDocument.Section) -> String? {
        guard !entry.value.text.isEmpty else { return nil }
        switch (section.kind, entry.key) {
        case ("route", "secret"): return "use secret-file, or chmod"
        case ("route", "url"):
            let format = SectionReader(section, lenient: true).text("format") ?? ""
            return secretAddresses.contains(format) ? "use url-file, or chmod" : nil
        case ("feed", "header"):
            let name = entry.value.text.prefix { $0 != ":" }.trimmed.lowercased()
            return ["authorization", "cookie", "x-api-key"].contains(name) ? "chmod" : nil
        default: return nil
        }
    }
}
