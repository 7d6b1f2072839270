import Delivery
package import Model
package import Pipeline

/// Sends what is due over one route, one delivery after the other: a slow route delays only itself.
package struct DeliveryService: Sendable {
    private let route: RouteSettings
    private let channel: any Channel
    private let store: any Store
    private let events: EventSink
    private let now: @Sendable () -> Timestamp

    /// Deliveries claimed at once; the claim has to outlast that many attempts.
    private static let claimed = 10

    package init(
        route: RouteSettings, channel: any Channel, store: any Store, events: @escaping EventSink,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.route = route
        self.channel = channel
        self.store = store
        self.events = events
        self.now = now
    }

    /// Sends all that is due now; returns how many arrived.
    ///
    /// A failed attempt is recorded with its next time and does not hold up the others. Stops between two deliveries
    /// when the task is cancelled; what was claimed falls free again when the claim runs out.
    package func drain() async throws(StoreError) -> Int {
        var delivered = 0
        while !Task.isCancelled {
            let lease = route.timeout * (Self.claimed + 1)
            let claimed = try await store.claimDeliveries(
                route: route.name, at: now(), lease: lease, limit: Self.claimed)
            guard !claimed.isEmpty else { break }
            for delivery in claimed where !Task.isCancelled {
                let outcome = await attempt(delivery)
                try await store.record(outcome, of: delivery.id)
                if case .delivered = outcome { delivered += 1 }
            }
        }
        return delivered
    }

    private func attempt(_ delivery: Delivery) async -> DeliveryOutcome {
        do throws(DeliveryError) {
            try await channel.send(delivery.message, at: now())
            return .delivered(at: now())
        } catch {
            let outcome = RetrySchedule.outcome(
                of: delivery, error: error, limit: route.giveUpAfter, at: now())
            var isFinal = false
            if case .failed = outcome { isFinal = true }
            events(
                .deliveryFailed(
                    alert: delivery.message.name, route: route.name, error: error.message, isFinal: isFinal))
            return outcome
        }
    }
}
