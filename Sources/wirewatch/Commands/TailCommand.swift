import Configuration
import Model
import Pipeline
import Storage
import Text

/// `tail`: new stories and alerts as they come.
enum TailCommand {
    static let spec = CommandSpec(
        "tail", summary: "follows new stories and alerts as they come, until Ctrl-C",
        about: [
            "Looks into the database every two seconds, beside the daemon that writes it. Lines begin with the time, "
                + "and with `story`, `report` (with --reports) or `alert`."
        ],
        options: [
            OptionSpec("lines", short: "n", value: "N", "begin with the last N stories (default 10)"),
            OptionSpec("watch", value: "WATCH", "only alerts, and only those of this watch"),
            OptionSpec("reports", "each report, not only those that open a story"),
            OptionSpec("jsonl", "one JSON object a line"),
        ],
        examples: ["tail", "tail -n 0 --watch putin-kim", "tail --reports --jsonl | jq -r .title"],
        paging: .none
    ) { invocation throws(CommandFailure) in
        let desk = try Desk(invocation)
        if let watch = invocation.value("watch") { try desk.require(watch: watch) }
        let lines = try invocation.number("lines", in: 0...pageRows, default: 10)
        var tail = Tail(invocation, desk: desk, reader: try desk.reader())
        try await tail.begin(lines: lines)
        while true {
            // A cancelled sleep is the end, too: nobody cancels a command but by ending it.
            do { try await Task.sleep(for: interval) } catch { return .done }
            try await tail.look()
        }
    }

    private static let interval: Duration = .seconds(2)
    /// Rows that are read at once.
    static let pageRows = 500
}

/// How far a reader has followed.
private struct Tail {
    private let reader: SQLiteReader
    private let desk: Desk
    private let watch: String?
    private let showsReports: Bool
    private let printsJSON: Bool
    private let paint: Paint
    private var lastItem = ItemID(0)
    private var lastAlert = Timestamp(milliseconds: 0)

    init(_ invocation: Invocation, desk: Desk, reader: SQLiteReader) {
        self.reader = reader
        self.desk = desk
        watch = invocation.value("watch")
        showsReports = invocation.has("reports")
        printsJSON = invocation.has("jsonl")
        paint = invocation.screen.paint
    }

    /// Prints the last `lines` of what is there; from here on everything that comes is new.
    mutating func begin(lines: Int) async throws(CommandFailure) {
        let newest = try await self.newest(TailCommand.pageRows).items
        let alerts = try await alerts()
        lastItem = newest.first?.item.id ?? lastItem
        lastAlert = alerts.first?.alert.decided ?? lastAlert
        print(
            Array(newest.filter(isShown).prefix(lines)),
            alerts: watch == nil ? [] : Array(alerts.prefix(lines)))
    }

    /// Prints what has come since the last look.
    mutating func look() async throws(CommandFailure) {
        var reports: [Report] = []
        // What came at once is read whole: more is asked for until something known is among it.
        var limit = TailCommand.pageRows
        while true {
            let page = try await newest(limit)
            reports = Array(page.items.prefix { $0.item.id > lastItem })
            guard reports.count == page.items.count, page.isFull else { break }
            limit *= 2
        }
        let alerts = try await alerts().filter { $0.alert.decided > lastAlert }
        lastItem = reports.first?.item.id ?? lastItem
        lastAlert = alerts.first?.alert.decided ?? lastAlert
        print(reports.filter(isShown), alerts: alerts)
    }

    private func newest(_ limit: Int) async throws(CommandFailure) -> (items: [Report], isFull: Bool) {
        try await asking { () throws(StoreError) in
            let items = try await reader.candidates(SearchNarrowing(expression: nil, limit: limit))
            return (try await reader.briefReports(of: items), items.count == limit)
        }
    }

    private func alerts() async throws(CommandFailure) -> [StoredAlert] {
        let alerts = try await asking { () throws(StoreError) in
            try await reader.alerts(onlyFailed: false, limit: TailCommand.pageRows)
        }
        return alerts.filter { watch == nil || $0.alert.id.watch == watch }
    }

    private func isShown(_ report: Report) -> Bool {
        watch == nil && (showsReports || report.placement.story == StoryID(openedBy: report.item.id))
    }

    /// Oldest first.
    private func print(_ reports: [Report], alerts: [StoredAlert]) {
        var text = ""
        for report in reports.reversed() { text += line(report) + "\n" }
        for alert in alerts.reversed() { text += line(alert) + "\n" }
        Output.print(text)
    }

    private func line(_ report: Report) -> String {
        let isOpening = report.placement.story == StoryID(openedBy: report.item.id)
        guard !printsJSON else {
            var json = JSONWriter()
            json.object { json in
                json.field("event", isOpening ? "story" : "report")
                StoryPage.write(members: report, to: &json)
            }
            return json.text
        }
        let language = report.primaryLanguage.map { " [\($0)]" } ?? ""
        let outlet = TerminalText.padded(TerminalText.safe(report.outlet.name + language), to: 24)
        return "\(desk.clock.long(report.item.firstSeen))  \(isOpening ? "story " : "report")  "
            + "\(paint("\(report.placement.story)", .cyan))  \(outlet)  \(TerminalText.safe(report.item.content.title))"
    }

    private func line(_ stored: StoredAlert) -> String {
        guard !printsJSON else {
            var json = JSONWriter()
            json.object { json in
                json.field("event", "alert")
                AlertPage.write(stored, to: &json)
            }
            return json.text
        }
        let alert = stored.alert
        return "\(desk.clock.long(alert.decided))  \(paint("alert ", .red))  \(paint("\(alert.id)", .cyan))  "
            + "\(alert.reason.words)  \(TerminalText.safe(alert.content.headline))"
    }
}
