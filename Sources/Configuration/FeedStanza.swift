package import Model

/// A feed as it is written into feeds.conf.
package struct FeedStanza: Sendable, Hashable {
    package var name: String
    package var url: String
    /// Stands above as a comment.
    package var title: String?
    package var language: String?
    package var tags: [String]

    package init(
        name: String, url: String, title: String? = nil, language: String? = nil, tags: [String] = []
    ) {
        self.name = name
        self.url = url
        self.title = title
        self.language = language
        self.tags = tags
    }

    /// Lines, ended. Each value is one line, so that nothing from outside becomes a key of its own.
    package var text: String {
        var lines: [String] = []
        if let title, !title.isEmpty { lines.append("# \(Self.oneLine(title))") }
        lines.append("[feed \"\(name)\"]")
        lines.append("url  = \(Self.oneLine(url))")
        if let language { lines.append("lang = \(language)") }
        if !tags.isEmpty { lines.append("tag  = \(tags.joined(separator: " "))") }
        return lines.map { $0 + "\n" }.joined()
    }

    private static func oneLine(_ text: String) -> String {
        String(text.split { $0.isWhitespace || $0.isNewline }.joined(separator: " "))
    }

    /// The feeds of a list, with names that neither `configured` nor another of them has. Feeds whose address is
    /// configured already are left out.
    package static func stanzas(of list: OPMLReader.List, besides configured: [FeedSettings]) -> [FeedStanza]
    {
        var known = Set(configured.map(\.url))
        let outlines = list.outlines.filter { known.insert($0.url).inserted }
        let names = OPMLReader.names(of: outlines, taken: Set(configured.map(\.name)))
        return zip(outlines, names).map { outline, name in
            var tags: [String] = []
            for folder in outline.folders.map({ FeedNames.slug($0) }).prefix(tagLimit)
            where !folder.isEmpty && !tags.contains(folder) { tags.append(folder) }
            return FeedStanza(
                name: name, url: outline.url, title: outline.title, language: outline.language, tags: tags)
        }
    }

    /// Tags that one feed gets from the folders around it.
    static let tagLimit = 8

    /// Whether `text` may be the name of a feed, a tag or a file of feeds.
    package static func isName(_ text: String) -> Bool { ValueReading.isName(text) }

    /// A name for a file of a list: letters and digits of `text`; `list` where it has none.
    package static func fileName(for text: String) -> String {
        let slug = FeedNames.slug(text)
        return slug.isEmpty ? "list" : slug
    }
}
