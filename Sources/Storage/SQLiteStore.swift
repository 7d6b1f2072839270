package import Model
package import Pipeline
package import Platform
import SQLite
import Text

/// The store in one SQLite file, held by the one daemon that writes.
///
/// All calls run on a thread of their own: SQLite blocks. See docs/storage.md for tables and commits.
package actor SQLiteStore: Store, DatabaseActor {
    package nonisolated let executor: QueueExecutor
    package let database: Database
    private var ingest = IngestGroup()
    /// Settings of the configured feeds by name, with their text in the database: they need not be read from there.
    private var configured: [String: (text: String, settings: FeedSettings)] = [:]

    /// Opens the database at `path`, makes it or brings it up to date.
    ///
    /// - Throws: `StoreError.newerSchema` for a file of a later version, `.corrupt` for a damaged one; both leave the
    ///   file as it is.
    package init(path: String) throws(StoreError) {
        do throws(SystemError) {
            executor = try QueueExecutor(name: "wirewatch-store")
        } catch {
            throw .unavailable(message: "\(path): no thread for the store: \(error)")
        }
        database = try Database(path: path, mode: .writing)
        try Self.prepare(database)
    }

    private static func prepare(_ database: Database) throws(StoreError) {
        try database.execute("PRAGMA page_size = 8192")
        try database.execute("PRAGMA journal_mode = WAL")
        try database.execute("PRAGMA wal_autocheckpoint = 0")
        // Every commit is synced: what precedes an alert must be there after a power failure.
        try database.execute("PRAGMA synchronous = FULL")
        try database.execute("PRAGMA foreign_keys = ON")
        try database.execute(
            "CREATE TABLE IF NOT EXISTS migration(number INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT")
        let found =
            try database.row("SELECT coalesce(max(number), 0) FROM migration") { Int($0.integer(0)) } ?? 0
        guard found <= Migrations.latest else {
            throw .newerSchema(found: found, supported: Migrations.latest, path: database.path)
        }
        if found > 0 {
            let check = try database.row("PRAGMA quick_check(1)") { $0.text(0) }
            guard check == "ok" else {
                throw .corrupt(
                    message:
                        "\(database.path): \(check ?? "no answer to quick_check"); the file is left as it is: "
                        + "restore a backup, or move it away to begin anew")
            }
        }
        for step in Migrations.steps where step.number > found {
            try database.transaction { () throws(StoreError) in
                try database.execute(step.sql)
                try database.run(
                    "INSERT INTO migration(number, name) VALUES (?, ?)",
                    [.integer(step.number), .text(step.name)])
            }
        }
    }

    /// For tests: makes the call after `count` more of them fail with a result code, once.
    package func failCall(after count: Int, code: Int32) {
        database.connection.failCall(after: count, code: code)
    }

    package func clearFault() { database.connection.clearFault() }

    // MARK: Feeds

    package func synchronise(feeds: [FeedSettings], at now: Timestamp) throws(StoreError) {
        try database.transaction { () throws(StoreError) in
            let rows = try database.rows("SELECT name, url, settings, state, is_configured FROM feed") {
                row in
                (
                    name: row.text(0), url: row.text(1), settings: row.text(2), state: row.text(3),
                    isOn: row.integer(4) != 0
                )
            }
            let known = Dictionary(uniqueKeysWithValues: rows.map { ($0.name, $0) })
            configured.removeAll()
            for feed in feeds {
                let settings = try database.json(feed)
                if case .text(let text) = settings { configured[feed.name] = (text, feed) }
                let row = known[feed.name]
                // Nothing has changed for most feeds at most starts.
                if let row, row.isOn, .text(row.settings) == settings { continue }
                var state = FeedState()
                state.nextPoll = now
                if let row {
                    state = try database.value(FeedState.self, row.state)
                    if row.url != feed.url { state.takeUpAnew(at: now) }
                }
                try write(feed, settings: settings, state: state)
            }
            let names = Set(feeds.map(\.name))
            for row in rows where row.isOn && !names.contains(row.name) {
                try database.run("UPDATE feed SET is_configured = 0 WHERE name = ?", [.text(row.name)])
            }
        }
    }

    private func write(_ feed: FeedSettings, settings: SQLiteValue, state: FeedState) throws(StoreError) {
        try database.run(
            """
            INSERT INTO feed(name, url, outlet, kind, settings, state, is_configured, next_poll)
            VALUES (?, ?, ?, ?, ?, ?, 1, ?)
            ON CONFLICT(name) DO UPDATE SET url = excluded.url, outlet = excluded.outlet, kind = excluded.kind,
                settings = excluded.settings, state = excluded.state, is_configured = 1,
                next_poll = excluded.next_poll
            """,
            [
                .text(feed.name), .text(feed.url), .text(feed.outlet.name), .text(feed.outlet.kind?.rawValue),
                settings, try database.json(state), .time(state.nextPoll),
            ])
    }

    package func dueFeeds(at now: Timestamp, limit: Int) throws(StoreError) -> [DueFeed] {
        let feeds = try database.rows(
            """
            SELECT id, settings, state, name FROM feed
            WHERE is_configured AND next_poll IS NOT NULL AND (next_poll <= ? OR next_poll > ?)
            ORDER BY next_poll LIMIT ?
            """, [.time(now), .time(now + Self.farthestPoll), .integer(limit)]
        ) { row throws(StoreError) in
            let known = configured[row.text(3)]
            let text = row.text(1)
            let settings =
                known?.text == text ? known?.settings : try database.value(FeedSettings.self, text)
            guard let settings else { throw .corrupt(message: "\(database.path): a feed without settings") }
            return DueFeed(
                id: FeedID(row.integer(0)), settings: settings,
                state: try database.value(FeedState.self, row.text(2)))
        }
        return feeds
    }

    /// How long an ingest commit waits for others.
    private static let gathering: Duration = .milliseconds(2)

    /// A poll planned further ahead than this was planned by a clock that was wrong.
    private static let farthestPoll: Duration = .days(8)

    package func nextDue() throws(StoreError) -> Timestamp? {
        try database.row("SELECT min(next_poll) FROM feed WHERE is_configured AND next_poll IS NOT NULL") {
            $0.time(0)
        } ?? nil
    }

    package func storedItems(of feed: FeedID, keys: [String]) throws(StoreError) -> [StoredItem] {
        var found: Set<ItemID> = []
        for key in keys {
            let item = try database.row(
                "SELECT item FROM item_key WHERE feed = ? AND key = ?", [.integer(feed.rawValue), .text(key)]
            ) { ItemID($0.integer(0)) }
            if let item { found.insert(item) }
        }
        var items: [StoredItem] = []
        for id in found.sorted() {
            let keys = try database.rows("SELECT key FROM item_key WHERE item = ?", [.integer(id.rawValue)]) {
                $0.text(0)
            }
            let item = try database.row(
                """
                SELECT i.guid, i.canonical_url, i.content_hash, i.title, t.text, i.revision, i.published
                FROM item i JOIN item_text t ON t.item = i.id WHERE i.id = ?
                """, [.integer(id.rawValue)]
            ) { row in
                StoredItem(
                    id: id, guid: row.optionalText(0), canonicalURL: row.optionalText(1),
                    contentHash: UInt64(bitPattern: row.integer(2)), keys: Set(keys), title: row.text(3),
                    text: row.text(4), revision: Int(row.integer(5)), published: row.time(6))
            }
            if let item { items.append(item) }
        }
        return items
    }

    package func commit(_ batch: IngestBatch) async throws(StoreError) -> IngestReceipt {
        guard !ingest.isGathering else {
            return try await withCheckedContinuation { ingest.join(batch, $0) }.get()
        }
        ingest.open()
        // Those whose polls end meanwhile join: a transaction costs more than a poll without news. Losing the error is
        // right: a task that is cancelled commits at once.
        try? await Task.sleep(for: Self.gathering)
        let joined = ingest.close()
        let answers = database.commitTogether([batch] + joined.map { $0.batch })
        for (other, answer) in zip(joined, answers.dropFirst()) {
            other.continuation.resume(returning: answer)
        }
        return try answers[0].get()
    }

    package func hold(host: String, until: Timestamp) throws(StoreError) {
        try database.run(
            "INSERT INTO host_hold(host, until) VALUES (?, ?) ON CONFLICT DO UPDATE SET until = excluded.until",
            [.text(host), .time(until)])
    }

    package func heldHosts(at now: Timestamp) throws(StoreError) -> [String: Timestamp] {
        try database.run("DELETE FROM host_hold WHERE until <= ?", [.time(now)])
        let holds = try database.rows("SELECT host, until FROM host_hold") { ($0.text(0), $0.time(1) ?? now) }
        return Dictionary(uniqueKeysWithValues: holds)
    }

    // MARK: Edit

    package func unplacedItems(limit: Int) throws(StoreError) -> [UnplacedItem] {
        try database.rows(
            """
            SELECT \(Database.itemColumns), f.settings, r.placement, r.story
            FROM unplaced u JOIN item i ON i.id = u.item JOIN item_text t ON t.item = i.id
            JOIN feed f ON f.id = i.feed LEFT JOIN report r ON r.item = i.id
            ORDER BY u.item LIMIT ?
            """, [.integer(limit)]
        ) { row throws(StoreError) in
            var placement: Placement?
            if let text = row.optionalText(18) {
                placement = try database.value(Placement.self, text)
                placement?.story = StoryID(row.integer(19))
                placement?.absorbed = nil
            }
            return UnplacedItem(
                item: try database.item(row), feed: try database.value(FeedSettings.self, row.text(17)),
                placement: placement)
        }
    }

    package func commit(_ batch: EditBatch) throws(StoreError) { try database.commit(batch) }

    package func placedReports(
        since moment: Timestamp, after last: ItemID?, limit: Int
    ) throws(StoreError) -> [Report] {
        try database.rows(
            """
            SELECT \(Database.reportColumns) FROM \(Database.reportTables)
            WHERE r.item > ? AND r.first_seen >= ? ORDER BY r.item LIMIT ?
            """, [.integer(last?.rawValue ?? Int64.min), .time(moment), .integer(limit)]
        ) { row throws(StoreError) in try database.report(row) }
    }

    // MARK: Deliveries

    package func claimDeliveries(
        route: String, at now: Timestamp, lease: Duration, limit: Int
    ) throws(StoreError) -> [Delivery] {
        try database.transaction { () throws(StoreError) in
            let due = try database.rows(
                """
                SELECT \(Database.alertColumns), d.id, d.attempts, d.created
                FROM delivery d JOIN alert_revision a
                    ON a.watch = d.watch AND a.story = d.story AND a.revision = d.revision
                WHERE d.route = ? AND d.state = 'pending' AND d.next_attempt <= ? ORDER BY d.next_attempt, d.id LIMIT ?
                """, [.text(route), .time(now), .integer(limit)]
            ) { row throws(StoreError) in
                Delivery(
                    id: DeliveryID(row.integer(6)), route: route, alert: try database.alert(row),
                    attempts: Int(row.integer(7)), created: row.time(8) ?? now)
            }
            for delivery in due {
                try database.run(
                    "UPDATE delivery SET next_attempt = ? WHERE id = ?",
                    [.time(now + lease), .integer(delivery.id.rawValue)])
            }
            return due
        }
    }

    package func record(_ outcome: DeliveryOutcome, of delivery: DeliveryID) throws(StoreError) {
        let id: SQLiteValue = .integer(delivery.rawValue)
        switch outcome {
        case .delivered(let moment):
            try database.run(
                """
                UPDATE delivery SET state = 'delivered', attempts = attempts + 1, finished = ?, next_attempt = NULL,
                    error = NULL WHERE id = ?
                """, [.time(moment), id])
        case .retry(let moment, let error):
            try database.run(
                "UPDATE delivery SET attempts = attempts + 1, next_attempt = ?, error = ? WHERE id = ?",
                [.time(moment), .text(error), id])
        case .failed(let moment, let error):
            try database.run(
                """
                UPDATE delivery SET state = 'failed', attempts = attempts + 1, finished = ?, next_attempt = NULL,
                    error = ? WHERE id = ?
                """, [.time(moment), .text(error), id])
        }
    }

    package func nextDelivery() throws(StoreError) -> Timestamp? {
        try database.row("SELECT min(next_attempt) FROM delivery WHERE state = 'pending'") { $0.time(0) }
            ?? nil
    }

    // MARK: Beside the line

    package func indexForSearch(limit: Int) throws(StoreError) -> Int {
        try database.transaction { () throws(StoreError) in
            let items = try database.rows(
                """
                SELECT u.item, i.title, t.text FROM unindexed u JOIN item i ON i.id = u.item
                JOIN item_text t ON t.item = i.id ORDER BY u.item LIMIT ?
                """, [.integer(limit)]
            ) { ($0.integer(0), $0.text(1), $0.text(2)) }
            for (item, title, text) in items {
                try database.run("DELETE FROM search WHERE rowid = ?", [.integer(item)])
                try database.run(
                    "INSERT INTO search(rowid, title, text) VALUES (?, ?, ?)",
                    [
                        .integer(item), .text(FoldedText(title).indexText),
                        .text(FoldedText(text).indexText),
                    ])
                try database.run("DELETE FROM unindexed WHERE item = ?", [.integer(item)])
            }
            return items.count
        }
    }

    package func markDigest(reader: String, at moment: Timestamp) throws(StoreError) {
        try database.run(
            "INSERT INTO digest_mark(reader, until) VALUES (?, ?) ON CONFLICT DO UPDATE SET until = excluded.until",
            [.text(reader), .time(moment)])
    }

    package func maintain() throws(StoreError) {
        try database.execute("PRAGMA optimize")
        try database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    }
}
