import UTF8Proc

/// A text folded for comparison and cut into words.
///
/// The one cut that watches, search and the story engine share. A word is a run of letters and digits; Hangul, and
/// Han with kana, are runs of their own, so `KBS는` is two words of which the second `isJoined` to the first.
/// Hyphens, middle dots and all other marks separate; an apostrophe inside a word stays and a final `'s` drops.
package struct FoldedText: Sendable, Hashable {
    /// The folded words in UTF-8, one after the other with nothing between.
    package private(set) var bytes: [UInt8] = []
    package private(set) var words: [Word] = []
    /// The text that was cut, in UTF-8; `Word.source` points into it. Composed (NFKC) where marks had to be.
    package private(set) var source: [UInt8]

    package struct Word: Sendable, Hashable {
        /// Where the folded word stands in `bytes`.
        package var start: UInt32
        package var end: UInt32
        /// Where it stands in `source`.
        package var sourceStart: UInt32
        package var sourceEnd: UInt32
        package var script: Script
        /// Nothing stands between this word and the one before.
        package var isJoined: Bool
        /// Of the folded bytes.
        package var hash: UInt64

        package var range: Range<Int> { Int(start)..<Int(end) }
        package var sourceRange: Range<Int> { Int(sourceStart)..<Int(sourceEnd) }
    }

    package enum Script: UInt8, Sendable, Hashable {
        /// Letters that are written with spaces, and digits among them.
        case alphabetic
        case digits
        case hangul
        /// Han and kana: no spaces, so words are found inside.
        case ideographic
    }

    /// Cuts `text`; linear in its length.
    package init(_ text: String) { self.init(Array(text.utf8)) }

    /// Cuts UTF-8; bytes that are none separate words.
    package init(_ text: [UInt8]) {
        source = text
        if !cut() {
            source = UTF8Proc.composed(text, isCompatible: true) ?? text
            bytes.removeAll(keepingCapacity: true)
            words.removeAll(keepingCapacity: true)
            cutComposed()
        }
    }

    /// The folded bytes of `word`.
    package func bytes(of word: Word) -> ArraySlice<UInt8> { bytes[word.range] }

    /// The folded `word` as text.
    package func string(_ word: Word) -> String { String(decoding: bytes[word.range], as: UTF8.self) }

    /// Adds each word and a space to `hash`.
    package func combineWords(into hash: inout StableHash) {
        let bytes = bytes.span
        for word in words {
            for index in word.range { hash.combine(bytes[index]) }
            hash.combine(0x20)
        }
    }

    /// In memory, about.
    package var byteCount: Int {
        bytes.count + source.count + words.count * MemoryLayout<Word>.stride
    }

    // MARK: Cutting

    /// Returns false at the first scalar that has to be composed first.
    private mutating func cut() -> Bool {
        var cutter = WordCutter(capacity: source.count)
        let isWhole = cutter.cut(source, stopsAtCombining: true)
        if isWhole { take(cutter) }
        return isWhole
    }

    private mutating func cutComposed() {
        var cutter = WordCutter(capacity: source.count)
        _ = cutter.cut(source, stopsAtCombining: false)
        take(cutter)
    }

    private mutating func take(_ cutter: WordCutter) {
        bytes = cutter.bytes
        words = cutter.words
    }
}

extension FoldedText {
    /// Calls `body` with the range in `bytes` of each overlapping pair of scalars of a Hangul or ideographic
    /// `word`; with the whole range where it is one scalar long.
    package func forEachBigram(of word: Word, _ body: (Range<Int>) -> Void) {
        var previous: Int?
        var index = Int(word.start)
        let end = Int(word.end)
        while index < end {
            var next = index + 1
            while next < end, bytes[next] & 0xC0 == 0x80 { next += 1 }
            if let previous { body(previous..<next) }
            previous = index
            index = next
        }
        if let previous, previous == Int(word.start) { body(word.range) }
    }

    /// The words as the search index holds them, separated by spaces: alphabetic words and digits as they are,
    /// Hangul and ideographic ones as overlapping bigrams.
    package var indexText: String {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 2 + words.count)
        for word in words {
            switch word.script {
            case .alphabetic, .digits:
                text.append(contentsOf: bytes[word.range])
                text.append(0x20)
            case .hangul, .ideographic:
                forEachBigram(of: word) { range in
                    text.append(contentsOf: bytes[range])
                    text.append(0x20)
                }
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Where the folded `range` inside `word` stands in `source`.
    ///
    /// Walks the word, so it is for what is shown to people. All of the word where it is not ideographic.
    package func sourceRange(of range: Range<Int>, in word: Word) -> Range<Int> {
        guard word.script == .ideographic, range != word.range else { return word.sourceRange }
        let table = FoldTable.shared
        var start = Int(word.sourceStart)
        var folded = Int(word.start)
        var index = start
        while index < Int(word.sourceEnd), folded < range.upperBound {
            let (scalar, length) = WordCutter.scalar(in: source, at: index)
            let (kind, single) = table.fold(scalar)
            if folded <= range.lowerBound { start = index }
            index += length
            guard kind == .ideograph else { continue }
            let scalars = single.map { [$0] } ?? table.sequence(for: scalar)
            folded += scalars.reduce(0) { $0 + ($1 < 0x80 ? 1 : $1 < 0x800 ? 2 : $1 < 0x10000 ? 3 : 4) }
        }
        return start..<index
    }

    /// `value` folded as a whole, marks between words kept, runs of white space as one space and none at the ends.
    ///
    /// For names, addresses and labels that are compared as wholes.
    package static func value(_ value: String) -> [UInt8] {
        if let plain = plainValue(value) { return plain }
        let table = FoldTable.shared
        var folded = String.UnicodeScalarView()
        for scalar in composed(Array(value.utf8)) {
            if scalar.properties.isWhitespace {
                if let last = folded.last, last != " " { folded.append(" ") }
                continue
            }
            let (kind, _) = table.fold(scalar.value)
            if kind == .ignored || kind == .combining { continue }
            for part in table.sequence(for: scalar.value) {
                if let valid = Unicode.Scalar(part) { folded.append(valid) }
            }
        }
        if folded.last == " " { folded.removeLast() }
        return Array(String(folded).utf8)
    }

    /// The same for ASCII, which most names and addresses are; `nil` for anything else.
    private static func plainValue(_ value: String) -> [UInt8]? {
        var folded: [UInt8] = []
        folded.reserveCapacity(value.utf8.count)
        for byte in value.utf8 {
            switch byte {
            case 0x09...0x0D, 0x20:
                if let last = folded.last, last != 0x20 { folded.append(0x20) }
            case 0x41...0x5A: folded.append(byte + 0x20)
            case 0x80...: return nil
            default: folded.append(byte)
            }
        }
        if folded.last == 0x20 { folded.removeLast() }
        return folded
    }

    /// The scalars of `bytes` in normal form NFKC; as they are where they are no UTF-8.
    package static func composed(_ bytes: [UInt8]) -> [Unicode.Scalar] {
        let composed = UTF8Proc.composed(bytes, isCompatible: true) ?? bytes
        return Array(String(decoding: composed, as: UTF8.self).unicodeScalars)
    }
}
