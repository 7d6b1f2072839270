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
    private let meter: Meter?

    private var pace: RoutePace

    package init(
        route: RouteSettings, channel: any Channel, store: any Store, events: @escaping EventSink,
        now: @escaping @Sendable () -> Timestamp, meter: Meter? = nil
    ) {
        self.meter = meter
        self.route = route
        self.channel = channel
        self.store = store
        self.events = events
        self.now = now
        pace = RoutePace(rate: route.rate)
    }

    /// Sends all that is due now and may go; returns how many arrived.
    ///
    /// A failed attempt is recorded with its next time and does not hold up the others, unless the receiver asked to
    /// wait. Stops between two deliveries when the task is cancelled.
    package mutating func drain() async throws(StoreError) -> Int {
        var delivered = 0
        while !Task.isCancelled, pace.isFree(at: now()) {
            // One at a time: what is claimed waits for the end of its lease where the receiver wants a rest meanwhile.
            let claimed = try await store.claimDeliveries(
                route: route.name, at: now(), lease: route.timeout * 2, limit: 1)
            guard let delivery = claimed.first else { break }
            let outcome = await attempt(delivery)
            count(outcome, of: delivery.message)
            try await store.record(outcome, of: delivery.id)
            if case .delivered = outcome { delivered += 1 }
        }
        return delivered
    }

    /// When there is something to send that may go; `nil` where nothing waits.
    package func nextTurn() async throws(StoreError) -> Timestamp? {
        guard let due = try await store.nextDelivery(over: route.name) else { return nil }
        return max(due, pace.next(at: now()))
    }

    private func count(_ outcome: DeliveryOutcome, of message: Message) {
        let result: Counters.Attempt.Result =
            switch outcome {
            case .delivered: .delivered
            case .retry: .retry
            case .failed: .failed
            }
        let watch: String
        switch message {
        case .alert(let alert): watch = alert.id.watch
        case .notice(let notice): watch = notice.id.watch
        // A digest tells of no watch in particular.
        case .digest: return
        }
        let attempt = Counters.Attempt(watch: watch, route: route.name, result: result)
        meter?.count { $0.count(attempt) }
    }

    private mutating func attempt(_ delivery: Delivery) async -> DeliveryOutcome {
        pace.note(at: now())
        do throws(DeliveryError) {
            try await channel.send(delivery.message, at: now())
            return .delivered(at: now())
        } catch {
            if case .unavailable(_, let wish?) = error { pace.rest(for: wish, at: now()) }
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
