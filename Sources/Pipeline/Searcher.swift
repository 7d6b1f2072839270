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
        var found: [Found] = []
        try await visit(query.searchExpression) { (report, item) async throws(StoreError) in
            var item = item
            if query.dependsOnStory, let detail = try await store.story(report.placement.story) {
                item.take(StoryFile(detail))
            }
            let answer = query.evaluate(item)
            if answer.isMatch { found.append(Found(report: report, evidence: answer.evidence)) }
            return found.count < limit
        }
        return found
    }

    /// How many stored items meet a query, and the newest of them.
    package struct Tally: Sendable {
        package var items = 0
        package var newest: Report?
    }

    /// One tally for each of `parts` over the items since `start` that meet `whole`, in one pass.
    ///
    /// Items are counted by their time; no part may ask for facts of the story.
    package func tallies(
        of parts: [Query], within whole: Query, since start: Timestamp?
    ) async throws(StoreError) -> [Tally] {
        var tallies = parts.map { _ in Tally() }
        try await visit(whole.searchExpression) { (report, item) async throws(StoreError) in
            if let start, item.time < start { return true }
            for (number, part) in parts.enumerated() where part.matches(item) {
                tallies[number].items += 1
                if tallies[number].newest == nil { tallies[number].newest = report }
            }
            return true
        }
        return tallies
    }

    /// Hands the items that `expression` does not rule out to `body`, newest first, until it returns false.
    private func visit(
        _ expression: String?, _ body: (Report, WatchedItem) async throws(StoreError) -> Bool
    ) async throws(StoreError) {
        var feeds: [FeedID: FeedSettings] = [:]
        for feed in try await store.feeds() { feeds[feed.id] = feed.settings }
        var before: ItemID?
        var looked = 0
        while looked < Self.candidateLimit, !Task.isCancelled {
            let candidates = try await store.searchCandidates(
                expression: expression, before: before, limit: Self.page)
            for report in candidates {
                guard let feed = feeds[report.item.feed] else { continue }
                guard try await body(report, WatchedItem(report.item, feed: feed)) else { return }
            }
            looked += candidates.count
            guard candidates.count == Self.page, let last = candidates.last else { return }
            before = last.item.id
        }
    }
}
