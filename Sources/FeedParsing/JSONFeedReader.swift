import Markup
import Model
import Text

/// Reads JSON Feed.
///
/// - Source: https://www.jsonfeed.org/version/1.1/
enum JSONFeedReader {
    static func read(
        _ bytes: [UInt8], base: String?, warnings: [ParseWarning], limits: ParseLimits,
        dates: DateContext
    ) throws(FeedError) -> ParsedFeed {
        let result = JSONReader.read(bytes, depthLimit: limits.depth)
        let root = result.value
        if case .object(let members) = root, members.isEmpty, result.faults > 0 || result.isTruncated {
            throw .notAFeed(found: "text that looks like JSON and is not", links: [])
        }
        let version = root["version"].text?.lowercased() ?? ""
        guard case .object = root, version.contains("jsonfeed.org") || isFeedLike(root) else {
            throw .notAFeed(found: "a JSON document that is no feed", links: [])
        }
        var draft = FeedDraft()
        draft.root = .feed
        draft.title = root["title"].text.map { PlainText.collapsed($0) }
        draft.links.plain = root["home_page_url"].text.map { URLResolver.resolve($0, against: base) }
        draft.subtitle = root["description"].text.map { escaped($0) }
        draft.language = root["language"].text
        draft.authors = authors(of: root)
        for (name, key) in [("self", "feed_url"), ("next", "next_url")] {
            if let url = root[key].text {
                draft.links.relations[name] = URLResolver.resolve(url, against: base)
            }
        }
        for hub in root["hubs"].elements {
            guard let url = hub["url"].text else { continue }
            draft.links.take(hub: url)
            if draft.links.relations["hub"] == nil { draft.links.relations["hub"] = url }
        }
        var all = warnings
        if result.faults > 0 {
            all.append(ParseWarning(code: .malformed, message: "faults in JSON: \(result.faults)"))
        }
        if result.isTruncated {
            all.append(ParseWarning(code: .truncated, message: "the document ends before its root does"))
        }
        if result.isTooDeep {
            all.append(ParseWarning(code: .limitReached, message: "values are nested too deep"))
        }
        var isCut = false
        for item in root["items"].elements {
            guard draft.entries.count < limits.entries else {
                all.append(ParseWarning(code: .limitReached, message: "more than \(limits.entries) entries"))
                break
            }
            guard case .object = item else { continue }
            draft.entries.append(entry(item, base: base, limit: limits.fieldBytes, isCut: &isCut))
        }
        if isCut {
            all.append(
                ParseWarning(code: .limitReached, message: "a text is longer than \(limits.fieldBytes) bytes")
            )
        }
        var feed = FeedAssembly(draft, of: bytes, warnings: all, context: dates).feed
        feed.format = .json1x
        // JSON Feed has no date of the whole: it is that of its latest change.
        feed.updated = feed.entries.compactMap { $0.updated?.moment }.max()
        for index in feed.entries.indices where feed.entries[index].link == nil {
            // `external_url` is what a link blog points to; an id that is an address is the item's own.
            let item = draft.entries[index]
            feed.entries[index].link = feed.entries[index].isIDPermalink ? item.id : item.link
        }
        return feed
    }

    private static func isFeedLike(_ root: JSONValue) -> Bool {
        guard case .array = root["items"] else { return false }
        return root["title"].text != nil || root["home_page_url"].text != nil || root["feed_url"].text != nil
    }

    private static func entry(
        _ item: JSONValue, base: String?, limit: Int, isCut: inout Bool
    ) -> EntryDraft {
        let entry = EntryDraft()
        entry.base = base
        entry.id = item["id"].text
        entry.links.plain = (item["url"].text).map { URLResolver.resolve($0, against: base) }
        entry.link = item["external_url"].text.map { URLResolver.resolve($0, against: base) }
        entry.title = item["title"].text.map { PlainText.collapsed($0) }
        entry.content =
            bounded(item["content_html"].text, limit, &isCut).map { HTMLText($0) }
            ?? bounded(item["content_text"].text, limit, &isCut).map { HTMLText(paragraphs($0)) }
        entry.contentBase = base
        entry.description = bounded(item["summary"].text, limit, &isCut).map { HTMLText(escaped($0)) }
        entry.descriptionBase = base
        entry.published = item["date_published"].text
        entry.updated = item["date_modified"].text
        entry.authors = authors(of: item)
        entry.language = item["language"].text
        for tag in item["tags"].elements.prefix(EntryDraft.listLimit) {
            if let name = tag.line, !entry.categories.contains(name) { entry.categories.append(name) }
        }
        for file in item["attachments"].elements.prefix(EntryDraft.listLimit) {
            guard let url = file["url"].text else { continue }
            entry.enclosures.append(
                Enclosure(
                    url: URLResolver.resolve(url, against: base), type: file["mime_type"].text,
                    length: file["size_in_bytes"].text.flatMap { Int64($0) }))
        }
        return entry
    }

    private static func authors(of value: JSONValue) -> [String] {
        let listed = names(in: value["authors"])
        return listed.isEmpty ? names(in: value["author"]) : listed
    }

    private static func names(in people: JSONValue) -> [String] {
        people.elements.prefix(EntryDraft.listLimit).compactMap {
            $0["name"].line ?? $0.line ?? $0["url"].line
        }
    }

    private static func bounded(_ text: String?, _ limit: Int, _ isCut: inout Bool) -> String? {
        guard let text, text.utf8.count > limit else { return text }
        isCut = true
        return String(decoding: Array(text.utf8.prefix(limit)), as: UTF8.self)
    }

    private static func escaped(_ text: String) -> String {
        var result: [UInt8] = []
        FeedField.escape(Array(text.utf8), into: &result)
        return String(decoding: result, as: UTF8.self)
    }

    /// Plain text as HTML that keeps its lines.
    private static func paragraphs(_ text: String) -> String {
        escaped(text).split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "<br>\n")
    }
}
