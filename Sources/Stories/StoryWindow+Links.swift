import Model

extension StoryWindow {
    typealias Link = (story: StoryID, because: String)

    /// The story of another language whose names and numbers are those of the article and its cluster.
    mutating func nameLink(_ article: Article, _ reading: Reading, own: StoryRecord?) -> Link? {
        guard settings.linksLanguages, !reading.skeleton.entries.isEmpty else { return nil }
        let skeleton = own?.skeleton ?? reading.skeleton
        let last = own?.last ?? article.published
        var best: (total: Double, story: StoryID, score: LinkScore)?
        var compared = 0
        for cluster in foreignClusters(sharing: reading) {
            guard let other = records[cluster], other.language != reading.language,
                other.story != own?.story, Self.gap(last, other.last) <= settings.linkSpan,
                mayLink(own, article, reading, to: other)
            else { continue }
            let score = LinkScore(
                skeleton: skeleton, numbers: own?.numbers ?? reading.numbers, count: own?.count ?? 1,
                last: last, reading, other, settings: settings)
            if score.sharedCount >= settings.linkShared {
                trace?.note(score, own: own?.items ?? [article.item], other: other)
                if score.total > max(0, best?.total ?? 0) { best = (score.total, other.story, score) }
            }
            compared += 1
            if compared == settings.candidates { break }
        }
        guard let best else { return nil }
        let names = best.score.strongest.compactMap { reading.name(ofSkeleton: $0) }.joined(separator: ", ")
        let languages = languages(of: best.story, and: reading.language)
        return (best.story, "shares the names \(names) across \(languages)")
    }

    private func foreignClusters(sharing reading: Reading) -> [Int32] {
        guard skeletonPostings.count > 1 || skeletonPostings[reading.language] == nil else { return [] }
        let query = reading.skeleton.heaviest(settings.queryTokens)
        let languages = skeletonPostings.keys.filter { $0 != reading.language }.sorted()
        var sums = ClusterSums(limit: settings.queryTokens * settings.postings * languages.count)
        for language in languages { skeletonPostings[language]?.sum(query, into: &sums) }
        return sums.heaviest(3 * settings.candidates)
    }

    /// A link brings no two clusters of one language into one story: their words had their say.
    private func mayLink(
        _ own: StoryRecord?, _ article: Article, _ reading: Reading, to other: StoryRecord
    ) -> Bool {
        if constraints.forbids(article.item, other.story) { return false }
        if let own, constraints.forbids(own.story, other.story) { return false }
        let theirs = (clustersOfStory[other.story] ?? []).compactMap { records.boxed($0)?.record.language }
        let ours = own.map { clustersOfStory[$0.story] ?? [] }?.compactMap {
            records.boxed($0)?.record.language
        }
        return Set(theirs).isDisjoint(with: ours ?? [reading.language])
    }

    /// The story that names the same people and places at the same time as the article.
    func conceptLink(_ article: Article, language: String, own: StoryRecord?) -> Link? {
        let concepts = own.map(\.profile) ?? Set(article.concepts)
        guard concepts.count >= settings.sharedConcepts else { return nil }
        var candidates: Set<Int32> = []
        for concept in concepts {
            candidates.formUnion((clustersOfConcept[concept] ?? []).map(survivor(of:)))
        }
        var best: (story: StoryID, shared: Set<String>, overlap: Double)?
        for candidate in candidates.sorted() {
            guard let record = records[candidate], record.story != own?.story,
                Self.gap(article.published, record.last) <= settings.conceptSpan,
                !constraints.forbids(article.item, record.story)
            else { continue }
            if let own, constraints.forbids(own.story, record.story) { continue }
            let profile = record.profile
            let shared = concepts.intersection(profile)
            let isForeign = !storySpeaks(language, record.story)
            let needed = isForeign ? settings.sharedConcepts : settings.sharedConceptsSameLanguage
            let overlap = Double(shared.count) / Double(concepts.union(profile).count)
            guard shared.count >= needed, overlap >= settings.conceptOverlap else { continue }
            if overlap > best?.overlap ?? 0 { best = (record.story, shared, overlap) }
        }
        guard let best else { return nil }
        let names = best.shared.sorted().map { "@\($0)" }.joined(separator: " ")
        return (best.story, "shares \(names) across \(languages(of: best.story, and: language))")
    }

    private func storySpeaks(_ language: String, _ story: StoryID) -> Bool {
        (clustersOfStory[story] ?? []).contains { records.boxed($0)?.record.language == language }
    }

    private func languages(of story: StoryID, and language: String) -> String {
        let all =
            (clustersOfStory[story] ?? []).compactMap { records.boxed($0)?.record.language } + [language]
        return Set(all).filter { !$0.isEmpty }.sorted().joined(separator: ", ")
    }
}
