import Daemon
import Model
import Pipeline
import Storage
import TestSupport
import Testing

/// A daemon that was off for a week and comes back to hundreds of stories that a watch meets.
@Suite(.timeLimit(.minutes(10))) struct `a return after a week` {
    private static let keys =
        "notify = desk\n[route \"desk\"]\ntype = ntfy\nurl = https://ntfy.example/desk\n"

    /// Stories without a word in common but the watch's.
    private static func stories(_ outlet: String, _ count: Int) -> Result<String, FetchError> {
        let items = (0..<count).map { number in
            let words = (0..<6).map { "\(outlet)\(number * 7 + $0)x\(number)" }.joined(separator: " ")
            return "<item><guid>\(outlet)\(number)</guid><title>Kim \(words)</title></item>"
        }
        return .success("<rss version='2.0'><channel><title>t</title>\(items.joined())</channel></rss>")
    }

    /// Runs the daemon until so many alerts are decided.
    private static func run(_ desk: Desk, alerts: Int) async throws {
        let stopper = Stopper()
        let daemon = try desk.daemon(keys)
        async let end: Void = daemon.run(until: stopper, sends: true)
        var decided = 0
        for await event in desk.log.stream {
            if case .alertDecided = event { decided += 1 }
            if decided == alerts { break }
        }
        stopper.stop()
        try await end
    }

    /// A desk whose daemon polled a week ago and now, and has told nothing yet.
    private static func returned() async throws -> Desk {
        let desk = try Desk()
        for outlet in ["a", "b"] { desk.origin.serve("https://\(outlet).example/", desk.feed("Old news")) }
        _ = try await desk.pass(keys)
        desk.pass(by: .days(7))
        for outlet in ["a", "b"] {
            desk.origin.serve("https://\(outlet).example/", stories(outlet, 200))
        }
        try await run(desk, alerts: 400)
        return desk
    }

    @Test func `is told in one message that has all four hundred`() async throws {
        let desk = try await Self.returned()
        #expect(desk.channel.messages.isEmpty)
        desk.pass(by: Absence.settling)
        let stopper = Stopper()
        let daemon = try desk.daemon(Self.keys)
        async let end: Void = daemon.run(until: stopper, sends: true)
        for await _ in desk.channel.tries.prefix(1) { stopper.stop() }
        try await end
        #expect(desk.channel.messages.count == 1)
        #expect(Set(desk.channel.messages.flatMap(\.alerts).map(\.id)).count == 400)
        let states = try await desk.store.alerts(onlyFailed: false, limit: 1000).flatMap(\.deliveries)
        #expect(states.count == 400 && states.allSatisfy { $0.state == .delivered })
        #expect(try await desk.pass(Self.keys).delivered == 0)
    }

    @Test func `waits on when the daemon is reloaded or started again meanwhile`() async throws {
        let desk = try await Self.returned()
        let end = desk.clock.now + Absence.settling
        for _ in 0..<3 {
            #expect(try await desk.daemon(Self.keys).settlingEnd() == end)
            desk.pass(by: .minutes(3))
        }
        desk.pass(by: .minutes(1))
        #expect(try await desk.daemon(Self.keys).settlingEnd() == nil)
    }

    @Test func `lets a digest go at its time`() async throws {
        let desk = try await Self.returned()
        let rules = Self.rules(settlesAt: desk.clock.now + Absence.settling)
        var service = desk.service(.ntfy, rules: rules) { $0.timing.flood = 20 }
        try await desk.store.commit(Desk.digestBatch(at: desk.clock.now))
        #expect(try await service.drain() == 1)
        guard case .digest = try #require(desk.channel.messages.first) else {
            Issue.record("no digest")
            return
        }
        desk.pass(by: Absence.settling)
        #expect(try await service.drain() == 1)
        #expect(desk.channel.messages.last?.alerts.count == 400)
    }

    private static func rules(settlesAt: Timestamp) -> DeliveryRules {
        var rules = DeliveryRules()
        rules.settlesAt = settlesAt
        return rules
    }
}
