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
}

/// The port to what is remembered: the writing side, held by the daemon alone.
///
/// Every method is one transaction. Writes are durable on return where the doc comment says so.
package protocol Store: StoreReader, PushStore {
    /// Makes the feeds of the configuration known: new ones are added as due at once, changed addresses lose
    /// validators, body hash, move and a `gone` state; feeds no longer configured are kept but not due.
    func synchronise(feeds: [FeedSettings], at now: Timestamp) async throws(StoreError)

    /// Feeds whose next poll is at or before `now`, oldest due first. A due time further ahead than the feed's
    /// longest interval, or a last poll after `now`, counts as due: the clock has jumped.
    func dueFeeds(at now: Timestamp, limit: Int) async throws(StoreError) -> [DueFeed]

    /// When the next feed falls due; `nil` if none will.
    func nextDue() async throws(StoreError) -> Timestamp?

    /// The stored items of `feed` that are known by any of `keys`.
    func storedItems(
        of feed: FeedID, keys: [String]
    ) async throws(StoreError) -> [StoredItem]

    /// The ingest commit: items, revisions, keys, the queue of items to be edited, and the feed's state.
    ///
    /// Items get their ids here, in the order given.
    func commit(_ batch: IngestBatch) async throws(StoreError) -> IngestReceipt

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

    /// Deliveries over `route` that are due, claimed for `lease` so that nobody else sends them.
    func claimDeliveries(
        route: String, at now: Timestamp, lease: Duration, limit: Int
    ) async throws(StoreError) -> [Delivery]

    func record(_ outcome: DeliveryOutcome, of delivery: DeliveryID) async throws(StoreError)

    /// When the next delivery over any route falls due; `nil` if there is none.
    func nextDelivery() async throws(StoreError) -> Timestamp?

    /// Indexes up to `limit` items for search that are not yet; returns how many.
    func indexForSearch(limit: Int) async throws(StoreError) -> Int

    /// Remembers that `reader` has been given a digest up to `moment`.
    func markDigest(reader: String, at moment: Timestamp) async throws(StoreError)

    /// Moves the write-ahead log into the database and lets the planner look at the tables.
    func maintain() async throws(StoreError)
}

/// The reading side: works beside a running daemon.
package protocol StoreReader: Sendable {
    func feeds() async throws(StoreError) -> [StoredFeed]

    /// Stories with a report since `moment`, newest report first; only those that `watch` matched, if given.
    func stories(
        since moment: Timestamp?, watch: String?, limit: Int
    ) async throws(StoreError) -> [StoryDossier]

    /// One story, aliases followed, with all its reports in order of arrival.
    func story(_ id: StoryID) async throws(StoreError) -> StoryDetail?

    /// Reports of stories that have any report first seen in `window`, for a digest; whole stories, in no order.
    func stories(firstSeenIn window: Range<Timestamp>) async throws(StoreError) -> [StoryDetail]

    /// Alerts, newest first.
    func alerts(onlyFailed: Bool, limit: Int) async throws(StoreError) -> [StoredAlert]

    func alert(_ id: AlertID) async throws(StoreError) -> StoredAlert?

    /// Items that the search index holds possible for `expression`, newest first, in pages below `before`.
    ///
    /// `expression` is a query over ``FoldedText/indexText`` tokens in FTS5 syntax, `nil` for all items.
    func searchCandidates(
        expression: String?, before: ItemID?, limit: Int
    ) async throws(StoreError) -> [Report]

    /// Up to when `reader` has been given digests.
    func lastDigest(of reader: String) async throws(StoreError) -> Timestamp?

    func figures() async throws(StoreError) -> StoreFigures
}

// MARK: - What goes in and out

/// What the comparison of a draft with the store has to know of an item.
package struct StoredItem: Sendable, Hashable {
    package var id: ItemID
    package var guid: String?
    package var canonicalURL: String?
    package var contentHash: UInt64
    package var keys: Set<String>
    package var title: String
    package var text: String
    package var revision: Int
    package var published: Timestamp?

    package init(
        id: ItemID, guid: String?, canonicalURL: String?, contentHash: UInt64, keys: Set<String>,
        title: String,
        text: String, revision: Int, published: Timestamp?
    ) {
        self.id = id
        self.guid = guid
        self.canonicalURL = canonicalURL
        self.contentHash = contentHash
        self.keys = keys
        self.title = title
        self.text = text
        self.revision = revision
        self.published = published
    }
}

/// Everything that one poll changes.
package struct IngestBatch: Sendable {
    package var feed: FeedID
    /// `nil` for a pushed document: what is known from polling stays as it is.
    package var state: FeedState?
    package var changes: [ItemChange]
    /// The subscription that brought the document, if one did.
    package var pushedBy: SubscriptionID?
    package var at: Timestamp

    package init(
        feed: FeedID, state: FeedState?, changes: [ItemChange], pushedBy: SubscriptionID? = nil, at: Timestamp
    ) {
        self.feed = feed
        self.state = state
        self.changes = changes
        self.pushedBy = pushedBy
        self.at = at
    }
}

