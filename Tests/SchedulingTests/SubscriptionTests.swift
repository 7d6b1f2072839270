import Model
import Scheduling
import Testing

/// One subscription, a clock that is an argument, and settings in round figures.
private enum Desk {
    static let start = Timestamp(seconds: 1_556_020_800)
    static let topic = "https://news.example/feed"
    static let hub = "https://hub.example/"
    static let other = "https://other.example/"
    static let first = PushIdentity(path: "first", secret: "s1")
    static let fresh = PushIdentity(path: "fresh", secret: "s2")
    static let settings = PushSettings()

    static func subscription(hubs: [String] = [hub]) -> Subscription {
        Subscription(
            feed: FeedID(1), hubs: hubs, hub: hubs[0], topic: topic, callback: "https://we.example",
            identity: first, at: start)
    }

    static func question(_ mode: HubMode, lease: Duration? = .days(1)) -> HubVerification {
        HubVerification(mode: mode, topic: topic, lease: lease)
    }

    /// Asked for and not yet verified.
    static func pending(hubs: [String] = [hub]) -> Subscription {
        var subscription = subscription(hubs: hubs)
        _ = subscription.next(at: start, fresh: fresh, settings: settings)
        return subscription
    }

    static func active(lease: Duration = .days(1)) -> Subscription {
        var subscription = pending()
        _ = subscription.verify(question(.subscribe, lease: lease), at: start, settings: settings)
        return subscription
    }

    static func leaving() -> Subscription {
        var subscription = active()
        subscription.leave(at: start)
        _ = subscription.next(at: start, fresh: fresh, settings: settings)
        return subscription
    }
}

@Suite struct SubscriptionTests {
    @Test func `a new subscription is asked for at once, under a fresh identity`() {
        var subscription = Desk.subscription()
        let step = subscription.next(at: Desk.start, fresh: Desk.fresh, settings: Desk.settings)
        #expect(step == .ask(.subscribe))
        #expect(subscription.state == .pending)
        #expect(subscription.identity == Desk.fresh)
        #expect(subscription.nextAction == Desk.start + .minutes(15))
        #expect(subscription.next(at: Desk.start, fresh: Desk.first, settings: Desk.settings) == .wait)
    }

    @Test func `a hub may verify before it answers`() {
        var subscription = Desk.active()
        let before = subscription
        subscription.answered(.accepted, at: Desk.start, settings: Desk.settings)
        #expect(subscription == before)
        subscription.answered(
            .failed(message: "late", retryAfter: nil), at: Desk.start, settings: Desk.settings)
        #expect(subscription == before)
    }

    struct Question: Sendable, CustomTestStringConvertible {
        var what: String
        var subscription: Subscription
        var question: HubVerification
        var after: Duration = .zero
        var isConfirmed: Bool

        var testDescription: String { what }
    }

    static let questions = [
        Question(
            what: "what was asked", subscription: Desk.pending(), question: Desk.question(.subscribe),
            isConfirmed: true),
        Question(
            what: "the same again in time", subscription: Desk.active(), question: Desk.question(.subscribe),
            after: .minutes(14), isConfirmed: true),
        Question(
            what: "the same again much later", subscription: Desk.active(),
            question: Desk.question(.subscribe), after: .minutes(15), isConfirmed: false),
        Question(
            what: "another topic", subscription: Desk.pending(),
            question: HubVerification(mode: .subscribe, topic: "https://news.example/feed2", lease: nil),
            isConfirmed: false),
        Question(
            what: "an end that nobody asked for", subscription: Desk.active(),
            question: Desk.question(.unsubscribe), isConfirmed: false),
        Question(
            what: "an end instead of a beginning", subscription: Desk.pending(),
            question: Desk.question(.unsubscribe), isConfirmed: false),
        Question(
            what: "nothing was asked yet", subscription: Desk.subscription(),
            question: Desk.question(.subscribe), isConfirmed: false),
        Question(
            what: "the end that was asked for", subscription: Desk.leaving(),
            question: Desk.question(.unsubscribe), isConfirmed: true),
        Question(
            what: "a beginning instead of an end", subscription: Desk.leaving(),
            question: Desk.question(.subscribe), isConfirmed: false),
    ]

