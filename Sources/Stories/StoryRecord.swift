import Model

/// The engine's memory of one story.
struct StoryRecord: Sendable {
    let id: StoryID
    var languages: Set<String>
    /// Sum of the unit vectors of its articles, fading.
    private(set) var centroid = SparseVector()
    /// The heaviest tokens of the centroid.
    private(set) var core: [SparseVector.Entry] = []
    /// In order of arrival.
    private(set) var numbers: [UInt64] = []
    var last: Timestamp
    private(set) var count = 0
    private(set) var items: [ItemID] = []
    private(set) var texts: [KnownText] = []
    private var concepts: [String: Int] = [:]

    /// A text that is a copy of none.
    struct KnownText: Sendable {
        var item: ItemID
        var isAgency: Bool
        var shingles: Set<UInt64>
    }

    init(id: StoryID, language: String, last: Timestamp) {
        self.id = id
        languages = [language]
        self.last = last
    }

    /// Aliases that at least a third of its articles name.
    var profile: Set<String> { Set(concepts.filter { $0.value * 3 >= count }.keys) }

    mutating func add(
        _ article: Article, vector: SparseVector, numbers: [UInt64], isCopy: Bool, shingles: Set<UInt64>,
        settings: StorySettings
    ) {
        let decay = count > 0 ? Float(settings.centroidDecay) : 1
        centroid.add(vector, decay: decay, slack: settings.centroidSlack, limit: settings.centroidTokens)
        core = centroid.heaviest(settings.coreTokens)
        count += 1
        last = max(last, article.published)
        items.append(article.item)
        note(numbers, limit: settings.storyNumbers)
        for concept in article.concepts { concepts[concept, default: 0] += 1 }
        if !isCopy, texts.count < settings.comparedTexts {
            let isAgency = article.outletKind == .wire || article.outletKind == .official
            texts.append(KnownText(item: article.item, isAgency: isAgency, shingles: shingles))
        }
    }

    /// Takes over a younger story that turned out to be the same.
    mutating func absorb(_ other: StoryRecord, settings: StorySettings) {
        centroid.add(other.centroid, decay: 1, slack: settings.centroidSlack, limit: settings.centroidTokens)
        core = centroid.heaviest(settings.coreTokens)
        count += other.count
        last = max(last, other.last)
        languages.formUnion(other.languages)
        items += other.items
        note(other.numbers, limit: settings.storyNumbers)
        concepts.merge(other.concepts) { $0 + $1 }
        texts = Array((texts + other.texts).sorted { $0.item < $1.item }.prefix(settings.comparedTexts))
    }

    private mutating func note(_ new: [UInt64], limit: Int) {
        for number in new where !numbers.contains(number) { numbers.append(number) }
        if numbers.count > limit { numbers.removeFirst(numbers.count - limit) }
    }
}
