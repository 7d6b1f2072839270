import Model
import Pipeline
import Storage

/// `feeds`: how each feed does.
enum FeedsCommand {
    static let spec = CommandSpec(
        "feeds", summary: "lists feeds with their state and their next poll",
        options: [
            OptionSpec("problems", "only those that are not well"),
            OptionSpec("limit", short: "n", value: "N", "at most N rows (default all)"),
        ] + formatOptions,
        fields: [
            "name", "url", "outlet", "state", "since", "error", "last_poll", "last_success", "next_poll",
            "moved_to",
            "failures", "items", "title", "configured", "cause", "status", "last_new_item", "rhythm_seconds",
            "paced_by", "advice", "push", "push_hub", "push_lease_end", "push_last", "push_error",
        ],
        examples: [
            "feeds --problems", "feeds --json", "feeds --fields name,state,error",
            "feeds --problems -0 --fields url | xargs -0 -n1 curl -I",
        ]
    ) { invocation throws(CommandFailure) in
        let desk = try Desk(invocation)
        let limit = try invocation.number("limit", in: 1...1_000_000, default: 1_000_000)
        let reader = try desk.reader()
        let all = try await asking { () throws(StoreError) in try await reader.feeds() }
        let onlyProblems = invocation.has("problems")
        let rows = all.filter { feed in
            feed.isConfigured && (!onlyProblems || feed.state.health != .ok || feed.state.error != nil)
        }
        let clock = desk.clock
        let screen = invocation.screen
        Output.print(
            Listing.text(
                Array(rows.prefix(limit)), format: ListFormat(invocation),
                line: {
                    onlyProblems
                        ? FeedPage.problem($0, clock: clock, columns: screen.columns, paint: screen.paint)
                        : FeedPage.line($0, clock: clock, paint: screen.paint)
                }, json: { FeedPage.write($0, to: &$1) }))
        return .done
    }
}
