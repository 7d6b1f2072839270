package import Digests
package import Model
package import Pipeline
import Text

/// A story's page: headline, figures, who had it when, what changed, and why a watch met it.
///
/// One heading a part, so that readers of screens walk by them. The same words as `wirewatch story`.
package struct StoryHTML {
    /// Reports that one page shows, copies among them.
    package static let shownReports = 400
    /// Characters of the words before and behind a change.
    private static let context = 40
    /// Characters of a change.
    private static let longestChange = 600

    private let detail: StoryDetail
    private let clock: DigestClock
    private let now: Timestamp
    private let html: PageHTML

    /// The whole document.
    ///
    /// - Parameters:
    ///   - sheet: where its style sheet is.
    ///   - home: where the page of digests is.
    package static func page(
        of detail: StoryDetail, clock: DigestClock, now: Timestamp, sheet: String, home: String
    ) -> String {
        let page = StoryHTML(detail: detail, clock: clock, now: now, html: PageHTML(.sheet(sheet)))
        let story = detail.dossier.story
        return page.html.document(
            title: "Wirewatch: \(story.headline)", content: page.content(home: home))
    }

    private var story: Story { detail.dossier.story }

    private func content(home: String) -> String {
        let timeline = StoryTimeline(detail).entries
        return head(home: home) + watches() + self.timeline(timeline) + decisions() + foot()
    }

    // MARK: Parts

    private func head(home: String) -> String {
        let lead = detail.reports.first { $0.item.id == story.lead }
        let figures = [
            counted(story.items, "item"), counted(story.outlets.count, "outlet"),
            counted(story.languages.count, "language"), counted(story.independentTexts, "independent text"),
        ]
        let headline = html.headline(
            story.headline, url: lead?.item.content.url, language: lead?.primaryLanguage)
        let parts = [
            html.element("p", .small, html.link("Today", to: home) + " · story \(story.id)"),
            html.element("h1", .title, headline),
            html.paragraph(figures.joined(separator: ", ")),
            html.paragraph(
                "opened \(clock.full(story.opened)), last report \(clock.full(story.lastReport, besides: story.opened))"
            ),
            html.fact("Growth", detail.growth.words), strip(),
        ]
        return "<header>\n\(parts.joined())</header>\n"
    }

    /// Items of each hour as bars; the words for it stand above.
    private func strip() -> String {
        let hours = detail.growth.hours
        guard let last = hours.last?.hour, last > 0, let top = hours.map(\.items).max() else { return "" }
        let width = min(last + 1, Self.shownHours)
        let bars = hours.filter { $0.hour < width }.map { hour in
            let height = max(2, hour.items * 38 / top)
            return
                "<rect x=\"\(hour.hour * 10)\" y=\"\(40 - height)\" width=\"8\" height=\"\(height)\" fill=\"currentColor\"/>"
        }
        return "<svg viewBox=\"0 0 \(width * 10) 40\" preserveAspectRatio=\"none\" role=\"img\" "
            + "aria-label=\"items in each of the first \(width) hours\">\(bars.joined())</svg>\n"
    }

    /// Of the strip: a week.
    private static let shownHours = 168

    private func watches() -> String {
        var seen: Set<String> = []
        let matches = detail.matches.filter { seen.insert($0.watch).inserted }
        guard !matches.isEmpty else { return "" }
        let rows = matches.map { match in
            html.element(
                "p", .facts,
                "<b>\(html.text(match.watch))</b> " + match.evidence.map(ground).joined(separator: "; "))
        }
        return html.section("watches") + rows.joined()
    }

    /// `@kim in the title: … <mark>Kim Jong Un</mark> …`
    private func ground(_ evidence: Evidence) -> String {
        let words = "\(html.text(evidence.term)) in the \(evidence.field.rawValue)"
        guard let range = evidence.snippet.firstRange(of: evidence.found), !evidence.found.isEmpty else {
            return words
        }
        let before = html.text(String(evidence.snippet[..<range.lowerBound]))
        let behind = html.text(String(evidence.snippet[range.upperBound...]))
        return
            "\(words): <span dir=\"auto\">\(before)<mark>\(html.text(evidence.found))</mark>\(behind)</span>"
    }

    private func timeline(_ entries: [StoryTimeline.Entry]) -> String {
        let shown = entries.prefix(Self.shownReports)
        // Copies get the room that reports leave: a thousand copies of the first do not hide the second.
        var room = Self.shownReports - shown.count
        let rows = shown.map { entry in
            let copies = entry.copies.prefix(room)
            room -= copies.count
            return html.element("li", .row, row(entry) + self.copies(copies, of: entry.copies.count))
        }
        let list = html.section("timeline") + html.element("ol", .reports, "\n\(rows.joined())")
        let all = entries.reduce(0) { $0 + 1 + $1.copies.count }
        let left = all - (Self.shownReports - room)
        guard left > 0 else { return list }
        return list + html.paragraph("\(counted(left, "more report")): wirewatch story \(story.id)")
    }

    private func row(_ entry: StoryTimeline.Entry) -> String {
        let report = entry.report
        let language = report.primaryLanguage.flatMap {
            $0 == "en" ? nil : LanguageName.english($0) ?? $0
        }
        let source = [report.outlet.name, report.outlet.kind?.rawValue, language].compactMap(\.self)
            .joined(separator: ", ")
        let headline = html.headline(
            report.item.content.title.isEmpty ? "(no title)" : report.item.content.title,
            url: report.item.content.url, language: report.primaryLanguage)
        let time = html.time(report.item.time, clock.short(report.item.time, besides: now))
        let words = "\(html.text(entry.behind)) · \(html.text(source)) · \(html.text(entry.kind))"
        var row = "\(headline)<br/><span\(html.looks(.source))>\(time) \(words)</span>\n"
        if !entry.grounds.isEmpty {
            row +=
                "<details\(html.looks(.facts))><summary>why it is here</summary>\(html.text(entry.grounds))</details>\n"
        }
        return row + standing(of: report.item.id) + changes(of: report.item.id)
    }

    /// That its outlet took it back, or that its text is no longer kept.
    private func standing(of item: ItemID) -> String {
        var lines = ""
        if let moment = detail.withdrawn[item] {
            lines += html.paragraph(
                "taken out of its feed, seen \(clock.short(moment, besides: now))", .change)
        }
        if let moment = detail.deleted[item] {
            lines += html.element(
                "p", .change,
                "its text was deleted on \(clock.full(moment)), as <code>keep</code> says")
        }
        return lines
    }

    /// Those of `count` copies that there is room for, folded.
    private func copies(_ copies: ArraySlice<StoryTimeline.Entry>, of count: Int) -> String {
        guard count > 0 else { return "" }
        let names = counted(count, "copy or update", "copies and updates")
        guard !copies.isEmpty else { return html.paragraph(names) }
        let rows = copies.map { html.element("li", .report, row($0)) }
        return
            "<details\(html.looks(.copies))><summary>\(names)</summary>\n<ul>\n\(rows.joined())</ul></details>\n"
    }

    // MARK: What changed

    private func changes(of item: ItemID) -> String {
        detail.changes(of: item).map { old, new in
            let when = "revised \(clock.short(old.replaced, besides: now)): \(old.reason)"
            let parts = [
                ("title", WordDiff(from: old.title, to: new.title)),
                ("text", WordDiff(from: old.text, to: new.text)),
            ].filter { !$0.1.isEmpty }.map { "<br/>\($0.0): \(runs(of: $0.1))" }
            return html.element("p", .change, html.text(when) + parts.joined())
        }.joined()
    }

    private func runs(of diff: WordDiff) -> String {
        diff.runs.enumerated().map { index, run in
            switch run {
            case .kept(let words):
                let isFirst = index == 0
                let isLast = index == diff.runs.count - 1
                return html.text(shortened(words, start: isFirst, end: isLast))
            case .removed(let words): return "<del>\(html.text(cut(words)))</del>"
            case .added(let words): return "<ins>\(html.text(cut(words)))</ins>"
            }
        }.joined()
    }

    /// What did not change, but for the words next to what did.
    private func shortened(_ words: String, start: Bool, end: Bool) -> String {
        guard words.count > Self.context * 2 + 3 else { return words }
        let before = start ? "" : String(words.prefix(Self.context))
        let behind = end ? "" : String(words.suffix(Self.context))
        return "\(before) … \(behind)"
    }

    private func cut(_ words: String) -> String {
        words.count > Self.longestChange ? String(words.prefix(Self.longestChange)) + " …" : words
    }

    // MARK: The end

    private func decisions() -> String {
        var lines = detail.dossier.told.map { alert in
            "told: \(alert.id), revision \(alert.revision), \(clock.full(alert.decided, besides: now))"
        }
        lines += detail.rulings.map { ruling in
            let note = ruling.note.map { ", “\($0)”" } ?? ""
            let undone = ruling.undone.map { "; undone \(clock.full($0, besides: now))" } ?? ""
            return
                "\(clock.full(ruling.made, besides: now)) \(ruling.by ?? "somebody"): \(ruling.words)\(note)\(undone)"
        }
        guard !lines.isEmpty else { return "" }
        return html.section("decisions") + lines.map { html.paragraph($0) }.joined()
    }

    private func foot() -> String {
        let commands = ["wirewatch story \(story.id)"] + detail.dossier.told.map { "wirewatch why \($0.id)" }
        let parts = [
            html.element(
                "p", .small, commands.map { "<code>\(html.text($0))</code>" }.joined(separator: " · ")),
            html.paragraph(DigestWords.origin),
        ]
        return html.element("footer", .foot, "\n" + parts.joined())
    }
}
