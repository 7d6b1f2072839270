import Model
import Platform

/// Reads a configuration from its files.
package enum ConfigurationFile {
    /// Files that include others may do so this deep.
    private static let includeDepth = 8

    /// The configuration of `path` and everything that it includes.
    ///
    /// - Throws: every problem, warnings among them, where one of them is an error.
    package static func load(
        _ path: String, checks: ConfigurationChecks
    ) throws(ConfigurationErrors) -> Configuration {
        var gathered = Gathered()
        gathered.read(path, from: nil, depth: 0)
        return try configuration(gathered, checks: checks)
    }

    /// The configuration that `text` is, as if it stood in `file`.
    package static func load(
        text: String, file: String, checks: ConfigurationChecks
    ) throws(ConfigurationErrors) -> Configuration {
        var gathered = Gathered()
        gathered.take(text, file: file, depth: 0)
        return try configuration(gathered, checks: checks)
    }

    private static func configuration(
        _ gathered: Gathered, checks: ConfigurationChecks
    ) throws(ConfigurationErrors) -> Configuration {
        var builder = ConfigurationBuilder(checks: checks)
        builder.problems = gathered.problems
        builder.read(gathered.sections)
        warnAboutSecrets(gathered, &builder)
        let problems = builder.problems.sorted { $0.position < $1.position }
        guard !problems.contains(where: { $0.severity == .error }) else {
            throw ConfigurationErrors(problems)
        }
        return Configuration(
            daemon: builder.daemon, feeds: builder.feeds, aliases: builder.aliases, watches: builder.watches,
            routes: builder.routes, digests: builder.digests, warnings: problems, given: gathered.given)
    }

    private static func warnAboutSecrets(_ gathered: Gathered, _ builder: inout ConfigurationBuilder) {
        for section in gathered.sections where section.kind == "route" {
            for entry in section.entries where entry.key == "secret" && !entry.value.text.isEmpty {
                let file = section.position.file
                guard let mode = FileMode.permissions(of: file), mode & 0o077 != 0 else { continue }
                builder.warn(
                    at: entry.keyPosition,
                    "others may read this secret: use secret-file, or chmod 600 \(file)")
            }
        }
    }

    /// `path` as seen from the folder of `file`.
    static func path(_ path: String, relativeTo file: String) -> String {
        guard !path.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return path }
        return String(file[...slash]) + path
    }

    /// All sections of all files, in order.
    private struct Gathered {
        var sections: [INIDocument.Section] = []
        var problems: [ConfigurationProblem] = []
        private var visited: Set<String> = []

        mutating func read(_ path: String, from place: SourcePosition?, depth: Int) {
            let here = place ?? SourcePosition(file: path, line: 1, column: 1)
            guard depth <= includeDepth else {
                return fail(here, "includes go deeper than \(includeDepth)")
            }
            guard visited.insert(path).inserted else { return fail(here, "`\(path)` is included twice") }
            let bytes: [UInt8]
            do throws(SystemError) {
                bytes = try BoundedFile.read(path: path, limit: INIDocument.byteLimit)
            } catch {
                return fail(here, error.description)
            }
            guard let text = String(validating: bytes, as: UTF8.self) else {
                return fail(SourcePosition(file: path, line: 1, column: 1), "the file is not UTF-8")
            }
            take(text, file: path, depth: depth)
        }

        mutating func take(_ text: String, file: String, depth: Int) {
            let document = INIDocument(text, file: file)
            problems += document.problems
            sections += document.sections
            for section in document.sections where section.kind == "wirewatch" {
                for entry in section.entries where entry.key == "include" {
                    for (pattern, place) in entry.value.parts(separatedBy: " \t") {
                        include(pattern, at: place, depth: depth)
                    }
                }
            }
        }

        private mutating func include(_ pattern: String, at place: SourcePosition, depth: Int) {
            let path = ConfigurationFile.path(pattern, relativeTo: place.file)
            let isPattern = path.contains { "*?[".contains($0) }
            // A pattern may match nothing yet; a file that is named has to be there.
            for file in isPattern ? Glob.paths(path) : [path] { read(file, from: place, depth: depth + 1) }
        }

        private mutating func fail(_ place: SourcePosition, _ message: String) {
            problems.append(ConfigurationProblem(.error, at: place, message))
        }

        var given: [Configuration.GivenValue] {
            sections.flatMap { section in
                section.entries.map { entry in
                    Configuration.GivenValue(
                        section: section.kind, name: section.name, key: entry.key, value: entry.value.text,
                        position: entry.keyPosition)
                }
            }
        }
    }
}
