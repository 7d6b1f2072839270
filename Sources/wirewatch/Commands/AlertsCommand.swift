import Configuration
import Daemon
import Model
import Pipeline
import Storage
import Text
import Watches

/// `alerts` and `why`: who was told what, and why.
enum AlertsCommand {
    static let list = CommandSpec(
        "alerts", summary: "lists alerts, summaries of feeds and digests with their deliveries, newest first",
        options: [OptionSpec("failed", "only those that did not arrive, or not yet")] + listOptions,
        fields: [
            "alert", "watch", "story", "revision", "reason", "decided", "severity", "headline", "url",
            "outlets", "languages", "items", "why", "deliveries", "feeds", "recovered", "digest", "reader",
            "since",
            "until",
        ],
        examples: ["alerts", "alerts --failed --json"]
    ) { invocation throws(CommandFailure) in
        let desk = try Desk(invocation)
        let limit = try invocation.number("limit", in: 1...1_000_000, default: 50)
        let reader = try desk.reader()
        let onlyFailed = invocation.has("failed")
        let alerts = try await asking { () throws(StoreError) in
            try await reader.alerts(onlyFailed: onlyFailed, limit: limit)
        }
        let notices = try await asking { () throws(StoreError) in
            try await reader.notices(onlyFailed: onlyFailed, limit: limit)
        }
        let issues = try await asking { () throws(StoreError) in
            try await reader.digestIssues(of: nil, onlyFailed: onlyFailed, limit: limit)
        }
        let rows = (alerts.map(ToldRow.alert) + notices.map(ToldRow.notice) + issues.map(ToldRow.digest))
            .sorted { $0.decided > $1.decided }.prefix(limit)
        let (clock, screen) = (desk.clock, invocation.screen)
        Output.print(
            Listing.text(
                Array(rows), format: ListFormat(invocation), line: { $0.line(clock: clock, screen: screen) },
                json: { $0.write(to: &$1) }))
        return rows.isEmpty ? .negative : .done
    }

    static let resend = CommandSpec(
        "alerts resend", operands: "ALERT", count: 1...1,
        summary: "sends the newest revision of an alert again, past silences and hours",
        options: [OptionSpec("route", value: "NAME", "over this route; without it over all that it has")],
        examples: ["alerts resend putin-kim/7F3K2Q", "alerts resend putin-kim/7F3K2Q --route desk"]
    ) { invocation throws(CommandFailure) in
        let desk = try Desk(invocation)
        let typed = invocation.operands[0]
        guard let id = AlertID(typed) else {
            throw .usage(
                "`\(TerminalText.safe(typed))` is no alert: they are called WATCH/STORY; see `wirewatch alerts`"
            )
        }
        return try await AlertAsking.ask(
            .resend(id, route: invocation.value("route")), desk: desk, invocation)
    }

    static let why = CommandSpec(
        "why", operands: "ALERT", count: 1...1,
        summary:
            "says why an alert fired, part by part of its watch, and where it went; or why there is none (exit 1)",
        options: [OptionSpec("json", "one JSON object")],
        examples: ["why putin-kim/7F3K2Q", "why WATCH/STORY --json"]
    ) { invocation throws(CommandFailure) in
        let desk = try Desk(invocation)
        let typed = invocation.operands[0]
        if let id = FeedNoticeID(typed) { return try await whyNotice(id, desk: desk, invocation) }
        guard let id = AlertID(typed) else {
            throw .usage(
                "`\(TerminalText.safe(typed))` is no alert: they are called WATCH/STORY; see `wirewatch alerts`"
            )
        }
        let reader = try desk.reader()
        guard let alert = try await asking({ () throws(StoreError) in try await reader.alert(id) }) else {
            return try await whyNot(id, desk: desk, reader: reader, invocation)
        }
        let found = try await asking { () throws(StoreError) in try await reader.story(id.story) }
        let nearest = try await WhyPage.nearest(watch: id.watch, story: found, desk: desk, reader: reader)
        if invocation.has("json") {
            var json = JSONWriter()
            json.object { json in
                AlertPage.write(alert, to: &json)
                if let nearest { json.field("explained", object: { WhyPage.write(nearest, to: &$0) }) }
            }
            Output.print(json.text + "\n")
        } else {
            let watch = desk.setup.configuration.watches.first { $0.name == id.watch }
            Output.print(AlertPage.text(alert, query: watch?.query, clock: desk.clock))
            if let nearest { Output.print("\n" + WhyPage.text(nearest, clock: desk.clock)) }
        }
        return .done
    }

