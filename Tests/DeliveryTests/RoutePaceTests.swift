import Delivery
import Model
import Testing

@Suite struct `the pace of a route` {
    private static let start = Timestamp(seconds: 1_556_168_900)

    @Test func `without a rate is free`() {
        var pace = RoutePace(rate: nil)
        for _ in 0..<1000 { pace.note(at: Self.start) }
        #expect(pace.isFree(at: Self.start))
    }

    @Test func `lets no more through in any span than its rate says`() {
        var pace = RoutePace(rate: RateLimit(count: 3, span: .minutes(1)))
        var sent: [Timestamp] = []
        for second in 0..<600 {
            let now = Self.start + .milliseconds(Int64(second) * 700)
            guard pace.isFree(at: now) else { continue }
            pace.note(at: now)
            sent.append(now)
        }
        for (index, moment) in sent.enumerated() {
            #expect(sent[index...].prefix { $0 - moment < .minutes(1) }.count <= 3)
        }
        // 420 seconds.
        #expect(sent.count == 21)
    }

    @Test func `says when the next may go`() {
        var pace = RoutePace(rate: RateLimit(count: 2, span: .hours(1)))
        pace.note(at: Self.start)
        #expect(pace.next(at: Self.start) == Self.start)
        pace.note(at: Self.start + .minutes(10))
        let now = Self.start + .minutes(20)
        #expect(pace.next(at: now) == Self.start + .hours(1))
        #expect(pace.isFree(at: Self.start + .hours(1)))
    }

    @Test func `rests as long as the receiver asks, and no longer than an hour`() {
        var pace = RoutePace(rate: nil)
        pace.rest(for: .minutes(2), at: Self.start)
        pace.rest(for: .seconds(5), at: Self.start)
        #expect(pace.next(at: Self.start) == Self.start + .minutes(2))
        pace.rest(for: .days(30), at: Self.start)
        #expect(pace.next(at: Self.start) == Self.start + .hours(1))
        #expect(pace.isFree(at: Self.start + .hours(1)))
    }

    @Test func `is free again where the clock is set back`() {
        var pace = RoutePace(rate: RateLimit(count: 1, span: .minutes(1)))
        pace.note(at: Self.start)
        pace.rest(for: .minutes(30), at: Self.start)
        #expect(pace.isFree(at: Self.start - .days(1)))
    }
}
