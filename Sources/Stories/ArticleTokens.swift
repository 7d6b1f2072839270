import Text

/// The tokens of one article with how often they occur.
///
/// A token is a hash of 32 bits that its language seeds, so that one table serves all languages.
struct ArticleTokens {
    /// A name as its token and as it sounds.
    struct ProperWord: Sendable, Equatable {
        var token: UInt32
        var sound: UInt32
    }

    struct Token {
        var hash: UInt32
        /// Share of articles that a token of this shape occurs in, before any were seen.
        var prior: Float
        var frequency: Float
        var isInTitle: Bool
        var isInText: Bool
        /// Where its readable form stands, in the title if `isInTitle`, else in the text.
        var range: Range<Int>
    }

    private(set) var tokens: [Token] = []
    /// Digit runs that say something: no single digits and no years. Sorted.
    private(set) var numbers: [UInt32] = []
    /// Tokens of the title's names, where its capitals tell names from other words.
    private(set) var names: [UInt32] = []
    /// Capitalised words of the title, the first one included, where its capitals tell names from other words.
    private(set) var proper: [ProperWord] = []
    /// Digit runs of the title.
    private(set) var titleDigits: [UInt32] = []
    let title: FoldedText
    let text: FoldedText
    private var index = TokenTable()
    /// Korean titles write signs for words.
    private let readsHan: Bool

    /// - Parameter language: a hash that seeds its tokens.
    init(
        title: FoldedText, text: FoldedText, language: UInt64, isKorean: Bool, settings: StorySettings
    ) {
        readsHan = isKorean
        self.title = title
        self.text = text
        let limit = settings.textTokens
        index.reserveCapacity(title.words.count + min(limit, text.words.count))
        var seen: Set<UInt32> = []
        add(title, limit: .max, frequency: Float(settings.titleFrequency), isTitle: true, language, &seen)
        add(text, limit: limit, frequency: 1, isTitle: false, language, &seen)
        numbers = seen.sorted()
        let names = Self.names(in: title)
        self.names = names.rest.map { token(of: $0, language) }.filter { index[$0] != nil }
        proper = (names.first + names.rest).map { word in
            ProperWord(token: token(of: word, language), sound: NameSkeleton.sound(of: title.bytes(of: word)))
        }
        for word in title.words where word.script == .digits {
            titleDigits.append(Self.token(title.bytes(of: word), language))
        }
    }

    private func token(of word: FoldedText.Word, _ language: UInt64) -> UInt32 {
        Self.token(
            title.bytes[withoutFinalS(prefix(of: word, in: title).0, of: word, in: title)], language)
    }

    /// The readable form of `token`, for explanations.
    func name(of token: UInt32) -> String? {
        guard let known = index[token].map({ Int($0) }) else { return nil }
        let source = tokens[known].isInTitle ? title : text
        return String(decoding: source.bytes[tokens[known].range], as: UTF8.self)
    }

    // MARK: Names

    /// Capitalised words, and apart from them the first one, which has a capital in any case; none where most words
    /// have one, as in titles in title case and German ones.
    private static func names(
        in title: FoldedText
    ) -> (first: [FoldedText.Word], rest: [FoldedText.Word]) {
        func isName(_ word: FoldedText.Word) -> Bool {
            isCapital(title.source, at: word.sourceRange.lowerBound)
        }
        let words = title.words.dropFirst().filter { $0.script == .alphabetic && $0.range.count >= 3 }
        let capitalised = words.filter(isName)
        guard 2 * capitalised.count <= words.count else { return ([], []) }
        let first = title.words.prefix(1).filter {
            $0.script == .alphabetic && $0.range.count >= 3 && isName($0)
        }
        return (Array(first), capitalised)
    }

    /// Latin, Greek and Cyrillic capitals in UTF-8, those of the languages of most feeds.
    static func isCapital(_ bytes: [UInt8], at index: Int) -> Bool {
        let first = bytes[index]
        let second = index + 1 < bytes.count ? bytes[index + 1] : 0
        switch first {
        case 0x41...0x5A: return true
        case 0xC3: return second <= 0x9E
        case 0xC4, 0xC5: return second & 1 == 0
        case 0xCE: return (0x91...0xA9).contains(second)
        case 0xD0: return second <= 0xAF
        default: return false
        }
    }

    // MARK: Cutting

