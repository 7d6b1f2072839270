import Model
import Pipeline
import SQLite
import Storage
import TestSupport
import Testing

@Suite struct WindowStoringTests {
    private static func commit(_ change: WindowChange, to store: SQLiteStore) async throws {
        var batch = EditBatch(at: StoreDesk.now)
        batch.window = change
        try await store.commit(batch)
    }

    private static func bytes(_ count: Int, _ seed: UInt8) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) &+ seed }
    }

    @Test(arguments: [0, 1, 1 << 20, 3 << 20 + 17])
    func `a window comes back as it was stored, with what came since`(length: Int) async throws {
        let desk = try await StoreDesk()
        #expect(try await desk.store.storedWindow() == .missing)
        try await Self.commit(.snapshot(Self.bytes(length, 1)), to: desk.store)
        for number in 1...3 { try await Self.commit(.since(Self.bytes(100, UInt8(number))), to: desk.store) }
        let expected = StoredWindow(
            snapshot: Self.bytes(length, 1), since: (1...3).map { Self.bytes(100, UInt8($0)) })
        #expect(try await desk.store.storedWindow() == .found(expected))
        // The next snapshot takes the place of all that was there.
        try await Self.commit(.snapshot(Self.bytes(50, 9)), to: desk.store)
        let second = try SQLiteReader(path: desk.path)
        withExtendedLifetime(second) {}
        #expect(
            try await desk.store.storedWindow()
                == .found(StoredWindow(snapshot: Self.bytes(50, 9), since: [])))
    }

    @Test func `reports without a snapshot before them are not kept`() async throws {
        let desk = try await StoreDesk()
        try await Self.commit(.since([1, 2, 3]), to: desk.store)
        #expect(try await desk.store.storedWindow() == .missing)
        try await Self.commit(.snapshot([4]), to: desk.store)
        #expect(try await desk.store.storedWindow() == .found(StoredWindow(snapshot: [4], since: [])))
    }

    @Test(arguments: [
        ("UPDATE window_part SET bytes = zeroblob(length(bytes)) WHERE number = 2", "part 2"),
        ("UPDATE window_part SET bytes = zeroblob(100) WHERE number = 4", "part 4"),
        ("DELETE FROM window_part WHERE number = 1", "part 1"),
        ("DELETE FROM window_part WHERE number = 3", "part 3"),
        ("DELETE FROM window_part WHERE number > 1", "of 2097159"),
        ("UPDATE story_window SET bytes = bytes + 1", "of 2097160"),
    ])
    func `a damaged window is told`(sql: String, words: String) async throws {
        let desk = try await StoreDesk()
        try await Self.commit(.snapshot(Self.bytes(2 << 20 + 7, 1)), to: desk.store)
        try await Self.commit(.since(Self.bytes(100, 2)), to: desk.store)
        let connection = try Connection(path: desk.path, mode: .writing, busyTimeout: .seconds(5))
        try connection.execute(sql)
        guard case .damaged(let told) = try await desk.store.storedWindow() else {
            Issue.record("the damage was not found")
            return
        }
        #expect(told.contains(words), "\(told)")
    }
}

@Suite struct RulingStoringTests {
    private static let people = (by: "anna", note: "the same summit")

    private static func ruling(_ number: Int64, _ kind: Ruling.Kind, _ story: Int64, _ other: Int64) -> Ruling
    {
        Ruling(
            id: RulingID(number), kind: kind, story: StoryID(story), other: StoryID(other),
            items: [ItemID(other)], by: people.by, note: people.note, made: StoreDesk.now)
    }

    /// A store with stories 1 (told), 2 and 3 of one item each.
    private static func desk() async throws -> StoreDesk {
        let desk = try await StoreDesk()
        let items = try await desk.ingest((1...3).map { .new(StoreDesk.draft($0), isQuiet: false) }).newItems
        for item in items { try await desk.store.commit(StoreDesk.edit([item], alerts: item.rawValue == 1)) }
        return desk
    }

    @Test func `a merge makes an alias, and its ruling is found under both names`() async throws {
        let desk = try await Self.desk()
        var batch = EditBatch(at: StoreDesk.now)
        batch.merges = [StoryMerge(absorbed: StoryID(2), story: StoryID(1))]
        batch.rulings = [Self.ruling(1, .merge, 1, 2)]
        try await desk.store.commit(batch)
        let detail = try #require(try await desk.store.story(StoryID(2)))
        #expect(detail.dossier.story.id == StoryID(1))
        #expect(detail.reports.map(\.item.id) == [ItemID(1), ItemID(2)])
        #expect(detail.rulings == [Self.ruling(1, .merge, 1, 2)])
        #expect(try await desk.store.standingRuling(.merge, of: StoryID(2)) == detail.rulings[0])
        #expect(try await desk.store.nextRuling() == RulingID(2))
        #expect(try await desk.store.partedStories().isEmpty)
    }

