import FeedParsing
import Testing

@Suite struct CompressedFeedTests {
    @Test func `a document that is compressed without a word is opened`() throws {
        let feed = try FeedParser.parse(Document(bytes: CompressedFeed.bytes, contentType: "text/xml"))
        #expect(feed.entries.map(\.title) == ["하나", "둘"])
        #expect(feed.warnings.map(\.code) == [.undeclaredGzip])
    }

    /// The stream broken off after so many bytes, and the titles that came whole.
    @Test(arguments: [(CompressedFeed.bytes.count - 1, 2), (CompressedFeed.bytes.count - 12, 2), (100, 1)])
    func `of a stream that breaks off, what came whole is kept and said to be cut`(
        _ length: Int, _ count: Int
    ) throws {
        let feed = try FeedParser.parse(Document(bytes: Array(CompressedFeed.bytes.prefix(length))))
        #expect(feed.isTruncated)
        #expect(feed.entries.count { $0.title == "하나" || $0.title == "둘" } == count)
    }

    @Test func `gzip that holds nothing is an empty document`() {
        #expect(throws: FeedError.empty) {
            try FeedParser.parse(
                Document(bytes: [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3] + [UInt8](repeating: 0, count: 10)))
        }
    }
}
