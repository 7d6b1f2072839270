import FeedParsing
import Testing

/// What happens at each bound of a document, and one step before it.
@Suite struct BoundsTests {
    struct Bound: Sendable, CustomTestStringConvertible {
        var name: String
        var body: String
        var limits: @Sendable (inout ParseLimits) -> Void
        /// What is said; `nil` where all is within bounds.
        var warning: String?
        /// The first entry's title.
        var title: String?
        var testDescription: String { name }
    }

    @Test(arguments: [
        Bound(
            name: "a text as long as it may be", body: "<item><title>abcd</title></item>",
            limits: { $0.fieldBytes = 4 }, warning: nil, title: "abcd"),
        Bound(
            name: "a text too long", body: "<item><title>abcde</title></item>",
            limits: { $0.fieldBytes = 4 }, warning: "<title> is longer than 4 bytes", title: "abcd"),
        Bound(
            name: "items", body: "<item><title>a</title></item><item><title>b</title></item>",
            limits: { $0.entries = 1 }, warning: "more than 1 entries", title: "a"),
        Bound(
            name: "an attribute as long as it may be",
            body: "<item><title>a</title><enclosure url='http://a/1'/></item>",
            limits: { $0.attributeBytes = 10 }, warning: nil, title: "a"),
        Bound(
            name: "an attribute too long",
            body: "<item><title>a</title><enclosure url='http://a/12'/></item>",
            limits: { $0.attributeBytes = 10 }, warning: "an attribute is too long and left out", title: "a"),
        Bound(
            name: "depth", body: "<item><title>a<b><b><b>c</b></b></b></title></item>",
            limits: { $0.depth = 5 }, warning: "elements are nested too deep", title: "ac"),
    ])
    func `a bound is kept and said`(_ bound: Bound) throws {
        var limits = ParseLimits()
        bound.limits(&limits)
        let text = "<rss version='2.0'><channel>\(bound.body)</channel></rss>"
        let feed = try FeedParser.parse(Document(bytes: Array(text.utf8)), limits: limits)
        let said = feed.warnings.filter { $0.code == .limitReached }.map(\.message)
        #expect(said == (bound.warning.map { [$0] } ?? []))
        #expect(feed.entries.first?.title == bound.title)
    }

    @Test func `entities expand as far as they may, and the rest is left as written`() throws {
        let text = """
            <!DOCTYPE rss [<!ENTITY ten "0123456789">]>
            <rss version='2.0'><channel><item><title>&ten;&ten;&ten;</title></item></channel></rss>
            """
        var limits = ParseLimits()
        limits.expansionBytes = 20
        let feed = try FeedParser.parse(Document(bytes: Array(text.utf8)), limits: limits)
        #expect(feed.entries.first?.title == "01234567890123456789&ten;")
        #expect(feed.warnings.contains { $0.code == .limitReached })
    }

    @Test func `a document over the limit is refused, compressed or not`() {
        var limits = ParseLimits()
        limits.bytes = 100
        let long = Document(bytes: Array(repeating: 0x20, count: 101))
        #expect(throws: FeedError.tooLarge(limit: 100)) { try FeedParser.parse(long, limits: limits) }
        #expect(throws: FeedError.tooLarge(limit: 100)) {
            try FeedParser.parse(Document(bytes: CompressedFeed.bytes), limits: limits)
        }
    }
}
