import Digests
package import Model
import Text

/// A story as it is told to people: its reports by their stated times, copies under what they are copies of.
package struct StoryTimeline: Sendable {
    package struct Entry: Sendable {
        package let report: Report
        /// `first`, `+14 min`, `+3 h 20 min`.
        package let behind: String
        /// `own`, `original`, `copy`, `update`.
        package let kind: String
        /// Why it is in the story; empty for the one that opened it.
        package let grounds: String
        /// Whether it has another headline than what it stands under.
        package let hasOwnHeadline: Bool
        package fileprivate(set) var copies: [Entry] = []
    }

    package private(set) var entries: [Entry] = []
    /// The report that came first of all.
    package private(set) var first: Report?

    package init(_ detail: StoryDetail) {
        let ordered = detail.reports.sorted { ($0.item.time, $0.item.id) < ($1.item.time, $1.item.id) }
        guard let first = ordered.first else { return }
        self.first = first
        let originals = detail.copyTree.originals
        func entry(_ report: Report, under original: Report?) -> Entry {
            Entry(
                report: report,
                behind: report.item.id == first.item.id
                    ? "first" : "+" + Self.span(report.item.time - first.item.time),
                kind: Self.kind(report, under: original), grounds: Self.grounds(report, in: detail),
                hasOwnHeadline: report.item.content.title != original?.item.content.title)
        }
        for report in ordered where originals[report.item.id] == nil {
            var own = entry(report, under: nil)
            own.copies = ordered.filter { originals[$0.item.id] == report.item.id }
                .map { entry($0, under: report) }
            entries.append(own)
        }
    }

    /// To the minute for two days.
    private static func span(_ span: Duration) -> String {
        let minutes = max(0, span.milliseconds / 60000)
        if minutes < 120 { return "\(minutes) min" }
        return minutes < 48 * 60 ? "\(minutes / 60) h \(minutes % 60) min" : DigestClock.span(span)
    }

    private static func kind(_ report: Report, under original: Report?) -> String {
        if let original { return original.outlet.name == report.outlet.name ? "update" : "copy" }
        if case .original = report.placement.report { return "original" }
        return "own"
    }

    private static func grounds(_ report: Report, in detail: StoryDetail) -> String {
        var grounds = report.placement.because.joined(separator: "; ")
        let item = report.item.id
        if let agency = detail.reports.last(where: { $0.placement.recast?.contains(item) == true }) {
            grounds += "; its text turned out to be that of item \(agency.item.id.rawValue)"
        }
        let stored = report.placement.original
        if let stored, !detail.reports.contains(where: { $0.item.id == stored }) {
            grounds += "; item \(stored.rawValue) is in another story or no longer kept"
        }
        return grounds
    }
}

extension StoryDetail {
    /// The earlier words of `item`, each with the title and text that took their place; of all items without one.
    package func changes(
        of item: ItemID? = nil
    ) -> [(old: ItemRevision, new: (title: String, text: String))] {
        revisions.filter { item == nil || $0.item == item }.compactMap { old in
            let next = revisions.first { $0.item == old.item && $0.revision > old.revision }
            if let next { return (old, (next.title, next.text)) }
            let item = reports.first { $0.item.id == old.item }?.item
            return item.map { (old, ($0.content.title, $0.content.text)) }
        }
    }
}

extension StoryGrowth {
    /// `3 outlets in the first hour, 9 outlets in 6 h, 12 in all`.
    package var words: String {
        let all = outlets(before: .max)
        var steps: [String] = []
        for (hours, words) in [(1, "in the first hour"), (6, "in 6 h"), (24, "in 24 h")] {
            let outlets = outlets(before: hours)
            if steps.isEmpty || outlets > self.outlets(before: hours == 6 ? 1 : 6) {
                steps.append("\(counted(outlets, "outlet")) \(words)")
            }
            if outlets == all { break }
        }
        if outlets(before: 24) < all { steps.append("\(all) in all") }
        if let fastest, fastest.hour > 0, fastest.newOutlets > 1 {
            steps.append("most in hour \(fastest.hour + 1): \(fastest.newOutlets) new")
        }
        return steps.joined(separator: ", ")
    }
}
