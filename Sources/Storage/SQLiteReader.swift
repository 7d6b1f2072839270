package import Model
package import Pipeline
package import Platform
import SQLite

/// A read-only connection: works beside a running daemon and without one.
package actor SQLiteReader: StoreReader, QueueActor {
    package nonisolated let executor: QueueExecutor
    let database: Database

    /// Opens the database at `path`, which has to be there.
    package init(path: String) throws(StoreError) {
        do throws(SystemError) {
            executor = try QueueExecutor(name: "wirewatch-read")
        } catch {
            throw .unavailable(message: "\(path): no thread for the database: \(error)")
        }
        database = try Database(path: path, mode: .reading)
        let found =
            try database.row("SELECT coalesce(max(number), 0) FROM migration") { Int($0.integer(0)) } ?? 0
        guard found <= Migrations.latest else {
            throw .newerSchema(found: found, supported: Migrations.latest, path: path)
        }
    }

    /// Writes a copy of the database as it stands to `file`, which must not exist.
    package func backup(to file: String) throws(StoreError) {
        try database.run("VACUUM INTO ?", [.text(file)])
    }

    package func feeds() throws(StoreError) -> [StoredFeed] { try database.feeds() }

    package func stories(
        since moment: Timestamp?, watch: String?, limit: Int
    ) throws(StoreError) -> [StoryDossier] {
        try database.stories(since: moment, watch: watch, limit: limit)
    }

    package func story(_ id: StoryID) throws(StoreError) -> StoryDetail? { try database.detail(of: id) }

    package func stories(firstSeenIn window: Range<Timestamp>) throws(StoreError) -> [StoryDetail] {
        try database.stories(firstSeenIn: window)
    }

    package func alerts(onlyFailed: Bool, limit: Int) throws(StoreError) -> [StoredAlert] {
        try database.alerts(onlyFailed: onlyFailed, limit: limit)
    }

    package func alert(_ id: AlertID) throws(StoreError) -> StoredAlert? { try database.alert(id) }

    package func searchCandidates(
        expression: String?, before: ItemID?, limit: Int
    ) throws(StoreError) -> [Report] {
        try database.searchCandidates(expression: expression, before: before, limit: limit)
    }

    package func lastDigest(of reader: String) throws(StoreError) -> Timestamp? {
        try database.lastDigest(of: reader)
    }

    package func figures() throws(StoreError) -> StoreFigures { try database.figures() }
}

extension SQLiteStore {
    package func feeds() throws(StoreError) -> [StoredFeed] { try database.feeds() }

    package func stories(
        since moment: Timestamp?, watch: String?, limit: Int
    ) throws(StoreError) -> [StoryDossier] {
        try database.stories(since: moment, watch: watch, limit: limit)
    }

    package func story(_ id: StoryID) throws(StoreError) -> StoryDetail? { try database.detail(of: id) }

    package func stories(firstSeenIn window: Range<Timestamp>) throws(StoreError) -> [StoryDetail] {
        try database.stories(firstSeenIn: window)
    }

    package func alerts(onlyFailed: Bool, limit: Int) throws(StoreError) -> [StoredAlert] {
        try database.alerts(onlyFailed: onlyFailed, limit: limit)
    }

    package func alert(_ id: AlertID) throws(StoreError) -> StoredAlert? { try database.alert(id) }

    package func searchCandidates(
        expression: String?, before: ItemID?, limit: Int
    ) throws(StoreError) -> [Report] {
        try database.searchCandidates(expression: expression, before: before, limit: limit)
    }

    package func lastDigest(of reader: String) throws(StoreError) -> Timestamp? {
        try database.lastDigest(of: reader)
    }

    package func figures() throws(StoreError) -> StoreFigures { try database.figures() }
}
