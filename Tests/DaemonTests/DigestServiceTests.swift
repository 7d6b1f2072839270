import Daemon
import Model
import Pipeline
import Platform
import Storage
import TestSupport
import Testing

@Suite struct DigestServiceTests {
    /// 06:30 in Seoul is 21:30 UTC; the desk starts at 12:00 UTC, 21:00 in Seoul.
    private static let digest = """
        [digest "morning"]
        at = 06:30 Asia/Seoul
        reader = anna
        notify = stdout
        """

    private static func desk() async throws -> Desk {
        let desk = try Desk()
        desk.origin.serve("https://a.example/", desk.feed("Old news"))
        _ = try await desk.pass(digest)
        return desk
    }

    private static func issues(_ desk: Desk) -> [DigestIssue] {
        desk.channel.messages.compactMap { if case .digest(let issue) = $0 { issue } else { nil } }
    }

    private static func pass(_ desk: Desk, after span: Duration) async throws {
        desk.pass(by: span)
        _ = try await desk.pass(digest)
    }

    @Test func `a digest goes out at its time, once, with what came since it is known`() async throws {
        let desk = try await Self.desk()
        desk.origin.serve("https://a.example/", desk.feed("Putin meets Kim"))
        try await Self.pass(desk, after: .hours(9))
        #expect(Self.issues(desk).isEmpty)
        try await Self.pass(desk, after: .minutes(30))
        let issue = try #require(Self.issues(desk).first)
        #expect(issue.id == DigestIssueID(digest: "morning", slot: "2019-04-24-0630"))
        #expect(issue.since == Desk.start)
        #expect(issue.text.contains("Putin meets Kim"))
        #expect(issue.subject.hasSuffix("(1 outlet)"))
        for _ in 0..<3 { try await Self.pass(desk, after: .hours(1)) }
        #expect(Self.issues(desk).count == 1)
        #expect(
            desk.log.events.contains(.digestMade(digest: "morning/2019-04-24-0630", subject: issue.subject)))
    }

    @Test func `the next one begins where the reader's last one ended`() async throws {
        let desk = try await Self.desk()
        try await Self.pass(desk, after: .minutes(570))
        desk.origin.serve("https://a.example/", desk.feed("Trains collide in Busan harbour"))
        try await Self.pass(desk, after: .days(1))
        let issues = Self.issues(desk)
        #expect(issues.count == 2)
        #expect(issues[1].since == issues[0].until)
        #expect(issues[1].text.contains("Trains collide"))
        #expect(!issues[1].text.contains("Old news"))
        #expect(issues[1].text.contains("1 new story"))
        #expect(try await desk.store.lastDigest(of: "anna") == issues[1].until)
    }

    @Test func `a daemon that was away makes one digest for all times missed`() async throws {
        let desk = try await Self.desk()
        desk.origin.serve("https://a.example/", desk.feed("Putin meets Kim"))
        try await Self.pass(desk, after: .days(5))
        #expect(Self.issues(desk).map(\.id.slot) == ["2019-04-28-0630"])
        #expect(Self.issues(desk).first?.since == Desk.start)
    }

    @Test func `where the route is down nothing is lost, and the reader gets one digest when it is up`()
        async throws
    {
        let desk = try await Self.desk()
        desk.channel.fail(with: .unavailable(message: "down", retryAfter: nil))
        desk.origin.serve("https://a.example/", desk.feed("Putin meets Kim"))
        try await Self.pass(desk, after: .minutes(570))
        desk.origin.serve("https://a.example/", desk.feed("Trains collide in Busan harbour"))
        try await Self.pass(desk, after: .days(1))
        #expect(try await desk.store.lastDigest(of: "anna") == Desk.start)
        desk.channel.fail(with: nil)
        try await Self.pass(desk, after: .hours(2))
        let issues = Self.issues(desk)
        #expect(issues.map(\.id.slot) == ["2019-04-25-0630"])
        #expect(issues[0].text.contains("Putin meets Kim"))
        #expect(issues[0].text.contains("Trains collide"))
        #expect(issues[0].since == Desk.start)
    }

    @Test func `what a reader has read by hand is not in the next one`() async throws {
        let desk = try await Self.desk()
        desk.origin.serve("https://a.example/", desk.feed("Putin meets Kim"))
        try await Self.pass(desk, after: .hours(1))
        let read = desk.clock.now + .minutes(1)
        let mark = try #require(ReaderMark(reader: "anna", moment: read))
        try desk.marks.add(mark.requestName)
        try desk.marks.add("anna-0")
        try desk.marks.add("not_a_mark")
        desk.origin.serve("https://a.example/", desk.feed("Trains collide in Busan harbour"))
        try await Self.pass(desk, after: .minutes(510))
        let issue = try #require(Self.issues(desk).first)
        #expect(issue.since == read)
        #expect(!issue.text.contains("Putin meets Kim"))
        #expect(desk.marks.names.isEmpty)
    }

    @Test func `without times no digest is made`() async throws {
        let desk = try Desk()
        desk.origin.serve("https://a.example/", desk.feed("Old news"))
        let digest = "[digest \"d\"]\ntop = 3\n"
        _ = try await desk.pass(digest)
        desk.pass(by: .days(3))
        #expect(try await desk.pass(digest).digests.isEmpty)
    }

    @Test func `marks are names of files and come back from them`() {
        let moment = Timestamp(milliseconds: 1_556_020_800_123)
        let mark = ReaderMark(reader: "desk-2_b", moment: moment)
        #expect(mark?.requestName == "desk-2_b-1556020800123")
        #expect(mark.map { ReaderMark(requestName: $0.requestName) } == mark)
        for name in ["", "a b", "../x", "é", String(repeating: "x", count: 41)] {
            #expect(ReaderMark(reader: name, moment: moment) == nil)
        }
        #expect(ReaderMark(requestName: "anna") == nil)
    }
}

