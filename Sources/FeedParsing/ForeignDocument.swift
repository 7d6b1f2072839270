import Markup
import Text
import XML

/// A document that is no feed: what it is instead, and which feeds it names.
enum ForeignDocument {
    static func error(_ bytes: [UInt8], base: String?) -> FeedError {
        let head = String(decoding: bytes.prefix(4096), as: UTF8.self).lowercased()
        if head.contains("<html") || head.contains("<!doctype html") || head.contains("<head")
            || head.contains("<body")
        {
            let page = PageReader(base: base)
            HTMLParser.parse(Array(bytes.prefix(pageLimit)), into: page)
            let title = PlainText.collapsed(page.title)
            return .notAFeed(
                found: title.isEmpty
                    ? "an HTML page"
                    : "an HTML page, \"\(String(decoding: title.prefix(200), as: UTF8.self))\"",
                links: page.links)
        }
        if bytes.contains(0), !bytes.starts(with: [0x3C]) {
            return .notAFeed(found: "binary data", links: [])
        }
        let root = XMLCleaner.clean(bytes, roots: []).facts.firstElement
        return .notAFeed(
            found: root.map { "an XML document <\($0)>" } ?? "text without a feed in it", links: [])
    }

    /// Bytes of a page that are looked at.
    private static let pageLimit = 1 << 20
}

/// Finds a page's title and its feeds.
private final class PageReader: HTMLHandler {
    private(set) var title: [UInt8] = []
    private(set) var links: [String] = []
    private var base: String?
    private var isInTitle = false

    init(base: String?) { self.base = base }

    func startElement(_ name: String, attributes: [(name: String, value: String)]) -> Bool {
        func value(_ wanted: String) -> String? { attributes.first { $0.name == wanted }?.value }
        if name == "title", title.isEmpty { isInTitle = true }
        if name == "base", let href = value("href") { base = URLResolver.resolve(href, against: base) }
        if name == "link" || name == "a", let href = value("href"), links.count < 32,
            value("rel")?.lowercased().split(separator: " ").contains("alternate") == true,
            let type = value("type")?.lowercased(), Self.types.contains(where: { type.hasPrefix($0) })
        {
            let url = URLResolver.resolve(href, against: base)
            if !links.contains(url) { links.append(url) }
        }
        return true
    }

    func wantsAttribute(_ name: String) -> Bool { ["href", "rel", "type"].contains(name) }

    func endElement(_ name: String) {
        if name == "title" { isInTitle = false }
    }

    func characters(_ bytes: [UInt8]) {
        if isInTitle, title.count < 1024 { title += bytes }
    }

    private static let types = [
        "application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json",
        "application/json", "text/xml",
    ]
}
