import Daemon
import Model
import Pipeline
import Storage
import Text
import Watches

/// `watch explain`: why a watch meets an item, or does not.
enum WatchCommand {
    static let explain = CommandSpec(
        "watch explain", operands: "WATCH ITEM", count: 2...2,
        summary:
            "says for each part of a watch whether an item meets it; exit 1 where it does not meet the whole",
        options: [OptionSpec("json", "one JSON object")],
        examples: ["watch explain putin-kim 1402", "watch explain putin-kim 7F3K2Q"]
    ) { invocation throws(CommandFailure) in
        let desk = try Desk(invocation)
        let name = invocation.operands[0]
        try desk.require(watch: name)
        let reports = try await reports(invocation.operands[1], desk: desk)
        guard let watch = desk.setup.watches.watches.first(where: { $0.settings.name == name }) else {
            throw .usage("watch `\(name)` looks at feeds, not at items; `wirewatch check --explain` says how")
        }
        let clock = desk.clock
        var isMet = false
        var json = JSONWriter()
        json.object { json in
            json.field("watch", name)
            json.field(
                "items",
                array: { json in
                    for found in reports {
                        let explanation = watch.explanation(for: found.watched, now: desk.now)
                        isMet = isMet || explanation.holds
                        if !invocation.has("json") {
                            Output.print(WhyPage.text((found.report, explanation), clock: clock))
                        }
                        json.object { json in
                            StoryPage.write(members: found.report, to: &json)
                            json.field("explanation", object: { write(explanation, to: &$0) })
                        }
                    }
                })
        }
        if invocation.has("json") { Output.print(json.text + "\n") }
        return isMet ? .done : .negative
    }

    private typealias Found = (report: Report, watched: WatchedItem)

    /// The item of that number, or all items of that story.
    private static func reports(_ typed: String, desk: Desk) async throws(CommandFailure) -> [Found] {
        let reader = try desk.reader()
        // Some numbers are names of stories too; where there is such a story it is meant.
        var details = try await stories(StoryID(typed), of: reader)
        var wanted: ItemID?
        if details.isEmpty, let number = Int64(typed), number > 0, number < Int64.max {
            wanted = ItemID(number)
            let found = try await asking { () throws(StoreError) in
                try await reader.briefReports(of: [ItemID(number)])
            }
            details = try await stories(found.first?.placement.story, of: reader)
        }
        let feeds = try await asking { () throws(StoreError) in try await reader.feeds() }
        let settings = Dictionary(feeds.map { ($0.id, $0.settings) }) { first, _ in first }
        let all: [Found] = details.flatMap { detail in
            detail.reports.compactMap { report in
                guard wanted == nil || report.item.id == wanted, let feed = settings[report.item.feed] else {
                    return nil
                }
                var watched = WatchedItem(report.item, feed: feed)
                watched.take(StoryFile(detail))
                return (report, watched)
            }
        }
        guard !all.isEmpty else {
            throw CommandFailure(
                code: .negative,
                message:
                    "there is no item or story `\(TerminalText.safe(typed))`: `wirewatch search --json` has numbers of "
                    + "items, `wirewatch stories` lists stories")
        }
        return all
    }

    private static func stories(
        _ id: StoryID?, of reader: any StoreReader
    ) async throws(CommandFailure) -> [StoryDetail] {
        guard let id else { return [] }
        let detail = try await asking { () throws(StoreError) in try await reader.story(id) }
        return detail.map { [$0] } ?? []
    }

    /// `{"reading": …, "holds": …, "remark": …, "evidence": […], "parts": […]}`.
    static func write(_ explanation: Explanation, to json: inout JSONWriter) {
        json.field("reading", explanation.reading)
        json.field("holds", explanation.holds)
        if !explanation.remark.isEmpty { json.field("remark", explanation.remark) }
        AlertPage.write(explanation.evidence, to: &json)
        json.field(
            "parts",
            array: { json in
                for part in explanation.parts { json.object { write(part, to: &$0) } }
            })
    }
}
