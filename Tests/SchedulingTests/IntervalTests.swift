import Model
import Scheduling
import Testing

/// A feed with its state, in few words.
enum Desk {
    // Tuesday, 23 April 2019, 12:00 UTC.
    static let now = Timestamp(seconds: 1_556_020_800)

    static func settings(_ change: (inout FeedSettings) -> Void = { _ in }) -> FeedSettings {
        var settings = FeedSettings(name: "x", url: "https://example.org/x", outlet: Outlet(name: "X"))
        change(&settings)
        return settings
    }

    static func state(_ change: (inout FeedState) -> Void = { _ in }) -> FeedState {
        var state = FeedState()
        state.validators = Validators(entityTag: "\"1\"", lastModified: nil, url: "https://example.org/x")
        change(&state)
        return state
    }

    static func wait(_ state: FeedState, _ settings: FeedSettings) -> Duration {
        Interval.next(after: now, state: state, settings: settings) - now
    }
}

@Suite struct IntervalTests {
    @Test func `without other word a feed is polled about every half hour`() {
        let wait = Desk.wait(Desk.state(), Desk.settings())
        #expect(wait >= .minutes(27) && wait <= .minutes(33))
    }

    @Test func `a server without validators is spared`() {
        let wait = Desk.wait(Desk.state { $0.validators = nil }, Desk.settings())
        #expect(wait >= .hours(1) && wait <= .minutes(66))
    }

    @Test func `the interval of the user is kept, down to a second`() {
        let settings = Desk.settings {
            $0.interval = .seconds(1)
            $0.minimumInterval = .seconds(1)
        }
        let wait = Desk.wait(Desk.state { $0.validators = nil }, settings)
        #expect(wait >= .seconds(1) && wait < .milliseconds(1101))
    }

    @Test(arguments: [
        (Duration.hours(10), Duration.hours(5)), (.minutes(4), .minutes(15)), (.days(30), .hours(24)),
    ])
    func `half the rhythm, within the bounds`(rhythm: Duration, expected: Duration) {
        let wait = Desk.wait(Desk.state { $0.rhythm = rhythm }, Desk.settings())
        #expect(wait >= expected * 9 / 10 && wait <= expected * 11 / 10)
        #expect(wait >= .minutes(15) && wait <= .hours(24))
    }

    @Test func `never before what the server asked, and never after the longest interval`() {
        let fresh = Desk.state { $0.hints.freshFor = .hours(3) }
        #expect(Desk.wait(fresh, Desk.settings()) >= .hours(3))
        let absurd = Desk.state { $0.hints.ttl = .days(300) }
        #expect(Desk.wait(absurd, Desk.settings()) <= .hours(24))
    }

    @Test func `skipped hours and days are skipped`() {
        let hours = Desk.state { $0.hints.skippedHours = [12, 13, 14] }
        let next = Interval.next(after: Desk.now, state: hours, settings: Desk.settings())
        #expect(CivilTime(next) == CivilTime(year: 2019, month: 4, day: 23, hour: 15))
        let days = Desk.state { $0.hints.skippedDays = [2, 3] }
        let later = Interval.next(after: Desk.now, state: days, settings: Desk.settings())
        #expect(CivilTime(later) == CivilTime(year: 2019, month: 4, day: 25))
    }

    @Test func `back-off doubles up to a day and obeys the server`() {
        let waits = (1...10).map { failures in
            Interval.backOff(after: Desk.now, failures: failures, retryAfter: nil, settings: Desk.settings())
                - Desk.now
        }
        #expect(waits[0] >= .minutes(30) && waits[0] <= .minutes(33))
        #expect(waits[1] >= .minutes(60) && waits[1] <= .minutes(66))
        #expect(waits[9] >= .hours(24) && waits[9] <= .minutes(24 * 66))
        let asked = Interval.backOff(
            after: Desk.now, failures: 1, retryAfter: .days(3), settings: Desk.settings())
        #expect(asked == Desk.now + .days(3))
    }

    @Test func `a server that ignores its own validators is spared as well`() {
        let wait = Desk.wait(Desk.state { $0.ignoresValidators = true }, Desk.settings())
        #expect(wait >= .hours(1))
    }

    @Test(arguments: [Duration.seconds(1), .minutes(5), .hours(1), .hours(12)])
    func `59 minutes are not an hour: no jitter brings a poll before the interval that was set`(
        interval: Duration
    ) {
        let settings = Desk.settings {
            $0.interval = interval
            $0.minimumInterval = .seconds(1)
        }
        for second in 0..<200 {
            let now = Desk.now + .seconds(second)
            let wait = Interval.next(after: now, state: Desk.state(), settings: settings) - now
            #expect(wait >= interval && wait <= interval * 11 / 10)
        }
    }

    @Test(
        arguments: [
            // freshness, ttl, interval that was set, the least wait, the most
            (Duration.minutes(5), nil, nil, .minutes(27), .minutes(33)),
            (.minutes(90), nil, nil, .minutes(90), .minutes(90)),
            (.minutes(90), .hours(2), nil, .hours(2), .hours(2)),
            (nil, .hours(2), .minutes(20), .hours(2), .hours(2)),
            (.minutes(1), nil, .minutes(20), .minutes(20), .minutes(22)),
            (.days(300), nil, nil, .hours(24), .hours(24)),
        ] as [(Duration?, Duration?, Duration?, Duration, Duration)])
    func `the wait is the longest of what user, server and feed ask for, a day at most`(
        freshFor: Duration?, ttl: Duration?, interval: Duration?, least: Duration, most: Duration
    ) {
        let state = Desk.state {
            $0.hints.freshFor = freshFor
            $0.hints.ttl = ttl
        }
        let wait = Desk.wait(state, Desk.settings { $0.interval = interval })
        #expect(wait >= least && wait <= most)
    }

