/// The number of a ruling in the store.
package struct RulingID: Hashable, Sendable, Codable {
    package let rawValue: Int64

    package init(_ rawValue: Int64) { self.rawValue = rawValue }
}

/// What a person decided about two stories, whatever the engine thinks; obeyed until it is undone.
package struct Ruling: Hashable, Sendable, Codable {
    package enum Kind: String, Hashable, Sendable, Codable {
        /// The two are one.
        case merge
        /// They are not.
        case split
    }

    package var id: RulingID
    package var kind: Kind
    /// The story that was left.
    package var story: StoryID
    /// The one that became its alias, or that was split off.
    package var other: StoryID
    /// What `other` held when it was merged, or took along when it was split off.
    package var items: [ItemID]
    /// Who decided: the name of the user who ran the command.
    package var by: String?
    package var note: String?
    package var made: Timestamp
    package var undone: Timestamp?
    package var undoneBy: String?

    package init(
        id: RulingID, kind: Kind, story: StoryID, other: StoryID, items: [ItemID], by: String?, note: String?,
        made: Timestamp, undone: Timestamp? = nil, undoneBy: String? = nil
    ) {
        self.id = id
        self.kind = kind
        self.story = story
        self.other = other
        self.items = items
        self.by = by
        self.note = note
        self.made = made
        self.undone = undone
        self.undoneBy = undoneBy
    }
}

/// What a person asks for: a ruling, that one be undone, or that a watch be put to stored items.
package struct RulingRequest: Hashable, Sendable, Codable {
    package enum Wish: Hashable, Sendable, Codable {
        /// All become one, under the oldest number.
        case merge([StoryID])
        /// The items become a story of their own.
        case split(StoryID, [ItemID])
        /// The story that was merged into another gets its items back.
        case undoMerge(StoryID)
        /// The story that was split off goes back.
        case undoSplit(StoryID)
        /// The watch is put to these items, which were stored before it was made; nobody is told.
        case backfill(watch: String, [ItemID])
    }

    package var wish: Wish
    package var by: String?
    package var note: String?

    package init(_ wish: Wish, by: String?, note: String?) {
        self.wish = wish
        self.by = by
        self.note = note
    }
}

extension Ruling {
    /// What was decided, as a log and a page say it: `story 7F3M9Q became part of 7F3K2Q`.
    package var words: String {
        switch kind {
        case .merge: "story \(other) became part of \(story)"
        case .split: "story \(other) was split off from \(story) with \(items.count) of its items"
        }
    }
}
