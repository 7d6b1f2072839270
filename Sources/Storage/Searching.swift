import Model
import Pipeline
import SQLite
import Text

/// What search and replays ask.
extension Database {
    /// Words in titles weigh so many times those in texts.
    private static let titleWeight = 4.0
    /// That of item `i`; see ``Item/time``.
    private static let time = "min(coalesce(i.published, i.updated, i.first_seen), i.first_seen)"

    func candidates(_ narrowing: SearchNarrowing) throws(StoreError) -> [ItemID] {
        var lowest = Int64.min
        if narrowing.firstSeen.lowerBound > SearchNarrowing.always.lowerBound {
            // Numbers follow arrival, so the oldest of the span bounds the part of the index that is read.
            let found = try row(
                "SELECT min(item) FROM report WHERE first_seen >= ?", [.time(narrowing.firstSeen.lowerBound)]
            ) { $0.optionalInteger(0) }
            guard let found = found ?? nil else { return [] }
            lowest = found
        }
        var highest = Int64.max
        if narrowing.firstSeen.upperBound < SearchNarrowing.always.upperBound {
            let found = try row(
                "SELECT max(item) FROM report WHERE first_seen < ?", [.time(narrowing.firstSeen.upperBound)]
            ) { $0.optionalInteger(0) }
            guard let found = found ?? nil else { return [] }
            highest = found
        }
        var values: [SQLiteValue] = [.integer(lowest), .integer(highest)]
        var conditions = ""
        if let feeds = narrowing.feeds {
            conditions += " AND i.feed IN (SELECT value FROM json_each(?))"
            values.append(try json(feeds.map(\.rawValue).sorted()))
        }
        if narrowing.times != SearchNarrowing.always {
            conditions += " AND \(Self.time) >= ? AND \(Self.time) < ?"
            values += [.time(narrowing.times.lowerBound), .time(narrowing.times.upperBound)]
        }
        values.append(.integer(narrowing.limit))
        guard let expression = narrowing.expression else {
            let join = conditions.isEmpty ? "" : "JOIN item i ON i.id = r.item"
            let order = narrowing.order == .oldest ? "" : "DESC"
            return try rows(
                """
                SELECT r.item FROM report r \(join) WHERE r.item >= ? AND r.item <= ?\(conditions)
                ORDER BY r.item \(order) LIMIT ?
                """, values
            ) { ItemID($0.integer(0)) }
        }
        // The index first, whatever a planner thinks of it: it alone knows the words.
        let join = conditions.isEmpty ? "" : "CROSS JOIN item i ON i.id = s.rowid"
        let found = """
            FROM search s \(join) WHERE s.search MATCH ? AND s.rowid >= ? AND s.rowid <= ?\(conditions)
            """
        let sql =
            switch narrowing.order {
            case .newest: "SELECT s.rowid \(found) ORDER BY s.rowid DESC LIMIT ?"
            case .oldest: "SELECT s.rowid \(found) ORDER BY s.rowid LIMIT ?"
            case .rank:
                // To tell how good an item is, its length is read: far more than to find it.
                """
                SELECT item FROM (
                    SELECT s.rowid AS item, bm25(search, \(Self.titleWeight), 1.0) AS score \(found)
                    ORDER BY s.rowid DESC LIMIT \(SearchNarrowing.rankedItems))
                ORDER BY score, item DESC LIMIT ?
                """
            }
        return try rows(sql, [.text(expression)] + values) { ItemID($0.integer(0)) }
    }

    /// Puts `item` into the search index, by its words where they are there already.
    func index(_ item: ItemID, folded: FoldedContent?) throws(StoreError) {
        let id: SQLiteValue = .integer(item.rawValue)
        let words =
            if let folded { folded } else {
                try row(
                    "SELECT i.title, t.text FROM item i JOIN item_text t ON t.item = i.id WHERE i.id = ?",
                    [id]
                ) { FoldedContent(title: $0.text(0), text: $0.text(1)) }
            }
        try run("DELETE FROM unindexed WHERE item = ?", [id])
        guard let words else { return }
        try run("DELETE FROM search WHERE rowid = ?", [id])
        try run(
            "INSERT INTO search(rowid, title, text) VALUES (?, ?, ?)",
            [id, .text(words.title.indexText), .text(words.text.indexText)])
    }

    func reports(of items: [ItemID]) throws(StoreError) -> [Report] {
        var found: [Report] = []
        for item in items {
            let report = try row(
                "SELECT \(Self.reportColumns) FROM \(Self.reportTables) WHERE r.item = ?",
                [.integer(item.rawValue)], { row throws(StoreError) in try self.report(row) })
            if let report { found.append(report) }
        }
        return found
    }

