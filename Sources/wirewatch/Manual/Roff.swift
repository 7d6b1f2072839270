import Text

/// Writes a page of the manual in the man(7) macros, which groff and mandoc both read.
///
/// In prose `backticks` make words bold, as the tables of options and keys write them already.
struct Roff {
    private(set) var text: String

    /// - Parameter date: `2026-11-28`, for the foot of the page.
    init(name: String, section: Int, date: String, source: String, title: String) {
        text = """
            .\\" Made by `wirewatch man \(name)`; `make man` writes it anew.
            .TH \(name.uppercased()) \(section) \(date) "\(source)" "\(title)"
            .nh
            .ad l

            """
    }

    /// Source as it is.
    mutating func append(_ source: String) { text += source }

    /// - Parameter title: as it stands; those of the system's manual are in capitals.
    mutating func section(_ title: String) { text += ".SH \(title)\n" }

    mutating func subsection(_ title: String) { text += ".SS \(title)\n" }

    /// One paragraph; a line break in `words` is a space.
    mutating func paragraph(_ words: String) {
        // The first of a section stands apart from its title already, which mandoc is strict about.
        text += (isAtSection ? "" : ".PP\n") + Self.prose(words)
    }

    private var isAtSection: Bool {
        let last = text.utf8.dropLast().split(separator: UInt8(ascii: "\n")).last.map { Array($0.prefix(4)) }
        return last == Array(".SH ".utf8) || last == Array(".SS ".utf8)
    }

    /// What is said of `tag`, which is marked up already.
    mutating func tagged(_ tag: String, _ words: String) { text += ".TP\n\(tag)\n" + Self.prose(words) }

    /// A further paragraph under the last tag.
    mutating func more(_ words: String) { text += ".IP\n" + Self.prose(words) }

    /// Everything in `body` stands further to the right.
    mutating func indented(_ body: (inout Roff) -> Void) {
        text += ".RS\n"
        body(&self)
        text += ".RE\n"
    }

    /// Lines as they are typed, apart from the text around them and `indent` columns to the right of it.
    mutating func example(_ lines: String, indent: Int = 4) {
        let literal = lines.split(separator: "\n", omittingEmptySubsequences: false).map {
            Self.literal(String($0))
        }
        text += ".PP\n.RS \(indent)\n.nf\n" + literal.map { $0 + "\n" }.joined() + ".fi\n.RE\n"
    }

    // MARK: Marks

    static func bold(_ words: String) -> String { "\\fB\(literal(words))\\fR" }

    static func italic(_ words: String) -> String { "\\fI\(literal(words))\\fR" }

    /// `words` with every character that the formatter obeys or changes taken as it is.
    static func literal(_ words: String) -> String {
        var result = ""
        for character in words {
            switch character {
            case "\\": result += "\\e"
            case "-": result += "\\-"
            case "'": result += "\\(aq"
            case "`": result += "\\(ga"
            case "^": result += "\\(ha"
            case "~": result += "\\(ti"
            default: result.append(character)
            }
        }
        // A line that begins with a full stop is a request; so it would be after a wrap.
        return result.hasPrefix(".") ? "\\&" + result : result
    }

    /// Filled text with its marks, in source lines of readable length.
    private static func prose(_ words: String) -> String {
        var marked = ""
        for (index, part) in words.split(separator: "`", omittingEmptySubsequences: false).enumerated() {
            marked += index.isMultiple(of: 2) ? plain(String(part)) : bold(String(part))
        }
        return broken(marked).map { line in
            (line.hasPrefix(".") || line.hasPrefix("'") ? "\\&" : "") + line + "\n"
        }.joined()
    }

    private static func plain(_ words: String) -> String {
        words.replacing("\\", with: "\\e").replacing("^", with: "\\(ha").replacing("~", with: "\\(ti")
    }

    /// Characters beyond ASCII reach the formatter as `\[u1234]`.
    private static func length(_ text: some StringProtocol) -> Int {
        text.unicodeScalars.reduce(0) { $0 + ($1.isASCII ? 1 : 8) }
    }

    private static let lineLength = 79

    private static func broken(_ text: String) -> [String] {
        var lines = [""]
        for word in text.split(whereSeparator: \.isWhitespace) {
            let last = lines.count - 1
            if lines[last].isEmpty {
                lines[last] = String(word)
            } else if length(lines[last]) + length(word[...]) < lineLength {
                lines[last] += " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }
}
