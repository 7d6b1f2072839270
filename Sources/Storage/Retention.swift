package import Model
package import Pipeline
import SQLite

/// Deleting what is old, in steps that other commits go between.
extension SQLiteStore {
    package func retentionMark() throws(StoreError) -> ItemID? {
        try database.mark(.retention).map { ItemID($0) }
    }

    package func settlingEnd() throws(StoreError) -> Timestamp? {
        try database.mark(.settling).map { Timestamp(milliseconds: $0) }
    }

    package func noteSettling(until moment: Timestamp) throws(StoreError) {
        try database.set(.settling, to: moment.milliseconds)
    }

    package func tidy(
        _ round: RetentionRound, within bounds: RetentionBounds, limit: Int
    ) throws(StoreError) -> RetentionRound {
        try database.transaction(isSynced: false) { () throws(StoreError) in
            var round = round
            if !round.isTextDone {
                try database.deleteTexts(&round, within: bounds, limit: limit)
                let beginning = round.nextBeginning?.rawValue ?? 0
                if round.isTextDone, try database.mark(.retention) != beginning {
                    try database.set(.retention, to: beginning)
                }
            } else if !round.isForgettingDone {
                try database.forgetItems(&round, within: bounds, limit: limit)
            } else if !round.areRecordsDone {
                try database.deleteRecords(&round, within: bounds, limit: limit)
            }
            return round
        }
    }

    package func shrink(pages: Int) throws(StoreError) -> Bool {
        func pragma(_ name: String) throws(StoreError) -> Int64 {
            try database.row("PRAGMA \(name)") { $0.integer(0) } ?? 0
        }
        let free = try pragma("freelist_count")
        let reserve = try pragma("page_count") / Self.reserveShare
        // 2: incremental. A file of before that keeps its free pages, and fills them again.
        guard try pragma("auto_vacuum") == 2, free > reserve else { return false }
        try database.execute("PRAGMA incremental_vacuum(\(min(Int64(pages), free - reserve)))")
        return free - reserve > pages
    }

    /// A part of the file that may be free: what comes tomorrow goes there.
    private static let reserveShare: Int64 = 8
}

extension Database {
    /// Small numbers that the daemon keeps for itself.
    enum Mark: String {
        /// 1 while a daemon has the file open for writing.
        case running
        /// The item after which the next round of deleting begins.
        case retention
        /// When alerts may go after a long absence.
        case settling
    }

    func mark(_ mark: Mark) throws(StoreError) -> Int64? {
        try row("SELECT value FROM daemon_mark WHERE name = ?", [.text(mark.rawValue)]) { $0.integer(0) }
    }

    func set(_ mark: Mark, to value: Int64) throws(StoreError) {
        try run(
            """
            INSERT INTO daemon_mark(name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value
            """, [.text(mark.rawValue), .integer(value)])
    }

    /// Looks at up to `limit` items and deletes the texts of those that are old and that nobody needs.
    func deleteTexts(
        _ round: inout RetentionRound, within bounds: RetentionBounds, limit: Int
    ) throws(StoreError) {
        guard let before = bounds.textsBefore else {
            round.isTextDone = true
            return
        }
        let waiting = try storiesOnTheirWay()
        let items = try rows(
            """
            SELECT i.id, i.first_seen, i.deleted IS NOT NULL, r.story, s.last_report,
                EXISTS (SELECT 1 FROM unplaced u WHERE u.item = i.id)
                    OR EXISTS (SELECT 1 FROM unindexed x WHERE x.item = i.id)
            FROM item i LEFT JOIN report r ON r.item = i.id LEFT JOIN story s ON s.id = r.story
            WHERE i.id > ? ORDER BY i.id LIMIT ?
            """, [.integer(round.text?.rawValue ?? 0), .integer(limit)]
        ) { row in
            (
                id: row.integer(0), seen: row.time(1) ?? bounds.at, isDeleted: row.integer(2) != 0,
                story: row.optionalInteger(3), lastReport: row.time(4), isQueued: row.integer(5) != 0
            )
        }
        round.isTextDone = items.count < limit
        for item in items {
            // Items come in the order in which they were seen; only a clock that was wrong has them otherwise.
            if item.seen >= before, item.seen <= bounds.at {
                round.isTextDone = true
                return
            }
            round.text = ItemID(item.id)
            if item.isDeleted { continue }
            let isAlive = item.lastReport.map { $0 >= bounds.storiesSince } ?? false
            let isOnItsWay = item.story.map { waiting.contains($0) } ?? false
            if item.seen >= before || isAlive || isOnItsWay || item.isQueued {
                round.needed = round.needed ?? ItemID(item.id)
                continue
            }
            try deleteText(of: item.id, at: bounds.at)
            round.texts += 1
        }
    }

    /// Stories, under the numbers they have now, with an alert that is still to be delivered.
    private func storiesOnTheirWay() throws(StoreError) -> Set<Int64> {
        let stories = try rows(
            "SELECT DISTINCT story FROM delivery WHERE state = 'pending' AND story IS NOT NULL"
        ) { StoryID($0.integer(0)) }
        var found: Set<Int64> = []
        for story in stories { found.insert(try survivor(of: story).rawValue) }
        return found
    }

    private func deleteText(of item: Int64, at moment: Timestamp) throws(StoreError) {
        let id: [SQLiteValue] = [.integer(item)]
        try run(
            "UPDATE item_text SET text = '', summary_html = NULL, content_html = NULL WHERE item = ?", id)
        try run("DELETE FROM revision WHERE item = ?", id)
        try run("DELETE FROM search WHERE rowid = ?", id)
        try run("UPDATE item SET deleted = ? WHERE id = ?", [.time(moment)] + id)
    }

