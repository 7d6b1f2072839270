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

    /// In which order items are found.
    package enum Order: String, Sendable, CaseIterable {
        /// The newest first.
        case time
        /// The best first: what the search index makes of how often and where the words of the query stand.
        case rank
    }

    /// At most `limit` items of `span` that meet `query`, in `order`; an item counts by its time.
    package func search(
        _ query: Query, limit: Int, order: Order = .time, span: Range<Timestamp> = SearchNarrowing.always
    ) async throws(StoreError) -> [Found] {
        var found: [Found] = []
        try await visit(query, order: order, span: span) {
            (report, item) async throws(StoreError) in
            var item = item
            if query.dependsOnStory {
                item.take(StoryFile(growing: try await store.briefReports(in: report.placement.story)))
            }
            let answer = query.evaluate(item)
            if answer.isMatch { found.append(Found(report: report, evidence: answer.evidence)) }
            return found.count < limit
        }
        // What is printed is read whole: only that is.
        let whole = try await store.reports(of: found.map(\.report.item.id))
        let byItem = Dictionary(whole.map { ($0.item.id, $0) }) { first, _ in first }
        for index in found.indices {
            found[index].report = byItem[found[index].report.item.id] ?? found[index].report
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
        let span = (start ?? SearchNarrowing.always.lowerBound)..<SearchNarrowing.always.upperBound
        try await visit(whole, order: .time, span: span) {
            (report, item) async throws(StoreError) in
            for (number, part) in parts.enumerated() where part.matches(item) {
                tallies[number].items += 1
                if tallies[number].newest == nil { tallies[number].newest = report }
            }
            return true
        }
        return tallies
    }

    /// Hands the items of `span` that the index does not rule out to `body`, in `order`, until it returns false.
    private func visit(
        _ query: Query, order: Order, span: Range<Timestamp>,
        _ body: (Report, WatchedItem) async throws(StoreError) -> Bool
    ) async throws(StoreError) {
        let span = span.clamped(to: query.times)
        let (feeds, isNarrowed) = try await store.feedSettings(where: query.mayHold(inFeedOf:))
        // An item is never older than it says, so that those seen first before the span are not in it.
        var narrowing = SearchNarrowing(
            expression: query.searchExpression,
            firstSeen: span.lowerBound..<SearchNarrowing.always.upperBound,
            order: order == .rank ? .rank : .newest, limit: Self.page)
        narrowing.times = span
        if isNarrowed { narrowing.feeds = Set(feeds.keys) }
        // The newest come without looking at all of them: mostly they are enough.
        if order == .rank { narrowing.limit = Self.candidateLimit }
        var candidates = try await store.candidates(narrowing)
        var start = 0
        while start < candidates.count, !Task.isCancelled {
            let page = Array(candidates[start..<min(start + Self.page, candidates.count)])
            for report in try await store.briefReports(of: page) {
                guard span.contains(report.item.time), let feed = feeds[report.item.feed] else { continue }
                guard try await body(report, WatchedItem(report.item, feed: feed)) else { return }
            }
            start += page.count
            if start == candidates.count, start == narrowing.limit, start < Self.candidateLimit {
                narrowing.limit = Self.candidateLimit
                let last = page[page.count - 1]
                candidates = try await store.candidates(narrowing)
                // What has arrived meanwhile stands before those that have been looked at.
                start = candidates.firstIndex { $0 < last } ?? candidates.count
            }
        }
    }
}

extension StoreReader {
    /// The settings of the feeds whose facts meet `isWanted`, and whether there are others.
    func feedSettings(
        where isWanted: (WatchedItem) -> Bool
    ) async throws(StoreError) -> (wanted: [FeedID: FeedSettings], areNarrowed: Bool) {
        let feeds = try await feeds()
        var wanted: [FeedID: FeedSettings] = [:]
        for feed in feeds where isWanted(WatchedItem(factsOf: feed.settings)) {
            wanted[feed.id] = feed.settings
        }
        return (wanted, wanted.count < feeds.count)
    }
}
