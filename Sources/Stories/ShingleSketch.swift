import Text

/// The three-word sequences of a text in a bounded sample, for telling copies.
///
/// A sequence is in the sample if its hash is divisible by 2^`level`; the level rises until the sample fits. Two
/// sketches are compared at the coarser level, so the share they have in common is estimated without bias.
/// - Source: A. Broder, "On the resemblance and containment of documents", 1997 (mod-p sampling).
struct ShingleSketch: Sendable, Equatable {
    private(set) var hashes: [UInt32]
    private(set) var level: UInt8

    init(hashes: [UInt32], level: UInt8) {
        self.hashes = hashes
        self.level = level
    }

    /// Of the text; of the title where the text has hardly any words of its own.
    init(title: FoldedText, text: FoldedText, wordLimit: Int, limit: Int) {
        var units = Self.units(of: text, limit: wordLimit)
        if units.count < 3 { units = Self.units(of: title, limit: wordLimit) }
        var all: [UInt32] = []
        all.reserveCapacity(units.count)
        for start in units.indices.dropLast(2) {
            var hash = units[start]
            hash = (hash ^ hash >> 29) &* 0x9E37_79B9_7F4A_7C15 ^ units[start + 1]
            hash = (hash ^ hash >> 29) &* 0x9E37_79B9_7F4A_7C15 ^ units[start + 2]
            hash = (hash ^ hash >> 31) &* 0xC4CE_B9FE_1A85_EC53
            all.append(UInt32(truncatingIfNeeded: hash >> 32))
        }
        all.sort()
        var distinct: [UInt32] = []
        distinct.reserveCapacity(all.count)
        for hash in all where hash != distinct.last { distinct.append(hash) }
        level = 0
        while distinct.count > limit, level < 31 {
            level += 1
            let mask = UInt32(1) << UInt32(level) - 1
            distinct.removeAll { $0 & mask != 0 }
        }
        hashes = distinct
    }

    /// Words; of texts without spaces, pairs of characters.
    private static func units(of text: FoldedText, limit: Int) -> [UInt64] {
        var units: [UInt64] = []
        for word in text.words {
            guard units.count < limit else { break }
            guard word.script == .ideographic else {
                units.append(word.hash)
                continue
            }
            text.forEachBigram(of: word) { range in
                var hash = StableHash()
                for index in range { hash.combine(text.bytes[index]) }
                units.append(hash.value)
            }
        }
        return units
    }

    /// The share of the smaller sketch that is in the other, and how many sequences that share rests on.
    func containment(in other: ShingleSketch) -> (share: Double, of: Int) {
        let mask = UInt32(1) << UInt32(max(level, other.level)) - 1
        var left = 0
        var right = 0
        var ownCount = 0
        var otherCount = 0
        var common = 0
        while left < hashes.count || right < other.hashes.count {
            let a = left < hashes.count ? hashes[left] : nil
            let b = right < other.hashes.count ? other.hashes[right] : nil
            let next = min(a ?? .max, b ?? .max)
            let counts = next & mask == 0 ? 1 : 0
            if a == next {
                left += 1
                ownCount += counts
            }
            if b == next {
                right += 1
                otherCount += counts
            }
            if a == next, b == next { common += counts }
        }
        let smaller = min(ownCount, otherCount)
        return (smaller > 0 ? Double(common) / Double(smaller) : 0, smaller)
    }
}
