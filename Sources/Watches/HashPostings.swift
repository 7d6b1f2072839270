/// Hashes to what is filed under them: open addressing over well-mixed 64-bit hashes, built once.
struct HashPostings: Sendable {
    struct Posting: Hashable, Sendable {
        var literal: Int
        var piece: Int
    }

    /// Per slot: the hash and where its postings start and end; an empty range marks a free slot.
    private var slots: [(hash: UInt64, start: Int32, end: Int32)]
    private var postings: [Posting]
    private let mask: Int

    init(_ filed: [(hash: UInt64, posting: Posting)]) {
        let sorted = filed.sorted { ($0.hash, $0.posting.literal) < ($1.hash, $1.posting.literal) }
        postings = sorted.map(\.posting)
        // At most a quarter full: nearly every look-up of a text ends at the first, free slot.
        var capacity = 16
        while capacity < filed.count * 4 { capacity *= 2 }
        mask = capacity - 1
        slots = Array(repeating: (0, 0, 0), count: capacity)
        var start = 0
        while start < sorted.count {
            var end = start + 1
            while end < sorted.count, sorted[end].hash == sorted[start].hash { end += 1 }
            var slot = Int(truncatingIfNeeded: sorted[start].hash) & mask
            while slots[slot].end > slots[slot].start { slot = (slot + 1) & mask }
            slots[slot] = (sorted[start].hash, Int32(start), Int32(end))
            start = end
        }
    }

    var isEmpty: Bool { postings.isEmpty }

    /// What is filed under `hash`.
    @inline(__always)
    subscript(hash: UInt64) -> ArraySlice<Posting> {
        var slot = Int(truncatingIfNeeded: hash) & mask
        while true {
            let entry = slots[slot]
            if entry.end == entry.start { return [] }
            if entry.hash == hash { return postings[Int(entry.start)..<Int(entry.end)] }
            slot = (slot + 1) & mask
        }
    }
}
