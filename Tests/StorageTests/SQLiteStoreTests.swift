import Model
import Pipeline
import SQLite
@testable import Storage
import TestSupport
import Testing
import Text

@Suite struct SQLiteStoreTests {
    @Test func `validators, items and the queue come with one commit`() async throws {
        let desk = try await StoreDesk()
        let receipt = try await desk.ingest([.new(StoreDesk.draft(1), isQuiet: false)])
        #expect(receipt.newItems.count == 1)
        #expect(try await desk.due().state.validators?.entityTag == "\"1\"")
        let unplaced = try await desk.store.unplacedItems(limit: 10)
        #expect(unplaced.map(\.item.content) == [StoreDesk.draft(1).content])
        #expect(unplaced.first?.feed == StoreDesk.feed("a"))
        let stored = try await desk.store.storedItems(of: try await desk.due().id, keys: ["u:example/1"])
        #expect(stored.map(\.id) == receipt.newItems)
        #expect(stored.first?.keys == ["g:g1", "u:example/1"])
    }

    @Test func `a revision keeps what was there before`() async throws {
        let desk = try await StoreDesk()
        let item = try await desk.ingest([.new(StoreDesk.draft(1), isQuiet: false)]).newItems[0]
        try await desk.store.commit(StoreDesk.edit([item]))
        let changed = StoreDesk.draft(1, title: "Another title")
        _ = try await desk.ingest([.revised(changed, item: item, reason: "title changed", isMeaningful: true)]
        )
        let detail = try #require(try await desk.store.story(StoryID(openedBy: item)))
        #expect(detail.reports.map(\.item.content.title) == ["Another title"])
        #expect(detail.reports.map(\.item.revision) == [2])
        #expect(detail.revisions.map(\.title) == ["Title 1"])
        #expect(detail.revisions.map(\.reason) == ["title changed"])
        let queue = try await desk.store.unplacedItems(limit: 10)
        #expect(queue.first?.placement?.story == StoryID(openedBy: item))
    }

    @Test func `an edit that is done twice alerts once`() async throws {
        let desk = try await StoreDesk()
        let items = try await desk.ingest([.new(StoreDesk.draft(1), isQuiet: false)]).newItems
        try await desk.store.commit(StoreDesk.edit(items))
        try await desk.store.commit(StoreDesk.edit(items))
        #expect(try await desk.store.alerts(onlyFailed: false, limit: 10).count == 1)
        let figures = try await desk.store.figures()
        #expect(figures.pendingDeliveries == 1)
        #expect(figures.stories == 1)
        #expect(figures.unplaced == 0)
    }

    @Test func `a claim is nobody else's until it runs out`() async throws {
        let desk = try await StoreDesk()
        let items = try await desk.ingest([.new(StoreDesk.draft(1), isQuiet: false)]).newItems
        try await desk.store.commit(StoreDesk.edit(items))
        func claim(after span: Duration) async throws -> [Delivery] {
            try await desk.store.claimDeliveries(
                route: "r", at: StoreDesk.now + span, lease: .minutes(5), limit: 10)
        }
        let first = try await claim(after: .zero)
        #expect(first.map(\.message) == [.alert(StoreDesk.alert(StoryID(openedBy: items[0])))])
        #expect(try await claim(after: .minutes(1)).isEmpty)
        #expect(try await claim(after: .minutes(6)).map(\.id) == first.map(\.id))
        try await desk.store.record(.delivered(at: StoreDesk.now), of: first[0].id)
        #expect(try await claim(after: .hours(24)).isEmpty)
        #expect(try await desk.store.nextDelivery() == nil)
    }

    @Test func `a story that is absorbed lives on as an alias, and what was told counts`() async throws {
        let desk = try await StoreDesk()
        let items = try await desk.ingest((1...3).map { .new(StoreDesk.draft($0), isQuiet: false) }).newItems
        try await desk.store.commit(StoreDesk.edit([items[0]], alerts: false))
        try await desk.store.commit(StoreDesk.edit([items[1]]))
        var batch = StoreDesk.edit([items[0]], alerts: false)
        batch.edited = [items[2]]
        batch.placements = [
            Placement(
                item: items[2], story: StoryID(openedBy: items[0]), report: .own, confidence: 1, because: [],
                absorbed: StoryID(openedBy: items[1]))
        ]
        try await desk.store.commit(batch)
        let detail = try #require(try await desk.store.story(StoryID(openedBy: items[1])))
        #expect(detail.dossier.story.id == StoryID(openedBy: items[0]))
        #expect(detail.reports.map(\.item.id) == items)
        #expect(detail.dossier.aliases == [StoryID(openedBy: items[1])])
        #expect(detail.dossier.told.map(\.id.story) == [StoryID(openedBy: items[1])])
        let stored = try await desk.store.alert(AlertID(watch: "w", story: StoryID(openedBy: items[0])))
        #expect(stored?.alert.id.story == StoryID(openedBy: items[1]))
        #expect(try await desk.store.figures().stories == 1)
    }

