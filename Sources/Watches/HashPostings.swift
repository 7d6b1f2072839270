/// Keys to what is filed under them: a filter of bits before a table with open addressing, built once.
///
/// The upper bits of a key have to be well mixed. Nearly all look-ups of a text end at the filter, which fits into a
/// processor's nearest memory where the table does not.
struct HashPostings: Sendable {
    struct Posting: Hashable, Sendable {
        var literal: Int32
        var piece: Int32
    }

    private struct Slot {
        var key: UInt64 = 0
        var start: Int32 = 0
        /// An empty range marks a free slot.
        var end: Int32 = 0
    }

    private var slots: [Slot]
    private var filter: [UInt64]
    private var postings: [Posting]
    private let slotShift: UInt64
    private let filterShift: UInt64

    init(_ filed: [(key: UInt64, posting: Posting)]) {
        let sorted = filed.sorted { ($0.key, $0.posting.literal) < ($1.key, $1.posting.literal) }
        postings = sorted.map(\.posting)
        var bits: UInt64 = 4
        while 1 << bits < filed.count * 2 { bits += 1 }
        slotShift = 64 - bits
        slots = Array(repeating: Slot(), count: 1 << bits)
        // Sixteen bits for each key: one look-up in sixteen goes on to the table in vain.
        let filterBits = max(6, bits + 3)
        filterShift = 64 - filterBits
        filter = Array(repeating: 0, count: 1 << (filterBits - 6))
        var start = 0
        while start < sorted.count {
            var end = start + 1
            while end < sorted.count, sorted[end].key == sorted[start].key { end += 1 }
            let key = sorted[start].key
            var slot = Int(key >> slotShift)
            while slots[slot].end > slots[slot].start { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Slot(key: key, start: Int32(start), end: Int32(end))
            let bit = key >> filterShift
            filter[Int(bit >> 6)] |= 1 << (bit & 63)
            start = end
        }
    }

    var isEmpty: Bool { postings.isEmpty }

    /// A visitor that keeps the few features under which something may be filed.
    var sieve: FeatureSieve { FeatureSieve(filter: filter, shift: filterShift) }

    /// False where nothing is filed under `key`; true for one key in sixteen of the rest as well.
    func mayHold(_ key: UInt64) -> Bool {
        let bit = key >> filterShift
        return filter[Int(bit >> 6)] & 1 << (bit & 63) != 0
    }

    /// Calls `body` with what is filed under `key`.
    func forEach(_ key: UInt64, _ body: (Posting) -> Void) {
        var slot = Int(key >> slotShift)
        while true {
            let entry = slots[slot]
            if entry.end == entry.start { return }
            if entry.key == key {
                for index in entry.start..<entry.end { body(postings[Int(index)]) }
                return
            }
            slot = (slot + 1) & (slots.count - 1)
        }
    }
}

/// Keeps the features that a filter of bits lets through.
struct FeatureSieve: FeatureVisitor {
    let filter: [UInt64]
    let shift: UInt64
    private(set) var kept: [(key: UInt64, word: Int32, start: Int32)] = []

    init(filter: [UInt64], shift: UInt64) {
        self.filter = filter
        self.shift = shift
    }

    @inline(__always)
    mutating func visit(_ key: UInt64, word: Int, start: Int) {
        let bit = key >> shift
        if filter[Int(bit >> 6)] & 1 << (bit & 63) != 0 { kept.append((key, Int32(word), Int32(start))) }
    }
}