    @Test func `what is parted counts as told on both sides, and an alias goes with its item`() async throws {
        let desk = try await Self.desk()
        var merge = EditBatch(at: StoreDesk.now)
        merge.merges = [2, 3].map { StoryMerge(absorbed: StoryID($0), story: StoryID(1)) }
        try await desk.store.commit(merge)
        var split = EditBatch(at: StoreDesk.now)
        split.partings = [StoryParting(story: StoryID(1), other: StoryID(50), items: [ItemID(3)])]
        split.stories = StoreDesk.edit([ItemID(50)]).stories
        split.rulings = [Self.ruling(1, .split, 1, 50)]
        try await desk.store.commit(split)
        let new = try #require(try await desk.store.story(StoryID(3)))
        #expect(new.dossier.story.id == StoryID(50))
        #expect(new.reports.map(\.item.id) == [ItemID(3)])
        #expect(new.dossier.told.isEmpty)
        #expect(new.dossier.toldBefore == ["w"])
        let old = try #require(try await desk.store.story(StoryID(2)))
        #expect(old.dossier.story.id == StoryID(1))
        #expect(old.reports.map(\.item.id) == [ItemID(1), ItemID(2)])
        let parted = try await desk.store.partedStories()
        #expect(parted.map(\.0) == [StoryID(1)])
        #expect(parted.map(\.1) == [StoryID(50)])
    }

    @Test func `an alert that is decided after the parting counts for its own story only`() async throws {
        let desk = try await Self.desk()
        var merge = EditBatch(at: StoreDesk.now)
        merge.merges = [StoryMerge(absorbed: StoryID(3), story: StoryID(2))]
        try await desk.store.commit(merge)
        var split = EditBatch(at: StoreDesk.now - .hours(1))
        split.partings = [StoryParting(story: StoryID(2), other: StoryID(3), items: [ItemID(3)])]
        try await desk.store.commit(split)
        var later = EditBatch(at: StoreDesk.now)
        later.alerts = [StoreDesk.alert(StoryID(2))]
        later.routes = [[]]
        try await desk.store.commit(later)
        let new = try #require(try await desk.store.story(StoryID(3)))
        #expect(new.dossier.story.id == StoryID(3))
        #expect(new.dossier.toldBefore.isEmpty)
    }

    @Test func `stories are found by language, outlets, time and watch`() async throws {
        let desk = try await Self.desk()
        var batch = EditBatch(at: StoreDesk.now)
        var wide = StoreDesk.edit([ItemID(2)]).stories[0]
        wide.outlets = ["A", "B", "C"]
        wide.languages = ["en", "ko"]
        wide.lastReport = StoreDesk.now + .hours(1)
        batch.stories = [wide]
        try await desk.store.commit(batch)
        func found(_ filter: StoryFilter, limit: Int = 10) async throws -> [Int64] {
            try await desk.store.stories(filter, limit: limit).map(\.story.id.rawValue)
        }
        #expect(try await found(StoryFilter()) == [2, 3, 1])
        #expect(try await found(StoryFilter(), limit: 2) == [2, 3])
        #expect(try await found(StoryFilter(language: "ko")) == [2])
        #expect(try await found(StoryFilter(language: "k")) == [])
        #expect(try await found(StoryFilter(minimumOutlets: 3)) == [2])
        #expect(try await found(StoryFilter(minimumOutlets: 4)) == [])
        #expect(try await found(StoryFilter(since: StoreDesk.now + .minutes(1))) == [2])
        #expect(try await found(StoryFilter(watch: "w", language: "en", minimumOutlets: 1)) == [2, 3, 1])
        #expect(try await found(StoryFilter(watch: "other")) == [])
    }

    @Test func `what turned out to be a copy later stays one, and old revisions go`() async throws {
        let desk = try await Self.desk()
        let feed = try await desk.due()
        for number in 1...55 {
            let draft = StoreDesk.draft(1, title: "Title \(number)")
            _ = try await desk.store.commit(
                IngestBatch(
                    feed: feed.id, state: nil,
                    changes: [
                        .revised(draft, item: ItemID(1), reason: "title", isMeaningful: number == 55)
                    ], at: StoreDesk.now))
        }
        var batch = EditBatch(at: StoreDesk.now)
        batch.placements = [
            Placement(
                item: ItemID(2), story: StoryID(1), report: .own, confidence: 1, because: [],
                recast: [ItemID(1)])
        ]
        try await desk.store.commit(batch)
        let detail = try #require(try await desk.store.story(StoryID(1)))
        #expect(detail.reports.map(\.placement.original) == [ItemID(2), nil])
        #expect(detail.revisions.map(\.revision) == Array(6...55))
        #expect(try await desk.store.unplacedItems(limit: 5).map(\.placement?.original) == [ItemID(2)])
    }
}
