import Model
import Pipeline
import Testing

@Suite struct FeedWatchDecisionTests {
    private static let now = Timestamp(seconds: 1_556_020_800)
    private static let slot = "2019-04-23-1200"

    private static func feed(
        _ number: Int64, _ health: FeedHealth, since: Duration = .days(1), tags: [String] = [],
        outlet: String = "A", _ change: (inout FeedState) -> Void = { _ in }
    ) -> StoredFeed {
        var settings = FeedSettings(
            name: "f\(number)", url: "https://f\(number).example/", outlet: Outlet(name: outlet))
        settings.tags = tags
        var state = FeedState()
        state.health = health
        state.since = now - since
        state.lastSuccess = now - since
        if FeedEvent(health) == .failing {
            state.error = "500 from f\(number).example:443"
            state.status = 500
            state.nextPoll = now + .hours(1)
        }
        if health == .moved {
            state.move = Move(url: "https://new.example/", firstSeen: now, count: 20, isBelieved: true)
        }
        change(&state)
        return StoredFeed(id: FeedID(number), settings: settings, state: state, isConfigured: true, items: 1)
    }

    private static func plan(
        _ feeds: [StoredFeed], known: [ToldTrouble] = [], at now: Timestamp = now,
        _ change: (inout FeedWatchSettings) -> Void = { _ in }
    ) -> FeedWatchDecision.Plan {
        var watch = FeedWatchSettings(name: "health", events: Set(FeedEvent.allCases))
        change(&watch)
        return FeedWatchDecision.plan(watch: watch, feeds: feeds, known: known, slot: slot, now: now)
    }

    @Test func `feeds in trouble are told in one summary, the gravest first`() throws {
        let plan = Self.plan([
            Self.feed(1, .moved), Self.feed(2, .silent), Self.feed(3, .ok), Self.feed(4, .gone),
            Self.feed(5, .refused), Self.feed(6, .late), Self.feed(7, .failing),
        ])
        let notice = try #require(plan.notice)
        #expect(notice.troubles.map(\.feed) == ["f4", "f5", "f7", "f2", "f1"])
        #expect(notice.event == .failing)
        #expect(notice.feeds == 7)
        #expect(notice.troubles.allSatisfy { !$0.advice.isEmpty })
        #expect(plan.told.count == 5)
        #expect(plan.over.isEmpty)
    }

    @Test func `what was told is not told again, and that it is over is told once`() throws {
        let feeds = [Self.feed(1, .failing), Self.feed(2, .silent)]
        let first = Self.plan(feeds)
        let second = Self.plan(feeds, known: first.told, at: Self.now + .days(1))
        #expect(second.notice == nil)
        #expect(second.told.isEmpty && second.over.isEmpty)
        let well = [Self.feed(1, .ok), Self.feed(2, .silent)]
        let third = Self.plan(well, known: first.told, at: Self.now + .days(2))
        #expect(third.notice?.recovered.map(\.feed) == ["f1"])
        #expect(third.notice?.troubles.isEmpty == true)
        #expect(third.notice?.ongoing == 1)
        #expect(third.over == [first.told[0]])
        let left = first.told.filter { !third.over.contains($0) }
        #expect(Self.plan(well, known: left, at: Self.now + .days(3)).notice == nil)
    }

    @Test(arguments: [
        // health, in trouble for, whether it is told
        (FeedHealth.failing, Duration.hours(5), false), (.failing, .hours(6), true),
        (.refused, .hours(5), false), (.gone, .minutes(1), true), (.silent, .minutes(1), true),
        (.moved, .minutes(1), true), (.late, .days(9), false), (.ok, .days(9), false),
    ])
    func `a feed that fails is told once it has failed for long enough`(
        health: FeedHealth, span: Duration, isTold: Bool
    ) {
        #expect((Self.plan([Self.feed(1, health, since: span)]).notice != nil) == isTold)
    }

    @Test func `failing in another way is the same trouble, failing again after a good poll another`() {
        let told = Self.plan([Self.feed(1, .failing)]).told
        let otherwise = Self.feed(1, .refused, since: .hours(1)) { $0.lastSuccess = Self.now - .days(1) }
        #expect(Self.plan([otherwise], known: told).notice == nil)
        let again = Self.feed(1, .failing, since: .hours(7))
        let plan = Self.plan([again], known: told)
        #expect(plan.notice?.troubles.map(\.feed) == ["f1"])
        #expect(plan.over == told)
        // It was well since, and fails for too short a time to be told.
        let shortly = Self.feed(1, .failing, since: .hours(1))
        let recovery = Self.plan([shortly], known: told)
        #expect(recovery.notice?.recovered.map(\.feed) == ["f1"])
        #expect(recovery.notice?.troubles.isEmpty == true)
    }

