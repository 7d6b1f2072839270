package import Model

/// A configuration as the daemon uses it, every default filled in.
package struct Configuration: Sendable {
    package var daemon: DaemonSettings
    package var feeds: [FeedSettings]
    package var aliases: [AliasSettings]
    package var watches: [WatchSettings]
    package var routes: [RouteSettings]
    package var digests: [DigestSettings]
    /// Warnings; a configuration with errors is none.
    package var warnings: [ConfigurationProblem]
    /// Every value that a file gave, for `config show`, in the order of the files.
    package var given: [GivenValue]

    package struct GivenValue: Sendable, Hashable {
        package var section: String
        package var name: String?
        package var key: String
        package var value: String
        package var position: SourcePosition
    }
}

/// `[wirewatch]`.
package struct DaemonSettings: Sendable, Hashable {
    /// `nil`: in the state folder.
    package var database: String?
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
    package var connectTimeout: Duration = .seconds(10)
    package var timeout: Duration = .seconds(60)
    package var bodyBytes = 20 << 20
    package var documentItems = 10_000
    package var storyWindow: Duration = .hours(72)
    package var batchItems = 200

    package init() {}
}

/// `[digest "…"]`.
package struct DigestSettings: Sendable, Hashable {
    package var name: String
    package var watches: [String]
    package var top: Int
    package var reader: String
    /// `nil` for since the last.
    package var since: Duration?

    package init(name: String) {
        self.name = name
        watches = []
        top = 10
        reader = name
        since = nil
    }
}

/// What the composition root lends to the configuration: the languages of queries and addresses are not its own.
package struct ConfigurationChecks: Sendable {
    /// What is wrong with a query: offset in bytes, message, suggestion.
    package typealias Finding = (offset: Int, message: String, suggestion: String?)

    package enum QueryUse: Sendable, Hashable {
        case watch(WatchSettings)
        case filter
    }

    /// Problems of the aliases: alias, index of the entry, message, suggestion.
    package var aliases:
        @Sendable ([AliasSettings]) -> [(alias: String, entry: Int?, message: String, suggestion: String?)]
    package var query: @Sendable (String, QueryUse, [AliasSettings]) -> [Finding]
    package var score: @Sendable (WatchSettings, [AliasSettings]) -> [Finding]
    package var isAddressBlock: @Sendable (String) -> Bool
    /// Those of the names that are installed time zones; for no names, all that are installed.
    package var timeZones: @Sendable ([String]) -> [String]

    package init(
        aliases:
            @escaping @Sendable ([AliasSettings]) -> [(
                alias: String, entry: Int?, message: String, suggestion: String?
            )],
        query: @escaping @Sendable (String, QueryUse, [AliasSettings]) -> [Finding],
        score: @escaping @Sendable (WatchSettings, [AliasSettings]) -> [Finding],
        isAddressBlock: @escaping @Sendable (String) -> Bool,
        timeZones: @escaping @Sendable ([String]) -> [String]
    ) {
        self.aliases = aliases
        self.query = query
        self.score = score
        self.isAddressBlock = isAddressBlock
        self.timeZones = timeZones
    }
}
