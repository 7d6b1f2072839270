package import Configuration
import Curl
import FeedParsing
package import MicroHTTP
package import Model
package import Pipeline
import Platform
package import Scheduling
import Stories
package import Watches

/// A configuration made ready to run: its queries compiled, its files read.
package struct Setup: Sendable {
    package let configuration: Configuration
    package let watches: WatchSet
    package let aliases: AliasTable
    package let zone: TimeZoneRules
    private let filters: [String: ItemFilter]

    /// The version of the program.
    package static let version = "0.1.0"

    /// Reads and compiles the configuration at `path`.
    ///
    /// - Throws: every problem, warnings among them, where one of them is an error.
    package init(path: String) throws(ConfigurationErrors) {
        self.init(try ConfigurationFile.load(path, checks: .standard))
    }

    /// What a configuration without a line in it comes to.
    package static func standard() throws(ConfigurationErrors) -> Setup {
        Setup(try ConfigurationFile.load(text: "", file: "feeds.conf", checks: .standard))
    }

    private init(_ configuration: Configuration) {
        self.configuration = configuration
        let (table, _) = AliasTable.reading(configuration.aliases)
        aliases = table
        var compiled: [CompiledWatch] = []
        for watch in configuration.watches {
            // The check found no error, so compiling finds none either.
            if let one = try? CompiledWatch(settings: watch, aliases: table) { compiled.append(one) }
        }
        watches = WatchSet(compiled)
        var filters: [String: ItemFilter] = [:]
        for feed in configuration.feeds where feed.accept != nil || feed.drop != nil {
            func query(_ text: String?) -> Query? {
                text.flatMap { try? QueryParser.parse($0, aliases: table, context: .filter) }
            }
            filters[feed.name] = ItemFilter(accept: query(feed.accept), drop: query(feed.drop))
        }
        self.filters = filters
        zone = TimeZones.rules(named: configuration.daemon.timezone) ?? .utc
    }

    /// Watches over feeds, each with its times and the zone that they are in.
    package var feedWatches: [(settings: FeedWatchSettings, at: CalendarExpression, zone: TimeZoneRules)] {
        configuration.feedWatches.compactMap { watch in
            // The check has read it, so it can be read.
            guard let at = try? CalendarExpression(watch.at) else { return nil }
            return (watch, at, at.zone.flatMap { TimeZones.rules(named: $0) } ?? zone)
        }
    }

    /// Digests with times of their own, each time with the zone that it is in.
    package var scheduledDigests: [ScheduledDigest] {
        configuration.digests.filter { !$0.at.isEmpty }.map { settings in
            let times = settings.at.compactMap { text -> ScheduledDigest.Time? in
                // The check has read it, so it can be read.
                guard let at = try? CalendarExpression(text) else { return nil }
                return ScheduledDigest.Time(
                    at: at, zone: at.zone.flatMap { TimeZones.rules(named: $0) } ?? zone)
            }
            return ScheduledDigest(settings: settings, times: times)
        }
    }

    /// What the program calls itself to servers.
    package var userAgent: String {
        if let given = configuration.daemon.userAgent { return given }
        let contact = configuration.daemon.contact.map { "+\($0)" } ?? "feed aggregator"
        return "wirewatch/\(Self.version) (\(contact))"
    }

    package var pollSettings: PollSettings {
        let daemon = configuration.daemon
        var limits = FetchLimits()
        limits.connectTimeout = daemon.connectTimeout
        limits.firstByteTimeout = daemon.answerTimeout
        limits.totalTimeout = daemon.timeout
        limits.bodyBytes = daemon.bodyBytes
        var parse = ParseLimits()
        parse.bytes = daemon.bodyBytes
        parse.entries = daemon.documentItems
        parse.fieldBytes = daemon.fieldBytes
        parse.attributeBytes = daemon.attributeBytes
        parse.expansionBytes = daemon.expansionBytes
        parse.depth = daemon.documentDepth
        var settings = PollSettings(
            userAgent: userAgent, fetchLimits: limits,
            addresses: AddressPolicy(
                allowedPrivateBlocks: daemon.allowedPrivateBlocks,
                allowsAllPrivate: daemon.allowsAllPrivateAddresses), parseLimits: parse, filters: filters,
            credentials: credentials, zones: feedZones)
        settings.hostPause = daemon.hostPause
        settings.keep = daemon.keep
        return settings
    }

    /// Zones of the feeds' dates; the check of the configuration has found them all.
    private var feedZones: [String: TimeZoneRules] {
        let names = Set(configuration.feeds.compactMap(\.timezone))
        return Dictionary(
            uniqueKeysWithValues: names.compactMap { name in TimeZones.rules(named: name).map { (name, $0) } }
        )
    }

    package var pushSettings: PushSettings {
        let keys = configuration.daemon.push
        var settings = PushSettings()
        settings.lease = keys.lease
        settings.shortestLease = keys.shortestLease
        settings.longestLease = keys.longestLease
        settings.verificationWait = keys.verificationWait
        return settings
    }

    package var serverLimits: ServerLimits {
        let keys = configuration.daemon.push
        var limits = ServerLimits()
        limits.connections = keys.connections
        limits.connectionsPerAddress = keys.hostConnections
        limits.timeout = keys.timeout
        limits.headerBytes = keys.headerBytes
        // Two of the largest at once.
        limits.bodyBytes = 2 * configuration.daemon.bodyBytes
        return limits
    }

    /// The lists by which reports meet: those that watches ask for.
    ///
    /// A library of lists would make a story of any two reports on China, trade and the United States.
    private var watchedAliases: AliasTable {
        aliases.limited(to: Set(watches.watches.flatMap(\.aliasNames)))
    }

    /// How the messages of `route` are put together.
    package func deliveryRules(of route: RouteSettings) -> DeliveryRules {
        var rules = DeliveryRules()
        rules.hours = OpenHours(
            route.timing.active.map { ($0, $0.zone.flatMap { TimeZones.rules(named: $0) } ?? zone) })
        rules.language = configuration.daemon.language
        rules.aliases = aliases
        return rules
    }

    package var editorSettings: EditorSettings {
        var stories = StorySettings()
        stories.window = configuration.daemon.storyWindow
        stories.bias += configuration.daemon.storyBias ?? 0
        // An eighth is for the reports since the snapshot.
        stories.snapshotBytes = configuration.daemon.storyWindowBytes / 8 * 7
        var settings = EditorSettings(
            watches: watches, aliases: watchedAliases, routes: configuration.routes,
            defaultRoutes: configuration.daemon.notify, language: configuration.daemon.language,
            stories: stories,
            batchItems: configuration.daemon.batchItems)
        settings.queryAliases = aliases
        return settings
    }

    /// Read at each start and reload; a file that cannot be read leaves its feed without, and the server says so.
    private var credentials: [String: String] {
        var credentials: [String: String] = [:]
        for feed in configuration.feeds {
            guard let path = feed.credentialsFile, let bytes = try? BoundedFile.read(path: path) else {
                continue
            }
            let line = bytes.prefix { $0 != 0x0A && $0 != 0x0D }
            credentials[feed.name] = String(decoding: line, as: UTF8.self)
        }
        return credentials
    }
}

