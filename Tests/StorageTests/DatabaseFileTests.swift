import Glibc
import Model
import Pipeline
import Platform
import SQLite
import TestSupport
import Testing

@testable import Storage

@Suite struct `copies of the database` {
    /// A store of as many items, and where its copies go.
    private static func desk(items: Int) async throws -> StoreDesk {
        let desk = try await StoreDesk()
        _ = try await desk.ingest((1...items).map { .new(StoreDesk.draft($0), isQuiet: false) })
        return desk
    }

    private static func items(_ path: String) async throws -> Int {
        try await SQLiteReader(path: path).figures().items
    }

    private static func write(_ text: String, to path: String) throws {
        try AppendingFileForTests.write(text, to: path)
    }

    @Test func `are whole, beside the one that writes, and for their owner alone`() async throws {
        let desk = try await Self.desk(items: 3)
        for end in ["", "-journal"] {
            try Self.write("what a killed one left", to: desk.path + ".copy.part" + end)
        }
        try DatabaseFile.copy(desk.path, to: desk.path + ".copy")
        _ = try await desk.ingest([.new(StoreDesk.draft(4), isQuiet: false)])
        #expect(try await Self.items(desk.path + ".copy") == 3)
        #expect(FileMode.permissions(of: desk.path + ".copy") == 0o600)
        #expect(Glob.paths(desk.path + ".copy.*").isEmpty)
    }

    @Test func `leave nothing where they cannot be made`() async throws {
        let desk = try await Self.desk(items: 1)
        let missing = Folder.parent(of: desk.path) + "/missing/copy"
        #expect(throws: StoreError.self) { try DatabaseFile.copy(desk.path, to: missing) }
        try Self.write(String(repeating: "no database\n", count: 1000), to: desk.path + ".txt")
        #expect(throws: StoreError.self) {
            try DatabaseFile.copy(desk.path + ".txt", to: desk.path + ".copy")
        }
        for end in [".copy", ".copy.part"] { #expect(FileMode.permissions(of: desk.path + end) == nil) }
    }

