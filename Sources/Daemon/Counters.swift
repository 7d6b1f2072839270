package import Model
package import Pipeline
import Scheduling

/// What the daemon has counted since it began: a plain value, made of what the stages report.
package struct Counters: Sendable, Hashable {
    package struct Feed: Sendable, Hashable {
        package var lastSuccess: Timestamp?
        package var lastNewItem: Timestamp?
        /// Whether its last poll failed.
        package var isFailing = false
        package var new = 0
        package var changed = 0
        /// Items of documents that were known as they are.
        package var duplicate = 0
        /// Items that the feed's own filter did not let in.
        package var dropped = 0
        /// Failed polls by their cause.
        package var failures: [String: Int] = [:]

        package init() {}
    }

    /// What became of an attempt to tell an alert, or a summary of a watch over feeds.
    package struct Attempt: Sendable, Hashable {
        package enum Result: String, Sendable, CaseIterable {
            case delivered
            /// It failed and is tried again.
            case retry
            /// It is given up.
            case failed
        }

        package var watch: String
        package var route: String
        package var result: Result

        package init(watch: String, route: String, result: Result) {
            self.watch = watch
            self.route = route
            self.result = result
        }
    }

    package private(set) var feeds: [String: Feed] = [:]
    /// Reports that joined a story, and stories that became one, by rule.
    package private(set) var merges: [String: Int] = [:]
    package private(set) var matches: [String: Int] = [:]
    package private(set) var attempts: [Attempt: Int] = [:]
    /// Whether the last reload was obeyed; a start is one.
    package var isReloadSound = true
    package var lastReload: Timestamp?

    package init() {}

    // MARK: Counting

    /// Begins with what is stored of the configured feeds; counts of feeds that are configured no longer go.
    package mutating func begin(with stored: [StoredFeed]) {
        var feeds: [String: Feed] = [:]
        for feed in stored where feed.isConfigured {
            var counted = self.feeds[feed.settings.name] ?? Feed()
            counted.lastSuccess = feed.state.lastSuccess
            counted.lastNewItem = feed.state.lastNewItem
            counted.isFailing = feed.state.error != nil
            feeds[feed.settings.name] = counted
        }
        self.feeds = feeds
    }

    package mutating func count(_ report: PollReport) {
        let state = report.verdict.state
        count(report.receipt, of: report.feed.settings.name) { feed in
            feed.lastSuccess = state.lastSuccess
            feed.lastNewItem = state.lastNewItem
            feed.isFailing = state.error != nil
            feed.duplicate += report.duplicates
            feed.dropped += report.dropped
            if state.error != nil {
                feed.failures[state.cause?.rawValue ?? "unknown", default: 0] += 1
            }
        }
    }

    /// What a hub pushed.
    package mutating func count(
        _ receipt: IngestReceipt, of feed: String, _ more: (inout Feed) -> Void = { _ in }
    ) {
        feeds[feed, default: Feed()].new += receipt.newItems.count
        feeds[feed, default: Feed()].changed += receipt.revisedItems.count
        more(&feeds[feed, default: Feed()])
    }

    package mutating func count(_ edit: EditSummary) {
        merges.merge(edit.merges, uniquingKeysWith: +)
        matches.merge(edit.matches, uniquingKeysWith: +)
    }

    package mutating func count(_ attempt: Attempt, times: Int = 1) { attempts[attempt, default: 0] += times }
}
