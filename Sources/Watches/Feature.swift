import Text

/// Letters that any text with a literal must have, as a key to look up.
struct Feature: Hashable, Sendable {
    /// How much of a word the letters are.
    enum Place: Hashable, Sendable {
        case word
        /// The first so many signs.
        case start(Int)
        /// So many signs in a row, anywhere.
        case inside(Int)
    }

    var key: UInt64
    var place: Place
    var script: FoldedText.Script
    /// Number of the literal's piece that has the letters, at its start.
    var piece: Int
}

/// How many signs features have: more tell more words apart, but each length costs a look-up for each word.
struct FeatureReach: Sendable {
    /// Of words that go on after a start of letters; Hangul likewise.
    var start: Int
    var hangulStart: Int
    /// Of parts of words in letters, in Hangul, and in Han and kana.
    var inside: Int
    var hangulInside: Int
    var ideographs: Int
    /// The only ones that are looked up; `nil` where that depends on the literals.
    var lengths: FeatureLengths?

    /// For an index of many literals, most of which an item does not have.
    static let many = FeatureReach(start: 6, hangulStart: 3, inside: 4, hangulInside: 3, ideographs: 3)
    /// For an index of one item, asked for a few literals.
    static let one = FeatureReach(
        start: 3, hangulStart: 0, inside: 0, hangulInside: 2, ideographs: 2, lengths: .one)
}

extension Literal {
    /// The feature of the piece that fewest texts have; `nil` where `reach` has none for any piece.
    func feature(within reach: FeatureReach) -> Feature? {
        pieces.indices
            .compactMap { number in
                Self.feature(of: pieces[number], number: number, reach)
            }
            .filter { reach.lengths?.contains($0) ?? true }
            .min { pieces[$0.piece].frequency < pieces[$1.piece].frequency }
    }

    private static func feature(of piece: Piece, number: Int, _ reach: FeatureReach) -> Feature? {
        var place: Feature.Place
        let signs = piece.signs
        switch piece.script {
        case .alphabetic, .digits:
            if !piece.isOpenAtStart, !piece.isOpenAtEnd {
                return Feature(
                    key: FeatureKey.word(piece.bytes), place: .word, script: piece.script, piece: number)
            }
            place =
                piece.isOpenAtStart
                ? .inside(min(signs, reach.inside)) : .start(min(signs, reach.start))
        case .hangul:
            // A longer word may begin with the piece, a particle say: its start is sure, its end is not.
            place =
                piece.isOpenAtStart || reach.hangulStart < min(2, signs)
                ? .inside(min(signs, reach.hangulInside)) : .start(min(signs, reach.hangulStart))
        case .ideographic: place = .inside(min(signs, reach.ideographs))
        }
        let length: Int
        var key: UInt64
        switch place {
        case .word: return nil
        case .start(let signs): (length, key) = (signs, FeatureKey.start)
        case .inside(let signs): (length, key) = (signs, FeatureKey.inside)
        }
        guard length > 0 else { return nil }
        for scalar in String(decoding: piece.bytes, as: UTF8.self).unicodeScalars.prefix(length) {
            key = FeatureKey.adding(scalar.value, to: key)
        }
        return Feature(key: key, place: place, script: piece.script, piece: number)
    }
}

/// Keys of features: chains of multiplications, whose upper bits are well mixed.
enum FeatureKey {
    static let start: UInt64 = 0x243F_6A88_85A3_08D3
    static let inside: UInt64 = 0x1319_8A2E_0370_7344

    @inline(__always)
    static func adding(_ scalar: UInt32, to key: UInt64) -> UInt64 {
        (key ^ UInt64(scalar)) &* 0x9E37_79B9_7F4A_7C15
    }

    /// The key that the cutter gave the word.
    static func word(_ bytes: [UInt8]) -> UInt64 {
        var hash = StableHash()
        hash.combine(bytes)
        return hash.value
    }
}

/// The features that are worth looking up in a text: one bit for each length.
struct FeatureLengths: Hashable, Sendable {
    private(set) var hasWords = false
    private(set) var starts: UInt8 = 0
    private(set) var insides: UInt8 = 0
    private(set) var hangulStarts: UInt8 = 0
    private(set) var hangulInsides: UInt8 = 0
    private(set) var ideographs: UInt8 = 0

    mutating func insert(_ feature: Feature) {
        switch (feature.place, feature.script) {
        case (.word, _): hasWords = true
        case (.start(let length), .hangul): hangulStarts |= 1 << UInt8(length)
        case (.start(let length), _): starts |= 1 << UInt8(length)
        case (.inside(let length), .hangul): hangulInsides |= 1 << UInt8(length)
        case (.inside(let length), .ideographic): ideographs |= 1 << UInt8(length)
        case (.inside(let length), _): insides |= 1 << UInt8(length)
        }
    }

