import Configuration
import Daemon
import Model
import Pipeline
import Storage
import Text
import Watches

/// `watch backfill`: a new watch put to what was stored before it was made.
enum WatchBackfillCommand {
    /// Items of one request: it is read whole, and the daemon does one between two edits.
    private static let requestItems = 1000

    static let spec = CommandSpec(
        "watch backfill", operands: "NAME", count: 1...1,
        summary:
            "writes down what a new watch finds in stored items, without telling anybody; exit 1 where it is nothing",
        options: [
            OptionSpec("since", value: "TIME", "items that were seen first since then (default 30d)"),
            OptionSpec("until", value: "TIME", "items that were seen first before then"),
            OptionSpec("dry-run", "only say how many there are"),
        ],
        examples: ["watch backfill putin-kim --since 30d --dry-run", "watch backfill putin-kim"]
    ) { invocation throws(CommandFailure) in
        let desk = try Desk(invocation)
        let name = invocation.operands[0]
        let settings = try desk.watch(named: name)
        guard let watch = desk.setup.watches.watches.first(where: { $0.settings.name == settings.name })
        else {
            throw .usage("watch `\(TerminalText.safe(name))` cannot be read; see `wirewatch check`")
        }
        let asked = try desk.span(invocation) ?? SearchNarrowing.always
        let now = desk.now
        let from = invocation.has("since") ? asked.lowerBound : min(now - .days(30), asked.upperBound)
        let span = from..<max(from, min(asked.upperBound, now + .milliseconds(1)))
        let reader = try desk.reader()
        let backtest = Backtest(
            store: reader, span: span, language: desk.setup.configuration.daemon.language)
        let (items, stories) = try await asking { () throws(StoreError) in
            var items: [ItemID] = []
            let replay = try await backtest.replay(watch) { items.append($0) }
            return (items.sorted(), replay.stories.count)
        }
        guard !items.isEmpty else {
            throw CommandFailure(
                code: .negative,
                message: "nothing that is stored meets the watch; `wirewatch watch test` says more")
        }
        let found = "\(counted(items.count, "item")) of \(stories) stories"
        if invocation.has("dry-run") {
            Output.print("watch \(name) meets \(found); nothing is written down\n")
            return .done
        }
        let author = invocation.environment["USER"] ?? invocation.environment["LOGNAME"]
        var requests: [RulingRequest] = []
        for start in stride(from: 0, to: items.count, by: requestItems) {
            let part = Array(items[start..<min(start + requestItems, items.count)])
            requests.append(RulingRequest(.backfill(watch: name, part), by: author, note: nil))
        }
        guard let outcomes = try await desk.leave(requests, invocation) else {
            Output.print("watch \(name) meets \(found)\n")
            return .done
        }
        for case .refused(let reason) in outcomes.suffix(requests.count) {
            throw CommandFailure(code: .negative, message: reason)
        }
        Output.print(
            "watch \(name) meets \(found): they are in digests and in `wirewatch stories --watch \(name)`\n")
        return .done
    }
}
