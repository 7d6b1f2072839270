package import Model

/// A feed that has fallen due, as far as its turn is concerned.
package struct PollTicket: Hashable, Sendable {
    package var feed: FeedID
    /// What politeness counts by; see ``HostRules/group(of:)``.
    package var host: String
    package var due: Timestamp
    /// How long the host rests after this poll.
    package var pause: Duration
    /// No second poll comes sooner after a first, whatever a clock says.
    package var floor: Duration
    /// Its last poll was good: when it finds nobody, that says something about the network.
    package var wasGood: Bool
    /// Its last poll failed: it may be slow to fail again.
    package var hasFailed: Bool
    /// Whether it rests when its host is held.
    package var obeysHolds: Bool

    package init(
        feed: FeedID, host: String, due: Timestamp, pause: Duration = .zero, floor: Duration = .zero,
        wasGood: Bool = false, hasFailed: Bool = false, obeysHolds: Bool = true
    ) {
        self.feed = feed
        self.host = host
        self.due = due
        self.pause = pause
        self.floor = floor
        self.wasGood = wasGood
        self.hasFailed = hasFailed
        self.obeysHolds = obeysHolds
    }

    /// The ticket of `feed`, whose polls start at `host` (with its port), under a pause that the user has set or not.
    package init(of feed: DueFeed, host: String, pause: Duration?) {
        let state = feed.state
        self.init(
            feed: feed.id, host: HostRules.group(of: host),
            due: state.nextPoll ?? state.lastPoll ?? Timestamp(milliseconds: 0),
            pause: HostRules.pause(of: host, set: pause),
            floor: min(feed.settings.minimumInterval, Self.longestFloor),
            wasGood: state.lastSuccess != nil && state.failures == 0, hasFailed: state.failures > 0,
            obeysHolds: HostRules.scope(of: host, set: feed.settings.holdScope) == .host)
    }

    /// A clock that is set back makes nobody poll twice within this.
    package static let longestFloor: Duration = .minutes(1)
}

/// How a poll ended, as far as turns are concerned.
package enum PollEnd: Hashable, Sendable {
    /// Somebody answered, whatever it was.
    case answered
    /// Nobody did: no name, no connection, or none in time.
    case unreachable
    /// It was given up, or what came of it could not be stored: the feed is still due.
    case undone
}

/// Numbers by which ``PollScheduler`` decides.
package struct SchedulerSettings: Hashable, Sendable {
    /// Polls at once, those that have become slow not counted.
    package var places: Int
    package var hostPlaces: Int
    /// A poll that takes longer than this gives its place to another, up to as many as there are places.
    package var slowAfter: Duration = .seconds(10)
    /// One pass ends when what was due is done; it waits for pauses, but for nobody's hold.
    package var isOnePass: Bool
    /// With more than this waiting, turns are spread over ``spread``.
    package var backlog = 2000
    package var spread: Duration = .minutes(5)
    /// After an outage, what waits is spread over at least this.
    package var resumption: Duration = .seconds(30)
    /// So many feeds that were well, on so many hosts, that find nobody, and none that does between: an outage.
    package var outageFeeds = 4
    package var outageHosts = 3
    /// Between two probes during an outage, doubled each time.
    package var shortestProbe: Duration = .seconds(15)
    package var longestProbe: Duration = .minutes(5)
    /// Probes after which one pass gives up.
    package var passProbes = 3

    package init(places: Int, hostPlaces: Int, isOnePass: Bool) {
        self.places = max(1, places)
        self.hostPlaces = max(1, hostPlaces)
        self.isOnePass = isOnePass
    }
}