    /// What an index of one item has; literals without such a feature are tried at each place.
    static let one: FeatureLengths = {
        var lengths = FeatureLengths()
        lengths.hasWords = true
        lengths.starts = 0b1000
        lengths.hangulInsides = 0b100
        lengths.ideographs = 0b100
        return lengths
    }()

    func contains(_ feature: Feature) -> Bool {
        var lengths = self
        lengths.insert(feature)
        return lengths == self
    }
}

/// Takes features one after the other. A protocol and not a closure: what a closure captures is counted at every call.
protocol FeatureVisitor {
    /// - Parameters:
    ///   - word: Its number in the text.
    ///   - start: Where in the folded bytes the feature starts.
    mutating func visit(_ key: UInt64, word: Int, start: Int)
}

extension FoldedText {
    /// Shows `visitor` each feature of the text that has one of `lengths`, in order.
    @inline(__always)
    func visitFeatures(_ lengths: FeatureLengths, _ visitor: inout some FeatureVisitor) {
        let bytes = bytes
        let words = words
        let input = bytes.span
        let all = words.span
        for number in all.indices {
            let word = all[number]
            switch word.script {
            case .alphabetic, .digits:
                if lengths.hasWords { visitor.visit(word.hash, word: number, start: Int(word.start)) }
                if lengths.starts != 0 { Self.starts(of: word, number, lengths.starts, in: input, &visitor) }
                if lengths.insides != 0 {
                    Self.insides(of: word, number, lengths.insides, in: input, &visitor)
                }
            case .hangul:
                if lengths.hangulStarts != 0 {
                    Self.starts(of: word, number, lengths.hangulStarts, in: input, &visitor)
                }
                if lengths.hangulInsides != 0 {
                    Self.insides(of: word, number, lengths.hangulInsides, in: input, &visitor)
                }
            case .ideographic:
                guard lengths.ideographs != 0 else { continue }
                Self.insides(of: word, number, lengths.ideographs, in: input, &visitor)
            }
        }
    }

    @inline(__always)
    private static func starts(
        of word: Word, _ number: Int, _ lengths: UInt8, in bytes: Span<UInt8>,
        _ visitor: inout some FeatureVisitor
    ) {
        var key = FeatureKey.start
        var rest = lengths >> 1
        var index = Int(word.start)
        while index < Int(word.end), rest != 0 {
            let (scalar, length) = scalar(at: index, in: bytes)
            index += length
            key = FeatureKey.adding(scalar, to: key)
            if rest & 1 != 0 { visitor.visit(key, word: number, start: Int(word.start)) }
            rest >>= 1
        }
    }

    @inline(__always)
    private static func insides(
        of word: Word, _ number: Int, _ lengths: UInt8, in bytes: Span<UInt8>,
        _ visitor: inout some FeatureVisitor
    ) {
        // The signs before the running one, the nearest first, and where they start.
        var before: (UInt32, UInt32, UInt32) = (0, 0, 0)
        var places = (0, 0, 0)
        var count = 0
        var index = Int(word.start)
        while index < Int(word.end) {
            let (scalar, length) = scalar(at: index, in: bytes)
            count += 1
            if lengths & 0b10 != 0 {
                visitor.visit(FeatureKey.adding(scalar, to: FeatureKey.inside), word: number, start: index)
            }
            if lengths & 0b100 != 0, count > 1 {
                let key = FeatureKey.adding(before.0, to: FeatureKey.inside)
                visitor.visit(FeatureKey.adding(scalar, to: key), word: number, start: places.0)
            }
            if lengths & 0b1000 != 0, count > 2 {
                var key = FeatureKey.adding(before.1, to: FeatureKey.inside)
                key = FeatureKey.adding(before.0, to: key)
                visitor.visit(FeatureKey.adding(scalar, to: key), word: number, start: places.1)
            }
            if lengths & 0b1_0000 != 0, count > 3 {
                var key = FeatureKey.adding(before.2, to: FeatureKey.inside)
                key = FeatureKey.adding(before.1, to: key)
                key = FeatureKey.adding(before.0, to: key)
                visitor.visit(FeatureKey.adding(scalar, to: key), word: number, start: places.2)
            }
            before = (scalar, before.0, before.1)
            places = (index, places.0, places.1)
            index += length
        }
    }

    /// Folded bytes are whole scalars.
    @inline(__always)
    private static func scalar(at index: Int, in bytes: Span<UInt8>) -> (UInt32, Int) {
        let first = UInt32(bytes[index])
        if first < 0x80 { return (first, 1) }
        let second = UInt32(bytes[index + 1] & 0x3F)
        if first < 0xE0 { return ((first & 0x1F) << 6 | second, 2) }
        let third = UInt32(bytes[index + 2] & 0x3F)
        if first < 0xF0 { return ((first & 0x0F) << 12 | second << 6 | third, 3) }
        let fourth = UInt32(bytes[index + 3] & 0x3F)
        return ((first & 0x07) << 18 | second << 12 | third << 6 | fourth, 4)
    }
}
