import Model
import Pipeline
import Text

/// One story in 80 columns: its figures, then its timeline with copies under their original.
extension StoryPage {
    private static let width = 80
    /// Of what stands under a report's first line.
    private static let indent = "    "

    static func text(_ detail: StoryDetail, clock: WallClock) -> String {
        let timeline = StoryTimeline(detail)
        var lines = head(of: detail, first: timeline.first, clock: clock)
        for entry in timeline.entries {
            lines.append("")
            lines += Self.lines(entry, isCopy: false, detail: detail, clock: clock)
            for copy in entry.copies {
                lines += Self.lines(copy, isCopy: true, detail: detail, clock: clock)
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    // MARK: Figures

    private static func head(of detail: StoryDetail, first: Report?, clock: WallClock) -> [String] {
        let story = detail.dossier.story
        var lines = hanging("\(story.id)".padding(to: 10), story.headline)
        let figures = [
            counted(story.items, "item"), counted(story.outlets.count, "outlet"),
            counted(story.languages.count, "language"), counted(story.independentTexts, "independent text"),
        ]
        lines += hanging("", figures.joined(separator: ", "))
        if let first {
            lines += hanging("first", "\(clock.long(first.item.time))  \(label(first.outlet))")
        }
        lines += hanging("growth", detail.growth.words)
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
        _ entry: StoryTimeline.Entry, isCopy: Bool, detail: StoryDetail, clock: WallClock
    ) -> [String] {
        let report = entry.report
        let outlet = (isCopy ? "└ " : "") + label(report.outlet)
        let line =
            clock.minute(report.item.time).padding(to: 18) + entry.behind.padding(to: 13)
            + TerminalText.padded(TerminalText.safe(outlet), to: 26) + "  "
            + (report.primaryLanguage ?? "").padding(to: 4) + "#\(report.item.id.rawValue)".padding(to: 8)
            + entry.kind
        var lines = [line]
        // A copy under the same headline need not say it again.
        if entry.hasOwnHeadline { lines += indented(report.item.content.title) }
        if let url = report.item.content.url { lines.append(indent + TerminalText.safe(url)) }
        if let moment = detail.withdrawn[report.item.id] {
            lines += indented("taken out of its feed, seen \(clock.long(moment))")
        }
        if let moment = detail.deleted[report.item.id] {
            lines += indented("its text was deleted on \(clock.long(moment)), as `keep` says")
        }
        if !entry.grounds.isEmpty { lines += indented("why: " + entry.grounds) }
        lines += revisions(of: report.item.id, detail: detail, clock: clock)
        for match in detail.matches where match.item == report.item.id {
            lines += indented("meets \(match.watch): \(grounds(match.evidence))")
        }
        return lines
    }

    private static func revisions(
        of item: ItemID, detail: StoryDetail, clock: WallClock
    ) -> [String] {
        detail.changes(of: item).flatMap { old, new in
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
