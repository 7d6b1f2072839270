import Configuration
import Daemon
import Model
import Pipeline
import Storage
import Text
import Watches

/// `watch test`: what a watch would have found in what is stored.
enum WatchTestCommand {
    static let spec = CommandSpec(
        "watch test", operands: "[QUERY...]", count: 0...1000,
        summary:
            "replays a query over stored items: stories, alerts a day, what never occurs; exit 1 where it finds none",
        options: [
            OptionSpec("watch", value: "NAME", "this watch; with QUERY, its other keys with that query"),
            OptionSpec("against", value: "NAME", "compare with this watch: stories gained, lost, kept"),
            OptionSpec("since", value: "TIME", "items that were seen first since then (default 30d)"),
            OptionSpec("until", value: "TIME", "items that were seen first before then"),
            OptionSpec("score", value: "TERMS", "weighted terms, as the key `score`"),
            OptionSpec("threshold", value: "N", "what the weights must reach"),
            OptionSpec("min-outlets", value: "N", "alert once so many outlets carry the story"),
            OptionSpec(
                "within", value: "SPAN", "count only the outlets of so long before the last report, `6h`"),
            OptionSpec("stem", "find words by their stem"),
            OptionSpec("title", "look at titles only"),
            OptionSpec("limit", short: "n", value: "N", "at most N example stories (default 10)"),
            OptionSpec("json", "one JSON object"),
        ],
        examples: [
            "watch test '@kim NEAR/25 @putin' --since 30d",
            "watch test '@kim @putin' --against putin-kim",
            "watch test --score '@kim^4 football^-10' --threshold 8",
        ]
    ) { invocation throws(CommandFailure) in
        let desk = try Desk(invocation)
        let watch = try compiled(try settings(invocation, desk: desk), desk: desk)
        for warning in watch.warnings {
            Output.error("wirewatch: \(TerminalText.safe(warning.message))\n")
        }
        let other = try invocation.value("against").map { name throws(CommandFailure) in
            try compiled(try desk.watch(named: name), desk: desk)
        }
        let limit = try invocation.number("limit", in: 0...1_000_000, default: 10)
        let now = desk.now
        // What came in this very second counts.
        let asked = try desk.span(invocation) ?? SearchNarrowing.always
        let isOpen = !invocation.has("since")
        let from = isOpen ? min(now - .days(30), asked.upperBound - .milliseconds(1)) : asked.lowerBound
        let span = from..<min(asked.upperBound, now + .milliseconds(1))
        guard !span.isEmpty else { throw .usage("--since lies in the future") }
        let reader = try desk.reader()
        let backtest = Backtest(
            store: reader, span: span, language: desk.setup.configuration.daemon.language)
        let replay = try await asking { () throws(StoreError) in try await backtest.replay(watch) }
        var compared: Replay?
        if let other {
            compared = try await asking { () throws(StoreError) in try await backtest.replay(other) }
        }
        let figures = try await asking { () throws(StoreError) in try await reader.figures() }
        let page = BacktestPage(
            watch: watch, replay: replay, against: compared, span: span, stored: figures.items,
            zone: desk.setup.zone, limit: limit)
        Output.print(invocation.has("json") ? page.json : page.text(clock: desk.clock))
        return replay.stories.isEmpty ? .negative : .done
    }

    /// The watch that is meant: a configured one, one made of the options, or the first changed by the second.
    private static func settings(
        _ invocation: Invocation, desk: Desk
    ) throws(CommandFailure) -> WatchSettings {
        var watch = WatchSettings(name: "test", query: nil)
        if let name = invocation.value("watch") { watch = try desk.watch(named: name) }
        if !invocation.operands.isEmpty { watch.query = invocation.operands.joined(separator: " ") }
        if let score = invocation.value("score") { watch.score = score }
        if invocation.has("threshold") {
            watch.threshold = try invocation.number("threshold", in: 1...1_000_000, default: 1)
        }
        if invocation.has("min-outlets") {
            watch.minimumOutlets = try invocation.number("min-outlets", in: 1...1000, default: 1)
        }
        if let typed = invocation.value("within") {
            guard let span = TimeInput.span(typed) else {
                throw .usage("--within takes a span such as 6h, not `\(TerminalText.safe(typed))`")
            }
            watch.within = span
        }
        if invocation.has("stem") { watch.usesStemming = true }
        if invocation.has("title") { watch.matchesTitleOnly = true }
        guard watch.query != nil || watch.score != nil else {
            throw .usage("nothing to test: give a QUERY, --score with --threshold, or --watch NAME")
        }
        return watch
    }

    private static func compiled(
        _ settings: WatchSettings, desk: Desk
    ) throws(CommandFailure) -> CompiledWatch {
        var settings = settings
        // What it would find is asked, whether its time is over or not.
        settings.expires = nil
        do throws(QueryErrors) {
            return try CompiledWatch(settings: settings, aliases: desk.setup.aliases)
        } catch {
            let parts = error.errors.map { problem in
                let hint = problem.suggestion.map { "; did you mean `\($0)`?" } ?? ""
                let text =
                    switch problem.part {
                    case .query: settings.query
                    case .score: settings.score
                    case .watch: nil as String?
                    }
                return problem.message + hint + (text.map { "\n" + problem.pointer(in: $0) } ?? "")
            }
            throw .usage(parts.joined(separator: "\n"))
        }
    }
}

extension Desk {
    /// The settings of the watch over items that is called `name`.
    func watch(named name: String) throws(CommandFailure) -> WatchSettings {
        try require(watch: name)
        guard let watch = setup.configuration.watches.first(where: { $0.name == name }) else {
            throw .usage("there is no watch `\(TerminalText.safe(name))`")
        }
        return watch
    }
}
