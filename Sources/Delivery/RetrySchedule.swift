package import Model
package import Pipeline
import Text

/// When an attempt that failed is followed by the next, and when no more.
///
/// - Source: the example schedule of Standard Webhooks (5 s, 5 min, 30 min, 2 h, 5 h, 10 h), then every 10 h.
package enum RetrySchedule {
    private static let waits: [Duration] = [
        .seconds(5), .minutes(5), .minutes(30), .hours(2), .hours(5), .hours(10),
    ]

    /// What becomes of `delivery` whose attempt ended with `error` at `now`; `nil` error where it arrived.
    ///
    /// The wait is the schedule's, give or take a tenth that depends on the alert and the attempt alone, so that
    /// many deliveries that failed together do not come back together; a receiver's own wish is waited for where
    /// it is longer. There is a last attempt when `limit` is reached, and none after, counted from when the
    /// delivery was first due.
    package static func outcome(
        of delivery: Delivery, error: DeliveryError?, limit: Duration, at now: Timestamp
    ) -> DeliveryOutcome {
        guard let error else { return .delivered(at: now) }
        guard case .unavailable(let message, let wish) = error else {
            return .failed(at: now, error: error.message)
        }
        // A clock that was set back must not make a delivery live for ever: its age is never less than nothing.
        let end = min(delivery.created, now) + limit
        guard now < end else {
            return .failed(at: now, error: "\(message); given up after \(limit.inWords)")
        }
        if let wish, now + wish > end {
            return .failed(
                at: now, error: "\(message); the receiver asks to wait longer than \(limit.inWords)")
        }
        let wait = max(wait(after: delivery.attempts, key: delivery.message.idempotencyKey), wish ?? .zero)
        return .retry(at: min(now + wait, end), error: message)
    }

    /// How long to wait after attempt number `attempt`, counted from 0.
    static func wait(after attempt: Int, key: String) -> Duration {
        let wait = waits[min(max(0, attempt), waits.count - 1)]
        // -100 to 100 thousandths.
        let jitter = Int64(StableHash.of("\(key) \(attempt)") % 201) - 100
        return .milliseconds(wait.milliseconds + wait.milliseconds * jitter / 1000)
    }
}