/// Times of digests by the clocks of real places.
@Suite struct DigestTimeTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var at: [String]
        var after: String
        /// The times that follow, UTC.
        var expected: [String]
        var testDescription: String { at.joined(separator: "; ") + " after " + after }
    }

    private static func moment(_ text: String) throws -> Timestamp {
        let parts = text.split { !$0.isNumber }.compactMap { Int($0) }
        try #require(parts.count == 5)
        return CivilTime(year: parts[0], month: parts[1], day: parts[2], hour: parts[3], minute: parts[4])
            .timestamp()
    }

    private static func text(_ moment: Timestamp) -> String { String("\(moment)".prefix(16)) }

    @Test(arguments: [
        // Korea has no summer time.
        Case(
            at: ["Mon..Fri 06:30 Asia/Seoul"], after: "2019-04-25T21:00",
            expected: ["2019-04-25T21:30", "2019-04-28T21:30", "2019-04-29T21:30"]),
        // Berlin: clocks forward on the last Sunday of March; half past two is left out.
        Case(
            at: ["02:30 Europe/Berlin"], after: "2019-03-29T12:00",
            expected: ["2019-03-30T01:30", "2019-03-31T01:30", "2019-04-01T00:30"]),
        // And back on the last of October: half past two comes twice and counts once.
        Case(
            at: ["02:30 Europe/Berlin"], after: "2019-10-26T12:00",
            expected: ["2019-10-27T00:30", "2019-10-28T01:30", "2019-10-29T01:30"]),
        Case(
            at: ["Sun 07:00 America/New_York"], after: "2019-03-09T00:00",
            expected: ["2019-03-10T11:00", "2019-03-17T11:00"]),
        // Ends of months, of February in a leap year, and of a year.
        Case(
            at: ["09:00 UTC"], after: "2020-02-28T09:00", expected: ["2020-02-29T09:00", "2020-03-01T09:00"]),
        Case(at: ["09:00 UTC"], after: "2019-02-28T09:00", expected: ["2019-03-01T09:00"]),
        Case(at: ["Sat,Sun 23:59 UTC"], after: "2019-12-31T23:59", expected: ["2020-01-04T23:59"]),
        // Lists of times, several expressions, each with a zone of its own.
        Case(
            at: ["Mon..Wed,Sat 06:30,18:30 Asia/Seoul"], after: "2019-04-24T10:00",
            expected: ["2019-04-26T21:30", "2019-04-27T09:30", "2019-04-28T21:30"]),
        Case(
            at: ["06:30 Asia/Seoul", "06:30 Europe/London"], after: "2019-04-24T00:00",
            expected: ["2019-04-24T05:30", "2019-04-24T21:30", "2019-04-25T05:30"]),
        // Lord Howe Island moves its clocks by half an hour.
        Case(
            at: ["02:15 Australia/Lord_Howe"], after: "2019-10-05T00:00",
            expected: ["2019-10-05T15:45", "2019-10-06T15:15"]),
    ])
    func `come one after the other`(_ given: Case) throws {
        let times = try given.at.map { text in
            let expression = try CalendarExpression(text)
            let zone = try #require(TimeZones.rules(named: expression.zone ?? "UTC"))
            return ScheduledDigest.Time(at: expression, zone: zone)
        }
        let digest = ScheduledDigest(settings: DigestSettings(name: "d"), times: times)
        var moment = try Self.moment(given.after)
        for expected in given.expected {
            moment = try #require(digest.next(after: moment))
            #expect(Self.text(moment) == expected)
        }
        // Made up for after a long absence: the last one alone.
        let due = digest.dueSlot(mark: try Self.moment(given.after), now: moment)
        #expect(due?.moment == moment)
        #expect(digest.dueSlot(mark: moment, now: moment) == nil)
    }
}
