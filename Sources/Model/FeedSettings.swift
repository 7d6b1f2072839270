/// What the configuration says of one feed, every default filled in.
package struct FeedSettings: Hashable, Sendable, Codable {
    /// The name in feeds.conf, unique; letters, digits, `-` and `_`.
    package var name: String
    package var url: String
    package var outlet: Outlet
    /// BCP 47, where the user said so; it overrules what the feed says.
    package var language: String?
    /// IANA name of the time zone in which dates are meant that name none; `nil` for UTC.
    package var timezone: String?
    package var tags: [String]
    /// The longest wait between two polls that the user wants, `nil` to let it adapt.
    package var interval: Duration?
    /// No poll comes sooner after the last than this.
    package var minimumInterval: Duration
    /// However seldom a feed changes, it is polled this often.
    package var maximumInterval: Duration
    /// Silence longer than this is reported.
    package var expectedWithin: Duration?
    package var firstPoll: FirstPoll
    /// Query that an item must meet to be kept, in the watch language.
    package var accept: String?
    /// Query whose items are left out, in the watch language.
    package var drop: String?
    package var userAgent: String?
    /// Extra request headers, `Name: value`, sent to the feed's own origin only.
    package var headers: [String]
    /// File with `user:password`, sent to the feed's own origin only.
    package var credentialsFile: String?
    package var proxy: String?
    /// PEM file with the authorities that are trusted for its own origin instead of the system's.
    package var authorityFile: String?
    /// PEM file with a certificate that is shown to its own origin.
    package var certificateFile: String?
    /// PEM file with the key of that certificate, where it is a file of its own.
    package var keyFile: String?
    /// Older pages that the first poll reads, where the feed has any (RFC 5005); `nil` for none.
    package var pages: Int?
    /// Blocks of private addresses that it may be in, or `nil` for those of every feed.
    package var allowsPrivateAddresses: [String]?
    /// Who rests after a 429, or `nil` for what fits the host.
    package var holdScope: HoldScope?
    /// Whether hubs may push it, `nil` where nothing is said: rows that are older than the setting lack it.
    package var takesPush: Bool?

    package init(name: String, url: String, outlet: Outlet) {
        self.name = name
        self.url = url
        self.outlet = outlet
        language = nil
        timezone = nil
        tags = []
        interval = nil
        minimumInterval = .minutes(15)
        maximumInterval = .hours(24)
        expectedWithin = nil
        firstPoll = .quiet
        accept = nil
        drop = nil
        userAgent = nil
        headers = []
        credentialsFile = nil
        proxy = nil
        authorityFile = nil
        certificateFile = nil
        keyFile = nil
        pages = nil
        allowsPrivateAddresses = nil
        holdScope = nil
        takesPush = nil
    }
}

/// Who rests when a server says 429, too many requests.
package enum HoldScope: String, Sendable, Codable, CaseIterable {
    /// Every feed of that host and port.
    case host
    /// The one feed.
    case feed
}

/// Whether the items of a feed's first poll may alert.
package enum FirstPoll: String, Sendable, Codable, CaseIterable {
    /// They are stored and placed, but items older than an hour alert nobody.
    case quiet
    case alert
}
