/// How an item stands to the others of its story.
package enum ReportKind: Hashable, Sendable, Codable {
    /// It opened the story.
    case original
    /// The same text as `of`, perhaps cut or under another headline.
    case copy(of: ItemID)
    /// An independent text on the same event.
    case own
}

/// Where the story engine put one item, and why.
package struct Placement: Hashable, Sendable, Codable {
    package var item: ItemID
    package var story: StoryID
    package var report: ReportKind
    /// Likelihood by the engine's own reckoning, 0 to 1; 1 for identity and for stories just opened.
    package var confidence: Double
    /// Each ground in words, strongest first: `cosine 0.61`, `shares ушаков, 56`, `same address`.
    package var because: [String]
    /// A story that turned out to be the same as `story` and is an alias of it from now on.
    package var absorbed: StoryID?
    /// Earlier items of the story whose text turned out to be this one's: copies of it from now on.
    package var recast: [ItemID]?

    package init(
        item: ItemID, story: StoryID, report: ReportKind, confidence: Double, because: [String],
        absorbed: StoryID? = nil, recast: [ItemID]? = nil
    ) {
        self.item = item
        self.story = story
        self.report = report
        self.confidence = confidence
        self.because = because
        self.absorbed = absorbed
        self.recast = recast
    }

    /// By which rule the item came to its story: `address`, `copy` or `likeness`; `nil` where it opened one.
    package var rule: String? {
        switch report {
        case .original: nil
        case .copy: "copy"
        case .own: because.first == "same address" ? "address" : "likeness"
        }
    }
}

/// The set of items that tell the same news, in figures.
package struct Story: Hashable, Sendable, Codable {
    package var id: StoryID
    /// The item that speaks for the story; see `LeadItem`.
    package var lead: ItemID
    /// The lead item's title, as published.
    package var headline: String
    package var opened: Timestamp
    package var lastReport: Timestamp
    package var items: Int
    /// Names, in order of arrival.
    package var outlets: [String]
    /// BCP 47 primary tags, in order of arrival.
    package var languages: [String]
    /// Texts that are copies of none.
    package var independentTexts: Int

    package init(
        id: StoryID, lead: ItemID, headline: String, opened: Timestamp, lastReport: Timestamp, items: Int,
        outlets: [String], languages: [String], independentTexts: Int
    ) {
        self.id = id
        self.lead = lead
        self.headline = headline
        self.opened = opened
        self.lastReport = lastReport
        self.items = items
        self.outlets = outlets
        self.languages = languages
        self.independentTexts = independentTexts
    }
}

/// An item seen as part of a story.
package struct Report: Hashable, Sendable, Codable {
    package var item: Item
    package var outlet: Outlet
    package var placement: Placement

    package init(item: Item, outlet: Outlet, placement: Placement) {
        self.item = item
        self.outlet = outlet
        self.placement = placement
    }
}
