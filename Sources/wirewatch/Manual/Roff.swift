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

    mutating func section(_ title: String) { text += ".SH \(title.uppercased())\n" }

    mutating func subsection(_ title: String) { text += ".SS \(title)\n" }

    /// One paragraph; a line break in `words` is a space.
    mutating func paragraph(_ words: String) { text += ".PP\n" + Self.prose(words) }

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

    /// Lines as they are typed, apart from the text around them.
    mutating func example(_ lines: String) {
        let literal = lines.split(separator: "\n", omittingEmptySubsequences: false).map { Self.literal(String($0)) }
        text += ".PP\n.RS 4\n.nf\n" + literal.map { $0 + "\n" }.joined() + ".fi\n.RE\n"
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

    private static let lineLength = 100

    private static func broken(_ text: String) -> [String] {
        var lines = [""]
        for word in text.split(whereSeparator: \.isWhitespace) {
            let last = lines.count - 1
            if lines[last].isEmpty {
                lines[last] = String(word)
            } else if lines[last].count + word.count < lineLength {
                lines[last] += " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }
}
