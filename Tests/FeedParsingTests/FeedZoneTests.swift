import FeedParsing
import Model
import Platform
import Testing

/// Dates that name no zone, in a feed whose zone is known.
@Suite struct FeedZoneTests {
    /// Written, meant in Seoul, the zone that is said to be assumed.
    @Test(arguments: [
        ("2024-03-01 11:26:21", "2024-03-01T02:26:21Z", "Asia/Seoul" as String?),
        ("Fri, 1 Mar 2024 08:00:00", "2024-02-29T23:00:00Z", "Asia/Seoul"),
        ("Fri, 1 Mar 2024 08:00:00 GMT", "2024-03-01T08:00:00Z", nil),
        ("2024-03-01T08:00:00+02:00", "2024-03-01T06:00:00Z", nil),
        // The clocks of Seoul were ten hours ahead in the summers of 1987 and 1988.
        ("1988-07-01 12:00:00", "1988-07-01T02:00:00Z", "Asia/Seoul"),
    ])
    func `a date is meant by the clocks of its feed, and that is said`(
        _ written: String, _ moment: String, _ assumed: String?
    ) throws {
        let file = try BoundedFile.read(path: "/usr/share/zoneinfo/Asia/Seoul")
        let zone = try #require(TimeZoneRules(name: "Asia/Seoul", file: file))
        let text = "<rss version='2.0'><channel><item><pubDate>\(written)</pubDate></item></channel></rss>"
        let feed = try FeedParser.parse(Document(bytes: Array(text.utf8), zone: zone))
        let date = try #require(feed.entries.first?.published)
        #expect(date.moment.map { CivilTime.rfc3339($0) } == moment)
        #expect(date.assumedZone == assumed)
        #expect(feed.warnings.map(\.code) == (assumed == nil ? [] : [.assumedZone]))
    }
}
