import Text

/// The words of a title in their order, to tell a phrase with another word put into it from a report in other words.
///
/// "Pope to visit Lebanon in November" and "Pope to visit Kenya in November" have one frame and are two events.
struct TitleFrame: Sendable, Equatable {
    /// By the start of their hashes, all runs of digits alike; the first `limit` of a longer title.
    private(set) var words: [UInt32] = []

    private static let limit = 24
    private static let number: UInt32 = 0

    init(_ title: FoldedText) {
        words = title.words.prefix(Self.limit).map { word in
            word.script == .digits ? Self.number : max(1, UInt32(truncatingIfNeeded: word.hash >> 32))
        }
    }

    /// For a snapshot.
    init(words: [UInt32]) { self.words = words }

    /// Share of the longer title that stands in the same place in both, from either end or in step, where the rest
    /// of each is other words; 0 where less than half does.
    func share(with other: TitleFrame) -> Float {
        let longer = max(words.count, other.words.count)
        guard longer >= 2, words != other.words else { return 0 }
        var matched = 0
        if words.count == other.words.count {
            matched = zip(words, other.words).count { $0 == $1 }
        }
        let shorter = min(words.count, other.words.count)
        let start = zip(words, other.words).prefix { $0 == $1 }.count
        let end = zip(words.reversed(), other.words.reversed()).prefix { $0 == $1 }.count
        // Nothing is put in place of nothing: then one title only says more.
        if start + end < shorter { matched = max(matched, start + end) }
        return 2 * matched >= longer && matched < shorter ? Float(matched) / Float(longer) : 0
    }
}
