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

    package init() {}

    /// Counts what one poll did.
    mutating func count(_ report: PollReport) {
        done += 1
        if report.verdict.state.error != nil { failed += 1 }
        if report.isUnchanged { unchanged += 1 }
        newItems += report.receipt.newItems.count
        revisedItems += report.receipt.revisedItems.count
    }
}
