/// Where something stands in the configuration; lines and columns from 1, columns in characters.
package struct SourcePosition: Sendable, Hashable, Comparable, CustomStringConvertible {
    package var file: String
    package var line: Int
    package var column: Int

    package init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }

    package var description: String { "\(file):\(line):\(column)" }

    package static func < (left: SourcePosition, right: SourcePosition) -> Bool {
        (left.file, left.line, left.column) < (right.file, right.line, right.column)
    }
}

/// One thing that is wrong with a configuration, or might be.
package struct ConfigurationProblem: Sendable, Hashable, CustomStringConvertible {
    package enum Severity: String, Sendable, Hashable {
        /// The configuration is not used.
        case error
        /// It is used; somebody should look.
        case warning
    }

    package var severity: Severity
    package var position: SourcePosition
    package var message: String
    package var suggestion: String?

    package init(
        _ severity: Severity, at position: SourcePosition, _ message: String, suggestion: String? = nil
    ) {
        self.severity = severity
        self.position = position
        // Paths and queries are quoted as they are written, over several lines perhaps; a problem has one.
        self.message = message.replacing("\n", with: " ")
        self.suggestion = suggestion?.replacing("\n", with: " ")
    }

    /// `feeds.conf:4:10: unknown route `phon`; did you mean `phone`?`
    package var description: String {
        let kind = severity == .warning ? "warning: " : ""
        let hint = suggestion.map { "; did you mean `\($0)`?" } ?? ""
        return "\(position): \(kind)\(message)\(hint)"
    }
}

/// Why a configuration was not taken: every error in it, with the warnings, in the order of the files.
package struct ConfigurationErrors: Error, Sendable, Hashable {
    package var problems: [ConfigurationProblem]

    package init(_ problems: [ConfigurationProblem]) { self.problems = problems }

    /// One line for each problem, as `check` prints them.
    package var rendered: [String] { problems.map(\.description) }

    /// Nobody reads more; a file of another kind may hold a million.
    static let limit = 1000

    /// `problems` by file, in the order of `files`, and place, each once; cut where there are too many.
    static func ordered(_ problems: [ConfigurationProblem], files: [String]) -> [ConfigurationProblem] {
        var ranks: [String: Int] = [:]
        for file in files where ranks[file] == nil { ranks[file] = ranks.count }
        func key(_ problem: ConfigurationProblem) -> (Int, Int, Int) {
            let position = problem.position
            return (ranks[position.file] ?? ranks.count, position.line, position.column)
        }
        // The offset keeps the order in which two of one place were found.
        var sorted = problems.enumerated().sorted { left, right in
            let (first, second) = (key(left.element), key(right.element))
            return first == second ? left.offset < right.offset : first < second
        }.map(\.element)
        var seen: Set<ConfigurationProblem> = []
        sorted.removeAll { !seen.insert($0).inserted }
        guard sorted.count > limit, let place = sorted.first?.position else { return sorted }
        let errors = sorted.filter { $0.severity == .error }
        let kept = errors.isEmpty ? sorted : errors
        let rest = sorted.count - min(kept.count, limit)
        return kept.prefix(limit) + [
            ConfigurationProblem(kept[0].severity, at: place, "\(rest) more problems are not listed")
        ]
    }
}
