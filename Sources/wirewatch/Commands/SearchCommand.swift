import Daemon
import Model
import Pipeline
import Platform
import Storage
import Text
import Watches

/// `search`: the watch language over everything that is stored.
enum SearchCommand {
    static let spec = CommandSpec(
        "search", operands: "QUERY...", count: 1...1000,
        summary: "finds stored items, newest first or best first; exit 1 where there are none",
        options: [
            OptionSpec(
                "sort", value: "ORDER", choices: Searcher.Order.allCases.map(\.rawValue),
                "`time`, the newest first (default), or `rank`, the best first"),
            OptionSpec("since", value: "TIME", "only items since then: \(TimeInput.form)"),
            OptionSpec("until", value: "TIME", "only items before then"),
            OptionSpec("snippets", "with a line of the words found in texts; always so on a terminal"),
        ] + listOptions,
        fields: [
            "item", "story", "outlet", "kind", "language", "title", "url", "published", "first_seen",
            "revision",
            "why",
        ],
        examples: [
            "search '@kim @putin'", "search --jsonl 'title:북한 since:7d'",
            "search --sort rank '\"security council\" -lang:ru'",
        ]
    ) { invocation throws(CommandFailure) in
        let desk = try Desk(invocation)
        let text = invocation.operands.joined(separator: " ")
        let query = try parse(text, desk: desk)
        for warning in query.warnings {
            Output.error("wirewatch: \(TerminalText.safe(warning.description))\n")
        }
        let limit = try invocation.number("limit", in: 1...1_000_000, default: 50)
        let reader = try desk.reader()
        let order = try invocation.choice("sort", Searcher.Order.self) ?? .time
        let span = try desk.span(invocation) ?? SearchNarrowing.always
        let found = try await asking { () throws(StoreError) in
            try await Searcher(store: reader).search(query, limit: limit, order: order, span: span)
        }
        let (clock, screen) = (desk.clock, invocation.screen)
        let showsSnippets = invocation.has("snippets") || Terminal.isTerminal(.output)
        Output.print(
            Listing.text(
                found, format: ListFormat(invocation),
                line: { line($0, clock: clock, screen: screen, showsSnippets: showsSnippets) },
                json: { found, json in
                    StoryPage.write(members: found.report, to: &json)
                    AlertPage.write(found.evidence, to: &json)
                }))
        return found.isEmpty ? .negative : .done
    }

    private static func parse(_ text: String, desk: Desk) throws(CommandFailure) -> Query {
        let now = desk.now
        do throws(QueryErrors) {
            return try QueryParser.parse(
                text, aliases: desk.setup.aliases,
                context: .search(now: now, offset: desk.setup.zone.offset(at: now)))
        } catch {
            let parts = error.errors.map { problem in
                let hint = problem.suggestion.map { "; did you mean `\($0)`?" } ?? ""
                return "\(problem.message)\(hint)\n\(problem.pointer(in: text))"
            }
            throw .usage(parts.joined(separator: "\n"))
        }
    }

    /// `23 Apr 14:05  7F3K2Q  TASS [ru]  title`, and below it the words found in the text with those around them.
    private static func line(
        _ found: Searcher.Found, clock: WallClock, screen: Screen, showsSnippets: Bool
    ) -> String {
        let report = found.report
        let language = report.primaryLanguage.map { " [\($0)]" } ?? ""
        let outlet = TerminalText.padded(TerminalText.safe(report.outlet.name + language), to: 24)
        func words(in field: Evidence.Field) -> [String] {
            found.evidence.filter { $0.field == field }.map(\.found)
        }
        let (titleWords, textWords) = (words(in: .title), words(in: .text))
        let paint = screen.paint
        var text = screen.row(
            [
                Screen.Cell(clock.short(report.item.time), .dim),
                Screen.Cell("\(report.placement.story)", .cyan), Screen.Cell(outlet),
            ], TerminalText.safe(report.item.content.title), show: { paint.marking(titleWords, in: $0) })
        guard showsSnippets else { return text }
        var shown: [String] = []
        for ground in found.evidence where ground.field == .text && !shown.contains(ground.snippet) {
            shown.append(ground.snippet)
        }
        for snippet in shown.prefix(snippetsShown) {
            text += "\n\(Screen.indent)… " + paint.marking(textWords, in: snippet) + " …"
        }
        return text
    }

    /// Lines below an item.
    private static let snippetsShown = 2
}

extension Paint {
    /// `text` harmless for a terminal, with every place of `words` in bold.
    func marking(_ words: [String], in text: String) -> String {
        let text = TerminalText.safe(text)
        guard isOn else { return text }
        let bytes = Array(text.utf8)
        var marks = [Bool](repeating: false, count: bytes.count)
        for word in words.map({ Array(TerminalText.safe($0).utf8) })
        where !word.isEmpty && word.count <= bytes.count {
            for start in 0...(bytes.count - word.count)
            where bytes[start] == word[0] && bytes[start..<(start + word.count)].elementsEqual(word) {
                for place in start..<(start + word.count) { marks[place] = true }
            }
        }
        var result = ""
        var start = 0
        while start < bytes.count {
            let end = marks[start...].firstIndex { $0 != marks[start] } ?? bytes.count
            let part = String(decoding: bytes[start..<end], as: UTF8.self)
            result += marks[start] ? self(part, .bold) : part
            start = end
        }
        return result
    }
}
