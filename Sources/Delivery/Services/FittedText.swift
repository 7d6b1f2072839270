import Text

/// Text cut to what a service takes.
enum FittedText {
    /// `text` in one line that is harmless for a terminal, in at most so many columns; letters under heaps of marks are
    /// cut too.
    static func line(_ text: String, columns: Int) -> String {
        cut(TerminalText.truncated(TerminalText.safe(text), to: columns), bytes: columns * bytesInColumn)
    }

    /// Bytes that a column of any script takes at most, marks and all; Han takes three in two columns.
    private static let bytesInColumn = 4

    /// `text` in at most `limit` UTF-16 units, with `…` at the end where something was cut.
    ///
    /// Services count characters in units of their own; none counts more of them than there are UTF-16 units.
    static func cut(_ text: String, units limit: Int) -> String { cut(text, to: limit) { $0.utf16.count } }

    /// `text` in at most `limit` bytes, with `…` at the end where something was cut.
    static func cut(_ text: String, bytes limit: Int) -> String { cut(text, to: limit) { $0.utf8.count } }

    /// As many of `lines` as `limit` UTF-16 units hold with a line feed after each, and how many more there are.
    static func lines(_ lines: [String], units limit: Int) -> [String] {
        fitted(lines, to: limit) { $0.utf16.count }
    }

    /// As many of `lines` as `limit` bytes hold with a line feed after each, and how many more there are.
    static func lines(_ lines: [String], bytes limit: Int) -> [String] {
        fitted(lines, to: limit) { $0.utf8.count }
    }

    /// What the count of the lines that are left out takes at most.
    private static let roomForCount = 32

    private static func fitted(_ lines: [String], to limit: Int, _ size: (String) -> Int) -> [String] {
        var result: [String] = []
        var used = 0
        for (index, line) in lines.enumerated() {
            let room = limit - used - (index == lines.count - 1 ? 0 : roomForCount)
            if size(line) + 1 > room {
                // One line that is too long by itself is better cut than left out.
                if result.isEmpty, room > roomForCount {
                    result.append(cut(line, to: room - 1, size))
                    if index < lines.count - 1 { result.append("… \(lines.count - index - 1) more") }
                } else if !result.isEmpty {
                    result.append("… \(lines.count - index) more")
                }
                return result
            }
            result.append(line)
            used += size(line) + 1
        }
        return result
    }

    private static func cut(_ text: String, to limit: Int, _ size: (String) -> Int) -> String {
        guard size(text) > limit else { return text }
        let room = limit - size("…")
        var used = 0
        var result = ""
        for character in text {
            let next = size(String(character))
            guard used + next <= room else { break }
            used += next
            result.append(character)
        }
        return result + "…"
    }
}
