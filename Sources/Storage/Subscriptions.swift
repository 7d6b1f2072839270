import Model
import Pipeline
import SQLite

/// Subscriptions as rows.
extension Database {
    static let subscriptionColumns = """
        s.id, s.feed, s.hubs, s.hub, s.topic, s.callback, s.path, s.secret, s.state, s.lease_end, s.next_action, \
        s.asked, s.last_push, s.last_new_item, s.missed, s.failures, s.error
        """

    /// How many columns there are.
    static let subscriptionWidth: Int32 = 17

    /// A subscription from the columns of ``subscriptionColumns``, which start at `first`.
    func subscription(_ row: Statement, from first: Int32 = 0) throws(StoreError) -> Subscription {
        let word = row.text(first + 8)
        guard let state = Subscription.State(rawValue: word) else {
            throw .corrupt(message: "\(path): unreadable state of a subscription: \(word)")
        }
        var subscription = Subscription(
            feed: FeedID(row.integer(first + 1)), hubs: try value([String].self, row.text(first + 2)),
            hub: row.text(first + 3), topic: row.text(first + 4), callback: row.text(first + 5),
            identity: PushIdentity(path: row.text(first + 6), secret: row.text(first + 7)),
            at: row.time(first + 10) ?? Timestamp(milliseconds: 0))
        subscription.id = SubscriptionID(row.integer(first))
        subscription.state = state
        subscription.leaseEnd = row.time(first + 9)
        subscription.asked = row.time(first + 11)
        subscription.lastPush = row.time(first + 12)
        subscription.lastNewItem = row.time(first + 13)
        subscription.missed = row.time(first + 14)
        subscription.failures = Int(row.integer(first + 15))
        subscription.error = row.optionalText(first + 16)
        return subscription
    }

    /// The subscription beside a feed in an outer join; `nil` where there is none.
    func joinedSubscription(_ row: Statement, from first: Int32) throws(StoreError) -> Subscription? {
        row.isNull(first) ? nil : try subscription(row, from: first)
    }

    func save(_ subscription: Subscription) throws(StoreError) {
        try run(
            """
            INSERT OR REPLACE INTO subscription(id, feed, hubs, hub, topic, callback, path, secret, state, lease_end,
                next_action, asked, last_push, last_new_item, missed, failures, error)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .integer(subscription.id?.rawValue), .integer(subscription.feed.rawValue),
                try json(subscription.hubs), .text(subscription.hub), .text(subscription.topic),
                .text(subscription.callback), .text(subscription.identity.path),
                .text(subscription.identity.secret), .text(subscription.state.rawValue),
                .time(subscription.leaseEnd), .time(subscription.nextAction), .time(subscription.asked),
                .time(subscription.lastPush), .time(subscription.lastNewItem), .time(subscription.missed),
                .integer(subscription.failures), .text(subscription.error),
            ])
    }

    func subscription(_ id: SubscriptionID) throws(StoreError) -> Subscription? {
        try row(
            "SELECT \(Self.subscriptionColumns) FROM subscription s WHERE s.id = ?", [.integer(id.rawValue)]
        ) { row throws(StoreError) in try subscription(row) }
    }

    /// The one of `feed` that is not on its way out.
    func subscription(of feed: FeedID) throws(StoreError) -> Subscription? {
        try row(
            """
            SELECT \(Self.subscriptionColumns) FROM subscription s
            WHERE s.feed = ? AND s.state NOT IN ('leaving', 'left') ORDER BY s.id LIMIT 1
            """, [.integer(feed.rawValue)]
        ) { row throws(StoreError) in try subscription(row) }
    }

    /// By feed, those that are not on their way out. A file that no daemon of this version has opened has none.
    func subscriptionsByFeed() throws(StoreError) -> [FeedID: Subscription] {
        let hasTable =
            try row("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'subscription'") { _ in true
            }
        guard hasTable == true else { return [:] }
        let all = try rows(
            """
            SELECT \(Self.subscriptionColumns) FROM subscription s WHERE s.state NOT IN ('leaving', 'left')
            """
        ) { row throws(StoreError) in try subscription(row) }
        return Dictionary(all.map { ($0.feed, $0) }) { first, _ in first }
    }

    // MARK: Ingest

    /// Whether documents of `feed` come in two ways, so that what one poll or push compared with may have changed.
    func isPushed(_ feed: FeedID) throws(StoreError) -> Bool {
        try row("SELECT 1 FROM subscription WHERE feed = ? LIMIT 1", [.integer(feed.rawValue)]) { _ in true }
            ?? false
    }

    func knownItem(_ keys: [String], of feed: FeedID) throws(StoreError) -> ItemID? {
        for key in keys {
            let item = try row(
                "SELECT item FROM item_key WHERE feed = ? AND key = ?", [.integer(feed.rawValue), .text(key)]
            ) { ItemID($0.integer(0)) }
            if let item { return item }
        }
        return nil
    }

    func contentHash(of item: ItemID) throws(StoreError) -> UInt64? {
        try row("SELECT content_hash FROM item WHERE id = ?", [.integer(item.rawValue)]) {
            UInt64(bitPattern: $0.integer(0))
        }
    }

    /// Notes what a push brought, or that a poll brought what no push had.
    func note(_ receipt: IngestReceipt, of batch: IngestBatch) throws(StoreError) {
        let hasNews = !receipt.newItems.isEmpty
        if let id = batch.pushedBy {
            try run(
                "UPDATE subscription SET last_push = ?, last_new_item = coalesce(?, last_new_item) WHERE id = ?",
                [.time(batch.at), .time(hasNews ? batch.at : nil), .integer(id.rawValue)])
        } else if hasNews {
            try run(
                "UPDATE subscription SET missed = ? WHERE feed = ?",
                [.time(batch.at), .integer(batch.feed.rawValue)])
        }
    }
}
