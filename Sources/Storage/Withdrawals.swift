import Model
import Pipeline
import SQLite

/// What a feed shows, kept to tell what its outlet takes out of it.
extension Database {
    /// Compares the items that a feed shows with those that it showed before, and keeps the new list.
    func compare(_ shown: [ItemID], of feed: FeedID, at moment: Timestamp) throws(StoreError) {
        let before = try listing(of: feed)
        let now = Array(shown.prefix(Withdrawal.listedItems))
        guard before != now else { return }
        // Most lists only lost their end: then nothing more is read.
        if !Withdrawal.leavers(from: before, to: now).isEmpty {
            guard Withdrawal.isNewer(now, than: before) else { return }
            for item in Withdrawal.items(from: try dated(before), to: try dated(now)) {
                try withdraw(item, at: moment)
            }
        }
        try run(
            "INSERT INTO feed_listing(feed, items) VALUES (?, ?) ON CONFLICT(feed) DO UPDATE SET items = excluded.items",
            [.integer(feed.rawValue), .text(now.map { "\($0.rawValue)" }.joined(separator: " "))])
    }

    /// Notes that the outlet of `item` took it back; what is known stays.
    func withdraw(_ item: ItemID, at moment: Timestamp) throws(StoreError) {
        try run(
            "UPDATE item SET withdrawn = ? WHERE id = ? AND withdrawn IS NULL",
            [.time(moment), .integer(item.rawValue)])
    }

    private func listing(of feed: FeedID) throws(StoreError) -> [ItemID] {
        let items = try row("SELECT items FROM feed_listing WHERE feed = ?", [.integer(feed.rawValue)]) {
            $0.text(0)
        }
        return (items ?? "").split(separator: " ").compactMap { Int64($0).map { ItemID($0) } }
    }

    private func dated(_ items: [ItemID]) throws(StoreError) -> [Withdrawal.Listed] {
        var list: [Withdrawal.Listed] = []
        for item in items {
            let date = try row(
                "SELECT coalesce(published, updated) FROM item WHERE id = ?", [.integer(item.rawValue)]
            ) { $0.time(0) }
            list.append(Withdrawal.Listed(item, date ?? nil))
        }
        return list
    }
}
