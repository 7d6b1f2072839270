import Configuration
import Daemon
import Model
import Pipeline
import Platform
import Storage
import Text
import Watches

/// `silence add`, `silence list`, `silence expire`: nobody is told of some stories for a while.
enum SilenceCommand {
    /// Bytes of a comment.
    private static let commentLimit = 2000
    private static let spans: ClosedRange<Duration> = .minutes(1)...Duration.days(366)

    static let add = CommandSpec(
        "silence add", operands: "MATCHER...", count: 1...100,
        summary: "keeps back alerts that meet all of watch=, story=, feed=, outlet=, query=",
        options: [
            OptionSpec("for", value: "SPAN", "how long, `2h` say"),
            OptionSpec("comment", value: "TEXT", "why; lists, `why` and digests show it"),
            OptionSpec("author", value: "NAME", "who; the user's name without it"),
        ],
        examples: [
            "silence add watch=putin-kim --for 8h --comment 'on it'",
            "silence add query=title:weather --for 2h --comment dull",
        ]
    ) { invocation throws(CommandFailure) in
        let desk = try Desk(invocation)
        // Whole seconds, as people read them.
        let now = Timestamp(seconds: desk.now.seconds)
        guard let typed = invocation.value("for") else {
            throw .usage("silence add takes --for SPAN, `2h` say")
        }
        guard let span = TimeInput.span(typed), spans.contains(span) else {
            throw .usage(
                "--for takes a span from 1min to 366d such as `2h`, not `\(TerminalText.safe(typed))`")
        }
        guard let comment = invocation.value("comment"), !comment.isEmpty else {
            throw .usage("silence add takes --comment TEXT: others will ask why")
        }
        guard comment.utf8.count <= commentLimit else {
            throw .usage("--comment takes \(commentLimit) bytes at most")
        }
        let matchers = try invocation.operands.map { text throws(CommandFailure) in
            try matcher(text, desk: desk)
        }
        let dice: [UInt8]
        do throws(SystemError) { dice = try Randomness.bytes(count: 6) } catch {
            throw CommandFailure(code: .unreachable, message: error.description)
        }
        let silence = Silence(
            id: SilenceID(random: dice), matchers: matchers,
            author: invocation.value("author") ?? AlertAsking.author(invocation), comment: comment,
            start: now,
            end: now + span)
        Output.print("\(silence.id)\n")
        return try await AlertAsking.ask(.silence(silence), desk: desk, invocation)
    }

    private static func matcher(_ text: String, desk: Desk) throws(CommandFailure) -> Silence.Matcher {
        let fields = Silence.Matcher.Field.allCases.map(\.rawValue)
        guard let sign = text.firstIndex(of: "=") else {
            throw .usage(
                "`\(TerminalText.safe(text))` is no matcher: write \(fields.map { "\($0)=…" }.joined(separator: ", "))"
            )
        }
        let (name, value) = (String(text[..<sign]), String(text[text.index(after: sign)...]))
        guard let field = Silence.Matcher.Field(rawValue: name) else {
            let hint = Suggestion.nearest(to: name, among: fields).map { "; did you mean `\($0)`?" } ?? ""
            throw .usage(
                "silences look at \(fields.joined(separator: ", ")), not at `\(TerminalText.safe(name))`\(hint)"
            )
        }
        let configuration = desk.setup.configuration
        switch field {
        case .watch: try known(value, among: configuration.watches.map(\.name), "watch")
        case .feed: try known(value, among: configuration.feeds.map(\.name), "feed")
        case .outlet: try known(value, among: configuration.feeds.map(\.outlet.name), "outlet")
        case .story:
            if StoryID(value) == nil { throw .usage("`\(TerminalText.safe(value))` is no story id") }
        case .query:
            do throws(QueryErrors) {
                _ = try QueryParser.parse(value, aliases: desk.setup.aliases, context: .filter)
            } catch {
                let parts = error.errors.map { "\($0.message)\n\($0.pointer(in: value))" }
                throw .usage(parts.joined(separator: "\n"))
            }
        }
        return Silence.Matcher(field, value)
    }