    private mutating func add(
        _ text: FoldedText, limit: Int, frequency: Float, isTitle: Bool, _ language: UInt64,
        _ numbers: inout Set<UInt32>
    ) {
        var count = 0
        for word in text.words {
            guard count < limit else { return }
            switch word.script {
            case .alphabetic:
                let (cut, length) = prefix(of: word, in: text)
                let range = withoutFinalS(cut, of: word, in: text)
                add(text, range, prior: Self.priors[length], frequency, isTitle, language)
                count += 1
            case .digits:
                let prior: Float = word.range.count >= 3 ? 0.01 : 0.03
                add(text, word.range, prior: prior, frequency, isTitle, language)
                if isTelling(word, in: text) {
                    numbers.insert(UInt32(truncatingIfNeeded: word.hash >> 32))
                }
                count += 1
            case .hangul, .ideographic:
                if readsHan, word.script == .ideographic,
                    let reading = HanReading.hangul(of: text.bytes(of: word))
                {
                    for pair in Self.pairs(of: reading) {
                        add(
                            Self.token(pair, language), word.range, prior: Self.hangulPrior, frequency,
                            isTitle)
                        count += 1
                    }
                    continue
                }
                let isHangul = word.script == .hangul
                text.forEachBigram(of: word) { range in
                    guard count < limit else { return }
                    let prior = isHangul ? Self.hangulPrior : Self.prior(ofIdeographs: text, range)
                    add(text, range, prior: prior, frequency, isTitle, language)
                    count += 1
                }
            }
        }
    }

    /// Of a cut word with so many letters; 5 stands for all longer ones.
    private static let priors: [Float] = [0.2, 0.2, 0.12, 0.05, 0.012, 0.004]

    private static let hangulPrior: Float = 0.004

    /// Of Hangul, three bytes a syllable: overlapping pairs, or the one there is.
    private static func pairs(of syllables: [UInt8]) -> [ArraySlice<UInt8>] {
        guard syllables.count > 6 else { return [syllables[...]] }
        return stride(from: 0, through: syllables.count - 6, by: 3).map { syllables[$0..<$0 + 6] }
    }

    private static func prior(ofIdeographs text: FoldedText, _ range: Range<Int>) -> Float {
        let bytes = text.bytes
        // Kana begin with E3 81 to E3 83 in UTF-8.
        if bytes[range.lowerBound] == 0xE3, (0x81...0x83).contains(bytes[range.lowerBound + 1]) {
            return 0.03
        }
        return range.count <= 3 ? 0.02 : 0.004
    }

    /// The first five letters: that is stemming for all inflected languages at once.
    private func prefix(of word: FoldedText.Word, in text: FoldedText) -> (Range<Int>, Int) {
        var index = word.range.lowerBound
        var letters = 0
        while index < word.range.upperBound, letters < 5 {
            index += 1
            while index < word.range.upperBound, text.bytes[index] & 0xC0 == 0x80 { index += 1 }
            letters += 1
        }
        return (word.range.lowerBound..<index, letters)
    }

    /// Plurals and genitives of short words.
    private func withoutFinalS(
        _ range: Range<Int>, of word: FoldedText.Word, in text: FoldedText
    ) -> Range<Int> {
        guard range.upperBound == word.range.upperBound, range.count >= 4,
            text.bytes[range.upperBound - 1] == UInt8(ascii: "s")
        else { return range }
        return range.lowerBound..<(range.upperBound - 1)
    }

    private func isTelling(_ word: FoldedText.Word, in text: FoldedText) -> Bool {
        let digits = text.bytes(of: word)
        guard digits.count >= 2 else { return false }
        let isYear =
            digits.count == 4
            && (digits.starts(with: Array("19".utf8)) || digits.starts(with: Array("20".utf8)))
        return !isYear
    }

    private mutating func add(
        _ text: FoldedText, _ range: Range<Int>, prior: Float, _ frequency: Float, _ isTitle: Bool,
        _ language: UInt64
    ) {
        add(Self.token(text.bytes[range], language), range, prior: prior, frequency, isTitle)
    }

    private mutating func add(
        _ value: UInt32, _ range: Range<Int>, prior: Float, _ frequency: Float, _ isTitle: Bool
    ) {
        if let known = index[value].map({ Int($0) }) {
            tokens[known].frequency += frequency
            if !isTitle { tokens[known].isInText = true }
        } else {
            index.set(value, to: Int32(tokens.count))
            tokens.append(
                Token(
                    hash: value, prior: prior, frequency: frequency, isInTitle: isTitle, isInText: !isTitle,
                    range: range))
        }
    }

    private static func token(_ bytes: ArraySlice<UInt8>, _ language: UInt64) -> UInt32 {
        var hash = StableHash()
        for byte in bytes { hash.combine(byte) }
        return UInt32(truncatingIfNeeded: (hash.value ^ language) &* 0x9E37_79B9_7F4A_7C15 >> 32)
    }
}
