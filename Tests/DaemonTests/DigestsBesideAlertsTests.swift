import Daemon
import Delivery
import Digests
import Model
import Pipeline
import Storage
import TestSupport
import Testing

extension Desk {
    /// A digest decided by hand, on its way over `desk`.
    static func digestBatch(
        at moment: Timestamp, slot: String = "2019-04-23-1200", since: Timestamp = start - .hours(24)
    ) -> DigestBatch {
        var batch = DigestBatch(at: moment)
        batch.issues = [
            DigestIssue(
                id: DigestIssueID(digest: "morning", slot: slot), reader: "anna", decided: moment,
                since: since, until: moment, newStories: 1, movedStories: 0, endedStories: 0,
                subject: "1 new", text: "t\n", markdown: "t\n", content: "<p>t</p>\n", json: "{}")
        ]
        batch.routes = [["desk"]]
        return batch
    }
}

/// Digests and alerts over one route, with the hours and limits that are the alerts' alone.
@Suite struct `digests beside alerts` {
    private static func night() throws -> DeliveryRules {
        var rules = DeliveryRules()
        rules.hours = OpenHours([(try ActiveHours("14:00..22:00"), .utc)])
        return rules
    }

    private static func kinds(_ desk: Desk) -> [String] {
        desk.channel.messages.map { message in
            switch message {
            case .digest: "digest"
            case .bundle(let bundle): "\(bundle.kind.rawValue) of \(bundle.count)"
            case .alert: "alert"
            case .notice: "notice"
            }
        }
    }

    @Test func `a digest goes at its time, alerts of the night in one summary when the route opens`()
        async throws
    {
        let desk = try Desk()
        var service = desk.service(.ntfy, rules: try Self.night()) { route in
            route.timing.flood = 2
            route.timing.active = [(try? ActiveHours("14:00..22:00"))].compactMap(\.self)
        }
        for story in Int64(1)...3 { try await desk.decide(Desk.alert(story)) }
        try await desk.store.commit(Desk.digestBatch(at: desk.clock.now))
        #expect(try await service.drain() == 1)
        #expect(Self.kinds(desk) == ["digest"])
        #expect(try await service.nextTurn() == Desk.start + .hours(2))
        desk.pass(by: .hours(2))
        #expect(try await service.drain() == 1)
        #expect(Self.kinds(desk) == ["digest", "flood of 3"])
        #expect(try await desk.store.lastDigest(of: "anna") == Desk.start)
    }

    @Test(
        arguments: zip(
            [Int64(1), 2, 3],
            [["digest", "alert"], ["digest", "alert", "alert"], ["digest", "flood of 3"]]))
    func `a digest does not count for a flood`(alerts: Int64, kinds: [String]) async throws {
        let desk = try Desk()
        var service = desk.service(.ntfy) { $0.timing.flood = 2 }
        try await desk.store.commit(Desk.digestBatch(at: desk.clock.now))
        for story in 1...alerts { try await desk.decide(Desk.alert(story)) }
        _ = try await service.drain()
        #expect(Self.kinds(desk) == kinds)
    }

    @Test func `a digest waits for no group, and joins none`() async throws {
        let desk = try Desk()
        var service = desk.service { $0.timing.groupWait = .minutes(2) }
        for story in Int64(1)...2 { try await desk.decide(Desk.alert(story)) }
        try await desk.store.commit(Desk.digestBatch(at: desk.clock.now))
        #expect(try await service.drain() == 1)
        desk.pass(by: .minutes(2))
        #expect(try await service.drain() == 1)
        #expect(Self.kinds(desk) == ["digest", "group of 2"])
    }

    @Test func `a digest counts for the rate of its route`() async throws {
        let desk = try Desk()
        var service = desk.service { $0.rate = RateLimit(count: 1, span: .minutes(1)) }
        try await desk.decide(Desk.alert(1))
        try await desk.store.commit(Desk.digestBatch(at: desk.clock.now))
        #expect(try await service.drain() == 1)
        #expect(try await service.nextTurn() == Desk.start + .minutes(1))
        desk.pass(by: .minutes(1))
        #expect(try await service.drain() == 1)
        #expect(Self.kinds(desk).sorted() == ["alert", "digest"])
    }

    @Test func `of digests that a route down could not take the last one comes, with one summary`()
        async throws
    {
        let desk = try Desk()
        var service = desk.service(.ntfy) { $0.timing.flood = 2 }
        desk.channel.fail(with: .unavailable(message: "no route to host", retryAfter: nil))
        for hour in Int64(0)..<6 {
            let slot = "2019-04-23-1\(2 + hour)00"
            try await desk.store.commit(Desk.digestBatch(at: desk.clock.now, slot: slot))
            for story in 0..<5 { try await desk.decide(Desk.alert(hour * 5 + Int64(story))) }
            _ = try await service.drain()
            desk.pass(by: .hours(1))
        }
        desk.channel.fail(with: nil)
        try await desk.settle(&service)
        #expect(Self.kinds(desk).count { $0 == "digest" } == 1)
        let told = desk.channel.messages.flatMap(\.alerts).map(\.id.story)
        #expect(told.count == 30 && Set(told).count == 30)
        #expect(desk.channel.messages.count <= 1 + RoutePace.failuresOfRoute + 1)
    }

    @Test func `what a route leaves to the digest stands in the digest, silences with it`() async throws {
        let desk = try Desk()
        let more = """
            notify = desk
            [route "desk"]
            type = ntfy
            url = https://ntfy.example/desk
            active = 14:00..22:00
            outside = digest
            [digest "morning"]
            at = 14:30
            notify = desk
            """
        _ = try await desk.pass(more)
        desk.pass(by: .minutes(1))
        desk.origin.serve(
            "https://a.example/", desk.feed("Kim arrives in Vladivostok", "Salmon season opens"))
        let silence = Silence(
            id: SilenceID(random: [1, 2, 3, 4, 5, 6]), matchers: [.init(.story, "AHFMJ4")], author: "anna",
            comment: "I am on it", start: desk.clock.now, end: desk.clock.now + .hours(1))
        try desk.alertRequests.leave(AlertRequest(.silence(silence), by: "anna"), at: desk.clock.now)
        #expect(try await desk.pass(more).alerts.count == 1)
        #expect(desk.channel.messages.isEmpty)
        desk.pass(by: .hours(3))
        #expect(try await desk.pass(more).digests.count == 1)
        guard case .digest(let issue) = try #require(desk.channel.messages.first) else {
            Issue.record("no digest")
            return
        }
        #expect(desk.channel.messages.count == 1)
        #expect(issue.text.contains("Kim arrives in Vladivostok"))
        let line = "Silenced: story=AHFMJ4 by anna until 13:01"
        #expect(issue.text.replacing("\n", with: " ").contains(line))
        #expect(issue.content.contains(line))
        #expect(issue.brief?.contains { $0.text.contains(line) } == true)
    }
}
