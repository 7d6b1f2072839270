import Model
import Pipeline
import Platform
import SQLite
import TestSupport
import Testing

@testable import Storage

@Suite struct MigrationTests {
    /// A database of an earlier schema, as that version left it: what each step added is in a fixture of its own.
    ///
    /// - Parameter more: names of further fixtures, read after those of the steps.
    static func first(step: Int = 1, more: String...) throws -> (folder: ScratchFolder, path: String) {
        let folder = try ScratchFolder()
        let fixtures =
            "/" + #filePath.split(separator: "/").dropLast(2).joined(separator: "/") + "/Fixtures/storage/"
        let path = folder.path + "/wirewatch.db"
        let connection = try Connection(path: path, mode: .writing, busyTimeout: .seconds(1))
        for name in (1...step).map({ "step-\($0)" }) + more {
            let sql = try BoundedFile.read(path: "\(fixtures)\(name).sql", limit: 1 << 20)
            try connection.execute(String(decoding: sql, as: UTF8.self))
        }
        return (folder, path)
    }

    @Test(arguments: 1...8)
    func `a database of an earlier schema is brought up to date with all that is in it`(
        step: Int
    ) async throws {
        let (folder, path) = try Self.first(step: step)
        defer { withExtendedLifetime(folder) {} }
        let store = try SQLiteStore(path: path)
        let feeds = try await store.feeds()
        #expect(feeds.map(\.settings.name) == ["lost", "moving", "well"])
        #expect(feeds.map(\.state.health) == [.gone, .ok, .ok])
        #expect(feeds[1].state.move?.count == 1)
        #expect(feeds[2].state.validators?.entityTag?.isEmpty == false)
        // Where these stand has changed, and what they say has not.
        #expect(feeds[2].state.lastPoll == Timestamp(milliseconds: 1_795_844_887_342))
        #expect(feeds[2].state.lastSuccess == feeds[2].state.lastPoll)
        #expect(feeds.map(\.state.nextPoll?.milliseconds) == [nil, 1_795_844_888_435, 1_795_844_888_420])
        let alerts = try await store.alerts(onlyFailed: false, limit: 10)
        #expect(alerts.count == 1)
        let standings = alerts.first?.deliveries.map { "\($0.route) \($0.state.rawValue) \($0.attempts)" }
        #expect(standings == ["dead pending 1", "log delivered 1"])
        #expect(try await store.notices(onlyFailed: false, limit: 10).isEmpty)
        #expect(try await store.toldTroubles().count == (step > 1 ? 1 : 0))
        #expect(try await store.figures().subscriptions == (step > 2 ? 1 : 0))
        let window: WindowFinding = step > 3 ? .found(StoredWindow(snapshot: [], since: [])) : .missing
        #expect(try await store.storedWindow() == window)
        let story = try #require(try await store.story(StoryID(1)))
        #expect(story.rulings.map(\.undoneBy) == (step > 3 ? ["boris"] : []))
        #expect(story.dossier.toldBefore.isEmpty)
        #expect(try await store.nextRuling() == RulingID(step > 3 ? 2 : 1))
        #expect(try await store.digestSchedule().keys.sorted() == (step > 4 ? ["morning"] : []))
        let silences = try await store.silences(in: SearchNarrowing.always)
        #expect(silences.map(\.silence.comment) == (step > 6 ? ["on it"] : []))
    }

    @Test func `every schema that was released has its fixture, and they come to today's`() throws {
        let (folder, path) = try Self.first(step: Migrations.latest - 1)
        defer { withExtendedLifetime(folder) {} }
        let empty = try ScratchFolder()
        _ = try SQLiteStore(path: path)
        _ = try SQLiteStore(path: empty.path + "/wirewatch.db")
        #expect(try Self.schema(path) == Self.schema(empty.path + "/wirewatch.db"))
    }

    /// Tables and indexes with their statements, blanks aside.
    private static func schema(_ path: String) throws -> [String] {
        let connection = try Connection(path: path, mode: .reading, busyTimeout: .seconds(1))
        let statement = try connection.prepare(
            "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY name"
        )
        var lines: [String] = []
        while try statement.step() {
            lines.append("\(statement.text(0)): \(statement.text(1).filter { !$0.isWhitespace })")
        }
        return lines
    }

