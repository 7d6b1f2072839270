import Daemon
import Model
import Pipeline
import Storage
import TestSupport
import Testing

@Suite struct `the counters` {
    @Test func `a pass is counted by feed, watch and route, and no title is in the figures`() async throws {
        let desk = try Desk()
        desk.origin.serve("https://a.example/", desk.feed("Kim speaks", "Another"))
        let keys =
            "notify = r\n[feed \"c\"]\nurl = https://c.example/\ndrop = another\n[route \"r\"]\ntype = stdout\n"
        desk.origin.serve("https://c.example/", desk.feed("Another", "Third"))
        let daemon = try desk.daemon(keys)
        let surroundings = daemon.surroundings
        _ = try await daemon.pass(sends: true, progress: { _ in })
        let counters = surroundings.meter.counters
        #expect(counters.feeds["a"]?.new == 2)
        #expect(counters.feeds["a"]?.lastSuccess == Desk.start)
        #expect(counters.feeds["b"]?.failures == ["notFound": 1])
        #expect(counters.feeds["b"]?.isFailing == true)
        #expect(counters.feeds["c"]?.new == 1)
        #expect(counters.feeds["c"]?.dropped == 1)
        #expect(counters.matches == ["kim": 1])
        #expect(counters.attempts == [.init(watch: "kim", route: "r", result: .delivered): 1])
        let gauges = try await desk.store.gauges(openSince: Desk.start)
        #expect(gauges.openStories > 0)
        let text = MetricsPage.text(counters, gauges, version: "1", at: Desk.start)
        #expect(!text.contains("speaks"))
        #expect(text.contains("wirewatch_feed_failures_total{feed=\"b\",reason=\"notFound\"} 1\n"))
        #expect(text.contains("wirewatch_items_total{feed=\"c\",result=\"dropped\"} 1\n"))
        #expect(
            text.contains("wirewatch_alerts_total{watch=\"kim\",route=\"r\",result=\"delivered\"} 1\n"))
    }

    @Test func `items that are known are duplicates, and a delivery that fails is one`() async throws {
        let desk = try Desk()
        let daemon = try desk.daemon("notify = r\n[route \"r\"]\ntype = stdout\n")
        desk.origin.serve("https://a.example/", desk.feed("Kim speaks"))
        desk.channel.fail(with: .unavailable(message: "down", retryAfter: nil))
        _ = try await daemon.pass(sends: true, progress: { _ in })
        desk.pass(by: .hours(2))
        desk.origin.serve("https://a.example/", desk.feed("Kim speaks", "Second"))
        _ = try await daemon.pass(sends: true, progress: { _ in })
        let counters = daemon.surroundings.meter.counters
        #expect(counters.feeds["a"]?.new == 2)
        #expect(counters.feeds["a"]?.duplicate == 1)
        #expect(counters.attempts[.init(watch: "kim", route: "r", result: .retry)] == 2)
    }

    @Test func `a message of many alerts counts each of them by its watch, a digest none`() async throws {
        let desk = try Desk()
        let meter = Meter(elapsed: { .zero })
        var route = RouteSettings(name: "desk", type: .ntfy)
        route.timing.flood = 2
        var service = DeliveryService(
            route: route, channel: desk.channel, store: desk.store, events: { _ in },
            now: { desk.clock.now }, meter: meter)
        for story in Int64(1)...3 { try await desk.decide(Desk.alert(story)) }
        try await desk.store.commit(Desk.digestBatch(at: desk.clock.now))
        #expect(try await service.drain() == 2)
        #expect(
            meter.counters.attempts == [.init(watch: "kim", route: "desk", result: .delivered): 3])
    }

    @Test func `feeds that are configured no longer are not told of, and counts of the others stay`() {
        var counters = Counters()
        counters.count(IngestReceipt(newItems: [ItemID(1)], revisedItems: []), of: "a")
        counters.count(IngestReceipt(newItems: [ItemID(2)], revisedItems: []), of: "b")
        let settings = FeedSettings(name: "b", url: "https://b.example/", outlet: Outlet(name: "B"))
        let stored = StoredFeed(
            id: FeedID(2), settings: settings, state: FeedState(), isConfigured: true, items: 1)
        counters.begin(with: [stored])
        #expect(counters.feeds.keys.sorted() == ["b"])
        #expect(counters.feeds["b"]?.new == 1)
    }
}
