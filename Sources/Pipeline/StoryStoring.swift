package import Model

/// The story window as stored: its last snapshot, and what was placed since.
package struct StoredWindow: Sendable, Hashable {
    /// ``StoryWindow/snapshot()``.
    package var snapshot: [UInt8]
    /// ``PlacedArticles`` of each edit since, in order.
    package var since: [[UInt8]]

    package init(snapshot: [UInt8], since: [[UInt8]]) {
        self.snapshot = snapshot
        self.since = since
    }
}

/// What the store has of the window.
package enum WindowFinding: Sendable, Hashable {
    case found(StoredWindow)
    case missing
    /// It cannot be used; why, in words.
    case damaged(String)
}

/// What an edit does to the stored window.
package enum WindowChange: Sendable, Hashable {
    /// These reports come after what is there; see ``PlacedArticles``.
    case since([UInt8])
    /// The snapshot takes the place of all that is there.
    case snapshot([UInt8])
}

/// Two stories that a person made one.
package struct StoryMerge: Sendable, Hashable {
    package var absorbed: StoryID
    package var story: StoryID

    package init(absorbed: StoryID, story: StoryID) {
        self.absorbed = absorbed
        self.story = story
    }
}

/// Items that leave a story for another, which is new or was an alias of it.
///
/// What was told of the one counts as told of the other from then on: a person who parts two stories makes no news.
package struct StoryParting: Sendable, Hashable {
    package var story: StoryID
    package var other: StoryID
    package var items: [ItemID]

    package init(story: StoryID, other: StoryID, items: [ItemID]) {
        self.story = story
        self.other = other
        self.items = items
    }
}

/// Which stories are asked for; no condition where nothing is set.
package struct StoryFilter: Sendable, Hashable {
    /// With a report since then.
    package var since: Timestamp?
    /// Met by this watch.
    package var watch: String?
    /// With a report in this language, a BCP 47 primary tag.
    package var language: String?
    /// Of so many outlets.
    package var minimumOutlets: Int?

    package init(
        since: Timestamp? = nil, watch: String? = nil, language: String? = nil, minimumOutlets: Int? = nil
    ) {
        self.since = since
        self.watch = watch
        self.language = language
        self.minimumOutlets = minimumOutlets
    }
}
