import Model
import Text

/// Makes a configuration of sections, and gathers every problem on the way.
struct ConfigurationBuilder {
    let checks: ConfigurationChecks
    var daemon = DaemonSettings()
    var feeds: [FeedSettings] = []
    var aliases: [AliasSettings] = []
    var watches: [WatchSettings] = []
    var routes: [RouteSettings] = []
    var digests: [DigestSettings] = []
    var problems: [ConfigurationProblem] = []
    /// Where each named thing was defined, by kind and name.
    var definitions: [String: SourcePosition] = [:]
    /// Values to be looked at once everything is known.
    var queries: [PendingQuery] = []
    var routeNames: [(name: String, position: SourcePosition)] = []
    var watchNames: [(name: String, position: SourcePosition)] = []
    var aliasEntries: [String: [SourcePosition]] = [:]

    struct PendingQuery {
        var value: INIDocument.Value
        var use: ConfigurationChecks.QueryUse
        var isScore: Bool
    }

    init(checks: ConfigurationChecks) { self.checks = checks }

    // MARK: Sections

    /// Reads all of `sections`: the daemon's first, since it holds the defaults of the others.
    mutating func read(_ sections: [INIDocument.Section]) {
        let known = sections.filter { section in
            guard Directive.sections.contains(section.kind) else {
                fail(
                    at: section.position, "unknown section [\(section.kind)]",
                    suggestion: Suggestion.nearest(to: section.kind, among: Directive.sections))
                return false
            }
            return hasRightName(section)
        }
        for section in known where section.kind == "wirewatch" { readDaemon(section) }
        for section in known {
            switch section.kind {
            case "feed": readFeed(section)
            case "opml": readOPML(section)
            case "alias": readAlias(section)
            case "watch": readWatch(section)
            case "route": readRoute(section)
            case "digest": readDigest(section)
            case "mail":
                take(SectionReader(section))
                warn(at: section.position, "this version sends no mail: [mail] has no effect yet")
            default: break
            }
        }
        checkWhole(sections)
    }

    private mutating func hasRightName(_ section: INIDocument.Section) -> Bool {
        let isNamed = Directive.namedSections.contains(section.kind)
        guard isNamed else {
            if section.name != nil { fail(at: section.position, "[\(section.kind)] has no name") }
            return section.name == nil
        }
        guard let name = section.name else {
            fail(at: section.position, "[\(section.kind)] needs a name: [\(section.kind) \"name\"]")
            return false
        }
        guard ValueReading.isName(name) else {
            fail(at: section.position, "`\(name)` is no name: letters, digits, `-` and `_`, at most 64")
            return false
        }
        let key = "\(section.kind) \(name)"
        if let first = definitions[key] {
            fail(at: section.position, "[\(section.kind) \"\(name)\"] stands already at \(first)")
            return false
        }
        definitions[key] = section.position
        return true
    }

    func names(of kind: String) -> [String] {
        definitions.keys.filter { $0.hasPrefix(kind + " ") }.map { String($0.dropFirst(kind.count + 1)) }
            .sorted()
    }

    // MARK: Problems

    mutating func take(_ reader: SectionReader) { problems += reader.problems }

    mutating func fail(at position: SourcePosition, _ message: String, suggestion: String? = nil) {
        problems.append(ConfigurationProblem(.error, at: position, message, suggestion: suggestion))
    }

    mutating func warn(at position: SourcePosition, _ message: String) {
        problems.append(ConfigurationProblem(.warning, at: position, message))
    }

    // MARK: [wirewatch]

    private mutating func readDaemon(_ section: INIDocument.Section) {
        var reader = SectionReader(section)
        daemon.database = reader.text("database") ?? daemon.database
        if let entry = reader.entry("timezone") {
            let zone = entry.value.text
            if checks.timeZones([zone]).isEmpty {
                reader.fail(
                    entry, "there is no time zone `\(zone)`",
                    suggestion: Suggestion.nearest(to: zone, among: checks.timeZones([])))
            } else {
                daemon.timezone = zone
            }
        }
        daemon.language = reader.text("language")?.lowercased() ?? daemon.language
        daemon.interval = reader.duration("interval") ?? daemon.interval
        daemon.minimumInterval = reader.duration("min-interval") ?? daemon.minimumInterval
        daemon.maximumInterval = reader.duration("max-interval") ?? daemon.maximumInterval
        if let interval = daemon.interval, !reader.has("min-interval") {
            daemon.minimumInterval = min(daemon.minimumInterval, interval)
        }
        daemon.firstPoll = reader.choice("first-poll", FirstPoll.self) ?? daemon.firstPoll
        let notify = reader.words("notify")
        if !notify.isEmpty { daemon.notify = notify.map(\.text) }
        routeNames += notify.map { ($0.text, $0.position) }
        daemon.userAgent = reader.text("user-agent") ?? daemon.userAgent
        daemon.contact = reader.text("contact") ?? daemon.contact
        readAddresses(&reader)
        daemon.concurrentPolls = reader.number("concurrent-polls", in: 1...512) ?? daemon.concurrentPolls
        daemon.hostPolls = reader.number("host-polls", in: 1...16) ?? daemon.hostPolls
        daemon.connectTimeout = reader.duration("connect-timeout") ?? daemon.connectTimeout
        daemon.timeout = reader.duration("timeout") ?? daemon.timeout
        daemon.bodyBytes = reader.size("max-body") ?? daemon.bodyBytes
        daemon.documentItems = reader.number("max-items", in: 1...1_000_000) ?? daemon.documentItems
        daemon.storyWindow = reader.duration("story-window") ?? daemon.storyWindow
        daemon.batchItems = reader.number("batch-items", in: 1...10_000) ?? daemon.batchItems
        take(reader)
    }

    private mutating func readAddresses(_ reader: inout SectionReader) {
        for (word, position) in reader.words("allow-private-addresses") {
            if let answer = ValueReading.bool(word) {
                daemon.allowsAllPrivateAddresses = answer
            } else if checks.isAddressBlock(word) {
                daemon.allowedPrivateBlocks.append(word)
            } else {
                reader.fail(at: position, "`\(word)` is neither yes, no nor a block such as `10.1.0.0/16`")
            }
        }
    }
}
