package import Model
package import Pipeline
import SQLite
import Scheduling

/// Which feeds there are and when their turn comes.
extension SQLiteStore {
    package func synchronise(
        feeds: [FeedSettings], at now: Timestamp, spreads: Bool
    ) throws(StoreError) {
        try database.transaction { () throws(StoreError) in
            let rows = try database.rows(
                "SELECT f.name, f.settings, t.is_configured, f.id FROM \(Database.feedTables)"
            ) { row in
                (name: row.text(0), settings: row.text(1), isOn: row.integer(2) != 0, id: row.integer(3))
            }
            let known = Dictionary(uniqueKeysWithValues: rows.map { ($0.name, $0) })
            let newFeeds = feeds.count { known[$0.name] == nil }
            configured = ConfiguredFeeds(feeds)
            for feed in feeds {
                let settings = SQLiteValue.settings(feed)
                let row = known[feed.name]
                // Nothing has changed for most feeds at most starts.
                if let row, row.isOn, .text(row.settings) == settings { continue }
                var state = FeedState()
                state.nextPoll =
                    spreads ? Interval.firstPoll(of: feed, amongNew: newFeeds, at: now) : now
                if row != nil { state = try stateOfChanged(feed, at: now) ?? state }
                try database.write(feed, settings: settings, state: state)
            }
            for row in rows where row.isOn && configured.settings(of: row.name) == nil {
                try database.run("UPDATE feed_turn SET is_configured = 0 WHERE feed = ?", [.integer(row.id)])
                try database.run("UPDATE feed SET is_configured = 0 WHERE id = ?", [.integer(row.id)])
            }
            if !spreads { try makeNewFeedsDue(at: now) }
            _ = try mendPlansInside(at: now)
        }
    }

    /// What is kept of a feed whose settings are others than they were.
    private func stateOfChanged(_ feed: FeedSettings, at now: Timestamp) throws(StoreError) -> FeedState? {
        let row = try database.row(
            "SELECT f.url, \(Database.stateColumns) FROM \(Database.feedTables) WHERE f.name = ?",
            [.text(feed.name)]
        ) { row throws(StoreError) in (url: row.text(0), state: try database.state(row, from: 1)) }
        guard let row else { return nil }
        var state = row.state
        if row.url != feed.url {
            state.takeUpAnew(at: now)
        } else if let next = state.nextPoll, state.error == nil, let last = state.lastPoll {
            // Another interval counts from the last poll on; a plan is never put off by it.
            state.nextPoll = min(next, Interval.next(after: last, state: state, settings: feed))
        }
        return state
    }

    /// Somebody who asks for one pass has not asked for a spread one.
    private func makeNewFeedsDue(at now: Timestamp) throws(StoreError) {
        let feeds = try feeds(
            where: "t.next_poll > ? AND t.last_poll IS NULL", [.time(now)])
        for feed in feeds { try plan(feed, at: now) }
    }

    // MARK: Clocks

    package func mendPlans(at now: Timestamp) throws(StoreError) -> Int {
        try database.transaction { () throws(StoreError) in try mendPlansInside(at: now) }
    }

    private func mendPlansInside(at now: Timestamp) throws(StoreError) -> Int {
        // Few are looked at one by one: those planned for after today, and those polled in the future.
        let suspects = try feeds(
            where: "(t.next_poll > ? OR t.next_poll > ? AND t.last_poll > ?)",
            [.time(now + .days(1)), .time(now), .time(now)])
        let wrong = suspects.filter { Interval.isPlannedWrongly($0.state, settings: $0.settings, at: now) }
        for feed in wrong { try plan(feed, at: now) }
        return wrong.count
    }

    private func plan(_ feed: DueFeed, at moment: Timestamp) throws(StoreError) {
        var state = feed.state
        state.nextPoll = moment
        try database.write(state, of: feed.id)
    }

    private func feeds(where condition: String, _ values: [SQLiteValue]) throws(StoreError) -> [DueFeed] {
        try database.rows(
            "SELECT \(Self.feedColumns) FROM \(Database.feedTables) WHERE t.is_configured AND \(condition)",
            values
        ) { row throws(StoreError) in try feed(row) }
    }

    private static let feedColumns = "f.id, f.name, f.settings, \(Database.stateColumns)"

    /// A configured feed from the columns of ``feedColumns``.
    private func feed(_ row: Statement) throws(StoreError) -> DueFeed {
        let known = configured.settings(of: row.text(1))
        return DueFeed(
            id: FeedID(row.integer(0)),
            settings: try database.settings(known, or: row.text(2)),
            state: try database.state(row, from: 3))
    }

    // MARK: Turns