    @Test(arguments: questions)
    func `only what was asked, and in time, is confirmed`(_ question: Question) {
        var subscription = question.subscription
        let answer = subscription.verify(
            question.question, at: Desk.start + question.after, settings: Desk.settings)
        #expect(answer == question.isConfirmed)
        if !answer { #expect(subscription == question.subscription) }
    }

    @Test func `a question that comes twice changes nothing the second time`() {
        var subscription = Desk.active()
        let before = subscription
        _ = subscription.verify(
            Desk.question(.subscribe, lease: .days(20)), at: Desk.start + .minutes(1), settings: Desk.settings
        )
        #expect(subscription == before)
    }

    /// Lease given, end of the lease, earliest and latest renewal, each after the start.
    static let leases: [(Duration?, Duration, Duration, Duration)] = [
        (.days(1), .days(1), .hours(18), .minutes(1224)),
        (.minutes(5), .minutes(5), .seconds(225), .seconds(255)),
        (.days(400), .days(30), .minutes(32400), .minutes(36720)),
        (nil, .days(10), .minutes(10800), .minutes(12240)),
        // Shorter than the shortest: it lapses before it may be renewed.
        (.seconds(10), .seconds(10), .seconds(10), .seconds(10)),
        (.zero, .seconds(1), .seconds(1), .seconds(1)),
    ]

    @Test(arguments: leases)
    func `a lease is renewed before its end, within bounds`(
        lease: Duration?, end: Duration, earliest: Duration, latest: Duration
    ) {
        var subscription = Desk.pending()
        let isConfirmed = subscription.verify(
            Desk.question(.subscribe, lease: lease), at: Desk.start, settings: Desk.settings)
        #expect(isConfirmed)
        #expect(subscription.state == .active)
        #expect(subscription.leaseEnd == Desk.start + end)
        #expect((earliest...latest).contains(subscription.nextAction - Desk.start))
    }

    @Test func `a renewal keeps the identity, and the old lease until the new is verified`() throws {
        var subscription = Desk.active()
        let due = subscription.nextAction
        #expect(subscription.next(at: due, fresh: Desk.first, settings: Desk.settings) == .ask(.subscribe))
        #expect(subscription.state == .renewing)
        #expect(subscription.identity == Desk.fresh)
        #expect(subscription.isActive(at: due))
        let isConfirmed = subscription.verify(Desk.question(.subscribe), at: due, settings: Desk.settings)
        #expect(isConfirmed)
        #expect(subscription.leaseEnd == due + .days(1))
    }

    @Test func `a renewal that fails is tried again while the lease lasts, and then anew`() throws {
        var subscription = Desk.active()
        var now = subscription.nextAction
        let end = try #require(subscription.leaseEnd)
        var asked = 0
        // Each round gets nearer to the end.
        for _ in 0..<1000 where now < end {
            if subscription.next(at: now, fresh: Desk.first, settings: Desk.settings) == .ask(.subscribe) {
                asked += 1
                subscription.answered(
                    .failed(message: "down", retryAfter: nil), at: now, settings: Desk.settings)
            }
            #expect(subscription.nextAction > now)
            now = subscription.nextAction
        }
        #expect(asked > 3)
        #expect(now == end)
        #expect(subscription.next(at: end, fresh: Desk.first, settings: Desk.settings) == .wait)
        #expect(subscription.state == .wanted)
        #expect(subscription.leaseEnd == nil)
        let anew = subscription.nextAction
        #expect(anew <= end + .minutes(5))
        #expect(subscription.next(at: anew, fresh: Desk.first, settings: Desk.settings) == .ask(.subscribe))
        #expect(subscription.state == .pending)
        #expect(subscription.identity == Desk.first)
    }

    @Test func `a hub with leases of seconds is not asked every few seconds`() {
        var subscription = Desk.active(lease: .seconds(10))
        let end = Desk.start + .seconds(10)
        #expect(subscription.next(at: end, fresh: Desk.first, settings: Desk.settings) == .wait)
        #expect(subscription.state == .wanted)
        #expect(subscription.nextAction == Desk.start + .minutes(5))
    }

    /// Outcome, and the shortest and longest waits after the first and after the tenth of its kind.
    static let failures: [(HubOutcome, ClosedRange<Duration>, ClosedRange<Duration>)] = [
        (
            .failed(message: "down", retryAfter: nil), .minutes(5)...Duration.seconds(330),
            .hours(24)...Duration.minutes(1584)
        ),
        (.refused(message: "no"), .hours(6)...Duration.minutes(396), .hours(24)...Duration.minutes(1584)),
        (
            .failed(message: "busy", retryAfter: .hours(2)), .hours(2)...Duration.hours(2),
            .hours(24)...Duration.minutes(1584)
        ),
        (
            .failed(message: "busy", retryAfter: .days(400)), .days(7)...Duration.days(7),
            .days(7)...Duration.days(7)
        ),
    ]

    @Test(arguments: failures)
    func `failed requests are made ever more seldom, up to a day or what the hub asks`(
        outcome: HubOutcome, first: ClosedRange<Duration>, tenth: ClosedRange<Duration>
    ) {
        var subscription = Desk.subscription()
        var now = Desk.start
        var waits: [Duration] = []
        for _ in 0..<10 {
            #expect(
                subscription.next(at: now, fresh: Desk.fresh, settings: Desk.settings) == .ask(.subscribe))
            subscription.answered(outcome, at: now, settings: Desk.settings)
            #expect(subscription.state == .wanted)
            waits.append(subscription.nextAction - now)
            now = subscription.nextAction
        }
        #expect(first.contains(waits[0]))
        #expect(tenth.contains(waits[9]))
        #expect(subscription.failures == 10)
    }

