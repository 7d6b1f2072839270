import Model
import Platform

extension ConfigurationBuilder {
    /// Bytes of a list of feeds.
    static let listLimit = 16 << 20

    mutating func readOPML(_ section: INIDocument.Section) {
        var reader = SectionReader(section)
        defer { take(reader) }
        guard let entry = reader.entry("file") else {
            return reader.fail(at: section.position, "opml `\(section.name ?? "")` has no file")
        }
        let path = ConfigurationFile.path(entry.value.text, relativeTo: section.position.file)
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try BoundedFile.read(path: path, limit: Self.listLimit)
        } catch {
            return reader.fail(entry, error.description)
        }
        guard let list = OPMLReader.read(bytes) else {
            return reader.fail(entry, "\(path) is no OPML document")
        }
        for address in list.refused {
            reader.warn(at: entry.value.start, "`\(address)` is left out: no http or https address")
        }
        let tags = reader.words("tag").map(\.text)
        let kind = reader.choice("kind", OutletKind.self)
        let interval = reader.duration("interval")
        let firstPoll = reader.choice("first-poll", FirstPoll.self)
        for outline in list.outlines {
            guard let host = ValueReading.host(of: outline.url) else { continue }
            let name = freeName(for: outline.title, host: host)
            definitions["feed \(name)"] = section.position
            var feed = standardFeed(name: name, url: outline.url, host: host)
            feed.outlet.kind = kind
            feed.tags =
                tags + outline.folders.map { Self.slug($0) }.filter { !$0.isEmpty && !tags.contains($0) }
            if let interval {
                feed.interval = interval
                feed.minimumInterval = min(feed.minimumInterval, interval)
            }
            feed.firstPoll = firstPoll ?? feed.firstPoll
            feeds.append(feed)
        }
    }

    /// The title's letters, or the host's where it has none, with a number where the name is taken.
    private func freeName(for title: String, host: String) -> String {
        let slug = Self.slug(title)
        let base = String((slug.isEmpty ? Self.slug(host) : slug).prefix(Self.longestName))
        guard definitions["feed \(base)"] != nil else { return base }
        for number in 2...OPMLReader.outlineLimit where definitions["feed \(base)-\(number)"] == nil {
            return "\(base)-\(number)"
        }
        return base
    }

    private static let longestName = 48

    /// Letters and digits of ASCII in small letters, everything else as single hyphens.
    private static func slug(_ text: String) -> String {
        var slug = ""
        for scalar in text.lowercased().unicodeScalars {
            if ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) {
                slug.unicodeScalars.append(scalar)
            } else if !slug.isEmpty, slug.last != "-" {
                slug.append("-")
            }
        }
        if slug.last == "-" { slug.removeLast() }
        return slug
    }
}
