import Text

/// Forms of an article's words that another language may share: the first letters in Latin script, the classes of
/// the consonants, numbers.
struct NameSkeleton {
    struct Token {
        /// The same in all languages.
        var hash: UInt32
        /// By which its language counts it.
        var counted: UInt32
        var prior: Float
    }

    private(set) var tokens: [Token] = []
    private var seen = TokenTable()
    private let language: UInt64

    init(title: FoldedText, text: FoldedText, language: UInt64, limit: Int) {
        self.language = language
        seen.reserveCapacity(4 * (title.words.count + min(limit, text.words.count)))
        for (folded, limit) in [(title, Int.max), (text, limit)] {
            for (count, word) in folded.words.enumerated() {
                guard count < limit else { break }
                add(word, in: folded)
                addShortName(at: count, in: folded)
            }
        }
    }

    /// The first word of `text` that has the skeleton.
    static func name(of token: UInt32, in text: FoldedText) -> String? {
        for word in text.words {
            var one = NameSkeleton(language: 0)
            one.add(word, in: text)
            if one.seen[token] != nil { return text.string(word) }
        }
        return nil
    }

    private init(language: UInt64) { self.language = language }

    private mutating func add(_ word: FoldedText.Word, in text: FoldedText) {
        let bytes = text.bytes(of: word)
        switch word.script {
        case .digits:
            if bytes.count >= 2 { add(bytes, mark: UInt8(ascii: "#"), prior: 0.01) }
        case .alphabetic:
            add(Romanisation.letters(of: bytes))
        case .hangul:
            // Three bytes a syllable; one-syllable particles come off.
            guard bytes.count >= 6 else { return }
            add(Romanisation.letters(of: bytes))
            if bytes.count >= 9, Self.particles.contains(Array(bytes.suffix(3))) {
                add(Romanisation.letters(of: bytes.dropLast(3)))
            }
        case .ideographic:
            var start = bytes.startIndex
            for index in stride(from: bytes.startIndex, through: bytes.endIndex, by: 3) {
                if index < bytes.endIndex, Self.isKatakana(bytes, at: index) { continue }
                if index - start >= 9 { add(Romanisation.letters(of: bytes[start..<index])) }
                start = index + 3
            }
        }
    }

    /// Two or three capitalised words, one of them of three letters at most: Xi Jinping, Kim Jong Un. Their own
    /// languages write such names as one word.
    private mutating func addShortName(at start: Int, in text: FoldedText) {
        let first = text.words[start]
        guard first.script == .alphabetic, first.range.count <= 7,
            ArticleTokens.isCapital(text.source, at: first.sourceRange.lowerBound)
        else { return }
        var joined: [UInt8] = []
        var hasShort = false
        for word in text.words[start...].prefix(3) {
            let bytes = text.bytes(of: word)
            guard word.script == .alphabetic, bytes.count <= 7,
                ArticleTokens.isCapital(text.source, at: word.sourceRange.lowerBound)
            else { return }
            if bytes.count <= 3 { hasShort = true }
            let isFirst = joined.isEmpty
            joined += Romanisation.letters(of: bytes)
            if !isFirst, hasShort { addConsonants(of: joined) }
        }
    }

    private static let particles = Set("은는이가을를의에와과도로".unicodeScalars.map { Array(String($0).utf8) })

    /// Katakana and the long-vowel mark: E3 82 A1 to E3 83 BC.
    private static func isKatakana(_ bytes: ArraySlice<UInt8>, at index: Int) -> Bool {
        guard index + 2 < bytes.endIndex, bytes[index] == 0xE3 else { return false }
        return bytes[index + 1] == 0x83 || bytes[index + 1] == 0x82 && bytes[index + 2] >= 0xA1
    }

    private mutating func add(_ letters: [UInt8]) {
        guard letters.count >= 4 else { return }
        add(letters.prefix(6), mark: UInt8(ascii: "="), prior: 0.004)
        addConsonants(of: letters)
    }

    private mutating func addConsonants(of letters: [UInt8]) {
        let consonants = Self.consonants(of: letters)
        if consonants.count >= 3 { add(consonants.prefix(5), mark: UInt8(ascii: "~"), prior: 0.008) }
    }

    /// The classes of the consonants in order, repetitions as one: spellings of one name mostly agree in them.
    static func consonants(of letters: [UInt8]) -> [UInt8] {
        var classes: [UInt8] = []
        for (index, letter) in letters.enumerated() {
            let next = index + 1 < letters.count ? letters[index + 1] : 0
            let kind: UInt8? =
                switch letter {
                case UInt8(ascii: "b"), UInt8(ascii: "p"), UInt8(ascii: "f"), UInt8(ascii: "v"):
                    UInt8(ascii: "P")
                case UInt8(ascii: "c"):
                    next == UInt8(ascii: "h") || next == UInt8(ascii: "e") || next == UInt8(ascii: "i")
                        ? UInt8(ascii: "S") : UInt8(ascii: "K")
                case UInt8(ascii: "k"), UInt8(ascii: "g"), UInt8(ascii: "q"): UInt8(ascii: "K")
                // Of Chinese names at the start, else as in Latin.
                case UInt8(ascii: "x"): index == 0 ? UInt8(ascii: "S") : UInt8(ascii: "K")
                case UInt8(ascii: "s"), UInt8(ascii: "z"), UInt8(ascii: "j"): UInt8(ascii: "S")
                case UInt8(ascii: "d"), UInt8(ascii: "t"):
                    next == UInt8(ascii: "s") || next == UInt8(ascii: "z") ? nil : UInt8(ascii: "T")
                case UInt8(ascii: "m"): UInt8(ascii: "M")
                case UInt8(ascii: "n"): UInt8(ascii: "N")
                case UInt8(ascii: "l"), UInt8(ascii: "r"): UInt8(ascii: "L")
                default: nil
                }
            if let kind, kind != classes.last { classes.append(kind) }
        }
        return classes
    }

    /// The first three classes of a word's consonants, as one number: spellings of one name mostly agree in them.
    static func sound(of word: ArraySlice<UInt8>) -> UInt32 {
        let letters = Romanisation.letters(of: word)
        let classes = consonants(of: letters).prefix(3)
        // A name with a vowel at its start sounds like no other.
        let start = letters.first.map { Romanisation.vowels.contains($0) ? $0 : 0 } ?? 0
        return classes.reduce(UInt32(start)) { $0 << 8 | UInt32($1) }
    }

    private mutating func add(_ bytes: ArraySlice<UInt8>, mark: UInt8, prior: Float) {
        var hash = StableHash()
        hash.combine(mark)
        for byte in bytes { hash.combine(byte) }
        let value = UInt32(truncatingIfNeeded: hash.value >> 32)
        guard seen[value] == nil else { return }
        seen.set(value, to: 1)
        let counted = UInt32(truncatingIfNeeded: (hash.value ^ language) &* 0x9E37_79B9_7F4A_7C15 >> 32)
        tokens.append(Token(hash: value, counted: counted, prior: prior))
    }
}
