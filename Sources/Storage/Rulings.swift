import Model
import Pipeline
import SQLite

/// What people decided about stories.
extension Database {
    // MARK: Writing

    func write(_ rulings: [Ruling], undone: [Ruling]) throws(StoreError) {
        for ruling in rulings {
            try run(
                """
                INSERT INTO ruling(id, kind, story, other, items, author, note, made) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    .integer(ruling.id.rawValue), .text(ruling.kind.rawValue),
                    .integer(ruling.story.rawValue),
                    .integer(ruling.other.rawValue), try json(ruling.items.map(\.rawValue)), .text(ruling.by),
                    .text(ruling.note), .time(ruling.made),
                ])
        }
        for ruling in undone {
            try run(
                "UPDATE ruling SET undone = ?, undone_by = ? WHERE id = ?",
                [.time(ruling.undone), .text(ruling.undoneBy), .integer(ruling.id.rawValue)])
        }
    }

    /// Moves items to a story that is new or was an alias, whose figures are written already.
    ///
    /// Each of the two counts as told where any part of the whole was. An alias goes with the item it is named after.
    func part(_ parting: StoryParting, at moment: Timestamp) throws(StoreError) {
        let (story, other): (SQLiteValue, SQLiteValue) = (
            .integer(parting.story.rawValue), .integer(parting.other.rawValue)
        )
        let aliases = try rows("SELECT id FROM story WHERE alias_of = ?", [story]) { $0.integer(0) }
        let whole = [parting.story.rawValue, parting.other.rawValue] + aliases
        for side in [parting.story.rawValue, parting.other.rawValue] {
            for named in Set(whole) {
                try run(
                    "INSERT OR IGNORE INTO told_before(story, other, until) SELECT ?, other, until FROM told_before WHERE story = ?",
                    [.integer(side), .integer(named)])
                guard named != side else { continue }
                try run(
                    "INSERT INTO told_before(story, other, until) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET until = excluded.until",
                    [.integer(side), .integer(named), .time(moment)])
            }
        }
        try run("UPDATE story SET alias_of = NULL WHERE id = ?", [other])
        for item in parting.items.map(\.rawValue) {
            try run("UPDATE report SET story = ? WHERE item = ?", [other, .integer(item)])
            try run("UPDATE match SET story = ? WHERE item = ?", [other, .integer(item)])
            try run(
                "UPDATE story SET alias_of = ? WHERE id = ? AND alias_of = ?", [other, .integer(item), story])
        }
    }

    // MARK: Reading

    /// Watches that told of any of `stories` while it was part of another.
    func toldBefore(_ stories: [StoryID]) throws(StoreError) -> Set<String> {
        var watches: Set<String> = []
        for story in stories {
            let told = try rows(
                """
                SELECT DISTINCT a.watch FROM told_before t JOIN alert a ON a.story = t.other
                LEFT JOIN alert_revision r ON \(Self.sameAlert) AND r.revision = 1
                WHERE t.story = ? AND (r.decided IS NULL OR r.decided <= t.until)
                """, [.integer(story.rawValue)]
            ) { $0.text(0) }
            watches.formUnion(told)
        }
        return watches
    }

    private static let rulingColumns = "id, kind, story, other, items, author, note, made, undone, undone_by"

    private func ruling(_ row: Statement) throws(StoreError) -> Ruling {
        Ruling(
            id: RulingID(row.integer(0)), kind: Ruling.Kind(rawValue: row.text(1)) ?? .merge,
            story: StoryID(row.integer(2)), other: StoryID(row.integer(3)),
            items: try value([Int64].self, row.text(4)).map { ItemID($0) }, by: row.optionalText(5),
            note: row.optionalText(6), made: row.time(7) ?? Timestamp(milliseconds: 0), undone: row.time(8),
            undoneBy: row.optionalText(9))
    }

    /// Rulings about any of `stories`, oldest first.
    func rulings(about stories: [StoryID]) throws(StoreError) -> [Ruling] {
        var found: [RulingID: Ruling] = [:]
        for story in stories {
            let key: SQLiteValue = .integer(story.rawValue)
            let rulings = try rows(
                "SELECT \(Self.rulingColumns) FROM ruling WHERE story = ? OR other = ?", [key, key]
            ) { row throws(StoreError) in try ruling(row) }
            for ruling in rulings { found[ruling.id] = ruling }
        }
        return found.values.sorted { $0.id.rawValue < $1.id.rawValue }
    }

    func standingRuling(_ kind: Ruling.Kind, of other: StoryID) throws(StoreError) -> Ruling? {
        try row(
            """
            SELECT \(Self.rulingColumns) FROM ruling WHERE other = ? AND kind = ? AND undone IS NULL
            ORDER BY id DESC LIMIT 1
            """, [.integer(other.rawValue), .text(kind.rawValue)],
            { row throws(StoreError) in try ruling(row) })
    }

    /// Pairs that were parted, by a split or by a merge that was undone, and are two stories still.
    func partedStories() throws(StoreError) -> [(StoryID, StoryID)] {
        let pairs = try rows(
            """
            SELECT DISTINCT story, other FROM ruling
            WHERE kind = 'split' AND undone IS NULL OR kind = 'merge' AND undone IS NOT NULL ORDER BY id
            """
        ) { (StoryID($0.integer(0)), StoryID($0.integer(1))) }
        var parted: [(StoryID, StoryID)] = []
        for (story, other) in pairs {
            let (one, two) = (try survivor(of: story), try survivor(of: other))
            if one != two { parted.append((one, two)) }
        }
        return parted
    }

    func namedStories(among stories: [StoryID]) throws(StoreError) -> Set<StoryID> {
        var named: Set<StoryID> = []
        for story in stories {
            let found = try row("SELECT 1 FROM story WHERE id = ?", [.integer(story.rawValue)]) { _ in true }
            if found != nil { named.insert(story) }
        }
        return named
    }

    func nextRuling() throws(StoreError) -> RulingID {
        RulingID(try row("SELECT coalesce(max(id), 0) + 1 FROM ruling") { $0.integer(0) } ?? 1)
    }
}
