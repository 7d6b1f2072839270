/// A trouble of feeds that a watch can ask for, by its name in `on =`.
package enum FeedEvent: String, Sendable, Codable, CaseIterable, Comparable {
    /// Cannot be read: failing, refused or gone.
    case failing = "feed.failing"
    /// Can be read and brings nothing new.
    case silent = "feed.silent"
    /// Is served from another address for good.
    case moved = "feed.moved"
    /// No feed: a watch with `expect` has met nothing for so long.
    case watchSilent = "watch.silent"

    /// The event of a feed in `health`; `nil` where nobody need be told.
    package init?(_ health: FeedHealth) {
        switch health {
        case .failing, .refused, .gone: self = .failing
        case .silent: self = .silent
        case .moved: self = .moved
        case .ok, .late: return nil
        }
    }

    /// The gravest first.
    package static func < (left: FeedEvent, right: FeedEvent) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .failing: 0
        case .silent: 1
        case .moved: 2
        case .watchSilent: 3
        }
    }
}

/// What the configuration says of one watch over the feeds themselves, every default filled in.
package struct FeedWatchSettings: Hashable, Sendable, Codable {
    package var name: String
    package var events: Set<FeedEvent>
    /// When the summary is made, as a calendar expression.
    package var at: String
    /// A feed in trouble for less than this is not told of yet.
    package var after: Duration
    /// Only feeds that state one of these languages, have one of these tags, are of one of these outlets; all where
    /// empty.
    package var languages: [String]
    package var tags: [String]
    package var sources: [String]
    package var severity: Severity
    /// Names of routes; those of `[wirewatch]` where empty.
    package var notify: [String]
    package var note: String?
    package var owner: String?

    package init(name: String, events: Set<FeedEvent>) {
        self.name = name
        self.events = events
        at = "08:00"
        after = .hours(6)
        languages = []
        tags = []
        sources = []
        severity = .normal
        notify = []
        note = nil
        owner = nil
    }
}

/// A summary of feeds in trouble, named after its watch and the local time for which it was made.
package struct FeedNoticeID: Hashable, Sendable, Codable, CustomStringConvertible, LosslessStringConvertible {
    package let watch: String
    /// `2019-04-25-0800`: no story has such a name.
    package let slot: String

    package init(watch: String, slot: String) {
        self.watch = watch
        self.slot = slot
    }

    package var description: String { "\(watch)/\(slot)" }

    package init?(_ description: String) {
        let parts = description.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, !parts[0].isEmpty, parts[1].utf8.count == 15,
            parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2D })
        else { return nil }
        self.init(watch: parts[0], slot: parts[1])
    }
}

/// What a summary says, kept as decided, so that a repeated delivery says the same.
package struct FeedNotice: Hashable, Sendable, Codable {
    package var id: FeedNoticeID
    package var severity: Severity
    package var decided: Timestamp
    /// New since the last summary, the gravest first; at most ``listed``.
    package var troubles: [FeedTrouble]
    /// How many more there are.
    package var unlisted: Int
    /// Told in an earlier summary and well again.
    package var recovered: [FeedRecovery]
    /// Told in an earlier summary and still in the same trouble.
    package var ongoing: Int
    /// Feeds that the watch looks after.
    package var feeds: Int
    /// Watches that are silent since the last summary, by name; `nil` where there are none.
    package var silences: [WatchSilence]?

    /// Troubles and recoveries that one summary lists.
    package static let listed = 100

    package init(
        id: FeedNoticeID, severity: Severity, decided: Timestamp, troubles: [FeedTrouble], unlisted: Int,
        recovered: [FeedRecovery], ongoing: Int, feeds: Int, silences: [WatchSilence]? = nil
    ) {
        self.silences = silences
        self.id = id
        self.severity = severity
        self.decided = decided
        self.troubles = troubles
        self.unlisted = unlisted
        self.recovered = recovered
        self.ongoing = ongoing
        self.feeds = feeds
    }

    /// The gravest event in it, which is the type of its message.
    package var event: FeedEvent {
        let silent: [FeedEvent] = silences?.isEmpty ?? true ? [] : [.watchSilent]
        return (troubles.map(\.event) + recovered.map(\.event) + silent).min() ?? .failing
    }

    package var idempotencyKey: String { "feeds_\(id.watch)_\(id.slot)" }
}

/// One feed in trouble, as a summary tells it.
package struct FeedTrouble: Hashable, Sendable, Codable {
    package var feed: String
    package var url: String
    package var outlet: String
    package var event: FeedEvent
    package var state: FeedHealth
    package var since: Timestamp?
    /// In words, with the status code where there is one.
    package var error: String?
    package var status: Int?
    package var lastSuccess: Timestamp?
    package var lastNewItem: Timestamp?
    package var nextPoll: Timestamp?
    package var movedTo: String?
    /// What a person can do about it.
    package var advice: String

    package init(
        feed: String, url: String, outlet: String, event: FeedEvent, state: FeedHealth, since: Timestamp?,
        error: String?, status: Int?, lastSuccess: Timestamp?, lastNewItem: Timestamp?, nextPoll: Timestamp?,
        movedTo: String?, advice: String
    ) {
        self.feed = feed
        self.url = url
        self.outlet = outlet
        self.event = event
        self.state = state
        self.since = since
        self.error = error
        self.status = status
        self.lastSuccess = lastSuccess
        self.lastNewItem = lastNewItem
        self.nextPoll = nextPoll
        self.movedTo = movedTo
        self.advice = advice
    }
}

/// One feed whose trouble is over.
package struct FeedRecovery: Hashable, Sendable, Codable {
    package var feed: String
    package var event: FeedEvent
    /// When the trouble was told.
    package var told: Timestamp

    package init(feed: String, event: FeedEvent, told: Timestamp) {
        self.feed = feed
        self.event = event
        self.told = told
    }
}

/// A trouble of one feed that a summary has told: it is not told again.
package struct ToldTrouble: Hashable, Sendable {
    package var watch: String
    package var feed: FeedID
    package var event: FeedEvent
    /// What makes this trouble another than the next of the same kind.
    package var episode: String
    package var told: Timestamp

    package init(watch: String, feed: FeedID, event: FeedEvent, episode: String, told: Timestamp) {
        self.watch = watch
        self.feed = feed
        self.event = event
        self.episode = episode
        self.told = told
    }
}
