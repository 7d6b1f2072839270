package import Model

/// When a route may send: at most so many deliveries in a span, none while the receiver asked to be left alone, and one
/// now and then while it does not answer.
///
/// What waits stays in the outbox, in order. A restart begins anew.
package struct RoutePace: Sendable {
    private let rate: RateLimit?
    /// Attempts that still count, the oldest first.
    private var attempts: [Timestamp] = []
    private var restsUntil: Timestamp?
    /// Deliveries that did not arrive since the last that did.
    private var failed: Set<DeliveryID> = []
    private var probes = 0
    private var nextProbe: Timestamp?

    /// A receiver that wants more than this is asked again all the same; its one delivery waits as it was told.
    package static let longestRest: Duration = .hours(1)

    /// So many deliveries have to fail, one after the other, for the route to be the reason.
    package static let failuresOfRoute = 3
    /// Between two attempts to find out whether the route is back; the last goes on.
    package static let probeWaits: [Duration] = [.minutes(1), .minutes(2), .minutes(5), .minutes(10)]

    package init(rate: RateLimit?) { self.rate = rate }

    /// Whether the route seems to be down, so that nothing new is sent into it.
    package var isDown: Bool { failed.count >= Self.failuresOfRoute }

    package func isFree(at now: Timestamp) -> Bool { next(at: now) <= now }

    /// The first moment, from `now` on, at which a delivery may go.
    package func next(at now: Timestamp) -> Timestamp {
        var next = now
        // A clock that was set back must not make a rest longer.
        if let restsUntil, restsUntil <= now + Self.longestRest { next = max(next, restsUntil) }
        if isDown, let nextProbe, nextProbe <= now + Self.longestProbeWait { next = max(next, nextProbe) }
        guard let rate else { return next }
        let counted = attempts.filter { $0 <= now && now - $0 < rate.span }
        guard counted.count >= rate.count else { return next }
        return max(next, counted[counted.count - rate.count] + rate.span)
    }

    /// Counts an attempt.
    package mutating func note(at now: Timestamp) {
        guard let rate else { return }
        attempts.removeAll { $0 > now || now - $0 >= rate.span }
        attempts.append(now)
    }

    /// Notes that `delivery` did not arrive, though another attempt may.
    package mutating func noteFailure(of delivery: DeliveryID, at now: Timestamp) {
        failed.insert(delivery)
        guard isDown else { return }
        nextProbe = now + Self.probeWaits[min(probes, Self.probeWaits.count - 1)]
        probes += 1
    }

    /// Notes that the other side answered; returns whether it had seemed to be down.
    package mutating func noteAnswer() -> Bool {
        defer {
            failed = []
            probes = 0
            nextProbe = nil
        }
        return isDown
    }

    private static var longestProbeWait: Duration { probeWaits.max() ?? .zero }

    /// The receiver asked for `span` of rest.
    package mutating func rest(for span: Duration, at now: Timestamp) {
        restsUntil = max(restsUntil ?? now, now + min(span, Self.longestRest))
    }
}
