import Daemon
import Model
import Pipeline
import Storage
import Text
import Watches

/// `search`: the watch language over everything that is stored.
enum SearchCommand {
    static let spec = CommandSpec(
        "search", operands: "QUERY...", count: 1...1000,
        summary: "finds stored items, newest first; exit 1 where there are none",
        options: listOptions,
        fields: [
            "item", "story", "outlet", "kind", "language", "title", "url", "published", "first_seen",
            "revision",
            "why",
        ],
        examples: [
            "search '@kim @putin'", "search --jsonl 'title:북한 since:7d'",
            "search '\"security council\" -lang:ru'",
        ]
    ) { invocation throws(CommandFailure) in
        let desk = try Desk(invocation)
        let text = invocation.operands.joined(separator: " ")
        let query = try parse(text, desk: desk)
        for warning in query.warnings {
            Output.error("wirewatch: \(TerminalText.safe(warning.message))\n")
        }
        let limit = try invocation.number("limit", in: 1...1_000_000, default: 50)
        let reader = try desk.reader()
        let found = try await asking { () throws(StoreError) in
            try await Searcher(store: reader).search(query, limit: limit)
        }
        let clock = desk.clock
        Output.print(
            Listing.text(
                found, format: ListFormat(invocation), line: { line($0, clock: clock) },
                json: { found, json in
                    StoryPage.write(members: found.report, to: &json)
                    AlertPage.write(found.evidence, to: &json)
                }))
        return found.isEmpty ? .negative : .done
    }

    private static func parse(_ text: String, desk: Desk) throws(CommandFailure) -> Query {
        let now = desk.now
        do throws(QueryErrors) {
            return try QueryParser.parse(
                text, aliases: desk.setup.aliases,
                context: .search(now: now, offset: desk.setup.zone.offset(at: now)))
        } catch {
            let parts = error.errors.map { problem in
                let hint = problem.suggestion.map { "; did you mean `\($0)`?" } ?? ""
                return "\(problem.message)\(hint)\n\(problem.pointer(in: text))"
            }
            throw .usage(parts.joined(separator: "\n"))
        }
    }

    /// `23 Apr 14:05  7F3K2Q  TASS [ru]  title`
    private static func line(_ found: Searcher.Found, clock: WallClock) -> String {
        let report = found.report
        let language = report.primaryLanguage.map { " [\($0)]" } ?? ""
        let outlet = TerminalText.padded(TerminalText.safe(report.outlet.name + language), to: 24)
        return "\(clock.short(report.item.time))  \(report.placement.story)  \(outlet) "
            + TerminalText.safe(report.item.content.title)
    }
}
