import Markup
import Model
import Text

/// The line that `parse` prints for one document.
package enum ParseLine {
    /// What was read from `file`, HTML sanitised, links in it resolved: UTF-8, without a line feed.
    package static func text(file: String, feed: ParsedFeed) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.field("file", file)
            json.field("format", feed.format.rawValue)
            json.field("title", feed.title)
            json.field("link", feed.link)
            json.field(
                "subtitle",
                utf8: feed.subtitle.map { HTMLSanitizer.sanitize(Array($0.utf8), base: feed.link) })
            json.field("language", feed.language)
            json.field("updated", feed.updated.map { CivilTime.rfc3339($0) })
            json.field(
                "items",
                array: { json in
                    for entry in feed.entries { json.object { write(entry, to: &$0) } }
                })
            write(withdrawn: feed.withdrawn, to: &json)
            write(feed.warnings, to: &json)
            json.field("error", nil as String?)
        }
        return json.bytes
    }

    /// Absent where there are none, as in nearly every feed.
    private static func write(withdrawn: [WithdrawnEntry], to json: inout JSONWriter) {
        guard !withdrawn.isEmpty else { return }
        json.field(
            "withdrawn",
            array: { json in
                for entry in withdrawn {
                    json.object { json in
                        json.field("id", entry.id)
                        json.field("date", entry.date?.moment.map { CivilTime.rfc3339($0) })
                    }
                }
            })
    }

    /// Why nothing was read from `file`.
    package static func text(file: String, error: FeedError) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.field("file", file)
            for name in ["format", "title", "link", "subtitle", "language", "updated"] {
                json.field(name, nil as String?)
            }
            json.field("items", [])
            write([], to: &json)
            json.field("error", error.message)
        }
        return json.bytes
    }

    private static func write(_ entry: ParsedEntry, to json: inout JSONWriter) {
        json.field("id", entry.id ?? entry.link)
        json.field("link", entry.link ?? entry.identifier)
        json.field("title", entry.title)
        json.field("summary", utf8: entry.summary.map { HTMLSanitizer.sanitize($0.bytes, base: entry.base) })
        json.field("content", utf8: entry.content.map { HTMLSanitizer.sanitize($0.bytes, base: entry.base) })
        json.field("text", utf8: entry.plainText())
        json.field("published", entry.published?.moment.map { CivilTime.rfc3339($0) })
        json.field("updated", entry.updated?.moment.map { CivilTime.rfc3339($0) })
        json.field("authors", entry.authors)
        json.field("categories", entry.categories)
        json.field(
            "enclosures",
            array: { json in
                for enclosure in entry.enclosures {
                    json.object { json in
                        json.field("url", enclosure.url)
                        json.field("type", enclosure.type)
                        json.field("length", enclosure.length)
                    }
                }
            })
        json.field("language", entry.language)
        json.field("comments", entry.comments)
        json.field(
            "dates",
            object: { json in
                let date = entry.published ?? entry.updated
                json.field("published_raw", date?.raw)
                json.field("assumed_zone", date?.assumedZone)
            })
    }

    private static func write(_ warnings: [ParseWarning], to json: inout JSONWriter) {
        json.field(
            "warnings",
            array: { json in
                for warning in warnings {
                    json.object { json in
                        json.field("code", warning.code.rawValue)
                        json.field("message", warning.message)
                    }
                }
            })
    }
}

extension ParsedEntry {
    /// The id where it is an address of another kind, `urn:uuid:…` say, and was not said to be no link.
    fileprivate var identifier: String? {
        isIDLocal ? nil : id.flatMap { URLResolver.scheme(of: $0) == nil ? nil : $0 }
    }
}

extension FeedError {
    /// What is wrong, in words that name thing and limit.
    package var message: String {
        switch self {
        case .empty: "the document is empty"
        case .notAFeed(let found, let links):
            links.isEmpty
                ? "not a feed but \(found)"
                : "not a feed but \(found); it names \(links.joined(separator: ", "))"
        case .malformed(let line, let message): "line \(line): \(message)"
        case .tooLarge(let limit): "document exceeds \(limit) bytes"
        }
    }
}
