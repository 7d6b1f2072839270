import Model
import Platform

/// `[opml]`.
extension ConfigurationBuilder {

    mutating func readOPML(_ section: INIDocument.Section) {
        var reader = SectionReader(section)
        defer { take(reader) }
        let settings = ListSettings(&reader)
        guard let entry = reader.entry("file") else {
            return reader.fail(at: section.position, "opml `\(section.name ?? "")` has no file")
        }
        let path = ConfigurationFile.path(entry.value.text, relativeTo: section.position.file)
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try BoundedFile.read(path: path, limit: OPMLReader.byteLimit)
        } catch {
            return reader.fail(entry, error.description)
        }
        guard let list = OPMLReader.read(bytes) else {
            return reader.fail(entry, "\(path) is no OPML document")
        }
        for address in list.refused {
            reader.warn(at: entry.value.start, "`\(address.shown)` is left out: no http or https address")
        }
        if list.isCut {
            reader.warn(at: entry.value.start, "\(path) lists more than \(OPMLReader.outlineLimit) feeds")
        }
        if list.outlines.isEmpty { reader.warn(at: entry.value.start, "\(path) lists no feed") }
        let known = Set(feeds.map(\.url))
        let outlines = list.outlines.filter { !known.contains($0.url) }
        if outlines.count < list.outlines.count {
            let count = list.outlines.count - outlines.count
            reader.warn(
                at: entry.value.start, "\(count) of its addresses \(count == 1 ? "is" : "are") here already")
        }
        let names = OPMLReader.names(of: outlines, taken: Set(self.names(of: "feed")))
        for (outline, name) in zip(outlines, names) {
            guard let host = WebAddress.host(of: outline.url) else { continue }
            definitions[Definition(kind: "feed", name: name)] = section.position
            var feed = standardFeed(name: name, url: outline.url, host: host)
            settings.apply(to: &feed)
            feed.language = settings.language ?? outline.language
            let folders = outline.folders.map { FeedNames.slug($0) }.prefix(FeedStanza.tagLimit)
            for folder in folders where !folder.isEmpty && !feed.tags.contains(folder) {
                feed.tags.append(folder)
            }
            feeds.append(feed)
            listed.append(Self.shown(feed, entry: entry, section: section))
        }
    }

    /// What `config show` prints of a feed that no section of its own is written for.
    private static func shown(
        _ feed: FeedSettings, entry: INIDocument.Entry, section: INIDocument.Section
    ) -> Configuration.GivenSection {
        var values = ["url": feed.url]
        values["lang"] = feed.language
        values["kind"] = feed.outlet.kind?.rawValue
        values["push"] = feed.takesPush.map { $0 ? "yes" : "no" }
        if !feed.tags.isEmpty { values["tag"] = feed.tags.joined(separator: " ") }
        return Configuration.GivenSection(
            kind: "feed", name: feed.name, position: section.position,
            values: values.sorted { $0.key < $1.key }.map {
                Configuration.GivenValue(key: $0.key, value: $0.value, position: entry.keyPosition)
            })
    }

    /// What an `[opml]` section says of all of its feeds.
    private struct ListSettings {
        let language: String?
        private let tags: [String]
        private let kind: OutletKind?
        private let interval: Duration?
        private let expected: Duration?
        private let firstPoll: FirstPoll?
        private let takesPush: Bool?

        init(_ reader: inout SectionReader) {
            language = reader.language("lang")
            tags = reader.words("tag").map(\.text)
            kind = reader.choice("kind", OutletKind.self)
            interval = reader.duration("interval")
            expected = reader.duration("expect")
            firstPoll = reader.choice("first-poll", FirstPoll.self)
            takesPush = reader.bool("push")
        }

        func apply(to feed: inout FeedSettings) {
            feed.outlet.kind = kind
            feed.tags = tags
            feed.expectedWithin = expected
            feed.firstPoll = firstPoll ?? feed.firstPoll
            feed.takesPush = takesPush
            guard let interval else { return }
            feed.interval = interval
            feed.makeRoom(for: interval)
        }
    }
}
