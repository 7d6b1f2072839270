import Model
import Scheduling
import Testing

@Suite struct HealthTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var rule: String
        /// Gaps between its items, newest first.
        var gaps: [Duration]
        var quiet: Duration
        var expect: Duration?
        var longest: Duration?
        var health: FeedHealth
        var testDescription: String { rule }
    }

    private static let hourly = [Duration](repeating: .hours(1), count: 10)
    private static let daily = [Duration.days(1), .days(1), .days(3), .days(1), .days(1), .days(1), .days(1)]
    private static let weekly = [Duration](repeating: .days(7), count: 6)

    @Test(arguments: [
        Case(rule: "an hourly feed sleeps at night", gaps: hourly, quiet: .hours(11), health: .ok),
        Case(rule: "an hourly feed is late after half a day", gaps: hourly, quiet: .hours(13), health: .late),
        Case(
            rule: "one with a long night is not", gaps: hourly, quiet: .hours(13), longest: .hours(9),
            health: .ok),
        Case(rule: "an hourly feed is silent after a week", gaps: hourly, quiet: .days(8), health: .silent),
        Case(rule: "a daily feed has weekends", gaps: daily, quiet: .days(5), health: .ok),
        Case(
            rule: "a daily feed is late after a long weekend twice over", gaps: daily, quiet: .days(7),
            health: .late),
        Case(
            rule: "a daily feed is silent after twelve days", gaps: daily, quiet: .days(13), health: .silent),
        Case(rule: "a weekly feed may miss two weeks", gaps: weekly, quiet: .days(20), health: .ok),
        Case(rule: "a weekly feed is late after three", gaps: weekly, quiet: .days(22), health: .late),
        Case(rule: "a weekly feed is silent after ten", gaps: weekly, quiet: .days(71), health: .silent),
        Case(
            rule: "expect goes before rhythm", gaps: hourly, quiet: .hours(3), expect: .hours(2),
            health: .silent),
        Case(rule: "expect may be longer", gaps: hourly, quiet: .days(20), expect: .days(30), health: .late),
        Case(rule: "two items are no rhythm", gaps: [.hours(1)], quiet: .days(300), health: .ok),
        Case(
            rule: "an empty feed can be expected", gaps: [], quiet: .days(2), expect: .days(1),
            health: .silent),
    ])
    func `late is clearly longer than its own rhythm, silent is much longer or than expected`(given: Case) {
        var settings = Desk.settings()
        settings.expectedWithin = given.expect
        let newest = Desk.now - given.quiet
        var moments = [newest]
        for gap in given.gaps { moments.append((moments.last ?? newest) - gap) }
        var state = Desk.state()
        state =
            state.after(
                .read(
                    PollOutcome.Answer(validators: nil, bodyHash: nil, freshFor: nil, permanentURL: nil),
                    PollOutcome.Reading(
                        newItems: given.gaps.isEmpty ? 0 : moments.count,
                        times: given.gaps.isEmpty ? [] : moments, hints: PollHints(), title: nil,
                        language: nil,
                        isTruncated: false)), of: settings, at: newest
            ).state
        if let longest = given.longest { state.longestGap = longest }
        // Polled just now, with nothing new.
        let answer = PollOutcome.Answer(validators: nil, bodyHash: nil, freshFor: nil, permanentURL: nil)
        let polled = state.after(.unchanged(answer), of: settings, at: Desk.now).state
        #expect(polled.health == given.health)
        // The same without a poll, as long as none is overdue.
        var waiting = state
        waiting.nextPoll = Desk.now + .hours(1)
        waiting.judge(settings, at: Desk.now)
        #expect(waiting.health == given.health)
        // Where the daemon slept, nobody knows.
        var slept = state
        slept.nextPoll = Desk.now - .hours(1)
        slept.judge(settings, at: Desk.now)
        #expect(slept.health == .ok)
    }

    @Test func `a feed that fails stays as it is, and since when`() {
        var state = Desk.state {
            $0.health = .failing
            $0.error = "500"
            $0.since = Desk.now - .days(3)
            $0.lastSuccess = Desk.now - .days(4)
            $0.nextPoll = Desk.now + .hours(1)
        }
        let before = state
        state.judge(Desk.settings { $0.expectedWithin = .hours(1) }, at: Desk.now)
        #expect(state == before)
    }

    @Test func `trouble has a beginning, which further failures do not move`() {
        let failure = PollOutcome.Failure(kind: .temporary, message: "500", cause: .serverError, status: 500)
        var state = Desk.state()
        for hour in 0..<3 {
            state =
                state.after(.failed(failure), of: Desk.settings(), at: Desk.now + .hours(Int64(hour))).state
        }
        #expect(state.since == Desk.now)
        #expect(state.cause == .serverError)
        #expect(state.status == 500)
        #expect(state.failures == 3)
    }

    @Test(arguments: TroubleCause.allCases)
    func `every trouble has its advice`(cause: TroubleCause) {
        let state = Desk.state {
            $0.health = .failing
            $0.error = "x"
            $0.cause = cause
        }
        #expect(FeedAdvice.text(state, Desk.settings())?.isEmpty == false)
    }
}
