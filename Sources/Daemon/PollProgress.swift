import Model
import Pipeline
import Scheduling

/// How far a round of polls has come, for a progress bar.
package struct PollProgress: Sendable, Hashable {
    package var feeds = 0
    package var done = 0
    package var unchanged = 0
    package var failed = 0
    package var newItems = 0
    package var revisedItems = 0
    /// Left as they were because nobody can be reached: they are still due.
    package var unreached = 0
    /// Feeds that name other hubs than before, or are gone.
    package var newOffers = 0

    package init() {}

    /// Counts what one poll did.
    mutating func count(_ report: PollReport) {
        done += 1
        if report.verdict.state.error != nil { failed += 1 }
        if report.isUnchanged { unchanged += 1 }
        newItems += report.receipt.newItems.count
        revisedItems += report.receipt.revisedItems.count
        if PollNews.hasOffer(report) { newOffers += 1 }
    }
}

/// What others wait for of one poll.
package struct PollNews: Sendable, Hashable {
    /// Items are new or revised.
    package var hasItems: Bool
    /// The feed names other hubs than before, or is gone.
    package var hasOffer: Bool
    /// What came of it is in the store.
    package var isStored: Bool

    init(_ report: PollReport) {
        isStored = report.end != .undone
        hasItems = !report.receipt.newItems.isEmpty || !report.receipt.revisedItems.isEmpty
        hasOffer = Self.hasOffer(report)
    }

    static func hasOffer(_ report: PollReport) -> Bool {
        let before = report.feed.state
        let after = report.verdict.state
        return after.offer != before.offer || after.health == .gone && before.health != .gone
    }
}
