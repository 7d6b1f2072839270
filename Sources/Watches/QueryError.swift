import Text

/// One thing that is wrong with a query, a score line or a list of names, and where.
package struct QueryError: Error, Hashable, Sendable {
    /// Which text of a watch `range` counts in.
    package enum Part: String, Hashable, Sendable {
        case query
        case score
        /// The keys around them; there is no text to point into.
        case watch
    }

    package var message: String
    /// UTF-8 offsets in the text that was read.
    package var range: Range<Int>
    /// What to write instead, where that is known.
    package var suggestion: String?
    package var part: Part

    package init(_ message: String, at range: Range<Int>, suggestion: String? = nil, part: Part = .query) {
        self.message = message
        self.range = range
        self.suggestion = suggestion
        self.part = part
    }

    /// The character in `text` at which it stands, 1 for the first.
    package func column(in text: String) -> Int {
        String(decoding: Array(text.utf8).prefix(range.lowerBound), as: UTF8.self).count + 1
    }

    /// Two lines for a terminal: `text`, and below it `^~~~` under the place.
    package func pointer(in text: String) -> String {
        let bytes = Array(text.utf8).map { $0 < 0x20 ? 0x20 : $0 }
        func columns(_ range: Range<Int>) -> Int {
            TerminalText.columns(
                of: String(decoding: bytes[range.clamped(to: 0..<bytes.count)], as: UTF8.self))
        }
        let line = TerminalText.safe(String(decoding: bytes, as: UTF8.self))
        let margin = String(repeating: " ", count: columns(0..<range.lowerBound))
        return line + "\n" + margin + "^" + String(repeating: "~", count: max(0, columns(range) - 1))
    }
}

extension QueryError: CustomStringConvertible {
    /// The message, with `; did you mean …?` where there is a suggestion.
    package var description: String {
        guard let suggestion else { return message }
        return "\(message); did you mean \(suggestion)?"
    }
}

/// Everything that is wrong with a text, in the order in which it stands there; never empty.
package struct QueryErrors: Error, Hashable, Sendable {
    package var errors: [QueryError]

    package init(_ errors: [QueryError]) {
        self.errors = errors.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }
}

/// What is wrong with one entry of a list of names.
package struct AliasError: Error, Hashable, Sendable {
    package var alias: String
    /// Index in the alias's names; `nil` where the alias as a whole is meant.
    package var entry: Int?
    /// Its range counts in the entry's text.
    package var error: QueryError

    package init(alias: String, entry: Int?, error: QueryError) {
        self.alias = alias
        self.entry = entry
        self.error = error
    }
}

/// Everything that is wrong with the lists of names; never empty.
package struct AliasErrors: Error, Hashable, Sendable {
    package var errors: [AliasError]

    package init(_ errors: [AliasError]) { self.errors = errors }
}
