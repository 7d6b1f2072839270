import Text

/// The words of an item's title and text by their features, to look up a few literals in them.
struct ItemIndex: Sendable {
    private struct Place {
        var key: UInt64
        /// Number of the word; those of the text come after those of the title.
        var word: Int32
        var start: Int32
        /// Number of the place before it in the same slot; -1 for none.
        var next: Int32
    }

    /// Files places as they come.
    private struct Table: FeatureVisitor {
        var places: [Place] = []
        /// By the upper bits of keys, the number of the last place; about as many as an article has features.
        var slots: [Int32] = Array(repeating: -1, count: 1 << ItemIndex.slotBits)
        /// Words of the texts before.
        var offset = 0

        @inline(__always)
        mutating func visit(_ key: UInt64, word: Int, start: Int) {
            let slot = Int(key >> (64 - ItemIndex.slotBits))
            places.append(
                Place(key: key, word: Int32(word + offset), start: Int32(start), next: slots[slot]))
            slots[slot] = Int32(places.count - 1)
        }
    }

    private static let slotBits: UInt64 = 10

    private let title: FoldedText
    private let text: FoldedText
    private let places: [Place]
    private let slots: [Int32]
    /// One bit for each script of its words.
    private let scripts: UInt8

    init(title: FoldedText, text: FoldedText) {
        self.title = title
        self.text = text
        var table = Table()
        table.places.reserveCapacity((title.words.count + text.words.count) * 3)
        title.visitFeatures(.one, &table)
        table.offset = title.words.count
        text.visitFeatures(.one, &table)
        places = table.places
        slots = table.slots
        scripts = title.scripts | text.scripts
    }

    /// False where no literal with `key` can stand in the item.
    @inline(__always)
    func mayHold(_ key: LiteralKey) -> Bool {
        guard key.scripts & ~scripts == 0 else { return false }
        return !key.isDeniable || first(with: key.key) >= 0
    }

    /// The places of `literal`, by where they start, each once.
    ///
    /// - Parameter stems: Of the title and of the text, where `literal` is one that looks for them.
    func places(
        of literal: Literal, stems: (title: TextStems?, text: TextStems?)?
    ) -> Occurrences.Places {
        guard literal.stems == nil, let feature = literal.feature else {
            return Occurrences.Places(
                title: LiteralMatching.allHits(of: literal, in: title, stems: stems?.title).inOrder,
                text: LiteralMatching.allHits(of: literal, in: text, stems: stems?.text).inOrder)
        }
        var found = Occurrences.Places(title: [], text: [])
        var number = first(with: feature.key)
        while number >= 0 {
            let place = places[Int(number)]
            number = place.next
            guard place.key == feature.key else { continue }
            let isInText = Int(place.word) >= title.words.count
            let hit = LiteralMatching.hit(
                of: literal, piece: feature.piece, word: Int(place.word) - (isInText ? title.words.count : 0),
                start: Int(place.start), in: isInText ? text : title)
            guard let hit else { continue }
            if isInText { found.text.append(hit) } else { found.title.append(hit) }
        }
        return Occurrences.Places(title: found.title.inOrder, text: found.text.inOrder)
    }

    /// Number of the last place with `key`; -1 where there is none.
    @inline(__always)
    private func first(with key: UInt64) -> Int32 {
        var number = slots[Int(key >> (64 - Self.slotBits))]
        while number >= 0, places[Int(number)].key != key { number = places[Int(number)].next }
        return number
    }
}

extension FoldedText.Script {
    /// A piece of digits may begin a word that goes on with letters, so they count as one.
    var bit: UInt8 { 1 << (self == .digits ? FoldedText.Script.alphabetic : self).rawValue }
}

extension FoldedText {
    /// One bit for each script of its words.
    var scripts: UInt8 { words.reduce(0) { $0 | $1.script.bit } }
}

extension [Hit] {
    /// By start, then end, each once.
    fileprivate var inOrder: [Hit] {
        guard count > 1 else { return self }
        let sorted = sorted { ($0.start, $0.end) < ($1.start, $1.end) }
        return sorted.indices.filter { $0 == 0 || sorted[$0] != sorted[$0 - 1] }.map { sorted[$0] }
    }
}
