import Model
import Scheduling
import Testing

/// A feed with its state, in few words.
private enum Desk {
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
        #expect(wait >= .minutes(54))
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

    @Test func `the rhythm is the median gap, and that of its sleep once it sleeps`() {
        let times = (0..<10).map { Desk.now - .hours(Int64($0) * 2) }
        #expect(Interval.rhythm(of: times, now: Desk.now) == .hours(2))
        #expect(Interval.rhythm(of: times, now: Desk.now + .days(10)) == .days(5))
        #expect(Interval.rhythm(of: Array(times.prefix(2)), now: Desk.now) == nil)
    }
}

@Suite struct PollStateTests {
    private static let answer = PollOutcome.Answer(
        validators: Validators(entityTag: "\"2\"", lastModified: nil, url: "https://example.org/x"),
        bodyHash: 7,
        freshFor: nil, permanentURL: nil)

    private static func reading(isTruncated: Bool = false) -> PollOutcome.Reading {
        PollOutcome.Reading(
            newItems: 1, times: [], hints: PollHints(ttl: .hours(2)), title: "X", language: "en",
            isTruncated: isTruncated)
    }

    private static func after(
        _ outcome: PollOutcome, state: FeedState = Desk.state(), at now: Timestamp = Desk.now
    ) -> PollVerdict {
        state.after(outcome, of: Desk.settings(), at: now)
    }

    @Test func `a good poll replaces validators as a set and keeps the hints`() {
        let next = Self.after(.read(Self.answer, Self.reading())).state
        #expect(next.validators == Self.answer.validators)
        #expect(next.hints.ttl == .hours(2))
        #expect(next.health == .ok)
        #expect(next.lastNewItem == Desk.now)
        var bare = Self.answer
        bare.validators = nil
        #expect(Self.after(.read(bare, Self.reading())).state.validators == nil)
    }

    @Test func `the validators of a document that broke off are not believed`() {
        let next = Self.after(.read(Self.answer, Self.reading(isTruncated: true))).state
        #expect(next.validators == nil)
        #expect(next.bodyHash == nil)
    }

    @Test func `errors leave validators alone`() {
        let failure = PollOutcome.Failure(kind: .temporary, message: "503")
        let next = Self.after(.failed(failure)).state
        #expect(next.validators == Desk.state().validators)
        #expect(next.health == .failing)
        #expect(next.failures == 1)
        #expect(next.since == Desk.now)
    }

    @Test func `gone is not asked again, and too many requests rest the host`() {
        let gone = Self.after(.failed(PollOutcome.Failure(kind: .gone, message: "410")))
        #expect(gone.state.nextPoll == nil)
        #expect(gone.state.health == .gone)
        let limited = Self.after(
            .failed(
                PollOutcome.Failure(
                    kind: .tooManyRequests, message: "429", retryAfter: .hours(7), host: "example.org:443")))
        #expect(limited.hold == PollVerdict.Hold(host: "example.org:443", until: Desk.now + .hours(7)))
    }

    @Test func `a move is believed after a week and ten polls, and dropped when it fails`() {
        var answer = Self.answer
        answer.permanentURL = "https://new.example.org/x"
        var state = Desk.state()
        for day in 0..<10 {
            let now = Desk.now + .days(Int64(day))
            #expect(state.move?.isBelieved != true)
            state = Self.after(.unchanged(answer), state: state, at: now).state
        }
        #expect(state.move?.isBelieved == true)
        #expect(state.health == .moved)
        #expect(state.address(configured: "https://example.org/x") == "https://new.example.org/x")
        let failed = Self.after(.failed(PollOutcome.Failure(kind: .temporary, message: "404")), state: state)
        #expect(failed.state.move == nil)
    }

    @Test func `the same address over https is believed at once`() {
        var answer = Self.answer
        answer.permanentURL = "https://example.org/x"
        var settings = Desk.settings()
        settings.url = "http://example.org/x"
        let next = FeedState().after(.unchanged(answer), of: settings, at: Desk.now).state
        #expect(next.move?.isBelieved == true)
    }
}

@Suite struct HostGateTests {
    private static func feed(_ number: Int64) -> DueFeed {
        DueFeed(id: FeedID(number), settings: Desk.settings(), state: FeedState())
    }

    @Test func `one of each host at a time, so many in all`() {
        var gate = HostGate(limit: 2, limitPerHost: 1)
        for (number, host) in [(1, "a"), (2, "a"), (3, "b"), (4, "c")] as [(Int64, String)] {
            gate.add(Self.feed(number), host: host)
        }
        #expect(gate.next(at: Desk.now)?.id == FeedID(1))
        #expect(gate.next(at: Desk.now)?.id == FeedID(3))
        #expect(gate.next(at: Desk.now) == nil)
        gate.finish(host: "b")
        #expect(gate.next(at: Desk.now)?.id == FeedID(4))
        gate.finish(host: "a")
        #expect(gate.next(at: Desk.now)?.id == FeedID(2))
    }

    @Test func `a host that is held lets the others go`() {
        var gate = HostGate(limit: 5, limitPerHost: 1, held: ["a": Desk.now + .hours(1)])
        gate.add(Self.feed(1), host: "a")
        gate.add(Self.feed(2), host: "b")
        #expect(gate.next(at: Desk.now)?.id == FeedID(2))
        #expect(gate.next(at: Desk.now) == nil)
        #expect(gate.next(at: Desk.now + .hours(1))?.id == FeedID(1))
    }
}
