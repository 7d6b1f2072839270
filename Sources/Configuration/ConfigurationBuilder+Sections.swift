import Model
import Text

/// The sections that name things.
extension ConfigurationBuilder {
    // MARK: [feed]

    mutating func readFeed(_ section: INIDocument.Section) {
        var reader = SectionReader(section)
        defer { take(reader) }
        guard let name = section.name else { return }
        guard let entry = reader.entry("url") else {
            return reader.fail(at: section.position, "feed `\(name)` has no url")
        }
        let url = entry.value.text
        let isAddress = ValueReading.isWebAddress(url)
        if !isAddress { reader.fail(entry, "`\(url)` is no http or https address") }
        var feed = standardFeed(name: name, url: url, host: ValueReading.host(of: url) ?? url)
        feed.outlet.name = reader.text("outlet") ?? feed.outlet.name
        feed.outlet.kind = reader.choice("kind", OutletKind.self)
        feed.language = reader.text("lang")
        feed.tags = reader.words("tag").map(\.text)
        feed.interval = reader.duration("interval") ?? feed.interval
        if let minimum = reader.duration("min-interval") {
            feed.minimumInterval = minimum
        } else if let interval = feed.interval {
            // An interval of the user's own needs no second key to be kept.
            feed.minimumInterval = min(feed.minimumInterval, interval)
        }
        feed.maximumInterval = reader.duration("max-interval") ?? feed.maximumInterval
        feed.expectedWithin = reader.duration("expect")
        feed.firstPoll = reader.choice("first-poll", FirstPoll.self) ?? feed.firstPoll
        for key in ["accept", "drop"] {
            guard let query = reader.entry(key) else { continue }
            queries.append(PendingQuery(value: query.value, use: .filter, isScore: false))
        }
        feed.accept = reader.text("accept")
        feed.drop = reader.text("drop")
        feed.userAgent = reader.text("user-agent") ?? feed.userAgent
        feed.headers = headers(&reader)
        feed.credentialsFile = reader.text("credentials-file")
        feed.proxy = reader.text("proxy")
        if isAddress { feeds.append(feed) }
    }

    /// A feed with the defaults of [wirewatch].
    func standardFeed(name: String, url: String, host: String) -> FeedSettings {
        var feed = FeedSettings(name: name, url: url, outlet: Outlet(name: OutletName.name(ofHost: host)))
        feed.interval = daemon.interval
        feed.minimumInterval = daemon.minimumInterval
        feed.maximumInterval = daemon.maximumInterval
        feed.firstPoll = daemon.firstPoll
        feed.userAgent = daemon.userAgent
        return feed
    }

    private func headers(_ reader: inout SectionReader) -> [String] {
        var headers: [String] = []
        for entry in reader.entries("header") {
            let name = entry.value.text.prefix { $0 != ":" }
            let isName = !name.isEmpty && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
            if isName, name.count < entry.value.text.count, !entry.value.text.contains("\n") {
                headers.append(entry.value.text)
            } else {
                reader.fail(entry, "a header is written `Name: value`, not `\(entry.value.text)`")
            }
        }
        return headers
    }

    // MARK: [alias]

    mutating func readAlias(_ section: INIDocument.Section) {
        let reader = SectionReader(section)
        take(reader)
        guard let name = section.name else { return }
        let names = reader.entries("names").flatMap { $0.value.parts(separatedBy: ",") }
        if names.isEmpty { fail(at: section.position, "alias `\(name)` has no names") }
        aliases.append(AliasSettings(name: name, names: names.map(\.text)))
        aliasEntries[name] = names.map(\.position)
    }

    // MARK: [watch]

    mutating func readWatch(_ section: INIDocument.Section) {
        var reader = SectionReader(section)
        defer { take(reader) }
        guard let name = section.name else { return }
        var watch = WatchSettings(name: name, query: reader.text("query"))
        watch.score = reader.text("score")
        watch.threshold = reader.number("threshold", in: 1...1_000_000)
        if watch.query == nil, watch.score == nil {
            reader.fail(at: section.position, "watch `\(name)` has neither query nor score")
        }
        if watch.score != nil, watch.threshold == nil, !reader.has("threshold") {
            reader.fail(at: section.position, "watch `\(name)` has a score and no threshold")
        }
        watch.minimumOutlets = reader.number("min-outlets", in: 1...1000) ?? 1
        watch.within = reader.duration("within")
        readUpdates(&reader, &watch)
        watch.languages = reader.words("lang").map(\.text)
        watch.tags = reader.words("tag").map(\.text)
        watch.sources = reader.entries("source").flatMap { $0.value.parts(separatedBy: ",") }.map(\.text)
        watch.severity = reader.choice("severity", Severity.self) ?? .normal
        let notify = reader.words("notify")
        watch.notify = notify.map(\.text)
        routeNames += notify.map { ($0.text, $0.position) }
        watch.isInDigests = reader.bool("digest") ?? true
        watch.usesStemming = reader.bool("stem") ?? false
        watch.matchesTitleOnly = reader.choice("match", MatchScope.self) == .title
        watch.expires = reader.value("expires", form: "a day such as `2019-05-01`", read: Self.day)
        watch.expectedWithin = reader.duration("expect")
        watch.note = reader.text("note")
        watch.owner = reader.text("owner")
        if let query = reader.entry("query") {
            queries.append(PendingQuery(value: query.value, use: .watch(watch), isScore: false))
        }
        if let score = reader.entry("score") {
            queries.append(PendingQuery(value: score.value, use: .watch(watch), isScore: true))
        }
        watches.append(watch)
    }

