import Model
import Pipeline
import Text
import Watches

/// What a replayed watch would have found, for people and programs.
struct BacktestPage {
    let watch: CompiledWatch
    let replay: Replay
    let against: Replay?
    let span: Range<Timestamp>
    /// Items in the whole store.
    let stored: Int
    let zone: TimeZoneRules
    /// Example stories.
    let limit: Int

    // MARK: Figures

    private var split: (gained: [ReplayedStory], kept: [ReplayedStory], lost: [ReplayedStory]) {
        let other = against?.stories ?? []
        let (mine, theirs) = (Set(replay.stories.map(\.story)), Set(other.map(\.story)))
        return (
            replay.stories.filter { !theirs.contains($0.story) },
            replay.stories.filter { theirs.contains($0.story) }, other.filter { !mine.contains($0.story) }
        )
    }

    /// `2019-04-23` and the alerts of that day of the reader's calendar, in order; days without any are left out.
    private var days: [(day: String, alerts: Int)] {
        var days: [String: Int] = [:]
        for alert in replay.alerts {
            let time = CivilTime(alert.decided, offset: zone.offset(at: alert.decided))
            let day =
                "\(CivilTime.padded(time.year, 4))-\(CivilTime.padded(time.month, 2))-\(CivilTime.padded(time.day, 2))"
            days[day, default: 0] += 1
        }
        return days.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    private static func ranked(_ counts: [String: Int]) -> [(name: String, count: Int)] {
        counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
    }

    private var alertsADay: Double {
        let days = max(1, Double((span.upperBound - span.lowerBound).milliseconds) / 86_400_000)
        return Double(replay.alerts.count) / days
    }

    // MARK: Text

    func text(clock: WallClock) -> String {
        var lines: [String] = []
        func line(_ name: String, _ text: String) {
            lines.append(
                name + String(repeating: " ", count: max(1, 11 - name.utf8.count)) + TerminalText.safe(text))
        }
        if let reading = watch.reading { line("query", reading) }
        if let score = watch.settings.score, let threshold = watch.settings.threshold {
            line("score", "\(score) reaches \(threshold)")
        }
        let stories = counted(replay.stories.count, "story", "stories")
        line("span", "\(clock.long(span.lowerBound)) to \(clock.long(span.upperBound))")
        line("plan", plan)
        line(
            "found",
            "\(counted(replay.items, "item")) of \(stories), "
                + "\(counted(replay.alerts.count, "alert")), \(Self.decimal(alertsADay)) a day")
        if let against {
            line(
                "against",
                "\(against.watch): \(split.kept.count) kept, \(split.gained.count) gained, \(split.lost.count) lost"
            )
        }
        for (name, counts) in [("outlets", replay.outlets), ("languages", replay.languages)]
        where !counts.isEmpty {
            let ranked = Self.ranked(counts)
            let rest = ranked.count - Self.shown
            line(
                name,
                ranked.prefix(Self.shown).map { "\($0.name) \($0.count)" }.joined(separator: ", ")
                    + (rest > 0 ? " and \(rest) more" : ""))
        }
        if !days.isEmpty {
            line(
                "alerts", days.suffix(Self.shownDays).map { "\($0.day) \($0.alerts)" }.joined(separator: ", ")
            )
        }
        if !replay.absentTerms.isEmpty {
            line("never", replay.absentTerms.joined(separator: ", ") + ": in no item of that time")
        }
        if !replay.apartTerms.isEmpty {
            line("apart", replay.apartTerms.joined(separator: ", ") + ": in no item that has the rest")
        }
        lines += examples(clock: clock)
        return lines.map { $0 + "\n" }.joined()
    }

    /// Outlets and languages of one line, and days.
    private static let shown = 12
    private static let shownDays = 31

    private var plan: String {
        let decided = "\(replay.decided) of \(stored) items were decided"
        guard replay.expression != nil else { return "nothing in it is in the search index; \(decided)" }
        let terms = watch.narrowingTerms
        let rest = terms.count - Self.shown
        let cut = replay.isCut ? ", the newest: there are more" : ""
        return "the index narrowed by " + terms.prefix(Self.shown).joined(separator: ", ")
            + (rest > 0 ? " and \(rest) more" : "") + "; \(decided)\(cut)"
    }

    private func examples(clock: WallClock) -> [String] {
        guard limit > 0, !replay.stories.isEmpty || !split.lost.isEmpty else { return [] }
        func rows(_ sign: String, _ stories: [ReplayedStory]) -> [String] {
            let rows = stories.prefix(limit).map { story in
                let language = story.language.map { " [\($0)]" } ?? ""
                let outlet = TerminalText.padded(TerminalText.safe(story.outlet + language), to: 24)
                let alerts = story.alerts.isEmpty ? "no alert" : counted(story.alerts.count, "alert")
                return "\(sign)\(story.story)  \(clock.short(story.firstMatch))  \(outlet) "
                    + TerminalText.safe(story.headline)
                    + " (\(counted(story.items, "item")), \(alerts))"
            }
            let rest = stories.count - rows.count
            return rows + (rest > 0 ? ["\(sign)and \(rest) more"] : [])
        }
        guard against != nil else { return [""] + rows("  ", replay.stories) }
        return [""] + rows("+ ", split.gained) + rows("- ", split.lost) + rows("= ", split.kept)
    }

    private static func decimal(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    // MARK: JSON

    var json: String {
        var json = JSONWriter()
        json.object { json in
            json.field("watch", watch.settings.name)
            json.field("reading", watch.reading)
            json.field("since", CivilTime.rfc3339(span.lowerBound))
            json.field("until", CivilTime.rfc3339(span.upperBound))
            json.field(
                "plan",
                object: { json in
                    json.field("narrowed_by", watch.narrowingTerms)
                    json.field("expression", replay.expression)
                    json.field("candidates", replay.candidates)
                    json.field("decided", replay.decided)
                    json.field("cut", replay.isCut)
                    json.field("stored", stored)
                })
            json.field("items", replay.items)
            json.field("stories_found", replay.stories.count)
            json.field("alerts", replay.alerts.count)
            write(Self.ranked(replay.outlets), as: "outlets", key: "outlet", to: &json)
            write(Self.ranked(replay.languages), as: "languages", key: "language", to: &json)
            write(days.map { (name: $0.day, count: $0.alerts) }, as: "days", key: "day", to: &json)
            json.field("never", replay.absentTerms)
            json.field("never_beside", replay.apartTerms)
            if let against {
                json.field(
                    "against",
                    object: { json in
                        json.field("watch", against.watch)
                        json.field("kept", split.kept.count)
                        write(split.gained, as: "gained", to: &json)
                        write(split.lost, as: "lost", to: &json)
                    })
            }
            write(replay.stories, as: "stories", to: &json)
        }
        return json.text + "\n"
    }

    private func write(
        _ counts: [(name: String, count: Int)], as name: String, key: String, to json: inout JSONWriter
    ) {
        json.field(
            name,
            array: { json in
                for (value, count) in counts {
                    json.object { json in
                        json.field(key, value)
                        json.field("count", count)
                    }
                }
            })
    }

    private func write(_ stories: [ReplayedStory], as name: String, to json: inout JSONWriter) {
        json.field(
            name,
            array: { json in
                for story in stories.prefix(limit) {
                    json.object { json in
                        json.field("story", "\(story.story)")
                        json.field("headline", story.headline)
                        json.field("outlet", story.outlet)
                        json.field("language", story.language)
                        json.field("first_match", CivilTime.rfc3339(story.firstMatch))
                        json.field("items", story.items)
                        json.field("alerts", story.alerts.map { CivilTime.rfc3339($0.decided) })
                    }
                }
            })
    }
}
