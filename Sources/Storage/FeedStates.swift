import Model
import Pipeline
import SQLite

/// The state of a feed, in two rows: what every poll changes is in `feed_turn`, all else in the JSON of `feed.state`.
///
/// A poll without news rewrites a row of 40 bytes, and those of some hundred feeds share a page.
extension Database {
    static let feedTables = "feed f JOIN feed_turn t ON t.feed = f.id"
    /// What ``state(_:from:)`` reads, of ``feedTables``.
    static let stateColumns = "f.state, t.next_poll, t.last_poll, t.last_success, t.fresh_for"
    static let stateWidth: Int32 = 5

    /// The state in the columns of ``stateColumns``, which start at `first`.
    func state(_ row: Statement, from first: Int32 = 0) throws(StoreError) -> FeedState {
        var state: FeedState
        if let known = FeedText.state(row.blob(first)) {
            state = known
        } else {
            state = try value(FeedState.self, row.text(first))
        }
        state.nextPoll = row.time(first + 1)
        state.lastPoll = row.time(first + 2)
        state.lastSuccess = row.time(first + 3)
        state.hints.freshFor = row.optionalInteger(first + 4).map { .milliseconds($0) }
        return state
    }

    /// Writes `state` with `newItems` more items; the row of `feed` only where it says something else than before.
    func write(_ state: FeedState, of feed: FeedID, newItems: Int = 0) throws(StoreError) {
        try run(
            """
            UPDATE feed SET state = ?1, items = items + ?2 WHERE id = ?3 AND (?2 <> 0 OR state <> ?1)
            """, [.state(state), .integer(newItems), .integer(feed.rawValue)])
        try run(
            "UPDATE feed_turn SET next_poll = ?, last_poll = ?, last_success = ?, fresh_for = ? WHERE feed = ?",
            Self.turn(state) + [.integer(feed.rawValue)])
    }

    /// Writes a feed that is configured, new or known, with its state.
    func write(_ feed: FeedSettings, settings: SQLiteValue, state: FeedState) throws(StoreError) {
        try run(
            """
            INSERT INTO feed(name, url, outlet, kind, settings, state, is_configured) VALUES (?, ?, ?, ?, ?, ?, 1)
            ON CONFLICT(name) DO UPDATE SET url = excluded.url, outlet = excluded.outlet, kind = excluded.kind,
                settings = excluded.settings, state = excluded.state, is_configured = 1
            """,
            [
                .text(feed.name), .text(feed.url), .text(feed.outlet.name), .text(feed.outlet.kind?.rawValue),
                settings, .state(state),
            ])
        try run(
            """
            INSERT INTO feed_turn(feed, is_configured, next_poll, last_poll, last_success, fresh_for)
            SELECT id, 1, ?, ?, ?, ? FROM feed WHERE name = ?
            ON CONFLICT(feed) DO UPDATE SET is_configured = 1, next_poll = excluded.next_poll,
                last_poll = excluded.last_poll, last_success = excluded.last_success, fresh_for = excluded.fresh_for
            """, Self.turn(state) + [.text(feed.name)])
    }

    private static func turn(_ state: FeedState) -> [SQLiteValue] {
        [
            .time(state.nextPoll), .time(state.lastPoll), .time(state.lastSuccess),
            .integer(state.hints.freshFor.map { $0.milliseconds }),
        ]
    }
}

extension SQLiteValue {
    /// The `state` column: `state` without what ``Database/stateColumns`` have beside it.
    static func state(_ state: FeedState) -> SQLiteValue {
        var rest = state
        rest.nextPoll = nil
        rest.lastPoll = nil
        rest.lastSuccess = nil
        rest.hints.freshFor = nil
        return .text(FeedText.text(rest))
    }
}
