import Text

/// The tokens of one article with how often they occur.
struct ArticleTokens {
    struct Token {
        var hash: UInt64
        /// Share of articles that a token of this shape occurs in, before any were seen.
        var prior: Float
        var frequency: Float
        var isInTitle: Bool
    }

    private(set) var tokens: [Token] = []
    /// Digit runs that say something: no single digits and no years.
    private(set) var numbers: Set<UInt64> = []
    /// Hashes of three words in a row, for telling copies.
    private(set) var shingles: Set<UInt64> = []
    /// Readable forms, for explanations only.
    private(set) var names: [UInt64: String] = [:]
    private var index: [UInt64: Int] = [:]
    private let settings: StorySettings

    init(title: String, text: String, settings: StorySettings) {
        self.settings = settings
        let folded = FoldedText(title)
        var words: [UInt64] = []
        var headline: [UInt64] = []
        add(folded, limit: .max, frequency: Float(settings.titleFrequency), isTitle: true, words: &headline)
        let body = FoldedText(text)
        add(body, limit: settings.textTokens, frequency: 1, isTitle: false, words: &words)
        // A re-headlined copy shares the text; only a bare headline is compared by itself.
        if words.count < 3 { words = headline }
        for start in words.indices.dropLast(2) {
            var hash = words[start]
            hash = hash &* 0x9E37_79B9_7F4A_7C15 ^ words[start + 1]
            hash = hash &* 0x9E37_79B9_7F4A_7C15 ^ words[start + 2]
            shingles.insert(hash)
        }
    }

    private mutating func add(
        _ text: FoldedText, limit: Int, frequency: Float, isTitle: Bool, words: inout [UInt64]
    ) {
        var count = 0
        for word in text.words {
            if words.count < Self.shingledWords { words.append(word.hash) }
            guard count < limit else { continue }
            switch word.script {
            case .alphabetic:
                let (range, length) = prefix(of: word, in: text)
                add(text, range, prior: Self.priors[length], frequency: frequency, isTitle: isTitle)
                count += 1
            case .digits:
                let length = word.range.count
                add(
                    text, word.range, prior: length >= 3 ? 0.01 : 0.03, frequency: frequency, isTitle: isTitle
                )
                if isTelling(word, in: text) { numbers.insert(word.hash) }
                count += 1
            case .hangul, .ideographic:
                let isHangul = word.script == .hangul
                var ranges: [Range<Int>] = []
                text.forEachBigram(of: word) { ranges.append($0) }
                for range in ranges where count < limit {
                    let prior = isHangul ? 0.004 : Self.prior(ofIdeographs: text, range)
                    add(text, range, prior: prior, frequency: frequency, isTitle: isTitle)
                    count += 1
                }
            }
        }
    }

    /// Words of a text that copies are told by.
    private static let shingledWords = 1000

    /// Of a cut word with so many letters; 5 stands for all longer ones.
    private static let priors: [Float] = [0.2, 0.2, 0.12, 0.05, 0.012, 0.004]

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

    private func isTelling(_ word: FoldedText.Word, in text: FoldedText) -> Bool {
        let digits = text.bytes(of: word)
        guard digits.count >= 2 else { return false }
        let isYear =
            digits.count == 4
            && (digits.starts(with: Array("19".utf8)) || digits.starts(with: Array("20".utf8)))
        return !isYear
    }

    private mutating func add(
        _ text: FoldedText, _ range: Range<Int>, prior: Float, frequency: Float, isTitle: Bool
    ) {
        var hash = StableHash()
        for index in range { hash.combine(text.bytes[index]) }
        let value = hash.value
        if let known = index[value] {
            tokens[known].frequency += frequency
            if isTitle { tokens[known].isInTitle = true }
        } else {
            index[value] = tokens.count
            tokens.append(Token(hash: value, prior: prior, frequency: frequency, isInTitle: isTitle))
            names[value] = String(decoding: text.bytes[range], as: UTF8.self)
        }
    }
}
