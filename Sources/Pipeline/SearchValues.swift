package import Model

/// Which items a question to the store is about, before any is looked at.
package struct SearchNarrowing: Sendable, Hashable {
    package enum Order: Sendable, Hashable {
        /// By arrival, the last first.
        case newest
        /// By arrival, the first first.
        case oldest
        /// The best by the search index first, words in titles before words in texts; among equals the newest. Of more
        /// than ``SearchNarrowing/rankedItems`` only the newest are compared.
        case rank
    }

    /// A query over ``FoldedText/indexText`` tokens in FTS5 syntax; `nil` for all items.
    package var expression: String?
    /// Only items that were seen first in this span.
    package var firstSeen: Range<Timestamp>
    /// Only items of these feeds; `nil` for all.
    package var feeds: Set<FeedID>?
    /// Only items whose own time is in this span.
    package var times = always
    package var order: Order
    package var limit: Int

    /// Of a word that is in more items than these the best are among the last weeks' anyhow.
    package static let rankedItems = 20_000

    package static let always = Timestamp(milliseconds: .min)..<Timestamp(milliseconds: .max)

    package init(
        expression: String?, firstSeen: Range<Timestamp> = always, order: Order = .newest, limit: Int
    ) {
        self.expression = expression
        self.firstSeen = firstSeen
        self.order = order
        self.limit = limit
    }
}

/// How a watch has done of late.
package struct WatchActivity: Sendable, Hashable {
    /// When the newest item that met it was seen first.
    package var lastMatch: Timestamp?
    /// Items that met it since the moment that was asked for.
    package var matches: Int

    package init(lastMatch: Timestamp?, matches: Int) {
        self.lastMatch = lastMatch
        self.matches = matches
    }
}
