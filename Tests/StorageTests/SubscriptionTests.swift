import Model
import Pipeline
import Storage
import Testing

/// What the store keeps of subscriptions, and what two ways in must not do to items.
@Suite struct StoredSubscriptionTests {
    private static func subscription(_ feed: FeedID, path: String = "p") -> Subscription {
        var subscription = Subscription(
            feed: feed, hubs: ["https://hub.example/", "https://other.example/"], hub: "https://hub.example/",
            topic: "https://a.example/self", callback: "https://we.example",
            identity: PushIdentity(path: path, secret: "s"), at: StoreDesk.now)
        subscription.state = .active
        subscription.leaseEnd = StoreDesk.now + .days(1)
        subscription.asked = StoreDesk.now
        subscription.lastPush = StoreDesk.now + .seconds(1)
        subscription.lastNewItem = StoreDesk.now + .seconds(2)
        subscription.missed = StoreDesk.now + .seconds(3)
        subscription.failures = 2
        subscription.error = "down"
        return subscription
    }

    /// Stores a subscription of the desk's first feed and returns it with its number.
    private func stored(_ desk: StoreDesk) async throws -> Subscription {
        let feed = try await desk.due().id
        try await desk.store.save(Self.subscription(feed))
        return try #require(try await desk.store.pushTarget(path: "p")).subscription
    }

    @Test func `a subscription comes back as it was stored`() async throws {
        let desk = try await StoreDesk()
        let feed = try await desk.due().id
        var subscription = try await stored(desk)
        #expect(subscription.id != nil)
        subscription.id = nil
        #expect(subscription == Self.subscription(feed))
        #expect(try await desk.store.pushTarget(path: "q") == nil)
    }