    /// What a summary of feeds said and where it went.
    private static func whyNotice(
        _ id: FeedNoticeID, desk: Desk, _ invocation: Invocation
    ) async throws(CommandFailure) -> ExitCode {
        let reader = try desk.reader()
        guard let notice = try await asking({ () throws(StoreError) in try await reader.notice(id) }) else {
            return try await showDigest(
                DigestIssueID(digest: id.watch, slot: id.slot), reader, desk, invocation)
        }
        if invocation.has("json") {
            var json = JSONWriter()
            json.object { NoticePage.write(notice, to: &$0) }
            Output.print(json.text + "\n")
        } else {
            Output.print(NoticePage.text(notice, clock: desk.clock, zone: desk.setup.zone))
        }
        return .done
    }

    /// What a digest said and where it went.
    private static func showDigest(
        _ id: DigestIssueID, _ reader: SQLiteReader, _ desk: Desk, _ invocation: Invocation
    ) async throws(CommandFailure) -> ExitCode {
        guard let stored = try await asking({ () throws(StoreError) in try await reader.digestIssue(id) })
        else {
            throw CommandFailure(
                code: .negative, message: "there is no summary or digest \(id); see `wirewatch alerts`")
        }
        if invocation.has("json") {
            var json = JSONWriter()
            json.object { IssuePage.write(stored, to: &$0) }
            Output.print(json.text + "\n")
        } else {
            Output.print(IssuePage.text(stored, clock: desk.clock))
        }
        return .done
    }

    /// Why there is no alert of that name.
    private static func whyNot(
        _ id: AlertID, desk: Desk, reader: any StoreReader, _ invocation: Invocation
    ) async throws(CommandFailure) -> ExitCode {
        guard let watch = desk.setup.configuration.watches.first(where: { $0.name == id.watch }) else {
            throw CommandFailure(code: .negative, message: "no alert: there is no watch `\(id.watch)`")
        }
        let found = try await asking { () throws(StoreError) in try await reader.story(id.story) }
        guard let detail = found else {
            throw CommandFailure(code: .negative, message: "no alert: there is no story \(id.story)")
        }
        let verdict = AlertDecision.verdict(
            watch: watch, story: StoryFile(detail), language: desk.setup.configuration.daemon.language,
            now: desk.now)
        let matched = detail.matches.contains { $0.watch == watch.name }
        let nearest = try await WhyPage.nearest(watch: watch.name, story: detail, desk: desk, reader: reader)
        let reason: String
        switch verdict {
        case .nothing(.expired): reason = "the watch has expired"
        case _ where !matched && nearest?.explanation.holds == true:
            reason =
                "a report meets the watch as it is now, and was stored before: `wirewatch watch backfill` writes it down"
        case _ where !matched: reason = "no report of it meets the query"
        case .nothing(.onlyQuietItems): reason = "all that matched came with a feed's first poll"
        case .nothing(.belowMinimumOutlets(let have, let need)):
            let late = watch.within.map { " within \($0.inWords) of the last report" } ?? ""
            reason = "\(have) outlets carry it\(late), the watch wants \(need)"
        case .nothing(.toldBeforeParting): reason = "it was told while it was part of another story"
        case .nothing(.backfilled):
            reason = "it is older than the watch, and was found by `wirewatch watch backfill`"
        case .nothing(.alreadyTold), .open, .update: reason = "it is due with the next edit"
        }
        if invocation.has("json") {
            var json = JSONWriter()
            json.object { json in
                json.field("alert", nil as String?)
                json.field("watch", watch.name)
                json.field("story", "\(id.story)")
                json.field("reason", reason)
                if let nearest { json.field("explained", object: { WhyPage.write(nearest, to: &$0) }) }
            }
            Output.print(json.text + "\n")
        } else if let nearest {
            Output.print(WhyPage.text(nearest, clock: desk.clock))
        }
        throw CommandFailure(code: .negative, message: "no alert for \(id): \(reason)")
    }
}