    private enum MatchScope: String, CaseIterable {
        case title
        case all
    }

    private func readUpdates(_ reader: inout SectionReader, _ watch: inout WatchSettings) {
        if reader.has("escalate") {
            var counts: [Int] = []
            for (word, position) in reader.words("escalate") {
                if let count = Int(word), (2...100_000).contains(count) {
                    counts.append(count)
                } else {
                    reader.fail(at: position, "`escalate` takes counts of outlets from 2 on, not `\(word)`")
                }
            }
            watch.escalate = Array(Set(counts)).sorted()
        }
        if reader.has("update-on") {
            watch.updateOn = []
            for (word, position) in reader.words("update-on") {
                let reason = reader.choice(word, at: position, key: "update-on", UpdateReason.self)
                if let reason { watch.updateOn.insert(reason) }
            }
        }
    }

    /// Midnight UTC of `2019-05-01`.
    private static func day(_ text: String) -> Timestamp? {
        let parts = text.split(separator: "-").map { Int($0) }
        guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2],
            (1970...9999).contains(year), (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        let time = CivilTime(year: year, month: month, day: day)
        // The 31st of June is no day: it comes back as another.
        return CivilTime(time.timestamp()) == time ? time.timestamp() : nil
    }

    // MARK: [route]

    mutating func readRoute(_ section: INIDocument.Section) {
        var reader = SectionReader(section)
        defer { take(reader) }
        guard let name = section.name else { return }
        guard let entry = reader.entry("type") else {
            return reader.fail(at: section.position, "route `\(name)` has no type")
        }
        if Self.laterTypes.contains(entry.value.text) {
            return reader.fail(entry, "route type `\(entry.value.text)` is not supported by this version")
        }
        guard let type = reader.choice("type", RouteType.self) else { return }
        var route = RouteSettings(name: name, type: type)
        route.severity = reader.choice("severity", Severity.self) ?? .normal
        route.url = reader.value("url", form: "an http or https address") {
            ValueReading.isWebAddress($0) ? $0 : nil
        }
        route.urlFile = reader.text("url-file")
        route.secret = reader.text("secret")
        route.secretFile = reader.text("secret-file")
        route.command =
            reader.value("command", form: "a program with its arguments", read: ValueReading.words) ?? []
        route.path = reader.text("path")
        route.timeout = reader.duration("timeout") ?? route.timeout
        route.giveUpAfter = reader.duration("give-up-after") ?? route.giveUpAfter
        readBlocks(&reader, &route)
        if let missing = Self.missingKey(route, hasURL: reader.has("url")) {
            reader.fail(at: section.position, "route `\(name)` of type \(type.rawValue) has no \(missing)")
        }
        routes.append(route)
    }

    private func readBlocks(_ reader: inout SectionReader, _ route: inout RouteSettings) {
        for (word, position) in reader.words("allow-private-addresses") where ValueReading.bool(word) != false
        {
            if ValueReading.bool(word) == true {
                route.allowsPrivateAddresses += ["0.0.0.0/0", "::/0"]
            } else if checks.isAddressBlock(word) {
                route.allowsPrivateAddresses.append(word)
            } else {
                reader.fail(at: position, "`\(word)` is neither yes, no nor a block such as `10.1.0.0/16`")
            }
        }
    }

    private static let laterTypes: Set<String> = [
        "email", "ntfy", "gotify", "telegram", "slack", "discord", "matrix", "teams",
    ]

    private static func missingKey(_ route: RouteSettings, hasURL: Bool) -> String? {
        switch route.type {
        case .webhook: hasURL || route.urlFile != nil ? nil : "url"
        case .exec: route.command.isEmpty ? "command" : nil
        case .file: route.path == nil ? "path" : nil
        case .journal, .stdout: nil
        }
    }

    // MARK: [digest]

    mutating func readDigest(_ section: INIDocument.Section) {
        var reader = SectionReader(section)
        defer { take(reader) }
        guard let name = section.name else { return }
        var digest = DigestSettings(name: name)
        let names = reader.words("watch")
        digest.watches = names.map(\.text)
        watchNames += names.map { ($0.text, $0.position) }
        digest.top = reader.number("top", in: 1...1000) ?? digest.top
        digest.reader = reader.text("reader") ?? name
        if reader.text("since") != "last" { digest.since = reader.duration("since") }
        let notify = reader.words("notify")
        routeNames += notify.map { ($0.text, $0.position) }
        if reader.has("at") || !notify.isEmpty {
            let position = reader.entry("at")?.keyPosition ?? section.position
            reader.warn(
                at: position, "this version sends no digests by itself: run `wirewatch digest` from a timer")
        }
        digests.append(digest)
    }
}
