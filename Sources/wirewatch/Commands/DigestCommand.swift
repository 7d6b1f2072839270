import Configuration
import Daemon
import Digests
import Model
import Pipeline
import Storage
import Text

/// `digest`: what happened in a window of time.
enum DigestCommand {
    static let spec = CommandSpec(
        "digest", summary: "prints what happened: watched stories first, then the rest by outlets",
        options: [
            OptionSpec("since", value: "TIME", "\(TimeInput.form), or `last`; default 24h"),
            OptionSpec("watch", value: "WATCH", "only stories of this watch"),
            OptionSpec("top", value: "N", "stories at most (default 10); watched ones are always there"),
            OptionSpec("format", value: "FORMAT", choices: ["text", "json"], "text or json"),
            OptionSpec("json", "the same as --format json"),
            OptionSpec("reader", value: "READER", "whose last digest `--since last` means"),
        ], examples: ["digest", "digest --since 7d --watch putin-kim", "digest --format json"]
    ) { invocation throws(CommandFailure) in
        let desk = try Desk(invocation)
        let format = invocation.has("json") ? "json" : invocation.value("format") ?? "text"
        guard ["text", "json"].contains(format) else {
            throw .usage("--format takes text or json, not `\(TerminalText.safe(format))`")
        }
        if let watch = invocation.value("watch") { try desk.require(watch: watch) }
        let top = try invocation.number("top", in: 1...10_000, default: 10)
        let since = invocation.value("since") == "last" ? nil : try desk.since(invocation)
        let reader = try desk.reader()
        let window = try await window(invocation, since: since, desk: desk, reader: reader)
        let builder = DigestBuilder(
            store: reader, watches: desk.setup.configuration.watches,
            language: desk.setup.configuration.daemon.language)
        let only = invocation.value("watch").map { [$0] }
        let input = try await asking { () throws(StoreError) in
            try await builder.input(
                window: window, only: only, top: top, hints: ["wirewatch story ID   wirewatch why WATCH/ID"])
        }
        let digest = Digest(input)
        let zone = desk.setup.zone
        Output.print(
            format == "json" ? DigestJSON.text(of: digest) : DigestText.text(of: digest) { zone.zoned($0) })
        return .done
    }

    private static func window(
        _ invocation: Invocation, since: Timestamp?, desk: Desk, reader: any StoreReader
    ) async throws(CommandFailure) -> Range<Timestamp> {
        // What came in this very second counts.
        let now = desk.now + .milliseconds(1)
        let start: Timestamp
        if invocation.value("since") == "last" {
            let name = invocation.value("reader") ?? "default"
            let last = try await asking { () throws(StoreError) in try await reader.lastDigest(of: name) }
            start = last ?? now - .hours(24)
        } else {
            start = since ?? now - .hours(24)
        }
        guard start < now else { throw .usage("--since lies in the future") }
        return start..<now
    }
}
