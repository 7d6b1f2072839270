import Curl
package import Model
package import Pipeline
import Platform
package import Scheduling

/// Asks hubs for subscriptions, renews them and ends them: drives ``Subscription`` and decides nothing.
package struct PushService: Sendable {
    private let store: any Store
    private let hub: any Hub
    private let settings: PushSettings
    private let poll: PollSettings
    private let callback: String?
    private let events: EventSink
    private let now: @Sendable () -> Timestamp

    /// Subscriptions looked at in one go.
    private static let batch = 200
    /// Hubs that are asked at once, each for one thing after the other.
    private static let concurrentHubs = 4
    /// Bytes of the path and of the secret.
    private static let pathBytes = 16
    private static let secretBytes = 32

    /// - Parameter callback: what callbacks begin with; `nil` ends all subscriptions.
    package init(
        store: any Store, hub: any Hub, settings: PushSettings, poll: PollSettings, callback: String?,
        events: @escaping EventSink, now: @escaping @Sendable () -> Timestamp
    ) {
        self.store = store
        self.hub = hub
        self.settings = settings
        self.poll = poll
        self.callback = callback
        self.events = events
        self.now = now
    }

    // MARK: What there should be

    /// Makes the subscriptions that feeds offer, and begins to end those that nothing speaks for any more.
    package func reconcile() async throws(StoreError) {
        for feed in try await store.pushFeeds() {
            let isWanted =
                feed.isConfigured && feed.settings.takesPush != false && feed.state.health != .gone
            guard let fresh = freshIdentity() else { return }
            let changes = SubscriptionPlan.changes(
                of: feed.id, offer: feed.isConfigured ? feed.state.offer : nil,
                callback: isWanted ? callback : nil, current: feed.subscriptions, fresh: fresh, at: now())
            for change in changes { try await store.save(change) }
        }
    }

    private func freshIdentity() -> PushIdentity? {
        do throws(SystemError) {
            return PushIdentity(
                path: Self.hexadecimal(try Randomness.bytes(count: Self.pathBytes)),
                secret: Self.hexadecimal(try Randomness.bytes(count: Self.secretBytes)))
        } catch {
            events(.listenFailed(error: "no random numbers for subscriptions: \(error)"))
            return nil
        }
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    // MARK: What is due

    /// Does what is due; returns when something is next.
    package func advance() async throws(StoreError) -> Timestamp? {
        let due = try await store.dueSubscriptions(at: now(), limit: Self.batch)
        let lanes = Dictionary(grouping: due) { URLParts($0.subscription.hub)?.hostAndPort ?? "" }
        let failure = await withTaskGroup(of: StoreError?.self) { group in
            var failure: StoreError?
            var waiting = Array(lanes.values)[...]
            func startNext() {
                guard failure == nil, let lane = waiting.popFirst() else { return }
                group.addTask { await work(off: lane) }
            }
            for _ in 0..<Self.concurrentHubs { startNext() }
            while let result = await group.next() {
                failure = failure ?? result
                startNext()
            }
            return failure
        }
        if let failure { throw failure }
        return try await store.nextSubscription()
    }

    /// Deals with the subscriptions of one hub, one after the other.
    private func work(off lane: [PushTarget]) async -> StoreError? {
        do throws(StoreError) {
            var heldUntil: Timestamp?
            for target in lane where !Task.isCancelled {
                if let heldUntil, !target.subscription.isEnding, let id = target.subscription.id {
                    // A hub that does not work is not asked for each of a thousand feeds in turn.
                    _ = try await store.change(id) { $0.postpone(until: heldUntil) }
                } else {
                    heldUntil = try await advance(target)
                }
            }
            return nil
        } catch {
            return error
        }
    }

    /// Takes one subscription a step further; returns until when its hub is better left alone.
    private func advance(_ target: PushTarget) async throws(StoreError) -> Timestamp? {
        guard let id = target.subscription.id, let fresh = freshIdentity() else { return nil }
        let (moment, settings) = (now(), settings)
        guard
            let change = try await store.change(
                id, { $0.next(at: moment, fresh: fresh, settings: settings) })
        else { return nil }
        try await note(change.before, change.after, of: target.settings)
        switch change.value {
        case .wait: return nil
        case .forget:
            try await store.forget(id)
            return nil
        case .ask(let mode):
            let outcome = await hub.ask(request(mode, for: change.after, of: target.settings))
            // The daemon ends: what the hub would have said is not known.
            guard !Task.isCancelled else { return nil }
            let end = now()
            let answered = try await store.change(id) { $0.answered(outcome, at: end, settings: settings) }
            guard let answered else { return nil }
            try await note(answered.before, answered.after, of: target.settings)
            if case .failed = outcome { return answered.after.nextAction }
            return nil
        }
    }

    private func request(
        _ mode: HubMode, for subscription: Subscription, of feed: FeedSettings
    ) -> HubRequest {
        HubRequest(
            hub: subscription.hub, mode: mode, topic: subscription.topic,
            callback: subscription.callback + "/push/" + subscription.identity.path,
            secret: subscription.identity.secret, lease: min(settings.lease, settings.longestLease),
            userAgent: feed.userAgent ?? poll.userAgent, proxy: feed.proxy, limits: poll.fetchLimits,
            addresses: poll.addresses(for: feed))
    }

    // MARK: What became of it

    /// Tells what changed, and lets the feed be polled at its usual pace again where pushes have ended.
    package func note(
        _ before: Subscription, _ after: Subscription, of feed: FeedSettings
    ) async throws(StoreError) {
        switch (before.state, after.state) {
        case (.pending, .active):
            if let until = after.leaseEnd {
                events(.subscribed(feed: feed.name, hub: after.hub, until: until))
            }
        case (.leaving, .left): events(.unsubscribed(feed: feed.name, hub: before.hub))
        default:
            if let error = after.error, error != before.error {
                events(.subscriptionTroubled(feed: feed.name, hub: before.hub, error: error))
            } else if after.state == .wanted, before.state == .active || before.state == .renewing {
                events(
                    .subscriptionTroubled(
                        feed: feed.name, hub: before.hub, error: "the lease has run out; it is asked again"))
            }
        }
        let moment = now()
        if before.state == .active || before.state == .renewing, !after.isActive(at: moment) {
            try await store.pullForward(after.feed) { Interval.unrelaxed($0, settings: $1, at: moment) }
        }
    }
}