    @Test func `a change is read, made and written with nobody between`() async throws {
        let desk = try await StoreDesk()
        let id = try #require(try await stored(desk).id)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<20 { group.addTask { _ = try? await desk.store.change(id) { $0.failures += 1 } } }
        }
        #expect(try await desk.store.pushTarget(path: "p")?.subscription.failures == 22)
        let gone = try await desk.store.change(SubscriptionID(99)) { $0.failures = 1 }
        #expect(gone == nil)
    }

    @Test func `what is due comes first, and what is forgotten is gone`() async throws {
        let desk = try await StoreDesk()
        let id = try #require(try await stored(desk).id)
        _ = try await desk.store.change(id) { $0.nextAction = StoreDesk.now + .hours(1) }
        #expect(try await desk.store.dueSubscriptions(at: StoreDesk.now, limit: 9).isEmpty)
        #expect(try await desk.store.nextSubscription() == StoreDesk.now + .hours(1))
        let due = try await desk.store.dueSubscriptions(at: StoreDesk.now + .hours(1), limit: 9)
        #expect(due.map(\.settings.name) == ["a"])
        try await desk.store.forget(id)
        #expect(try await desk.store.nextSubscription() == nil)
    }

    @Test func `feeds that offer pushes are found, and those that still have a subscription`() async throws {
        let desk = try await StoreDesk()
        #expect(try await desk.store.pushFeeds().isEmpty)
        var state = try await desk.due().state
        state.offer = PushOffer(hubs: ["https://hub.example/"], topic: "t")
        _ = try await desk.store.commit(
            IngestBatch(feed: try await desk.due().id, state: state, changes: [], at: StoreDesk.now))
        #expect(try await desk.store.pushFeeds().map(\.settings.name) == ["a"])
        _ = try await stored(desk)
        try await desk.store.synchronise(feeds: [StoreDesk.feed("b")], at: StoreDesk.now)
        let left = try await desk.store.pushFeeds()
        #expect(left.map(\.isConfigured) == [false])
        #expect(left.map(\.subscriptions.count) == [1])
    }

    @Test func `a push leaves what polls know, and its news are known to polls`() async throws {
        let desk = try await StoreDesk()
        _ = try await desk.ingest([.new(StoreDesk.draft(1), isQuiet: false)], etag: "\"kept\"")
        let before = try await desk.due()
        let subscription = try await stored(desk)
        let later = StoreDesk.now + .minutes(5)
        let receipt = try await desk.store.commit(
            IngestBatch(
                feed: before.id, state: nil, changes: [.new(StoreDesk.draft(2), isQuiet: false)],
                pushedBy: subscription.id, at: later))
        #expect(receipt.newItems.count == 1)
        let after = try await desk.due()
        #expect(after.state.validators?.entityTag == "\"kept\"")
        #expect(after.state.nextPoll == before.state.nextPoll)
        #expect(after.state.lastNewItem == later)
        #expect(after.subscription?.lastPush == later)
        #expect(after.subscription?.missed == StoreDesk.now + .seconds(3))
        #expect(try await desk.store.feeds().first?.items == 2)
    }

    @Test func `a poll that finds what no push had brought is noted`() async throws {
        let desk = try await StoreDesk()
        _ = try await stored(desk)
        let feed = try await desk.due()
        let later = StoreDesk.now + .minutes(5)
        _ = try await desk.store.commit(
            IngestBatch(
                feed: feed.id, state: feed.state, changes: [.new(StoreDesk.draft(2), isQuiet: false)],
                at: later))
        #expect(try await desk.store.pushTarget(path: "p")?.subscription.missed == later)
    }

    @Test func `an item that a push and a poll both hold for new is stored once`() async throws {
        let desk = try await StoreDesk()
        let subscription = try await stored(desk)
        // Both compared with a store that did not have it yet.
        let change = ItemChange.new(StoreDesk.draft(1), isQuiet: false)
        let pushed = try await desk.store.commit(
            IngestBatch(
                feed: subscription.feed, state: nil, changes: [change], pushedBy: subscription.id,
                at: StoreDesk.now))
        let polled = try await desk.ingest([change])
        #expect(pushed.newItems.count == 1)
        #expect(polled.newItems.isEmpty)
        let revised = ItemChange.revised(
            StoreDesk.draft(1), item: pushed.newItems[0], reason: "title changed", isMeaningful: true)
        #expect(try await desk.ingest([revised]).revisedItems.isEmpty)
        #expect(try await desk.store.figures().items == 1)
    }

    @Test func `an item that is not stored again leaves the words of others theirs`() async throws {
        let desk = try await StoreDesk()
        _ = try await stored(desk)
        let changes = (1...3).map { ItemChange.new(StoreDesk.draft($0), isQuiet: false) }
        let first = try await desk.ingest([changes[0]]).newItems
        try await desk.store.commit(StoreDesk.edit(first, alerts: false))
        #expect(try await desk.ingest(changes).newItems.count == 2)
        let unplaced = try await desk.store.unplacedItems(limit: 10)
        #expect(unplaced.map(\.item.content.title) == ["Title 2", "Title 3"])
        #expect(unplaced.map(\.folded) == unplaced.map { FoldedContent($0.item.content) })
    }

    @Test func `a feed is polled sooner, never later`() async throws {
        let desk = try await StoreDesk()
        let feed = try await desk.due().id
        try await desk.store.pullForward(feed) { _, _ in StoreDesk.now + .hours(1) }
        #expect(try await desk.due().state.nextPoll == StoreDesk.now)
        try await desk.store.pullForward(feed) { _, _ in StoreDesk.now - .hours(1) }
        #expect(try await desk.due().state.nextPoll == StoreDesk.now - .hours(1))
        #expect(try await desk.store.nextDue() == StoreDesk.now - .hours(1))
    }

    @Test func `subscriptions are counted, those on their way out are not`() async throws {
        let desk = try await StoreDesk()
        let id = try #require(try await stored(desk).id)
        #expect(try await desk.store.figures().subscriptions == 1)
        #expect(try await desk.store.figures().activeSubscriptions == 1)
        _ = try await desk.store.change(id) { $0.state = .leaving }
        #expect(try await desk.store.figures().subscriptions == 0)
        #expect(try await desk.store.feeds().allSatisfy { $0.subscription == nil })
    }
}
