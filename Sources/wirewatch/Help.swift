import Text

/// The texts of `-h`, `--help` and `help`, all made from the table of commands; 80 columns.
enum Help {
    private static let columns = 80

    static func overview(isLong: Bool) -> String {
        let width = (CommandTable.all.map(\.name.count).max() ?? 0) + 4
        let groups = CommandTable.groups.map { group in
            group.title + "\n"
                + group.commands.map { row("  \($0.name)", $0.summary, indent: width) }.joined()
        }
        var text = """
            wirewatch: watches news feeds, tells you once per story

            usage: wirewatch COMMAND [OPTIONS] [OPERANDS]

            \(groups.joined(separator: "\n"))
            wirewatch COMMAND -h     what a command takes
            wirewatch help COMMAND   the same with all there is to say, and examples
            wirewatch man [PAGE]     the manual: wirewatch, feeds.conf, wirewatch-query
            wirewatch --version      versions of the program and of its libraries

            """
        guard isLong else { return text }
        text += "\nOptions of every command\n" + table(commonOptions)
        text += "\nExit status\n"
        for code in ExitCode.allCases { text += row("  \(code.rawValue)", code.words, indent: 7) }
        return text
    }

    static func page(_ command: CommandSpec, isLong: Bool) -> String {
        let operands = command.operands.isEmpty ? "" : " \(command.operands)"
        var parts = [
            wrapped("wirewatch \(command.name): \(command.summary)"),
            "usage: wirewatch \(command.name)\(operands) [OPTIONS]\n",
        ]
        if isLong { parts += command.about.map(wrapped) }
        if !command.options.isEmpty { parts.append("options:\n" + table(command.options)) }
        guard isLong else {
            return parts.joined(separator: "\n")
                + "\nwirewatch help \(command.name) says more, with examples\n"
        }
        if !command.fields.isEmpty {
            parts.append("fields:\n" + row("  ", command.fields.joined(separator: ", "), indent: 2))
        }
        parts.append("options of every command:\n" + table(commonOptions))
        parts.append("examples:\n" + command.examples.map { "  wirewatch \($0)\n" }.joined())
        return parts.joined(separator: "\n")
    }

    /// `-n, --limit N`, with room for the short form where there is none.
    private static func names(_ option: OptionSpec) -> String {
        (option.short.map { "-\($0), " } ?? "    ") + "--\(option.name)"
            + (option.value.map { " \($0)" } ?? "")
    }

    private static func table(_ options: [OptionSpec]) -> String {
        let width = (options.map { names($0).count }.max() ?? 0) + 4
        return options.map { row("  \(names($0))", $0.help, indent: width) }.joined()
    }

    /// `text` behind `head`, broken to the width of the page with its further lines under its first.
    private static func row(_ head: String, _ text: String, indent: Int) -> String {
        let lines = TerminalText.wrapped(text, width: columns - indent)
        let first = head.padding(to: indent) + (lines.first ?? "") + "\n"
        return first + lines.dropFirst().map { String(repeating: " ", count: indent) + $0 + "\n" }.joined()
    }

    private static func wrapped(_ text: String) -> String {
        TerminalText.wrapped(text, width: columns).map { $0 + "\n" }.joined()
    }
}

extension String {
    /// Filled with spaces to `width` characters, for ASCII tables.
    func padding(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
