package import Model

/// A configuration as the daemon uses it, every default filled in.
package struct Configuration: Sendable {
    package var daemon: DaemonSettings
    package var feeds: [FeedSettings]
    package var aliases: [AliasSettings]
    package var watches: [WatchSettings]
    /// Watches over the feeds themselves: `on = feed.failing`.
    package var feedWatches: [FeedWatchSettings] = []
    package var routes: [RouteSettings]
    /// `nil` where no mail can be sent.
    package var mail: MailSettings?
    package var digests: [DigestSettings]
    /// Warnings; a configuration with errors is none.
    package var warnings: [ConfigurationProblem]
    /// The sections of the files as they are written.
    let sections: [INIDocument.Section]
    /// Values that lists of feeds give.
    let listed: [GivenSection]

    /// Every section of the files with its effective values, for `config show`; those of feeds from lists too.
    ///
    /// Made when it is asked for: most runs do not.
    package var given: [GivenSection] { ConfigurationPage.given(sections) + listed }

    /// A section with the values that count, each with its place.
    package struct GivenSection: Sendable, Hashable {
        package var kind: String
        package var name: String?
        package var position: SourcePosition
        package var values: [GivenValue]
    }

    package struct GivenValue: Sendable, Hashable {
        package var key: String
        /// Several lines where it was written so; several of them for a list.
        package var value: String
        package var position: SourcePosition
    }

    /// Watches of both kinds.
    package var watchCount: Int { watches.count + feedWatches.count }

    /// Where the section of a feed, watch, route and so on begins; `nil` where none is written.
    package func position(of kind: String, _ name: String) -> SourcePosition? {
        sections.first { $0.kind == kind && $0.name == name }?.position
            ?? listed.first { $0.kind == kind && $0.name == name }?.position
    }
}

/// `[wirewatch]`.
package struct DaemonSettings: Sendable, Hashable {
    /// `nil`: in the state folder.
    package var database: String?
    /// `nil`: as the service manager or the user's surroundings say.
    package var state: String?
    package var timezone: String = "UTC"
    /// BCP 47 primary tag.
    package var language: String?
    package var interval: Duration?
    package var minimumInterval: Duration = .minutes(15)
    package var maximumInterval: Duration = .hours(24)
    package var firstPoll: FirstPoll = .quiet
    package var notify: [String] = ["journal"]
    package var userAgent: String?
    package var contact: String?
    package var allowsAllPrivateAddresses = false
    package var allowedPrivateBlocks: [String] = []
    package var concurrentPolls = 16
    package var hostPolls = 1
    /// Rest of a host between two requests; `nil` for what fits the host.
    package var hostPause: Duration?
    /// Who rests after a 429; `nil` for what fits the host.
    package var holdScope: HoldScope?
    package var connectTimeout: Duration = .seconds(10)
    /// For the first byte.
    package var answerTimeout: Duration = .seconds(20)
    /// For a whole poll.
    package var timeout: Duration = .seconds(60)
    package var bodyBytes = 20 << 20
    package var documentItems = 10_000
    package var fieldBytes = 1 << 20
    package var attributeBytes = 1 << 20
    package var expansionBytes = 1 << 20
    package var documentDepth = 256
    package var storyWindow: Duration = .hours(72)
    /// `nil`: as the story engine was tuned.
    package var storyBias: Double?
    /// Of the stored story window, at most.
    package var storyWindowBytes = 256 << 20
    package var batchItems = 200
    /// Items older than this are deleted; `nil` for never.
    package var keep: Duration?
    /// How long a deleted item is known as seen; `nil` for ever.
    package var remember: Duration?
    /// Host and port of the listener, of the metrics and of the pages; `nil` for none.
    package var listen: String?
    /// Under which story pages are served, without a slash at its end; `nil`: digests name commands instead.
    package var base: String?
    package var push = PushKeys()
    package var metrics: String?
    package var pages: String?

    package init() {}

    /// The path of `base-url`, `/wirewatch` say; empty where it has none.
    package var basePath: String { WebAddress.path(of: base) }
}

/// What the composition root lends to the configuration: the languages of queries and addresses are not its own.
package struct ConfigurationChecks: Sendable {
    /// What is wrong with a query: offset in bytes, message, suggestion.
    package typealias Finding = (offset: Int, message: String, suggestion: String?)

    package enum QueryUse: Sendable, Hashable {
        case watch(WatchSettings)
        case filter
    }

    /// The queries of a configuration with these aliases, which are read once for all of them.
    package var queries: @Sendable ([AliasSettings]) -> QueryChecks
    package var isAddressBlock: @Sendable (String) -> Bool
    /// Those of the names that are installed time zones; for no names, all that are installed.
    package var timeZones: @Sendable ([String]) -> [String]

    package init(
        queries: @escaping @Sendable ([AliasSettings]) -> QueryChecks,
        isAddressBlock: @escaping @Sendable (String) -> Bool,
        timeZones: @escaping @Sendable ([String]) -> [String]
    ) {
        self.queries = queries
        self.isAddressBlock = isAddressBlock
        self.timeZones = timeZones
    }
}

/// What the watch language says of the queries of one configuration.
package struct QueryChecks: Sendable {
    /// Problems of the aliases: alias, index of the entry, message, suggestion.
    package var aliasProblems: [(alias: String, entry: Int?, message: String, suggestion: String?)]
    package var query: @Sendable (String, ConfigurationChecks.QueryUse) -> [ConfigurationChecks.Finding]
    package var score: @Sendable (WatchSettings) -> [ConfigurationChecks.Finding]

    package init(
        aliasProblems: [(alias: String, entry: Int?, message: String, suggestion: String?)],
        query: @escaping @Sendable (String, ConfigurationChecks.QueryUse) -> [ConfigurationChecks.Finding],
        score: @escaping @Sendable (WatchSettings) -> [ConfigurationChecks.Finding]
    ) {
        self.aliasProblems = aliasProblems
        self.query = query
        self.score = score
    }
}