    @Test func `a request that is never verified has failed, and the next hub is asked`() {
        var subscription = Desk.pending(hubs: [Desk.hub, Desk.other])
        let late = Desk.start + .minutes(15)
        #expect(subscription.next(at: late, fresh: Desk.first, settings: Desk.settings) == .wait)
        #expect(subscription.state == .wanted)
        #expect(subscription.hub == Desk.other)
        #expect(subscription.error == "the hub did not verify the request within 15 min")
        // What the first hub was given opens nothing any more.
        let isConfirmed = subscription.verify(Desk.question(.subscribe), at: late, settings: Desk.settings)
        #expect(!isConfirmed)
        let next = subscription.nextAction
        #expect(subscription.next(at: next, fresh: Desk.first, settings: Desk.settings) == .ask(.subscribe))
        #expect(subscription.identity == Desk.first)
    }

    @Test func `a denial ends the pushes, and is asked about again after a day, then later`() {
        var subscription = Desk.active()
        let isWrong = subscription.deny(
            topic: "another", reason: nil, at: Desk.start, settings: Desk.settings)
        #expect(!isWrong)
        #expect(subscription.state == .active)
        let isDenied = subscription.deny(
            topic: Desk.topic, reason: "not you", at: Desk.start, settings: Desk.settings)
        #expect(isDenied)
        #expect(!subscription.isActive(at: Desk.start))
        #expect(subscription.error == "the hub denies the subscription: not you")
        #expect(subscription.nextAction == Desk.start + .days(1))
        let next = subscription.nextAction
        #expect(subscription.next(at: next, fresh: Desk.first, settings: Desk.settings) == .ask(.subscribe))
        _ = subscription.deny(topic: Desk.topic, reason: nil, at: next, settings: Desk.settings)
        #expect(subscription.nextAction == next + .days(2))
    }

    @Test func `an end is asked for three times at most, and then left to the lease`() {
        var subscription = Desk.active(lease: .days(30))
        subscription.leave(at: Desk.start)
        var now = Desk.start
        var steps: [SubscriptionStep] = []
        for _ in 0..<4 {
            steps.append(subscription.next(at: now, fresh: Desk.first, settings: Desk.settings))
            subscription.answered(.failed(message: "down", retryAfter: nil), at: now, settings: Desk.settings)
            now = subscription.nextAction
        }
        #expect(steps == [.ask(.unsubscribe), .ask(.unsubscribe), .ask(.unsubscribe), .forget])
    }

