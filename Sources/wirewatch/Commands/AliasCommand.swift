import Daemon
import Model
import Pipeline
import Storage
import Text
import Watches

/// `alias list` and `alias test`: the lists of names, and what of them occurs in what is stored.
enum AliasCommand {
    static let list = CommandSpec(
        "alias list",
        summary: "prints the lists of names: their size, scripts, origin, and the watches that use them",
        options: formatOptions,
        fields: ["alias", "names", "entries", "scripts", "file", "line", "watches"],
        examples: ["alias list", "alias list --json"]
    ) { invocation throws(CommandFailure) in
        let desk = try Desk(invocation)
        let rows = desk.setup.aliases.names.map { AliasPage.Row($0, setup: desk.setup) }
        Output.print(
            Listing.text(
                rows, format: ListFormat(invocation), line: AliasPage.line, json: AliasPage.write))
        return rows.isEmpty ? .negative : .done
    }

    static let test = CommandSpec(
        "alias test", operands: "ALIAS...", count: 1...1000,
        summary: "counts the stored items that each name of a list finds; exit 1 where none finds any",
        options: [
            OptionSpec("since", value: "TIME", "only items since then: 7d, 2019-04-25, yesterday")
        ] + formatOptions,
        fields: ["alias", "entry", "items", "newest"],
        examples: ["alias test kim", "alias test dprk sanctions --since 30d --json"]
    ) { invocation throws(CommandFailure) in
        let desk = try Desk(invocation)
        let names = invocation.operands.map { $0.hasPrefix("@") ? String($0.dropFirst()) : $0 }
        for name in names where desk.setup.aliases.entries(of: name) == nil {
            let hint =
                Suggestion.nearest(to: name, among: desk.setup.aliases.names)
                .map { "; did you mean `\($0)`?" } ?? ""
            throw .usage("there is no alias `\(TerminalText.safe(name))`\(hint)")
        }
        let since = try desk.since(invocation)
        let reader = try desk.reader()
        let format = ListFormat(invocation)
        var rows: [AliasPage.Finding] = []
        for name in names {
            let found = try await findings(of: name, since: since, desk: desk, reader: reader)
            rows += found
            warn(name, found)
        }
        let clock = desk.clock
        Output.print(
            Listing.text(
                rows, format: format, line: { AliasPage.line($0, clock: clock) }, json: AliasPage.write))
        return rows.contains { $0.tally.items > 0 } ? .done : .negative
    }

    private static func findings(
        of name: String, since: Timestamp?, desk: Desk, reader: SQLiteReader
    ) async throws(CommandFailure) -> [AliasPage.Finding] {
        let aliases = desk.setup.aliases
        let entries = aliases.entries(of: name) ?? []
        func query(_ text: String) throws(CommandFailure) -> Query {
            // The configuration was read without an error, so each of its entries can be.
            do throws(QueryErrors) {
                return try QueryParser.parse(text, aliases: aliases, context: .search(now: desk.now))
            } catch {
                throw .usage(error.errors.map(\.message).joined(separator: "\n"))
            }
        }
        let whole = try query("@\(name)")
        var parts: [Query] = []
        for entry in entries { parts.append(try query(AliasPage.queryText(of: entry))) }
        let tallies = try await asking { [parts] () throws(StoreError) in
            try await Searcher(store: reader).tallies(of: parts, within: whole, since: since)
        }
        return zip(entries, tallies).map { AliasPage.Finding(alias: name, entry: $0, tally: $1) }
    }

    /// A name that nothing stored has is misspelt, or waits for its day.
    private static func warn(_ name: String, _ found: [AliasPage.Finding]) {
        let absent = found.filter { $0.tally.items == 0 }
        guard !absent.isEmpty else { return }
        let what =
            absent.count == found.count
            ? "none of its names occurs" : "\(absent.count) of \(found.count) names do not occur"
        Output.error("@\(name): warning: \(what) in what is stored\n")
    }
}