    /// Looks at up to `limit` items whose texts went long ago, and forgets those that no late alert and no ruling is
    /// about.
    func forgetItems(
        _ round: inout RetentionRound, within bounds: RetentionBounds, limit: Int
    ) throws(StoreError) {
        guard let before = bounds.itemsDeletedBefore else {
            round.isForgettingDone = true
            return
        }
        let last = round.forgotten
        let items = try rows(
            """
            SELECT i.id, i.deleted, r.story FROM item i LEFT JOIN report r ON r.item = i.id
            WHERE i.deleted IS NOT NULL AND (i.deleted, i.id) > (?, ?) AND i.deleted < ?
            ORDER BY i.deleted, i.id LIMIT ?
            """,
            [
                .integer(last?.moment.milliseconds ?? Int64.min), .integer(last?.item.rawValue ?? 0),
                .time(before), .integer(limit),
            ]
        ) { row in (id: row.integer(0), deleted: row.time(1) ?? before, story: row.optionalInteger(2)) }
        round.isForgettingDone = items.count < limit
        for item in items {
            round.forgotten = RetentionRound.Deletion(moment: item.deleted, item: ItemID(item.id))
            if let story = item.story, try isSpokenOf(story, since: bounds.storiesSince, toldSince: before) {
                continue
            }
            for table in ["match", "revision", "item_key", "item_text", "unplaced", "unindexed", "report"] {
                try run("DELETE FROM \(table) WHERE item = ?", [.integer(item.id)])
            }
            try run("DELETE FROM item WHERE id = ?", [.integer(item.id)])
            if let story = item.story { try forgetIfEmpty(story) }
            round.items += 1
        }
    }

    /// The number after which the next delivery is numbered. Its row stays: receivers would take an alert that has a number
    /// for the second time for the first.
    static let newestDelivery = "(SELECT max(id) FROM delivery)"

    /// Whether `story`, or one that became part of it, lives on, was told of late or last of all or is still to be, or was
    /// ruled about.
    private func isSpokenOf(
        _ story: Int64, since moment: Timestamp, toldSince: Timestamp
    ) throws(StoreError) -> Bool {
        let found = try row(
            """
            SELECT 1 FROM story s WHERE (s.id = ?1 OR s.alias_of = ?1) AND (s.last_report >= ?2
                OR EXISTS (SELECT 1 FROM alert t JOIN alert_revision a USING (watch, story)
                    WHERE t.story = s.id AND a.decided >= ?3)
                OR EXISTS (SELECT 1 FROM alert t JOIN delivery d USING (watch, story)
                    WHERE t.story = s.id AND (d.state = 'pending' OR d.id = \(Self.newestDelivery)))
                OR EXISTS (SELECT 1 FROM ruling u WHERE u.story = s.id OR u.other = s.id)) LIMIT 1
            """, [.integer(story), .time(moment), .time(toldSince)]
        ) { _ in true }
        return found ?? false
    }

    private func forgetIfEmpty(_ story: Int64) throws(StoreError) {
        let id: [SQLiteValue] = [.integer(story)]
        guard try row("SELECT 1 FROM report WHERE story = ? LIMIT 1", id, { _ in true }) == nil else {
            return
        }
        for alert in try alerts(over: story) {
            for table in ["delivery", "alert_revision", "alert"] {
                try run(
                    "DELETE FROM \(table) WHERE watch = ? AND story = ?",
                    [.text(alert.watch), .integer(alert.story)])
            }
        }
        try run(
            """
            DELETE FROM told_before WHERE story = ?1 OR other = ?1
                OR story IN (SELECT id FROM story WHERE alias_of = ?1)
            """, id)
        try run("DELETE FROM story WHERE alias_of = ?", id)
        try run("DELETE FROM story WHERE id = ?", id)
    }

    /// The alerts over `story` and what became part of it.
    private func alerts(over story: Int64) throws(StoreError) -> [(watch: String, story: Int64)] {
        try rows(
            """
            SELECT a.watch, a.story FROM story s JOIN alert a ON a.story = s.id WHERE s.id = ?1 OR s.alias_of = ?1
            """, [.integer(story)]
        ) { (watch: $0.text(0), story: $0.integer(1)) }
    }

    /// Deletes up to `limit` silences that are long over, and as many summaries of feeds in trouble that nobody waits
    /// for. Of digests the newest stay, however old they are, and so do summaries that told of silent watches: a silence
    /// may last longer than anything is kept, and they are what knows that it was told.
    func deleteRecords(
        _ round: inout RetentionRound, within bounds: RetentionBounds, limit: Int
    ) throws(StoreError) {
        guard let before = bounds.textsBefore else {
            round.areRecordsDone = true
            return
        }
        let silences = try rows(
            "SELECT id FROM silence WHERE until < ? ORDER BY until LIMIT ?", [.time(before), .integer(limit)]
        ) { $0.text(0) }
        for id in silences { try run("DELETE FROM silence WHERE id = ?", [.text(id)]) }
        let notices = try rows(
            """
            SELECT n.id FROM notice n WHERE n.decided < ? AND n.kind <> ?
                AND coalesce(json_array_length(n.content, '$.silences'), 0) = 0 AND NOT EXISTS (
                    SELECT 1 FROM delivery d
                    WHERE d.notice = n.id AND (d.state = 'pending' OR d.id = \(Self.newestDelivery)))
            ORDER BY n.decided LIMIT ?
            """, [.time(before), .text(Self.digestKind), .integer(limit)]
        ) { $0.integer(0) }
        for id in notices {
            try run("DELETE FROM delivery WHERE notice = ?", [.integer(id)])
            try run("DELETE FROM notice WHERE id = ?", [.integer(id)])
        }
        round.records += silences.count + notices.count
        round.areRecordsDone = max(silences.count, notices.count) < limit
    }
}
