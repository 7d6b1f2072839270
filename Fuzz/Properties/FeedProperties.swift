import FeedParsing
import MarkupOracles
import Markup
import Text

/// What holds of every document that may be a feed.
enum FeedProperties {
    /// The first byte, where it is a control character that begins no document, chooses the content type.
    static func fault(in input: [UInt8]) -> String? {
        var bytes = input
        var contentType: String?
        if let first = bytes.first, first > 0, first < 0x09 {
            contentType = contentTypes[Int(first) - 1]
            bytes.removeFirst()
        }
        let document = Document(bytes: bytes, contentType: contentType, url: "https://e.org/news/feed.xml")
        do throws(FeedError) {
            let feed = try FeedParser.parse(document)
            let line = ParseLine.text(file: "x", feed: feed)
            guard isPrintable(line) else { return "the line has control characters" }
            guard isPrintable(Array((feed.title ?? "").utf8)) else { return "a title has control characters" }
            for entry in feed.entries.prefix(20) {
                if let fault = fault(in: entry) { return fault }
            }
            return nil
        } catch {
            return isPrintable(ParseLine.text(file: "x", error: error))
                ? nil : "the error has control characters"
        }
    }

    private static func fault(in entry: ParsedEntry) -> String? {
        for html in [entry.summary, entry.content].compactMap({ $0 }) {
            if let fault = SafeMarkup.fault(in: HTMLSanitizer.sanitize(html.bytes, base: entry.base)) {
                return "sanitised: \(fault)"
            }
        }
        let words = [entry.title ?? ""] + entry.authors + entry.categories
        return firstFault(
            (
                words.allSatisfy { isPrintable(Array($0.utf8)) },
                "a title, author or category has control characters"
            ),
            (isPrintable(entry.plainText() ?? [], allowed: [0x0A]), "plain text has control characters"))
    }

    private static let contentTypes = [
        "text/xml; charset=utf-8", "application/rss+xml; charset=windows-1251",
        "text/html; charset=\"EUC-KR\"",
        "application/atom+xml;charset=utf-16", "text/xml; charset=iso-2022-jp", "application/json",
        "text/plain; charset=gb18030",
        "text/xml",
    ]
}
