import Daemon
import Model
import Pipeline
import Storage
import TestSupport
import Testing

/// From items to messages by the rules of a route.
@Suite struct AlertHandlingTests {
    private static let summit = "Kim arrives in Vladivostok for the summit"

    /// A desk whose watch goes over a route with `keys`.
    private static func more(_ keys: String, watch: String = "") -> String {
        "\(watch)\nnotify = desk\n[route \"desk\"]\ntype = ntfy\nurl = https://ntfy.example/desk\n\(keys)"
    }

    private static func publish(_ desk: Desk, _ outlet: String, _ titles: String...) {
        let items = titles.map { "<item><guid>\($0)</guid><title>\($0)</title></item>" }.joined()
        desk.origin.serve(
            "https://\(outlet).example/",
            .success("<rss version='2.0'><channel><title>t</title>\(items)</channel></rss>"))
    }

    private static func standing(_ desk: Desk, story: Int64) async throws -> DeliveryStanding {
        let id = AlertID(watch: "kim", story: StoryID(story))
        return try #require(try await desk.store.alert(id)?.deliveries.first)
    }

    @Test func `the first alert waits, and is told as the story stands then`() async throws {
        let desk = try Desk()
        let more = Self.more("group-wait = 2min\n")
        Self.publish(desk, "a", Self.summit)
        _ = try await desk.pass(more)
        desk.pass(by: .minutes(1))
        Self.publish(desk, "b", Self.summit + " today")
        _ = try await desk.pass(more)
        #expect(desk.channel.messages.isEmpty)
        desk.pass(by: .minutes(1))
        _ = try await desk.pass(more)
        #expect(desk.channel.taken.map(\.reason) == [.opened])
        #expect(desk.channel.taken.map(\.content.outlets) == [2])
    }

    @Test func `an update that comes while the first alert waits is told with it`() async throws {
        let desk = try Desk()
        let more = Self.more("group-wait = 2min\n", watch: "escalate = 2")
        Self.publish(desk, "a", Self.summit)
        _ = try await desk.pass(more)
        Self.publish(desk, "b", Self.summit + " today")
        desk.pass(by: .minutes(1))
        #expect(try await desk.pass(more).alerts.map(\.reason) == [.outlets(2)])
        desk.pass(by: .minutes(1))
        _ = try await desk.pass(more)
        #expect(desk.channel.taken.map(\.revision) == [1])
        #expect(desk.channel.taken.map(\.reason) == [.opened])
        let standing = try await Self.standing(desk, story: 1)
        #expect(standing.state == .delivered && standing.companions == 1)
    }

    @Test(arguments: [false, true])
    func `two stories that become one are told once, while they wait and when one was told`(
        isTold: Bool
    ) async throws {
        let desk = try Desk()
        let more = Self.more("group-wait = 10min\n")
        Self.publish(desk, "a", Self.summit)
        _ = try await desk.pass(more)
        if isTold {
            desk.pass(by: .minutes(10))
            _ = try await desk.pass(more)
        }
        Self.publish(desk, "b", "Salmon season opens off Sakhalin, says Mr Kim")
        desk.pass(by: .minutes(1))
        _ = try await desk.pass(more)
        let merge = RulingRequest(.merge([StoryID(1), StoryID(2)]), by: "anna", note: nil)
        try desk.rulings.leave(merge, at: desk.clock.now)
        desk.pass(by: .minutes(10))
        _ = try await desk.pass(more)
        #expect(desk.channel.taken.map(\.id.story) == [StoryID(1)])
        #expect(desk.channel.taken.map(\.content.outlets) == [isTold ? 1 : 2])
        let states = try await desk.store.alerts(onlyFailed: false, limit: 9).flatMap(\.deliveries)
        #expect(states.map(\.state) == [isTold ? .dropped : .delivered, .delivered])
        #expect(try await desk.store.figures().pendingDeliveries == 0)
    }

    @Test func `updates of one story keep the interval`() async throws {
        let desk = try Desk()
        var service = desk.service { $0.timing.groupInterval = .minutes(30) }
        try await desk.decide(Desk.alert(1))
        #expect(try await service.drain() == 1)
        for revision in 2...4 {
            desk.pass(by: .minutes(5))
            try await desk.decide(Desk.alert(1, revision: revision))
            #expect(try await service.drain() == 0)
        }
        #expect(try await service.nextTurn() == Desk.start + .minutes(30))
        desk.pass(by: .minutes(15))
        #expect(try await service.drain() == 1)
        #expect(desk.channel.taken.map(\.revision) == [1, 4])
        #expect(desk.channel.taken.last?.reason == .outlets(4))
    }

