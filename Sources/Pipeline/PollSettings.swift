package import FeedParsing
package import Model
package import Watches

/// What polls are told by the configuration.
package struct PollSettings: Sendable {
    package var userAgent: String
    package var fetchLimits: FetchLimits
    package var addresses: AddressPolicy
    package var parseLimits: ParseLimits
    /// By feed name: what to keep and what to leave out.
    package var filters: [String: ItemFilter]
    /// By feed name: `user:password`, read from files.
    package var credentials: [String: String]
    /// By name: the time zones that feeds are said to write their dates in.
    package var zones: [String: TimeZoneRules]
    /// The pace of polls of feeds that are pushed; `nil` where nobody listens for pushes.
    package var pushPace: Duration?
    /// Between two requests to one host, for the pages of a feed as well; `nil` for what fits the host.
    package var hostPause: Duration?
    /// Items that are dated before it are no news, even where nobody knows them; `nil` for all ages.
    package var keep: Duration?

    package init(
        userAgent: String, fetchLimits: FetchLimits, addresses: AddressPolicy, parseLimits: ParseLimits,
        filters: [String: ItemFilter], credentials: [String: String],
        zones: [String: TimeZoneRules] = [:], pushPace: Duration? = nil
    ) {
        self.pushPace = pushPace
        self.userAgent = userAgent
        self.fetchLimits = fetchLimits
        self.addresses = addresses
        self.parseLimits = parseLimits
        self.filters = filters
        self.credentials = credentials
        self.zones = zones
    }

    /// The document that came for `feed`.
    func document(_ body: [UInt8], _ metadata: FetchMetadata, of feed: FeedSettings) -> Document {
        Document(
            bytes: body, contentType: metadata.contentType, url: metadata.url,
            zone: feed.timezone.flatMap { zones[$0] })
    }

    /// Where requests on behalf of `feed` may go.
    package func addresses(for feed: FeedSettings) -> AddressPolicy {
        feed.allowsPrivateAddresses.map { AddressPolicy(allowedPrivateBlocks: $0) } ?? addresses
    }

    /// The request that asks `feed` at `url`, which need not be the address it is configured with.
    func request(for feed: FeedSettings, at url: String, validators: Validators?) -> FetchRequest {
        var request = FetchRequest(
            url: url, validators: validators, userAgent: feed.userAgent ?? userAgent, headers: feed.headers,
            credentials: credentials[feed.name], proxy: feed.proxy, limits: fetchLimits,
            addresses: addresses(for: feed))
        request.home = feed.url
        request.authorityFile = feed.authorityFile
        request.certificateFile = feed.certificateFile
        request.keyFile = feed.keyFile
        request.takesDelta = true
        return request
    }
}

/// `accept` and `drop` of one feed.
package struct ItemFilter: Sendable {
    package var accept: Query?
    package var drop: Query?

    package init(accept: Query?, drop: Query?) {
        self.accept = accept
        self.drop = drop
    }

    func keeps(_ item: WatchedItem) -> Bool {
        if let accept, !accept.matches(item) { return false }
        return drop.map { !$0.matches(item) } ?? true
    }
}
