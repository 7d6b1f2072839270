package import Model
package import Pipeline
import SQLite

extension SQLiteStore {
    package func pushFeeds() throws(StoreError) -> [PushFeed] {
        let subscriptions = Dictionary(
            grouping: try database.rows("SELECT \(Database.subscriptionColumns) FROM subscription s") {
                row throws(StoreError) in try database.subscription(row)
            }, by: \.feed)
        return try database.rows(
            """
            SELECT f.id, f.settings, t.is_configured, \(Database.stateColumns) FROM \(Database.feedTables)
            WHERE t.is_configured AND json_extract(f.state, '$.offer') IS NOT NULL
                OR f.id IN (SELECT feed FROM subscription)
            """
        ) { row throws(StoreError) in
            let id = FeedID(row.integer(0))
            return PushFeed(
                id: id, settings: try database.value(FeedSettings.self, row.text(1)),
                state: try database.state(row, from: 3), isConfigured: row.integer(2) != 0,
                subscriptions: subscriptions[id] ?? [])
        }
    }

    package func pushTarget(path: String) throws(StoreError) -> PushTarget? {
        try database.row(
            """
            SELECT \(Database.subscriptionColumns), f.settings FROM subscription s JOIN feed f ON f.id = s.feed
            WHERE s.path = ?
            """, [.text(path)]
        ) { row throws(StoreError) in try target(row) }
    }

    package func dueSubscriptions(at now: Timestamp, limit: Int) throws(StoreError) -> [PushTarget] {
        try database.rows(
            """
            SELECT \(Database.subscriptionColumns), f.settings FROM subscription s JOIN feed f ON f.id = s.feed
            WHERE s.next_action <= ? ORDER BY s.next_action LIMIT ?
            """, [.time(now), .integer(limit)]
        ) { row throws(StoreError) in try target(row) }
    }

    private func target(_ row: Statement) throws(StoreError) -> PushTarget {
        PushTarget(
            subscription: try database.subscription(row),
            settings: try database.value(FeedSettings.self, row.text(Database.subscriptionWidth)))
    }

    package func nextSubscription() throws(StoreError) -> Timestamp? {
        try database.row("SELECT min(next_action) FROM subscription") { $0.time(0) } ?? nil
    }

    package func save(_ subscription: Subscription) throws(StoreError) { try database.save(subscription) }

    package func change<Value: Sendable>(
        _ id: SubscriptionID, _ body: @escaping @Sendable (inout Subscription) -> Value
    ) throws(StoreError) -> SubscriptionChange<Value>? {
        try database.transaction { () throws(StoreError) in
            guard let before = try database.subscription(id) else { return nil }
            var after = before
            let value = body(&after)
            if after != before { try database.save(after) }
            return SubscriptionChange(before: before, after: after, value: value)
        }
    }

    package func forget(_ id: SubscriptionID) throws(StoreError) {
        try database.run("DELETE FROM subscription WHERE id = ?", [.integer(id.rawValue)])
    }

    package func pullForward(
        _ feed: FeedID, to moment: @escaping @Sendable (FeedState, FeedSettings) -> Timestamp
    ) throws(StoreError) {
        try database.transaction { () throws(StoreError) in
            let row = try database.row(
                """
                SELECT \(Database.stateColumns), f.settings FROM \(Database.feedTables)
                WHERE f.id = ? AND t.next_poll IS NOT NULL
                """, [.integer(feed.rawValue)]
            ) { row throws(StoreError) in
                (
                    state: try database.state(row),
                    settings: try database.value(FeedSettings.self, row.text(Database.stateWidth))
                )
            }
            guard let row, let planned = row.state.nextPoll else { return }
            let moment = moment(row.state, row.settings)
            guard moment < planned else { return }
            var state = row.state
            state.nextPoll = moment
            try database.write(state, of: feed)
        }
    }
}