    @Test func `take the place of the database, which is kept with what its log held`() async throws {
        let (old, new) = (try await Self.desk(items: 5), try await Self.desk(items: 2))
        try DatabaseFile.copy(old.path, to: new.path + ".copy")
        let aside = new.path + ".before"
        let contents = try DatabaseFile.restore(new.path + ".copy", to: new.path, aside: aside)
        #expect(
            contents
                == DatabaseFile.Contents(
                    schema: Migrations.latest, items: 5, alerts: 0, newest: StoreDesk.now))
        #expect(try await Self.items(new.path) == 5)
        #expect(try await Self.items(aside) == 2)
        #expect(try await SQLiteStore(path: new.path).unplacedItems(limit: 10).count == 5)
        #expect(FileMode.permissions(of: new.path + ".restoring") == nil)
    }

    @Test func `go on with numbers that nothing had which they do not know`() async throws {
        let desk = try await Self.desk(items: 1)
        func tell(_ items: [ItemID]) async throws -> String {
            try await desk.store.commit(StoreDesk.edit(items))
            let claimed = try await Self.claim(1, from: desk.store)
            try await desk.store.record(.delivered(at: StoreDesk.now), of: claimed[0].id)
            return claimed[0].message.idempotencyKey
        }
        let first = try await tell([ItemID(1)])
        try DatabaseFile.copy(desk.path, to: desk.path + ".copy")
        let second = try await tell(
            try await desk.ingest([.new(StoreDesk.draft(2), isQuiet: false)]).newItems)
        try await desk.store.end()

        _ = try DatabaseFile.restore(desk.path + ".copy", to: desk.path, aside: desk.path + ".before")
        let store = try SQLiteStore(path: desk.path)
        let feed = try #require(try await store.feeds().first)
        let batch = IngestBatch(
            feed: feed.id, state: nil, changes: [.new(StoreDesk.draft(3), isQuiet: false)], at: StoreDesk.now)
        let items = try await store.commit(batch).newItems
        try await store.commit(StoreDesk.edit(items))
        let claimed = try await Self.claim(1, from: store)
        #expect(Set([first, second, claimed[0].message.idempotencyKey]).count == 3)
        #expect(claimed[0].id.rawValue > 1_000_000)
    }

    @Test func `go on with numbers of their own where no delivery is done`() async throws {
        let desk = try await StoreDesk()
        for number in 1...2 {
            let items = try await desk.ingest([.new(StoreDesk.draft(number), isQuiet: false)]).newItems
            try await desk.store.commit(StoreDesk.edit(items))
        }
        let tried = try await Self.claim(1, from: desk.store)
        try DatabaseFile.copy(desk.path, to: desk.path + ".copy")
        _ = try DatabaseFile.restore(
            desk.path + ".copy", to: desk.path + ".restored", aside: desk.path + ".before")
        let store = try SQLiteStore(path: desk.path + ".restored")
        let claimed = try await Self.claim(2, from: store, after: .minutes(2)).map(\.id)
        // The one that may have gone out keeps its number.
        #expect(claimed.first == tried.first?.id)
        #expect(try #require(claimed.last).rawValue > 1_000_000)
    }

    private static func claim(
        _ limit: Int, from store: SQLiteStore, after span: Duration = .zero
    ) async throws -> [Delivery] {
        try await store.claimDeliveries(
            route: "r", at: StoreDesk.now + span, lease: .minutes(1), limit: limit)
    }

    @Test func `leave what they replace its log, under both its names`() throws {
        let folder = try ScratchFolder()
        let (path, aside) = (folder.path + "/a.db", folder.path + "/b.db")
        for end in ["", "-wal"] { try Self.write("of a\(end)", to: path + end) }
        try DatabaseFile.keep(path, as: aside)
        for end in ["", "-wal"] {
            #expect(FileIdentity(path: path + end) != nil)
            #expect(FileIdentity(path: path + end) == FileIdentity(path: aside + end))
        }
    }

    @Test func `leave what they replace as it is where its log cannot be kept`() throws {
        let folder = try ScratchFolder()
        let (path, aside) = (folder.path + "/a.db", folder.path + "/b.db")
        for file in [path, path + "-wal", aside + "-wal"] { try Self.write(file, to: file) }
        let log = FileIdentity(path: path + "-wal")
        let error = SystemError("name \(path)-wal also \(aside)-wal", code: EEXIST)
        #expect(
            throws: StoreError.unavailable(
                message: "\(error); move \(path) and \(path)-wal away and restore again")
        ) { try DatabaseFile.keep(path, as: aside) }
        #expect(Glob.paths(folder.path + "/*") == [path, path + "-wal", aside + "-wal"])
        #expect(FileIdentity(path: path + "-wal") == log)
    }

    @Test func `can be put where none is yet`() async throws {
        let desk = try await Self.desk(items: 2)
        let folder = try ScratchFolder()
        _ = try DatabaseFile.restore(desk.path, to: folder.path + "/a.db", aside: folder.path + "/b.db")
        #expect(try await Self.items(folder.path + "/a.db") == 2)
        #expect(FileMode.permissions(of: folder.path + "/b.db") == nil)
    }

    @Test func `of an earlier version are brought up to date by the next start`() async throws {
        let desk = try await Self.desk(items: 1)
        let (folder, path) = try MigrationTests.first(step: 2)
        defer { withExtendedLifetime(folder) {} }
        let contents = try DatabaseFile.restore(path, to: desk.path, aside: desk.path + ".before")
        #expect(contents.schema == 2)
        #expect(try await SQLiteStore(path: desk.path).feeds().count == 3)
        // It can give free pages back from now on, which those versions could not.
        let connection = try Connection(path: desk.path, mode: .reading, busyTimeout: .seconds(1))
        let mode = try connection.prepare("PRAGMA auto_vacuum")
        _ = try mode.step()
        #expect(mode.integer(0) == 2)
    }

    /// What must not take the place of a database, made from one at a path.
    private enum Unfit: String, CaseIterable {
        case damaged, later, foreign, text, missing

        func make(at path: String) throws {
            switch self {
            case .damaged:
                var bytes = try BoundedFile.read(path: path, limit: 16 << 20)
                for place in bytes.count / 2..<bytes.count { bytes[place] = 0x55 }
                try WholeFile.remove(path)
                try NewFile.write(bytes, to: path)
            case .later: try execute("INSERT INTO migration VALUES (99, 'later')", at: path)
            case .foreign: try execute("ALTER TABLE item RENAME TO thing", at: path)
            case .text:
                try WholeFile.remove(path)
                try AppendingFileForTests.write(String(repeating: "text\n", count: 5000), to: path)
            case .missing: try WholeFile.remove(path)
            }
        }

        private func execute(_ sql: String, at path: String) throws {
            try Connection(path: path, mode: .writing, busyTimeout: .seconds(1)).execute(sql)
        }
    }

    @Test(arguments: Unfit.allCases)
    private func `that are not fit change nothing`(unfit: Unfit) async throws {
        let desk = try await Self.desk(items: 7)
        let copy = desk.path + ".copy"
        try DatabaseFile.copy(desk.path, to: copy)
        try unfit.make(at: copy)
        #expect(throws: StoreError.self) {
            try DatabaseFile.restore(copy, to: desk.path, aside: desk.path + ".before")
        }
        #expect(try await Self.items(desk.path) == 7)
        for end in [".before", ".restoring"] { #expect(FileMode.permissions(of: desk.path + end) == nil) }
    }
}
