import Model
import Pipeline
import Storage
import Testing

/// What goes together, and what is kept back.
@Suite struct OutboxTests {
    /// Three alerts of stories of their own over route `r`.
    private static func desk() async throws -> (desk: StoreDesk, ids: [DeliveryID]) {
        let desk = try await StoreDesk()
        var batch = EditBatch(at: StoreDesk.now)
        batch.alerts = (1...3).map { StoreDesk.alert(StoryID($0)) }
        batch.routes = batch.alerts.map { _ in ["r"] }
        try await desk.store.commit(batch)
        return (desk, try await desk.store.waitingDeliveries(over: "r").map(\.id))
    }

    private static func bundle(_ ids: [DeliveryID]) -> AlertBundle {
        AlertBundle(
            kind: .flood, carrier: ids[0], composed: StoreDesk.now,
            alerts: (1...3).map { StoreDesk.alert(StoryID($0)) }, unlisted: 0)
    }

    @Test func `a parcel is claimed, repeated and recorded as one`() async throws {
        let (desk, ids) = try await Self.desk()
        let bundle = Self.bundle(ids)
        let parcel = Parcel(ids, content: .bundle(bundle))
        let claimed = try await desk.store.claim(parcel, at: StoreDesk.now, lease: .minutes(1))
        #expect(claimed?.message == .bundle(bundle))
        try await desk.store.record(
            .retry(at: StoreDesk.now + .minutes(5), error: "down"), of: ids[0])
        let waiting = try await desk.store.waitingDeliveries(over: "r")
        #expect(waiting.map(\.parcel) == [ids[0], ids[0], ids[0]])
        #expect(waiting.map(\.attempts) == [1, 1, 1])
        let again = try await desk.store.claim(
            Parcel([ids[0]]), at: StoreDesk.now + .minutes(5), lease: .minutes(1))
        #expect(again?.message == .bundle(bundle) && again?.attempts == 1)
        #expect(again?.created == StoreDesk.now)
        try await desk.store.record(.delivered(at: StoreDesk.now + .minutes(5)), of: ids[0])
        #expect(try await desk.store.nextDelivery() == nil)
        let standings = try await desk.store.alerts(onlyFailed: false, limit: 10).flatMap(\.deliveries)
        #expect(standings.map(\.state) == [.delivered, .delivered, .delivered])
        #expect(standings.map(\.companions) == [2, 2, 2])
    }

    @Test func `what goes with others is not claimed by itself`() async throws {
        let (desk, ids) = try await Self.desk()
        let parcel = Parcel(Array(ids.prefix(2)), content: .bundle(Self.bundle(ids)))
        _ = try await desk.store.claim(parcel, at: StoreDesk.now, lease: .minutes(1))
        for one in [Parcel([ids[1]]), Parcel([ids[2], ids[1]])] {
            #expect(try await desk.store.claim(one, at: StoreDesk.now, lease: .minutes(1)) == nil)
        }
        #expect(try await desk.store.waitingDeliveries(over: "r").last?.isClaimed == false)
    }

    @Test func `what may have arrived is neither dropped nor silenced`() async throws {
        let (desk, ids) = try await Self.desk()
        _ = try await desk.store.claim(Parcel([ids[0]]), at: StoreDesk.now, lease: .minutes(1))
        try await desk.store.drop(ids, note: "night", at: StoreDesk.now)
        let waiting = try await desk.store.waitingDeliveries(over: "r")
        #expect(waiting.map(\.id) == [ids[0]])
        let stored = try await desk.store.alert(AlertID(watch: "w", story: StoryID(2)))
        #expect(stored?.deliveries.map(\.note) == ["night"])
    }

    @Test func `the end of what was sent again does not touch what went with it`() async throws {
        let (desk, ids) = try await Self.desk()
        _ = try await desk.store.claim(
            Parcel(ids, content: .bundle(Self.bundle(ids))), at: StoreDesk.now, lease: .minutes(1))
        try await desk.store.record(.delivered(at: StoreDesk.now), of: ids[0])
        let id = AlertID(watch: "w", story: StoryID(1))
        #expect(try await desk.store.resend(id, over: "r", at: StoreDesk.now) == ["r"])
        #expect(try await desk.store.resend(id, over: "r", at: StoreDesk.now).isEmpty)
        let again = try await desk.store.claim(Parcel([ids[0]]), at: StoreDesk.now, lease: .minutes(1))
        #expect(again?.message == .alert(StoreDesk.alert(StoryID(1))))
        try await desk.store.record(.failed(at: StoreDesk.now, error: "gone"), of: ids[0])
        let states = try await desk.store.alerts(onlyFailed: false, limit: 10).flatMap(\.deliveries).map(
            \.state)
        #expect(states == [.delivered, .delivered, .failed])
    }

    @Test func `an alert goes over a route that it never had`() async throws {
        let (desk, _) = try await Self.desk()
        let id = AlertID(watch: "w", story: StoryID(1))
        #expect(try await desk.store.resend(id, over: "other", at: StoreDesk.now) == ["other"])
        #expect(try await desk.store.waitingDeliveries(over: "other").map(\.isForced) == [true])
    }

    @Test func `silences are found while they are active, and stay as they were made`() async throws {
        let desk = try await StoreDesk()
        let id = try #require(SilenceID("7f3k2q"))
        var silence = Silence(
            id: id, matchers: [.init(.watch, "w"), .init(.query, "a=b \"c\"")], author: nil, comment: "c",
            start: StoreDesk.now, end: StoreDesk.now + .hours(1))
        try await desk.store.add(silence)
        var twin = silence
        twin.comment = "another"
        try await desk.store.add(twin)
        #expect(try await desk.store.activeSilences(at: StoreDesk.now) == [silence])
        #expect(try await desk.store.activeSilences(at: StoreDesk.now + .hours(1)).isEmpty)
        #expect(try await desk.store.activeSilences(at: StoreDesk.now - .seconds(1)).isEmpty)
        let end = StoreDesk.now + .minutes(10)
        silence.end = end
        silence.endedBy = "ben"
        #expect(try await desk.store.expire(id, by: "ben", at: end) == silence)
        #expect(try await desk.store.expire(id, by: "ben", at: end) == nil)
        let window = (StoreDesk.now - .hours(1))..<(StoreDesk.now + .hours(1))
        #expect(try await desk.store.silences(in: window) == [StoredSilence(silence: silence, alerts: 0)])
        #expect(try await desk.store.silences(in: end..<(end + .hours(1))).isEmpty)
    }
}
