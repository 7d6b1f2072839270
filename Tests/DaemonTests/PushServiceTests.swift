import Daemon
import Model
import Pipeline
import Scheduling
import Storage
import TestSupport
import Testing

@Suite struct PushServiceTests {
    @Test func `a feed that names a hub is subscribed to with a path and a secret of its own`() async throws {
        let desk = try await PushTrial.subscribed()
        let asked = try #require(desk.hub.asked.first)
        #expect(asked.hub == PushTrial.hubURL)
        #expect(asked.topic == PushTrial.url)
        #expect(asked.callback.hasPrefix("https://we.example/push/"))
        #expect(PushTrial.path(asked).utf8.count == 6 + 32)
        #expect(asked.secret.utf8.count == 64)
        #expect(asked.lease == .days(10))
        let feed = try #require(try await desk.feed)
        #expect(feed.subscription?.state == .active)
        #expect(feed.subscription?.leaseEnd == PushTrial.start + .days(1))
        // Nothing more to do before the renewal.
        _ = try await desk.service().advance()
        #expect(desk.hub.asked.count == 1)
    }

    @Test func `a subscription is renewed before its lease ends`() async throws {
        let desk = try await PushTrial.subscribed()
        let next = try #require(try await desk.store.nextSubscription())
        #expect(next < PushTrial.start + .days(1))
        desk.clock.advance(by: next - PushTrial.start)
        _ = try await desk.service().advance()
        #expect(desk.hub.asked.map(\.mode) == [.subscribe, .subscribe])
        #expect(desk.hub.asked.map(\.callback).first == desk.hub.asked.last?.callback)
        #expect(await desk.verify() == 200)
        #expect(try await desk.feed?.subscription?.leaseEnd == next + .days(1))
    }

    @Test func `a lease that runs out lets the feed be polled at its usual pace, and is asked for anew`()
        async throws
    {
        let desk = try await PushTrial.subscribed()
        #expect(try await desk.push(PushTrial.document("two")) == 204)
        desk.clock.advance(by: .hours(2))
        desk.origin.serve(PushTrial.document("two", "one"))
        try await desk.poll()
        let relaxed = try #require(try await desk.feed?.state.nextPoll)
        #expect(relaxed >= desk.clock.now + .hours(6))
        desk.hub.answers(.failed(message: "down", retryAfter: nil))
        desk.clock.advance(by: .hours(22))
        _ = try await desk.service().advance()
        let after = try #require(try await desk.feed)
        #expect(after.subscription?.state == .wanted)
        #expect(after.subscription?.error == "down")
        #expect(try #require(after.state.nextPoll) <= desk.clock.now)
    }

    @Test func `a hub that is down is asked once, not once for each of its feeds`() async throws {
        let desk = try PushTrial()
        desk.origin.serve(PushTrial.document("one"))
        try await desk.store.synchronise(
            feeds: (0..<20).map { PushTrial.feed("f\($0)", url: "https://a.example/\($0)") },
            at: desk.clock.now)
        try await desk.poll()
        try await desk.service().reconcile()
        desk.hub.answers(.failed(message: "down", retryAfter: nil))
        let next = try #require(try await desk.service().advance())
        #expect(desk.hub.asked.count == 1)
        #expect(next >= desk.clock.now + .minutes(5))
    }

    @Test func `nothing is asked for where no callback is named`() async throws {
        let desk = try PushTrial()
        desk.origin.serve(PushTrial.document("one"))
        try await desk.store.synchronise(feeds: [PushTrial.feed()], at: desk.clock.now)
        try await desk.poll()
        try await desk.service(callback: nil).reconcile()
        #expect(try await desk.service(callback: nil).advance() == nil)
        #expect(desk.hub.asked.isEmpty)
        #expect(try await desk.feed?.state.offer?.hubs == [PushTrial.hubURL])
    }

    /// What changes, and whether another subscription is made.
    enum Change: String, CaseIterable, Sendable {
        case feedRemoved
        case pushOff
        case hubGone
        case hubChanged
        case callbackChanged
        case feedGone
    }

    @Test(arguments: Change.allCases)
    func `a subscription that nothing speaks for is ended at its hub`(change: Change) async throws {
        let desk = try await PushTrial.subscribed()
        var feed = PushTrial.feed()
        desk.clock.advance(by: .hours(3))
        switch change {
        case .feedRemoved: try await desk.store.synchronise(feeds: [], at: desk.clock.now)
        case .pushOff:
            feed.takesPush = false
            try await desk.store.synchronise(feeds: [feed], at: desk.clock.now)
        case .hubGone, .hubChanged:
            desk.origin.serve(
                PushTrial.document("one", hub: change == .hubGone ? nil : "https://other.example/"))
            try await desk.poll()
        case .callbackChanged: break
        case .feedGone:
            let known = try #require(try await desk.feed)
            var state = known.state
            state.health = .gone
            _ = try await desk.store.commit(
                IngestBatch(feed: known.id, state: state, changes: [], at: desk.clock.now))
        }
        let service = desk.service(
            callback: change == .callbackChanged ? "https://us.example" : "https://we.example")
        try await service.reconcile()
        _ = try await service.advance()
        let ends = desk.hub.asked.filter { $0.mode == .unsubscribe }
        #expect(ends.map(\.hub) == [PushTrial.hubURL])
        #expect(ends.map(\.callback) == [desk.hub.asked[0].callback])
        let anew = change == .hubChanged || change == .callbackChanged
        #expect(desk.hub.asked.count { $0.mode == .subscribe } == (anew ? 2 : 1))
        let end = try #require(ends.first)
        #expect(
            await desk.call(
                "GET", PushTrial.path(end),
                [("hub.mode", "unsubscribe"), ("hub.topic", end.topic), ("hub.challenge", "c")]) == 200)
        #expect(await desk.call("POST", PushTrial.path(end)) == 410)
        desk.clock.advance(by: .minutes(15))
        _ = try await service.advance()
        #expect(await desk.call("POST", PushTrial.path(end)) == 404)
    }

    @Test func `a hub may be where its feed may be`() async throws {
        let desk = try PushTrial()
        var feed = PushTrial.feed()
        feed.allowsPrivateAddresses = ["10.0.0.0/8"]
        desk.origin.serve(PushTrial.document("one"))
        try await desk.store.synchronise(feeds: [feed], at: desk.clock.now)
        try await desk.poll()
        try await desk.service().reconcile()
        _ = try await desk.service().advance()
        #expect(desk.hub.asked.map(\.addresses) == [AddressPolicy(allowedPrivateBlocks: ["10.0.0.0/8"])])
    }
}
