import Configuration
import Daemon
import Model
import Pipeline
import Storage
import Text

/// `stories` and `story`: what the desk has, and one story whole.
enum StoriesCommand {
    static let list = CommandSpec(
        "stories", summary: "lists stories, newest report first",
        options: [
            OptionSpec("since", value: "TIME", "only with a report since: \(TimeInput.form)"),
            OptionSpec("watch", value: "WATCH", "only those that this watch met"),
            OptionSpec("lang", value: "TAG", "only those with a report in this language, `ko`"),
            OptionSpec("outlets", value: "N", "only those that N outlets or more carry"),
        ] + listOptions,
        fields: [
            "story", "headline", "url", "opened", "last_report", "items", "outlets", "languages",
            "independent_texts", "watches", "aliases", "alerts",
        ],
        examples: [
            "stories --since 24h", "stories --watch putin-kim --jsonl", "stories --lang ko --outlets 5",
        ]
    ) { invocation throws(CommandFailure) in
        let desk = try Desk(invocation)
        let since = try desk.since(invocation)
        if let watch = invocation.value("watch") { try desk.require(watch: watch) }
        var filter = StoryFilter(since: since, watch: invocation.value("watch"))
        filter.language = try language(invocation)
        if invocation.has("outlets") {
            filter.minimumOutlets = try invocation.number("outlets", in: 1...1_000_000, default: 1)
        }
        let limit = try invocation.number("limit", in: 1...1_000_000, default: 50)
        let reader = try desk.reader()
        let wanted = filter
        let rows = try await asking { () throws(StoreError) in
            try await reader.stories(wanted, limit: limit)
        }
        let (clock, screen) = (desk.clock, invocation.screen)
        Output.print(
            Listing.text(
                rows, format: ListFormat(invocation),
                line: { StoryPage.line($0, clock: clock, screen: screen) },
                json: { StoryPage.write($0, to: &$1) }))
        return rows.isEmpty ? .negative : .done
    }

    /// The primary tag that `--lang` names, as stories have it.
    private static func language(_ invocation: Invocation) throws(CommandFailure) -> String? {
        guard let typed = invocation.value("lang") else { return nil }
        let primary = typed.split(separator: "-").first.map { $0.lowercased() } ?? ""
        guard (2...3).contains(primary.utf8.count),
            primary.utf8.allSatisfy({ (0x61...0x7A).contains($0) })
        else { throw .usage("--lang takes a language tag such as `ko`, not `\(TerminalText.safe(typed))`") }
        return primary
    }

    static let one = CommandSpec(
        "story", operands: "ID", count: 1...1,
        summary: "tells one story: timeline, copies, why each report is there",
        options: [OptionSpec("json", "one JSON object")], examples: ["story 7F3K2Q", "story 7F3K2Q --json"]
    ) { invocation throws(CommandFailure) in
        let desk = try Desk(invocation)
        let typed = invocation.operands[0]
        guard let id = StoryID(typed) else {
            throw .usage("`\(TerminalText.safe(typed))` is no story id; `wirewatch stories` lists them")
        }
        let reader = try desk.reader()
        guard let detail = try await asking({ () throws(StoreError) in try await reader.story(id) }) else {
            throw CommandFailure(code: .negative, message: "there is no story \(id)")
        }
        if invocation.has("json") {
            var json = JSONWriter()
            json.object { StoryPage.write(detail, to: &$0) }
            Output.print(json.text + "\n")
        } else {
            Output.print(StoryPage.text(detail, clock: desk.clock))
        }
        return .done
    }
}

extension Desk {
    /// The moment that `--since` names.
    func since(_ invocation: Invocation) throws(CommandFailure) -> Timestamp? {
        guard let typed = invocation.value("since") else { return nil }
        guard let moment = moment(typed) else {
            throw .usage("--since takes \(TimeInput.form), not `\(TerminalText.safe(typed))`")
        }
        return moment
    }

    /// The time from `--since` until `--until`; `nil` where neither is given.
    func span(_ invocation: Invocation) throws(CommandFailure) -> Range<Timestamp>? {
        let since = try since(invocation)
        var until: Timestamp?
        if let typed = invocation.value("until") {
            until = moment(typed)
            guard until != nil else {
                throw .usage("--until takes \(TimeInput.form), not `\(TerminalText.safe(typed))`")
            }
        }
        guard since != nil || until != nil else { return nil }
        let (from, to) = (
            since ?? SearchNarrowing.always.lowerBound, until ?? SearchNarrowing.always.upperBound
        )
        guard from < to else { throw .usage("--since lies after --until") }
        return from..<to
    }

    /// Refuses the name of a watch that the configuration has not.
    func require(watch name: String) throws(CommandFailure) {
        let names = setup.configuration.watches.map(\.name)
        guard !names.contains(name) else { return }
        let hint = Suggestion.nearest(to: name, among: names).map { "; did you mean `\($0)`?" } ?? ""
        let known = names.isEmpty ? "" : "\nthere are: \(names.joined(separator: ", "))"
        throw .usage("there is no watch `\(TerminalText.safe(name))`\(hint)\(known)")
    }
}
