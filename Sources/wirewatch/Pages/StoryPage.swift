import Model
import Pipeline
import Text

/// How stories are listed and told.
enum StoryPage {
    // MARK: List

    /// `7F3K2Q  23 Apr 18:02   9 items  7 outlets en ko ru  headline [watch]`
    static func line(_ dossier: StoryDossier, clock: WallClock, screen: Screen) -> String {
        let story = dossier.story
        let watches = watches(of: dossier)
        let figures = [
            counted(story.items, "item"), counted(story.outlets.count, "outlet"),
            story.languages.joined(separator: " "),
        ].joined(separator: "  ")
        return screen.row(
            [
                Screen.Cell("\(story.id)", .cyan), Screen.Cell(clock.short(story.lastReport), .dim),
                Screen.Cell(TerminalText.padded(figures, to: 29)),
            ], TerminalText.safe(story.headline),
            tail: watches.isEmpty ? nil : Screen.Cell("[\(watches.joined(separator: ", "))]", .magenta))
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

    static func watches(of dossier: StoryDossier) -> [String] {
        dossier.watches.union(dossier.quietWatches).sorted()
    }

    /// `@kim "Kim Jong Un" in the title, @summit "summit" in the text`
    static func grounds(_ evidence: [Evidence]) -> String {
        evidence.map { "\($0.term) “\(TerminalText.safe($0.found))” in the \($0.field.rawValue)" }
            .joined(separator: ", ")
    }

    // MARK: One story as JSON

    static func write(_ detail: StoryDetail, to json: inout JSONWriter) {
        write(detail.dossier, to: &json)
        let originals = detail.copyTree.originals
        let first = detail.reports.map(\.item.time).min()
        json.field(
            "reports",
            array: { json in
                for report in detail.reports {
                    json.object { json in
                        write(report, to: &json)
                        json.field("stands_under", originals[report.item.id]?.rawValue)
                        json.field("withdrawn", detail.withdrawn[report.item.id].map { "\($0)" })
                        json.field("text_deleted", detail.deleted[report.item.id].map { "\($0)" })
                        let behind = first.map { report.item.time - $0 } ?? .zero
                        json.field("seconds_behind", behind.milliseconds / 1000)
                    }
                }
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
            "growth",
            array: { json in
                for hour in detail.growth.hours {
                    json.object { json in
                        json.field("hour", hour.hour)
                        json.field("items", hour.items)
                        json.field("new_outlets", hour.newOutlets)
                    }
                }
            })
        json.field(
            "rulings",
            array: { json in for ruling in detail.rulings { json.object { write(ruling, to: &$0) } } })
        json.field(
            "revisions",
            array: { json in
                for (revision, next) in detail.changes() {
                    json.object { json in
                        json.field("item", revision.item.rawValue)
                        json.field("revision", revision.revision)
                        json.field("title", revision.title)
                        json.field("replaced", "\(revision.replaced)")
                        json.field("reason", revision.reason)
                        json.field("text", revision.text)
                        write(WordDiff(from: revision.title, to: next.title), "title_changes", to: &json)
                        write(WordDiff(from: revision.text, to: next.text), "text_changes", to: &json)
                    }
                }
            })
    }

    private static func write(_ diff: WordDiff, _ name: String, to json: inout JSONWriter) {
        json.field(
            name,
            array: { json in
                for run in diff.runs {
                    switch run {
                    case .kept: continue
                    case .removed(let words): json.object { $0.field("removed", words) }
                    case .added(let words): json.object { $0.field("added", words) }
                    }
                }
            })
    }

    private static func write(_ ruling: Ruling, to json: inout JSONWriter) {
        json.field("kind", ruling.kind.rawValue)
        json.field("story", "\(ruling.story)")
        json.field("other", "\(ruling.other)")
        json.field("items", array: { json in for item in ruling.items { json.integer(item.rawValue) } })
        json.field("by", ruling.by)
        json.field("note", ruling.note)
        json.field("made", "\(ruling.made)")
        json.field("undone", ruling.undone?.description)
        json.field("undone_by", ruling.undoneBy)
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
