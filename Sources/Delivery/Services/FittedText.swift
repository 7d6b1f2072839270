import Model
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

    /// `text` with `…` at the end where it had to be cut for `size` to be at most `limit`.
    ///
    /// - Parameter size: of a text as it is sent; it grows with the text.
    static func cut(_ text: String, to limit: Int, size: (String) -> Int) -> String {
        guard size(text) > limit else { return text }
        let characters = Array(text)
        var (fits, tooLong) = (0, characters.count)
        while tooLong - fits > 1 {
            let middle = (fits + tooLong) / 2
            if size(String(characters[..<middle]) + "…") <= limit { fits = middle } else { tooLong = middle }
        }
        return String(characters[..<fits]) + "…"
    }
}

/// Lines cut to what a service takes.
struct FittedLines {
    /// Of all of them, in units of the service.
    let limit: Int
    /// The command that shows what is left out.
    let source: String?
    /// Of a line as it is sent, what ends it included.
    let size: (ShortLine) -> Int

    /// As many of `lines` as there is room for; where some are left out, a last one says how much they told of.
    func callAsFunction(_ lines: [ShortLine]) -> [ShortLine] {
        let sizes = lines.map(size)
        if sizes.reduce(0, +) <= limit { return lines }
        var result: [ShortLine] = []
        var used = 0
        for (index, line) in lines.enumerated() {
            let room = limit - used - size(rest(lines[(index + 1)...]))
            if sizes[index] <= room {
                result.append(line)
                used += sizes[index]
                continue
            }
            // One line that is too long by itself is better cut than left out.
            let cut = result.isEmpty ? shortened(line, to: room) : nil
            if let cut { result.append(cut) }
            // The names of what is left out name nothing.
            while result.last?.isHeading == true { result.removeLast() }
            let left = lines[(result.count)...]
            return left.isEmpty ? result : result + [rest(left)]
        }
        return result
    }

    private func shortened(_ line: ShortLine, to room: Int) -> ShortLine? {
        var line = line
        line.url = nil
        let whole = line.text
        line.text = FittedText.cut(whole, to: room) { text in
            var part = line
            part.text = text
            return size(part)
        }
        return size(line) <= room ? line : nil
    }

    /// What stands for `lines`.
    private func rest(_ lines: ArraySlice<ShortLine>) -> ShortLine {
        let count = lines.reduce(0) { $0 + $1.count }
        guard count > 0 else { return ShortLine("…") }
        return ShortLine("… \(count) more" + (source.map { ": \($0)" } ?? ""), count: count)
    }
}
