import Markup
import Model
import Text
import XML

/// One entry's fields as they come, before one of several is chosen.
final class EntryDraft {
    var base: String?
    var language: String?
    /// `rdf:about`.
    var about: String?
    /// From an attribute of the entry itself.
    var link: String?
    var title: String?
    var weakTitle: String?
    var links = LinkDraft()
    var originalLink: String?
    var guid: String?
    var isPermalink: Bool?
    var id: String?
    var weakID: String?
    var description: HTMLText?
    var descriptionBase: String?
    var weakSummary: HTMLText?
    var content: HTMLText?
    var contentBase: String?
    /// How sure it is that `content` is the content: `content:encoded` over XHTML over Atom's in RSS.
    var contentRank = 0
    var contentSource: String?
    var weakContent: HTMLText?
    var pubDate: String?
    var published: String?
    var issued: String?
    var created: String?
    var dublinDate: String?
    var updated: String?
    var authors: [String] = []
    var weakAuthors: [String] = []
    var sourceAuthors: [String] = []
    var categories: [String] = []
    private var innerCategories: [String] = []
    var enclosures: [Enclosure] = []
    var mediaFiles: [Enclosure] = []
    var comments: String?

    func take(_ field: FeedField, isAtomFeed: Bool) {
        switch field.element {
        case .title: if title?.isEmpty ?? true { title = field.headline ?? title }
        case .dublinTitle, .mediaTitle: if weakTitle == nil { weakTitle = field.line }
        case .link: takeLink(field)
        case .originalLink:
            if originalLink == nil {
                originalLink = field.text.map { URLResolver.resolve($0, against: field.base) }
            }
        case .guid: takeGUID(field)
        case .id: if id == nil { id = field.text }
        case .dublinIdentifier: if weakID == nil { weakID = field.text }
        case .description, .summary: takeSummary(field)
        case .subtitle: if isAtomFeed { takeSummary(field) }
        case .itunesSummary, .itunesSubtitle, .mediaDescription:
            if weakSummary == nil || field.element == .itunesSummary {
                weakSummary = field.html ?? weakSummary
            }
        case .encoded: takeContent(field, rank: 4)
        case .body: takeContent(field, rank: 2)
        case .content: takeContent(field, rank: contentRank(of: field, isAtomFeed))
        case .pubDate: if pubDate == nil { pubDate = field.text }
        case .published: if published == nil { published = field.text }
        case .issued: if issued == nil { issued = field.text }
        case .created: if created == nil { created = field.text }
        case .dublinDate: if dublinDate == nil { dublinDate = field.text }
        case .updated, .modified, .lastBuildDate: if updated == nil { updated = field.text }
        case .author, .creator: if let name = field.person { add(name, to: &authors) }
        case .itunesAuthor, .managingEditor, .publisher:
            if let name = field.person { add(name, to: &weakAuthors) }
        case .category, .subject: takeCategory(field)
        case .itunesKeywords: takeKeywords(field)
        case .itunesCategory:
            if let name = field.attribute("text")?.trimmedBlanks, !name.isEmpty {
                add(name, to: &categories)
                for inner in innerCategories { add(inner, to: &categories) }
                innerCategories = []
            }
        case .enclosure, .mediaContent: takeFile(field)
        case .comments:
            if comments == nil { comments = field.text.map { URLResolver.resolve($0, against: field.base) } }
        case .language: if let code = field.text { language = code }
        default: break
        }
    }

    /// Authors, categories or files of one entry; more than this nobody means.
    static let listLimit = 512

