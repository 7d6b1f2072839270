import Model

/// Bounds of subscriptions, each a setting with its unit.
package struct PushSettings: Sendable, Hashable {
    /// How long a lease is asked for; the hub decides.
    package var lease: Duration = .days(10)
    /// A shorter lease is not renewed any sooner than if it were this long.
    package var shortestLease: Duration = .minutes(5)
    /// A longer lease is renewed as if it were this long.
    package var longestLease: Duration = .days(30)
    /// How long the hub may take to verify what it was asked.
    package var verificationWait: Duration = .minutes(15)
    /// The wait after the first request that failed; doubled with each further one.
    package var firstBackOff: Duration = .minutes(5)
    /// The wait after the first that the hub refused.
    package var refusalBackOff: Duration = .hours(6)
    package var longestBackOff: Duration = .days(1)
    /// Requests made to end a subscription before it is left to its lease.
    package var farewells = 3

    package init() {}
}

/// What a hub is asked for.
package enum HubMode: String, Sendable, Hashable, CaseIterable {
    case subscribe
    case unsubscribe
}

/// How a hub took a request.
package enum HubOutcome: Sendable, Hashable {
    /// It will verify it, or has.
    case accepted
    /// It will not, and asking again soon is no use.
    case refused(message: String)
    /// It did not get or not take it; in words.
    case failed(message: String, retryAfter: Duration?)
}

/// What is to be done about a subscription now.
package enum SubscriptionStep: Sendable, Hashable {
    case ask(HubMode)
    /// Nothing is left of it.
    case forget
    /// Nothing before its `nextAction`.
    case wait
}

/// What a hub asks of a callback before it believes a request.
package struct HubVerification: Sendable, Hashable {
    package var mode: HubMode
    package var topic: String
    /// As long as the hub means to push.
    package var lease: Duration?

    package init(mode: HubMode, topic: String, lease: Duration?) {
        self.mode = mode
        self.topic = topic
        self.lease = lease
    }
}
