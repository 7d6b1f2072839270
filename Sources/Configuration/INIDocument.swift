/// A file of sections and `key = value` lines, with the place of everything in it.
///
/// The value is the rest of the line, as it is: no quoting. A line that begins with a space or tab continues the value
/// above. `#` and `;` begin a comment at the start of a line only.
struct INIDocument: Sendable {
    struct Section: Sendable {
        /// `feed` of `[feed "tass-ru"]`; empty for a header that could not be read, whose lines are no errors too.
        var kind: String
        /// `tass-ru`, or `nil` where there are no quotes.
        var name: String?
        var position: SourcePosition
        var entries: [Entry] = []

        /// As it is written: `[feed "tass-ru"]`.
        var header: String { name.map { "[\(kind) \"\($0)\"]" } ?? "[\(kind)]" }
    }

    struct Entry: Sendable {
        var key: String
        var keyPosition: SourcePosition
        var value: Value
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
        for bytes in text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false) {
            number += 1
            var line = Substring(bytes)
            if line.unicodeScalars.last == "\r" { line.unicodeScalars.removeLast() }
            // A byte order mark is no character of the first line.
            if number == 1, line.unicodeScalars.first == "\u{FEFF}" { line.unicodeScalars.removeFirst() }
            read(line, number: number)
        }
    }

    private mutating func read(_ line: Substring, number: Int) {
        let content = line.trimmed
        guard let first = content.first else { return }
        let indent = line.distance(from: line.startIndex, to: content.startIndex)
        let position = SourcePosition(file: file, line: number, column: indent + 1)
        let isIndented = line.utf8.first == 0x20 || line.utf8.first == 0x09
        if first == "#" || first == ";", !isIndented || !hasOpenValue { return }
        if let control = content.unicodeScalars.first(where: {
            $0.value < 0x20 && $0 != "\t" || $0.value == 0x7F
        }) {
            return fail(at: position, "the line holds the control character \(Self.code(of: control))")
        }
        if isIndented { return continueValue(content, at: position) }
        if indent > 0, let scalar = line.unicodeScalars.first {
            let place = SourcePosition(file: file, line: number, column: 1)
            return fail(
                at: place, "the line begins with \(Self.code(of: scalar)): indent with spaces or tabs")
        }
        if first == "[" { return readHeader(content, at: position) }
        readEntry(content, at: position)
    }

    private static func code(of scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    private var hasOpenValue: Bool { sections.last?.entries.isEmpty == false }

    private mutating func continueValue(_ content: Substring, at position: SourcePosition) {
        guard let section = sections.indices.last, let entry = sections[section].entries.indices.last else {
            return fail(at: position, "an indented line continues the value above, and there is none")
        }
        if content.hasPrefix("# ") || content.hasPrefix("; ") {
            problems.append(
                ConfigurationProblem(
                    .warning, at: position,
                    "this is a part of `\(sections[section].entries[entry].key)`: a comment is not indented"))
        }
        sections[section].entries[entry].value.append(String(content), at: position)
    }

    // MARK: Headers

    private mutating func readHeader(_ content: Substring, at position: SourcePosition) {
        guard let section = section(content, at: position) else {
            sections.append(Section(kind: "", position: position))
            return
        }
        sections.append(section)
    }

    private mutating func section(_ content: Substring, at position: SourcePosition) -> Section? {
        guard content.last == "]" else {
            fail(at: position, "a section ends with `]`, and nothing stands behind it")
            return nil
        }
        let inner = content.dropFirst().dropLast().trimmed
        let kind = inner.prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
        let rest = inner.dropFirst(kind.count).trimmed
        guard !kind.isEmpty else {
            fail(at: position, "a section has a name: [feed \"tass-ru\"]")
            return nil
        }
        guard !rest.isEmpty else { return Section(kind: String(kind), position: position) }
        guard rest.count >= 2, rest.first == "\"", rest.last == "\"" else {
            let name = rest.filter { $0 != "\"" }
            fail(at: position, "the name stands in quotes: [\(kind) \"\(name.shown)\"]")
            return nil
        }
        let name = rest.dropFirst().dropLast()
        return Section(kind: String(kind), name: String(name), position: position)
    }

    // MARK: Entries

    private mutating func readEntry(_ content: Substring, at position: SourcePosition) {
        let equals = content.firstIndex(of: "=")
        let key = content[..<(equals ?? content.endIndex)].trimmed
        guard let section = sections.indices.last else {
            let isEntry = equals != nil && Self.isKey(key)
            return fail(
                at: position,
                isEntry
                    ? "`\(key)` stands before the first section, such as [wirewatch]"
                    : "neither a section nor `key = value`")
        }
        guard let equals, Self.isKey(key) else {
            return fail(
                at: position,
                key.isEmpty ? "there is no key before `=`" : "neither a section nor `key = value`",
                suggestion: Self.entry(meantBy: content, in: sections[section].kind))
        }
        let after = content[content.index(after: equals)...]
        let value = after.trimmed
        var start = position
        start.column += content.distance(from: content.startIndex, to: value.startIndex)
        sections[section].entries.append(
            Entry(key: String(key), keyPosition: position, value: Value(String(value), at: start)))
    }

    private static func isKey(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.count <= 64
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) || $0 == "-" || $0 == "_" }
    }

    /// `url = https://…` of `url: https://…` or `url https://…`.
    private static func entry(meantBy content: Substring, in section: String) -> String? {
        let key = content.prefix { $0 != ":" && !$0.isWhitespace && $0 != "=" }
        guard Directive.directive(section, String(key)) != nil else { return nil }
        let value = content.dropFirst(key.count).drop { $0 == ":" || $0.isWhitespace }
        return "\(key) = \(value.shown)"
    }

    private mutating func fail(at position: SourcePosition, _ message: String, suggestion: String? = nil) {
        problems.append(ConfigurationProblem(.error, at: position, message, suggestion: suggestion))
    }
}

extension StringProtocol {
    /// As a message quotes it: on one line, and cut where it is long.
    var shown: String {
        let limit = 80
        var text = ""
        for (count, character) in self.enumerated() {
            guard count < limit else { return text + "…" }
            text.append(character.isNewline ? " " : character)
        }
        return text
    }
}
