import FeedParsing
import Testing
import Text

@Suite struct HostileTests {
    /// Pieces that make a parser look ahead for an end which never comes.
    static let pieces = [
        "<", "&", "<a ", "</a ", "<a =\"", "<!", "<!A [>", "<!--", "<![CDATA[", "]]>", "<?", "&#", "&#1",
        "<b>", "</b>",
        "<item>", "<title>", "<category>x</category>", "<p ='", "&amp;lt;b", "&lt;a ", "&lt;!-- ", "\u{0}",
        "a]]>b",
    ]

    /// The time limit is for what never ends: work that grows with the square of the length takes hours.
    @Test(.timeLimit(.minutes(5)), arguments: pieces)
    func `many of one piece take no more than their length`(_ piece: String) {
        let body = String(repeating: piece, count: (1 << 18) / piece.utf8.count)
        for (start, end) in [
            ("", ""),
            ("<rss version='2.0'><channel><item><description>", "</description></item></channel></rss>"),
        ] {
            let document = Document(bytes: Array((start + body + end).utf8))
            do throws(FeedError) {
                let feed = try FeedParser.parse(document)
                #expect(!ParseLine.text(file: "x", feed: feed).isEmpty)
            } catch {
                #expect(!error.message.isEmpty)
            }
        }
        #expect(PlainText.of(html: body).utf8.count <= body.utf8.count)
    }
}
