import Model
import Scheduling
import Testing

@Suite struct PollStateTests {
    private static let url = "https://example.org/x"
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

    @Test func `a 304 replaces what it states and leaves the rest`() {
        var state = Desk.state()
        state.validators = Validators(entityTag: "\"1\"", lastModified: "Mon", url: Self.url)
        state.hints.freshFor = .hours(3)
        var answer = Self.answer
        let next = Self.after(.unchanged(answer), state: state).state
        #expect(next.validators == Validators(entityTag: "\"2\"", lastModified: "Mon", url: Self.url))
        #expect(next.hints.freshFor == .hours(3))
        answer.validators = nil
        answer.freshFor = .hours(5)
        let later = Self.after(.unchanged(answer), state: state).state
        #expect(later.validators == state.validators)
        #expect(later.hints.freshFor == .hours(5))
    }

    @Test func `a document replaces validators as a set, also where it is the same as the last`() {
        var state = Desk.state()
        state.validators = Validators(entityTag: "\"1\"", lastModified: "Mon", url: Self.url)
        var answer = Self.answer
        answer.isDocument = true
        answer.validators = Validators(entityTag: nil, lastModified: "Tue", url: Self.url)
        let next = Self.after(.unchanged(answer), state: state).state
        #expect(next.validators == answer.validators)
        #expect(next.ignoresValidators == true)
        answer.validators = nil
        #expect(Self.after(.unchanged(answer), state: state).state.validators == nil)
        var notModified = Self.answer
        notModified.isDocument = false
        #expect(Self.after(.unchanged(notModified), state: next).state.ignoresValidators == nil)
    }

    @Test(arguments: [
        (PollOutcome.Failure.Kind.temporary, FeedHealth.failing), (.notAFeed, .failing), (.refused, .refused),
        (.tooManyRequests, .refused),
    ])
    func `what fails is asked again ever more seldom, a day at most, and is well after the first success`(
        kind: PollOutcome.Failure.Kind, health: FeedHealth
    ) {
        var state = Desk.state()
        var now = Desk.now
        var waits: [Duration] = []
        for _ in 0..<12 {
            let failure = PollOutcome.Failure(kind: kind, message: "no", host: "example.org:443")
            state = Self.after(.failed(failure), state: state, at: now).state
            #expect(state.health == health)
            guard let next = state.nextPoll else { break }
            waits.append(next - now)
            now = next
        }
        #expect(waits.count == 12)
        for (before, after) in zip(waits, waits.dropFirst()) {
            #expect(after >= min(before * 3 / 2, .hours(24)))
        }
        #expect(waits.allSatisfy { $0 >= .minutes(30) && $0 <= .minutes(24 * 66) })
        let good = Self.after(.unchanged(Self.answer), state: state, at: now).state
        #expect(good.health == .ok && good.failures == 0 && good.error == nil)
        #expect(good.nextPoll.map { $0 - now <= .minutes(33) } == true)
    }

    private static let failure = PollOutcome.Failure(kind: .temporary, message: "503")

    /// A feed whose move has been believed.
    private static func moved() -> FeedState {
        var answer = Self.answer
        answer.permanentURL = "https://new.example.org/x"
        var state = Desk.state()
        for day in 0..<10 {
            state = Self.after(.unchanged(answer), state: state, at: Desk.now + .days(Int64(day))).state
        }
        return state
    }

    @Test(arguments: [(9, 8, false), (10, 6, false), (20, 6, false), (10, 7, true), (12, 30, true)])
    func `a move is believed after a week and ten polls of the good new address`(
        polls: Int, days: Int64, isBelieved: Bool
    ) {
        var answer = Self.answer
        answer.permanentURL = "https://new.example.org/x"
        var state = Desk.state()
        for poll in 0..<polls {
            let now =
                Desk.now + .milliseconds(Duration.days(days).milliseconds * Int64(poll) / Int64(polls - 1))
            state = Self.after(.unchanged(answer), state: state, at: now).state
        }
        #expect(state.move?.isBelieved == isBelieved)
        #expect(state.health == (isBelieved ? .moved : .ok))
    }

    @Test func `a redirect that changes or ends begins anew`() {
        var answer = Self.answer
        answer.permanentURL = "https://other.example.org/x"
        var state = Desk.state {
            $0.move = Move(url: "https://a/", firstSeen: Desk.now, count: 9, isBelieved: false)
        }
        state = Self.after(.unchanged(answer), state: state).state
        #expect(state.move?.count == 1)
        answer.permanentURL = nil
        #expect(Self.after(.unchanged(answer), state: state).state.move == nil)
    }

    @Test func `a believed address that fails gives way to the old one, and is dropped where that works`() {
        let believed = Self.moved()
        #expect(believed.address(configured: Self.url) == "https://new.example.org/x")
        let doubted = Self.after(.failed(Self.failure), state: believed).state
        #expect(doubted.address(configured: Self.url) == Self.url)
        #expect(doubted.validators == believed.validators)
        let back = Self.after(.unchanged(Self.answer), state: doubted).state
        #expect(back.move == nil)
        // The old one sends us on again: it was a passing trouble.
        var answer = Self.answer
        answer.permanentURL = "https://new.example.org/x"
        let again = Self.after(.unchanged(answer), state: doubted).state
        #expect(again.address(configured: Self.url) == "https://new.example.org/x")
        #expect(again.health == .moved)
        // Both fail: they take turns.
        let both = Self.after(.failed(Self.failure), state: doubted).state
        #expect(both.address(configured: Self.url) == "https://new.example.org/x")
    }

    @Test func `a new address that says gone is not the feed's end; the old one that does is`() {
        let gone = PollOutcome.Failure(kind: .gone, message: "410")
        let doubted = Self.after(.failed(gone), state: Self.moved()).state
        #expect(doubted.health == .failing && doubted.nextPoll != nil)
        let end = Self.after(.failed(gone), state: doubted).state
        #expect(end.health == .gone && end.nextPoll == nil)
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
