package import Model
import Text

/// The constants of the engine; docs/stories.md says where each comes from.
package struct StorySettings: Sendable, Hashable {
    /// A story takes reports for this long after its last.
    package var window: Duration = .hours(72)
    /// The precision knob: lower joins less. `story-bias` of feeds.conf is added to it.
    package var bias = -3.06

    /// By ``JoinFeature``.
    package var joinWeights: [Double] = [
        6.60, 5.72, 2.87, 0.35, -0.86, -0.33, -5.87, 5.73, -1.22, -0.79, -0.18, -1.70, 4.07, -2.90,
        -7.00, -6.00, -0.50, -14.00, -14.00, -0.24, 5.00, 0.10,
    ]
    /// Sum of idf that shared tokens must have: one rare word is not enough.
    package var evidenceGate = 7.5

    /// Tokens of a text that are read, title not counted.
    package var textTokens = 80
    package var titleFrequency = 2.4
    /// How many articles the prior is worth.
    package var priorArticles = 400.0

    /// Stories looked at for one article, found by so many of its tokens.
    package var candidates = 16
    package var queryTokens = 16
    package var postings = 64

    package var centroidTokens = 120
    package var centroidSlack = 240
    package var centroidDecay = 0.97
    package var coreTokens = 10
    package var storyNumbers = 40
    package var storyNames = 16

    /// Below this score for the second cluster a merge is not thought about.
    package var mergeFloor = -3.0
    package var mergeCosine = 0.15
    /// What a merge must score where it brings clusters of other languages together unasked.
    package var mergeClash = 3.0
    package var mergeBias = -1.96
    /// By ``MergeFeature``.
    package var mergeWeights: [Double] = [
        -0.12, 0.51, 8.21, -0.52, 1.20, -1.13, -1.05, 0.43, -0.28, -1.51, -0.98, 1.68, 0.00, 2.76,
        -0.05,
    ]

    /// Titles of a cluster that new ones are compared with.
    package var comparedTitles = 4
    /// Words of a text that copies are told by.
    package var shingledWords = 1000
    /// Sequences in the sketch of one text.
    package var sketchSize = 96
    /// Tokens remembered with how often they occurred, in one language; beyond it the rarest go.
    package var vocabularyTokens = 400_000
    /// A token that stands in this share of an outlet's items, and in so many, is as common as that for the outlet.
    package var habitualShare = 0.4
    package var habitualSeen: Int32 = 4
    /// Tokens remembered of one outlet, and outlets remembered.
    package var habitualTokens = 4000
    package var habitualOutlets = 4096
    /// Whether clusters of different languages are compared by the names in them.
    package var linksLanguages = true
    /// Words of a text whose names are looked at.
    package var skeletonWords = 30
    /// Names and numbers that two clusters must have in common.
    package var linkShared = 2
    package var linkSpan: Duration = .hours(30)
    package var linkBias = -7.0
    /// By ``LinkFeature``.
    package var linkWeights: [Double] = [10.3, 0.5, 5.5, 0.9, -0.47, 0.4, 0, 0.1, 0]
    /// What is said of a report that a link brought into its story.
    package var linkConfidence = 0.6

    /// Bytes of a title and of a text that are read.
    package var titleBytes = 4096
    package var textBytes = 16 << 10
    /// Items in the window; beyond it the oldest stories go.
    package var windowItems = 2_000_000
    /// Clusters that are looked at with each article, once they may be forgotten, and lists of tokens that entries of
    /// such clusters are dropped from.
    package var forgottenAtOnce = 4
    package var sweptLists = 8
    /// Bytes of a snapshot; beyond it the oldest stories and the rarest tokens stay out.
    package var snapshotBytes = 256 << 20
    /// Titles of one outlet from this cosine are one running report, if either says that it runs.
    package var revisionCosine = 0.4

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

extension Article {
    /// Its words are for others to print, or the source's own.
    var isAgency: Bool { outletKind == .wire || outletKind == .official }

    var outletHash: UInt64 { StableHash.of(outlet) }
}
