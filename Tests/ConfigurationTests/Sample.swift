import Configuration
import Model
import Platform
import Testing

/// Configurations of tests, and checks that stand in for the watch language.
enum Sample {
    /// The folder of the fixtures, with a slash.
    static let folder =
        #filePath.split(separator: "/").dropLast(2)
        .reduce("") { $0 + "/" + $1 } + "/Fixtures/configuration/"

    /// The number of the line of `name` that begins with `start`, the first after one that begins with `section`.
    static func line(of start: String, after section: String = "", in name: String = "every-key.conf") throws
        -> Int
    {
        let bytes = try BoundedFile.read(path: folder + name)
        let lines = String(decoding: bytes, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false)
        let head = try #require(lines.firstIndex { $0.hasPrefix(section) })
        return try #require(lines[head...].firstIndex { $0.hasPrefix(start) }) + 1
    }

    static let zones = ["America/New_York", "Asia/Seoul", "Europe/Berlin", "UTC"]

    /// Knows unknown aliases, and AND beside OR, as the watch language tells them; nothing else.
    static let checks = ConfigurationChecks(
        queries: { aliases in
            QueryChecks(
                aliasProblems: [], query: { text, _ in findings(text, aliases) },
                score: { watch in findings(watch.score ?? "", aliases) })
        },
        isAddressBlock: { $0.contains("/") },
        timeZones: { $0.isEmpty ? zones : $0.filter { zones.contains($0) } })

    private static func findings(_ text: String, _ aliases: [AliasSettings]) -> [ConfigurationChecks.Finding]
    {
        if text == "@kim AND talks OR summit" {
            let message = "AND (or a space) and OR are mixed without parentheses"
            return [(offset: 0, message: message, suggestion: "(@kim AND talks) OR summit")]
        }
        var findings: [ConfigurationChecks.Finding] = []
        var offset = 0
        for word in text.split(omittingEmptySubsequences: false, whereSeparator: { " \n()^".contains($0) }) {
            defer { offset += word.utf8.count + 1 }
            let name = String(word.dropFirst())
            guard word.first == "@", !aliases.contains(where: { $0.name == name }) else { continue }
            let meant = aliases.first { $0.name.first == name.first }.map { "@\($0.name)" }
            findings.append((offset: offset, message: "there is no alias @\(name)", suggestion: meant))
        }
        return findings
    }

    static func load(_ text: String, file: String = "feeds.conf") throws(ConfigurationErrors) -> Configuration
    {
        try ConfigurationFile.load(text: text, file: file, checks: checks)
    }

    /// Every problem of `text` as a line, warnings of a good configuration too.
    static func problems(_ text: String) -> [String] {
        do throws(ConfigurationErrors) {
            return try load(text).warnings.map(\.description)
        } catch {
            return error.rendered
        }
    }

    static func problems(inFile name: String) -> [String] {
        do throws(ConfigurationErrors) {
            return try ConfigurationFile.load(folder + name, checks: checks).warnings.map(\.description)
        } catch {
            return error.rendered
        }
    }

    static func contents(_ name: String) throws -> String {
        String(decoding: try BoundedFile.read(path: folder + name), as: UTF8.self)
    }

    static let feed = "[feed \"x\"]\nurl = https://a.example/\n"
}
