package import Model

/// The part of the store's port that subscriptions need. Every method is one transaction.
package protocol PushStore: Sendable {
    /// Feeds that name a hub or have a subscription, those that are no longer configured too.
    func pushFeeds() async throws(StoreError) -> [PushFeed]

    /// Whose callback ends in `path`; `nil` where nobody's does.
    func pushTarget(path: String) async throws(StoreError) -> PushTarget?

    /// Subscriptions that want to be looked at, the longest due first.
    func dueSubscriptions(at now: Timestamp, limit: Int) async throws(StoreError) -> [PushTarget]

    /// When the next subscription wants to be looked at.
    func nextSubscription() async throws(StoreError) -> Timestamp?

    /// Adds a subscription that has no number yet, or replaces the one that has it.
    func save(_ subscription: Subscription) async throws(StoreError)

    /// Reads one subscription, changes it and writes it, with nobody between; `nil` where there is none.
    ///
    /// - Returns: what `body` returned, and the subscription as it was before and is now.
    func change<Value: Sendable>(
        _ id: SubscriptionID, _ body: @escaping @Sendable (inout Subscription) -> Value
    ) async throws(StoreError) -> SubscriptionChange<Value>?

    func forget(_ id: SubscriptionID) async throws(StoreError)

    /// Polls `feed` when `moment` says, if it would be polled later.
    func pullForward(
        _ feed: FeedID, to moment: @escaping @Sendable (FeedState, FeedSettings) -> Timestamp
    ) async throws(StoreError)
}

/// What became of a subscription.
package struct SubscriptionChange<Value: Sendable>: Sendable {
    package var before: Subscription
    package var after: Subscription
    package var value: Value

    package init(before: Subscription, after: Subscription, value: Value) {
        self.before = before
        self.after = after
        self.value = value
    }
}

/// A feed with what it offers and what came of it.
package struct PushFeed: Sendable, Hashable {
    package var id: FeedID
    package var settings: FeedSettings
    package var state: FeedState
    package var isConfigured: Bool
    package var subscriptions: [Subscription]

    package init(
        id: FeedID, settings: FeedSettings, state: FeedState, isConfigured: Bool,
        subscriptions: [Subscription]
    ) {
        self.id = id
        self.settings = settings
        self.state = state
        self.isConfigured = isConfigured
        self.subscriptions = subscriptions
    }
}

/// The subscription that a callback belongs to, with its feed.
package struct PushTarget: Sendable, Hashable {
    package var subscription: Subscription
    package var settings: FeedSettings

    package init(subscription: Subscription, settings: FeedSettings) {
        self.subscription = subscription
        self.settings = settings
    }
}
