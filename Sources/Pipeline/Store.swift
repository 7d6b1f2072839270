package import Model

/// Why the store could not do what it was asked.
package enum StoreError: Error, Sendable, Hashable {
    /// Another process holds the database longer than the busy limit.
    case busy(message: String)
    /// No room: polling pauses and goes on when there is.
    case full(message: String)
    case readOnly(message: String)
    case corrupt(message: String)
    /// The file was written by a later version.
    case newerSchema(found: Int, supported: Int, path: String)
    case unavailable(message: String)

    package var message: String {
        switch self {
        case .busy(let message), .full(let message), .readOnly(let message), .corrupt(let message),
            .unavailable(let message):
            message
        case .newerSchema(let found, let supported, let path):
            "\(path): schema \(found) is newer than \(supported), the newest this version knows; "
                + "run the version that wrote it, or restore a backup"
        }
    }

    /// Whether waiting may help.
    package var passes: Bool {
        switch self {
        case .busy, .full: true
        case .readOnly, .corrupt, .newerSchema, .unavailable: false
        }
    }
}

/// The port to what is remembered: the writing side, held by the daemon alone.
///
/// Every method is one transaction. Writes are durable on return where the doc comment says so.
package protocol Store: StoreReader, PushStore {
    /// Makes the feeds of the configuration known: new ones are due at once, or spread where they are many and
    /// `spreads` says so; changed addresses lose validators, body hash, move and a `gone` state; feeds no longer
    /// configured are kept but not due. Where nothing is spread, feeds that were never polled are due.
    func synchronise(
        feeds: [FeedSettings], at now: Timestamp, spreads: Bool
    ) async throws(StoreError)

    /// Makes feeds due whose next poll was planned by a clock that was wrong; returns how many.
    func mendPlans(at now: Timestamp) async throws(StoreError) -> Int

    /// What `read` makes of each feed whose next poll is at or before `now`, oldest due first; none of `known`.
    ///
    /// The feeds themselves are not kept: where many wait for their turn, each is some kilobytes.
    func dueFeeds<Value: Sendable>(
        at now: Timestamp, limit: Int, except known: Set<FeedID>,
        _ read: @escaping @Sendable (DueFeed) -> Value
    ) async throws(StoreError) -> [Value]

    /// The feeds of these ids as they stand, without those that are configured no longer.
    func feeds(_ ids: [FeedID]) async throws(StoreError) -> [DueFeed]

    /// The feeds that `isWanted` says, by name.
    func feeds(
        where isWanted: @escaping @Sendable (StoredFeed) -> Bool
    ) async throws(StoreError) -> [StoredFeed]

    /// The settings of all feeds, configured or not.
    func feedSettings() async throws(StoreError) -> [FeedID: FeedSettings]

    /// When the next feed falls due, be it overdue; `nil` if none will.
    func nextDue() async throws(StoreError) -> Timestamp?

    /// When the next feed falls due after `moment`.
    func nextDue(after moment: Timestamp) async throws(StoreError) -> Timestamp?

    /// Takes the feeds of these names up again: they are asked as soon as their shortest interval allows, whatever
    /// was said before. Returns the names that are configured.
    func retry(feeds: [String], at now: Timestamp) async throws(StoreError) -> [String]

    /// The stored items of `feed` that are known by any of `keys`.
    func storedItems(
        of feed: FeedID, keys: [String]
    ) async throws(StoreError) -> [StoredItem]

    /// The ingest commit: items, revisions, keys, the queue of items to be edited, and the feed's state.
    ///
    /// Items get their ids here, in the order given.
    func commit(_ batch: IngestBatch) async throws(StoreError) -> IngestReceipt

    /// The same for many in one transaction: all of it happens, or nothing.
    func commit(_ batches: [IngestBatch]) async throws(StoreError) -> [IngestReceipt]

    /// No poll of `host` (`name:port`) before `until`.
    func hold(host: String, until: Timestamp) async throws(StoreError)

    /// The hosts that are held at `now`.
    func heldHosts(at now: Timestamp) async throws(StoreError) -> [String: Timestamp]

    /// Items that wait to be edited, in order of arrival.
    func unplacedItems(limit: Int) async throws(StoreError) -> [UnplacedItem]

    /// The edit commit, synced to disk on return. Alerts that exist already are left alone, so that an edit that
    /// is done twice alerts once.
    func commit(_ batch: EditBatch) async throws(StoreError)

    /// What the editor has to know at start: placed items with their placements since `moment`, in order of
    /// placement, in pages after `last`.
    func placedReports(
        since moment: Timestamp, after last: ItemID?, limit: Int
    ) async throws(StoreError) -> [Report]

    /// The story window as the last edits left it.
    func storedWindow() async throws(StoreError) -> WindowFinding

    /// Stories that people parted and nobody has made one since, under the numbers that they have now.
    func partedStories() async throws(StoreError) -> [(StoryID, StoryID)]

    /// Those of `stories` that are or were one: no other may be named so.
    func namedStories(among stories: [StoryID]) async throws(StoreError) -> Set<StoryID>

    /// The number of the next ruling.
    func nextRuling() async throws(StoreError) -> RulingID

    /// The newest ruling of that kind about `other` that is not undone.
    func standingRuling(_ kind: Ruling.Kind, of other: StoryID) async throws(StoreError) -> Ruling?

    /// What summaries of feeds in trouble have told so far.
    func toldTroubles() async throws(StoreError) -> [ToldTrouble]

    /// The health commit, synced to disk on return: the health of feeds, summaries with their deliveries, and what
    /// they tell. A summary that exists already is left alone.
    func commit(_ batch: HealthBatch) async throws(StoreError)

    /// When any feed was polled last.
    func lastPoll() async throws(StoreError) -> Timestamp?

    /// What is not done over `route`, in the order in which it was decided.
    func waitingDeliveries(over route: String) async throws(StoreError) -> [WaitingDelivery]

    /// The alerts of these deliveries as decided, in their order.
    func alerts(of deliveries: [DeliveryID]) async throws(StoreError) -> [Alert]

    /// Claims the members for `lease` so that nobody else sends them, and stores what they say together; `nil` where one
    /// is done or goes with others.
    func claim(_ parcel: Parcel, at now: Timestamp, lease: Duration) async throws(StoreError) -> Delivery?

    /// Ends deliveries that were never claimed: they do not take this route, and `note` says why.
    func drop(_ deliveries: [DeliveryID], note: String, at now: Timestamp) async throws(StoreError)

    /// Ends deliveries that were never claimed, since `silence` keeps them back.
    func silence(_ deliveries: [DeliveryID], by silence: Silence, at now: Timestamp) async throws(StoreError)

    /// Makes all that waits for another attempt over `route` due: it is back.
    func hasten(route: String, at now: Timestamp) async throws(StoreError)

    /// Makes the newest revision of an alert go out again, over one route or all that it has; returns those that it takes,
    /// without those on which it waits still.
    func resend(_ id: AlertID, over route: String?, at now: Timestamp) async throws(StoreError) -> [String]

    /// Stores a silence; one of that name that exists already is left alone.
    func add(_ silence: Silence) async throws(StoreError)

    /// Ends a silence; `nil` where there is none of that name, or it is over.
    func expire(_ id: SilenceID, by author: String?, at now: Timestamp) async throws(StoreError) -> Silence?

    func activeSilences(at now: Timestamp) async throws(StoreError) -> [Silence]

    /// Records how an attempt ended, for all that went in the same message.
    func record(_ outcome: DeliveryOutcome, of delivery: DeliveryID) async throws(StoreError)

    /// When the next delivery over any route falls due; `nil` if there is none.
    func nextDelivery() async throws(StoreError) -> Timestamp?

    /// When the next delivery over `route` falls due, be it overdue; `nil` if there is none.
    func nextDelivery(over route: String) async throws(StoreError) -> Timestamp?

    /// Indexes up to `limit` items for search that are not yet; returns how many.
    func indexForSearch(limit: Int) async throws(StoreError) -> Int

    /// Up to when the times of each digest are done.
    func digestSchedule() async throws(StoreError) -> [String: Timestamp]

    /// The digest commit, synced to disk on return: digests with their deliveries. One that exists already is left
    /// alone. What is still on its way of earlier ones whose windows lie in that of a new one is dropped. The delivery of
    /// a digest, once recorded, moves the mark of its reader.
    func commit(_ batch: DigestBatch) async throws(StoreError)

    /// Remembers that `reader` has been given a digest up to `moment`; a mark never goes back.
    func markDigest(reader: String, at moment: Timestamp) async throws(StoreError)

    /// When alerts may go after the last long absence; `nil` where there was none.
    func settlingEnd() async throws(StoreError) -> Timestamp?

    /// Remembers it: a daemon that is started anew meanwhile goes on waiting.
    func noteSettling(until moment: Timestamp) async throws(StoreError)

    /// After which item the next round of deleting begins; `nil` at the first.
    func retentionMark() async throws(StoreError) -> ItemID?

    /// One step of a round of deleting: looks at up to `limit` items, and deletes of them what `bounds` allow and
    /// nobody needs. What waits for its story, stories that still take reports, and what is on its way out stay whole.
    /// Items whose texts are gone stay known as seen until they are forgotten; what an alert or a ruling is about is
    /// not forgotten.
    func tidy(
        _ round: RetentionRound, within bounds: RetentionBounds, limit: Int
    ) async throws(StoreError) -> RetentionRound

    /// Gives up to `pages` free pages back to the file system; returns whether there are more than a reserve.
    func shrink(pages: Int) async throws(StoreError) -> Bool

    /// Moves the write-ahead log into the database and lets the planner look at the tables.
    func maintain() async throws(StoreError)

    /// Whether there is room on the disk for a commit of the larger kind.
    func hasRoom() async -> Bool
}

