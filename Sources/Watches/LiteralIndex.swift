import Text

/// Many literals, found in one pass over a text.
///
/// Each literal is filed under the hash of one feature that any text with it must have: a whole word, the first
/// three letters of one, or a pair of neighbouring Hangul or Han signs. The pass looks up the features of the text
/// and tries the filed literals at that place only. Literals without such a feature (`*ation`) are tried everywhere.
struct LiteralIndex: Sendable {
    let literals: [Literal]
    private let postings: HashPostings
    private let unfiled: [Int]
    private let usesPrefixes: Bool

    private struct Feature {
        var hash: UInt64
        var piece: Int
        /// Larger is rarer.
        var worth: Int
        var isPrefix = false
    }

    init(_ literals: [Literal]) {
        self.literals = literals
        var filed: [(hash: UInt64, posting: HashPostings.Posting)] = []
        var unfiled: [Int] = []
        var usesPrefixes = false
        for (index, literal) in literals.enumerated() {
            guard let feature = Self.feature(of: literal) else {
                unfiled.append(index)
                continue
            }
            usesPrefixes = usesPrefixes || feature.isPrefix
            filed.append((feature.hash, HashPostings.Posting(literal: index, piece: feature.piece)))
        }
        postings = HashPostings(filed)
        self.unfiled = unfiled
        self.usesPrefixes = usesPrefixes
    }

    /// Calls `body` with each literal's number and hit; the same hit may come twice.
    func forEachHit(in text: FoldedText, _ body: (Int, Hit) -> Void) {
        for literal in unfiled {
            for hit in LiteralMatching.allHits(of: literals[literal], in: text) { body(literal, hit) }
        }
        guard !postings.isEmpty else { return }
        let literals = literals
        let postings = postings
        for index in text.words.indices {
            let word = text.words[index]
            func look(_ hash: UInt64, _ start: Int) {
                for posting in postings[hash] {
                    let found = LiteralMatching.hit(
                        of: literals[posting.literal], piece: posting.piece, word: index, start: start,
                        in: text)
                    if let found { body(posting.literal, found) }
                }
            }
            switch word.script {
            case .alphabetic, .digits:
                look(word.hash, Int(word.start))
                guard usesPrefixes else { continue }
                if let prefix = Self.prefix(of: text.bytes[word.range]) { look(prefix, Int(word.start)) }
            case .hangul, .ideographic:
                text.forEachBigram(of: word) { range in
                    let length = Self.length(ofScalarAt: text.bytes[range.lowerBound])
                    let isLast = range.upperBound == Int(word.end)
                    if length < range.count { look(Self.hash(text.bytes[range], .pair), range.lowerBound) }
                    guard word.script == .ideographic || range.lowerBound == Int(word.start) else { return }
                    let single = range.lowerBound..<(range.lowerBound + length)
                    look(Self.hash(text.bytes[single], .single), single.lowerBound)
                    guard isLast, word.script == .ideographic, length < range.count else { return }
                    look(
                        Self.hash(text.bytes[single.upperBound..<range.upperBound], .single),
                        single.upperBound)
                }
            }
        }
    }

    // MARK: Features

    private enum Space: UInt8 {
        case prefix = 1
        case pair
        case single
    }

    private static func hash(_ bytes: ArraySlice<UInt8>, _ space: Space) -> UInt64 {
        // A few bytes each, many times an item: kept inside the module, where it is inlined.
        var mixed = 0xCBF2_9CE4_8422_2325 ^ UInt64(space.rawValue)
        for index in bytes.indices { mixed = (mixed ^ UInt64(bytes[index])) &* 0x0000_0100_0000_01B3 }
        mixed = (mixed ^ (mixed >> 33)) &* 0xFF51_AFD7_ED55_8CCD
        return mixed ^ (mixed >> 33)
    }

    /// Of the first three letters, if there are three.
    private static func prefix(of word: ArraySlice<UInt8>) -> UInt64? {
        var letters = 0
        var end = word.startIndex
        while end < word.endIndex, letters < 3 {
            end += length(ofScalarAt: word[end])
            letters += 1
        }
        return letters == 3 && end <= word.endIndex ? hash(word[..<end], .prefix) : nil
    }

    /// By its first byte; the text is folded, so it is whole.
    private static func length(ofScalarAt first: UInt8) -> Int {
        first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    }

    private static func feature(of literal: Literal) -> Feature? {
        literal.pieces.indices.compactMap { feature(of: literal.pieces[$0], number: $0) }
            .max { $0.worth < $1.worth }
    }

    private static func feature(of piece: Literal.Piece, number: Int) -> Feature? {
        let bytes = piece.bytes[...]
        switch piece.script {
        case .alphabetic, .digits:
            if !piece.isOpenAtStart, !piece.isOpenAtEnd {
                var hash = StableHash()
                hash.combine(bytes)
                return Feature(hash: hash.value, piece: number, worth: 16 + bytes.count)
            }
            guard !piece.isOpenAtStart, let prefix = prefix(of: bytes) else { return nil }
            return Feature(hash: prefix, piece: number, worth: 8 + bytes.count, isPrefix: true)
        case .hangul, .ideographic:
            let first = length(ofScalarAt: piece.bytes[0])
            if first < bytes.count {
                let pair = first + length(ofScalarAt: piece.bytes[first])
                return Feature(hash: hash(bytes[..<pair], .pair), piece: number, worth: 12 + bytes.count)
            }
            // One sign: a Hangul one is looked up at the start of words only.
            guard piece.script == .ideographic || !piece.isOpenAtStart else { return nil }
            return Feature(hash: hash(bytes, .single), piece: number, worth: 1)
        }
    }
}