    private static func known(
        _ name: String, among names: [String], _ kind: String
    ) throws(CommandFailure) {
        guard !names.contains(name) else { return }
        let hint = Suggestion.nearest(to: name, among: names).map { "; did you mean `\($0)`?" } ?? ""
        throw .usage("there is no \(kind) `\(TerminalText.safe(name))`\(hint)")
    }

    // MARK: list, expire

    /// How far back ended silences are listed.
    private static let past: Duration = .days(366)

    static let list = CommandSpec(
        "silence list",
        summary: "lists silences with who made them, until when, and how many alerts each kept back",
        options: [OptionSpec("all", "also those of the last year that are over")] + formatOptions,
        fields: [
            "id", "active", "matchers", "author", "comment", "start", "end", "ended_by", "alerts",
        ],
        examples: ["silence list", "silence list --all --json"]
    ) { invocation throws(CommandFailure) in
        let desk = try Desk(invocation)
        let now = desk.now
        let reader = try desk.reader()
        let since = invocation.has("all") ? now - past : now
        var rows = try await asking { () throws(StoreError) in
            try await reader.silences(in: since..<(now + past * 2))
        }
        // Those that the daemon has not taken up yet, a minute old at the most.
        for entry in desk.alertRequests.entries {
            guard case .silence(let silence)? = entry.request?.wish,
                !rows.contains(where: { $0.silence.id == silence.id })
            else { continue }
            rows.append(StoredSilence(silence: silence, alerts: 0))
        }
        let clock = desk.clock
        Output.print(
            Listing.text(
                rows, format: ListFormat(invocation),
                line: { SilencePage.text($0, at: now, clock: clock) },
                json: { SilencePage.write($0, at: now, to: &$1) }))
        return rows.isEmpty ? .negative : .done
    }

    static let expire = CommandSpec(
        "silence expire", operands: "ID", count: 1...1, summary: "ends a silence before its time",
        options: [], examples: ["silence expire 7F3K2Q"]
    ) { invocation throws(CommandFailure) in
        let desk = try Desk(invocation)
        let typed = invocation.operands[0]
        guard let id = SilenceID(typed) else {
            throw .usage("`\(TerminalText.safe(typed))` is no silence; `wirewatch silence list` names them")
        }
        return try await AlertAsking.ask(.expire(id), desk: desk, invocation)
    }
}

/// How a command asks the one who writes to the database for something about alerts.
enum AlertAsking {
    static func author(_ invocation: Invocation) -> String? {
        invocation.environment["USER"] ?? invocation.environment["LOGNAME"]
    }

    /// Leaves the wish for the daemon, or does it where none runs.
    static func ask(
        _ wish: AlertRequest.Wish, desk: Desk, _ invocation: Invocation
    ) async throws(CommandFailure) -> ExitCode {
        do throws(SystemError) {
            try desk.alertRequests.leave(AlertRequest(wish, by: author(invocation)), at: desk.now)
        } catch {
            throw CommandFailure(code: .unreachable, message: error.description)
        }
        let lock: FileLock?
        do throws(FileLockError) { lock = try FileLock(path: desk.lock) } catch { lock = nil }
        guard let lock else {
            Output.error("left for the running daemon, which does it within a minute\n")
            return .done
        }
        defer { withExtendedLifetime(lock) {} }
        let outcomes = try await asking { () throws(StoreError) in
            let store = try SQLiteStore(path: desk.database)
            let clerk = AlertClerk(
                desk: desk.alertRequests, store: store, routes: desk.setup.configuration.routes,
                events: { _ in }, now: { Timestamp(milliseconds: SystemClock.now()) })
            let outcomes = try await clerk.obey()
            try await store.maintain()
            return outcomes
        }
        if case .refused(let reason) = outcomes.last {
            throw CommandFailure(code: .negative, message: TerminalText.safe(reason))
        }
        for outcome in outcomes { Output.error(TerminalText.safe(outcome.words) + "\n") }
        return .done
    }
}

extension Desk {
    /// Where the daemon finds what people ask of alerts.
    var alertRequests: AlertDesk { AlertDesk(path: database + ".requests") }
}
