/// What a server gave to ask "changed since?" with, kept byte for byte, and the URL that gave it.
package struct Validators: Hashable, Sendable, Codable {
    package var entityTag: String?
    package var lastModified: String?
    /// They are a property of this URL and never sent to another.
    package var url: String

    package init(entityTag: String?, lastModified: String?, url: String) {
        self.entityTag = entityTag
        self.lastModified = lastModified
        self.url = url
    }

    package var isEmpty: Bool { entityTag == nil && lastModified == nil }
}

/// How a feed does.
package enum FeedHealth: String, Sendable, Codable, CaseIterable {
    /// Polled and read.
    case ok
    /// Readable, but later than its own rhythm.
    case late
    /// The last poll failed; it is asked again, ever more seldom.
    case failing
    /// Readable, but nothing new for longer than expected.
    case silent
    /// Served from another address for good.
    case moved
    /// The server said that it will not come back (410); no longer asked.
    case gone
    /// The server will not have us (401, 403, 429).
    case refused
}

/// What stood in the way of the last poll, for programs and for advice.
package enum TroubleCause: String, Sendable, Codable, CaseIterable {
    /// The name does not resolve or nobody listens.
    case unreachable
    case timeout
    case tls
    /// The address is not one that we connect to.
    case refusedAddress
    /// A redirect too many, to nowhere or to another scheme.
    case badRedirect
    /// The document is larger than it may be.
    case tooLarge
    /// The headers of the answer are.
    case headersTooLarge
    /// The answer broke off or could not be decoded.
    case brokenBody
    /// 401, 403: the server will not have us.
    case forbidden
    case notFound
    /// 410.
    case gone
    /// 429: holds the whole host.
    case tooManyRequests
    /// 5xx and the rest of 4xx.
    case serverError
    /// The URL cannot be asked for at all.
    case badURL
    /// Something came, but no feed.
    case notAFeed
}

/// A permanent redirect that is being watched until it is believed.
package struct Move: Hashable, Sendable, Codable {
    package var url: String
    package var firstSeen: Timestamp
    /// Polls in a row that were sent on to `url`.
    package var count: Int
    /// Whether polls start at `url` from now on.
    package var isBelieved: Bool
    /// The believed address failed at the last poll: the next one starts at the configured address again.
    package var isDoubted: Bool?

    package init(url: String, firstSeen: Timestamp, count: Int, isBelieved: Bool, isDoubted: Bool? = nil) {
        self.url = url
        self.firstSeen = firstSeen
        self.count = count
        self.isBelieved = isBelieved
        self.isDoubted = isDoubted
    }
}

/// What a feed or its server asked of whoever polls it; outlives a 304 and a restart.
package struct PollHints: Hashable, Sendable, Codable {
    /// Cache-Control max-age less Age, or Expires less Date.
    package var freshFor: Duration?
    /// RSS `ttl`, or `sy:updatePeriod` over `sy:updateFrequency`.
    package var ttl: Duration?
    /// Hours of the day, UTC, 0 to 23.
    package var skippedHours: [Int]
    /// Days of the week, UTC, 0 for Sunday to 6.
    package var skippedDays: [Int]

    package init(
        freshFor: Duration? = nil, ttl: Duration? = nil, skippedHours: [Int] = [], skippedDays: [Int] = []
    ) {
        self.freshFor = freshFor
        self.ttl = ttl
        self.skippedHours = skippedHours
        self.skippedDays = skippedDays
    }
}

/// What we know of one feed from polling it; written in the same commit as its items.
package struct FeedState: Hashable, Sendable, Codable {
    package var validators: Validators?
    /// Of the last body that was read whole, for servers without validators.
    package var bodyHash: UInt64?
    package var health: FeedHealth
    /// When `health` became what it is.
    package var since: Timestamp?
    /// The last error in words, with the status code where there is one.
    package var error: String?
    package var lastPoll: Timestamp?
    package var lastSuccess: Timestamp?
    /// When its newest item came: seen for the first time, or dated so where the first poll found it.
    package var lastNewItem: Timestamp?
    package var nextPoll: Timestamp?
    /// Failed polls in a row.
    package var failures: Int
    package var move: Move?
    package var hints: PollHints
    /// The usual gap between two items: the median of what ``itemSeconds`` holds.
    package var rhythm: Duration?
    package var title: String?
    package var language: String?
    /// Of the last failed poll; `nil` after a good one.
    package var cause: TroubleCause?
    /// HTTP status of the last failed poll, where it had one.
    package var status: Int?
    /// The server has given validators and sends the same document all the same.
    package var ignoresValidators: Bool?
    /// When its newest items came, whatever the last document held: seconds since 1970, newest first, at most 20.
    package var itemSeconds: [Int64]?
    /// The longest gap between two items of late, and when it ended: nights, weekends and holidays are usual.
    package var longestGap: Duration?
    package var longestGapSeen: Timestamp?
    /// Who pushes it, as its last document and its server said.
    package var offer: PushOffer?

    package init() {
        validators = nil
        bodyHash = nil
        health = .ok
        since = nil
        error = nil
        lastPoll = nil
        lastSuccess = nil
        lastNewItem = nil
        nextPoll = nil
        failures = 0
        move = nil
        hints = PollHints()
        rhythm = nil
        title = nil
        language = nil
        cause = nil
        status = nil
        ignoresValidators = nil
        itemSeconds = nil
        longestGap = nil
        longestGapSeen = nil
        offer = nil
    }

    /// Forgets what belonged to another address: the feed is due, as it was when it was new.
    package mutating func takeUpAnew(at now: Timestamp) {
        offer = nil
        validators = nil
        bodyHash = nil
        move = nil
        health = .ok
        since = now
        error = nil
        cause = nil
        status = nil
        ignoresValidators = nil
        failures = 0
        nextPoll = now
    }

    /// Is asked again after all, at `moment`; what is known of it stays.
    package mutating func retryByHand(at moment: Timestamp) {
        failures = 0
        nextPoll = moment
    }

    /// Takes over what pushes brought since the last poll, which is told apart from what polls know.
    package mutating func learn(of subscription: Subscription) {
        lastNewItem = [lastNewItem, subscription.lastNewItem].compactMap(\.self).max()
    }

    /// Where a poll starts: the believed new address, or else the configured one.
    package func address(configured url: String) -> String {
        if let move, move.isBelieved, move.isDoubted != true { return move.url }
        return url
    }
}

/// A feed whose time has come, with all that a poll of it needs.
package struct DueFeed: Hashable, Sendable {
    package var id: FeedID
    package var settings: FeedSettings
    package var state: FeedState
    /// The one that is not on its way out, where there is one.
    package var subscription: Subscription?

    package init(id: FeedID, settings: FeedSettings, state: FeedState, subscription: Subscription? = nil) {
        self.id = id
        self.settings = settings
        self.state = state
        self.subscription = subscription
    }
}