    @Test func `an end that was confirmed may be asked about again, and is then forgotten`() {
        var subscription = Desk.leaving()
        for _ in 0..<2 {
            let isConfirmed = subscription.verify(
                Desk.question(.unsubscribe), at: Desk.start + .minutes(1), settings: Desk.settings)
            #expect(isConfirmed)
        }
        #expect(subscription.state == .left)
        #expect(
            subscription.next(at: Desk.start + .minutes(15), fresh: Desk.first, settings: Desk.settings)
                == .forget)
    }

    @Test func `what was never asked for needs no end`() {
        var subscription = Desk.subscription()
        subscription.leave(at: Desk.start)
        #expect(subscription.next(at: Desk.start, fresh: Desk.first, settings: Desk.settings) == .forget)
    }

    @Test func `pushes are relied on from the first, until a poll finds what none had brought`() {
        var subscription = Desk.active()
        #expect(!subscription.isTrusted(at: Desk.start))
        subscription.lastPush = Desk.start
        #expect(subscription.isTrusted(at: Desk.start))
        subscription.missed = Desk.start + .minutes(1)
        #expect(!subscription.isTrusted(at: Desk.start + .minutes(1)))
        subscription.lastPush = Desk.start + .minutes(2)
        #expect(subscription.isTrusted(at: Desk.start + .minutes(2)))
        #expect(!subscription.isTrusted(at: Desk.start + .days(2)))
    }

    @Test func `a secret does not get into a message`() {
        #expect("\(Desk.pending())".contains("s2") == false)
    }
}

@Suite struct SubscriptionPlanTests {
    private static let offer = PushOffer(hubs: [Desk.hub, Desk.other], topic: Desk.topic)

    private func changes(
        _ offer: PushOffer?, callback: String? = "https://we.example", current: [Subscription] = []
    ) -> [Subscription] {
        SubscriptionPlan.changes(
            of: FeedID(1), offer: offer, callback: callback, current: current, fresh: Desk.fresh,
            at: Desk.start)
    }

    @Test func `a feed that names a hub is subscribed to, at the first that it names`() {
        let made = changes(Self.offer)
        #expect(made.map(\.state) == [.wanted])
        #expect(made.map(\.hub) == [Desk.hub])
        #expect(made.map(\.identity) == [Desk.fresh])
    }

    @Test func `what is as it should be stays as it is`() {
        var subscription = Desk.active()
        subscription.hubs = Self.offer.hubs
        #expect(changes(Self.offer, current: [subscription]).isEmpty)
        subscription.hub = Desk.other
        #expect(changes(Self.offer, current: [subscription]).isEmpty)
    }

    /// What is wanted now, and the states that follow.
    static let endings: [(String, PushOffer?, String?, [Subscription.State])] = [
        ("no hub any more", nil, "https://we.example", [.leaving]),
        ("not to be pushed", offer, nil, [.leaving]),
        ("another callback", offer, "https://us.example", [.leaving, .wanted]),
        (
            "another topic", PushOffer(hubs: [Desk.hub], topic: "https://x.example/"), "https://we.example",
            [.leaving, .wanted]
        ),
        (
            "another hub", PushOffer(hubs: [Desk.other], topic: Desk.topic), "https://we.example",
            [.leaving, .wanted]
        ),
    ]

    @Test(arguments: endings)
    func `what nothing speaks for is ended`(
        what: String, offer: PushOffer?, callback: String?, states: [Subscription.State]
    ) {
        #expect(
            changes(offer, callback: callback, current: [Desk.active()]).map(\.state) == states, "\(what)")
    }

    @Test func `what is on its way out is left to go, and does not stand for another`() {
        #expect(changes(Self.offer, current: [Desk.leaving()]).map(\.state) == [.wanted])
        #expect(changes(nil, current: [Desk.leaving()]).isEmpty)
    }

    @Test func `a further hub is remembered`() {
        let changed = changes(Self.offer, current: [Desk.active()])
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
            Desk.start + planned, after: Desk.start, pace: pace, settings: settings, hints: PollHints())
        #expect(range.contains(next - Desk.start))
    }

    @Test func `a feed that is no longer pushed is polled as if it never had been, and not in the past`() {
        var state = FeedState()
        state.lastPoll = Desk.start
        let soon = Interval.unrelaxed(state, settings: settings, at: Desk.start + .minutes(1))
        #expect((Duration.minutes(15)...Duration.hours(2)).contains(soon - Desk.start))
        let late = Desk.start + .days(1)
        #expect(Interval.unrelaxed(state, settings: settings, at: late) == late)
    }
}
