import FeedParsing
import FoundationEssentials
import Testing

/// Documents in `Tests/Fixtures/feeds`, each beside the exact line that is to come of it.
@Suite struct GoldenTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/feeds")

    static let names = [
        "rss20-news", "rss20-damaged", "rss20-podcast", "rss091", "rss10-euckr", "atom10-xhtml",
        "atom10-base", "atom10-tombstones",
        "atom03-modes", "json11", "windows1251", "shiftjis", "utf16", "namespaces", "truncated", "html-page",
        "namespaces-odd", "atom-alternatives", "entry-document", "json-cut", "thai-zone", "bytes-and-tags",
        "references-as-bytes",
    ]

    @Test(arguments: names)
    func `a document gives its line`(_ name: String) throws {
        let file = Self.folder.appending(path: name)
        let bytes = [UInt8](try Data(contentsOf: file.appendingPathExtension("feed")))
        let expected = try String(contentsOf: file.appendingPathExtension("line"), encoding: .utf8)
        let document = Document(bytes: bytes, contentType: nil, url: "https://news.example/feed")
        let line: [UInt8]
        do throws(FeedError) {
            line = ParseLine.text(file: name, feed: try FeedParser.parse(document))
        } catch {
            line = ParseLine.text(file: name, error: error)
        }
        #expect(String(decoding: line, as: UTF8.self) + "\n" == expected)
    }
}
