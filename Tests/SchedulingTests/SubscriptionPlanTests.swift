import Model
import Scheduling
import Testing

@Suite struct SubscriptionPlanTests {
    private static let offer = PushOffer(
        hubs: [SubscriptionDesk.hub, SubscriptionDesk.other], topic: SubscriptionDesk.topic)

    private func changes(
        _ offer: PushOffer?, callback: String? = "https://we.example", current: [Subscription] = []
    ) -> [Subscription] {
        SubscriptionPlan.changes(
            of: FeedID(1), offer: offer, callback: callback, current: current, fresh: SubscriptionDesk.fresh,
            at: SubscriptionDesk.start)
    }

    @Test func `a feed that names a hub is subscribed to, at the first that it names`() {
        let made = changes(Self.offer)
        #expect(made.map(\.state) == [.wanted])
        #expect(made.map(\.hub) == [SubscriptionDesk.hub])
        #expect(made.map(\.identity) == [SubscriptionDesk.fresh])
    }

    @Test func `what is as it should be stays as it is`() {
        var subscription = SubscriptionDesk.active()
        subscription.hubs = Self.offer.hubs
        #expect(changes(Self.offer, current: [subscription]).isEmpty)
        subscription.hub = SubscriptionDesk.other
        #expect(changes(Self.offer, current: [subscription]).isEmpty)
    }

    /// What is wanted now, and the states that follow.
    static let endings: [(String, PushOffer?, String?, [Subscription.State])] = [
        ("no hub any more", nil, "https://we.example", [.leaving]),
        ("not to be pushed", offer, nil, [.leaving]),
        ("another callback", offer, "https://us.example", [.leaving, .wanted]),
        (
            "another topic", PushOffer(hubs: [SubscriptionDesk.hub], topic: "https://x.example/"),
            "https://we.example",
            [.leaving, .wanted]
        ),
        (
            "another hub", PushOffer(hubs: [SubscriptionDesk.other], topic: SubscriptionDesk.topic),
            "https://we.example",
            [.leaving, .wanted]
        ),
    ]

    @Test(arguments: endings)
    func `what nothing speaks for is ended`(
        what: String, offer: PushOffer?, callback: String?, states: [Subscription.State]
    ) {
        #expect(
            changes(offer, callback: callback, current: [SubscriptionDesk.active()]).map(\.state) == states,
            "\(what)")
    }

    @Test func `what is on its way out is left to go, and does not stand for another`() {
        #expect(changes(Self.offer, current: [SubscriptionDesk.leaving()]).map(\.state) == [.wanted])
        #expect(changes(nil, current: [SubscriptionDesk.leaving()]).isEmpty)
    }

    @Test func `a further hub is remembered`() {
        let changed = changes(Self.offer, current: [SubscriptionDesk.active()])
        #expect(changed.map(\.hubs) == [Self.offer.hubs])
        #expect(changed.map(\.state) == [.active])
    }
}

@Suite struct RelaxedPaceTests {
    private let settings = FeedSettings(
        name: "a", url: "https://a.example/", outlet: Outlet(name: "A", kind: .wire))

    /// Planned wait, pace, and the range of what comes of it.
    static let waits: [(Duration, Duration, ClosedRange<Duration>)] = [
        (.minutes(30), .hours(6), .hours(6)...Duration.minutes(396)),
        (.hours(12), .hours(6), .hours(12)...Duration.hours(12)),
        (.hours(48), .hours(24), .hours(48)...Duration.hours(48)),
        (.hours(1), .hours(24), .hours(24)...Duration.hours(24)),
    ]

    @Test(arguments: waits)
    func `a feed that is pushed is polled at the pace, daily at least, and never sooner than planned`(
        planned: Duration, pace: Duration, range: ClosedRange<Duration>
    ) {
        let next = Interval.relaxed(
            SubscriptionDesk.start + planned, after: SubscriptionDesk.start, pace: pace, settings: settings,
            hints: PollHints())
        #expect(range.contains(next - SubscriptionDesk.start))
    }

    @Test func `what is paced by pushes says so, and nothing else does`() {
        var state = FeedState()
        state.lastPoll = SubscriptionDesk.start
        let planned = Interval.next(after: SubscriptionDesk.start, state: state, settings: settings)
        let relaxed = Interval.relaxed(
            planned, after: SubscriptionDesk.start, pace: .hours(6), settings: settings, hints: state.hints)
        var pushed = SubscriptionDesk.active()
        func reason(_ next: Timestamp, _ subscription: Subscription?) -> String {
            state.nextPoll = next
            return Interval.reason(state, settings: settings, subscription: subscription).rawValue
        }
        #expect(reason(relaxed, pushed) == "validators")
        pushed.lastPush = SubscriptionDesk.start
        #expect(reason(relaxed, pushed) == "push")
        #expect(reason(planned, pushed) == "validators")
        #expect(reason(relaxed, nil) == "validators")
        state.error = "500"
        #expect(reason(relaxed, pushed) == "back-off")
    }

    @Test func `a feed that is no longer pushed is polled as if it never had been, and not in the past`() {
        var state = FeedState()
        state.lastPoll = SubscriptionDesk.start
        let soon = Interval.unrelaxed(state, settings: settings, at: SubscriptionDesk.start + .minutes(1))
        #expect((Duration.minutes(15)...Duration.hours(2)).contains(soon - SubscriptionDesk.start))
        let late = SubscriptionDesk.start + .days(1)
        #expect(Interval.unrelaxed(state, settings: settings, at: late) == late)
    }
}
