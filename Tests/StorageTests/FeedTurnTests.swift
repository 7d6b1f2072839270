import Model
import Pipeline
import Scheduling
import Storage
import TestSupport
import Testing

@Suite struct FeedTurnTests {
    private static func change(
        _ desk: StoreDesk, _ name: String, _ change: (inout FeedState) -> Void
    ) async throws {
        let feed = try #require(try await desk.store.feeds().first { $0.settings.name == name })
        var state = feed.state
        change(&state)
        _ = try await desk.store.commit(
            IngestBatch(feed: feed.id, state: state, changes: [], at: StoreDesk.now))
    }

    private static func due(_ desk: StoreDesk, after span: Duration = .zero) async throws -> [String] {
        try await desk.store.dueFeeds(at: StoreDesk.now + span, limit: 10).map(\.settings.name)
    }

    @Test func `due feeds come oldest first, without those that are known, and the next one is foreseen`()
        async throws
    {
        let desk = try await StoreDesk()
        try await Self.change(desk, "a") { $0.nextPoll = StoreDesk.now - .minutes(1) }
        try await Self.change(desk, "b") { $0.nextPoll = StoreDesk.now - .minutes(2) }
        #expect(try await Self.due(desk) == ["b", "a"])
        let b = try #require(try await desk.store.feeds().first { $0.settings.name == "b" })
        let others = try await desk.store.dueFeeds(at: StoreDesk.now, limit: 1, except: [b.id])
        #expect(others.map(\.settings.name) == ["a"])
        try await Self.change(desk, "a") { $0.nextPoll = StoreDesk.now + .minutes(5) }
        #expect(try await desk.store.nextDue(after: StoreDesk.now) == StoreDesk.now + .minutes(5))
        #expect(try await desk.store.nextDue() == StoreDesk.now - .minutes(2))
    }

    @Test func `feeds are read by their ids as they stand, those that are configured no longer left out`()
        async throws
    {
        let desk = try await StoreDesk()
        let ids = try await desk.store.dueFeeds(at: StoreDesk.now, limit: 10, except: []) { $0.id }
        #expect(ids.count == 2)
        try await Self.change(desk, "b") { $0.title = "news of b" }
        try await desk.store.synchronise(feeds: [StoreDesk.feed("b")], at: StoreDesk.now)
        let found = try await desk.store.feeds(ids + [FeedID(99)])
        #expect(found.map(\.settings) == [StoreDesk.feed("b")])
        #expect(found.map(\.state.title) == ["news of b"])
    }

    @Test func `settings are those of the configuration, of a feed that has left it those it had`()
        async throws
    {
        let desk = try await StoreDesk()
        var b = StoreDesk.feed("b")
        b.tags = ["new"]
        try await desk.store.synchronise(feeds: [b], at: StoreDesk.now)
        let settings = try await desk.store.feedSettings()
        #expect(Set(settings.values) == [StoreDesk.feed("a"), b])
        #expect(try await desk.store.feeds().map(\.settings) == [StoreDesk.feed("a"), b])
        let reader = try SQLiteReader(path: desk.path)
        #expect(try await reader.feeds().map(\.settings) == [StoreDesk.feed("a"), b])
    }

    @Test func `feeds that fail are found and counted where they are configured`() async throws {
        let desk = try await StoreDesk()
        #expect(try await desk.store.figures().failingFeeds == 0)
        for name in ["a", "b"] { try await Self.change(desk, name) { $0.error = "503" } }
        #expect(try await desk.store.figures().failingFeeds == 2)
        try await desk.store.synchronise(feeds: [StoreDesk.feed("b")], at: StoreDesk.now)
        #expect(try await desk.store.figures().failingFeeds == 1)
        let found = try await desk.store.feeds { $0.isConfigured && $0.state.error != nil }
        #expect(found.map(\.settings.name) == ["b"])
    }