    private func add(_ given: String, to list: inout [String]) {
        var name = given
        // References in attributes may stand for anything.
        if given.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) { name = PlainText.collapsed(given) }
        if !name.isEmpty, list.count < Self.listLimit, !list.contains(name) { list.append(name) }
    }

    private func takeLink(_ field: FeedField) {
        if field.attribute("rel")?.lowercased().hasSuffix("enclosure") == true,
            let href = field.attribute("href")
        {
            addFile(href, field, to: &enclosures)
        } else {
            links.take(field)
            if comments == nil, field.attribute("type")?.lowercased() == "text/html" {
                comments = links.relations["replies"]
            }
        }
    }

    private func takeGUID(_ field: FeedField) {
        guard guid == nil else { return }
        guid = field.text
        isPermalink = field.attribute("ispermalink").map { $0.lowercased() != "false" }
    }

    private func takeSummary(_ field: FeedField) {
        guard description == nil, let html = field.html else { return }
        description = html
        descriptionBase = field.base
    }

    /// Among alternatives HTML comes before plain text.
    private func contentRank(of field: FeedField, _ isAtomFeed: Bool) -> Int {
        let isHTML = field.isAtom && (field.type == .html || field.type == .markup)
        return isAtomFeed ? isHTML ? 4 : 3 : isHTML ? 2 : 1
    }

    private func takeContent(_ field: FeedField, rank: Int) {
        if field.element == .content, let source = field.attribute("src"), rank > 1 {
            contentSource = URLResolver.resolve(source, against: field.base)
        }
        guard rank > contentRank, let html = field.html else { return }
        // `<content>` is no element of RSS: it counts where nothing better is said.
        if rank == 1 {
            weakContent = weakContent ?? html
            return
        }
        content = html
        contentBase = field.base
        contentRank = rank
        if let own = field.language, own != language { language = own }
    }

    private func takeCategory(_ field: FeedField) {
        let text = field.line ?? field.attribute("label") ?? field.attribute("term")
        let term = field.attribute("term") ?? text
        guard let name = (field.isAtom ? term : text)?.trimmedBlanks, !name.isEmpty else { return }
        add(name, to: &categories)
    }

    /// Takes a category inside another that is being read.
    func takeCategory(of attributes: [XMLAttribute]) {
        let text = attributes.first { $0.name.folded == "text" }?.value.trimmedBlanks
        if let text, !text.isEmpty { innerCategories.append(text) }
    }

    private func takeKeywords(_ field: FeedField) {
        for word in field.lineBytes.split(separator: 0x2C) {
            let name = String(decoding: word, as: UTF8.self).trimmedBlanks
            if !name.isEmpty { add(name, to: &categories) }
        }
    }

    private func takeFile(_ field: FeedField) {
        guard let url = field.attribute("url") ?? field.attribute("href") ?? field.text else { return }
        if field.element == .enclosure {
            addFile(url, field, to: &enclosures)
        } else {
            addFile(url, field, to: &mediaFiles)
        }
    }

    private func addFile(_ url: String, _ field: FeedField, to list: inout [Enclosure]) {
        let url = URLResolver.resolve(url, against: field.base)
        guard !url.isEmpty, list.count < Self.listLimit, !list.contains(where: { $0.url == url }) else {
            return
        }
        let length = (field.attribute("length") ?? field.attribute("filesize")).flatMap { byteCount($0) }
        list.append(Enclosure(url: url, type: field.attribute("type")?.trimmedBlanks, length: length))
    }
}

extension EntryDraft {
    /// The length of a file, in digits with or without commas between their groups.
    private func byteCount(_ text: String) -> Int64? {
        let text = text.trimmedBlanks
        let groups = text.split(separator: ",", omittingEmptySubsequences: false)
        let isGrouped = groups.count > 1 && groups.dropFirst().allSatisfy { $0.utf8.count == 3 }
        return Int64(isGrouped ? groups.joined() : text).flatMap { $0 >= 0 ? $0 : nil }
    }
}

extension String {
    /// Without blanks at the ends.
    var trimmedBlanks: String {
        let bytes = utf8
        guard let start = bytes.firstIndex(where: { $0 > 0x20 }),
            let end = bytes.lastIndex(where: { $0 > 0x20 })
        else { return "" }
        return String(self[start...end])
    }
}
