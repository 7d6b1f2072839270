package import Model

/// Everything that the daemon says of itself: one line each, `key=value` fields beside the sentence.
package enum Event: Sendable, Hashable {
    case started(version: String, feeds: Int, watches: Int)
    case stopping
    case reloaded(changes: String)
    case reloadRefused(problems: [String])
    /// A feed's trouble began or became another.
    case feedTroubled(feed: String, health: FeedHealth, error: String)
    case feedRecovered(feed: String)
    case feedMoved(feed: String, url: String, isBelieved: Bool)
    /// Readable and quiet for longer than is usual for it.
    case feedQuiet(feed: String, health: FeedHealth, since: Timestamp?)
    /// A feed that was quiet brings something new.
    case feedAwake(feed: String)
    /// A poll was not made for a reason of ours; the feed stays due.
    case pollPutOff(feed: String, reason: String)
    /// Taken up again by hand.
    case feedRetried(feed: String)
    /// Nobody can be reached: the network's trouble, not the feeds'.
    case outageBegan(waiting: Int)
    case outageEnded(waiting: Int)
    case noticeDecided(notice: String, headline: String)
    case digestMade(digest: String, subject: String)
    /// What was saved of the story window could not be used.
    case windowRebuilt(reason: String, items: Int)
    /// What a person decided about stories is done, or undone.
    case storiesRuled(words: String)
    case rulingRefused(reason: String)
    /// What a person asked of alerts is done, or why it is not.
    case alertsRuled(words: String)
    /// A watch was put to items that were stored before it was made.
    case watchBackfilled(watch: String, items: Int, stories: Int)
    case polled(feed: String, new: Int, revised: Int)
    case documentOdd(feed: String, warning: String)
    case alertDecided(alert: String, revision: Int, reason: String, headline: String)
    case deliveryFailed(alert: String, route: String, error: String, isFinal: Bool)
    /// The store has no room, or is held by another: work pauses and is tried again.
    case storeTroubled(error: String)
    case storeRecovered
    /// The end could not be marked in the database: the next start looks at all of it.
    case endUnmarked(error: String)
    case routeUnusable(route: String, error: String)
    /// Stages hang: the service manager is told nothing until they move.
    case stagesLate(stages: [String])
    /// What the retention keys want gone is gone.
    case tidied(texts: Int, items: Int, records: Int)
    case listening(place: String)
    /// Nobody can call back: it is tried again.
    case listenFailed(error: String)
    case subscribed(feed: String, hub: String, until: Timestamp)
    /// A subscription ended as it was asked to.
    case unsubscribed(feed: String, hub: String)
    /// A hub did not take a request, or pushes no longer.
    case subscriptionTroubled(feed: String, hub: String, error: String)
    case pushed(feed: String, new: Int, revised: Int)
    case pushDropped(feed: String, reason: String)

    /// Severity as the journal has it: 3 error, 4 warning, 5 notice, 6 information, 7 detail.
    package var priority: Int {
        switch self {
        case .reloadRefused, .storeTroubled, .routeUnusable, .listenFailed, .stagesLate: 3
        case .feedTroubled, .pollPutOff, .outageBegan, .subscriptionTroubled, .pushDropped, .windowRebuilt,
            .rulingRefused, .endUnmarked:
            4
        case .feedQuiet(_, let health, _): health == .silent ? 4 : 6
        case .deliveryFailed(_, _, _, let isFinal): isFinal ? 3 : 4
        case .started, .stopping, .reloaded, .feedRecovered, .feedMoved, .alertDecided, .storeRecovered,
            .feedAwake, .feedRetried, .outageEnded, .noticeDecided, .digestMade, .storiesRuled, .alertsRuled,
            .watchBackfilled, .listening, .subscribed, .unsubscribed, .tidied:
            5
        case .polled, .pushed: 6
        case .documentOdd: 7
        }
    }

    /// The sentence for people; texts from outside are in `fields` only where they are short.
    package var message: String {
        switch self {
        case .started(let version, let feeds, let watches):
            "wirewatch \(version) polls \(feeds) feeds for \(watches) watches"
        case .stopping: "stopping: what is in flight is finished first"
        case .reloaded(let changes): "configuration read again: \(changes)"
        case .reloadRefused(let problems):
            "configuration kept as it was: \(problems.joined(separator: "; "))"
        case .feedTroubled(let feed, let health, let error): "feed \(feed) is \(health.rawValue): \(error)"
        case .feedRecovered(let feed): "feed \(feed) can be read again"
        case .feedQuiet(let feed, let health, let since):
            "feed \(feed) is \(health.rawValue): nothing new since \(since.map(\.description) ?? "its first poll")"
        case .feedAwake(let feed): "feed \(feed) brings something new again"
        case .pollPutOff(let feed, let reason): "the poll of feed \(feed) is put off: \(reason)"
        case .feedRetried(let feed): "feed \(feed) is taken up again by hand"
        case .outageBegan(let waiting):
            "no server can be reached: \(waiting) feeds wait, single polls try again"
        case .outageEnded(let waiting): "servers can be reached again: \(waiting) feeds follow"
        case .noticeDecided(let notice, let headline): "summary \(notice): \(headline)"
        case .digestMade(let digest, let subject): "digest \(digest): \(subject)"
        case .windowRebuilt(let reason, let items):
            "\(reason): the window is made anew from \(items) stored items"
        case .storiesRuled(let words), .alertsRuled(let words): words
        case .rulingRefused(let reason): "a request of a person is not done: \(reason)"
        case .watchBackfilled(let watch, let items, let stories):
            "watch \(watch) met \(items) stored items of \(stories) stories; nobody is told of them"
        case .feedMoved(let feed, let url, let isBelieved):
            isBelieved ? "feed \(feed) has moved to \(url) for good" : "feed \(feed) sends us on to \(url)"
        case .polled(let feed, let new, let revised): "feed \(feed): \(new) new, \(revised) revised"
        case .documentOdd(let feed, let warning): "feed \(feed): \(warning)"
        case .alertDecided(let alert, let revision, let reason, let headline):
            "alert \(alert) revision \(revision), \(reason): \(headline)"
        case .deliveryFailed(let alert, let route, let error, let isFinal):
            "alert \(alert) over route \(route) \(isFinal ? "given up" : "to be tried again"): \(error)"
        case .storeTroubled(let error): "waiting for the store: \(error)"
        case .storeRecovered: "the store takes writes again"
        case .endUnmarked(let error):
            "ended, and cannot note it, so the next start checks the database: \(error)"
        case .routeUnusable(let route, let error): "route \(route) cannot be used: \(error)"
        case .stagesLate(let stages):
            "no progress for \(Pulse.patience): \(stages.joined(separator: ", ")); the watchdog is not fed"
        case .tidied(let texts, let items, let records):
            "deleted the texts of \(texts) old items, forgot \(items) items altogether, and \(records) old silences and "
                + "summaries"
        case .listening(let place): "listens at \(place)"
        case .listenFailed(let error): "\(error); it is tried again"
        case .subscribed(let feed, let hub, let until): "feed \(feed) is pushed by \(hub) until \(until)"
        case .unsubscribed(let feed, let hub):
            "feed \(feed) is no longer pushed by \(hub), as it was asked to"
        case .subscriptionTroubled(let feed, let hub, let error):
            "feed \(feed) is not pushed by \(hub): \(error)"
        case .pushed(let feed, let new, let revised):
            "feed \(feed) was pushed: \(new) new, \(revised) revised"
        case .pushDropped(let feed, let reason): "a push for feed \(feed) was dropped: \(reason)"
        }
    }

    /// Fields for machines.
    package var fields: [(name: String, value: String)] {
        switch self {
        case .feedTroubled(let feed, let health, _):
            [("feed", feed), ("state", health.rawValue)]
        case .feedQuiet(let feed, let health, _): [("feed", feed), ("state", health.rawValue)]
        case .feedRecovered(let feed), .feedMoved(let feed, _, _), .documentOdd(let feed, _),
            .polled(let feed, _, _), .feedAwake(let feed), .feedRetried(let feed), .pollPutOff(let feed, _),
            .subscribed(let feed, _, _), .unsubscribed(let feed, _), .subscriptionTroubled(let feed, _, _),
            .pushed(let feed, _, _), .pushDropped(let feed, _):
            [("feed", feed)]
        case .alertDecided(let alert, _, _, _):
            // `watch/story`: people look for either.
            [("alert", alert)]
                + zip(["watch", "story"], alert.split(separator: "/")).map { ($0, String($1)) }
        case .deliveryFailed(let alert, let route, _, _):
            [("alert", alert), ("route", route)]
        case .routeUnusable(let route, _): [("route", route)]
        case .noticeDecided(let notice, _): [("notice", notice)]
        case .digestMade(let digest, _): [("digest", digest)]
        default: []
        }
    }
}

/// Where events go: the journal, or lines on standard error.
package typealias EventSink = @Sendable (Event) -> Void
