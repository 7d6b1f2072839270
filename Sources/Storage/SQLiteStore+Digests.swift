package import Model
package import Pipeline
import SQLite

/// Digests that go out by themselves, and up to when readers have read.
extension SQLiteStore {
    package func digestSchedule() throws(StoreError) -> [String: Timestamp] {
        let rows = try database.rows("SELECT digest, until FROM digest_schedule") {
            ($0.text(0), $0.time(1) ?? Timestamp(milliseconds: 0))
        }
        return Dictionary(uniqueKeysWithValues: rows)
    }

    package func commit(_ batch: DigestBatch) throws(StoreError) {
        try database.transaction { () throws(StoreError) in
            for (issue, routes) in zip(batch.issues, batch.routes) {
                try dropRepeated(by: issue, at: batch.at)
                try insert(issue, routes: routes, at: batch.at)
                try forgetOldIssues(of: issue.id.digest)
            }
            for (reader, moment) in batch.beginnings.sorted(by: { $0.key < $1.key }) {
                try database.run(
                    "INSERT INTO digest_mark(reader, until) VALUES (?, ?) ON CONFLICT DO NOTHING",
                    [.text(reader), .time(moment)])
            }
            for (digest, moment) in batch.schedule.sorted(by: { $0.key < $1.key }) {
                try database.run(
                    """
                    INSERT INTO digest_schedule(digest, until) VALUES (?, ?)
                    ON CONFLICT DO UPDATE SET until = excluded.until
                    """, [.text(digest), .time(moment)])
            }
        }
    }

    package func markDigest(reader: String, at moment: Timestamp) throws(StoreError) {
        try database.run(
            """
            INSERT INTO digest_mark(reader, until) VALUES (?, ?)
            ON CONFLICT DO UPDATE SET until = max(until, excluded.until)
            """, [.text(reader), .time(moment)])
    }

    /// Moves the mark of the reader to whom this delivery brought a digest; others move nothing.
    func markReader(ofDelivery id: SQLiteValue) throws(StoreError) {
        let content = try database.row(
            "SELECT n.content FROM delivery d JOIN notice n ON n.id = d.notice WHERE d.id = ? AND n.kind = ?",
            [id, .text(Database.digestKind)]
        ) { $0.text(0) }
        guard let content else { return }
        let issue = try database.value(DigestIssue.self, content)
        try markDigest(reader: issue.reader, at: issue.until)
    }

    /// Drops what is on its way of earlier issues that have nothing which `issue` has not.
    private func dropRepeated(by issue: DigestIssue, at moment: Timestamp) throws(StoreError) {
        let waiting = try database.rows(
            """
            SELECT n.id, n.content FROM notice n WHERE n.kind = ? AND n.source = ? AND n.key <> ?
                AND EXISTS (SELECT 1 FROM delivery d WHERE d.notice = n.id AND d.state = 'pending')
            """,
            [
                .text(Database.digestKind), .text(Database.source(of: issue.id.digest)),
                .text(issue.idempotencyKey),
            ]
        ) { row throws(StoreError) in
            (id: row.integer(0), issue: try database.value(DigestIssue.self, row.text(1)))
        }
        for (id, earlier) in waiting where earlier.since >= issue.since && earlier.until <= issue.until {
            try database.run(
                """
                UPDATE delivery SET state = 'failed', next_attempt = NULL, finished = ?, error = ?
                WHERE notice = ? AND state = 'pending'
                """,
                [.time(moment), .text("the digest of \(issue.id.slot) says this as well"), .integer(id)])
        }
    }

    private func forgetOldIssues(of digest: String) throws(StoreError) {
        let old = """
            SELECT id FROM (
                SELECT id FROM notice WHERE kind = ? AND source = ? ORDER BY decided DESC, id DESC LIMIT -1 OFFSET ?)
            WHERE id IS NOT (SELECT notice FROM delivery WHERE id = \(Database.newestDelivery))
            """
        let values: [SQLiteValue] = [
            .text(Database.digestKind), .text(Database.source(of: digest)), .integer(StoredIssue.kept),
        ]
        try database.run("DELETE FROM delivery WHERE notice IN (\(old))", values)
        try database.run("DELETE FROM notice WHERE id IN (\(old))", values)
    }

    private func insert(_ issue: DigestIssue, routes: [String], at moment: Timestamp) throws(StoreError) {
        try database.run(
            "INSERT OR IGNORE INTO notice(kind, source, slot, key, decided, content) VALUES (?, ?, ?, ?, ?, ?)",
            [
                .text(Database.digestKind), .text(Database.source(of: issue.id.digest)), .text(issue.id.slot),
                .text(issue.idempotencyKey), .time(issue.decided), try database.json(issue),
            ])
        for route in routes {
            try database.run(
                """
                INSERT OR IGNORE INTO delivery(notice, route, state, attempts, created, next_attempt)
                SELECT id, ?, 'pending', 0, ?, ? FROM notice WHERE key = ?
                """, [.text(route), .time(moment), .time(moment), .text(issue.idempotencyKey)])
        }
    }
}

extension Database {
    /// What `notice.kind` says of a digest.
    static let digestKind = "digest"

    /// What `notice.source` says of a digest: a watch over feeds may have its name.
    static func source(of digest: String) -> String { "digest:\(digest)" }

    func digestIssues(
        of digest: String?, onlyFailed: Bool, limit: Int
    ) throws(StoreError) -> [StoredIssue] {
        let failed = """
            AND EXISTS (SELECT 1 FROM delivery d WHERE d.notice = n.id
                AND (d.state = 'failed' OR d.error IS NOT NULL AND d.state = 'pending'))
            """
        return try issues(
            "\(digest == nil ? "" : "AND n.source = ?") \(onlyFailed ? failed : "") "
                + "ORDER BY n.decided DESC, n.id DESC LIMIT ?",
            (digest.map { [.text(Self.source(of: $0))] } ?? []) + [.integer(limit)])
    }

    func digestIssue(_ id: DigestIssueID) throws(StoreError) -> StoredIssue? {
        try issues("AND n.source = ? AND n.slot = ?", [.text(Self.source(of: id.digest)), .text(id.slot)])
            .first
    }

    private func issues(_ condition: String, _ values: [SQLiteValue]) throws(StoreError) -> [StoredIssue] {
        let found = try rows(
            "SELECT n.id, n.content FROM notice n WHERE n.kind = '\(Self.digestKind)' \(condition)", values
        ) { row throws(StoreError) in
            (id: row.integer(0), issue: try value(DigestIssue.self, row.text(1)))
        }
        var stored: [StoredIssue] = []
        for (id, issue) in found {
            stored.append(
                StoredIssue(issue: issue, deliveries: try standings("notice = ?", [.integer(id)])))
        }
        return stored
    }
}
