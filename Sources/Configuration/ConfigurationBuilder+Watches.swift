import Model
import Text

/// `[alias]`, `[watch]` and `[digest]`.
extension ConfigurationBuilder {
    // MARK: [alias]

    mutating func readAlias(_ section: INIDocument.Section) {
        let reader = SectionReader(section)
        take(reader)
        guard let name = section.name else { return }
        let names = reader.phrases("names")
        if names.isEmpty { fail(at: section.position, "alias `\(name)` has no names") }
        aliases.append(AliasSettings(name: name, names: names.map(\.text)))
        aliasEntries[name] = names.map(\.position)
    }

    // MARK: [watch]

    mutating func readWatch(_ section: INIDocument.Section) {
        var reader = SectionReader(section)
        defer { take(reader) }
        guard let name = section.name else { return }
        if reader.has("on") { return readFeedWatch(&reader, name: name) }
        for key in ["at", "after"] where reader.has(key) {
            reader.warn(at: reader.place(key), "`\(key)` has no effect without `on`")
        }
        var watch = WatchSettings(name: name, query: reader.text("query"))
        watch.score = reader.text("score")
        watch.threshold = reader.number("threshold")
        if watch.query == nil, watch.score == nil {
            reader.fail(at: section.position, "watch `\(name)` has neither query nor score nor `on`")
        }
        if watch.score != nil, !reader.has("threshold") {
            reader.fail(at: section.position, "watch `\(name)` has a score and no threshold")
        }
        if watch.score == nil, watch.query != nil, reader.has("threshold") {
            reader.warn(at: reader.place("threshold"), "a threshold has no effect without a score")
        }
        readOutlets(&reader, &watch)
        readUpdates(&reader, &watch)
        (watch.languages, watch.tags, watch.sources) = readFilters(&reader)
        watch.severity = reader.choice("severity", Severity.self) ?? .normal
        let notify = reader.words("notify")
        watch.notify = notify.map(\.text)
        routeNames += notify
        watch.isInDigests = reader.bool("digest") ?? true
        watch.usesStemming = reader.bool("stem") ?? false
        watch.matchesTitleOnly = reader.choice("match", MatchScope.self) == .title
        watch.expires = reader.value("expires", read: ValueReading.day)
        watch.expectedWithin = reader.duration("expect")
        watch.note = reader.text("note")
        watch.owner = reader.text("owner")
        for (key, isScore) in [("query", false), ("score", true)] {
            guard let entry = reader.entry(key) else { continue }
            queries.append(PendingQuery(value: entry.value, use: .watch(watch), isScore: isScore))
        }
        watches.append(watch)
    }

    private enum MatchScope: String {
        case title
        case all
    }

    private mutating func readOutlets(_ reader: inout SectionReader, _ watch: inout WatchSettings) {
        watch.minimumOutlets = reader.number("min-outlets") ?? 1
        watch.within = reader.duration("within")
        if watch.minimumOutlets > 1 {
            minimumOutlets.append((watch.minimumOutlets, reader.place("min-outlets")))
        } else if watch.within != nil {
            reader.warn(at: reader.place("within"), "`within` has no effect without min-outlets of 2 or more")
        }
    }

    private func readUpdates(_ reader: inout SectionReader, _ watch: inout WatchSettings) {
        if reader.has("escalate") {
            var counts: Set<Int> = []
            for (word, position) in reader.words("escalate") {
                if let count = Int(word), (2...100_000).contains(count) {
                    counts.insert(count)
                } else {
                    reader.fail(
                        at: position, "`escalate` takes counts of outlets from 2 on, not `\(word.shown)`")
                }
            }
            watch.escalate = counts.sorted()
        }
        if reader.has("update-on") {
            watch.updateOn = Set(reader.choices("update-on", UpdateReason.self))
        }
    }

    /// Of which feeds a watch takes what it watches: `lang`, `tag` and `source`.
    mutating func readFilters(
        _ reader: inout SectionReader
    ) -> (languages: [String], tags: [String], sources: [String]) {
        let languages = reader.languages("lang")
        let tags = reader.words("tag")
        let sources = reader.phrases("source")
        filters += languages.map { (.language, $0) } + tags.map { (.tag, $0) } + sources.map { (.source, $0) }
        return (languages.map(\.text), tags.map(\.text), sources.map(\.text))
    }

    // MARK: [digest]

    mutating func readDigest(_ section: INIDocument.Section) {
        var reader = SectionReader(section)
        defer { take(reader) }
        guard let name = section.name else { return }
        var digest = DigestSettings(name: name)
        digest.at = reader.entries("at").compactMap { time($0, &reader) }
        if reader.text("since") != "last" { digest.since = reader.duration("since") }
        let names = reader.words("watch")
        digest.watches = names.map(\.text)
        watchNames += names
        digest.top = reader.number("top") ?? digest.top
        let notify = reader.words("notify")
        digest.notify = notify.map(\.text)
        routeNames += notify
        digest.reader = reader.text("reader") ?? name
        digest.format = reader.choice("format", DigestFormat.self) ?? .text
        if !reader.has("at"), let entry = reader.entry("notify") {
            reader.warn(
                at: entry.keyPosition,
                "digest `\(name)` has no `at`: it goes to no route by itself, only with `wirewatch digest --to`"
            )
        }
        digests.append(digest)
    }

    /// A calendar expression as written; `nil` where it is none.
    func time(_ entry: INIDocument.Entry, _ reader: inout SectionReader) -> String? {
        do throws(CalendarExpression.Problem) {
            let expression = try CalendarExpression(entry.value.text)
            if let zone = expression.zone {
                let offset = entry.value.text.utf8.count - zone.utf8.count
                let part = (zone, entry.value.position(ofByte: offset))
                guard isTimeZone(part, &reader) else { return nil }
            }
            return entry.value.text
        } catch {
            reader.fail(
                at: entry.value.position(ofByte: error.offset), error.message, suggestion: error.suggestion)
            return nil
        }
    }
}