    @Test func `copies that were found late are known as such`() async throws {
        let (folder, path) = try Self.first(step: 3)
        defer { withExtendedLifetime(folder) {} }
        let store = try SQLiteStore(path: path)
        let story = try #require(try await store.story(StoryID(1)))
        #expect(story.reports.map(\.placement.original) == [ItemID(11), ItemID(1)])
        let before = try Self.first(step: 2)
        let plain = try await SQLiteStore(path: before.path).story(StoryID(1))
        #expect(plain?.reports.map(\.placement.original) == [nil, ItemID(1)])
        withExtendedLifetime(before.folder) {}
    }

    @Test func `a reader of this version says what to do with a file that is not up to date`() throws {
        let (folder, path) = try Self.first(step: 3)
        defer { withExtendedLifetime(folder) {} }
        #expect(
            throws: StoreError.unavailable(
                message: "\(path): schema 3 is older than \(Migrations.latest); "
                    + "the daemon of this version, or `wirewatch run --once`, brings it up to date")
        ) { try SQLiteReader(path: path) }
    }

    @Test func `what was on its way goes on, with the same key, and is told once`() async throws {
        let (folder, path) = try Self.first()
        defer { withExtendedLifetime(folder) {} }
        let store = try SQLiteStore(path: path)
        let later = Timestamp(seconds: 1_900_000_000)
        let claimed = try await store.claimDeliveries(route: "dead", at: later, lease: .minutes(1), limit: 10)
        #expect(claimed.map(\.message.idempotencyKey) == ["alert_all_\(StoryID(1))_1"])
        try await store.record(.delivered(at: later), of: claimed[0].id)
        #expect(try await store.nextDelivery() == nil)
        // An edit that is done again makes no second delivery.
        guard case .alert(let alert) = claimed[0].message else { return }
        var batch = EditBatch(at: later)
        batch.alerts = [alert]
        batch.routes = [["dead", "log"]]
        try await store.commit(batch)
        #expect(try await store.nextDelivery() == nil)
    }

    @Test func `what was tried before is repeated as it was, whatever its route lets wait now`() async throws
    {
        let (folder, path) = try Self.first()
        defer { withExtendedLifetime(folder) {} }
        let waiting = try await SQLiteStore(path: path).waitingDeliveries(over: "dead")
        #expect(waiting.map(\.parcel) == waiting.map(\.id))
        #expect(waiting.map(\.attempts) == [1])
    }

    @Test func `the step is made once, and a reader of this version reads what it made`() async throws {
        let (folder, path) = try Self.first()
        defer { withExtendedLifetime(folder) {} }
        _ = try SQLiteStore(path: path)
        _ = try SQLiteStore(path: path)
        let reader = try SQLiteReader(path: path)
        #expect(try await reader.alerts(onlyFailed: true, limit: 10).count == 1)
        let connection = try Connection(path: path, mode: .reading, busyTimeout: .seconds(1))
        let statement = try connection.prepare("SELECT group_concat(number) FROM migration")
        _ = try statement.step()
        #expect(statement.text(0).hasPrefix("1,2"))
        let check = try connection.prepare("PRAGMA foreign_key_check")
        #expect(try !check.step())
    }

    @Test func `a migration that fails leaves the file as it was`() async throws {
        let (folder, path) = try Self.first()
        defer { withExtendedLifetime(folder) {} }
        do {
            let connection = try Connection(path: path, mode: .writing, busyTimeout: .seconds(1))
            try connection.execute("CREATE TABLE told_trouble(other TEXT)")
        }
        #expect(throws: StoreError.self) { _ = try SQLiteStore(path: path) }
        let connection = try Connection(path: path, mode: .writing, busyTimeout: .seconds(1))
        do {
            let statement = try connection.prepare("SELECT max(number) FROM migration")
            _ = try statement.step()
            #expect(statement.integer(0) == 1)
        }
        try connection.execute("DROP TABLE told_trouble")
        _ = try SQLiteStore(path: path)
    }
}
