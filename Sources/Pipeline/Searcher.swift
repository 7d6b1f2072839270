package import Model
package import Watches

/// Search over what is stored: the index narrows, the watch language decides.
package struct Searcher: Sendable {
    private let store: any StoreReader

    /// Candidates read at once.
    private static let page = 500
    /// Candidates looked at for one search; beyond it the oldest are left out.
    package static let candidateLimit = 200_000

    package init(store: any StoreReader) { self.store = store }

    /// One item found, with what met the query.
    package struct Found: Sendable {
        package var report: Report
        package var evidence: [Evidence]
    }

    /// The newest `limit` items that meet `query`, newest first.
    package func search(_ query: Query, limit: Int) async throws(StoreError) -> [Found] {
        var feeds: [FeedID: FeedSettings] = [:]
        for feed in try await store.feeds() { feeds[feed.id] = feed.settings }
        var found: [Found] = []
        var before: ItemID?
        var looked = 0
        while found.count < limit, looked < Self.candidateLimit, !Task.isCancelled {
            let candidates = try await store.searchCandidates(
                expression: query.searchExpression, before: before, limit: Self.page)
            for report in candidates where found.count < limit {
                guard let feed = feeds[report.item.feed] else { continue }
                var item = WatchedItem(report.item, feed: feed)
                if query.dependsOnStory, let detail = try await store.story(report.placement.story) {
                    item.take(StoryFile(detail))
                }
                let answer = query.evaluate(item)
                if answer.isMatch { found.append(Found(report: report, evidence: answer.evidence)) }
            }
            looked += candidates.count
            guard candidates.count == Self.page, let last = candidates.last else { break }
            before = last.item.id
        }
        return found
    }
}
