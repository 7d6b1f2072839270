/// What was taken out of a text and what was put in, word by word.
package struct WordDiff: Sendable, Hashable {
    package enum Run: Sendable, Hashable {
        case kept(String)
        case removed(String)
        case added(String)
    }

    /// The whole of both texts in order; a run begins with the space that stood before its first word.
    package private(set) var runs: [Run] = []

    /// Compares two texts by their longest common sequence of words; Han and kana count one by one.
    ///
    /// What is alike at the start and the end costs nothing. Where more than `limit` words differ on either side, all
    /// between is one replacement: the time for what is compared grows with the product.
    /// - Parameter limit: at most 65,535.
    package init(from old: String, to new: String, limit: Int = 2000) {
        precondition(limit <= Int(UInt16.max), "lengths are counted in 16 bits")
        let (one, two) = (Self.words(of: old), Self.words(of: new))
        var start = 0
        while start < one.count, start < two.count, one[start] == two[start] { start += 1 }
        var end = 0
        while end < one.count - start, end < two.count - start,
            one[one.count - 1 - end] == two[two.count - 1 - end]
        {
            end += 1
        }
        for word in one.prefix(start) { add(.kept(word)) }
        let (left, right) = (Array(one[start..<(one.count - end)]), Array(two[start..<(two.count - end)]))
        if left.count > limit || right.count > limit {
            for word in left { add(.removed(word)) }
            for word in right { add(.added(word)) }
        } else {
            compare(left, right)
        }
        for word in one.suffix(end) { add(.kept(word)) }
    }

    private mutating func compare(_ left: [String], _ right: [String]) {
        // Lengths of the longest common sequence of what follows, a row for each word on the left.
        let width = right.count + 1
        var lengths = [UInt16](repeating: 0, count: (left.count + 1) * width)
        for row in stride(from: left.count - 1, through: 0, by: -1) {
            for column in stride(from: right.count - 1, through: 0, by: -1) {
                let here = row * width + column
                lengths[here] =
                    left[row] == right[column]
                    ? lengths[here + width + 1] + 1 : max(lengths[here + width], lengths[here + 1])
            }
        }
        var (row, column) = (0, 0)
        while row < left.count, column < right.count {
            let here = row * width + column
            if left[row] == right[column] {
                add(.kept(left[row]))
                row += 1
                column += 1
            } else if lengths[here + width] >= lengths[here + 1] {
                add(.removed(left[row]))
                row += 1
            } else {
                add(.added(right[column]))
                column += 1
            }
        }
        for word in left[row...] { add(.removed(word)) }
        for word in right[column...] { add(.added(word)) }
    }

    private mutating func add(_ run: Run) {
        switch (runs.last, run) {
        case (.kept(let text), .kept(let word)): runs[runs.count - 1] = .kept(text + word)
        case (.removed(let text), .removed(let word)): runs[runs.count - 1] = .removed(text + word)
        case (.added(let text), .added(let word)): runs[runs.count - 1] = .added(text + word)
        default: runs.append(run)
        }
    }

    /// Words, each with a space before it where there was white space.
    private static func words(of text: String) -> [String] {
        var words: [String] = []
        var canGrow = false
        var space = ""
        for scalar in text.unicodeScalars {
            if scalar.properties.isWhitespace {
                space = " "
                canGrow = false
                continue
            }
            let isIdeographic = isIdeographic(scalar)
            if canGrow, !isIdeographic {
                words[words.count - 1].unicodeScalars.append(scalar)
            } else {
                words.append((words.isEmpty ? "" : space) + String(scalar))
            }
            space = ""
            canGrow = !isIdeographic
        }
        return words
    }

    private static func isIdeographic(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x2E80...0x30FF, 0x3400...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF: true
        default: false
        }
    }

    // MARK: Reading

    package var isEmpty: Bool {
        runs.allSatisfy { if case .kept = $0 { true } else { false } }
    }

    /// The changes with so many words around each, as `[-old-]` and `{+new+}`; `…` for what is left out.
    package func excerpt(words context: Int) -> String {
        var text = ""
        for (index, run) in runs.enumerated() {
            switch run {
            case .removed(let words): text += Self.marked(words, "[-", "-]")
            case .added(let words): text += Self.marked(words, "{+", "+}")
            case .kept(let words):
                let all = Self.words(of: words)
                let space = words.first == " " ? " " : ""
                let head = index == 0 ? 0 : context
                let tail = index == runs.count - 1 ? 0 : context
                if all.count <= head + tail + 1 {
                    text += words
                } else {
                    text += space + all.prefix(head).joined() + " …" + Self.spaced(all.suffix(tail).joined())
                }
            }
        }
        return text.first == " " ? String(text.dropFirst()) : text
    }

    private static func marked(_ words: String, _ open: String, _ close: String) -> String {
        words.first == " " ? " " + open + words.dropFirst() + close : open + words + close
    }

    private static func spaced(_ words: String) -> String {
        words.isEmpty || words.first == " " ? words : " " + words
    }
}
