import Text

/// One word, or words in a row, made ready to be found in folded text.
struct Literal: Hashable, Sendable {
    /// A word as the cutter sees it.
    struct Piece: Hashable, Sendable {
        /// Folded.
        var bytes: [UInt8]
        var script: FoldedText.Script
        /// `*` before it: the word may begin otherwise.
        var isOpenAtStart: Bool
        /// `*` after it: the word may go on.
        var isOpenAtEnd: Bool
        /// As typed, compatible forms composed, where case counts; of Han and kana, which then stand alone: the folded.
        var exact: [UInt8]?
    }

    /// Never empty.
    let pieces: [Piece]
    let isExact: Bool
    /// By which one item's index finds it; `nil` where every place has to be tried.
    private(set) var feature: Feature?
    /// It was typed with a capital first letter, as names are.
    let isCapital: Bool
    /// One word in letters that was not quoted: a watch with `stem = on` takes its stem for it.
    let isStemmable: Bool
    /// Where the stem counts: its keys, by number of the language.
    var stems: [UInt64]?
}

extension Literal {
    /// Reads words in a row, `Северн* Коре*` say.
    ///
    /// - Parameters:
    ///   - isQuoted: It stood in quotation marks.
    ///   - offset: Where `text` stands in the query, for errors.
    /// - Throws: An asterisk in the middle, too short a word beside one, or no word at all.
    init(reading text: String, isExact: Bool, isQuoted: Bool, offset: Int) throws(QueryError) {
        var pieces: [Piece] = []
        let bytes = Array(text.utf8)
        var index = 0
        while index < bytes.count {
            guard !Self.isSpace(bytes[index]) else {
                index += 1
                continue
            }
            let start = index
            while index < bytes.count, !Self.isSpace(bytes[index]) { index += 1 }
            pieces += try Self.pieces(
                of: bytes[start..<index], isExact: isExact, at: offset + start..<offset + index)
        }
        try Self.checkLength(of: pieces, text, at: offset..<offset + bytes.count)
        guard !pieces.isEmpty else {
            throw QueryError(
                "\(text.isEmpty ? "\"\"" : text) has no letters or digits to search",
                at: offset..<offset + bytes.count)
        }
        self.pieces = pieces
        self.isExact = isExact
        isCapital = text.unicodeScalars.first { $0.properties.isAlphabetic }?.properties.isUppercase ?? false
        let isWhole = !pieces[0].isOpenAtStart && !pieces[0].isOpenAtEnd
        isStemmable = pieces.count == 1 && pieces[0].script == .alphabetic && isWhole && !isExact && !isQuoted
        feature = feature(within: .one)
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte <= 0x20 }

    private static func pieces(
        of typed: ArraySlice<UInt8>, isExact: Bool, at range: Range<Int>
    ) throws(QueryError) -> [Piece] {
        let asterisk = UInt8(ascii: "*")
        let isOpenAtStart = typed.first == asterisk
        let isOpenAtEnd = typed.last == asterisk
        let word = Array(typed.drop { $0 == asterisk }.reversed().drop { $0 == asterisk }.reversed())
        let text = String(decoding: typed, as: UTF8.self)
        if let inner = word.firstIndex(of: asterisk) {
            let parts = [word[..<inner], word[(inner + 1)...]].map { String(decoding: $0, as: UTF8.self) }
            throw QueryError(
                "* stands at the start or the end of a word, not inside \(text)", at: range,
                suggestion: "\(parts[0])*")
        }
        let cut = FoldedText(word)
        var pieces = cut.words.map { word in
            Piece(
                bytes: Array(cut.bytes(of: word)), script: word.script, isOpenAtStart: false,
                isOpenAtEnd: false,
                exact: isExact ? Self.exact(word, in: cut) : nil)
        }
        guard !pieces.isEmpty else {
            guard !isOpenAtStart, !isOpenAtEnd else {
                throw QueryError("\(text) has no letters beside the *", at: range)
            }
            return []
        }
        pieces[0].isOpenAtStart = isOpenAtStart
        pieces[pieces.count - 1].isOpenAtEnd = isOpenAtEnd
        return pieces
    }

    private static func exact(_ word: FoldedText.Word, in cut: FoldedText) -> [UInt8]? {
        switch word.script {
        case .alphabetic, .digits: cut.typed(word.sourceRange)
        case .hangul: nil
        case .ideographic: Array(cut.bytes(of: word))
        }
    }

    /// The words beside an open one narrow it too: `Ким Чен Ын*` is long enough, `Ын*` is not.
    private static func checkLength(
        of pieces: [Piece], _ text: String, at range: Range<Int>
    ) throws(QueryError) {
        guard let open = pieces.first(where: { $0.isOpenAtStart || $0.isOpenAtEnd }) else { return }
        let letters = pieces.reduce(0) { sum, piece in
            piece.bytes.reduce(sum) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
        }
        let least = open.script.hasSpaces ? 3 : 2
        guard letters < least else { return }
        throw QueryError(
            "\(text) is too short for a *: it takes at least \(least) letters", at: range,
            suggestion: text.split(separator: "*").joined())
    }
}

extension FoldedText.Script {
    /// Alphabets and digits; Hangul has spaces too, but its words carry particles.
    var hasSpaces: Bool { self == .alphabetic || self == .digits }
}

extension FoldedText {
    /// The source in `range` for a comparison in which case counts: compatible forms composed, one apostrophe.
    func typed(_ range: Range<Int>) -> [UInt8] {
        let bytes = source[range]
        guard bytes.contains(where: { $0 >= 0x80 }) else { return Array(bytes) }
        return Self.composed(Array(bytes)).map { $0 == "\u{2019}" || $0 == "\u{2BC}" ? "'" : $0 }.utf8Bytes
    }
}

extension Sequence<Unicode.Scalar> {
    fileprivate var utf8Bytes: [UInt8] {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: self)
        return Array(String(text).utf8)
    }
}
