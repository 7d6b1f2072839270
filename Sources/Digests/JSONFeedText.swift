import Model
import Text

/// A feed of ours as JSON Feed.
///
/// - Source: JSON Feed 1.1, https://www.jsonfeed.org/version/1.1/
package enum JSONFeedText {
    /// The whole document on one line, ended.
    package static func text(of paper: FeedPaper) -> String {
        var json = JSONWriter()
        json.object { json in
            json.field("version", "https://jsonfeed.org/version/1.1")
            json.field("title", paper.title)
            if let home = paper.home { json.field("home_page_url", WebLink.ascii(home)) }
            json.field("description", paper.subtitle)
            json.field("language", "en")
            json.field(
                "authors", array: { json in json.object { $0.field("name", "Wirewatch") } })
            json.field(
                "items",
                array: { json in for entry in paper.entries { json.object { write(entry, to: &$0) } } })
        }
        return json.text + "\n"
    }

    private static func write(_ entry: FeedPaper.Entry, to json: inout JSONWriter) {
        json.field("id", entry.id)
        if let url = entry.page ?? entry.source { json.field("url", WebLink.ascii(url)) }
        if let source = entry.source { json.field("external_url", WebLink.ascii(source)) }
        json.field("title", entry.title)
        if let summary = entry.summary { json.field("summary", summary) }
        json.field("content_html", entry.html)
        json.field("date_published", "\(entry.published)")
        json.field("date_modified", "\(entry.updated)")
        if let author = entry.author {
            json.field("authors", array: { json in json.object { $0.field("name", author) } })
        }
        if !entry.categories.isEmpty { json.field("tags", entry.categories) }
        if let language = entry.language, LanguageName.isTag(language) { json.field("language", language) }
        if let extra = entry.extra { json.field("_wirewatch", json: extra) }
    }
}
