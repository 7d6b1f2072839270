import Daemon
import Model
import Pipeline
import Text
import Watches

/// What the parts of a watch say to a story: of its reports, the one that meets most of them.
enum WhyPage {
    typealias Nearest = (report: Report, explanation: Explanation)

    /// The first report that meets the watch; where none does, the one that meets most of its parts.
    ///
    /// `nil` where there is no such story, or no such watch over items.
    static func nearest(
        watch name: String, story detail: StoryDetail?, desk: Desk, reader: any StoreReader
    ) async throws(CommandFailure) -> Nearest? {
        guard let detail, let watch = desk.setup.watches.watches.first(where: { $0.settings.name == name })
        else { return nil }
        let feeds = try await asking { () throws(StoreError) in try await reader.feeds() }
        let settings = Dictionary(feeds.map { ($0.id, $0.settings) }) { first, _ in first }
        let file = StoryFile(detail)
        var best: (nearest: Nearest, share: Double)?
        for report in detail.reports {
            guard let feed = settings[report.item.feed] else { continue }
            var item = WatchedItem(report.item, feed: feed)
            item.take(file)
            let explanation = watch.explanation(for: item, now: report.item.firstSeen)
            if explanation.holds { return (report, explanation) }
            let share = explanation.share
            if share > best?.share ?? -1 { best = ((report, explanation), share) }
        }
        return best?.nearest
    }

    static func text(_ nearest: Nearest, clock: WallClock) -> String {
        let item = nearest.report.item
        let head =
            "\(clock.short(item.time))  \(item.id.rawValue)  \(nearest.report.outlet.name)  \(item.content.title)"
        let lines = [head] + nearest.explanation.lines.map { "  " + $0 }
        return lines.map { TerminalText.safe($0) + "\n" }.joined()
    }

    static func write(_ nearest: Nearest, to json: inout JSONWriter) {
        StoryPage.write(members: nearest.report, to: &json)
        json.field("explanation", object: { WatchCommand.write(nearest.explanation, to: &$0) })
    }
}

extension Explanation {
    /// How much of it holds, from 0 to 1: each part counts as much as the others beside it.
    fileprivate var share: Double {
        if holds { return 1 }
        return parts.isEmpty ? 0 : parts.reduce(0) { $0 + $1.share } / Double(parts.count + 1)
    }
}
