import Configuration
import Curl
import FeedParsing
import Model
import Pipeline
import Text

/// What a visit found, for people and for programs.
struct ProbePage {
    let probe: FeedProbe
    let feed: FeedSettings
    /// Names that a new feed must not have.
    let configured: [String]
    let clock: WallClock

    // MARK: For people

    var text: String {
        var lines = [TerminalText.safe(URLParts.shown(feed.url))]
        let metadata = probe.metadata
        lines.append(row("answer", answer))
        if metadata.url != feed.url { lines.append(row("from", metadata.url)) }
        if let url = metadata.permanentURL { lines.append(row("moved", "for good to \(url)")) }
        switch probe.outcome {
        case .feed(let parsed):
            lines += rows(of: parsed)
            if !configured.contains(feed.name) { lines += stanza(parsed) }
        case .noFeed(.notAFeed(let found, let links)):
            lines.append(row("content", "not a feed but \(found)"))
            lines += links.map { row("feed", $0) }
            lines.append(
                links.isEmpty
                    ? "\nthis page names no feed"
                    : "\ntry: wirewatch feed probe '\(TerminalText.safe(links[0]))'")
        case .noFeed(let error):
            lines.append(row("content", error.message))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func row(_ name: String, _ text: String) -> String {
        "  " + name.padding(to: 11) + TerminalText.safe(text)
    }

    private var answer: String {
        let size = probe.bodyBytes < 10_000 ? "\(probe.bodyBytes) bytes" : "\(probe.bodyBytes >> 10) KiB"
        return "\(probe.metadata.status), \(size), \(probe.metadata.contentType ?? "no content type")"
    }

    private func rows(of parsed: ParsedFeed) -> [String] {
        var lines = [row("format", parsed.format.rawValue)]
        if let title = parsed.title { lines.append(row("title", title)) }
        if let language = parsed.language { lines.append(row("language", language)) }
        lines.append(row("items", items(parsed)))
        for entry in parsed.entries.prefix(Self.shown) {
            lines.append(row("", TerminalText.truncated(TerminalText.safe(Self.headline(entry)), to: 66)))
        }
        lines.append(row("changes", validators))
        if let wait = [parsed.hints.ttl, probe.metadata.freshFor].compactMap({ $0 }).max() {
            lines.append(row("asks", "to be left alone for \(wait.inWords)"))
        }
        if let hub = parsed.relations["hub"] { lines.append(row("hub", hub)) }
        for warning in parsed.warnings {
            lines.append(row("warning", "\(warning.code.rawValue): \(warning.message)"))
        }
        return lines
    }

    private func items(_ parsed: ParsedFeed) -> String {
        guard let newest = newest(parsed) else { return "\(parsed.entries.count), without dates" }
        return "\(parsed.entries.count), the newest of \(clock.long(newest))"
    }

    private func newest(_ parsed: ParsedFeed) -> Timestamp? {
        parsed.entries.compactMap { $0.published?.moment ?? $0.updated?.moment }.max()
    }

    private static func headline(_ entry: ParsedEntry) -> String {
        entry.title ?? entry.plainText().map { String(decoding: $0.prefix(200), as: UTF8.self) }
            ?? entry.link ?? "(an item without words)"
    }

    private var validators: String {
        let metadata = probe.metadata
        let names = [
            metadata.entityTag.map { _ in "ETag" }, metadata.lastModified.map { _ in "Last-Modified" },
        ]
        let given = names.compactMap { $0 }.joined(separator: " and ")
        return given.isEmpty
            ? "not told: each poll takes the whole document" : "told by \(given)"
    }

    /// What to write into feeds.conf.
    private func stanza(_ parsed: ParsedFeed) -> [String] {
        let url = probe.metadata.permanentURL ?? feed.url
        let name = FeedNames.name(title: parsed.title ?? "", url: url, taken: Set(configured))
        return ["", "[feed \"\(name)\"]", "url = \(TerminalText.safe(url))"]
    }

    private static let shown = 3

    // MARK: For programs

    var json: String {
        var json = JSONWriter()
        let metadata = probe.metadata
        json.object { json in
            json.field("url", URLParts.shown(feed.url))
            json.field("final_url", metadata.url)
            json.field("moved_to", metadata.permanentURL)
            json.field("status", metadata.status)
            json.field("content_type", metadata.contentType)
            json.field("bytes", probe.bodyBytes)
            json.field("etag", metadata.entityTag)
            json.field("last_modified", metadata.lastModified)
            write(to: &json)
        }
        return json.text
    }

    private func write(to json: inout JSONWriter) {
        var parsed: ParsedFeed?
        var error: FeedError?
        switch probe.outcome {
        case .feed(let read): parsed = read
        case .noFeed(let found): error = found
        }
        var links: [String] = []
        if case .notAFeed(_, let named) = error { links = named }
        json.field("format", parsed?.format.rawValue)
        json.field("title", parsed?.title)
        json.field("language", parsed?.language)
        json.field("items", parsed?.entries.count)
        json.field("newest", parsed.flatMap(newest)?.description)
        json.field("hub", parsed?.relations["hub"])
        json.field("warnings", parsed?.warnings.map(\.code.rawValue) ?? [])
        json.field("links", links)
        json.field("error", error?.message)
    }
}
