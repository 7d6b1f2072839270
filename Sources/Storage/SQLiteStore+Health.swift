package import Model
package import Pipeline
import SQLite

/// The health of feeds, and the summaries that tell of it.
extension SQLiteStore {
    package func toldTroubles() throws(StoreError) -> [ToldTrouble] {
        try database.rows("SELECT watch, feed, event, episode, told FROM told_trouble") { row in
            ToldTrouble(
                watch: row.text(0), feed: FeedID(row.integer(1)),
                event: FeedEvent(rawValue: row.text(2)) ?? .failing, episode: row.text(3),
                told: row.time(4) ?? Timestamp(milliseconds: 0))
        }
    }

    package func commit(_ batch: HealthBatch) throws(StoreError) {
        try database.transaction { () throws(StoreError) in
            for judgement in batch.judgements { try take(judgement) }
            for (notice, routes) in zip(batch.notices, batch.routes) {
                try insert(notice, routes: routes, at: batch.at)
            }
            for trouble in batch.over {
                try database.run(
                    "DELETE FROM told_trouble WHERE watch = ? AND feed = ? AND event = ?",
                    Self.key(of: trouble))
            }
            for trouble in batch.told {
                try database.run(
                    """
                    INSERT INTO told_trouble(watch, feed, event, episode, told) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT DO UPDATE SET episode = excluded.episode, told = excluded.told
                    """, Self.key(of: trouble) + [.text(trouble.episode), .time(trouble.told)])
            }
            for (watch, moment) in batch.marks.sorted(by: { $0.key < $1.key }) {
                try database.run(
                    """
                    INSERT INTO feed_watch_mark(watch, until) VALUES (?, ?)
                    ON CONFLICT DO UPDATE SET until = excluded.until
                    """, [.text(watch), .time(moment)])
            }
        }
    }

    private static func key(of trouble: ToldTrouble) -> [SQLiteValue] {
        [.text(trouble.watch), .integer(trouble.feed.rawValue), .text(trouble.event.rawValue)]
    }

    private func take(_ judgement: HealthBatch.Judgement) throws(StoreError) {
        let stored = try database.row(
            "SELECT \(Database.stateColumns) FROM \(Database.feedTables) WHERE f.id = ?",
            [.integer(judgement.feed.rawValue)]
        ) { row throws(StoreError) in try database.state(row) }
        guard var state = stored else { return }
        // Somebody has polled it since: the poll knows better.
        guard state.lastPoll == judgement.lastPoll else { return }
        state.health = judgement.health
        state.since = judgement.since
        try database.write(state, of: judgement.feed)
    }

    private func insert(_ notice: FeedNotice, routes: [String], at moment: Timestamp) throws(StoreError) {
        try database.run(
            """
            INSERT OR IGNORE INTO notice(kind, source, slot, key, decided, content) VALUES ('feeds', ?, ?, ?, ?, ?)
            """,
            [
                .text(notice.id.watch), .text(notice.id.slot), .text(notice.idempotencyKey),
                .time(notice.decided), try database.json(notice),
            ])
        for route in routes {
            try database.run(
                """
                INSERT OR IGNORE INTO delivery(notice, route, state, attempts, created, next_attempt)
                SELECT id, ?, 'pending', 0, ?, ? FROM notice WHERE key = ?
                """, [.text(route), .time(moment), .time(moment), .text(notice.idempotencyKey)])
        }
    }
}

extension Database {
    func feedWatchMarks() throws(StoreError) -> [String: Timestamp] {
        let marks = try rows("SELECT watch, until FROM feed_watch_mark") {
            ($0.text(0), $0.time(1) ?? Timestamp(milliseconds: 0))
        }
        return Dictionary(uniqueKeysWithValues: marks)
    }

    /// What summaries say is what they have told: nothing else need be remembered.
    func toldSilences(by watch: String) throws(StoreError) -> Set<WatchSilence> {
        let told = try rows(
            """
            SELECT j.value FROM notice n, json_each(n.content, '$.silences') j WHERE n.kind = 'feeds' AND n.source = ?
            """, [.text(watch)]
        ) { row throws(StoreError) in try value(WatchSilence.self, row.text(0)) }
        return Set(told)
    }

    func notices(onlyFailed: Bool, limit: Int) throws(StoreError) -> [StoredNotice] {
        let failed = """
            AND EXISTS (SELECT 1 FROM delivery d WHERE d.notice = n.id
                AND (d.state = 'failed' OR d.error IS NOT NULL AND d.state = 'pending'))
            """
        return try notices(
            "n.kind = 'feeds' \(onlyFailed ? failed : "") ORDER BY n.decided DESC, n.id DESC LIMIT ?",
            [.integer(limit)])
    }

    func notice(_ id: FeedNoticeID) throws(StoreError) -> StoredNotice? {
        try notices("n.kind = 'feeds' AND n.source = ? AND n.slot = ?", [.text(id.watch), .text(id.slot)])
            .first
    }

    private func notices(_ condition: String, _ values: [SQLiteValue]) throws(StoreError) -> [StoredNotice] {
        let found = try rows("SELECT n.id, n.content FROM notice n WHERE \(condition)", values) {
            row throws(StoreError) in (id: row.integer(0), notice: try value(FeedNotice.self, row.text(1)))
        }
        var stored: [StoredNotice] = []
        for (id, notice) in found {
            stored.append(
                StoredNotice(notice: notice, deliveries: try standings("notice = ?", [.integer(id)])))
        }
        return stored
    }
}
