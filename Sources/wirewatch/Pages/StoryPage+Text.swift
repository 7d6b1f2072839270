import Digests
import Model
import Pipeline
import Text

/// One story in 80 columns: its figures, then its timeline with copies under their original.
extension StoryPage {
    private static let width = 80
    /// Of what stands under a report's first line.
    private static let indent = "    "

    static func text(_ detail: StoryDetail, clock: WallClock) -> String {
        let ordered = detail.reports.sorted { ($0.item.time, $0.item.id) < ($1.item.time, $1.item.id) }
        var lines = head(of: detail, first: ordered.first, clock: clock)
        let originals = detail.copyTree.originals
        for report in ordered where originals[report.item.id] == nil {
            lines.append("")
            lines += Self.lines(report, under: nil, first: ordered.first, detail: detail, clock: clock)
            for copy in ordered where originals[copy.item.id] == report.item.id {
                lines += Self.lines(copy, under: report, first: ordered.first, detail: detail, clock: clock)
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    // MARK: Figures

    private static func head(of detail: StoryDetail, first: Report?, clock: WallClock) -> [String] {
        let story = detail.dossier.story
        var lines = hanging("\(story.id)".padding(to: 10), story.headline)
        let figures = [
            count(story.items, "item"), count(story.outlets.count, "outlet"),
            count(story.languages.count, "language"), count(story.independentTexts, "independent text"),
        ]
        lines += hanging("", figures.joined(separator: ", "))
        if let first {
            lines += hanging("first", "\(clock.long(first.item.time))  \(label(first.outlet))")
        }
        lines += hanging("growth", growth(detail.growth))
        if !detail.dossier.aliases.isEmpty {
            let names = detail.dossier.aliases.map { "\($0)" }.joined(separator: ", ")
            lines += hanging("aliases", names)
        }
        for alert in detail.dossier.told {
            lines += hanging(
                "told", "\(alert.id) revision \(alert.revision), \(clock.long(alert.decided))")
        }
        let before = detail.dossier.toldBefore.subtracting(detail.dossier.told.map(\.id.watch))
        if !before.isEmpty {
            lines += hanging(
                "told", "as part of another story: \(before.sorted().joined(separator: ", "))")
        }
        for ruling in detail.rulings { lines += hanging("ruling", words(of: ruling, clock: clock)) }
        return lines
    }

    private static func growth(_ growth: StoryGrowth) -> String {
        let all = growth.outlets(before: .max)
        var steps: [String] = []
        for (hours, words) in [(1, "in the first hour"), (6, "in 6 h"), (24, "in 24 h")] {
            let outlets = growth.outlets(before: hours)
            if steps.isEmpty || outlets > growth.outlets(before: hours == 6 ? 1 : 6) {
                steps.append("\(count(outlets, "outlet")) \(words)")
            }
            if outlets == all { break }
        }
        if growth.outlets(before: 24) < all { steps.append("\(all) in all") }
        if let fastest = growth.fastest, fastest.hour > 0, fastest.newOutlets > 1 {
            steps.append("most in hour \(fastest.hour + 1): \(fastest.newOutlets) new")
        }
        return steps.joined(separator: ", ")
    }

    private static func words(of ruling: Ruling, clock: WallClock) -> String {
        var words = "\(clock.long(ruling.made)) \(ruling.by ?? "somebody"): \(ruling.words)"
        if let note = ruling.note { words += ", “\(note)”" }
        if let undone = ruling.undone {
            words += "; undone \(clock.long(undone)) by \(ruling.undoneBy ?? "somebody")"
        }
        return words
    }

    // MARK: Reports

    /// `2019-04-23 14:05  +14 min      TASS [state]                ru  #13     own`
    private static func lines(
        _ report: Report, under original: Report?, first: Report?, detail: StoryDetail, clock: WallClock
    ) -> [String] {
        let behind = first.map { report.item.time - $0.item.time } ?? .zero
        let isFirst = report.item.id == first?.item.id
        let outlet = (original == nil ? "" : "└ ") + label(report.outlet)
        let line =
            clock.minute(report.item.time).padding(to: 18)
            + (isFirst ? "first" : "+" + span(behind)).padding(to: 13)
            + TerminalText.padded(TerminalText.safe(outlet), to: 26) + "  "
            + (report.primaryLanguage ?? "").padding(to: 4) + "#\(report.item.id.rawValue)".padding(to: 8)
            + kind(report, under: original)
        var lines = [line]
        // A copy under the same headline need not say it again.
        if report.item.content.title != original?.item.content.title {
            lines += indented(report.item.content.title)
        }
        if let url = report.item.content.url { lines.append(indent + TerminalText.safe(url)) }
        if let moment = detail.withdrawn[report.item.id] {
            lines += indented("taken out of its feed, seen \(clock.long(moment))")
        }
        if let moment = detail.deleted[report.item.id] {
            lines += indented("its text was deleted on \(clock.long(moment)), as `keep` says")
        }
        lines += whys(report, detail: detail)
        lines += revisions(of: report.item.id, detail: detail, clock: clock)
        for match in detail.matches where match.item == report.item.id {
            lines += indented("meets \(match.watch): \(grounds(match.evidence))")
        }
        return lines
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

    private static func whys(_ report: Report, detail: StoryDetail) -> [String] {
        var grounds = report.placement.because.joined(separator: "; ")
        let item = report.item.id
        if let agency = detail.reports.last(where: { $0.placement.recast?.contains(item) == true }) {
            grounds += "; its text turned out to be that of item \(agency.item.id.rawValue)"
        }
        let stored = report.placement.original
        if let stored, !detail.reports.contains(where: { $0.item.id == stored }) {
            grounds += "; item \(stored.rawValue) is in another story or no longer kept"
        }
        return grounds.isEmpty ? [] : indented("why: " + grounds)
    }

    private static func revisions(
        of item: ItemID, detail: StoryDetail, clock: WallClock
    ) -> [String] {
        changes(of: detail.revisions.filter { $0.item == item }, in: detail).flatMap { old, new in
            var lines = indented("revised \(clock.long(old.replaced)): \(old.reason)")
            for (name, diff) in [
                ("title", WordDiff(from: old.title, to: new.title)),
                ("text", WordDiff(from: old.text, to: new.text)),
            ] where !diff.isEmpty {
                let shown = TerminalText.wrapped(
                    TerminalText.safe("\(name): " + diff.excerpt(words: 5)), width: width - 6)
                lines += shown.prefix(shownLines).map { "      " + $0 }
                if shown.count > shownLines { lines.append("      … more in --json") }
            }
            return lines
        }
    }

    /// Lines of one change that are shown.
    private static let shownLines = 12

    // MARK: Lines

    private static func label(_ outlet: Outlet) -> String {
        outlet.name + (outlet.kind.map { " [\($0.rawValue)]" } ?? "")
    }

    /// `name` in ten columns, `text` beside it on as many lines as it takes.
    private static func hanging(_ name: String, _ text: String) -> [String] {
        TerminalText.wrapped(TerminalText.safe(text), width: width - 10).enumerated().map { index, line in
            (index == 0 ? name : "").padding(to: 10) + line
        }
    }

    private static func indented(_ text: String) -> [String] {
        TerminalText.wrapped(TerminalText.safe(text), width: width - indent.count).map { indent + $0 }
    }
}
