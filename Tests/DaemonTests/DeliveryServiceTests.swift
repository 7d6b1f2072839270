import Daemon
import Model
import Pipeline
import Storage
import TestSupport
import Testing

/// When deliveries go; what is sent is the channels' business.
@Suite struct `deliveries over a route` {
    private static func alerts(_ count: Int, _ desk: Desk) async throws {
        var batch = HealthBatch(at: desk.clock.now)
        for index in 0..<count {
            batch.notices.append(
                FeedNotice(
                    id: FeedNoticeID(watch: "health", slot: "2019-04-23-00\(10 + index)"), severity: .normal,
                    decided: desk.clock.now, troubles: [], unlisted: 0, recovered: [], ongoing: 0, feeds: 1))
            batch.routes.append(["hook"])
        }
        try await desk.store.commit(batch)
    }

    private static func service(_ desk: Desk, rate: RateLimit?) -> DeliveryService {
        var route = RouteSettings(name: "hook", type: .webhook)
        route.rate = rate
        let clock = desk.clock
        return DeliveryService(
            route: route, channel: desk.channel, store: desk.store, events: { _ in }, now: { clock.now })
    }

    @Test func `go as fast as the rate of the route allows, and none is lost`() async throws {
        let desk = try Desk()
        try await Self.alerts(5, desk)
        var service = Self.service(desk, rate: RateLimit(count: 2, span: .minutes(1)))
        #expect(try await service.drain() == 2)
        #expect(try await service.nextTurn() == desk.clock.now + .minutes(1))
        desk.pass(by: .seconds(30))
        #expect(try await service.drain() == 0)
        desk.pass(by: .seconds(30))
        #expect(try await service.drain() == 2)
        desk.pass(by: .minutes(1))
        #expect(try await service.drain() == 1)
        #expect(try await service.nextTurn() == nil)
    }

    @Test func `wait together where the receiver asks for a rest`() async throws {
        let desk = try Desk()
        try await Self.alerts(3, desk)
        desk.channel.fail(with: .unavailable(message: "status 429", retryAfter: .minutes(10)))
        var service = Self.service(desk, rate: nil)
        #expect(try await service.drain() == 0)
        // One was tried; the others were not sent into a closed door.
        #expect(desk.channel.attempts == 1)
        #expect(try await service.nextTurn() == desk.clock.now + .minutes(10))
        desk.channel.fail(with: nil)
        desk.pass(by: .minutes(10))
        #expect(try await service.drain() == 3)
    }

    @Test func `go on past one that fails`() async throws {
        let desk = try Desk()
        try await Self.alerts(3, desk)
        desk.channel.fail(with: .unavailable(message: "status 500", retryAfter: nil))
        var service = Self.service(desk, rate: nil)
        #expect(try await service.drain() == 0)
        #expect(desk.channel.attempts == 3)
    }
}
