package import Model
package import Pipeline
package import Platform
import SQLite
import Synchronization
import Text

/// The store in one SQLite file, held by the one daemon that writes.
///
/// All calls run on a thread of their own: SQLite blocks. See docs/storage.md for tables and commits.
package actor SQLiteStore: Store, DatabaseActor {
    package nonisolated let executor: QueueExecutor
    package let database: Database
    private let ingest = Mutex(IngestGroup())
    var configured = ConfiguredFeeds([])
    private var folded = FoldedItems()

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
        // Counts for a file that is new: what is deleted can be given back piece by piece.
        try database.execute("PRAGMA auto_vacuum = INCREMENTAL")
        try database.execute("PRAGMA journal_mode = WAL")
        try database.execute("PRAGMA wal_autocheckpoint = 0")
        // Every commit is synced: what precedes an alert must be there after a power failure.
        try database.execute("PRAGMA synchronous = FULL")
        try database.execute("PRAGMA foreign_keys = ON")
        try database.execute(
            "CREATE TABLE IF NOT EXISTS migration(number INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT")
        let made = Set(try database.rows("SELECT number FROM migration") { Int($0.integer(0)) })
        let found = made.max() ?? 0
        guard found <= Migrations.latest else {
            throw .newerSchema(found: found, supported: Migrations.latest, path: database.path)
        }
        // Looking at every page takes long where there are many: after a clean end nothing can have happened to them.
        let wasStopped = made.contains(Migrations.retention.number) ? try database.mark(.running) == 0 : false
        if found > 0, !wasStopped {
            let check = try database.row("PRAGMA quick_check(1)") { $0.text(0) }
            guard check == "ok" else {
                throw .corrupt(
                    message:
                        "\(database.path): \(check ?? "no answer to quick_check"); the file is left as it is: "
                        + "restore a backup, or move it away to begin anew")
            }
        }
        for step in Migrations.steps where !made.contains(step.number) {
            try database.transaction { () throws(StoreError) in
                try database.execute(step.sql)
                try database.run(
                    "INSERT INTO migration(number, name) VALUES (?, ?)",
                    [.integer(step.number), .text(step.name)])
            }
        }
        try database.transaction { () throws(StoreError) in try database.set(.running, to: 1) }
    }

    /// Marks that all is done and nothing more will be written: the next start trusts the file.
    package func end() throws(StoreError) {
        try maintain()
        try database.transaction { () throws(StoreError) in try database.set(.running, to: 0) }
        try database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    }

    /// For tests: makes the call after `count` more of them fail with a result code, once.
    package func failCall(after count: Int, code: Int32) {
        database.connection.failCall(after: count, code: code)
    }

    package func clearFault() { database.connection.clearFault() }

    // MARK: Ingest

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
                SELECT i.guid, i.canonical_url, i.content_hash, i.title, t.text, i.revision, i.published,
                    i.withdrawn IS NOT NULL
                FROM item i JOIN item_text t ON t.item = i.id WHERE i.id = ?
                """, [.integer(id.rawValue)]
            ) { row in
                var item = StoredItem(
                    id: id, guid: row.optionalText(0), canonicalURL: row.optionalText(1),
                    contentHash: UInt64(bitPattern: row.integer(2)), keys: Set(keys), title: row.text(3),
                    text: row.text(4), revision: Int(row.integer(5)), published: row.time(6))
                item.isWithdrawn = row.integer(7) != 0
                return item
            }
            if let item { items.append(item) }
        }
        return items
    }

    /// How long an ingest commit waits for others.
    private static let gathering: Duration = .milliseconds(2)

    package nonisolated func commit(_ batch: IngestBatch) async throws(StoreError) -> IngestReceipt {
        while true {
            if ingest.withLock({ $0.open() }) {
                // Those whose polls end meanwhile join: a transaction costs more than a poll without news. Losing the
                // error is right: a task that is cancelled commits at once.
                try? await Task.sleep(for: Self.gathering)
                return try await commitGathered(with: batch).get()
            }
            // Who joins does not go to the store's thread, and comes back when all is done.
            let answer = await withCheckedContinuation { continuation in
                let isJoined = ingest.withLock { $0.join(batch, continuation) }
                if !isJoined { continuation.resume(returning: nil) }
            }
            if let answer { return try answer.get() }
        }
    }

    package func commit(_ batches: [IngestBatch]) throws(StoreError) -> [IngestReceipt] {
        let receipts = try database.commit(batches)
        for (batch, receipt) in zip(batches, receipts) { folded.keep(batch, as: receipt) }
        return receipts
    }

    private func commitGathered(with batch: IngestBatch) -> IngestGroup.Answer {
        let joined = ingest.withLock { $0.close() }
        let batches = [batch] + joined.map { $0.batch }
        let answers = database.commitTogether(batches)
        for (batch, answer) in zip(batches, answers) {
            if case .success(let receipt) = answer { folded.keep(batch, as: receipt) }
        }
        for (other, answer) in zip(joined, answers.dropFirst()) {
            other.continuation.resume(returning: answer)
        }
        return answers[0]
    }

    // MARK: Edit

    package func unplacedItems(limit: Int) throws(StoreError) -> [UnplacedItem] {
        try database.rows(
            """
            SELECT \(Database.itemColumns), f.settings, r.placement, r.story, r.copy_of
            FROM unplaced u JOIN item i ON i.id = u.item JOIN item_text t ON t.item = i.id
            JOIN feed f ON f.id = i.feed LEFT JOIN report r ON r.item = i.id
            ORDER BY u.item LIMIT ?
            """, [.integer(limit)]
        ) { row throws(StoreError) in
            var placement: Placement?
            if let text = row.optionalText(18) {
                placement = try database.placement(
                    text, story: row.integer(19), copyOf: row.optionalInteger(20))
                placement?.absorbed = nil
            }
            let item = try database.item(row)
            return UnplacedItem(
                item: item, feed: try database.value(FeedSettings.self, row.text(17)), placement: placement,
                folded: folded[item.id])
        }
    }

    package func commit(_ batch: EditBatch) throws(StoreError) { try database.commit(batch) }

    package func storedWindow() throws(StoreError) -> WindowFinding { try database.storedWindow() }

    package func partedStories() throws(StoreError) -> [(StoryID, StoryID)] { try database.partedStories() }

    package func namedStories(among stories: [StoryID]) throws(StoreError) -> Set<StoryID> {
        try database.namedStories(among: stories)
    }

    package func nextRuling() throws(StoreError) -> RulingID { try database.nextRuling() }

    package func standingRuling(_ kind: Ruling.Kind, of other: StoryID) throws(StoreError) -> Ruling? {
        try database.standingRuling(kind, of: other)
    }

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

    // MARK: Beside the line

    package func indexForSearch(limit: Int) throws(StoreError) -> Int {
        let folded = folded
        let indexed = try database.transaction { () throws(StoreError) in
            let items = try database.rows(
                "SELECT item FROM unindexed ORDER BY item LIMIT ?", [.integer(limit)]
            ) { ItemID($0.integer(0)) }
            for item in items { try database.index(item, folded: folded[item]) }
            return items
        }
        // The editor has been here before; with the queue empty nothing is on its way.
        if indexed.count < limit {
            self.folded.forgetAll()
        } else {
            indexed.forEach { self.folded.forget($0) }
        }
        return indexed.count
    }

    /// Bytes of a commit of the larger kind: a document of a feed, an edit with its part of the story window.
    private static let roomBytes = 4 << 20

    package func hasRoom() -> Bool {
        DiskRoom.has(bytes: Self.roomBytes, in: Folder.parent(of: database.path))
    }

    package func maintain() throws(StoreError) {
        try database.execute("PRAGMA optimize")
        try database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    }
}
