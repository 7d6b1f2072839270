import Daemon
import Model
import Pipeline
import Storage
import Synchronization
import TestSupport
import Testing

/// Takes messages; after the first the store does not get to record it.
private final class DeadlyChannel: Channel {
    private let store: SQLiteStore
    private let state = Mutex<[Message]>([])

    var messages: [Message] { state.withLock { $0 } }

    init(store: SQLiteStore) { self.store = store }

    func send(_ message: Message, at moment: Timestamp) async throws(DeliveryError) {
        let isFirst = state.withLock { messages in
            messages.append(message)
            return messages.count == 1
        }
        if isFirst { await store.failCall(after: 0, code: 13) }
    }
}

/// A daemon that dies between sending and writing that down.
@Suite struct `what was sent and not recorded` {
    enum Meanwhile: Sendable, CaseIterable {
        case nothing, update, silence, flood, closedHours, groupWait, resend
    }

    @Test(arguments: Meanwhile.allCases, [RouteType.email, .ntfy])
    func `is sent again as it was, whatever comes between`(meanwhile: Meanwhile, type: RouteType)
        async throws
    {
        let desk = try Desk()
        let channel = DeadlyChannel(store: desk.store)
        var route = RouteSettings(name: "desk", type: type)
        route.timing.flood = 2
        var rules = DeliveryRules()
        func service() -> DeliveryService {
            DeliveryService(
                route: route, rules: rules, channel: channel, store: desk.store, events: { _ in },
                now: { desk.clock.now })
        }
        try await desk.decide(Desk.alert(1))
        var dying = service()
        await #expect(throws: StoreError.self) { _ = try await dying.drain() }
        await desk.store.clearFault()
        desk.pass(by: .seconds(10))
        switch meanwhile {
        case .nothing: break
        case .update: try await desk.decide(Desk.alert(1, revision: 2))
        case .silence:
            try await desk.store.add(
                Silence(
                    id: SilenceID(random: [7]), matchers: [.init(.watch, "kim")], author: nil, comment: "",
                    start: desk.clock.now, end: desk.clock.now + .days(9)))
        case .flood: for story in Int64(2)...9 { try await desk.decide(Desk.alert(story)) }
        case .closedHours:
            route.timing.outside = .drop
            rules.hours = OpenHours([(try ActiveHours("03:00..04:00"), .utc)])
        case .groupWait: route.timing.groupWait = .hours(5)
        case .resend:
            let id = AlertID(watch: "kim", story: StoryID(1))
            #expect(try await desk.store.resend(id, over: nil, at: desk.clock.now).isEmpty)
        }
        var next = service()
        try await desk.settle(&next)
        let first = try #require(channel.messages.first)
        let again = channel.messages.filter { $0.idempotencyKey == first.idempotencyKey }
        #expect(again == [first, first])
        let told = channel.messages.dropFirst().flatMap(\.alerts).map { "\($0.id) \($0.revision)" }
        #expect(Set(told).count == told.count)
        #expect(try await desk.store.figures().pendingDeliveries == 0)
    }
}
