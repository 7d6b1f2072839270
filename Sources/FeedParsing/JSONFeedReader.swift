import FoundationEssentials
import Markup
import Model
import Text

/// Any JSON value, so that a field of the wrong type is only that field's loss.
enum JSONValue: Decodable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(String.self) {  // each type is only tried
            self = .string(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    subscript(_ key: String) -> JSONValue {
        guard case .object(let members) = self else { return .null }
        return members[key] ?? .null
    }

    /// A text, or a number written out; `nil` for anything else and for blanks.
    var text: String? {
        switch self {
        case .string(let value):
            let trimmed = value.trimmedBlanks
            return trimmed.isEmpty ? nil : trimmed
        case .number(let value):
            return value == value.rounded() && value.magnitude < 1e15 ? String(Int64(value)) : String(value)
        default: return nil
        }
    }

    /// The elements of an array, or the one value that stands where an array should.
    var elements: [JSONValue] {
        switch self {
        case .array(let values): values
        case .null: []
        default: [self]
        }
    }
}

/// Reads JSON Feed.
///
/// - Source: https://www.jsonfeed.org/version/1.1/
enum JSONFeedReader {
    static func read(
        _ bytes: [UInt8], base: String?, warnings: [ParseWarning], limits: ParseLimits,
        dates: DateContext
    ) throws(FeedError) -> ParsedFeed {
        let root: JSONValue
        do {
            root = try JSONDecoder().decode(
                JSONValue.self, from: Data(bytes.drop { $0 != 0x7B && $0 != 0x5B }))
        } catch {
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
            if let url = hub["url"].text, draft.links.relations["hub"] == nil {
                draft.links.relations["hub"] = url
            }
        }
        var all = warnings
        for item in root["items"].elements {
            guard draft.entries.count < limits.entries else {
                all.append(ParseWarning(code: .limitReached, message: "more than \(limits.entries) entries"))
                break
            }
            if case .object = item { draft.entries.append(entry(item, base: base, limit: limits.fieldBytes)) }
        }
        var feed = FeedAssembly(draft, warnings: all, context: dates).feed
        feed.format = .json1x
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

    private static func entry(_ item: JSONValue, base: String?, limit: Int) -> EntryDraft {
        let entry = EntryDraft()
        entry.base = base
        entry.id = item["id"].text
        entry.links.plain = (item["url"].text).map { URLResolver.resolve($0, against: base) }
        entry.link = item["external_url"].text.map { URLResolver.resolve($0, against: base) }
        entry.title = item["title"].text.map { PlainText.collapsed($0) }
        entry.content =
            bounded(item["content_html"].text, limit)
            ?? bounded(item["content_text"].text, limit).map { paragraphs($0) }
        entry.contentBase = base
        entry.description = bounded(item["summary"].text, limit).map { escaped($0) }
        entry.descriptionBase = base
        entry.published = item["date_published"].text
        entry.updated = item["date_modified"].text
        entry.authors = authors(of: item)
        entry.language = item["language"].text
        for tag in item["tags"].elements {
            if let name = tag.text, !entry.categories.contains(name) { entry.categories.append(name) }
        }
        for file in item["attachments"].elements {
            guard let url = file["url"].text else { continue }
            entry.enclosures.append(
                Enclosure(
                    url: URLResolver.resolve(url, against: base), type: file["mime_type"].text,
                    length: file["size_in_bytes"].text.flatMap { Int64($0) }))
        }
        return entry
    }

    private static func authors(of value: JSONValue) -> [String] {
        let listed = value["authors"].elements.compactMap { $0["name"].text ?? $0.text ?? $0["url"].text }
        guard listed.isEmpty else { return listed }
        return value["author"].elements.compactMap { $0["name"].text ?? $0.text ?? $0["url"].text }
    }

    private static func bounded(_ text: String?, _ limit: Int) -> String? {
        guard let text, text.utf8.count > limit else { return text }
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
