import Configuration
import Daemon
import Digests
import Model
import Pipeline
import Storage
import Text

/// `digest`: what happened in a window of time, or since a reader's last digest.
enum DigestCommand {
    static let spec = CommandSpec(
        "digest", summary: "prints what happened: watched stories first, then the rest by outlets",
        options: [
            OptionSpec("since", value: "TIME", "\(TimeInput.form), or `last`; default 24h"),
            OptionSpec("watch", value: "WATCH", "only stories of this watch"),
            OptionSpec("top", value: "N", "stories at most (default 10); watched ones are always there"),
            OptionSpec(
                "format", value: "FORMAT", choices: DigestFormat.allCases.map(\.rawValue),
                "\(formats); default text"),
            OptionSpec("json", "the same as --format json"),
            OptionSpec(
                "reader", value: "READER",
                "for this reader: since their last one, as the [digest] of that name or reader says"),
            OptionSpec("mark", "remember how far the reader has read, once it is printed or sent"),
            OptionSpec("to", value: "ROUTE", "send it over this route instead of printing it"),
            OptionSpec("feed", "the digests that went out, one entry each; as Atom, or --format jsonfeed"),
        ],
        examples: [
            "digest", "digest --since 7d --watch putin-kim", "digest --reader anna --mark",
            "digest --format html > brief.html", "digest --reader morning --to desk --mark",
            "digest --feed --reader morning > morning.atom",
        ]
    ) { invocation throws(CommandFailure) in
        let desk = try Desk(invocation)
        if invocation.has("feed") { return try await printFeed(invocation, desk: desk) }
        let wish = try DigestWish(invocation, desk: desk)
        let reader = try desk.reader()
        let digest = try await digest(wish, desk: desk, reader: reader)
        let clock = DigestClock(desk.setup.zone)
        if let route = wish.route {
            try await DigestSending.send(
                issue(digest, wish: wish, desk: desk, clock: clock), over: route, invocation, desk: desk)
        } else {
            Output.print(digest.text(in: wish.format, clock: clock))
        }
        // What is marked before it is read may be lost: a failure above ends the command.
        if let name = wish.marked {
            try DigestSending.mark(reader: name, at: digest.window.upperBound, desk: desk)
        }
        return .done
    }

    static let formats = DigestFormat.allCases.map(\.rawValue).joined(separator: ", ")

    private static func digest(
        _ wish: DigestWish, desk: Desk, reader: SQLiteReader
    ) async throws(CommandFailure) -> Digest {
        // What came in this very second counts.
        let now = desk.now + .milliseconds(1)
        var start = wish.since ?? now - .hours(24)
        if wish.isSinceLast, let name = wish.reader {
            let stored = try await asking { () throws(StoreError) in try await reader.lastDigest(of: name) }
            // The daemon may not have taken the last mark yet.
            start =
                ([stored] + [DigestSending.waitingMark(of: name, desk: desk)]).compactMap { $0 }.max()
                ?? start
        }
        guard start < now else { throw .usage("--since lies in the future") }
        let configuration = desk.setup.configuration
        let builder = DigestBuilder(
            store: reader, watches: configuration.watches, language: configuration.daemon.language)
        let frame = DigestFrame(
            name: wish.settings?.name, reader: wish.reader, isSinceLast: wish.isSinceLast,
            next: desk.setup.scheduledDigests.first { $0.settings.name == wish.settings?.name }?.next(
                after: now),
            base: configuration.daemon.base)
        let window = start..<now
        let input = try await asking { () throws(StoreError) in
            try await builder.input(window: window, only: wish.watches, top: wish.top, frame: frame)
        }
        return Digest(input)
    }

    private static func issue(_ digest: Digest, wish: DigestWish, desk: Desk, clock: DigestClock)
        -> DigestIssue
    {
        let name = wish.settings?.name ?? wish.reader ?? "digest"
        let slot = FeedWatchDecision.name(ofSlot: digest.window.upperBound, in: desk.setup.zone)
        return DigestIssue(
            digest, id: DigestIssueID(digest: name, slot: slot), reader: wish.reader ?? name,
            decided: digest.window.upperBound, clock: clock)
    }

