import UTF8Proc

/// Text laid out in the columns of a terminal, in which Hangul, Han and kana are two wide.
package enum TerminalText {
    /// How many columns `text` takes; combining marks and control characters take none.
    package static func columns(of text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + width(of: $1) }
    }

    /// `text` in lines of at most `width` columns, each behind `indent` spaces.
    ///
    /// Breaks at white space, and beside any wide character, but never before closing marks (`。`, `」`). What is
    /// longer than a line is broken where it must be. Line feeds in `text` stay. Empty text gives one empty line.
    package static func wrapped(_ text: String, width: Int, indent: Int = 0) -> [String] {
        let margin = String(repeating: " ", count: max(0, indent))
        let room = max(2, width - max(0, indent))
        return text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { paragraph in
            lines(of: paragraph.unicodeScalars, room: room).map { $0.isEmpty ? $0 : margin + $0 }
        }
    }

    /// `text` filled with spaces from the right to `columns`; as it is where it is wider.
    package static func padded(_ text: String, to columns: Int) -> String {
        text + String(repeating: " ", count: max(0, columns - Self.columns(of: text)))
    }

    /// `text` cut to at most `columns`, with `…` for what was cut.
    package static func truncated(_ text: String, to columns: Int) -> String {
        guard Self.columns(of: text) > columns else { return text }
        guard columns > 0 else { return "" }
        var kept = String.UnicodeScalarView()
        var used = 1
        for scalar in text.unicodeScalars {
            let width = width(of: scalar)
            if used + width > columns { break }
            used += width
            kept.append(scalar)
        }
        while let last = kept.last, last == " " { kept.removeLast() }
        return String(kept) + "…"
    }

    /// `text` without what makes a terminal or a line-wise reader do something.
    ///
    /// C0, DEL, C1 and the controls of writing direction drop out; tabs, line feeds and line separators become a
    /// space.
    package static func safe(_ text: String) -> String {
        guard !isSafe(text) else { return text }
        var kept = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x09...0x0D, 0x85, 0x2028, 0x2029:
                if kept.last != " " { kept.append(" ") }
            case 0..<0x20, 0x7F..<0xA0, 0x61C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: break
            default: kept.append(scalar)
            }
        }
        return String(kept)
    }

    // MARK: Wrapping

    /// Nearly all text needs no change: looks for the first bytes of what `safe` takes out.
    private static func isSafe(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F && $0 != 0xC2 && $0 != 0xD8 && $0 != 0xE2 }
    }

    private static func lines(of text: Substring.UnicodeScalarView, room: Int) -> [String] {
        var lines: [String] = []
        var line = String.UnicodeScalarView()
        var used = 0
        for (piece, isSpaced) in pieces(of: text) {
            let width = piece.reduce(0) { $0 + Self.width(of: $1) }
            let gap = isSpaced && !line.isEmpty ? 1 : 0
            if used + gap + width <= room {
                if gap == 1 { line.append(" ") }
                line.append(contentsOf: piece)
                used += gap + width
                continue
            }
            if !line.isEmpty { lines.append(String(line)) }
            line = String.UnicodeScalarView()
            used = 0
            for scalar in piece {
                let width = Self.width(of: scalar)
                if used + width > room {
                    lines.append(String(line))
                    line = String.UnicodeScalarView()
                    used = 0
                }
                line.append(scalar)
                used += width
            }
        }
        if !line.isEmpty || lines.isEmpty { lines.append(String(line)) }
        return lines
    }

    /// What must stay together, and whether white space stood before.
    private static func pieces(
        of text: Substring.UnicodeScalarView
    ) -> [(piece: [Unicode.Scalar], isSpaced: Bool)] {
        var pieces: [(piece: [Unicode.Scalar], isSpaced: Bool)] = []
        var piece: [Unicode.Scalar] = []
        var isSpaced = false
        func finish() {
            if !piece.isEmpty { pieces.append((piece, isSpaced)) }
            piece = []
            isSpaced = false
        }
        for scalar in text {
            if scalar == " " || scalar == "\t" || scalar == "\r" {
                finish()
                isSpaced = true
                continue
            }
            let isWide = width(of: scalar) == 2
            if let last = piece.last, width(of: scalar) > 0, isWide || width(of: last) == 2 {
                if !isClosing(scalar), !isOpening(last) { finish() }
            }
            piece.append(scalar)
        }
        finish()
        return pieces
    }

    private static func isClosing(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "、", "。", "，", "．", "」", "』", "）", "】", "〉", "》", "！", "？", "：", "；", "ー", "々", "・", ",", ".",
            ")", "]", "!", "?", ":", ";", "’", "”", "»", "…", "%":
            true
        default: false
        }
    }

    private static func isOpening(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "「", "『", "（", "【", "〈", "《", "(", "[", "‘", "“", "«": true
        default: false
        }
    }

    /// Vowels and finals of decomposed Hangul join the initial before them, which is two wide already.
    private static func width(of scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0x20..<0x7F: 1
        case 0..<0x20, 0x7F..<0xA0, 0x1160...0x11FF, 0xD7B0...0xD7FF: 0
        default: UTF8Proc.width(of: scalar.value)
        }
    }
}
