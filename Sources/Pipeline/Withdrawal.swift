import FeedParsing
package import Model

/// Which items an outlet took out of its feed, told from two of its documents.
///
/// A feed is a window over what was published: the oldest leave it as new ones come. What leaves while older items stay was
/// taken out. That can be said only of lists by date, newest first; where items are shown by another order, or where much
/// leaves at once, nothing is said. Neither is it before something newer has come: servers that share the work do not all
/// know the newest, and show for a while what was there before.
package enum Withdrawal {
    /// An item as a document lists it.
    package struct Listed: Sendable, Hashable {
        package var item: ItemID
        /// When it was published, as the outlet says.
        package var date: Timestamp?

        package init(_ item: ItemID, _ date: Timestamp?) {
            self.item = item
            self.date = date
        }
    }

    /// Items of a document that are kept and compared, from the top.
    package static let listedItems = 200

    /// The largest share of the items of a document that is believed to be taken out at once; beyond it the feed has
    /// another plan.
    package static let largestShare = 0.25

    /// Those of `before` that are not in `now` although something below them is: what ``items(from:to:)`` chooses from.
    package static func leavers(from before: [ItemID], to now: [ItemID]) -> [ItemID] {
        let shown = Set(now)
        guard let last = before.lastIndex(where: shown.contains) else { return [] }
        return before[..<last].filter { !shown.contains($0) }
    }

    /// Whether the second of two documents is newer than the first for certain.
    package static func isNewer(_ now: [ItemID], than before: [ItemID]) -> Bool {
        now.first.map { !before.contains($0) } ?? false
    }

    /// The items that were taken out of the feed between two documents, each in its own order.
    package static func items(from before: [Listed], to now: [Listed]) -> [ItemID] {
        let leavers = Set(leavers(from: before.map(\.item), to: now.map(\.item)))
        guard !leavers.isEmpty, Double(leavers.count) <= largestShare * Double(before.count),
            isByDate(before),
            isByDate(now)
        else { return [] }
        let shown = Set(now.map(\.item))
        let oldest = before.last { shown.contains($0.item) }?.date
        guard let oldest else { return [] }
        return before.filter { leavers.contains($0.item) && ($0.date ?? oldest) > oldest }.map(\.item)
    }

    private static func isByDate(_ list: [Listed]) -> Bool {
        let dates = list.compactMap(\.date)
        return dates.count == list.count && zip(dates, dates.dropFirst()).allSatisfy { $0 >= $1 }
    }

    /// The stored items that `feed` says it took back, each with when; one that `changes` show is none of them.
    static func items(
        takenBackBy feed: ParsedFeed, changes: [ItemChange], stored: [StoredItem], now: Timestamp
    ) -> [ItemID: Timestamp] {
        guard !feed.withdrawn.isEmpty else { return [:] }
        let shown = Set(changes.compactMap(\.knownItem))
        var holders: [String: ItemID] = [:]
        for item in stored where !shown.contains(item.id) { for key in item.keys { holders[key] = item.id } }
        var items: [ItemID: Timestamp] = [:]
        for entry in feed.withdrawn {
            guard let item = holders[Normaliser.guidKey(entry.id)] else { continue }
            items[item] = min(now, entry.date?.moment ?? now)
        }
        return items
    }

    /// The items that count as taken out, and are shown again.
    static func returned(_ changes: [ItemChange], stored: [StoredItem]) -> [ItemID] {
        let withdrawn = Set(stored.filter(\.isWithdrawn).map(\.id))
        return withdrawn.isEmpty ? [] : changes.compactMap(\.knownItem).filter(withdrawn.contains)
    }
}
