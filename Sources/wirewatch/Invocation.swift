import Platform
import Text

/// What was typed, sorted by the table of options.
struct Invocation: Sendable {
    let command: CommandSpec
    let operands: [String]
    private let values: [String: [String]]
    /// Variables of the environment that commands look at.
    let environment: [String: String]
    let screen: Screen

    /// Reads `arguments` by the options of `command`.
    ///
    /// `--name value`, `--name=value`, `-n value`, `-nvalue`; `--` ends the options; `-` alone is an operand.
    init(
        _ command: CommandSpec, arguments: [String], environment: [String: String]
    ) throws(CommandFailure) {
        let options = command.options + commonOptions
        var values: [String: [String]] = [:]
        var operands: [String] = []
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            if argument == "--" {
                operands += rest
                break
            }
            guard argument.hasPrefix("-"), argument != "-" else {
                operands.append(argument)
                continue
            }
            let (typed, attached) = Self.split(argument)
            guard
                let option = options.first(where: {
                    typed == "--\($0.name)" || typed == $0.short.map { "-\($0)" }
                })
            else { throw Self.unknown(typed, of: command, among: options) }
            if option.value == nil {
                guard attached == nil else { throw .usage("\(typed) takes no value") }
                values[option.name, default: []].append(typed)
            } else if let value = attached ?? rest.popFirst() {
                values[option.name, default: []].append(value)
            } else {
                throw .usage("\(typed) needs a value: \(typed) \(option.value ?? "")")
            }
        }
        self.command = command
        self.operands = operands
        self.values = values
        self.environment = environment
        try Self.check(values, against: options)
        let colour = values["color"]?.last.flatMap(Terminal.ColourChoice.init)
        screen = Screen(colour: colour ?? .auto, environment: environment)
        guard !has("help") else { return }
        guard command.operandCount.contains(operands.count) else {
            throw .usage(
                "\(command.name): \(Self.miscount(of: operands, for: command))\n"
                    + "usage: wirewatch \(([command.name, command.operands, "[OPTIONS]"]).filter { !$0.isEmpty }.joined(separator: " "))\n"
                    + "try: wirewatch help \(command.name)")
        }
        try ListFormat.check(self)
    }

    /// What is wrong with how many operands were typed.
    private static func miscount(of operands: [String], for command: CommandSpec) -> String {
        guard operands.count > command.operandCount.upperBound else {
            return operands.isEmpty ? "\(command.operands) is missing" : "\(command.operands) are wanted"
        }
        let first = TerminalText.safe(operands[command.operandCount.upperBound])
        return "`\(first)` is one word too many"
    }

    /// Refuses values that an option does not take.
    private static func check(
        _ values: [String: [String]], against options: [OptionSpec]
    ) throws(CommandFailure) {
        for option in options where !option.choices.isEmpty {
            guard let typed = values[option.name]?.first(where: { !option.choices.contains($0) }) else {
                continue
            }
            let hint =
                Suggestion.nearest(to: typed, among: option.choices).map { "; did you mean `\($0)`?" } ?? ""
            throw .usage(
                "--\(option.name) takes \(option.choices.joined(separator: ", ")), not "
                    + "`\(TerminalText.safe(typed))`\(hint)")
        }
    }

    func has(_ option: String) -> Bool { values[option] != nil }

    func value(_ option: String) -> String? { values[option]?.last }

    /// A whole number within `range`.
    func number(_ option: String, in range: ClosedRange<Int>, default fallback: Int) throws(CommandFailure)
        -> Int
    {
        guard let typed = value(option) else { return fallback }
        guard let number = Int(typed), range.contains(number) else {
            throw .usage(
                "--\(option) takes a whole number from \(range.lowerBound) to \(range.upperBound), not `\(typed)`"
            )
        }
        return number
    }

    /// One of the words that `Choice` has.
    func choice<Choice: RawRepresentable & CaseIterable>(
        _ option: String, _ type: Choice.Type
    ) throws(CommandFailure) -> Choice? where Choice.RawValue == String {
        guard let typed = value(option) else { return nil }
        if let choice = Choice(rawValue: typed) { return choice }
        let words = Choice.allCases.map(\.rawValue)
        throw .usage(
            "--\(option) takes \(words.joined(separator: ", ")), not `\(TerminalText.safe(typed))`")
    }

    private static func split(_ argument: String) -> (String, String?) {
        if argument.hasPrefix("--") {
            guard let equals = argument.firstIndex(of: "=") else { return (argument, nil) }
            return (String(argument[..<equals]), String(argument[argument.index(after: equals)...]))
        }
        let name = argument.prefix(2)
        return (String(name), name.count == argument.count ? nil : String(argument.dropFirst(2)))
    }

    private static func unknown(
        _ typed: String, of command: CommandSpec, among options: [OptionSpec]
    ) -> CommandFailure {
        let nearest = Suggestion.nearest(to: typed, among: options.map { "--\($0.name)" })
        var hint = nearest.map { "; did you mean `\($0)`?" } ?? ""
        // A query may begin with a minus.
        if hint.isEmpty, !command.operands.isEmpty { hint = "; put `--` before words that begin with `-`" }
        return .usage(
            "\(command.name): unknown option `\(typed)`\(hint)\ntry: wirewatch help \(command.name)")
    }
}
