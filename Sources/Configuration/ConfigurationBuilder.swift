import Model
import Text

/// Makes a configuration of sections, and gathers every problem on the way.
struct ConfigurationBuilder {
    let checks: ConfigurationChecks
    var daemon = DaemonSettings()
    var feeds: [FeedSettings] = []
    var aliases: [AliasSettings] = []
    var watches: [WatchSettings] = []
    var feedWatches: [FeedWatchSettings] = []
    var routes: [RouteSettings] = []
    var mail: MailSettings?
    /// Where the first route of mail stands.
    var mailRoute: (name: String, position: SourcePosition)?
    var digests: [DigestSettings] = []
    var problems: [ConfigurationProblem] = []
    /// Where each named thing was defined, by kind and name.
    var definitions: [Definition: SourcePosition] = [:]
    /// Values to be looked at once everything is known.
    var queries: [PendingQuery] = []
    var routeNames: [INIDocument.Part] = []
    var watchNames: [INIDocument.Part] = []
    var aliasEntries: [String: [SourcePosition]] = [:]
    /// What a watch filters by, with where that stands.
    var filters: [(kind: Filter, part: INIDocument.Part)] = []
    /// What a watch waits for, with where that stands.
    var minimumOutlets: [(count: Int, position: SourcePosition)] = []
    /// The file that all others are included from.
    let firstFile: String
    /// Where the keys of pushes stand that need one another.
    var pushPlaces: [String: SourcePosition] = [:]
    /// Values that lists of feeds give, for `config show`.
    var listed: [Configuration.GivenSection] = []

    struct Definition: Hashable {
        var kind: String
        var name: String
    }

    struct PendingQuery {
        var value: INIDocument.Value
        var use: ConfigurationChecks.QueryUse
        var isScore: Bool
    }

    enum Filter: String {
        case language
        case tag
        case source
    }

    init(checks: ConfigurationChecks, firstFile: String) {
        self.checks = checks
        self.firstFile = firstFile
    }

    // MARK: Sections

    /// Reads all of `sections`: the daemon's first, since it holds the defaults of the others.
    mutating func read(_ sections: [INIDocument.Section]) {
        let known = sections.filter { isKnown($0) }
        // All of them are one, in the order of the files, so that lists add up and the last value counts.
        if var whole = known.first(where: { $0.kind == "wirewatch" }) {
            whole.entries = known.filter { $0.kind == "wirewatch" }.flatMap(\.entries)
            readDaemon(whole)
        }
        if var whole = known.first(where: { $0.kind == "mail" }) {
            whole.entries = known.filter { $0.kind == "mail" }.flatMap(\.entries)
            readMail(whole)
        }
        // Lists last: the names of feeds that are written out go before those that are made up.
        for section in known where section.kind != "opml" { read(section) }
        for section in known where section.kind == "opml" { readOPML(section) }
        checkWhole(sections)
    }

    private mutating func read(_ section: INIDocument.Section) {
        switch section.kind {
        case "feed": readFeed(section)
        case "alias": readAlias(section)
        case "watch": readWatch(section)
        case "route": readRoute(section)
        case "digest": readDigest(section)
        default: break
        }
    }

    private mutating func isKnown(_ section: INIDocument.Section) -> Bool {
        // The header was an error already.
        guard !section.kind.isEmpty else { return false }
        guard Directive.sections.contains(section.kind) else {
            fail(
                at: section.position, "unknown section [\(section.kind)]",
                suggestion: Suggestion.nearest(to: section.kind, among: Directive.sections))
            return false
        }
        return hasRightName(section)
    }

    /// Notes what is wrong with a name; false where the section has none, and so cannot be read.
    private mutating func hasRightName(_ section: INIDocument.Section) -> Bool {
        guard Directive.namedSections.contains(section.kind) else {
            if section.name != nil { fail(at: section.position, "[\(section.kind)] has no name") }
            return true
        }
        guard let name = section.name else {
            fail(at: section.position, "[\(section.kind)] needs a name: [\(section.kind) \"name\"]")
            take(SectionReader(section))
            return false
        }
        if !ValueReading.isName(name) {
            fail(at: section.position, "`\(name.shown)` is no name: letters, digits, `-` and `_`, at most 64")
        }
        let definition = Definition(kind: section.kind, name: name)
        if let first = definitions[definition] {
            fail(at: section.position, "\(section.header) stands already at \(first)")
        } else {
            definitions[definition] = section.position
        }
        return true
    }

    func names(of kind: String) -> [String] {
        definitions.keys.filter { $0.kind == kind }.map(\.name).sorted()
    }

    func position(of kind: String, _ name: String) -> SourcePosition? {
        definitions[Definition(kind: kind, name: name)]
    }

    // MARK: Problems

    mutating func take(_ reader: SectionReader) { problems += reader.problems }

    mutating func fail(at position: SourcePosition, _ message: String, suggestion: String? = nil) {
        problems.append(ConfigurationProblem(.error, at: position, message, suggestion: suggestion))
    }

    mutating func warn(at position: SourcePosition, _ message: String, suggestion: String? = nil) {
        problems.append(ConfigurationProblem(.warning, at: position, message, suggestion: suggestion))
    }

    // MARK: [wirewatch]