/// What an ingest commit did.
package struct IngestReceipt: Sendable, Hashable {
    /// Ids of the new items, in the order of the batch.
    package var newItems: [ItemID]
    package var revisedItems: [ItemID]

    package init(newItems: [ItemID], revisedItems: [ItemID]) {
        self.newItems = newItems
        self.revisedItems = revisedItems
    }
}

/// An item in the editor's queue.
package struct UnplacedItem: Sendable, Hashable {
    package var item: Item
    package var feed: FeedSettings
    /// Its placement, where it has one: a revision waits to be matched again.
    package var placement: Placement?

    package init(item: Item, feed: FeedSettings, placement: Placement?) {
        self.item = item
        self.feed = feed
        self.placement = placement
    }
}

/// Everything that one edit changes.
package struct EditBatch: Sendable {
    /// Queue entries that are done with.
    package var edited: [ItemID]
    package var placements: [Placement]
    /// Stories as they stand after the placements.
    package var stories: [Story]
    package var matches: [Match]
    package var alerts: [Alert]
    /// Route names for each alert, by its index in `alerts`.
    package var routes: [[String]]
    package var at: Timestamp

    package init(at: Timestamp) {
        edited = []
        placements = []
        stories = []
        matches = []
        alerts = []
        routes = []
        self.at = at
    }
}

/// A story with what watches made of it.
package struct StoryDossier: Sendable, Hashable {
    package var story: Story
    /// Of the lead item.
    package var url: String?
    /// Stories that are aliases of it.
    package var aliases: [StoryID]
    /// Watches with a match that is not of a quiet item, and those with any.
    package var watches: Set<String>
    package var quietWatches: Set<String>
    /// The newest alert of each watch over the story and its aliases.
    package var told: [Alert]

    package init(
        story: Story, url: String?, aliases: [StoryID], watches: Set<String>, quietWatches: Set<String>,
        told: [Alert]
    ) {
        self.story = story
        self.url = url
        self.aliases = aliases
        self.watches = watches
        self.quietWatches = quietWatches
        self.told = told
    }
}

/// A story with everything known of it.
package struct StoryDetail: Sendable, Hashable {
    package var dossier: StoryDossier
    /// In order of arrival.
    package var reports: [Report]
    package var matches: [Match]
    /// Earlier revisions of its items, oldest first.
    package var revisions: [ItemRevision]

    package init(
        dossier: StoryDossier, reports: [Report], matches: [Match], revisions: [ItemRevision]
    ) {
        self.dossier = dossier
        self.reports = reports
        self.matches = matches
        self.revisions = revisions
    }
}

/// What an item said before it was changed.
package struct ItemRevision: Sendable, Hashable {
    package var item: ItemID
    package var revision: Int
    package var title: String
    package var text: String
    /// When the next revision replaced it, and why that was one.
    package var replaced: Timestamp
    package var reason: String

    package init(
        item: ItemID, revision: Int, title: String, text: String, replaced: Timestamp, reason: String
    ) {
        self.item = item
        self.revision = revision
        self.title = title
        self.text = text
        self.replaced = replaced
        self.reason = reason
    }
}

/// A feed with its state and counts.
package struct StoredFeed: Sendable, Hashable {
    package var id: FeedID
    package var settings: FeedSettings
    package var state: FeedState
    package var isConfigured: Bool
    package var items: Int
    /// The one that is not on its way out, where there is one.
    package var subscription: Subscription?

    package init(
        id: FeedID, settings: FeedSettings, state: FeedState, isConfigured: Bool, items: Int,
        subscription: Subscription? = nil
    ) {
        self.subscription = subscription
        self.id = id
        self.settings = settings
        self.state = state
        self.isConfigured = isConfigured
        self.items = items
    }
}

/// An alert revision with where its deliveries stand.
package struct StoredAlert: Sendable, Hashable {
    package var alert: Alert
    package var deliveries: [DeliveryStanding]

    package init(alert: Alert, deliveries: [DeliveryStanding]) {
        self.alert = alert
        self.deliveries = deliveries
    }
}

/// Where one delivery stands.
package struct DeliveryStanding: Sendable, Hashable {
    package var route: String
    package var state: DeliveryState
    package var attempts: Int
    package var nextAttempt: Timestamp?
    package var finished: Timestamp?
    package var error: String?

    package init(
        route: String, state: DeliveryState, attempts: Int, nextAttempt: Timestamp?, finished: Timestamp?,
        error: String?
    ) {
        self.route = route
        self.state = state
        self.attempts = attempts
        self.nextAttempt = nextAttempt
        self.finished = finished
        self.error = error
    }
}

/// How much is stored.
package struct StoreFigures: Sendable, Hashable {
    package var feeds: Int
    package var items: Int
    package var stories: Int
    package var alerts: Int
    package var unplaced: Int
    package var pendingDeliveries: Int
    /// Subscriptions at hubs that are not on their way out, and those of them that are active.
    package var subscriptions = 0
    package var activeSubscriptions = 0
    /// Of the database file.
    package var bytes: Int64

    package init(
        feeds: Int, items: Int, stories: Int, alerts: Int, unplaced: Int, pendingDeliveries: Int, bytes: Int64
    ) {
        self.feeds = feeds
        self.items = items
        self.stories = stories
        self.alerts = alerts
        self.unplaced = unplaced
        self.pendingDeliveries = pendingDeliveries
        self.bytes = bytes
    }
}
