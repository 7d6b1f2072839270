package import Model

/// Which subscriptions a feed should have, beside those it has.
package enum SubscriptionPlan {
    /// The subscriptions of one feed that are new or change; those that stay as they are are left out.
    ///
    /// A feed has one subscription that is not on its way out: at a hub that it names, under the topic that it names,
    /// called back at the address that the configuration names.
    /// - Parameters:
    ///   - offer: what the feed said last; `nil` where it names no hub.
    ///   - callback: the public address that callbacks begin with; `nil` where the feed shall not be pushed.
    ///   - fresh: the identity of a subscription that has to be made.
    package static func changes(
        of feed: FeedID, offer: PushOffer?, callback: String?, current: [Subscription], fresh: PushIdentity,
        at now: Timestamp
    ) -> [Subscription] {
        var changes: [Subscription] = []
        var isHeld = false
        for var subscription in current where !subscription.isEnding {
            if let offer, let callback, !isHeld, subscription.topic == offer.topic,
                subscription.callback == callback, offer.hubs.contains(subscription.hub)
            {
                isHeld = true
                guard subscription.hubs != offer.hubs else { continue }
                subscription.hubs = offer.hubs
            } else {
                subscription.leave(at: now)
            }
            changes.append(subscription)
        }
        if let offer, let callback, let hub = offer.hubs.first, !isHeld {
            changes.append(
                Subscription(
                    feed: feed, hubs: offer.hubs, hub: hub, topic: offer.topic, callback: callback,
                    identity: fresh, at: now))
        }
        return changes
    }
}
