import Configuration
import Daemon
import Model
import Pipeline
import Storage
import Text

/// `watch list`: how the watches stand.
enum WatchListCommand {
    /// Matches are counted over this span.
    private static let span: Duration = .days(30)

    static let spec = CommandSpec(
        "watch list",
        summary: "lists watches: last match, matches in 30 days, what they expect, silent and expired ones",
        options: [
            OptionSpec("silent", "only those that are silent"),
            OptionSpec("json", "one JSON array"), OptionSpec("jsonl", "one JSON object a line"),
        ],
        examples: ["watch list", "watch list --silent --json"]
    ) { invocation throws(CommandFailure) in
        let desk = try Desk(invocation)
        let reader = try desk.reader()
        let watches = desk.setup.configuration.watches
        let now = desk.now
        let all = try await asking { () throws(StoreError) in
            try await WatchStanding.all(of: watches, in: reader, over: span, now: now)
        }
        let rows = invocation.has("silent") ? all.filter { $0.state == .silent } : all
        let clock = desk.clock
        Output.print(
            Listing.text(
                rows, format: ListFormat(invocation), line: { line($0, clock: clock) },
                json: { write($0, to: &$1) }))
        return rows.isEmpty ? .negative : .done
    }

    /// `putin-kim  silent  last 16 Apr 12:00   14 in 30 days  expects 7d  expires 2019-05-01`
    private static func line(_ row: WatchStanding, clock: WallClock) -> String {
        let last = row.activity.lastMatch.map { clock.short($0) } ?? "never"
        var line = TerminalText.padded(TerminalText.safe(row.watch.name), to: 24) + " "
        line += TerminalText.padded(row.state.rawValue, to: 8) + " last " + TerminalText.padded(last, to: 13)
        line += "\(row.activity.matches) in 30 days"
        if let expected = row.watch.expectedWithin { line += "  expects one in \(expected.inWords)" }
        if let expires = row.watch.expires {
            line += row.state == .expired ? "  since " : "  expires "
            line += clock.long(expires)
        }
        return line
    }

    private static func write(_ row: WatchStanding, to json: inout JSONWriter) {
        json.field("watch", row.watch.name)
        json.field("state", row.state.rawValue)
        json.field("severity", row.watch.severity.rawValue)
        json.field("last_match", row.activity.lastMatch.map { CivilTime.rfc3339($0) })
        json.field("matches_30d", row.activity.matches)
        json.field("expect_seconds", row.watch.expectedWithin.map { Int($0.milliseconds / 1000) })
        json.field("expires", row.watch.expires.map { CivilTime.rfc3339($0) })
        json.field("silent_since", row.silence.map { CivilTime.rfc3339($0.since) })
        json.field("query", row.watch.query)
        json.field("score", row.watch.score)
        json.field("owner", row.watch.owner)
        json.field("note", row.watch.note)
    }
}
