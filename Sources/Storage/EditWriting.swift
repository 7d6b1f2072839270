import Model
import Pipeline
import SQLite

/// The edit commit.
extension Database {
    func commit(_ batch: EditBatch) throws(StoreError) {
        try transaction { () throws(StoreError) in
            for story in batch.stories { try upsert(story) }
            for parting in batch.partings { try part(parting, at: batch.at) }
            for placement in batch.placements { try place(placement) }
            for merge in batch.merges { try alias(merge.absorbed, to: merge.story) }
            try write(batch.rulings, undone: batch.undoneRulings)
            for match in batch.matches { try upsert(match) }
            for match in batch.backfilled { try backfill(match) }
            for (index, (alert, routes)) in zip(batch.alerts, batch.routes).enumerated() {
                try insert(alert, routes: routes, silence: batch.silenced[index], at: batch.at)
            }
            for item in batch.edited {
                try run("DELETE FROM unplaced WHERE item = ?", [.integer(item.rawValue)])
            }
            if let window = batch.window { try write(window) }
        }
    }

    private func upsert(_ story: Story) throws(StoreError) {
        try run(
            """
            INSERT INTO story(id, lead, headline, opened, last_report, items, outlets, languages, independent_texts)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET lead = excluded.lead, headline = excluded.headline, opened = excluded.opened,
                last_report = excluded.last_report, items = excluded.items, outlets = excluded.outlets,
                languages = excluded.languages, independent_texts = excluded.independent_texts
            """,
            [
                .integer(story.id.rawValue), .integer(story.lead.rawValue), .text(story.headline),
                .time(story.opened), .time(story.lastReport), .integer(story.items), try json(story.outlets),
                try json(story.languages), .integer(story.independentTexts),
            ])
    }

    private func place(_ placement: Placement) throws(StoreError) {
        let story: SQLiteValue = .integer(try survivor(of: placement.story).rawValue)
        try run(
            """
            INSERT INTO report(item, story, placement, first_seen)
            SELECT id, ?, ?, first_seen FROM item WHERE id = ?
            ON CONFLICT DO UPDATE SET story = excluded.story, placement = excluded.placement
            """, [story, try json(placement), .integer(placement.item.rawValue)])
        for copy in placement.recast ?? [] {
            try run(
                "UPDATE report SET copy_of = ? WHERE item = ?",
                [.integer(placement.item.rawValue), .integer(copy.rawValue)])
        }
        if let absorbed = placement.absorbed { try alias(absorbed, to: placement.story) }
    }

    /// Makes `absorbed` an alias of `story`, with all that it has.
    private func alias(_ absorbed: StoryID, to survivor: StoryID) throws(StoreError) {
        let story: SQLiteValue = .integer(try self.survivor(of: survivor).rawValue)
        let old: SQLiteValue = .integer(absorbed.rawValue)
        // A story opened and absorbed in one batch has no row yet.
        try run(
            """
            INSERT INTO story(id, alias_of, lead, headline, opened, last_report, items, outlets, languages,
                independent_texts) SELECT ?, id, lead, headline, opened, last_report, 0, '[]', '[]', 0
            FROM story WHERE id = ? ON CONFLICT DO UPDATE SET alias_of = excluded.alias_of
            """, [old, story])
        try run("UPDATE story SET alias_of = ? WHERE alias_of = ?", [story, old])
        try run("UPDATE report SET story = ? WHERE story = ?", [story, old])
        try run("UPDATE match SET story = ? WHERE story = ?", [story, old])
    }

    private func upsert(_ match: Match) throws(StoreError) {
        try run(
            """
            INSERT INTO match(watch, item, story, score, evidence) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET story = excluded.story, score = excluded.score, evidence = excluded.evidence
            """,
            [
                .text(match.watch), .integer(match.item.rawValue),
                .integer(try survivor(of: match.story).rawValue), .integer(match.score.map { Int64($0) }),
                try json(match.evidence),
            ])
    }

    private func insert(
        _ alert: Alert, routes: [String], silence: Silence?, at moment: Timestamp
    ) throws(StoreError) {
        let key: [SQLiteValue] = [.text(alert.id.watch), .integer(alert.id.story.rawValue)]
        try run("INSERT OR IGNORE INTO alert(watch, story) VALUES (?, ?)", key)
        try run(
            """
            INSERT OR IGNORE INTO alert_revision(watch, story, revision, reason, decided, content)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            key + [
                .integer(alert.revision), try json(alert.reason), .time(alert.decided),
                try json(alert.content),
            ])
        let state: DeliveryState = silence == nil ? .pending : .silenced
        for route in routes {
            try run(
                """
                INSERT OR IGNORE INTO delivery(watch, story, revision, route, state, attempts, created, next_attempt,
                    finished, silence, note) VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?)
                """,
                key + [
                    .integer(alert.revision), .text(route), .text(state.rawValue), .time(moment),
                    silence == nil ? .time(moment) : .null, silence == nil ? .null : .time(moment),
                    .text(silence?.id.description), .text(silence?.words),
                ])
        }
    }
}