    @Test func `plans of a wrong clock are mended at a start and when a clock is set`() async throws {
        let desk = try await StoreDesk()
        try await Self.change(desk, "a") {
            $0.lastPoll = StoreDesk.now + .days(399)
            $0.nextPoll = StoreDesk.now + .days(400)
        }
        try await Self.change(desk, "b") {
            $0.lastPoll = StoreDesk.now - .minutes(1)
            $0.nextPoll = StoreDesk.now + .hours(20)
        }
        #expect(try await Self.due(desk) == [])
        #expect(try await desk.store.mendPlans(at: StoreDesk.now) == 1)
        #expect(try await Self.due(desk) == ["a"])
        #expect(try await desk.store.mendPlans(at: StoreDesk.now) == 0)
        try await Self.change(desk, "b") { $0.nextPoll = StoreDesk.now + .days(400) }
        try await desk.store.synchronise(feeds: ["a", "b"].map { StoreDesk.feed($0) }, at: StoreDesk.now)
        #expect(try await Self.due(desk) == ["a", "b"])
    }

    @Test func `a shorter interval counts from the last poll on, and no plan is put off`() async throws {
        let desk = try await StoreDesk()
        try await Self.change(desk, "a") {
            $0.lastPoll = StoreDesk.now - .minutes(1)
            $0.lastSuccess = StoreDesk.now - .minutes(1)
            $0.nextPoll = StoreDesk.now + .hours(20)
        }
        var feed = StoreDesk.feed("a")
        feed.interval = .minutes(30)
        try await desk.store.synchronise(feeds: [feed], at: StoreDesk.now)
        #expect(try await Self.due(desk, after: .minutes(28)) == [])
        #expect(try await Self.due(desk, after: .minutes(33)) == ["a"])
        feed.interval = .hours(24)
        try await desk.store.synchronise(feeds: [feed], at: StoreDesk.now)
        #expect(try await Self.due(desk, after: .minutes(33)) == ["a"])
    }

    @Test func `many new feeds are spread where that is asked for, and one pass takes them all`() async throws
    {
        let desk = try await StoreDesk()
        let feeds = (0..<2500).map { StoreDesk.feed("n\($0)") }
        try await desk.store.synchronise(feeds: feeds, at: StoreDesk.now, spreads: true)
        let atOnce = try await desk.store.dueFeeds(at: StoreDesk.now + .minutes(1), limit: 10_000)
        #expect(atOnce.count > 30 && atOnce.count < 200)
        try await desk.store.synchronise(feeds: feeds, at: StoreDesk.now)
        #expect(try await desk.store.dueFeeds(at: StoreDesk.now, limit: 10_000).count == 2500)
    }

    @Test
    func `a feed that is gone is asked again when somebody says so, not sooner than its shortest interval`()
        async throws
    {
        let desk = try await StoreDesk()
        try await Self.change(desk, "a") {
            $0.health = .gone
            $0.error = "410"
            $0.lastPoll = StoreDesk.now - .minutes(5)
            $0.nextPoll = nil
        }
        try await Self.change(desk, "b") { $0.nextPoll = StoreDesk.now + .hours(1) }
        #expect(try await desk.store.retry(feeds: ["a", "zebra"], at: StoreDesk.now) == ["a"])
        #expect(try await Self.due(desk) == [])
        #expect(try await Self.due(desk, after: .minutes(10)) == ["a"])
        let stored = try await desk.store.feeds().first { $0.settings.name == "a" }
        #expect(stored?.state.health == .gone)
    }

    @Test func `holds last until they are over, and none longer than a week`() async throws {
        let desk = try await StoreDesk()
        try await desk.store.hold(host: "a", until: StoreDesk.now + .hours(2))
        try await desk.store.hold(host: "a", until: StoreDesk.now + .hours(1))
        try await desk.store.hold(host: "wrong", until: StoreDesk.now + .days(300))
        #expect(try await desk.store.heldHosts(at: StoreDesk.now) == ["a": StoreDesk.now + .hours(2)])
        #expect(try await desk.store.heldHosts(at: StoreDesk.now + .hours(2)).isEmpty)
    }
}
