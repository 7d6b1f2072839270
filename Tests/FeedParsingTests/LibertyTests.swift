import Testing

@testable import FeedParsing

/// Every liberty has a code, and a document that asks for none has no warning.
@Suite struct LibertyTests {
    struct Liberty: Sendable, CustomTestStringConvertible {
        var code: ParseWarning.Code
        var bytes: [UInt8]
        var contentType: String?
        var testDescription: String { code.rawValue }

        init(_ code: ParseWarning.Code, _ text: String, type: String? = nil) {
            self.init(code, Array(text.utf8), type: type)
        }

        init(_ code: ParseWarning.Code, _ bytes: [UInt8], type: String? = nil) {
            self.code = code
            self.bytes = bytes
            contentType = type
        }
    }

    private static func rss(_ item: String, channel: String = "", root: String = "version=\"2.0\"") -> String
    {
        "<rss \(root)><channel><title>t</title><link>https://e.org/</link>\(channel)"
            + "<item><guid isPermaLink=\"false\">1</guid>\(item)</item></channel></rss>"
    }

    private static func rss(_ bytes: [UInt8]) -> [UInt8] {
        let parts = rss("<title>|</title>").split(separator: "|")
        return Array(parts[0].utf8) + bytes + Array(parts[1].utf8)
    }

    static let sound = [
        rss("<title>é</title>"), "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + rss("<title>한국</title>"),
        rss("<title>a &amp; b</title><pubDate>Fri, 01 Mar 2024 11:26:21 GMT</pubDate>"),
        """
        <feed xmlns="http://www.w3.org/2005/Atom"><id>urn:x</id><title>t</title><entry><id>urn:1</id>
        <link href="https://e.org/1"/><updated>2024-03-01T00:00:00Z</updated></entry></feed>
        """,
        """
        {"version": "https://jsonfeed.org/version/1.1", "title": "t", "items": [{"id": "1", "content_text": "x"}]}
        """,
    ]

    static let liberties = [
        Liberty(.truncated, String(rss("<title>a</title>").dropLast(22))),
        Liberty(.truncated, "{\"version\": \"https://jsonfeed.org/version/1\", \"items\": [{\"id\": \"1\"}"),
        Liberty(.junkBeforeRoot, "Warning: x in y.php" + rss("")),
        Liberty(.misplacedDeclaration, "\n<?xml version=\"1.0\"?>" + rss("")),
        Liberty(.invalidBytes, rss(Array("한국 회담 개최".utf8) + [0xFF])),
        Liberty(.charsetMismatch, rss(Array("한국 회담".utf8)), type: "text/xml; charset=iso-8859-2"),
        Liberty(.charsetMismatch, "<?xml version=\"1.0\" encoding=\"utf-16\"?>" + rss("")),
        Liberty(.guessedCharset, rss([0xC7, 0xD1, 0xB1, 0xB9, 0xC0, 0xC7, 0xC7, 0xD1, 0xB1, 0xB9])),
        Liberty(.unknownCharset, rss(""), type: "text/xml; charset=martian"),
        Liberty(.controlCharacters, rss("<title>a\u{1}</title>")),
        Liberty(.undeclaredEntity, rss("<title>a&nbsp;b</title>")),
        Liberty(.bareAmpersand, rss("<title>a & b</title>")),
        Liberty(.malformed, rss("<title>a</TITLE>")),
        Liberty(.malformed, rss("<title>a</title><!-- a -- b -->")),
        Liberty(
            .malformed, "{\"version\": \"https://jsonfeed.org/version/1\", \"items\": [{\"id\": \"1\"},]}"),
        Liberty(.badDate, rss("<pubDate>soon</pubDate>")),
        Liberty(.assumedZone, rss("<pubDate>2024-03-01 11:26:21</pubDate>")),
        Liberty(.badURL, rss("<link>javascript:x</link>")),
        Liberty(.relativeURL, rss("<link>a/b</link>")),
        Liberty(.namespace, rss("<title>a</title>", root: "version=\"2.0\" xmlns=\"http://e.org/ns\"")),
        Liberty(.undeclaredPrefix, rss("<dc:creator>a</dc:creator>")),
        Liberty(.letterCase, rss("<pubdate>Fri, 01 Mar 2024 11:26:21 GMT</pubdate>")),
        Liberty(
            .misplacedItem, "<rss version=\"2.0\"><channel/><item><guid>https://e.org/1</guid></item></rss>"),
        Liberty(.missingID, "<rss version=\"2.0\"><channel><item><title>a</title></item></channel></rss>"),
        Liberty(.duplicateID, rss("</item><item><guid isPermaLink=\"false\">1</guid>")),
        Liberty(.doubleEncoding, rss("<title>Caf&#195;&#169;</title>")),
    ]

    private func codes(_ bytes: [UInt8], type: String? = nil) throws -> [ParseWarning.Code] {
        try FeedParser.parse(Document(bytes: bytes, contentType: type)).warnings.map(\.code)
    }

    @Test(arguments: sound)
    func `a sound document has no warning`(_ text: String) throws {
        #expect(try codes(Array(text.utf8)) == [])
    }

    @Test(arguments: liberties)
    func `a liberty is told by its code, once`(_ liberty: Liberty) throws {
        let codes = try codes(liberty.bytes, type: liberty.contentType)
        #expect(codes.filter { $0 == liberty.code }.count == 1)
        // What is cut off is not well-formed either.
        #expect(Set(codes).subtracting([liberty.code, .malformed]) == [])
    }

    /// The rest have tests of their own: gzip, limits, dates ahead, older pages.
    @Test func `every code has its example`() {
        let elsewhere: Set<ParseWarning.Code> = [.undeclaredGzip, .limitReached, .futureDate, .pageMissing]
        #expect(Set(Self.liberties.map(\.code)).union(elsewhere) == Set(ParseWarning.Code.allCases))
    }
}
