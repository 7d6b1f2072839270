import Model
import Pipeline
import SQLite
import Storage
import TestSupport
import Testing

@Suite struct HealthCommitTests {
    private static func notice(_ slot: String = "2019-04-25-0800") -> FeedNotice {
        FeedNotice(
            id: FeedNoticeID(watch: "health", slot: slot), severity: .normal, decided: StoreDesk.now,
            troubles: [], unlisted: 0,
            recovered: [FeedRecovery(feed: "a", event: .failing, told: StoreDesk.now - .days(1))], ongoing: 0,
            feeds: 2)
    }

    private static func batch(_ desk: StoreDesk) async throws -> HealthBatch {
        let feed = try await desk.due()
        var batch = HealthBatch(at: StoreDesk.now)
        batch.notices = [notice()]
        batch.routes = [["r", "s"]]
        batch.told = [
            ToldTrouble(watch: "health", feed: feed.id, event: .silent, episode: "1", told: StoreDesk.now)
        ]
        batch.marks = ["health": StoreDesk.now]
        batch.judgements = [
            HealthBatch.Judgement(
                feed: feed.id, health: .silent, since: StoreDesk.now, lastPoll: feed.state.lastPoll)
        ]
        return batch
    }

    @Test
    func `a summary, its deliveries and what it told come with one commit, and a second makes no second`()
        async throws
    {
        let desk = try await StoreDesk()
        let batch = try await Self.batch(desk)
        try await desk.store.commit(batch)
        try await desk.store.commit(batch)
        let stored = try await desk.store.notices(onlyFailed: false, limit: 10)
        #expect(stored.map(\.notice) == [Self.notice()])
        #expect(stored.first?.deliveries.map(\.route) == ["r", "s"])
        #expect(try await desk.store.toldTroubles() == batch.told)
        #expect(try await desk.store.feedWatchMarks() == batch.marks)
        #expect(try await desk.store.feeds().map(\.state.health) == [.silent, .ok])
        #expect(try await desk.store.notice(Self.notice().id)?.notice == Self.notice())
        #expect(try await desk.store.notice(FeedNoticeID(watch: "health", slot: "2019-04-26-0800")) == nil)
        let again = HealthBatch(at: StoreDesk.now)
        try await desk.store.commit(again)
        var over = HealthBatch(at: StoreDesk.now)
        over.over = batch.told
        try await desk.store.commit(over)
        #expect(try await desk.store.toldTroubles().isEmpty)
    }

    @Test func `summaries leave over the outbox that alerts have`() async throws {
        let desk = try await StoreDesk()
        let items = try await desk.ingest([.new(StoreDesk.draft(1), isQuiet: false)]).newItems
        try await desk.store.commit(StoreDesk.edit(items))
        try await desk.store.commit(try await Self.batch(desk))
        func claim(after span: Duration) async throws -> [Delivery] {
            try await desk.store.claimDeliveries(
                route: "r", at: StoreDesk.now + span, lease: .minutes(5), limit: 10)
        }
        let first = try await claim(after: .zero)
        #expect(first.map(\.message.name) == ["w/\(StoryID(openedBy: items[0]))", "health/2019-04-25-0800"])
        #expect(try await claim(after: .minutes(1)).isEmpty)
        try await desk.store.record(
            .retry(at: StoreDesk.now + .minutes(30), error: "down"), of: first[1].id)
        #expect(try await desk.store.notices(onlyFailed: true, limit: 10).count == 1)
        let second = try await claim(after: .minutes(31))
        #expect(second.map(\.message.idempotencyKey).contains("feeds_health_2019-04-25-0800"))
        for delivery in second { try await desk.store.record(.delivered(at: StoreDesk.now), of: delivery.id) }
        #expect(try await desk.store.notices(onlyFailed: true, limit: 10).isEmpty)
    }

    @Test func `a feed that was polled since it was looked at is left alone`() async throws {
        let desk = try await StoreDesk()
        var batch = try await Self.batch(desk)
        batch.judgements[0].lastPoll = StoreDesk.now - .days(1)
        try await desk.store.commit(batch)
        #expect(try await desk.store.feeds().map(\.state.health) == [.ok, .ok])
    }

    @Test(arguments: 0..<12)
    func `where a write fails, all of it is as before, and it can be done again`(call: Int) async throws {
        let desk = try await StoreDesk()
        let batch = try await Self.batch(desk)
        await desk.store.failCall(after: call, code: 13)
        do throws(StoreError) {
            try await desk.store.commit(batch)
        } catch {
            await desk.store.clearFault()
            #expect(try await desk.store.notices(onlyFailed: false, limit: 10).isEmpty)
            #expect(try await desk.store.toldTroubles().isEmpty)
            #expect(try await desk.store.feedWatchMarks().isEmpty)
        }
        await desk.store.clearFault()
        try await desk.store.commit(batch)
        #expect(try await desk.store.notices(onlyFailed: false, limit: 10).count == 1)
    }
}
