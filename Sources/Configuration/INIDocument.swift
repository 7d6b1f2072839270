/// A file of sections and `key = value` lines, with the place of everything in it.
///
/// The value is the rest of the line, as it is: no quoting. A line that begins with white space continues the value
/// above. `#` and `;` begin a comment at the start of a line only.
struct INIDocument: Sendable {
    struct Section: Sendable {
        /// `feed` of `[feed "tass-ru"]`.
        var kind: String
        /// `tass-ru`, or `nil` where there are no quotes.
        var name: String?
        var position: SourcePosition
        var entries: [Entry] = []
    }

    struct Entry: Sendable {
        var key: String
        var keyPosition: SourcePosition
        var value: Value
    }

    /// A value, which may run over several lines.
    struct Value: Sendable {
        /// Lines joined by a line break, each without the white space around it.
        var text: String
        /// Where each line of `text` begins in the file.
        var lines: [SourcePosition]

        /// Where the byte at `offset` of `text` stands in the file.
        func position(ofByte offset: Int) -> SourcePosition {
            var line = 0
            var column = 0
            for (index, character) in text.enumerated() {
                _ = index
                if offset <= byteCount(line: line, column: column) { break }
                if character == "\n" {
                    line += 1
                    column = 0
                } else {
                    column += 1
                }
            }
            return position(line: line, column: column)
        }

        private func byteCount(line: Int, column: Int) -> Int {
            let parts = text.split(separator: "\n", omittingEmptySubsequences: false)
            let before = parts.prefix(line).reduce(0) { $0 + $1.utf8.count + 1 }
            return before + (line < parts.count ? parts[line].prefix(column).utf8.count : 0)
        }

        private func position(line: Int, column: Int) -> SourcePosition {
            guard var start = lines.indices.contains(line) ? lines[line] : lines.last else {
                return SourcePosition(file: "", line: 0, column: 0)
            }
            start.column += column
            return start
        }

        var start: SourcePosition { position(line: 0, column: 0) }
    }

    private(set) var sections: [Section] = []
    private(set) var problems: [ConfigurationProblem] = []
    private let file: String

    /// Bytes of a file.
    static let byteLimit = 16 << 20

    /// Reads `text`, the content of `file`; what is wrong goes into `problems` and the rest is read all the same.
    init(_ text: String, file: String) {
        self.file = file
        var number = 0
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            number += 1
            // A byte order mark is no character of the first line.
            read(number == 1 && line.first == "\u{FEFF}" ? line.dropFirst() : line, number: number)
        }
    }

    private mutating func read(_ line: Substring, number: Int) {
        guard let first = line.first(where: { !$0.isWhitespace }) else { return }
        let indent = line.prefix { $0.isWhitespace }.count
        let content = line.dropFirst(indent).trimmedEnd
        if indent == 0, first == "#" || first == ";" { return }
        let position = SourcePosition(file: file, line: number, column: indent + 1)
        if indent > 0 {
            if first == "#" || first == ";", !hasOpenValue { return }
            return continueValue(content, at: position)
        }
        if first == "[" { return readHeader(content, at: position) }
        readEntry(content, at: position)
    }

    private var hasOpenValue: Bool { sections.last?.entries.isEmpty == false }

    private mutating func continueValue(_ content: Substring, at position: SourcePosition) {
        guard let section = sections.indices.last, let entry = sections[section].entries.indices.last else {
            return fail(at: position, "an indented line continues the value above, and there is none")
        }
        sections[section].entries[entry].value.append(String(content), at: position)
    }

    private mutating func readHeader(_ content: Substring, at position: SourcePosition) {
        guard content.last == "]" else { return fail(at: position, "a section ends with `]`") }
        let inner = content.dropFirst().dropLast().trimmedBoth
        let kind = inner.prefix { $0.isLetter || $0.isNumber || $0 == "-" }
        let rest = inner.dropFirst(kind.count).trimmedBoth
        guard !kind.isEmpty else { return fail(at: position, "a section has a name: [feed \"tass-ru\"]") }
        var name: String?
        if !rest.isEmpty {
            guard rest.count >= 2, rest.first == "\"", rest.last == "\"" else {
                return fail(
                    at: position, "the name stands in quotes: [\(kind) \"\(rest.filter { $0 != "\"" })\"]")
            }
            name = String(rest.dropFirst().dropLast())
        }
        sections.append(Section(kind: String(kind), name: name, position: position))
    }

    private mutating func readEntry(_ content: Substring, at position: SourcePosition) {
        guard let equals = content.firstIndex(of: "=") else {
            return fail(at: position, "neither a section nor `key = value`")
        }
        let key = content[..<equals].trimmedEnd
        let after = content[content.index(after: equals)...]
        let blank = after.prefix { $0.isWhitespace }.count
        guard let section = sections.indices.last else {
            return fail(at: position, "`\(key)` stands before the first section, such as [wirewatch]")
        }
        guard !key.isEmpty else { return fail(at: position, "there is no key before `=`") }
        var start = position
        start.column += content.distance(from: content.startIndex, to: equals) + 1 + blank
        let value = Value(text: String(after.dropFirst(blank)), lines: [start])
        sections[section].entries.append(Entry(key: String(key), keyPosition: position, value: value))
    }

    private mutating func fail(at position: SourcePosition, _ message: String) {
        problems.append(ConfigurationProblem(.error, at: position, message))
    }
}

extension INIDocument.Value {
    fileprivate mutating func append(_ line: String, at position: SourcePosition) {
        if text.isEmpty {
            self = INIDocument.Value(text: line, lines: [position])
        } else {
            text += "\n" + line
            lines.append(position)
        }
    }

    /// The parts between line breaks and `separators`, each with its place; blank ones left out.
    func parts(separatedBy separators: String) -> [(text: String, position: SourcePosition)] {
        var parts: [(text: String, position: SourcePosition)] = []
        for (line, start) in zip(text.split(separator: "\n", omittingEmptySubsequences: false), lines) {
            var column = 0
            var current = ""
            var first = 0
            func finish() {
                let trimmed = Substring(current).trimmedBoth
                guard !trimmed.isEmpty else { return }
                var position = start
                position.column += first
                parts.append((String(trimmed), position))
            }
            for character in line {
                if separators.contains(character) {
                    finish()
                    current = ""
                } else {
                    if current.isEmpty {
                        if character.isWhitespace {
                            column += 1
                            continue
                        }
                        first = column
                    }
                    current.append(character)
                }
                column += 1
            }
            finish()
        }
        return parts
    }
}

extension Substring {
    var trimmedEnd: Substring {
        var text = self
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return text
    }

    var trimmedBoth: Substring { trimmedEnd.drop { $0.isWhitespace } }
}