    @Test func `alerts that come together go in one mail, its updates each by itself`() async throws {
        let desk = try Desk()
        var service = desk.service { $0.timing.groupWait = .minutes(2) }
        for story in Int64(1)...3 {
            try await desk.decide(Desk.alert(story, severity: story == 3 ? .urgent : .normal))
            #expect(try await service.drain() == 0)
            desk.pass(by: .seconds(50))
        }
        #expect(try await service.drain() == 1)
        guard case .bundle(let bundle) = try #require(desk.channel.messages.first) else {
            Issue.record("no bundle")
            return
        }
        #expect(bundle.kind == .group && bundle.severity == .urgent)
        #expect(bundle.alerts.map(\.id.story.rawValue) == [3, 1, 2])
        try await desk.decide(Desk.alert(2, revision: 2))
        #expect(try await service.drain() == 1)
        #expect(desk.channel.taken.map(\.revision) == [2])
    }

    @Test(arguments: [("hold", DeliveryState.pending, 1), ("drop", .dropped, 0), ("digest", .dropped, 0)])
    func `alerts outside of the hours are held or dropped`(
        rule: String, state: DeliveryState, later: Int
    ) async throws {
        let desk = try Desk()
        let more = Self.more("active = Mon..Fri 14:00..22:00\noutside = \(rule)\n")
        Self.publish(desk, "a", Self.summit)
        _ = try await desk.pass(more)
        let standing = try await Self.standing(desk, story: 1)
        #expect(standing.state == state)
        #expect((standing.note != nil) == (state == .dropped))
        desk.pass(by: .hours(2))
        #expect(try await desk.pass(more).delivered == later)
    }

    @Test func `a first run with many stories sends one summary`() async throws {
        let desk = try Desk()
        let titles = (0..<30).map { number in
            "Kim " + (0..<6).map { "w\(number * 7 + $0)x\(number)" }.joined(separator: " ")
        }
        let items = titles.map { "<item><guid>\($0)</guid><title>\($0)</title></item>" }.joined()
        desk.origin.serve(
            "https://a.example/",
            .success("<rss version='2.0'><channel><title>t</title>\(items)</channel></rss>"))
        let summary = try await desk.pass(Self.more(""))
        #expect(summary.alerts.count == 30)
        #expect(summary.delivered == 1)
        #expect(desk.channel.messages.flatMap(\.alerts).count == 30)
    }

    @Test(arguments: [
        (nil, nil), (Duration.minutes(30), nil), (.hours(3), Absence.settling), (.days(7), Absence.settling),
    ])
    func `a daemon that was away for hours tells when it has settled`(away: Duration?, wait: Duration?) {
        let now = Desk.start
        #expect(Absence.settlesAt(lastPoll: away.map { now - $0 }, now: now) == wait.map { now + $0 })
    }

    // MARK: Silences

    private static func silence(
        _ desk: Desk, _ matcher: Silence.Matcher, for span: Duration = .hours(2)
    ) throws -> SilenceID {
        let id = SilenceID(random: [1, 2, 3, 4, 5, 6])
        let silence = Silence(
            id: id, matchers: [matcher], author: "anna", comment: "I am on it", start: desk.clock.now,
            end: desk.clock.now + span)
        try desk.alertRequests.leave(AlertRequest(.silence(silence), by: "anna"), at: desk.clock.now)
        return id
    }

    @Test func `what is silenced is recorded, and told no more when the silence is over`() async throws {
        let desk = try Desk()
        let more = Self.more("", watch: "escalate = 2")
        let id = try Self.silence(desk, .init(.watch, "kim"))
        Self.publish(desk, "a", Self.summit)
        #expect(try await desk.pass(more).alerts.count == 1)
        #expect(desk.alertRequests.entries.isEmpty)
        let standing = try await Self.standing(desk, story: 1)
        #expect(standing.state == .silenced && standing.silence == id)
        #expect(standing.note == "silence \(id) of anna: I am on it")
        let stored = try await desk.store.silences(in: desk.clock.now..<(desk.clock.now + .hours(1)))
        #expect(stored.map(\.alerts) == [1])
        desk.pass(by: .hours(3))
        _ = try await desk.pass(more)
        #expect(desk.channel.messages.isEmpty)
        // A new reason after its end is told.
        desk.pass(by: .minutes(1))
        Self.publish(desk, "b", Self.summit + " today")
        _ = try await desk.pass(more)
        #expect(desk.channel.taken.map(\.reason) == [.outlets(2)])
    }

    @Test func `a silence keeps back what waits already, and nothing of others`() async throws {
        let desk = try Desk()
        let more = Self.more("group-wait = 10min\n")
        Self.publish(desk, "a", Self.summit, "Salmon season opens off Sakhalin, says Mr Kim")
        _ = try await desk.pass(more)
        _ = try Self.silence(desk, .init(.query, "salmon"))
        desk.pass(by: .minutes(10))
        _ = try await desk.pass(more)
        #expect(desk.channel.taken.map(\.content.headline) == [Self.summit])
        #expect(try await desk.store.figures().pendingDeliveries == 0)
    }

    @Test func `a silence that is ended keeps nothing back`() async throws {
        let desk = try Desk()
        let id = try Self.silence(desk, .init(.outlet, "a"))
        _ = try await desk.pass(Self.more(""))
        try desk.alertRequests.leave(AlertRequest(.expire(id), by: "ben"), at: desk.clock.now)
        desk.pass(by: .minutes(1))
        Self.publish(desk, "a", Self.summit)
        _ = try await desk.pass(Self.more(""))
        #expect(desk.channel.taken.count == 1)
        let stored = try await desk.store.silences(in: Desk.start..<desk.clock.now)
        #expect(stored.map(\.silence.endedBy) == ["ben"])
    }

    @Test func `a person sends again what a silence kept back`() async throws {
        let desk = try Desk()
        _ = try Self.silence(desk, .init(.watch, "kim"))
        Self.publish(desk, "a", Self.summit)
        _ = try await desk.pass(Self.more(""))
        let id = AlertID(watch: "kim", story: StoryID(1))
        try desk.alertRequests.leave(AlertRequest(.resend(id, route: nil), by: nil), at: desk.clock.now)
        try desk.alertRequests.leave(AlertRequest(.resend(id, route: "no"), by: nil), at: desk.clock.now)
        desk.pass(by: .minutes(1))
        _ = try await desk.pass(Self.more(""))
        #expect(desk.channel.taken.map(\.id) == [id])
        #expect(desk.log.events.contains(.alertsRuled(words: "refused: there is no route `no`")))
        #expect(try await Self.standing(desk, story: 1).state == .delivered)
    }
}
