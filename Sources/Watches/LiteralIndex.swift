import Text

/// Many literals, found in one pass over a text.
///
/// Each literal is filed under the key of one feature that any text with it must have: a whole word, its first
/// letters, or a few Hangul or Han signs in a row. The pass looks up the features of the text, the lengths that some
/// literal has only, and tries the filed literals at that place, exactly.
struct LiteralIndex: Sendable {
    let literals: [Literal]
    private let postings: HashPostings
    private let lengths: FeatureLengths
    /// Whether some literal looks for stems, so that a text has to be given with them.
    let hasStems: Bool

    init(_ literals: [Literal]) {
        self.literals = literals
        var filed: [(key: UInt64, posting: HashPostings.Posting)] = []
        filed.reserveCapacity(literals.count)
        var lengths = FeatureLengths()
        var hasStems = false
        for (number, literal) in literals.enumerated() {
            for key in Set(literal.stems ?? []) where key != 0 {
                hasStems = true
                filed.append((key, HashPostings.Posting(literal: Int32(number), piece: 0)))
            }
            guard let feature = literal.feature(within: .many) else { continue }
            lengths.insert(feature)
            filed.append(
                (feature.key, HashPostings.Posting(literal: Int32(number), piece: Int32(feature.piece))))
        }
        postings = HashPostings(filed)
        self.lengths = lengths
        self.hasStems = hasStems
    }

    /// Calls `body` with the number of each literal that stands in `text`, once.
    ///
    /// - Parameter stems: Those of `text`, if the index has stems and its language too.
    func forEachLiteral(in text: FoldedText, stems: TextStems? = nil, _ body: (Int) -> Void) {
        guard !postings.isEmpty else { return }
        let literals = literals
        let postings = postings
        var isFound: [UInt64] = []
        func look(_ key: UInt64, _ word: Int, _ start: Int) {
            postings.forEach(key) { posting in
                let number = Int(posting.literal)
                if isFound.isEmpty { isFound = Array(repeating: 0, count: literals.count / 64 + 1) }
                guard isFound[number / 64] & 1 << UInt64(number % 64) == 0,
                    LiteralMatching.hit(
                        of: literals[number], piece: Int(posting.piece), word: word, start: start, in: text,
                        stems: stems) != nil
                else { return }
                isFound[number / 64] |= 1 << UInt64(number % 64)
                body(number)
            }
        }
        var sieve = postings.sieve
        text.visitFeatures(lengths, &sieve)
        for (key, word, start) in sieve.kept { look(key, Int(word), Int(start)) }
        guard hasStems, let stems else { return }
        for (word, key) in stems.keys.enumerated() where key != 0 && postings.mayHold(key) {
            look(key, word, 0)
        }
    }
}