    package func dueFeeds<Value: Sendable>(
        at now: Timestamp, limit: Int, except known: Set<FeedID>,
        _ read: @escaping @Sendable (DueFeed) -> Value
    ) throws(StoreError) -> [Value] {
        let isAnyPushed = try isAnyPushed()
        var values: [Value] = []
        _ = try database.rows(
            """
            SELECT \(Self.feedColumns) FROM \(Database.feedTables)
            WHERE t.is_configured AND t.next_poll IS NOT NULL AND t.next_poll <= ? ORDER BY t.next_poll LIMIT ?
            """, [.time(now), .integer(min(limit, Int.max - known.count) + known.count)]
        ) { row throws(StoreError) in
            // Reading a row costs more than passing it over.
            guard values.count < limit, !known.contains(FeedID(row.integer(0))) else { return }
            let feed = try feed(row)
            values.append(read(isAnyPushed ? try withSubscription(feed) : feed))
        }
        return values
    }

    package func feeds(_ ids: [FeedID]) throws(StoreError) -> [DueFeed] {
        try database.snapshot { () throws(StoreError) in
            let isAnyPushed = try isAnyPushed()
            var found: [DueFeed] = []
            found.reserveCapacity(ids.count)
            for id in ids {
                let feed = try feeds(where: "f.id = ?", [.integer(id.rawValue)]).first
                if let feed { found.append(isAnyPushed ? try withSubscription(feed) : feed) }
            }
            return found
        }
    }

    private func isAnyPushed() throws(StoreError) -> Bool {
        try database.row("SELECT 1 FROM subscription LIMIT 1") { _ in true } ?? false
    }

    private func withSubscription(_ feed: DueFeed) throws(StoreError) -> DueFeed {
        guard let subscription = try database.subscription(of: feed.id) else { return feed }
        var feed = feed
        feed.subscription = subscription
        feed.state.learn(of: subscription)
        return feed
    }

    package func feeds() throws(StoreError) -> [StoredFeed] { try feeds { _ in true } }

    package func feeds(
        where isWanted: @escaping @Sendable (StoredFeed) -> Bool
    ) throws(StoreError) -> [StoredFeed] {
        try database.feeds(settings: { configured.settings(of: $0) }, where: isWanted)
    }

    package func feedSettings() throws(StoreError) -> [FeedID: FeedSettings] {
        let found = try database.rows(
            "SELECT f.id, f.name, f.settings, t.is_configured FROM \(Database.feedTables)"
        ) { row throws(StoreError) -> (FeedID, FeedSettings) in
            let known = row.integer(3) != 0 ? configured.settings(of: row.text(1)) : nil
            return (FeedID(row.integer(0)), try database.settings(known, or: row.text(2)))
        }
        return Dictionary(uniqueKeysWithValues: found)
    }

    package func nextDue() throws(StoreError) -> Timestamp? {
        try database.row("SELECT min(next_poll) FROM feed_turn WHERE is_configured AND next_poll IS NOT NULL")
        {
            $0.time(0)
        } ?? nil
    }

    package func nextDue(after moment: Timestamp) throws(StoreError) -> Timestamp? {
        try database.row(
            "SELECT min(next_poll) FROM feed_turn WHERE is_configured AND next_poll IS NOT NULL AND next_poll > ?",
            [.time(moment)]
        ) { $0.time(0) } ?? nil
    }

    package func retry(feeds names: [String], at now: Timestamp) throws(StoreError) -> [String] {
        try database.transaction { () throws(StoreError) in
            var taken: [String] = []
            for name in names {
                guard let feed = try feeds(where: "f.name = ?", [.text(name)]).first else { continue }
                var state = feed.state
                // No sooner than its shortest interval: the server has not asked for a second visit.
                let earliest = state.lastPoll.map { $0 + feed.settings.minimumInterval } ?? now
                state.retryByHand(
                    at: earliest > now + feed.settings.minimumInterval ? now : max(now, earliest))
                try database.write(state, of: feed.id)
                taken.append(name)
            }
            return taken
        }
    }

    package func hold(host: String, until: Timestamp) throws(StoreError) {
        try database.run(
            """
            INSERT INTO host_hold(host, until) VALUES (?, ?)
            ON CONFLICT DO UPDATE SET until = max(until, excluded.until)
            """, [.text(host), .time(until)])
    }

    package func heldHosts(at now: Timestamp) throws(StoreError) -> [String: Timestamp] {
        // Nobody is held for longer than a week: such a hold was made by a clock that was wrong.
        try database.run(
            "DELETE FROM host_hold WHERE until <= ? OR until > ?", [.time(now), .time(now + .days(8))])
        let holds = try database.rows("SELECT host, until FROM host_hold") { ($0.text(0), $0.time(1) ?? now) }
        return Dictionary(uniqueKeysWithValues: holds)
    }
}

/// The settings of the configured feeds by name: the array of the configuration itself, which is not copied.
///
/// What stands in the database are the same settings, since nobody else writes there: they need not be read back.
struct ConfiguredFeeds {
    private let feeds: [FeedSettings]
    private let places: [String: Int]

    init(_ feeds: [FeedSettings]) {
        self.feeds = feeds
        places = Dictionary(
            feeds.enumerated().map { ($0.element.name, $0.offset) }, uniquingKeysWith: { _, last in last })
    }

    func settings(of name: String) -> FeedSettings? { places[name].map { feeds[$0] } }
}