    @Test func `a changed address takes a feed up anew, a forgotten feed is not due`() async throws {
        let desk = try await StoreDesk()
        _ = try await desk.ingest([.new(StoreDesk.draft(1), isQuiet: false)])
        var moved = StoreDesk.feed("a")
        moved.url = "https://a.example/other"
        try await desk.store.synchronise(feeds: [moved], at: StoreDesk.now)
        let due = try await desk.store.dueFeeds(at: StoreDesk.now, limit: 10)
        #expect(due.map(\.settings.name) == ["a"])
        #expect(due.first?.state.validators == nil)
        #expect(try await desk.store.feeds().count == 2)
    }

    @Test(arguments: [
        ("북한은 미사일을 발사했다", "북한"), ("プーチン大統領が到着", "プーチン"), ("Новый йод", "йод"),
        ("Kim Jong-un arrives", "kim jong un"),
    ])
    func `search finds words of every script`(text: String, words: String) async throws {
        let desk = try await StoreDesk()
        let draft = StoreDesk.draft(1, text: text)
        let items = try await desk.ingest([.new(draft, isQuiet: false)]).newItems
        try await desk.store.commit(StoreDesk.edit(items))
        #expect(try await desk.store.indexForSearch(limit: 10) == 1)
        #expect(try await desk.store.indexForSearch(limit: 10) == 0)
        let tokens = FoldedText(words).indexText.split(separator: " ").joined(separator: " ")
        func found(_ expression: String) async throws -> [ItemID] {
            try await desk.store.candidates(SearchNarrowing(expression: expression, limit: 10))
        }
        #expect(try await found("\"\(tokens)\"") == items)
        #expect(try await found("\"zebra\"") == [])
    }

    @Test func `a reader works beside the writer and asks for no more than it may`() async throws {
        let desk = try await StoreDesk()
        let reader = try SQLiteReader(path: desk.path)
        _ = try await desk.ingest([.new(StoreDesk.draft(1), isQuiet: false)])
        #expect(try await reader.figures().items == 1)
        #expect(throws: StoreError.self) { try SQLiteReader(path: desk.path + ".missing") }
    }

    @Test func `a database of a later version is refused`() async throws {
        let desk = try await StoreDesk()
        let connection = try Connection(path: desk.path, mode: .writing, busyTimeout: .seconds(5))
        try connection.execute("INSERT INTO migration(number, name) VALUES (99, 'later')")
        #expect(throws: StoreError.newerSchema(found: 99, supported: Migrations.latest, path: desk.path)) {
            try SQLiteStore(path: desk.path)
        }
        #expect(throws: StoreError.newerSchema(found: 99, supported: Migrations.latest, path: desk.path)) {
            try SQLiteReader(path: desk.path)
        }
    }

    @Test func `what is no database is refused and left alone`() async throws {
        let desk = try await StoreDesk()
        let path = desk.path + ".txt"
        let text = String(repeating: "this is no database\n", count: 100)
        try AppendingFileForTests.write(text, to: path)
        #expect(throws: StoreError.self) { try SQLiteStore(path: path) }
        #expect(try AppendingFileForTests.read(path) == text + "\n")
    }

    /// SQLITE_FULL, SQLITE_IOERR_WRITE, SQLITE_BUSY.
    @Test(arguments: [13, 778, 5] as [Int32])
    func `whichever call fails, nothing is half written and the repeat succeeds`(code: Int32) async throws {
        let desk = try await StoreDesk()
        let feed = try await desk.due()
        var failures = 0
        for call in 0..<200 {
            let number = call * 2 + 1
            let batch = IngestBatch(
                feed: feed.id, state: feed.state,
                changes: [
                    .new(StoreDesk.draft(number), isQuiet: false),
                    .new(StoreDesk.draft(number + 1), isQuiet: false),
                ], at: StoreDesk.now)
            let before = try await Self.count(desk)
            await desk.store.failCall(after: call, code: code)
            var items: [ItemID]
            do {
                items = try await desk.store.commit(batch).newItems
            } catch {
                failures += 1
                await desk.store.clearFault()
                #expect(try await Self.count(desk) == before)
                items = try await desk.store.commit(batch).newItems
            }
            do {
                try await desk.store.commit(StoreDesk.edit(items))
            } catch {
                failures += 1
                await desk.store.clearFault()
                #expect(try await desk.store.unplacedItems(limit: 10).count == 2)
                try await desk.store.commit(StoreDesk.edit(items))
            }
            await desk.store.clearFault()
            #expect(try await Self.count(desk) == before + 2)
            #expect(try await desk.store.alerts(onlyFailed: false, limit: 1000).count == call + 1)
            guard failures > call else { break }
        }
        #expect(failures > 20)
    }

    private static func count(_ desk: StoreDesk) async throws -> Int { try await desk.store.figures().items }
}