/// The reading side: works beside a running daemon.
package protocol StoreReader: Sendable {
    func feeds() async throws(StoreError) -> [StoredFeed]

    /// Stories that meet `filter`, newest report first.
    func stories(_ filter: StoryFilter, limit: Int) async throws(StoreError) -> [StoryDossier]

    /// One story, aliases followed, with all its reports in order of arrival.
    func story(_ id: StoryID) async throws(StoreError) -> StoryDetail?

    /// Reports of stories that have any report first seen in `window`, for a digest; whole stories, in no order.
    func stories(firstSeenIn window: Range<Timestamp>) async throws(StoreError) -> [StoryDetail]

    /// Alerts, newest first.
    func alerts(onlyFailed: Bool, limit: Int) async throws(StoreError) -> [StoredAlert]

    func alert(_ id: AlertID) async throws(StoreError) -> StoredAlert?

    /// Silences that were active at any moment of `window`, by their beginnings, with how much each kept back.
    func silences(in window: Range<Timestamp>) async throws(StoreError) -> [StoredSilence]

    /// Summaries of feeds in trouble, newest first.
    func notices(onlyFailed: Bool, limit: Int) async throws(StoreError) -> [StoredNotice]

    func notice(_ id: FeedNoticeID) async throws(StoreError) -> StoredNotice?

    /// Numbers of the items that the search index holds possible.
    func candidates(_ narrowing: SearchNarrowing) async throws(StoreError) -> [ItemID]

    /// The placed ones of `items`, in that order.
    func reports(of items: [ItemID]) async throws(StoreError) -> [Report]

    /// The same as queries look at them: without HTML, and of their placements no more than the story.
    func briefReports(of items: [ItemID]) async throws(StoreError) -> [Report]

    /// All reports of a story in order of arrival, as briefly.
    func briefReports(in story: StoryID) async throws(StoreError) -> [Report]

    /// How each of `watches` has done, its matches counted from items that were seen first at `since` or later.
    func activity(of watches: [String], since: Timestamp) async throws(StoreError) -> [String: WatchActivity]

    /// Up to when each watch over feeds has made its summaries, and since when others with `expect` are known.
    func feedWatchMarks() async throws(StoreError) -> [String: Timestamp]

    /// The silences of watches that summaries of the watch over feeds `watch` have told.
    func toldSilences(by watch: String) async throws(StoreError) -> Set<WatchSilence>

    /// Digests that went out, newest first; of `digest`, or of all.
    func digestIssues(
        of digest: String?, onlyFailed: Bool, limit: Int
    ) async throws(StoreError) -> [StoredIssue]

    func digestIssue(_ id: DigestIssueID) async throws(StoreError) -> StoredIssue?

    /// Up to when `reader` has been given digests.
    func lastDigest(of reader: String) async throws(StoreError) -> Timestamp?

    func figures() async throws(StoreError) -> StoreFigures

    /// What may be asked every few seconds: nothing that is counted over all that is stored.
    ///
    /// - Parameter moment: stories whose last report came since then are open.
    func gauges(openSince moment: Timestamp) async throws(StoreError) -> StoreGauges
}

extension Store {
    /// Makes the feeds of the configuration known, with all that were never polled due at once.
    package func synchronise(feeds: [FeedSettings], at now: Timestamp) async throws(StoreError) {
        try await synchronise(feeds: feeds, at: now, spreads: false)
    }

    /// Feeds whose next poll is at or before `now`, oldest due first.
    package func dueFeeds(at now: Timestamp, limit: Int) async throws(StoreError) -> [DueFeed] {
        try await dueFeeds(at: now, limit: limit, except: [])
    }

    /// The same, none of `known`.
    package func dueFeeds(
        at now: Timestamp, limit: Int, except known: Set<FeedID>
    ) async throws(StoreError) -> [DueFeed] {
        try await dueFeeds(at: now, limit: limit, except: known) { $0 }
    }
}
