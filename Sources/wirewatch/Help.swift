import Text

/// The texts of `--help`, all made from the table of commands.
enum Help {
    static func overview(_ commands: [CommandSpec]) -> String {
        let width = (commands.map(\.name.count).max() ?? 0) + 2
        let lines = commands.map { "  \($0.name.padding(to: width))\($0.summary)" }
        return """
            wirewatch: watches news feeds, tells you once per story

            usage: wirewatch COMMAND [OPTIONS] [OPERANDS]

            \(lines.joined(separator: "\n"))

            wirewatch help COMMAND   options and examples of one command
            wirewatch --version      versions of the program and of its libraries
            """ + "\n"
    }

    static func page(_ command: CommandSpec) -> String {
        let options = command.options + commonOptions
        let names = options.map { option in
            (option.short.map { "-\($0), " } ?? "    ") + "--\(option.name)"
                + (option.value.map { " \($0)" } ?? "")
        }
        let width = (names.map(\.count).max() ?? 0) + 2
        let rows = zip(names, options).map { "  \($0.padding(to: width))\($1.help)" }
        let operands = command.operands.isEmpty ? "" : " \(command.operands)"
        return """
            wirewatch \(command.name): \(command.summary)

            usage: wirewatch \(command.name)\(operands) [OPTIONS]

            \(rows.joined(separator: "\n"))

            examples:
            \(command.examples.map { "  wirewatch \($0)" }.joined(separator: "\n"))
            """ + "\n"
    }
}

extension String {
    /// Filled with spaces to `width` characters, for ASCII tables.
    func padding(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
