import Glibc
package import Model

/// The stories that may still take reports: the engine's whole memory, a plain value.
///
/// The same articles in the same order give the same placements, whether they are placed or restored.
package struct StoryWindow: Sendable {
    package let settings: StorySettings
    private var vocabularies: [String: Vocabulary] = [:]
    private var records: [Int64: StoryRecord] = [:]
    private var aliases: [Int64: Int64] = [:]
    private var storyOfItem: [ItemID: Int64] = [:]
    private var itemOfURL: [String: ItemID] = [:]
    private var itemOfContent: [UInt64: ItemID] = [:]
    private var keysOfItem: [ItemID: (url: String?, content: UInt64)] = [:]
    private var storiesOfConcept: [String: [Int64]] = [:]
    private var newest = Timestamp(milliseconds: .min)
    private var placed = 0

    package init(settings: StorySettings) { self.settings = settings }

    /// The story of `item`, aliases followed; `nil` once it has left the window.
    package func story(of item: ItemID) -> StoryID? {
        storyOfItem[item].map { StoryID(survivor(of: $0)) }
    }

    // MARK: Placing

    /// Decides where `article` belongs, and remembers it there.
    package mutating func place(_ article: Article) -> Placement {
        expire(at: article.published)
        let reading = Reading(article, vocabulary: vocabulary(of: article), settings: settings)
        let twin = twin(of: article)
        // Whoever is the same article again brings no new words to tell stories by.
        let scores = twin == nil ? scored(article, reading) : []
        var placement = decide(article, reading, twin: twin, scores: scores)
        if let absorbed = secondStory(of: article, placement: placement, scores: scores) {
            placement.absorbed = absorbed.story
            placement.story = min(placement.story, absorbed.into)
            placement.because.append(absorbed.because)
        }
        remember(article, reading, placement)
        return placement
    }

    /// Remembers `article` where it was put before.
    package mutating func restore(_ article: Article, as placement: Placement) {
        expire(at: article.published)
        remember(
            article, Reading(article, vocabulary: vocabulary(of: article), settings: settings), placement)
    }

    private func decide(
        _ article: Article, _ reading: Reading, twin: Twin?, scores: [StoryScore]
    ) -> Placement {
        if let twin {
            return Placement(
                item: article.item, story: twin.story, report: .copy(of: twin.item), confidence: 1,
                because: [twin.because])
        }
        let best = scores.first { $0.total > 0 && $0.evidence >= settings.evidenceGate }
        if let best { return joined(article, reading, best) }
        if let link = conceptLink(article) {
            return Placement(
                item: article.item, story: StoryID(link.story), report: .own, confidence: 0.6,
                because: [link.because])
        }
        return Placement(
            item: article.item, story: StoryID(openedBy: article.item), report: .original, confidence: 1,
            because: ["no story is like it"])
    }

    private typealias Twin = (item: ItemID, story: StoryID, because: String)

    /// The item with the same address or the same words.
    private func twin(of article: Article) -> Twin? {
        if let url = article.canonicalURL, let item = itemOfURL[url], let story = story(of: item) {
            return (item, story, "same address as item \(item.rawValue)")
        }
        if let item = itemOfContent[article.contentHash], let story = story(of: item) {
            return (item, story, "same words as item \(item.rawValue)")
        }
        return nil
    }

    private func joined(_ article: Article, _ reading: Reading, _ score: StoryScore) -> Placement {
        var report = ReportKind.own
        var because = score.because(names: reading.tokens.names)
        if let record = records[score.story], let copied = original(of: reading, in: record) {
            report = .copy(of: copied.item)
            because.insert(
                "\(Int(copied.share * 100)) % of its text is that of item \(copied.item.rawValue)", at: 0)
        }
        return Placement(
            item: article.item, story: StoryID(score.story), report: report,
            confidence: 1 / (1 + exp(-score.total)), because: because)
    }

    /// The text that most of the article is a copy of; agencies go first, then the earliest.
    private func original(of reading: Reading, in record: StoryRecord) -> (item: ItemID, share: Double)? {
        let own = reading.tokens.shingles
        guard own.count >= settings.copyShingles else { return nil }
        var best: (item: ItemID, share: Double, isAgency: Bool)?
        for text in record.texts where text.shingles.count >= settings.copyShingles {
            let shorter = min(own.count, text.shingles.count)
            let common =
                own.count < text.shingles.count
                ? own.count { text.shingles.contains($0) } : text.shingles.count { own.contains($0) }
            let share = Double(common) / Double(shorter)
            guard share >= settings.copyContainment else { continue }
            if best == nil || text.isAgency && best?.isAgency == false {
                best = (text.item, share, text.isAgency)
            }
        }
        return best.map { ($0.item, $0.share) }
    }

    // MARK: Scores

    /// Candidate stories with their scores, best first.
    private func scored(_ article: Article, _ reading: Reading) -> [StoryScore] {
        guard let vocabulary = vocabularies[Self.key(article.language)] else { return [] }
        var weights: [Int64: Double] = [:]
        for entry in reading.vector.heaviest(settings.queryTokens) {
            var seen: Set<Int64> = []
            for posted in vocabulary.stories(of: entry.token) {
                let story = survivor(of: posted)
                if seen.insert(story).inserted { weights[story, default: 0] += Double(entry.weight) }
            }
        }
        let candidates = weights.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.lazy
            .compactMap { records[$0.key] }
            .filter { gap(article.published, $0.last) <= settings.window }
            .prefix(settings.candidates)
        return candidates.map {
            StoryScore(reading, $0, gap: gap(article.published, $0.last), settings: settings)
        }
        .sorted { ($0.total, $1.story) > ($1.total, $0.story) }
    }

    private func gap(_ one: Timestamp, _ other: Timestamp) -> Duration {
        one < other ? other - one : one - other
    }

    // MARK: Two that are one

    /// A second story that the article belongs to as well, so that the two are one.
    private func secondStory(
        of article: Article, placement: Placement, scores: [StoryScore]
    ) -> (story: StoryID, into: StoryID, because: String)? {
        guard placement.report != .original, let own = records[placement.story.rawValue] else { return nil }
        if let merge = lexicalTwin(of: own, scores: scores) {
            return Self.ordered(own.id, merge, because: "the article fits story \(merge) as well")
        }
        guard let link = conceptLink(article, besides: own), let other = records[link.story] else {
            return nil
        }
        return Self.ordered(own.id, other.id, because: link.because)
    }

    private func lexicalTwin(of own: StoryRecord, scores: [StoryScore]) -> StoryID? {
        guard let first = scores.first(where: { $0.story == own.id.rawValue }),
            let second = scores.first(where: { $0.story != own.id.rawValue }),
            second.total > settings.mergeScore, first.total - second.total < settings.mergeGap,
            let record = records[second.story],
            own.centroid.cosine(to: record.centroid) > settings.mergeCosine
        else { return nil }
        return record.id
    }

    private static func ordered(
        _ one: StoryID, _ other: StoryID, because: String
    ) -> (story: StoryID, into: StoryID, because: String) {
        (story: max(one, other), into: min(one, other), because: because)
    }

    /// The story that names the same people and places at the same time as the article.
    private func conceptLink(_ article: Article, besides own: StoryRecord? = nil) -> (
        story: Int64, because: String
    )? {
        let concepts = own.map(\.profile) ?? Set(article.concepts)
        guard concepts.count >= settings.sharedConcepts else { return nil }
        let language = Self.key(article.language)
        var candidates: Set<Int64> = []
        for concept in concepts { candidates.formUnion((storiesOfConcept[concept] ?? []).map(survivor(of:))) }
        var best: (story: Int64, shared: Set<String>, overlap: Double)?
        for candidate in candidates.sorted() where candidate != own?.id.rawValue {
            guard let record = records[candidate], gap(article.published, record.last) <= settings.conceptSpan
            else { continue }
            let profile = record.profile
            let shared = concepts.intersection(profile)
            let isForeign = !record.languages.contains(language)
            let needed = isForeign ? settings.sharedConcepts : settings.sharedConceptsSameLanguage
            let overlap = Double(shared.count) / Double(concepts.union(profile).count)
            guard shared.count >= needed, overlap >= settings.conceptOverlap else { continue }
            if overlap > best?.overlap ?? 0 { best = (candidate, shared, overlap) }
        }
        guard let best, let record = records[best.story] else { return nil }
        let names = best.shared.sorted().map { "@\($0)" }.joined(separator: " ")
        let languages = record.languages.union([language]).filter { !$0.isEmpty }.sorted().joined(
            separator: ", ")
        return (best.story, "shares \(names) across \(languages)")
    }

    // MARK: Memory

    private mutating func remember(_ article: Article, _ reading: Reading, _ placement: Placement) {
        if let absorbed = placement.absorbed { merge(absorbed.rawValue, into: placement.story.rawValue) }
        let story = survivor(of: placement.story.rawValue)
        let language = Self.key(article.language)
        var record =
            records[story] ?? StoryRecord(id: StoryID(story), language: language, last: article.published)
        record.languages.insert(language)
        var isCopy = false
        if case .copy = placement.report { isCopy = true }
        record.add(
            article, vector: reading.vector, numbers: reading.numbers, isCopy: isCopy,
            shingles: reading.tokens.shingles, settings: settings)
        records[story] = record
        storyOfItem[article.item] = story
        keysOfItem[article.item] = (article.canonicalURL, article.contentHash)
        if let url = article.canonicalURL, itemOfURL[url] == nil { itemOfURL[url] = article.item }
        if itemOfContent[article.contentHash] == nil { itemOfContent[article.contentHash] = article.item }
        for concept in article.concepts {
            var list = storiesOfConcept[concept] ?? []
            list.removeAll { $0 == story }
            list.append(story)
            if list.count > settings.postings { list.removeFirst(list.count - settings.postings) }
            storiesOfConcept[concept] = list
        }
        vocabularies[language, default: Vocabulary()].learn(reading.tokens.tokens)
        vocabularies[language]?.post(
            reading.vector.entries.map(\.token), story: story, limit: settings.postings)
        placed += 1
    }

    private mutating func merge(_ young: Int64, into old: Int64) {
        let young = survivor(of: young)
        let old = survivor(of: old)
        guard young != old else { return }
        guard let absorbed = records[young] else { return aliases[young] = old }
        var record = records[old] ?? StoryRecord(id: StoryID(old), language: "", last: absorbed.last)
        record.absorb(absorbed, settings: settings)
        records[old] = record
        records[young] = nil
        aliases[young] = old
        for item in absorbed.items { storyOfItem[item] = old }
    }

    private func survivor(of story: Int64) -> Int64 {
        var story = story
        while let next = aliases[story] { story = next }
        return story
    }

    private func vocabulary(of article: Article) -> Vocabulary? { vocabularies[Self.key(article.language)] }

    /// Articles of an unknown language are compared among themselves.
    private static func key(_ language: String?) -> String {
        language?.split(separator: "-").first.map { $0.lowercased() } ?? ""
    }

    /// Forgets stories that took no report for the length of the window, every few articles.
    private mutating func expire(at moment: Timestamp) {
        newest = max(newest, moment)
        guard placed % Self.sweepInterval == Self.sweepInterval - 1 else { return }
        let limit = newest - settings.window
        var gone: Set<Int64> = []
        for (story, record) in records where record.last < limit {
            gone.insert(story)
            for item in record.items { forget(item) }
        }
        guard !gone.isEmpty else { return }
        for story in gone { records[story] = nil }
        aliases = aliases.filter { !gone.contains(survivor(of: $0.key)) }
        for concept in storiesOfConcept.keys { storiesOfConcept[concept]?.removeAll { gone.contains($0) } }
        storiesOfConcept = storiesOfConcept.filter { !$0.value.isEmpty }
        let alive = Set(records.keys).union(aliases.keys)
        for language in vocabularies.keys { vocabularies[language]?.sweep { alive.contains($0) } }
    }

    /// Articles between two sweeps; a sweep looks at everything, so its share of an article's cost stays small.
    private static let sweepInterval = 2000

    private mutating func forget(_ item: ItemID) {
        storyOfItem[item] = nil
        guard let keys = keysOfItem.removeValue(forKey: item) else { return }
        if let url = keys.url, itemOfURL[url] == item { itemOfURL[url] = nil }
        if itemOfContent[keys.content] == item { itemOfContent[keys.content] = nil }
    }
}
