import FeedParsing
import Testing

/// Dates without a zone, in feeds that tell by other means where their clocks are.
@Suite struct FeedClockTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var rule: String
        var language: String?
        var dates: [String]
        var published: String
        var zone: String?
        var testDescription: String { rule }
    }

    static let cases = [
        Case(
            rule: "other dates of the feed name an offset",
            dates: [
                "2024-03-01 11:26:21", "Fri, 01 Mar 2024 10:00:00 -0500",
            ], published: "2024-03-01T16:26:21Z", zone: "-05:00"),
        Case(
            rule: "other dates that differ tell nothing",
            dates: [
                "2024-03-01 11:26:21", "Fri, 01 Mar 2024 10:00:00 -0500", "Fri, 01 Jun 2024 10:00:00 -0400",
            ], published: "2024-03-01T11:26:21Z", zone: "UTC"),
        Case(
            rule: "a language of one clock", language: "ko-KR", dates: ["2024-03-01 11:26:21"],
            published: "2024-03-01T02:26:21Z", zone: "+09:00"),
        Case(
            rule: "the offset of other dates before the language", language: "ja",
            dates: [
                "2024-03-01 11:26:21", "Fri, 01 Mar 2024 10:00:00 GMT",
            ], published: "2024-03-01T11:26:21Z", zone: "UTC"),
        Case(
            rule: "a language of many clocks", language: "en-US", dates: ["2024-03-01 11:26:21"],
            published: "2024-03-01T11:26:21Z", zone: "UTC"),
        Case(
            rule: "a day without a time", language: "ko", dates: ["2024-03-01"],
            published: "2024-03-01T00:00:00Z", zone: "UTC"),
        Case(
            rule: "a date with a zone", language: "ko", dates: ["2024-03-01T11:26:21Z"],
            published: "2024-03-01T11:26:21Z"),
    ]

    @Test(arguments: cases)
    func `the zone of a date that names none`(_ example: Case) throws {
        let language = example.language.map { "<language>\($0)</language>" } ?? ""
        let items = example.dates.map { "<item><guid>\($0)</guid><pubDate>\($0)</pubDate></item>" }.joined()
        let text = "<rss version='2.0'><channel>\(language)\(items)</channel></rss>"
        let feed = try FeedParser.parse(Document(bytes: Array(text.utf8)))
        let line = String(decoding: ParseLine.text(file: "", feed: feed), as: UTF8.self)
        #expect(feed.entries[0].published?.assumedZone == example.zone)
        #expect(line.contains("\"published\":\"\(example.published)\""))
        #expect(feed.warnings.contains { $0.code == .assumedZone } == (example.zone != nil))
    }
}
