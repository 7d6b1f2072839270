import Model
import Pipeline
import SQLite

/// The ingest commit.
extension Database {
    /// Earlier revisions of one item; beyond it the oldest go.
    private static let keptRevisions = 50

    /// Writes what one poll or push changes, inside of a transaction.
    func apply(_ batch: IngestBatch) throws(StoreError) -> IngestReceipt {
        var receipt = IngestReceipt(newItems: [], revisedItems: [])
        // In the order of the changes.
        var items: [ItemID] = []
        let isShared = batch.changes.isEmpty ? false : try isPushed(batch.feed)
        for (place, change) in batch.changes.enumerated() {
            switch change {
            case .new(let draft, let isQuiet):
                if isShared, let item = try knownItem(draft.keys, of: batch.feed) {
                    try learn(draft.keys, of: item, feed: batch.feed)
                    items.append(item)
                    continue
                }
                let item = try insert(draft, isQuiet: isQuiet, of: batch.feed, at: batch.at)
                items.append(item)
                receipt.newItems.append(item)
                receipt.written[place] = item
            case .revised(let draft, let item, let reason, let isMeaningful):
                items.append(item)
                if isShared, try contentHash(of: item) == draft.contentHash { continue }
                try revise(item, to: draft, reason: reason, isMeaningful: isMeaningful, batch: batch)
                receipt.revisedItems.append(item)
                receipt.written[place] = item
            case .unchanged(let item, let keys):
                items.append(item)
                try learn(keys, of: item, feed: batch.feed)
            }
        }
        if let state = batch.state {
            try write(state, of: batch.feed, newItems: receipt.newItems.count)
        } else {
            try run(
                "UPDATE feed SET items = items + ? WHERE id = ?",
                [.integer(receipt.newItems.count), .integer(batch.feed.rawValue)])
        }
        if isShared || batch.pushedBy != nil { try note(receipt, of: batch) }
        if let listed = batch.listed {
            try compare(Array(items.prefix(listed)), of: batch.feed, at: batch.at)
        }
        for item in batch.returned {
            try run("UPDATE item SET withdrawn = NULL WHERE id = ?", [.integer(item.rawValue)])
        }
        for (item, moment) in batch.withdrawn { try withdraw(item, at: moment) }
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
        if try isDeleted(item) {
            // It stays known as seen, by what it says now; its text is gone and does not come back.
            try run(
                "UPDATE item SET title = ?, content_hash = ?, revision = revision + 1 WHERE id = ?",
                [.text(content.title), .hash(draft.contentHash), id])
            try learn(draft.keys, of: item, feed: batch.feed)
            return
        }
        try run(
            """
            INSERT OR IGNORE INTO revision(item, revision, title, text, replaced, reason)
            SELECT i.id, i.revision, i.title, t.text, ?, ? FROM item i JOIN item_text t ON t.item = i.id WHERE i.id = ?
            """, [.time(batch.at), .text(reason), id])
        // A feed that goes to and fro between two wordings must not fill the disk.
        try run(
            """
            DELETE FROM revision WHERE item = ? AND revision <= (SELECT revision FROM item WHERE id = ?) - ?
            """, [id, id, .integer(Self.keptRevisions)])
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

    private func isDeleted(_ item: ItemID) throws(StoreError) -> Bool {
        try row("SELECT 1 FROM item WHERE id = ? AND deleted IS NOT NULL", [.integer(item.rawValue)]) { _ in
            true
        } ?? false
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
}