    private mutating func readDaemon(_ section: INIDocument.Section) {
        var reader = SectionReader(section)
        daemon.database = reader.text("database")
        daemon.state = reader.text("state")
        daemon.timezone = timeZone(&reader) ?? daemon.timezone
        daemon.language = reader.language("language")?.lowercased()
        readIntervals(&reader)
        daemon.firstPoll = reader.choice("first-poll", FirstPoll.self) ?? daemon.firstPoll
        let notify = reader.words("notify")
        if !notify.isEmpty { daemon.notify = notify.map(\.text) }
        routeNames += notify
        daemon.userAgent = reader.text("user-agent")
        daemon.contact = reader.value("contact") { WebAddress.isContact($0) ? $0 : nil }
        let blocks = blocks(&reader)
        daemon.allowsAllPrivateAddresses = blocks.all
        daemon.allowedPrivateBlocks = blocks.some
        daemon.concurrentPolls = reader.number("concurrent-polls") ?? daemon.concurrentPolls
        daemon.hostPolls = reader.number("host-polls") ?? daemon.hostPolls
        daemon.hostPause = reader.duration("host-pause")
        daemon.holdScope = reader.choice("hold-scope", HoldScope.self)
        daemon.connectTimeout = reader.duration("connect-timeout") ?? daemon.connectTimeout
        daemon.answerTimeout = reader.duration("answer-timeout") ?? daemon.answerTimeout
        daemon.timeout = reader.duration("timeout") ?? daemon.timeout
        daemon.bodyBytes = reader.size("max-body") ?? daemon.bodyBytes
        daemon.documentItems = reader.number("max-items") ?? daemon.documentItems
        daemon.fieldBytes = reader.size("max-field") ?? daemon.fieldBytes
        daemon.attributeBytes = reader.size("max-attribute") ?? daemon.attributeBytes
        daemon.expansionBytes = reader.size("max-expansion") ?? daemon.expansionBytes
        daemon.documentDepth = reader.number("max-depth") ?? daemon.documentDepth
        daemon.storyWindow = reader.duration("story-window") ?? daemon.storyWindow
        daemon.storyBias = reader.figure("story-bias")
        daemon.storyWindowBytes = reader.size("story-window-bytes") ?? daemon.storyWindowBytes
        daemon.batchItems = reader.number("batch-items") ?? daemon.batchItems
        daemon.keep = reader.duration("keep")
        daemon.remember = reader.duration("remember")
        readPush(&reader)
        daemon.base = reader.value("base-url") { WebAddress.callback($0) }
        daemon.metrics = reader.value("metrics") { WebAddress.isListeningAddress($0) ? $0 : nil }
        daemon.pages = reader.value("pages") { WebAddress.isListeningAddress($0) ? $0 : nil }
        checkListeners(&reader)
        take(reader)
    }

    private mutating func readIntervals(_ reader: inout SectionReader) {
        daemon.interval = reader.duration("interval")
        daemon.minimumInterval = reader.duration("min-interval") ?? daemon.minimumInterval
        daemon.maximumInterval = reader.duration("max-interval") ?? daemon.maximumInterval
        if let interval = daemon.interval {
            if !reader.has("min-interval") { daemon.minimumInterval = min(daemon.minimumInterval, interval) }
            if !reader.has("max-interval") { daemon.maximumInterval = max(daemon.maximumInterval, interval) }
        }
        checkIntervals(
            &reader, interval: daemon.interval, minimum: daemon.minimumInterval,
            maximum: daemon.maximumInterval)
    }

    /// Says where three intervals contradict each other.
    func checkIntervals(
        _ reader: inout SectionReader, interval: Duration?, minimum: Duration, maximum: Duration
    ) {
        if minimum > maximum {
            let place = reader.place(reader.has("min-interval") ? "min-interval" : "max-interval")
            let (low, high) = (ValueReading.text(minimum), ValueReading.text(maximum))
            reader.fail(at: place, "min-interval is longer than max-interval: \(low) and \(high)")
        } else if let interval, reader.has("interval"), interval < minimum || interval > maximum {
            let (word, bound) = interval < minimum ? ("shorter", minimum) : ("longer", maximum)
            let key = interval < minimum ? "min-interval" : "max-interval"
            reader.warn(
                at: reader.place("interval"),
                "\(word) than the \(key), \(ValueReading.text(bound)), which counts")
        }
    }

    /// What `timezone` says, where there is such a zone.
    func timeZone(_ reader: inout SectionReader) -> String? {
        guard let entry = reader.entry("timezone"),
            isTimeZone((entry.value.text, entry.value.start), &reader)
        else { return nil }
        return entry.value.text
    }

    func isTimeZone(_ part: INIDocument.Part, _ reader: inout SectionReader) -> Bool {
        guard checks.timeZones([part.text]).isEmpty else { return true }
        reader.fail(
            at: part.position, "there is no time zone `\(part.text.shown)`",
            suggestion: Suggestion.nearest(to: part.text, among: checks.timeZones([])))
        return false
    }

    /// What `allow-private-addresses` says: everything, or some blocks.
    func blocks(_ reader: inout SectionReader) -> (all: Bool, some: [String]) {
        var (all, some): (Bool, [String]) = (false, [])
        for (word, position) in reader.words("allow-private-addresses") {
            if let answer = ValueReading.bool(word) {
                all = answer
            } else if checks.isAddressBlock(word) {
                some.append(word)
            } else {
                reader.fail(
                    at: position, "`\(word.shown)` is neither yes, no nor a block such as `10.1.0.0/16`")
            }
        }
        return (all, some)
    }
}
