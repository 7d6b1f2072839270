package import Model

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
    /// Whether its outlet took it out of the feed.
    package var isWithdrawn = false

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
    /// How many of the first changes are all that the feed shows, in its order; `nil` where that is not known.
    package var listed: Int?
    /// Items that the feed says were taken back, and when.
    package var withdrawn: [ItemID: Timestamp] = [:]
    /// Items that were withdrawn, and are shown again.
    package var returned: [ItemID] = []
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
    /// By the index of a change in the batch, the item that has its words now.
    package var written: [Int: ItemID] = [:]

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
    /// The words of `item`.
    package var folded: FoldedContent

    /// - Parameter folded: The words of `item`, where they are still there from its draft.
    package init(item: Item, feed: FeedSettings, placement: Placement?, folded: FoldedContent? = nil) {
        self.item = item
        self.folded = folded ?? FoldedContent(item.content)
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
    /// Alerts that a silence keeps back, by their index in `alerts`.
    package var silenced: [Int: Silence] = [:]
    /// What becomes of the stored window.
    package var window: WindowChange?
    /// What people decided, with what it comes to.
    package var partings: [StoryParting] = []
    package var merges: [StoryMerge] = []
    package var rulings: [Ruling] = []
    package var undoneRulings: [Ruling] = []
    /// Matches of items that were stored before their watch was: their stories count as told, unless the watch had met
    /// them already.
    package var backfilled: [Match] = []
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

/// Everything that one look at the health of feeds changes.
package struct HealthBatch: Sendable {
    /// New health and since when, for feeds that have not been polled since they were looked at.
    package var judgements: [Judgement]
    package var notices: [FeedNotice]
    /// Route names for each notice, by its index in `notices`.
    package var routes: [[String]]
    package var told: [ToldTrouble]
    package var over: [ToldTrouble]
    /// Watches over feeds, each with the moment up to which its summaries are made.
    package var marks: [String: Timestamp]
    package var at: Timestamp

    /// One feed whose health is another than it was, though nobody polled it.
    package struct Judgement: Sendable, Hashable {
        package var feed: FeedID
        package var health: FeedHealth
        package var since: Timestamp?
        /// As it was when the feed was looked at.
        package var lastPoll: Timestamp?

        package init(feed: FeedID, health: FeedHealth, since: Timestamp?, lastPoll: Timestamp?) {
            self.feed = feed
            self.health = health
            self.since = since
            self.lastPoll = lastPoll
        }
    }

    package init(at: Timestamp) {
        judgements = []
        notices = []
        routes = []
        told = []
        over = []
        marks = [:]
        self.at = at
    }
}

/// A summary of feeds in trouble with where its deliveries stand.
package struct StoredNotice: Sendable, Hashable {
    package var notice: FeedNotice
    package var deliveries: [DeliveryStanding]

    package init(notice: FeedNotice, deliveries: [DeliveryStanding]) {
        self.notice = notice
        self.deliveries = deliveries
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
    /// Watches that told of a story that this one was part of.
    package var toldBefore: Set<String>
    /// Watches for which it counts as told, as it is older than they are.
    package var backfilled: Set<String>

    package init(
        story: Story, url: String?, aliases: [StoryID], watches: Set<String>, quietWatches: Set<String>,
        told: [Alert], toldBefore: Set<String> = [], backfilled: Set<String> = []
    ) {
        self.toldBefore = toldBefore
        self.backfilled = backfilled
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
    /// What people decided about it and its aliases, oldest first.
    package var rulings: [Ruling]
    /// Items whose texts are deleted, and when they were.
    package var deleted: [ItemID: Timestamp] = [:]
    /// Items that their outlets took out of their feeds, and when that was seen.
    package var withdrawn: [ItemID: Timestamp] = [:]

    package init(
        dossier: StoryDossier, reports: [Report], matches: [Match], revisions: [ItemRevision],
        rulings: [Ruling] = []
    ) {
        self.rulings = rulings
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
    /// Why it was kept back, for people.
    package var note: String?
    package var silence: SilenceID?
    /// Deliveries that went in the same message.
    package var companions = 0

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

/// How the line stands: what waits, and what is open.
package struct StoreGauges: Sendable, Hashable {
    package var openStories: Int
    package var unplaced: Int
    package var pendingDeliveries: Int
    /// Of the database file.
    package var bytes: Int64
    /// When the next feed falls due, be it overdue.
    package var nextPoll: Timestamp?

    package init(
        openStories: Int, unplaced: Int, pendingDeliveries: Int, bytes: Int64, nextPoll: Timestamp?
    ) {
        self.openStories = openStories
        self.unplaced = unplaced
        self.pendingDeliveries = pendingDeliveries
        self.bytes = bytes
        self.nextPoll = nextPoll
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
    /// Configured feeds whose last poll failed.
    package var failingFeeds = 0
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
