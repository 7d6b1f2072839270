import Model
import Scheduling
import Testing

@Suite struct SubscriptionTests {
    @Test func `a new subscription is asked for at once, under a fresh identity`() {
        var subscription = SubscriptionDesk.subscription()
        let step = subscription.next(
            at: SubscriptionDesk.start, fresh: SubscriptionDesk.fresh, settings: SubscriptionDesk.settings)
        #expect(step == .ask(.subscribe))
        #expect(subscription.state == .pending)
        #expect(subscription.identity == SubscriptionDesk.fresh)
        #expect(subscription.nextAction == SubscriptionDesk.start + .minutes(15))
        #expect(
            subscription.next(
                at: SubscriptionDesk.start, fresh: SubscriptionDesk.first, settings: SubscriptionDesk.settings
            ) == .wait)
    }

    @Test func `a hub may verify before it answers`() {
        var subscription = SubscriptionDesk.active()
        let before = subscription
        subscription.answered(.accepted, at: SubscriptionDesk.start, settings: SubscriptionDesk.settings)
        #expect(subscription == before)
        subscription.answered(
            .failed(message: "late", retryAfter: nil), at: SubscriptionDesk.start,
            settings: SubscriptionDesk.settings)
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
            what: "what was asked", subscription: SubscriptionDesk.pending(),
            question: SubscriptionDesk.question(.subscribe),
            isConfirmed: true),
        Question(
            what: "the same again in time", subscription: SubscriptionDesk.active(),
            question: SubscriptionDesk.question(.subscribe),
            after: .minutes(14), isConfirmed: true),
        Question(
            what: "the same again much later", subscription: SubscriptionDesk.active(),
            question: SubscriptionDesk.question(.subscribe), after: .minutes(15), isConfirmed: false),
        Question(
            what: "another topic", subscription: SubscriptionDesk.pending(),
            question: HubVerification(mode: .subscribe, topic: "https://news.example/feed2", lease: nil),
            isConfirmed: false),
        Question(
            what: "an end that nobody asked for", subscription: SubscriptionDesk.active(),
            question: SubscriptionDesk.question(.unsubscribe), isConfirmed: false),
        Question(
            what: "an end instead of a beginning", subscription: SubscriptionDesk.pending(),
            question: SubscriptionDesk.question(.unsubscribe), isConfirmed: false),
        Question(
            what: "nothing was asked yet", subscription: SubscriptionDesk.subscription(),
            question: SubscriptionDesk.question(.subscribe), isConfirmed: false),
        Question(
            what: "the end that was asked for", subscription: SubscriptionDesk.leaving(),
            question: SubscriptionDesk.question(.unsubscribe), isConfirmed: true),
        Question(
            what: "a beginning instead of an end", subscription: SubscriptionDesk.leaving(),
            question: SubscriptionDesk.question(.subscribe), isConfirmed: false),
    ]

    @Test(arguments: questions)
    func `only what was asked, and in time, is confirmed`(_ question: Question) {
        var subscription = question.subscription
        let answer = subscription.verify(
            question.question, at: SubscriptionDesk.start + question.after,
            settings: SubscriptionDesk.settings)
        #expect(answer == question.isConfirmed)
        if !answer { #expect(subscription == question.subscription) }
    }

    @Test func `a question that comes twice changes nothing the second time`() {
        var subscription = SubscriptionDesk.active()
        let before = subscription
        _ = subscription.verify(
            SubscriptionDesk.question(.subscribe, lease: .days(20)), at: SubscriptionDesk.start + .minutes(1),
            settings: SubscriptionDesk.settings
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
        var subscription = SubscriptionDesk.pending()
        let isConfirmed = subscription.verify(
            SubscriptionDesk.question(.subscribe, lease: lease), at: SubscriptionDesk.start,
            settings: SubscriptionDesk.settings)
        #expect(isConfirmed)
        #expect(subscription.state == .active)
        #expect(subscription.leaseEnd == SubscriptionDesk.start + end)
        #expect((earliest...latest).contains(subscription.nextAction - SubscriptionDesk.start))
    }

    @Test func `a renewal keeps the identity, and the old lease until the new is verified`() throws {
        var subscription = SubscriptionDesk.active()
        let due = subscription.nextAction
        #expect(
            subscription.next(at: due, fresh: SubscriptionDesk.first, settings: SubscriptionDesk.settings)
                == .ask(.subscribe))
        #expect(subscription.state == .renewing)
        #expect(subscription.identity == SubscriptionDesk.fresh)
        #expect(subscription.isActive(at: due))
        let isConfirmed = subscription.verify(
            SubscriptionDesk.question(.subscribe), at: due, settings: SubscriptionDesk.settings)
        #expect(isConfirmed)
        #expect(subscription.leaseEnd == due + .days(1))
    }

    @Test func `a renewal that fails is tried again while the lease lasts, and then anew`() throws {
        var subscription = SubscriptionDesk.active()
        var now = subscription.nextAction
        let end = try #require(subscription.leaseEnd)
        var asked = 0
        // Each round gets nearer to the end.
        for _ in 0..<1000 where now < end {
            if subscription.next(at: now, fresh: SubscriptionDesk.first, settings: SubscriptionDesk.settings)
                == .ask(.subscribe)
            {
                asked += 1
                subscription.answered(
                    .failed(message: "down", retryAfter: nil), at: now, settings: SubscriptionDesk.settings)
            }
            #expect(subscription.nextAction > now)
            now = subscription.nextAction
        }
        #expect(asked > 3)
        #expect(now == end)
        #expect(
            subscription.next(at: end, fresh: SubscriptionDesk.first, settings: SubscriptionDesk.settings)
                == .wait)
        #expect(subscription.state == .wanted)
        #expect(subscription.leaseEnd == nil)
        let anew = subscription.nextAction
        #expect(anew <= end + .minutes(5))
        #expect(
            subscription.next(at: anew, fresh: SubscriptionDesk.first, settings: SubscriptionDesk.settings)
                == .ask(.subscribe))
        #expect(subscription.state == .pending)
        #expect(subscription.identity == SubscriptionDesk.first)
    }

    @Test func `a hub with leases of seconds is not asked every few seconds`() {
        var subscription = SubscriptionDesk.active(lease: .seconds(10))
        let end = SubscriptionDesk.start + .seconds(10)
        #expect(
            subscription.next(at: end, fresh: SubscriptionDesk.first, settings: SubscriptionDesk.settings)
                == .wait)
        #expect(subscription.state == .wanted)
        #expect(subscription.nextAction == SubscriptionDesk.start + .minutes(5))
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
        var subscription = SubscriptionDesk.subscription()
        var now = SubscriptionDesk.start
        var waits: [Duration] = []
        for _ in 0..<10 {
            #expect(
                subscription.next(at: now, fresh: SubscriptionDesk.fresh, settings: SubscriptionDesk.settings)
                    == .ask(.subscribe))
            subscription.answered(outcome, at: now, settings: SubscriptionDesk.settings)
            #expect(subscription.state == .wanted)
            waits.append(subscription.nextAction - now)
            now = subscription.nextAction
        }
        #expect(first.contains(waits[0]))
        #expect(tenth.contains(waits[9]))
        #expect(subscription.failures == 10)
    }

    @Test func `a request that is never verified has failed, and the next hub is asked`() {
        var subscription = SubscriptionDesk.pending(hubs: [SubscriptionDesk.hub, SubscriptionDesk.other])
        let late = SubscriptionDesk.start + .minutes(15)
        #expect(
            subscription.next(at: late, fresh: SubscriptionDesk.first, settings: SubscriptionDesk.settings)
                == .wait)
        #expect(subscription.state == .wanted)
        #expect(subscription.hub == SubscriptionDesk.other)
        #expect(subscription.error == "the hub did not verify the request within 15 min")
        // What the first hub was given opens nothing any more.
        let isConfirmed = subscription.verify(
            SubscriptionDesk.question(.subscribe), at: late, settings: SubscriptionDesk.settings)
        #expect(!isConfirmed)
        let next = subscription.nextAction
        #expect(
            subscription.next(at: next, fresh: SubscriptionDesk.first, settings: SubscriptionDesk.settings)
                == .ask(.subscribe))
        #expect(subscription.identity == SubscriptionDesk.first)
    }

    @Test func `a denial ends the pushes, and is asked about again after a day, then later`() {
        var subscription = SubscriptionDesk.active()
        let isWrong = subscription.deny(
            topic: "another", reason: nil, at: SubscriptionDesk.start, settings: SubscriptionDesk.settings)
        #expect(!isWrong)
        #expect(subscription.state == .active)
        let isDenied = subscription.deny(
            topic: SubscriptionDesk.topic, reason: "not you", at: SubscriptionDesk.start,
            settings: SubscriptionDesk.settings)
        #expect(isDenied)
        #expect(!subscription.isActive(at: SubscriptionDesk.start))
        #expect(subscription.error == "the hub denies the subscription: not you")
        #expect(subscription.nextAction == SubscriptionDesk.start + .days(1))
        let next = subscription.nextAction
        #expect(
            subscription.next(at: next, fresh: SubscriptionDesk.first, settings: SubscriptionDesk.settings)
                == .ask(.subscribe))
        _ = subscription.deny(
            topic: SubscriptionDesk.topic, reason: nil, at: next, settings: SubscriptionDesk.settings)
        #expect(subscription.nextAction == next + .days(2))
    }

    @Test func `an end is asked for three times at most, and then left to the lease`() {
        var subscription = SubscriptionDesk.active(lease: .days(30))
        subscription.leave(at: SubscriptionDesk.start)
        var now = SubscriptionDesk.start
        var steps: [SubscriptionStep] = []
        for _ in 0..<4 {
            steps.append(
                subscription.next(at: now, fresh: SubscriptionDesk.first, settings: SubscriptionDesk.settings)
            )
            subscription.answered(
                .failed(message: "down", retryAfter: nil), at: now, settings: SubscriptionDesk.settings)
            now = subscription.nextAction
        }
        #expect(steps == [.ask(.unsubscribe), .ask(.unsubscribe), .ask(.unsubscribe), .forget])
    }

    @Test func `an end that was confirmed may be asked about again, and is then forgotten`() {
        var subscription = SubscriptionDesk.leaving()
        for _ in 0..<2 {
            let isConfirmed = subscription.verify(
                SubscriptionDesk.question(.unsubscribe), at: SubscriptionDesk.start + .minutes(1),
                settings: SubscriptionDesk.settings)
            #expect(isConfirmed)
        }
        #expect(subscription.state == .left)
        #expect(
            subscription.next(
                at: SubscriptionDesk.start + .minutes(15), fresh: SubscriptionDesk.first,
                settings: SubscriptionDesk.settings)
                == .forget)
    }

    @Test func `what was never asked for needs no end`() {
        var subscription = SubscriptionDesk.subscription()
        subscription.leave(at: SubscriptionDesk.start)
        #expect(
            subscription.next(
                at: SubscriptionDesk.start, fresh: SubscriptionDesk.first, settings: SubscriptionDesk.settings
            ) == .forget)
    }

    @Test func `pushes are relied on from the first, until a poll finds what none had brought`() {
        var subscription = SubscriptionDesk.active()
        #expect(!subscription.isTrusted(at: SubscriptionDesk.start))
        subscription.lastPush = SubscriptionDesk.start
        #expect(subscription.isTrusted(at: SubscriptionDesk.start))
        subscription.missed = SubscriptionDesk.start + .minutes(1)
        #expect(!subscription.isTrusted(at: SubscriptionDesk.start + .minutes(1)))
        subscription.lastPush = SubscriptionDesk.start + .minutes(2)
        #expect(subscription.isTrusted(at: SubscriptionDesk.start + .minutes(2)))
        #expect(!subscription.isTrusted(at: SubscriptionDesk.start + .days(2)))
    }

    @Test func `a secret does not get into a message`() {
        #expect("\(SubscriptionDesk.pending())".contains("s2") == false)
    }
}
