import Digests
import Model
import Pipeline
import Text

/// How stories are listed and told.
enum StoryPage {
    // MARK: List

    /// `7F3K2Q  23 Apr 18:02   9 items  7 outlets en ko ru  headline [watch]`
    static func line(_ dossier: StoryDossier, clock: WallClock) -> String {
        let story = dossier.story
        let watches = watches(of: dossier)
        let figures = [
            count(story.items, "item"), count(story.outlets.count, "outlet"),
            story.languages.joined(separator: " "),
        ].joined(separator: "  ")
        var line = "\(story.id)  \(clock.short(story.lastReport))  \(TerminalText.padded(figures, to: 30)) "
        line += TerminalText.safe(story.headline)
        if !watches.isEmpty { line += "  [\(watches.joined(separator: ", "))]" }
        return line
    }

    static func write(_ dossier: StoryDossier, to json: inout JSONWriter) {
        let story = dossier.story
        json.field("story", "\(story.id)")
        json.field("headline", story.headline)
        json.field("url", dossier.url)
        json.field("opened", "\(story.opened)")
        json.field("last_report", "\(story.lastReport)")
        json.field("items", story.items)
        json.field("outlets", story.outlets)
        json.field("languages", story.languages)
        json.field("independent_texts", story.independentTexts)
        json.field("watches", watches(of: dossier))
        json.field("aliases", dossier.aliases.map { "\($0)" })
        json.field("alerts", dossier.told.map { "\($0.id)" })
    }

    private static func watches(of dossier: StoryDossier) -> [String] {
        dossier.watches.union(dossier.quietWatches).sorted()
    }

    private static func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }

    // MARK: One story

    /// The timeline of a story with the ground for each placement.
    static func text(_ detail: StoryDetail, clock: WallClock) -> String {
        let story = detail.dossier.story
        var lines = ["\(story.id)  \(TerminalText.safe(story.headline))"]
        let figures = [
            count(story.items, "item"), count(story.outlets.count, "outlet"),
            count(story.languages.count, "language"), count(story.independentTexts, "independent text"),
        ]
        lines.append("        " + figures.joined(separator: ", "))
        if !detail.dossier.aliases.isEmpty {
            lines.append(
                "        also known as \(detail.dossier.aliases.map { "\($0)" }.joined(separator: ", "))")
        }
        for alert in detail.dossier.told {
            lines.append("        alert \(alert.id) revision \(alert.revision), \(clock.long(alert.decided))")
        }
        let byTime = detail.reports.sorted { ($0.item.time, $0.item.id) < ($1.item.time, $1.item.id) }
        lines.append("")
        for report in byTime {
            lines += Self.lines(report, first: byTime.first, detail: detail, clock: clock)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func lines(
        _ report: Report, first: Report?, detail: StoryDetail, clock: WallClock
    ) -> [String] {
        let behind = first.map { report.item.time - $0.item.time } ?? .zero
        let label = [report.outlet.kind?.rawValue, report.primaryLanguage].compactMap { $0 }.joined(
            separator: ", ")
        var head = "\(clock.long(report.item.time))  \(report.outlet.name)"
        if !label.isEmpty { head += " [\(label)]" }
        head += "  " + kind(report, detail: detail)
        if behind > .zero { head += "  +\(DigestClock.span(behind))" }
        var lines = [TerminalText.safe(head), "    " + TerminalText.safe(report.item.content.title)]
        if let url = report.item.content.url { lines.append("    " + TerminalText.safe(url)) }
        let because = report.placement.because.joined(separator: "; ")
        if !because.isEmpty { lines.append("    because: " + TerminalText.safe(because)) }
        for revision in detail.revisions where revision.item == report.item.id {
            lines.append(
                "    revised \(clock.long(revision.replaced)): \(revision.reason); it was: "
                    + TerminalText.safe(revision.title))
        }
        for match in detail.matches where match.item == report.item.id {
            lines.append("    matches \(match.watch): \(grounds(match.evidence))")
        }
        return lines
    }

    private static func kind(_ report: Report, detail: StoryDetail) -> String {
        switch report.placement.report {
        case .original: return "original"
        case .own: return "own report"
        case .copy(let of):
            let original = detail.reports.first { $0.item.id == of }
            return "copy of \(original?.outlet.name ?? "item \(of.rawValue)")"
        }
    }

    /// `@kim "Kim Jong Un" in the title, @summit "summit" in the text`
    static func grounds(_ evidence: [Evidence]) -> String {
        evidence.map { "\($0.term) “\(TerminalText.safe($0.found))” in the \($0.field.rawValue)" }
            .joined(separator: ", ")
    }

    static func write(_ detail: StoryDetail, to json: inout JSONWriter) {
        write(detail.dossier, to: &json)
        json.field(
            "reports",
            array: { json in
                for report in detail.reports { json.object { write(report, to: &$0) } }
            })
        json.field(
            "matches",
            array: { json in
                for match in detail.matches {
                    json.object { json in
                        json.field("watch", match.watch)
                        json.field("item", match.item.rawValue)
                        json.field("score", match.score)
                        AlertPage.write(match.evidence, to: &json)
                    }
                }
            })
        json.field(
            "revisions",
            array: { json in
                for revision in detail.revisions {
                    json.object { json in
                        json.field("item", revision.item.rawValue)
                        json.field("revision", revision.revision)
                        json.field("title", revision.title)
                        json.field("replaced", "\(revision.replaced)")
                        json.field("reason", revision.reason)
                    }
                }
            })
    }

    private static func write(_ report: Report, to json: inout JSONWriter) {
        write(members: report, to: &json)
        switch report.placement.report {
        case .original: json.field("report", "original")
        case .own: json.field("report", "own")
        case .copy(let of):
            json.field("report", "copy")
            json.field("copy_of", of.rawValue)
        }
        json.key("confidence")
        json.decimal(report.placement.confidence)
        json.field("because", report.placement.because)
    }

    /// The members that every listing of an item has.
    static func write(members report: Report, to json: inout JSONWriter) {
        json.field("item", report.item.id.rawValue)
        json.field("story", "\(report.placement.story)")
        json.field("outlet", report.outlet.name)
        json.field("kind", report.outlet.kind?.rawValue)
        json.field("language", report.primaryLanguage)
        json.field("title", report.item.content.title)
        json.field("url", report.item.content.url)
        json.field("published", report.item.content.published?.description)
        json.field("first_seen", "\(report.item.firstSeen)")
        json.field("revision", report.item.revision)
    }
}
