import Glibc
import Model

extension StoryWindow {
    /// Candidate clusters with their scores, best first.
    func scored(_ article: Article, _ reading: Reading) -> [StoryScore] {
        let query = reading.vector.heaviest(settings.queryTokens)
        var scores: [StoryScore] = []
        scores.reserveCapacity(settings.candidates)
        var sums = ClusterSums(limit: settings.queryTokens * settings.postings)
        postings.sum(query, into: &sums)
        // Some that lead the list may be out of the window.
        for candidate in records.lastReports(of: sums.heaviest(3 * settings.candidates)) {
            let gap = Self.gap(article.published, candidate.last)
            guard gap <= settings.window, let boxed = records.boxed(at: candidate.place) else { continue }
            var score = StoryScore(boxed, gap: gap)
            score.measure(article, reading, boxed, settings: settings)
            scores.append(score)
            if scores.count == settings.candidates { break }
        }
        let sum = scores.reduce(0) { $0 + $1[.cosine] }
        for index in scores.indices {
            let own = scores[index][.cosine]
            let others = scores.count > 1 ? (sum - own) / Float(scores.count - 1) : 0
            scores[index].finish(contrast: own - others, settings: settings)
        }
        return scores.sorted { ($0.total, $1.cluster) > ($1.total, $0.cluster) }
    }

    static func gap(_ one: Timestamp, _ other: Timestamp) -> Duration {
        one < other ? other - one : one - other
    }

    /// A second cluster that the article belongs to as well, so that the two are one.
    mutating func secondCluster(
        _ own: StoryRecord, scores: [StoryScore], among stories: Set<StoryID>?
    ) -> Int32? {
        guard let first = scores.first(where: { $0.cluster == own.number }) else { return nil }
        var best: MergeScore?
        for score in scores where score.cluster != own.number && score.total > settings.mergeFloor {
            guard let other = records[score.cluster], stories?.contains(other.story) ?? true,
                !constraints.forbids(own.story, other.story)
            else { continue }
            let merge = MergeScore(
                own, other, first: first.total, second: score.total, settings: settings)
            guard Double(merge[.cosine]) > settings.mergeCosine else { continue }
            trace?.note(merge, own: own, other: other)
            let least = bringsTogether(own, other) ? settings.mergeClash : 0
            if merge.total > max(least, best?.total ?? 0) { best = merge }
        }
        return best?.cluster
    }

    /// Whether the stories of two clusters hold other clusters of one language: those come together unasked.
    private func bringsTogether(_ one: StoryRecord, _ other: StoryRecord) -> Bool {
        guard one.story != other.story, let ours = clustersOfStory[one.story], ours.count > 1,
            let theirs = clustersOfStory[other.story], theirs.count > 1
        else { return false }
        let languages = Set(ours.compactMap { $0 == one.number ? nil : records.boxed($0)?.record.language })
        return theirs.contains {
            $0 != other.number && languages.contains(records.boxed($0)?.record.language ?? "")
        }
    }
}
