import Model
import Pipeline
import Testing

@testable import Delivery

@Suite struct `the retry schedule` {
    private static let start = Timestamp(seconds: 1_556_168_820)
    private static let down = DeliveryError.unavailable(message: "status 503", retryAfter: nil)

    private static func delivery(attempts: Int = 0, created: Timestamp = start) -> Delivery {
        Delivery(
            id: DeliveryID(1), route: "hook", message: .alert(.summit), attempts: attempts, created: created)
    }

    @Test func `records what arrived`() {
        let outcome = RetrySchedule.outcome(
            of: Self.delivery(), error: nil, limit: .hours(24), at: Self.start + .seconds(1))
        #expect(outcome == .delivered(at: Self.start + .seconds(1)))
    }

    @Test func `gives up at once what is refused`() {
        let outcome = RetrySchedule.outcome(
            of: Self.delivery(), error: .refused(message: "status 410"), limit: .hours(24), at: Self.start)
        #expect(outcome == .failed(at: Self.start, error: "status 410"))
    }

    @Test(arguments: [
        (0, Duration.seconds(5)), (1, .minutes(5)), (2, .minutes(30)), (3, .hours(2)), (4, .hours(5)),
        (5, .hours(10)), (6, .hours(10)), (1000, .hours(10)), (-1, .seconds(5)),
    ])
    func `waits longer each time, give or take a tenth`(attempts: Int, wait: Duration) {
        for key in ["a", "b", "c", "d"] {
            let actual = RetrySchedule.wait(after: attempts, key: key)
            #expect(actual >= wait * 9 / 10)
            #expect(actual <= wait * 11 / 10)
        }
    }

    @Test func `spreads deliveries that failed together, the same way each time`() {
        let waits = (0..<100).map { RetrySchedule.wait(after: 1, key: "alert-\($0)") }
        #expect(Set(waits).count > 50)
        #expect(waits == (0..<100).map { RetrySchedule.wait(after: 1, key: "alert-\($0)") })
    }

    @Test func `waits as long as the receiver asks`() {
        let outcome = RetrySchedule.outcome(
            of: Self.delivery(), error: .unavailable(message: "status 429", retryAfter: .hours(1)),
            limit: .hours(24), at: Self.start)
        #expect(outcome == .retry(at: Self.start + .hours(1), error: "status 429"))
    }

    @Test func `is not hurried by the receiver`() {
        let outcome = RetrySchedule.outcome(
            of: Self.delivery(attempts: 3), error: .unavailable(message: "status 429", retryAfter: .zero),
            limit: .hours(24), at: Self.start)
        let wait = RetrySchedule.wait(after: 3, key: Alert.summit.idempotencyKey)
        #expect(outcome == .retry(at: Self.start + wait, error: "status 429"))
    }

    @Test func `tries a last time when the limit is reached`() {
        let now = Self.start + .hours(18)
        let outcome = RetrySchedule.outcome(
            of: Self.delivery(attempts: 6), error: Self.down, limit: .hours(24), at: now)
        #expect(outcome == .retry(at: Self.start + .hours(24), error: "status 503"))
    }

    @Test(arguments: [
        (Duration.hours(24), "24 h"), (.minutes(90), "90 min"), (.seconds(7), "7 s"),
        (.milliseconds(1500), "1500 ms"),
    ])
    func `gives up after the limit`(limit: Duration, words: String) {
        let now = Self.start + limit
        let outcome = RetrySchedule.outcome(
            of: Self.delivery(attempts: 7), error: Self.down, limit: limit, at: now)
        #expect(outcome == .failed(at: now, error: "status 503; given up after \(words)"))
    }

    @Test func `gives up where the receiver asks to wait past the limit`() {
        let outcome = RetrySchedule.outcome(
            of: Self.delivery(), error: .unavailable(message: "status 503", retryAfter: .days(7)),
            limit: .hours(24), at: Self.start)
        #expect(
            outcome
                == .failed(at: Self.start, error: "status 503; the receiver asks to wait longer than 24 h"))
    }

    @Test func `goes on by the new clock when it was set back`() {
        let delivery = Self.delivery(created: Self.start + .days(365))
        let outcome = RetrySchedule.outcome(of: delivery, error: Self.down, limit: .hours(24), at: Self.start)
        let wait = RetrySchedule.wait(after: 0, key: Alert.summit.idempotencyKey)
        #expect(outcome == .retry(at: Self.start + wait, error: "status 503"))
    }

    @Test func `ends for every delivery`() {
        var delivery = Self.delivery()
        var now = Self.start
        var attempts: [Timestamp] = []
        while attempts.count < 100 {
            attempts.append(now)
            let outcome = RetrySchedule.outcome(of: delivery, error: Self.down, limit: .hours(24), at: now)
            guard case .retry(let next, _) = outcome else { break }
            delivery.attempts += 1
            now = next
        }
        #expect(attempts.count == 8)
        #expect(attempts.last == Self.start + .hours(24))
    }
}
