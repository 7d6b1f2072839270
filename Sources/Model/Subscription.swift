/// The number of a subscription in the store.
package struct SubscriptionID: Hashable, Sendable, Codable {
    package let rawValue: Int64

    package init(_ rawValue: Int64) { self.rawValue = rawValue }
}

/// What a feed says of who pushes it, and under which name.
///
/// - Source: WebSub §4.
package struct PushOffer: Hashable, Sendable, Codable {
    /// In the order in which the feed names them; any of them may be asked.
    package var hubs: [String]
    /// The address that hubs know the feed by.
    package var topic: String

    package init(hubs: [String], topic: String) {
        self.hubs = hubs
        self.topic = topic
    }

    /// Hubs of one feed that are remembered.
    package static let hubLimit = 8
}

/// What nobody else may know of a subscription.
package struct PushIdentity: Hashable, Sendable {
    /// The last segment of the callback's path: whoever knows it may speak for the hub.
    package var path: String
    /// The key of the hub's signatures; never shown.
    package var secret: String

    package init(path: String, secret: String) {
        self.path = path
        self.secret = secret
    }
}

extension PushIdentity: CustomStringConvertible {
    /// Says nothing: it may get into a message.
    package var description: String { "(not shown)" }
}

/// One feed's subscription at one hub, as stored.
package struct Subscription: Hashable, Sendable {
    /// `nil` until it is stored.
    package var id: SubscriptionID?
    package var feed: FeedID
    /// All that the feed names; where one fails the next is asked.
    package var hubs: [String]
    package var hub: String
    package var topic: String
    /// The public address that callbacks begin with, without a slash at its end.
    package var callback: String
    package var identity: PushIdentity
    package var state: State
    package var leaseEnd: Timestamp?
    /// When it wants to be looked at again.
    package var nextAction: Timestamp
    /// When the hub was last asked for something.
    package var asked: Timestamp?
    package var lastPush: Timestamp?
    /// When a push last brought something new.
    package var lastNewItem: Timestamp?
    /// When a poll last found what no push had brought.
    package var missed: Timestamp?
    /// Requests in a row that came to nothing.
    package var failures: Int
    /// The last trouble in words.
    package var error: String?

    package enum State: String, Sendable, Hashable, CaseIterable {
        /// To be asked for, at first or again.
        case wanted
        /// Asked for; the hub has not verified it yet.
        case pending
        /// Verified: pushes come until the lease ends.
        case active
        /// Active, and asked for again.
        case renewing
        /// The hub will not.
        case denied
        /// To be ended: the hub has not verified that yet.
        case leaving
        /// Ended; the hub may ask once more.
        case left
    }

    package init(
        feed: FeedID, hubs: [String], hub: String, topic: String, callback: String, identity: PushIdentity,
        at now: Timestamp
    ) {
        id = nil
        self.feed = feed
        self.hubs = hubs
        self.hub = hub
        self.topic = topic
        self.callback = callback
        self.identity = identity
        state = .wanted
        leaseEnd = nil
        nextAction = now
        asked = nil
        lastPush = nil
        lastNewItem = nil
        missed = nil
        failures = 0
        error = nil
    }

    /// Whether the hub owes us pushes at `now`.
    package func isActive(at now: Timestamp) -> Bool {
        (state == .active || state == .renewing) && leaseEnd.map { $0 > now } ?? false
    }

    /// Whether it is on its way out.
    package var isEnding: Bool { state == .leaving || state == .left }

    /// Whether pushes can be relied on at `now`: one has come, and no poll since found what none had brought.
    package func isTrusted(at now: Timestamp) -> Bool {
        guard isActive(at: now), let lastPush else { return false }
        return missed.map { $0 <= lastPush } ?? true
    }
}