    @Test func `what cannot be read is not said to be well, and a move stays one`() {
        let moved = Self.feed(1, .moved)
        let told = Self.plan([Self.feed(2, .silent), moved]).told
        var later = moved
        later.state.health = .failing
        later.state.error = "500"
        let plan = Self.plan([Self.feed(2, .failing), later], known: told)
        #expect(plan.notice?.troubles.map(\.feed) == ["f1", "f2"])
        #expect(plan.notice?.troubles.map(\.event) == [.failing, .failing])
        #expect(plan.notice?.recovered.isEmpty == true)
        #expect(plan.over.isEmpty)
        later.state.move = nil
        later.state.health = .ok
        let well = Self.plan([Self.feed(2, .ok), later], known: told + plan.told)
        #expect(well.notice?.recovered.count == 4)
    }

    @Test func `a watch sees what it asks for`() {
        let feeds = [
            Self.feed(1, .failing, tags: ["korea"], outlet: "Yonhap"), Self.feed(2, .silent, tags: ["korea"]),
            Self.feed(3, .failing, outlet: "yna-en"),
        ]
        func told(_ change: (inout FeedWatchSettings) -> Void) -> [String] {
            Self.plan(feeds, change).notice?.troubles.map(\.feed) ?? []
        }
        #expect(told { $0.tags = ["Korea"] } == ["f1", "f2"])
        #expect(told { $0.events = [.silent] } == ["f2"])
        #expect(told { $0.sources = ["yonhap"] } == ["f1"])
        #expect(told { $0.sources = ["yna*"] } == ["f3"])
        #expect(told { $0.languages = ["ko"] } == [])
    }

    @Test func `a feed that is no longer configured leaves without a word`() {
        let told = Self.plan([Self.feed(1, .failing)]).told
        let plan = Self.plan([], known: told)
        #expect(plan.notice == nil)
        #expect(plan.over == told)
    }

    @Test func `a summary lists a hundred and counts the rest`() {
        let notice = Self.plan((1...150).map { Self.feed($0, .failing) }).notice
        #expect(notice?.troubles.count == 100)
        #expect(notice?.unlisted == 50)
    }

    struct Slot: Sendable, CustomTestStringConvertible {
        var rule: String
        var mark: Duration
        var now: Duration
        var slot: Duration?
        var testDescription: String { rule }
    }

    // Midnight of 23 April 2019, UTC; summaries at 08:00.
    @Test(arguments: [
        Slot(rule: "not before its time", mark: .hours(-20), now: .hours(-17), slot: nil),
        Slot(rule: "at its time", mark: .hours(-20), now: .hours(8), slot: .hours(8)),
        Slot(rule: "later, where nobody was there", mark: .hours(-16), now: .hours(13), slot: .hours(8)),
        Slot(rule: "once", mark: .hours(8), now: .hours(13), slot: nil),
        Slot(rule: "the last of several that were missed", mark: .days(-30), now: .hours(9), slot: .hours(8)),
        Slot(rule: "a clock set back repeats nothing", mark: .hours(32), now: .hours(13), slot: nil),
    ])
    func `a summary is made once for each of its times`(given: Slot) throws {
        let midnight = Timestamp(seconds: 1_555_977_600)
        let slot = FeedWatchDecision.dueSlot(
            at: try CalendarExpression("08:00"), in: .utc, mark: midnight + given.mark,
            now: midnight + given.now)
        #expect(slot == given.slot.map { midnight + $0 })
        #expect(FeedWatchDecision.name(ofSlot: midnight + .hours(8), in: .utc) == "2019-04-23-0800")
    }

    @Test(arguments: [
        ("health/2019-04-25-0800", true), ("health/7F3K2Q", false), ("/2019-04-25-0800", false),
        ("a/2019-04-25-08:0", false),
    ])
    func `a summary's name is no story's`(text: String, isName: Bool) {
        #expect((FeedNoticeID(text) != nil) == isName)
        if isName { #expect(FeedNoticeID(text)?.description == text) }
    }
}
