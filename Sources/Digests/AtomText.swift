import Markup
import Model
import Text

/// A feed of ours as Atom.
///
/// - Source: RFC 4287.
package enum AtomText {
    /// The whole document, ended.
    package static func text(of paper: FeedPaper) -> String {
        var xml = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n"
        xml += element("id", paper.id) + element("title", paper.title) + element("subtitle", paper.subtitle)
        xml += element("updated", "\(paper.updated)")
        xml += "<author><name>Wirewatch</name></author>\n<generator>Wirewatch</generator>\n"
        if let home = paper.home { xml += link("alternate", home, type: "text/html") }
        for entry in paper.entries { xml += text(of: entry) }
        return xml + "</feed>\n"
    }

    private static func text(of entry: FeedPaper.Entry) -> String {
        var xml = "<entry>\n" + element("id", entry.id)
        xml += element("title", entry.title, language: entry.language)
        xml += element("published", "\(entry.published)") + element("updated", "\(entry.updated)")
        if let author = entry.author { xml += "<author>\(element("name", author).dropLast())</author>\n" }
        if let url = entry.source ?? entry.page {
            xml += link("alternate", url, type: "text/html", language: entry.language)
        }
        if let page = entry.page, entry.source != nil {
            xml += link("related", page, type: "text/html", title: "All reports and the timeline")
        }
        for report in entry.related {
            xml += link("related", report.url, title: report.title, language: report.language)
        }
        for category in entry.categories { xml += "<category term=\"\(text(category))\"/>\n" }
        if let summary = entry.summary { xml += element("summary", summary, language: entry.language) }
        return xml + "<content type=\"html\">\(text(entry.html))</content>\n</entry>\n"
    }

    private static func element(_ name: String, _ content: String, language: String? = nil) -> String {
        "<\(name)\(attribute("xml:lang", language.flatMap(tag)))>\(text(content))</\(name)>\n"
    }

    private static func link(
        _ relation: String, _ url: String, type: String? = nil, title: String? = nil, language: String? = nil
    ) -> String {
        "<link rel=\"\(relation)\"\(attribute("type", type))\(attribute("hreflang", language.flatMap(tag)))"
            + "\(attribute("title", title)) href=\"\(text(WebLink.ascii(url)))\"/>\n"
    }

    private static func attribute(_ name: String, _ value: String?) -> String {
        value.map { " \(name)=\"\(text($0))\"" } ?? ""
    }

    private static func tag(_ language: String) -> String? { LanguageName.isTag(language) ? language : nil }

    private static func text(_ plain: String) -> String { MarkupText.escaped(plain) }
}
