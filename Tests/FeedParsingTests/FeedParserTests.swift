import FeedParsing
import Model
import Testing

@Suite struct FeedParserTests {
    private func parse(_ text: String, type: String? = nil, url: String? = nil) throws -> ParsedFeed {
        try FeedParser.parse(Document(bytes: Array(text.utf8), contentType: type, url: url))
    }

    @Test func `an entry without an author has its feed's`() throws {
        let feed = try parse(
            """
            <feed xmlns="http://www.w3.org/2005/Atom"><author><name>Desk</name></author>
            <entry><title>a</title></entry><entry><author><name>Kim</name></author></entry></feed>
            """)
        #expect(feed.entries.map(\.authors) == [["Desk"], ["Kim"]])
    }

    @Test func `a link is the alternate, never self or edit`() throws {
        let feed = try parse(
            """
            <feed xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="/feed"/><link rel="hub" href="/hub"/>
            <entry><link rel="edit" href="/e"/><link type="application/json" href="/j"/><link href="/a?x=1&amp;y=2"/>
            <link rel="enclosure" href="/a.mp3" length="12" type="audio/mpeg"/></entry></feed>
            """, url: "https://e.org/feed")
        #expect(feed.entries.first?.link == "https://e.org/a?x=1&y=2")
        #expect(feed.relations == ["self": "https://e.org/feed", "hub": "https://e.org/hub"])
        #expect(
            feed.entries.first?.enclosures == [
                Enclosure(url: "https://e.org/a.mp3", type: "audio/mpeg", length: 12)
            ])
    }

    @Test func `hints for polling are read`() throws {
        let feed = try parse(
            """
            <rss version="2.0"><channel><ttl>60</ttl><skipHours><hour>1</hour><hour>24</hour></skipHours>
            <skipDays><day>Sunday</day><day>Sat</day></skipDays></channel></rss>
            """)
        #expect(feed.hints == PollHints(ttl: .hours(1), skippedHours: [1, 0], skippedDays: [0, 6]))
        let rdf = try parse(
            """
            <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
            xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><sy:updatePeriod>daily</sy:updatePeriod>
            <sy:updateFrequency>4</sy:updateFrequency></channel></rdf:RDF>
            """)
        #expect(rdf.format == .rss10)
        #expect(rdf.hints.ttl == .hours(6))
    }

    @Test func `a document cut in an item keeps what came of it`() throws {
        let feed = try parse(
            "<rss version='2.0'><channel><title>t</title><item><title>a</title></item><item><title>b</title><link>http://e.org/"
        )
        #expect(feed.entries.map(\.title) == ["a", "b"])
        #expect(feed.isTruncated)
    }

    @Test func `a caption of a picture is not the item's title`() throws {
        let feed = try parse(
            """
            <rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><item><title>Story</title>
            <media:content url="http://e.org/p.jpg"><media:title>Picture</media:title>
            <media:description>Caption</media:description></media:content><description>Text</description></item></channel></rss>
            """)
        #expect(feed.entries.first?.title == "Story")
        #expect(feed.entries.first?.summary == "Text")
    }

    @Test func `what is no feed is told, with the feeds it names`() {
        let page = """
            <!DOCTYPE html><html><head><title>Just a moment…</title>
            <link rel="alternate" type="application/rss+xml" href="/rss"></head><body>x</body></html>
            """
        #expect(
            throws: FeedError.notAFeed(
                found: "an HTML page, \"Just a moment…\"", links: ["https://e.org/rss"])
        ) {
            try parse(page, url: "https://e.org/news")
        }
        #expect(throws: FeedError.empty) { try parse(" \n\u{FEFF}") }
        #expect(throws: FeedError.notAFeed(found: "a JSON document that is no feed", links: [])) {
            try parse("{\"a\": 1}")
        }
        #expect(throws: FeedError.notAFeed(found: "an XML document <urlset>", links: [])) {
            try parse("<?xml version='1.0'?><urlset><url/></urlset>")
        }
    }

    @Test func `limits are kept and told`() throws {
        var limits = ParseLimits()
        limits.entries = 2
        limits.fieldBytes = 10
        let text =
            "<rss version='2.0'><channel>"
            + String(repeating: "<item><title>123456789한국</title></item>", count: 3) + "</channel></rss>"
        let feed = try FeedParser.parse(Document(bytes: Array(text.utf8)), limits: limits)
        #expect(feed.entries.map(\.title) == ["123456789", "123456789"])
        #expect(feed.warnings.contains { $0.code == .limitReached })
        limits.bytes = 100
        #expect(throws: FeedError.tooLarge(limit: 100)) {
            try FeedParser.parse(Document(bytes: Array(text.utf8)), limits: limits)
        }
    }

    @Test func `a date well ahead gets a warning`() throws {
        let text =
            "<rss version='2.0'><channel><item><guid>a</guid><pubDate>Fri, 01 Mar 2024 11:26:21 GMT</pubDate></item></channel></rss>"
        let document = Document(bytes: Array(text.utf8))
        let before = try FeedParser.parse(document, now: Timestamp(seconds: 1_700_000_000))
        #expect(before.warnings.map(\.code) == [.futureDate])
        #expect(try FeedParser.parse(document, now: Timestamp(seconds: 1_800_000_000)).warnings == [])
    }

    @Test func `JSON of wrong types loses only those fields`() throws {
        let feed = try parse(
            """
            {"version": "https://jsonfeed.org/version/1.1", "title": 7, "home_page_url": "/", "authors": [{"name": "Kim"}],
             "items": [{"id": 12, "url": "/a", "title": ["x"], "content_text": "a < b\\nc", "tags": "one"}, 3, {"id": "2",
             "date_published": "2024-03-01T11:26:21+09:00", "authors": "Lee"}]}
            """, url: "https://e.org/feed.json")
        #expect(feed.format == .json1x)
        #expect(feed.title == "7")
        #expect(feed.link == "https://e.org/")
        #expect(feed.entries.map(\.id) == ["12", "2"])
        #expect(feed.entries.map(\.authors) == [["Kim"], ["Lee"]])
        #expect(feed.entries.first?.content == "a &lt; b<br>\nc")
        #expect(feed.entries.first?.plainText() == Array("a < b\nc".utf8))
        #expect(feed.entries.first?.categories == ["one"])
        #expect(feed.entries.last?.published?.moment == Timestamp(seconds: 1_709_259_981))
    }

    @Test(arguments: 0..<200)
    func `a document damaged at random never traps`(_ seed: Int) {
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
        func next(_ bound: Int) -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(state % UInt64(bound))
        }
        var bytes = Array(Self.sample.utf8)
        for _ in 0..<(1 + next(12)) {
            let position = next(bytes.count)
            switch next(4) {
            case 0: bytes[position] = UInt8(next(256))
            case 1: bytes.removeSubrange(position..<min(bytes.count, position + 1 + next(40)))
            case 2: bytes.insert(contentsOf: Array("<![CDATA[&<".utf8.prefix(1 + next(11))), at: position)
            default:
                bytes.insert(
                    contentsOf: bytes[position..<min(bytes.count, position + next(60))],
                    at: next(position + 1))
            }
            if bytes.isEmpty { return }
        }
        do throws(FeedError) {
            let feed = try FeedParser.parse(Document(bytes: bytes))
            #expect(!ParseLine.text(file: "x", feed: feed).isEmpty)
        } catch {
            #expect(!error.message.isEmpty)
        }
    }

    private static let sample = """
        <?xml version="1.0" encoding="UTF-8"?><!DOCTYPE rss [<!ENTITY me "Kim">]>
        <rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
        <channel><title>외교 &amp; 안보</title><link>http://e.org/</link><item><title>A &lt;b&gt; &me;</title>
        <description><![CDATA[<p>Text <a href="/x?a=1&b=2">link</a> &nbsp; &quotq</p>]]></description>
        <content:encoded>&lt;div&gt;회담&lt;/div&gt;</content:encoded><dc:date>2024-03-01T11:26:21+09:00</dc:date>
        <guid isPermaLink="false">1</guid><enclosure url="http://e.org/a.mp3" length="3" type="audio/mpeg"/></item>
        <item><title type="x">two</title><author>kim@e.org (Kim)</author></item></channel></rss>
        """
}
