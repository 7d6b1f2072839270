import Daemon
import Model
import Pipeline
import Storage
import TestSupport
import Testing

/// A route that is down for hours: nothing is lost, nothing is told twice, and nobody is flooded when it is back.
@Suite struct `a route that is down` {
    private static func states(_ desk: Desk, _ count: Int64) async throws -> Set<DeliveryState> {
        var states: Set<DeliveryState> = []
        for story in 0..<count {
            let stored = try await desk.store.alert(AlertID(watch: "kim", story: StoryID(story)))
            states.formUnion(try #require(stored).deliveries.map(\.state))
        }
        return states
    }

    /// Five hundred alerts in six hours into a closed door; `restarts` says after which the daemon begins anew.
    private static func outage(restarts: (Int64) -> Bool) async throws -> (desk: Desk, messages: [Message]) {
        let desk = try Desk()
        desk.channel.fail(with: .unavailable(message: "no route to host", retryAfter: nil))
        var service = desk.service { $0.timing.flood = 20 }
        for story in Int64(0)..<500 {
            try await desk.decide(Desk.alert(story, at: desk.clock.now))
            if restarts(story) { service = desk.service { $0.timing.flood = 20 } }
            #expect(try await service.drain() == 0)
            desk.pass(by: .milliseconds(43_200))
        }
        #expect(desk.clock.now == Desk.start + .hours(6))
        desk.channel.fail(with: nil)
        try await desk.settle(&service)
        return (desk, desk.channel.messages)
    }

    @Test func `for six hours comes back with four messages that tell of all`() async throws {
        let (desk, messages) = try await Self.outage { _ in false }
        let told = messages.flatMap(\.alerts).map(\.id.story.rawValue)
        #expect(told.count == 500)
        #expect(Set(told).count == 500)
        // Those by which it was found to be down, and one for all that came later.
        #expect(messages.count == 4)
        #expect(messages.map(\.alerts.count).max() == 497)
        #expect(try await Self.states(desk, 500) == [.delivered])
        // It was tried now and then, not for every alert.
        #expect(desk.channel.attempts < 50)
    }

    @Test func `while the daemon is restarted every hour loses and repeats nothing`() async throws {
        let (desk, messages) = try await Self.outage { $0 % 83 == 82 }
        let told = messages.flatMap(\.alerts).map(\.id.story.rawValue)
        #expect(told.count == 500)
        #expect(Set(told).count == 500)
        #expect(messages.count <= 3 + 6 * 3)
        #expect(try await Self.states(desk, 500) == [.delivered])
    }

    @Test func `is told apart from one message that nobody takes`() async throws {
        let desk = try Desk()
        var service = desk.service { $0.timing.flood = 20 }
        desk.channel.fail(with: .unavailable(message: "status 500", retryAfter: nil))
        try await desk.decide(Desk.alert(1))
        for _ in 0..<4 {
            _ = try await service.drain()
            desk.pass(by: .hours(1))
        }
        desk.channel.fail(with: nil)
        try await desk.decide(Desk.alert(2))
        #expect(try await service.drain() >= 1)
        #expect(desk.channel.taken.map(\.id.story).contains(StoryID(2)))
    }

    @Test func `gives up after a day what was tried, and says so`() async throws {
        let desk = try Desk()
        var service = desk.service { $0.timing.flood = 2 }
        desk.channel.fail(with: .unavailable(message: "no route to host", retryAfter: nil))
        for story in Int64(0)..<3 { try await desk.decide(Desk.alert(story)) }
        try await desk.settle(&service)
        #expect(try await Self.states(desk, 3) == [.failed])
        #expect(try await desk.store.alerts(onlyFailed: true, limit: 10).count == 3)
        // A person sends one again; the others stay as they are.
        desk.channel.fail(with: nil)
        let id = AlertID(watch: "kim", story: StoryID(1))
        #expect(try await desk.store.resend(id, over: nil, at: desk.clock.now) == ["desk"])
        try await desk.settle(&service)
        #expect(desk.channel.messages == [.alert(Desk.alert(1))])
        #expect(try await desk.store.alerts(onlyFailed: true, limit: 10).count == 2)
    }
}
