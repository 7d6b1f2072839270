import Glibc
package import Model
import Text

/// The stories that may still take reports: the engine's whole memory, a plain value.
///
/// Reports of one language that tell the same news are a cluster; clusters of several languages may be one story.
/// The same articles in the same order give the same placements, whether they are placed or restored.
package struct StoryWindow: Sendable {
    package let settings: StorySettings
    var vocabularies: [String: Vocabulary] = [:]
    /// By outlet and language, hashed together.
    var outlets: [UInt64: Vocabulary] = [:]
    var postings = Postings()
    /// By language.
    var skeletonPostings: [String: Postings] = [:]
    var records = StoryRecords()
    /// Clusters that were absorbed, to those that took them over.
    var heirs: [Int32: Int32] = [:]
    var clustersOfStory: [StoryID: [Int32]] = [:]
    var clusterOfItem: [ItemID: Int32] = [:]
    var itemOfURL: [UInt64: ItemID] = [:]
    var itemOfContent: [UInt64: ItemID] = [:]
    var keysOfItem: [ItemID: ItemKeys] = [:]
    var clustersOfConcept: [String: [Int32]] = [:]
    /// Clusters by the hour of their last report; those that have grown since stand in a later hour as well.
    var hours: [Int64: [Int32]] = [:]
    var oldestHour = Int64.max
    /// How late it is by the articles, and the times of the last ones.
    var clock = Timestamp(milliseconds: .min)
    var recent: [Timestamp] = []
    var nextCluster: Int32 = 0
    var constraints = StoryConstraints()
    /// What was looked at for the last article; only kept where it is asked for.
    package var trace: StoryTrace?

    struct ItemKeys: Sendable, Equatable {
        var url: UInt64?
        var content: UInt64
    }

    package init(settings: StorySettings) { self.settings = settings }

    /// The story of `item`; `nil` once it has left the window.
    package func story(of item: ItemID) -> StoryID? {
        clusterOfItem[item].flatMap { records.boxed(survivor(of: $0))?.record.story }
    }

    /// Items in the window.
    package var itemCount: Int { clusterOfItem.count }

    // MARK: Placing

    /// Decides where `article` belongs, and remembers it there.
    ///
    /// - Parameter folded: Its words, where they have been folded already.
    package mutating func place(_ article: Article, folded: FoldedContent? = nil) -> Placement {
        settle(article, folded, as: nil)
    }

    /// Remembers `article` where it was put before.
    package mutating func restore(
        _ article: Article, folded: FoldedContent? = nil, as placement: Placement
    ) {
        _ = settle(article, folded, as: placement)
    }

    private mutating func settle(
        _ article: Article, _ folded: FoldedContent?, as known: Placement?
    ) -> Placement {
        expire(at: article.published)
        let reading = read(article, folded)
        let twin = twin(of: article)
        // Whoever is the same article again brings no new words to tell stories by.
        let scores = twin == nil ? scored(article, reading) : []
        if trace != nil { trace?.begin(scores, records) }
        var plan = decide(article, reading, twin: twin, scores: scores, among: known?.stories)
        if twin == nil { unite(&plan, article, reading, scores: scores, among: known?.stories) }
        if let known {
            plan.placement.report = known.report
            plan.placement.recast = known.recast
        } else if twin == nil {
            nameOriginal(&plan, article, reading)
        }
        remember(article, reading, plan)
        if let known, let absorbed = known.absorbed { join(absorbed, to: known.story) }
        return plan.placement
    }

    func read(_ article: Article, _ folded: FoldedContent? = nil) -> Reading {
        let language = Self.key(article.language)
        let seed = StableHash.of(language)
        let outlet = article.outlet.isEmpty ? nil : outlets[article.outletHash ^ seed]
        return Reading(
            article, folded, language: language, seed: seed,
            vocabulary: vocabularies[language] ?? Vocabulary(),
            outlet: outlet, settings: settings)
    }

    /// What is going to be done with an article.
    struct Plan {
        var placement: Placement
        /// The cluster it joins; a new one where `nil`.
        var cluster: Int32?
        /// A cluster that turned out to be the same as that.
        var merged: Int32?
    }

    /// - Parameter stories: the only ones to be thought of, where it is known what was decided.
    private func decide(
        _ article: Article, _ reading: Reading, twin: Twin?, scores: [StoryScore],
        among stories: Set<StoryID>?
    ) -> Plan {
        if let twin, let record = records[twin.cluster], stories?.contains(record.story) ?? true {
            return Plan(
                placement: Placement(
                    item: article.item, story: record.story, report: .copy(of: twin.item), confidence: 1,
                    because: [twin.because]), cluster: twin.cluster)
        }
        for score in scores
        where score.total > 0 && Double(score.evidence) >= settings.evidenceGate {
            guard let record = records[score.cluster], stories?.contains(record.story) ?? true,
                !constraints.forbids(article.item, record.story)
            else { continue }
            return Plan(
                placement: Placement(
                    item: article.item, story: record.story, report: .own,
                    confidence: 1 / (1 + exp(-score.total)), because: score.because(reading, record)),
                cluster: score.cluster)
        }
        let story = stories?.min() ?? StoryID(openedBy: article.item)
        return Plan(
            placement: Placement(
                item: article.item, story: story, report: .original, confidence: 1,
                because: ["no story is like it"]), cluster: nil)
    }

    /// Looks for a second cluster that tells the same: of the same language by its words, of another by its names.
    private mutating func unite(
        _ plan: inout Plan, _ article: Article, _ reading: Reading, scores: [StoryScore],
        among stories: Set<StoryID>?
    ) {
        let own = plan.cluster.flatMap { records[$0] }
        if let own, let merged = secondCluster(own, scores: scores, among: stories),
            let other = records[merged]
        {
            plan.merged = merged
            if own.story != other.story {
                plan.placement.because.append("the article fits story \(other.story) as well")
                plan.placement.joinStories(own.story, other.story)
            }
            return
        }
        // What was linked before is joined as it was.
        guard stories == nil else { return }
        guard
            let link = nameLink(article, reading, own: own)
                ?? conceptLink(article, language: reading.language, own: own)
        else { return }
        plan.placement.because.append(link.because)
        if let own {
            plan.placement.joinStories(own.story, link.story)
        } else {
            plan.placement.because.removeFirst()
            plan.placement.story = link.story
            plan.placement.report = .own
            plan.placement.confidence = settings.linkConfidence
        }
    }

    typealias Twin = (item: ItemID, cluster: Int32, because: String)

    /// The item with the same address or the same words.
    private func twin(of article: Article) -> Twin? {
        if let url = article.canonicalURL, let item = itemOfURL[StableHash.of(url)],
            let cluster = clusterOfItem[item]
        {
            return (item, survivor(of: cluster), "same address as item \(item.rawValue)")
        }
        if let item = itemOfContent[article.contentHash], let cluster = clusterOfItem[item] {
            return (item, survivor(of: cluster), "same words as item \(item.rawValue)")
        }
        return nil
    }

    /// Articles of an unknown language are compared among themselves.
    static func key(_ language: String?) -> String {
        language?.split(separator: "-").first.map { $0.lowercased() } ?? ""
    }
}

extension Placement {
    /// The stories that it may have been placed in.
    fileprivate var stories: Set<StoryID> { Set([story, absorbed].compactMap { $0 }) }

    /// The older of the two takes the younger.
    fileprivate mutating func joinStories(_ one: StoryID, _ other: StoryID) {
        guard one != other else { return }
        story = min(one, other)
        absorbed = max(one, other)
    }
}
