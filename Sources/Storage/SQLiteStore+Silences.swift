package import Model
package import Pipeline
import SQLite

/// Silences: what people asked to be kept back.
extension SQLiteStore {
    package func add(_ silence: Silence) throws(StoreError) {
        try database.run(
            """
            INSERT OR IGNORE INTO silence(id, matchers, author, comment, start, until) VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                .text(silence.id.description), try database.json(silence.matchers), .text(silence.author),
                .text(silence.comment), .time(silence.start), .time(silence.end),
            ])
    }

    package func expire(
        _ id: SilenceID, by author: String?, at now: Timestamp
    ) throws(StoreError) -> Silence? {
        try database.transaction { () throws(StoreError) in
            let found = try database.silences("id = ?", [.text(id.description)]).first
            guard var silence = found?.silence, silence.end > now else { return nil }
            silence.end = now
            silence.endedBy = author
            try database.run(
                "UPDATE silence SET until = ?, ended_by = ? WHERE id = ?",
                [.time(now), .text(author), .text(id.description)])
            return silence
        }
    }

    package func activeSilences(at now: Timestamp) throws(StoreError) -> [Silence] {
        try database.silences("until > ?1 AND start <= ?1", [.time(now)]).map(\.silence)
    }
}

extension Database {
    func silences(in window: Range<Timestamp>) throws(StoreError) -> [StoredSilence] {
        try silences(
            "until > ? AND start < ?", [.time(window.lowerBound), .time(window.upperBound)])
    }

    func silences(_ condition: String, _ values: [SQLiteValue]) throws(StoreError) -> [StoredSilence] {
        try rows(
            """
            SELECT s.id, s.matchers, s.author, s.comment, s.start, s.until, s.ended_by, (
                SELECT count(*) FROM (SELECT DISTINCT d.watch, d.story, d.revision FROM delivery d
                    WHERE d.silence = s.id))
            FROM silence s WHERE \(condition) ORDER BY s.start, s.id
            """, values
        ) { row throws(StoreError) in
            guard let id = SilenceID(row.text(0)), let start = row.time(4), let end = row.time(5) else {
                throw .corrupt(message: "the silence `\(row.text(0))` has no name or no times")
            }
            let silence = Silence(
                id: id, matchers: try value([Silence.Matcher].self, row.text(1)), author: row.optionalText(2),
                comment: row.text(3), start: start, end: end, endedBy: row.optionalText(6))
            return StoredSilence(silence: silence, alerts: Int(row.integer(7)))
        }
    }
}
