import Model
import Scheduling

/// One subscription, a clock that is an argument, and settings in round figures.
enum SubscriptionDesk {
    static let start = Timestamp(seconds: 1_556_020_800)
    static let topic = "https://news.example/feed"
    static let hub = "https://hub.example/"
    static let other = "https://other.example/"
    static let first = PushIdentity(path: "first", secret: "s1")
    static let fresh = PushIdentity(path: "fresh", secret: "s2")
    static let settings = PushSettings()

    static func subscription(hubs: [String] = [hub]) -> Subscription {
        Subscription(
            feed: FeedID(1), hubs: hubs, hub: hubs[0], topic: topic, callback: "https://we.example",
            identity: first, at: start)
    }

    static func question(_ mode: HubMode, lease: Duration? = .days(1)) -> HubVerification {
        HubVerification(mode: mode, topic: topic, lease: lease)
    }

    /// Asked for and not yet verified.
    static func pending(hubs: [String] = [hub]) -> Subscription {
        var subscription = subscription(hubs: hubs)
        _ = subscription.next(at: start, fresh: fresh, settings: settings)
        return subscription
    }

    static func active(lease: Duration = .days(1)) -> Subscription {
        var subscription = pending()
        _ = subscription.verify(question(.subscribe, lease: lease), at: start, settings: settings)
        return subscription
    }

    static func leaving() -> Subscription {
        var subscription = active()
        subscription.leave(at: start)
        _ = subscription.next(at: start, fresh: fresh, settings: settings)
        return subscription
    }
}
