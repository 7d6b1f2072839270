import Model
import Pipeline
import SQLite

/// The two commits of the line.
extension Database {
    // MARK: Ingest

    /// Writes what one poll or push changes, inside of a transaction.
    func apply(_ batch: IngestBatch) throws(StoreError) -> IngestReceipt {
        var receipt = IngestReceipt(newItems: [], revisedItems: [])
        let isShared = batch.changes.isEmpty ? false : try isPushed(batch.feed)
        for change in batch.changes {
            switch change {
            case .new(let draft, let isQuiet):
                if isShared, let item = try knownItem(draft.keys, of: batch.feed) {
                    try learn(draft.keys, of: item, feed: batch.feed)
                    continue
                }
                receipt.newItems.append(try insert(draft, isQuiet: isQuiet, of: batch.feed, at: batch.at))
            case .revised(let draft, let item, let reason, let isMeaningful):
                if isShared, try contentHash(of: item) == draft.contentHash { continue }
                try revise(item, to: draft, reason: reason, isMeaningful: isMeaningful, batch: batch)
                receipt.revisedItems.append(item)
            case .unchanged(let item, let keys):
                try learn(keys, of: item, feed: batch.feed)
            }
        }
        if let state = batch.state {
            try run(
                "UPDATE feed SET state = ?, next_poll = ?, items = items + ? WHERE id = ?",
                [
                    .state(state), .time(state.nextPoll), .integer(receipt.newItems.count),
                    .integer(batch.feed.rawValue),
                ])
        } else {
            try run(
                "UPDATE feed SET items = items + ? WHERE id = ?",
                [.integer(receipt.newItems.count), .integer(batch.feed.rawValue)])
        }
        if isShared || batch.pushedBy != nil { try note(receipt, of: batch) }
        return receipt
    }

    private func insert(
        _ draft: ItemDraft, isQuiet: Bool, of feed: FeedID, at moment: Timestamp
    ) throws(StoreError) -> ItemID {
        let content = draft.content
        try run(
            """
            INSERT INTO item(feed, guid, url, canonical_url, title, language, published, updated, first_seen,
                content_hash, revision, is_quiet, details) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)
            """,
            [
                .integer(feed.rawValue), .text(draft.guid), .text(content.url), .text(draft.canonicalURL),
                .text(content.title), .text(content.language), .time(content.published),
                .time(content.updated),
                .time(moment), .hash(draft.contentHash), .bool(isQuiet), try details(of: content),
            ])
        let item = ItemID(connection.lastInsertedRow)
        try run(
            "INSERT INTO item_text(item, text, summary_html, content_html) VALUES (?, ?, ?, ?)",
            [
                .integer(item.rawValue), .text(content.text), .text(content.summaryHTML),
                .text(content.contentHTML),
            ])
        try learn(draft.keys, of: item, feed: feed)
        try run("INSERT INTO unplaced(item) VALUES (?)", [.integer(item.rawValue)])
        try run("INSERT INTO unindexed(item) VALUES (?)", [.integer(item.rawValue)])
        return item
    }

    private func revise(
        _ item: ItemID, to draft: ItemDraft, reason: String, isMeaningful: Bool, batch: IngestBatch
    ) throws(StoreError) {
        let id: SQLiteValue = .integer(item.rawValue)
        let content = draft.content
        try run(
            """
            INSERT OR IGNORE INTO revision(item, revision, title, text, replaced, reason)
            SELECT i.id, i.revision, i.title, t.text, ?, ? FROM item i JOIN item_text t ON t.item = i.id WHERE i.id = ?
            """, [.time(batch.at), .text(reason), id])
        try run(
            """
            UPDATE item SET guid = coalesce(?, guid), url = coalesce(?, url), canonical_url = coalesce(?, canonical_url),
                title = ?, language = ?, published = coalesce(?, published), updated = ?, content_hash = ?,
                revision = revision + 1, details = ? WHERE id = ?
            """,
            [
                .text(draft.guid), .text(content.url), .text(draft.canonicalURL), .text(content.title),
                .text(content.language), .time(content.published), .time(content.updated),
                .hash(draft.contentHash), try details(of: content), id,
            ])
        try run(
            "UPDATE item_text SET text = ?, summary_html = ?, content_html = ? WHERE item = ?",
            [.text(content.text), .text(content.summaryHTML), .text(content.contentHTML), id])
        try learn(draft.keys, of: item, feed: batch.feed)
        try run("INSERT OR IGNORE INTO unindexed(item) VALUES (?)", [id])
        if isMeaningful { try run("INSERT OR IGNORE INTO unplaced(item) VALUES (?)", [id]) }
    }

    private func learn(_ keys: [String], of item: ItemID, feed: FeedID) throws(StoreError) {
        for key in keys {
            try run(
                "INSERT INTO item_key(feed, key, item) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET item = excluded.item",
                [.integer(feed.rawValue), .text(key), .integer(item.rawValue)])
        }
    }

    private func details(of content: ItemContent) throws(StoreError) -> SQLiteValue {
        try json(
            ItemDetails(
                authors: content.authors, categories: content.categories, enclosures: content.enclosures,
                commentsURL: content.commentsURL, base: content.base))
    }

    // MARK: Edit

    func commit(_ batch: EditBatch) throws(StoreError) {
        try transaction { () throws(StoreError) in
            for story in batch.stories { try upsert(story) }
            for placement in batch.placements { try place(placement) }
            for match in batch.matches { try upsert(match) }
            for (alert, routes) in zip(batch.alerts, batch.routes) {
                try insert(alert, routes: routes, at: batch.at)
            }
            for item in batch.edited {
                try run("DELETE FROM unplaced WHERE item = ?", [.integer(item.rawValue)])
            }
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
        guard let absorbed = placement.absorbed else { return }
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

    private func insert(_ alert: Alert, routes: [String], at moment: Timestamp) throws(StoreError) {
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
        for route in routes {
            try run(
                """
                INSERT OR IGNORE INTO delivery(watch, story, revision, route, state, attempts, created, next_attempt)
                VALUES (?, ?, ?, ?, 'pending', 0, ?, ?)
                """, key + [.integer(alert.revision), .text(route), .time(moment), .time(moment)])
        }
    }
}
