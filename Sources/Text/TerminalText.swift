import UTF8Proc

/// Text as a terminal shows it: width in columns, and nothing in it that a terminal would obey.
package enum TerminalText {
    /// Columns that `text` takes: Hangul, Han and kana two each, combining marks none.
    package static func columns(of text: String) -> Int {
        var columns = 0
        for scalar in text.unicodeScalars { columns += width(of: scalar) }
        return columns
    }

    /// `text` without what came from outside to steer a terminal or a reader's eye.
    ///
    /// C0 and C1 controls, DEL and line separators become spaces (runs of white space one space); bidirectional
    /// controls go.
    /// - Source: CWE-150; Unicode TR 36 §2.10 and CVE-2021-42574 for bidirectional controls.
    package static func safe(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isUnwanted) else { return text }
        var result = String.UnicodeScalarView()
        var endsInSpace = false
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x200E, 0x200F, 0x061C, 0x202A...0x202E, 0x2066...0x2069: continue
            case 0..<0x21, 0x7F...0x9F, 0x2028, 0x2029:
                if !endsInSpace { result.append(" ") }
                endsInSpace = true
            default:
                result.append(scalar)
                endsInSpace = false
            }
        }
        return String(result)
    }

    private static func isUnwanted(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F, 0x200E, 0x200F, 0x061C, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    /// `text` cut to `columns`, with `…` in the last of them where something was cut.
    package static func truncated(_ text: String, to columns: Int) -> String {
        guard self.columns(of: text) > columns else { return text }
        var used = 0
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            used += width(of: scalar)
            if used > columns - 1 { break }
            result.append(scalar)
        }
        return String(result) + "…"
    }

    /// `text` cut or filled with spaces to exactly `columns`.
    package static func padded(_ text: String, to columns: Int) -> String {
        let cut = truncated(text, to: columns)
        return cut + String(repeating: " ", count: max(0, columns - self.columns(of: cut)))
    }

    /// The lines of `text` broken to `width` columns, without indent.
    ///
    /// Breaks at spaces, and before and after Han and kana; a word longer than a line is broken where the line ends.
    package static func wrapped(_ text: String, width: Int) -> [String] {
        let width = max(2, width)
        var lines: [String] = []
        var line = ""
        var used = 0
        for piece in pieces(of: text) {
            if piece.isSpace {
                if used > 0, used < width {
                    line += " "
                    used += 1
                }
                continue
            }
            if used + piece.columns > width, used > 0 {
                lines.append(trimmed(line))
                line = ""
                used = 0
            }
            var rest = piece
            while rest.columns > width {
                let (head, tail) = split(rest.text, at: width)
                lines.append(head)
                rest = Piece(text: tail, columns: columns(of: tail), isSpace: false)
            }
            line += rest.text
            used += rest.columns
        }
        if used > 0 { lines.append(trimmed(line)) }
        return lines
    }

    // MARK: Pieces

    private struct Piece {
        var text: String
        var columns: Int
        var isSpace: Bool
    }

    /// Words, single wide characters and spaces. Closing punctuation stays with what it closes.
    private static func pieces(of text: String) -> [Piece] {
        var pieces: [Piece] = []
        var canGrow = false
        for character in text {
            let columns = columns(of: String(character))
            if character.isWhitespace {
                if pieces.last?.isSpace != true { pieces.append(Piece(text: " ", columns: 1, isSpace: true)) }
                canGrow = false
                continue
            }
            // Korean is written with spaces and broken at them.
            let isWide = columns == 2 && !isHangul(character)
            let joinsLast =
                character.isPunctuation && !opening.contains(character) && pieces.last?.isSpace == false
            if joinsLast || (canGrow && !isWide), let last = pieces.indices.last {
                pieces[last].text.append(character)
                pieces[last].columns += columns
            } else {
                pieces.append(Piece(text: String(character), columns: columns, isSpace: false))
            }
            canGrow = !isWide || joinsLast && canGrow
        }
        return pieces
    }

    private static let opening: Set<Character> = ["(", "[", "{", "“", "‘", "「", "『", "《", "〈", "（", "【"]

    private static func split(_ text: String, at width: Int) -> (String, String) {
        var used = 0
        var index = text.startIndex
        while index < text.endIndex {
            let columns = columns(of: String(text[index]))
            if used + columns > width, used > 0 { break }
            used += columns
            index = text.index(after: index)
        }
        return (String(text[..<index]), String(text[index...]))
    }

    private static func isHangul(_ character: Character) -> Bool {
        character.unicodeScalars.allSatisfy { (0xAC00...0xD7A3).contains($0.value) }
    }

    private static func trimmed(_ line: String) -> String {
        var line = line
        while line.last == " " { line.removeLast() }
        return line
    }

    private static func width(of scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0x20..<0x7F: 1
        // Vowels and finals of decomposed Hangul join the initial before them, which is two wide already.
        case 0..<0x20, 0x7F..<0xA0, 0x1160...0x11FF, 0xD7B0...0xD7FF: 0
        default: UTF8Proc.width(of: scalar.value)
        }
    }
}