    @Test func `a feed that fails is not asked in hours that it skips either`() {
        let hints = PollHints(skippedHours: [12, 13])
        let next = Interval.backOff(
            after: Desk.now, failures: 1, retryAfter: nil, settings: Desk.settings(), hints: hints)
        #expect(CivilTime(next) == CivilTime(year: 2019, month: 4, day: 23, hour: 14))
    }

    @Test func `where every hour is skipped, none is`() {
        let hints = PollHints(skippedHours: Array(0...23))
        #expect(Interval.notSkipped(Desk.now, hints: hints) == Desk.now)
    }

    @Test func `few new feeds are polled at once, many are spread over half an hour by their addresses`() {
        let settings = (0..<3000).map { number in Desk.settings { $0.url = "https://example.org/\(number)" } }
        let few = settings.prefix(10).map { Interval.firstPoll(of: $0, amongNew: 10, at: Desk.now) }
        #expect(few.allSatisfy { $0 == Desk.now })
        let many = settings.map { Interval.firstPoll(of: $0, amongNew: 3000, at: Desk.now) - Desk.now }
        #expect(many.allSatisfy { $0 >= .zero && $0 < .minutes(30) })
        // No minute of the thirty has twice its share.
        let minutes = Dictionary(grouping: many) { $0.milliseconds / 60_000 }
        #expect(minutes.count == 30 && minutes.values.allSatisfy { $0.count < 200 })
    }

    struct Plan: Sendable, CustomTestStringConvertible {
        var rule: String
        var last: Duration?
        var next: Duration
        var isWrong: Bool
        var testDescription: String { rule }
    }

    @Test(arguments: [
        Plan(rule: "what is due is due", last: .hours(-1), next: .seconds(-1), isWrong: false),
        Plan(rule: "a plan of the last poll", last: .hours(-1), next: .hours(20), isWrong: false),
        Plan(rule: "a week that a server asked for", last: .hours(-1), next: .days(7), isWrong: false),
        Plan(rule: "a last poll in the future", last: .days(300), next: .days(301), isWrong: true),
        Plan(rule: "a clock put right by seconds", last: .seconds(50), next: .minutes(15), isWrong: false),
        Plan(rule: "further ahead than any plan", last: .hours(-1), next: .days(40), isWrong: true),
        Plan(rule: "a new feed, planned by a wrong clock", last: nil, next: .days(2), isWrong: true),
        Plan(rule: "a new feed, spread", last: nil, next: .minutes(29), isWrong: false),
    ])
    func `a plan that was made by a clock that was wrong counts as due`(plan: Plan) {
        let state = Desk.state {
            $0.lastPoll = plan.last.map { Desk.now + $0 }
            $0.nextPoll = Desk.now + plan.next
        }
        #expect(Interval.isPlannedWrongly(state, settings: Desk.settings(), at: Desk.now) == plan.isWrong)
    }

    @Test(
        arguments: [
            (Interval.Reason.usual, Desk.state(), nil),
            (.rhythm, Desk.state { $0.rhythm = .hours(4) }, nil),
            (.validators, Desk.state { $0.validators = nil }, nil),
            (.server, Desk.state { $0.hints.freshFor = .hours(9) }, nil),
            (.interval, Desk.state(), .minutes(20)),
            (.backOff, Desk.state { $0.error = "500" }, nil),
        ] as [(Interval.Reason, FeedState, Duration?)])
    func `why a feed is polled when it is can be said in a word`(
        reason: Interval.Reason, state: FeedState, interval: Duration?
    ) {
        var state = state
        let settings = Desk.settings { $0.interval = interval }
        #expect(Interval.reason(state, settings: settings) == .gone)
        state.nextPoll = Desk.now
        #expect(Interval.reason(state, settings: settings) == reason)
    }
}

@Suite struct RhythmTests {
    @Test func `the rhythm is the median gap of the newest twenty, whatever the last document held`() {
        let old = (0..<30).map { Desk.now - .hours(Int64($0) * 2) }
        let known = Rhythm.merged([], old, now: Desk.now)
        #expect(known.count == 20)
        #expect(Rhythm.median(of: known) == .hours(2))
        // A document of one item says nothing of the rhythm by itself.
        let merged = Rhythm.merged(known, [Desk.now + .hours(2)], now: Desk.now + .hours(2))
        #expect(merged.count == 20 && Rhythm.median(of: merged) == .hours(2))
        #expect(Rhythm.median(of: Array(known.prefix(2))) == nil)
    }

    @Test func `dates of the future do not count`() {
        #expect(Rhythm.merged([], [Desk.now + .days(1)], now: Desk.now).isEmpty)
    }

    @Test func `a feed that has fallen asleep is asked at the pace of its sleep`() {
        var state = Desk.state { $0.rhythm = .hours(2) }
        state.itemSeconds = [(Desk.now - .hours(40)).seconds]
        let wait = Desk.wait(state, Desk.settings())
        #expect(wait >= .hours(9) && wait <= .hours(11))
    }
}
