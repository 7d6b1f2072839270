import Text

/// The words of one text by their features, to look up a few literals in it.
struct ItemIndex: Sendable {
    private struct Place {
        var key: UInt64
        var word: Int32
        var start: Int32
        /// Number of the next place with this slot, in the order of the text; -1 after the last.
        var next: Int32
    }

    private struct Slot {
        var first: Int32 = -1
        var last: Int32 = -1
    }

    private var places: [Place] = []
    private var slots: [Slot] = []
    private var shift: UInt64 = 0
    /// One bit for each script of its words.
    private var scripts: UInt8 = 0

    init(_ text: FoldedText) {
        var places: [Place] = []
        places.reserveCapacity(text.words.count * 4)
        text.forEachFeature(.one) { key, word, start in
            places.append(Place(key: key, word: Int32(word), start: Int32(start), next: -1))
        }
        var bits: UInt64 = 3
        while 1 << bits < places.count { bits += 1 }
        shift = 64 - bits
        var slots = Array(repeating: Slot(), count: 1 << bits)
        for number in places.indices {
            let slot = Int(places[number].key >> shift)
            if slots[slot].first < 0 {
                slots[slot].first = Int32(number)
            } else {
                places[Int(slots[slot].last)].next = Int32(number)
            }
            slots[slot].last = Int32(number)
        }
        self.places = places
        self.slots = slots
        for word in text.words { scripts |= Self.bit(word.script) }
    }

    /// The hits of `literal` in `text`, of which this is the index; by where they start, each once.
    func hits(of literal: Literal, in text: FoldedText) -> [Hit] {
        guard literal.pieces.allSatisfy({ scripts & Self.bit($0.script) != 0 }) else { return [] }
        guard let feature = literal.feature else {
            return LiteralMatching.allHits(of: literal, in: text).inOrder
        }
        var hits: [Hit] = []
        var number = slots[Int(feature.key >> shift)].first
        while number >= 0 {
            let place = places[Int(number)]
            if place.key == feature.key,
                let hit = LiteralMatching.hit(
                    of: literal, piece: feature.piece, word: Int(place.word), start: Int(place.start),
                    in: text)
            {
                hits.append(hit)
            }
            number = place.next
        }
        return hits.inOrder
    }

    private static func bit(_ script: FoldedText.Script) -> UInt8 {
        // A piece of digits may begin a word that goes on with letters, so they count as one.
        script == .digits ? 1 << FoldedText.Script.alphabetic.rawValue : 1 << script.rawValue
    }
}

extension [Hit] {
    /// By start, then end, each once.
    fileprivate var inOrder: [Hit] {
        guard count > 1 else { return self }
        let sorted = sorted { ($0.start, $0.end) < ($1.start, $1.end) }
        return sorted.indices.filter { $0 == 0 || sorted[$0] != sorted[$0 - 1] }.map { sorted[$0] }
    }
}
