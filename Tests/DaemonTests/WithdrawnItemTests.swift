import Model
import Pipeline
import Storage
import TestSupport
import Testing

/// One feed of numbered items, the newest first.
private struct Feed {
    static let url = "https://a.example/"
    let desk: Desk

    init() throws { desk = try Desk() }

    /// Shows `numbers` in the next poll, an hour later, with `more` in the feed's head.
    func show(_ numbers: [Int], more: String = "") async throws {
        let entries = numbers.map { number in
            """
            <entry><id>urn:x:\(number)</id><title>\(Self.titles[number])</title>
            <updated>2019-04-23T0\(number):00:00Z</updated></entry>
            """
        }
        desk.origin.serve(
            Self.url,
            .success(
                """
                <feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0">
                <title>t</title>\(more)\(entries.joined())</feed>
                """))
        desk.clock.advance(by: .hours(1))
        _ = try await desk.pass()
    }

    /// When each item was taken out, by number.
    var withdrawn: [Int: Timestamp] {
        get async throws {
            var found: [Int: Timestamp] = [:]
            for report in try await desk.store.stories(firstSeenIn: Desk.start..<desk.clock.now + .hours(1)) {
                for item in report.reports {
                    let number = Self.titles.firstIndex(of: item.item.content.title) ?? 0
                    found[number] = report.withdrawn[item.item.id]
                }
            }
            return found
        }
    }

    /// Titles that have nothing in common, so that each is a story.
    static let titles = [
        "", "Salmon prices climb", "Metro closes stations", "Baseball final tonight", "New bridge opens",
        "Wine harvest early", "Storm nears coast", "Museum buys painting", "Airline orders planes",
    ]
}

@Suite struct WithdrawnItemTests {
    @Test func `an item that leaves its feed while older ones stay was taken out`() async throws {
        let feed = try Feed()
        try await feed.show([6, 5, 4, 3, 2, 1])
        #expect(try await feed.withdrawn.isEmpty)
        try await feed.show([7, 6, 4, 3, 2])
        #expect(try await feed.withdrawn == [5: Desk.start + .hours(2)])
    }

    @Test func `one that comes back was not taken out`() async throws {
        let feed = try Feed()
        try await feed.show([6, 5, 4, 3, 2, 1])
        try await feed.show([7, 6, 4, 3, 2])
        try await feed.show([8, 7, 6, 5, 4, 3])
        #expect(try await feed.withdrawn.isEmpty)
    }

    @Test func `the moment when it was seen stays`() async throws {
        let feed = try Feed()
        try await feed.show([6, 5, 4, 3, 2, 1])
        try await feed.show([7, 6, 4, 3, 2])
        try await feed.show([8, 7, 6, 4, 3])
        #expect(try await feed.withdrawn == [5: Desk.start + .hours(2)])
    }

    @Test func `a server that lags behind takes nothing out, and what is missing later was`() async throws {
        let feed = try Feed()
        try await feed.show([6, 5, 4, 3, 2, 1])
        try await feed.show([5, 4, 3, 2, 1])
        #expect(try await feed.withdrawn.isEmpty)
        try await feed.show([7, 5, 4, 3, 2])
        #expect(try await feed.withdrawn == [6: Desk.start + .hours(3)])
    }

    @Test func `a feed says what it took back`() async throws {
        let feed = try Feed()
        try await feed.show([3, 2, 1])
        try await feed.show(
            [3, 1],
            more: "<at:deleted-entry ref='urn:x:2' when='2019-04-23T12:30:00Z'/><at:deleted-entry ref='?'/>")
        #expect(try await feed.withdrawn == [2: Desk.start + .minutes(30)])
        try await feed.show([3, 2, 1])
        #expect(try await feed.withdrawn.isEmpty)
    }

    @Test func `what a feed says it took back, and shows, it shows`() async throws {
        let feed = try Feed()
        try await feed.show([3, 2, 1])
        try await feed.show([3, 2, 1], more: "<at:deleted-entry ref='urn:x:2' when='2019-04-23T12:30:00Z'/>")
        #expect(try await feed.withdrawn.isEmpty)
    }

    @Test func `a document that was cut takes nothing out`() async throws {
        let feed = try Feed()
        try await feed.show([6, 5, 4, 3, 2, 1])
        feed.desk.origin.serve(
            Feed.url,
            .success(
                """
                <feed xmlns="http://www.w3.org/2005/Atom"><title>t</title>
                <entry><id>urn:x:6</id><title>Storm nears coast</title><updated>2019-04-23T06:00:00Z</updated></entry>
                <entry><id>urn:x:4</id><title>New bridge opens</title><updated>2019-04-23T04:00:00Z</updated></entry>
                """))
        feed.desk.clock.advance(by: .hours(1))
        _ = try await feed.desk.pass()
        #expect(try await feed.withdrawn.isEmpty)
    }
}
