package import Model

/// The constants of the engine; docs/stories.md says where each comes from.
package struct StorySettings: Sendable, Hashable {
    /// A story takes reports for this long after its last.
    package var window: Duration = .hours(72)
    /// The precision knob: lower joins less. −4.7 halves the wrong joins of a news day for two points of recall.
    package var bias = -4.3

    package var cosineWeight = 8.7
    package var titleWeight = 2.9
    package var coreWeight = 2.5
    package var rareWeight = 0.6
    package var numberPenalty = 0.9
    package var gapPenalty = 0.45
    /// Sum of idf that shared tokens must have: one rare word is not enough.
    package var evidenceGate = 6.0

    /// Tokens of a text that are read, title not counted.
    package var textTokens = 60
    package var titleFrequency = 2.5
    /// How many articles the prior is worth.
    package var priorArticles = 400.0

    /// Stories looked at for one article, found by so many of its tokens.
    package var candidates = 12
    package var queryTokens = 12
    package var postings = 64

    package var centroidTokens = 120
    package var centroidSlack = 240
    package var centroidDecay = 0.97
    package var coreTokens = 10
    package var storyNumbers = 40

    package var mergeScore = 0.5
    package var mergeGap = 2.5
    package var mergeCosine = 0.3

    /// Share of the shorter text's three-word sequences that a copy has in common with its original.
    package var copyContainment = 0.5
    /// Texts with fewer sequences are not compared.
    package var copyShingles = 6
    /// Independent texts of a story that newcomers are compared with.
    package var comparedTexts = 24

    /// Stories that name the same people and places: so many aliases in common, within the span.
    package var sharedConcepts = 3
    /// In one language, where words already had their say.
    package var sharedConceptsSameLanguage = 4
    package var conceptSpan: Duration = .hours(12)
    /// Of all aliases on both sides.
    package var conceptOverlap = 0.6

    package init() {}
}

/// An item as the engine sees it.
package struct Article: Sendable, Hashable {
    package var item: ItemID
    package var outlet: String
    package var outletKind: OutletKind?
    package var language: String?
    package var title: String
    package var text: String
    package var canonicalURL: String?
    package var contentHash: UInt64
    /// What gaps are counted by.
    package var published: Timestamp
    /// Names of aliases that occur in it.
    package var concepts: [String]

    package init(
        item: ItemID, outlet: String, outletKind: OutletKind?, language: String?, title: String, text: String,
        canonicalURL: String?, contentHash: UInt64, published: Timestamp, concepts: [String]
    ) {
        self.item = item
        self.outlet = outlet
        self.outletKind = outletKind
        self.language = language
        self.title = title
        self.text = text
        self.canonicalURL = canonicalURL
        self.contentHash = contentHash
        self.published = published
        self.concepts = concepts
    }
}