    /// Digests that went out, as a feed.
    private static func printFeed(_ invocation: Invocation, desk: Desk) async throws(CommandFailure)
        -> ExitCode
    {
        let format = invocation.value("format") ?? "atom"
        guard ["atom", "jsonfeed"].contains(format) else {
            throw .usage("--feed takes --format atom or jsonfeed, not `\(TerminalText.safe(format))`")
        }
        let settings = try DigestWish.settings(invocation, desk: desk)
        let reader = try desk.reader()
        let issues = try await asking { () throws(StoreError) in
            try await reader.digestIssues(of: settings?.name, onlyFailed: false, limit: feedIssues)
        }
        let paper = FeedPaper(
            issues: issues.map(\.issue), name: settings?.name ?? "all",
            frame: DigestFrame(base: desk.setup.configuration.daemon.base))
        Output.print(format == "atom" ? AtomText.text(of: paper) : JSONFeedText.text(of: paper))
        return .done
    }

    /// Digests that a feed of them has.
    private static let feedIssues = 30
}

/// What was asked for, the configuration's words filled in.
struct DigestWish: Sendable {
    /// The `[digest]` of the reader.
    var settings: DigestSettings?
    var reader: String?
    var isSinceLast: Bool
    var since: Timestamp?
    /// `nil` for all.
    var watches: [String]?
    var top: Int
    var format: DigestFormat
    /// Whose mark moves.
    var marked: String?
    var route: RouteSettings?

    init(_ invocation: Invocation, desk: Desk) throws(CommandFailure) {
        let settings = try Self.settings(invocation, desk: desk)
        self.settings = settings
        let name = settings?.reader ?? invocation.value("reader")
        let typed = invocation.value("since")
        isSinceLast = typed == "last" || typed == nil && name != nil && settings?.since == nil
        reader = isSinceLast ? name ?? "default" : name
        if !isSinceLast { since = try desk.since(invocation) ?? settings?.since.map { desk.now - $0 } }
        if let watch = invocation.value("watch") {
            try desk.require(watch: watch)
            watches = [watch]
        } else if let configured = settings?.watches, !configured.isEmpty {
            watches = configured
        }
        top = try invocation.number("top", in: 1...10_000, default: settings?.top ?? 10)
        format = Self.format(invocation) ?? settings?.format ?? .text
        if invocation.has("mark") {
            guard let reader else { throw .usage("--mark needs --reader NAME: whose digest is it?") }
            guard ReaderMark(reader: reader, moment: desk.now) != nil else {
                throw .usage(
                    "--mark takes readers whose names are at most 40 letters, digits, - and _, not "
                        + "`\(TerminalText.safe(reader))`")
            }
            marked = reader
        }
        if let name = invocation.value("to") { route = try Self.route(name, desk: desk) }
    }

    /// The `[digest]` that `--reader` names, by its own name or its reader's.
    static func settings(_ invocation: Invocation, desk: Desk) throws(CommandFailure) -> DigestSettings? {
        guard let name = invocation.value("reader") else { return nil }
        guard !name.isEmpty else { throw .usage("--reader needs a name") }
        let digests = desk.setup.configuration.digests
        return digests.first { $0.name == name } ?? digests.first { $0.reader == name }
    }

    private static func format(_ invocation: Invocation) -> DigestFormat? {
        invocation.has("json") ? .json : invocation.value("format").flatMap(DigestFormat.init)
    }

    private static func route(_ name: String, desk: Desk) throws(CommandFailure) -> RouteSettings {
        let routes = desk.setup.configuration.routes
        if let route = routes.first(where: { $0.name == name }) { return route }
        let hint =
            Suggestion.nearest(to: name, among: routes.map(\.name)).map { "; did you mean `\($0)`?" } ?? ""
        throw .usage("there is no route `\(TerminalText.safe(name))`\(hint)")
    }
}
