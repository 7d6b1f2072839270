package import Model

/// When a route may send: at most so many deliveries in a span, and none while the receiver asked to be left alone.
///
/// What waits stays in the outbox, in order. A restart begins anew.
package struct RoutePace: Sendable {
    private let rate: RateLimit?
    /// Attempts that still count, the oldest first.
    private var attempts: [Timestamp] = []
    private var restsUntil: Timestamp?

    /// A receiver that wants more than this is asked again all the same; its one delivery waits as it was told.
    package static let longestRest: Duration = .hours(1)

    package init(rate: RateLimit?) { self.rate = rate }

    package func isFree(at now: Timestamp) -> Bool { next(at: now) <= now }

    /// The first moment, from `now` on, at which a delivery may go.
    package func next(at now: Timestamp) -> Timestamp {
        var next = now
        // A clock that was set back must not make a rest longer.
        if let restsUntil, restsUntil <= now + Self.longestRest { next = max(next, restsUntil) }
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

    /// The receiver asked for `span` of rest.
    package mutating func rest(for span: Duration, at now: Timestamp) {
        restsUntil = max(restsUntil ?? now, now + min(span, Self.longestRest))
    }
}
