package import Model

/// Lists of feeds for other programs.
///
/// - Source: http://opml.org/spec2.opml
package enum OPMLWriter {
    /// An OPML 2.0 document with the feeds that have a web address, in order, under folders named after their first
    /// tag; feeds without a tag come first.
    package static func text(of feeds: [FeedSettings], title: String) -> String {
        let feeds = feeds.filter { WebAddress.isWebAddress($0.url) }
        var folders: [String] = []
        for folder in feeds.compactMap(\.tags.first) where !folders.contains(folder) {
            folders.append(folder)
        }
        var lines = [
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<opml version=\"2.0\">",
            "<head><title>\(escaped(title))</title></head>", "<body>",
        ]
        lines += feeds.filter(\.tags.isEmpty).map(outline)
        for folder in folders {
            lines.append("<outline text=\"\(escaped(folder))\">")
            lines += feeds.filter { $0.tags.first == folder }.map { "  " + outline($0) }
            lines.append("</outline>")
        }
        lines += ["</body>", "</opml>"]
        return lines.map { $0 + "\n" }.joined()
    }

    /// Passwords in addresses are not for others.
    private static func outline(_ feed: FeedSettings) -> String {
        let language = feed.language.map { " language=\"\(escaped($0))\"" } ?? ""
        return "<outline type=\"rss\" text=\"\(escaped(feed.name))\" title=\"\(escaped(feed.outlet.name))\""
            + "\(language) xmlUrl=\"\(escaped(bare(feed.url)))\"/>"
    }

    /// `url` without name and password before its host.
    private static func bare(_ url: String) -> String {
        guard WebAddress.hasCredentials(url), let scheme = url.firstRange(of: "://") else { return url }
        let rest = url[scheme.upperBound...]
        guard let at = rest.prefix(while: { !"/?#".contains($0) }).lastIndex(of: "@") else { return url }
        return String(url[..<scheme.upperBound] + rest[rest.index(after: at)...])
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }
}
