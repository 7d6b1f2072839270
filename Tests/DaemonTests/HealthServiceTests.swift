import Configuration
import Daemon
import Model
import Pipeline
import Platform
import Storage
import TestSupport
import Testing

@Suite struct HealthServiceTests {
    private static let watch = """
        [watch "health"]
        on = feed.failing feed.silent feed.moved
        at = 08:00
        severity = urgent
        """

    /// Feed a is well, feed b answers 404; 12:00.
    private static func desk() async throws -> Desk {
        let desk = try Desk()
        desk.origin.serve("https://a.example/", desk.feed("Something"))
        _ = try await desk.pass(watch)
        return desk
    }

    private static func pass(_ desk: Desk, after span: Duration) async throws {
        desk.pass(by: span)
        _ = try await desk.pass(watch)
    }

    @Test
    func `a feed that fails is told in one summary at the next time, and when it is well in the one after`()
        async throws
    {
        let desk = try await Self.desk()
        for _ in 0..<19 { try await Self.pass(desk, after: .hours(1)) }
        #expect(desk.channel.notices.isEmpty)
        // 08:00 the next day.
        try await Self.pass(desk, after: .hours(1))
        #expect(desk.channel.notices.map { $0.troubles.map(\.feed) } == [["b"]])
        #expect(desk.channel.notices.first?.id == FeedNoticeID(watch: "health", slot: "2019-04-24-0800"))
        #expect(desk.channel.notices.first?.troubles.first?.error?.contains("404") == true)
        #expect(desk.channel.notices.first?.severity == .urgent)
        for _ in 0..<30 { try await Self.pass(desk, after: .hours(1)) }
        #expect(desk.channel.notices.count == 1)
        desk.origin.serve("https://b.example/", desk.feed("Else"))
        for _ in 0..<30 { try await Self.pass(desk, after: .hours(1)) }
        #expect(desk.channel.notices.count == 2)
        #expect(desk.channel.notices.last?.recovered.map(\.feed) == ["b"])
        for _ in 0..<30 { try await Self.pass(desk, after: .hours(1)) }
        #expect(desk.channel.notices.count == 2)
    }

    @Test func `a summary that no route took stays in the outbox and goes out once`() async throws {
        let desk = try await Self.desk()
        desk.channel.fail(with: .unavailable(message: "down", retryAfter: nil))
        try await Self.pass(desk, after: .hours(20))
        #expect(try await desk.store.notices(onlyFailed: true, limit: 10).count == 1)
        desk.channel.fail(with: nil)
        try await Self.pass(desk, after: .minutes(1))
        try await Self.pass(desk, after: .hours(1))
        #expect(desk.channel.notices.count == 1)
    }

    @Test func `a daemon that was away at the time makes up for the last one only`() async throws {
        let desk = try await Self.desk()
        try await Self.pass(desk, after: .hours(1))
        try await Self.pass(desk, after: .days(5))
        #expect(desk.channel.notices.map(\.id.slot) == ["2019-04-28-0800"])
    }

    @Test func `silence is found although every poll is well, and so is its end`() async throws {
        let desk = try Desk()
        desk.origin.serve("https://a.example/", desk.feed("Something"))
        desk.origin.serve("https://b.example/", desk.feed("Something else"))
        let more = Self.watch + "\n[feed \"c\"]\nurl = https://c.example/\nexpect = 6h\n"
        desk.origin.serve("https://c.example/", desk.feed("Old"))
        _ = try await desk.pass(more)
        for _ in 0..<5 {
            desk.pass(by: .hours(4))
            _ = try await desk.pass(more)
        }
        #expect(try await desk.state("c").health == .silent)
        #expect(try await desk.state("c").since == Desk.start + .hours(6))
        #expect(desk.channel.notices.map { $0.troubles.map(\.event) } == [[.silent]])
        desk.origin.serve("https://c.example/", desk.feed("New"))
        desk.pass(by: .hours(1))
        _ = try await desk.pass(more)
        #expect(try await desk.state("c").health == .ok)
        #expect(desk.log.events.contains(.feedAwake(feed: "c")))
    }

    @Test func `feeds are looked at although nobody polls`() async throws {
        let desk = try Desk()
        desk.origin.serve("https://c.example/", desk.feed("Old"))
        _ = try await desk.polling([("c", "https://c.example/")]) {
            $0.interval = .hours(20)
            $0.expectedWithin = .hours(2)
        }
        #expect(try await desk.once() == ["https://c.example/"])
        let health = HealthService(
            watches: [], itemWatches: [], routes: [], defaultRoutes: [], store: desk.store,
            events: { desk.log.take($0) },
            now: { desk.clock.now })
        #expect(try await health.look().next == Desk.start + .hours(1))
        #expect(try await desk.state("c").health == .ok)
        desk.pass(by: .hours(3))
        _ = try await health.look()
        #expect(try await desk.state("c").health == .silent)
        _ = try await health.look()
        let quiet = desk.log.events.filter { if case .feedQuiet = $0 { true } else { false } }
        #expect(quiet.count == 1)
    }

    @Test func `without a watch over feeds there is no summary`() async throws {
        let desk = try Desk()
        for _ in 0..<3 {
            _ = try await desk.pass()
            desk.pass(by: .hours(20))
        }
        #expect(desk.channel.notices.isEmpty)
        #expect(try await desk.state("b").health == .failing)
    }

    // MARK: Silent watches

    @Test func `a watch that meets nothing for longer than it expects is told once for each silence`()
        async throws
    {
        let desk = try Desk()
        desk.origin.serve("https://a.example/", desk.feed("Putin in town"))
        desk.origin.serve("https://b.example/", desk.feed("Weather"))
        // The first daemon writes the configuration, the others find it.
        let more = """
            [watch "health"]
            on = watch.silent
            at = 08:00
            [watch "putin"]
            query = putin
            expect = 2d
            [watch "snow"]
            query = snow
            expect = 3d
            [watch "old"]
            query = rain
            expect = 1d
            expires = 2019-04-24
            """
        func pass(days: Int64) async throws {
            for _ in 0..<days {
                desk.pass(by: .days(1))
                _ = try await desk.pass(more)
            }
        }
        _ = try await desk.pass(more)
        try await pass(days: 2)
        #expect(desk.channel.notices.isEmpty)
        try await pass(days: 1)
        let first = try #require(desk.channel.notices.first)
        #expect(first.silences == [WatchSilence(watch: "putin", since: Desk.start, hasMatched: true)])
        #expect(first.event == .watchSilent)
        try await pass(days: 1)
        // What never met anything is silent from the time on at which it was new.
        #expect(desk.channel.notices.map { $0.silences?.map(\.watch) } == [["putin"], ["snow"]])
        try await pass(days: 3)
        #expect(desk.channel.notices.count == 2)
        desk.origin.serve("https://a.example/", desk.feed("Putin on the border"))
        try await pass(days: 2)
        #expect(desk.channel.notices.count == 2)
        try await pass(days: 2)
        #expect(desk.channel.notices.map { $0.silences?.map(\.watch) } == [["putin"], ["snow"], ["putin"]])
        let setup = try Setup(path: desk.folder + "/feeds.conf")
        let states = try await WatchStanding.all(
            of: setup.configuration.watches, in: desk.store, over: .days(30), now: desk.clock.now)
        #expect(states.map(\.state) == [.ok, .silent, .silent, .expired])
        #expect(states.map(\.activity.matches) == [0, 2, 0, 0])
    }
}
