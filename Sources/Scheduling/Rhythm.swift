package import Model

/// How often a feed brings something new, learned from its own items: what it held last is a part of them only.
package enum Rhythm {
    /// Items that are remembered.
    package static let kept = 20
    /// Items that make a rhythm.
    package static let fewest = 3
    /// A gap that was not seen again for so long counts no longer.
    package static let longestMemory: Duration = .days(28)

    /// The newest of what was `known` and of `times`, distinct and none of the future: seconds since 1970, newest
    /// first.
    package static func merged(_ known: [Int64], _ times: [Timestamp], now: Timestamp) -> [Int64] {
        let recent = times.filter { $0 <= now }.map(\.seconds)
        return Array(Set(known + recent).sorted(by: >).prefix(kept))
    }

    /// The median of the gaps; `nil` below ``fewest`` items.
    package static func median(of seconds: [Int64]) -> Duration? {
        guard seconds.count >= fewest else { return nil }
        let gaps = zip(seconds, seconds.dropFirst()).map { $0 - $1 }.sorted()
        return .seconds(gaps[gaps.count / 2])
    }

    /// The longest gap that ends after `moment`, and where it ends; `nil` where none does.
    static func longestGap(of seconds: [Int64], endingAfter moment: Int64?) -> (
        gap: Duration, end: Timestamp
    )? {
        var longest: (gap: Int64, end: Int64)?
        for (newer, older) in zip(seconds, seconds.dropFirst()) where newer > moment ?? Int64.min {
            if newer - older > longest?.gap ?? 0 { longest = (newer - older, newer) }
        }
        return longest.map { (.seconds($0.gap), Timestamp(seconds: $0.end)) }
    }
}

extension FeedState {
    /// Learns from a document that was read, with the times of its entries.
    mutating func learn(times: [Timestamp], newItems: Int, at now: Timestamp) {
        let isFirst = lastSuccess == nil
        let known = itemSeconds ?? []
        var merged = Rhythm.merged(known, times, now: now)
        if newItems > 0, !isFirst, merged.first == known.first {
            // Nothing dated is newer: without dates, an item came when it was seen.
            merged = Rhythm.merged(merged, [now], now: now)
        }
        if newItems > 0 { lastNewItem = isFirst ? merged.first.map { Timestamp(seconds: $0) } ?? now : now }
        if let seen = longestGapSeen, now - seen > Rhythm.longestMemory {
            longestGap = nil
            longestGapSeen = nil
        }
        let from = longestGap == nil ? nil : known.first
        if let found = Rhythm.longestGap(of: merged, endingAfter: from), found.gap >= longestGap ?? .zero {
            longestGap = found.gap
            longestGapSeen = found.end
        }
        itemSeconds = merged
        rhythm = Rhythm.median(of: merged)
    }
}