/// The system's time zones.
package enum TimeZones {
    private static let folder = "/usr/share/zoneinfo/"

    /// All of the form `Region/City`.
    package static var names: [String] {
        Glob.paths(folder + "[A-Z]*/*").map { String($0.dropFirst(folder.utf8.count)) }
    }

    /// The rules of `Asia/Seoul`, say; `nil` where the system has none of that name.
    package static func rules(named name: String) -> TimeZoneRules? {
        if name == "UTC" { return .utc }
        let isName = name.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || byte == 0x2F || byte == 0x5F || byte == 0x2D || byte == 0x2B
        }
        guard isName, !name.isEmpty, !name.hasPrefix("/") else { return nil }
        guard let bytes = try? BoundedFile.read(path: folder + name) else { return nil }
        return TimeZoneRules(name: name, file: bytes)
    }
}

extension ConfigurationChecks {
    /// Queries by the watch language, blocks by the fetcher, zones by the system.
    package static var standard: ConfigurationChecks {
        ConfigurationChecks(
            queries: { aliases in
                let (table, errors) = AliasTable.reading(aliases)
                return QueryChecks(
                    aliasProblems: errors.map {
                        (
                            alias: $0.alias, entry: $0.entry, message: $0.error.message,
                            suggestion: $0.error.suggestion
                        )
                    },
                    query: { text, use in
                        switch use {
                        case .watch(let watch): return Self.findings(of: watch, part: .query, aliases: table)
                        case .filter:
                            do throws(QueryErrors) {
                                _ = try QueryParser.parse(text, aliases: table, context: .filter)
                                return []
                            } catch {
                                return error.errors.map { ($0.range.lowerBound, $0.message, $0.suggestion) }
                            }
                        }
                    },
                    score: { watch in Self.findings(of: watch, part: .score, aliases: table) })
            }, isAddressBlock: { AddressBlock($0) != nil },
            timeZones: { names in
                names.isEmpty ? TimeZones.names : names.filter { TimeZones.rules(named: $0) != nil }
            })
    }

    private static func findings(
        of watch: WatchSettings, part: QueryError.Part, aliases: AliasTable
    ) -> [Finding] {
        do throws(QueryErrors) {
            _ = try CompiledWatch(settings: watch, aliases: aliases)
            return []
        } catch {
            // What concerns the watch as a whole is told once, with its query or, without one, its score.
            let whole: QueryError.Part = watch.query == nil ? .score : .query
            return error.errors.filter { $0.part == part || $0.part == .watch && part == whole }
                .map { ($0.range.lowerBound, $0.message, $0.suggestion) }
        }
    }
}
