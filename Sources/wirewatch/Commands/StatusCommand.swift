import Configuration
import Daemon
import Model
import Pipeline
import Platform
import Storage
import Text

/// `status` and `backup`: for whoever keeps it running.
enum StatusCommand {
    static let spec = CommandSpec(
        "status", summary: "says on one screen how the daemon does; exit 3 where none runs",
        options: [OptionSpec("json", "one JSON object")], examples: ["status", "status --json"]
    ) { invocation throws(CommandFailure) in
        let desk = try Desk(invocation)
        let reader = try desk.reader()
        let figures = try await asking { () throws(StoreError) in try await reader.figures() }
        let feeds = try await asking { () throws(StoreError) in try await reader.feeds() }.filter(
            \.isConfigured)
        let troubled = feeds.filter { $0.state.error != nil }
        let watches = desk.setup.configuration.watches
        let now = desk.now
        let standings = try await asking { () throws(StoreError) in
            try await WatchStanding.all(of: watches, in: reader, over: .zero, now: now)
        }
        let (silent, expired) = (
            standings.count { $0.state == .silent }, standings.count { $0.state == .expired }
        )
        let process = FileLock.holder(of: desk.lock)
        if invocation.has("json") {
            var json = JSONWriter()
            json.object { json in
                json.field("running", process != nil)
                json.field("process", process)
                json.field("database", desk.database)
                json.field("bytes", figures.bytes)
                json.field("feeds", figures.feeds)
                json.field("feeds_troubled", troubled.count)
                json.field("items", figures.items)
                json.field("stories", figures.stories)
                json.field("alerts", figures.alerts)
                json.field("unplaced", figures.unplaced)
                json.field("deliveries_pending", figures.pendingDeliveries)
                json.field("subscriptions", figures.subscriptions)
                json.field("subscriptions_active", figures.activeSubscriptions)
                json.field("watches", standings.count)
                json.field("watches_silent", silent)
                json.field("watches_expired", expired)
            }
            Output.print(json.text + "\n")
        } else {
            let running = process.map { "runs (process \($0))" } ?? "does not run"
            let last = feeds.compactMap(\.state.lastPoll).max().map { desk.clock.long($0) } ?? "never"
            Output.print(
                """
                daemon     \(running)
                database   \(desk.database), \(figures.bytes / 1024) KiB
                feeds      \(figures.feeds), \(troubled.count) in trouble, last poll \(last)
                watches    \(standings.count), \(silent) silent, \(expired) expired
                push       \(figures.activeSubscriptions) of \(figures.subscriptions) subscriptions active
                items      \(figures.items), \(figures.unplaced) to be placed
                stories    \(figures.stories)
                alerts     \(figures.alerts), \(figures.pendingDeliveries) deliveries pending

                """)
        }
        return process == nil ? .unreachable : .done
    }

    static let backup = CommandSpec(
        "backup", operands: "FILE", count: 1...1,
        summary: "copies the database as it stands, beside a running daemon",
        examples: ["backup /var/backups/wirewatch.db"]
    ) { invocation throws(CommandFailure) in
        let desk = try Desk(invocation)
        let file = invocation.operands[0]
        guard FileMode.permissions(of: file) == nil else { throw .usage("\(file) is there already") }
        let reader = try desk.reader()
        try await asking { () throws(StoreError) in try await reader.backup(to: file) }
        Output.error("\(file): a copy of \(desk.database)\n")
        return .done
    }
}

extension Desk {
    /// The file that says which process is the daemon of the database.
    var lock: String { database + ".lock" }
}