    // MARK: In brief

    /// The columns of ``reportColumns``, HTML and placement left out.
    private static let briefColumns = """
        i.id, i.feed, i.guid, i.url, i.canonical_url, i.title, i.language, i.published, i.updated, i.first_seen, \
        i.content_hash, i.revision, i.is_quiet, i.details, t.text, NULL, NULL, f.outlet, f.kind, NULL, r.story
        """

    private func briefReport(_ row: Statement) throws(StoreError) -> Report {
        let item = try item(row)
        return Report(
            item: item,
            outlet: Outlet(
                name: row.text(17), kind: row.optionalText(18).flatMap { OutletKind(rawValue: $0) }),
            placement: Placement(
                item: item.id, story: StoryID(row.integer(20)), report: .own, confidence: 1, because: []))
    }

    func briefReports(of items: [ItemID]) throws(StoreError) -> [Report] {
        var found: [Report] = []
        for item in items {
            let report = try row(
                "SELECT \(Self.briefColumns) FROM \(Self.reportTables) WHERE r.item = ?",
                [.integer(item.rawValue)], { row throws(StoreError) in try self.briefReport(row) })
            if let report { found.append(report) }
        }
        return found
    }

    func briefReports(in story: StoryID) throws(StoreError) -> [Report] {
        try rows(
            "SELECT \(Self.briefColumns) FROM \(Self.reportTables) WHERE r.story = ? ORDER BY i.id",
            [.integer(try survivor(of: story).rawValue)]
        ) { row throws(StoreError) in try briefReport(row) }
    }

    // MARK: Watches

    func activity(of watches: [String], since: Timestamp) throws(StoreError) -> [String: WatchActivity] {
        let lowest =
            try row("SELECT min(item) FROM report WHERE first_seen >= ?", [.time(since)]) {
                $0.optionalInteger(0)
            } ?? nil
        var activity: [String: WatchActivity] = [:]
        for watch in watches {
            let last =
                try row(
                    "SELECT i.first_seen FROM match m JOIN item i ON i.id = m.item WHERE m.watch = ? ORDER BY m.item DESC LIMIT 1",
                    [.text(watch)]
                ) { $0.time(0) } ?? nil
            let count = try row(
                "SELECT count(*) FROM match WHERE watch = ? AND item >= ?",
                [.text(watch), .integer(lowest ?? Int64.max)]
            ) { Int($0.integer(0)) }
            activity[watch] = WatchActivity(lastMatch: last, matches: count ?? 0)
        }
        return activity
    }

    // MARK: Matches of what was stored before its watch

    /// One alert's row beside its revisions: `a` and `r` are the same.
    static let sameAlert = "r.watch = a.watch AND r.story = a.story"

    /// Writes a match whose story counts as told from now on, unless the watch had met the story before.
    ///
    /// An alert without a revision says so: nobody was told, and nobody is.
    func backfill(_ match: Match) throws(StoreError) {
        let key: [SQLiteValue] = [.text(match.watch), .integer(match.item.rawValue)]
        let isThere = try row("SELECT 1 FROM match WHERE watch = ? AND item = ?", key) { _ in true }
        guard isThere == nil else { return }
        // A person may have parted its story since it was found.
        let story = try row("SELECT story FROM report WHERE item = ?", [key[1]]) { $0.integer(0) }
        guard let story else { return }
        let met = try row(
            "SELECT 1 FROM match WHERE story = ? AND watch = ? LIMIT 1", [.integer(story), key[0]]
        ) { _ in true }
        if met == nil {
            try run(
                "INSERT OR IGNORE INTO alert(watch, story) VALUES (?, ?)", [key[0], .integer(story)])
        }
        try run(
            "INSERT INTO match(watch, item, story, score, evidence) VALUES (?, ?, ?, ?, ?)",
            key + [
                .integer(story), .integer(match.score.map { Int64($0) }), try json(match.evidence),
            ])
    }

    /// Watches for which one of `stories` counts as told though nobody was.
    func backfilled(_ stories: [StoryID]) throws(StoreError) -> Set<String> {
        var watches: Set<String> = []
        for story in stories {
            watches.formUnion(
                try rows(
                    """
                    SELECT a.watch FROM alert a WHERE a.story = ?
                    AND NOT EXISTS (SELECT 1 FROM alert_revision r WHERE \(Self.sameAlert))
                    """, [.integer(story.rawValue)]
                ) { $0.text(0) })
        }
        return watches
    }
}
