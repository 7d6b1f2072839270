import Model

/// The engine's memory of one cluster: the reports of a story in one language.
struct StoryRecord: Sendable, Equatable {
    let number: Int32
    /// The story it belongs to; clusters of several languages may share one.
    var story: StoryID
    let language: String
    /// Sum of the unit vectors of its articles, fading.
    private(set) var centroid = SparseVector()
    /// The heaviest tokens of the centroid.
    private(set) var core: [SparseVector.Entry] = []
    private(set) var coreWeight: Float = 0
    /// Of its last articles.
    private(set) var heads: [Head] = []
    /// In order of arrival.
    private(set) var numbers: [UInt32] = []
    /// Of titles, in order of arrival.
    private(set) var names: [UInt32] = []
    private(set) var first: Timestamp
    private(set) var last: Timestamp
    private(set) var count = 0
    /// The hour under which the window knows when to forget it.
    var notedHour = Int64.min
    private(set) var items: [ItemID] = []
    private(set) var texts: [KnownText] = []
    private(set) var concepts: [String: Int] = [:]
    /// The outlet of all its reports, as a hash; `nil` where there are several.
    private(set) var onlyOutlet: UInt64?
    private(set) var skeleton = SparseVector()

    /// A headline as one outlet has it.
    struct Head: Sendable, Equatable {
        var item: ItemID
        var outlet: UInt64
        /// One of a row: a flash, an update.
        var isRunning: Bool
        var title: SparseVector
        var proper: [ArticleTokens.ProperWord]
        /// Tokens of digits in the title.
        var digits: [UInt32]
        var edition: TitleEdition
        var frame: TitleFrame
    }

    /// A text that is a copy of none.
    struct KnownText: Sendable, Equatable {
        var item: ItemID
        var isAgency: Bool
        var published: Timestamp
        var sketch: ShingleSketch
    }

    init(number: Int32, story: StoryID, language: String, at moment: Timestamp) {
        self.number = number
        self.story = story
        self.language = language
        first = moment
        last = moment
    }

    /// Aliases that at least a third of its articles name.
    var profile: Set<String> { Set(concepts.filter { $0.value * 3 >= count }.keys) }

    mutating func add(
        _ article: Article, _ reading: Reading, isCopy: Bool, settings: StorySettings
    ) {
        let decay = count > 0 ? Float(settings.centroidDecay) : 1
        centroid.add(
            reading.vector, decay: decay, slack: settings.centroidSlack, limit: settings.centroidTokens)
        skeleton.add(
            reading.skeleton, decay: decay, slack: settings.centroidSlack / 2,
            limit: settings.centroidTokens / 2)
        findCore(settings)
        let outlet = article.outlet.isEmpty ? UInt64(bitPattern: article.item.rawValue) : article.outletHash
        if count == 0 { onlyOutlet = outlet } else if onlyOutlet != outlet { onlyOutlet = nil }
        count += 1
        first = min(first, article.published)
        last = max(last, article.published)
        items.append(article.item)
        note(
            [
                Head(
                    item: article.item, outlet: outlet, isRunning: reading.grammar.isRunning,
                    title: reading.title, proper: reading.tokens.proper, digits: reading.tokens.titleDigits,
                    edition: reading.edition, frame: reading.frame)
            ], limit: settings.comparedTitles)
        Self.note(reading.numbers, to: &numbers, limit: settings.storyNumbers)
        Self.note(reading.tokens.names, to: &names, limit: settings.storyNames)
        for concept in article.concepts { concepts[concept, default: 0] += 1 }
        if !isCopy, texts.count < settings.comparedTexts {
            texts.append(
                KnownText(
                    item: article.item, isAgency: article.isAgency, published: article.published,
                    sketch: reading.sketch))
        }
    }

    /// Takes over a younger cluster that turned out to be the same.
    mutating func absorb(_ other: StoryRecord, settings: StorySettings) {
        centroid.add(other.centroid, decay: 1, slack: settings.centroidSlack, limit: settings.centroidTokens)
        skeleton.add(
            other.skeleton, decay: 1, slack: settings.centroidSlack / 2, limit: settings.centroidTokens / 2)
        findCore(settings)
        if onlyOutlet != other.onlyOutlet { onlyOutlet = nil }
        count += other.count
        first = min(first, other.first)
        last = max(last, other.last)
        items += other.items
        note(other.heads, limit: settings.comparedTitles)
        Self.note(other.numbers, to: &numbers, limit: settings.storyNumbers)
        Self.note(other.names, to: &names, limit: settings.storyNames)
        concepts.merge(other.concepts) { $0 + $1 }
        texts = Array((texts + other.texts).sorted { $0.item < $1.item }.prefix(settings.comparedTexts))
    }

    /// Takes over what a snapshot holds.
    mutating func restore(
        centroid: SparseVector, skeleton: SparseVector, span: (first: Timestamp, last: Timestamp), count: Int,
        items: [ItemID], numbers: [UInt32], names: [UInt32], heads: [Head], texts: [KnownText],
        concepts: [String: Int],
        onlyOutlet: UInt64?, settings: StorySettings
    ) {
        self.centroid = centroid
        self.skeleton = skeleton
        first = span.first
        last = span.last
        self.count = count
        self.items = items
        self.numbers = numbers
        self.names = names
        self.heads = heads
        self.texts = texts
        self.concepts = concepts
        self.onlyOutlet = onlyOutlet
        findCore(settings)
    }

    private mutating func findCore(_ settings: StorySettings) {
        core = centroid.heaviest(settings.coreTokens).sorted { $0.token < $1.token }
        coreWeight = core.reduce(0) { $0 + $1.weight }
    }

    /// Forgets texts that turned out to be copies.
    mutating func recast(_ items: [ItemID]) { texts.removeAll { items.contains($0.item) } }

    private mutating func note(_ new: [Head], limit: Int) {
        heads += new
        if heads.count > limit { heads.removeFirst(heads.count - limit) }
    }

    private static func note(_ new: [UInt32], to known: inout [UInt32], limit: Int) {
        for token in new where !known.contains(token) { known.append(token) }
        if known.count > limit { known.removeFirst(known.count - limit) }
    }
}
