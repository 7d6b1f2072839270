/// One option of a command: the table that parsing, help and completion read.
struct OptionSpec: Sendable {
    var name: String
    var short: String?
    /// What stands for the value in help; `nil` for a switch.
    var value: String?
    var help: String

    init(_ name: String, short: String? = nil, value: String? = nil, _ help: String) {
        self.name = name
        self.short = short
        self.value = value
        self.help = help
    }
}

/// One command: what it is called, what it takes, what it does.
struct CommandSpec: Sendable {
    /// One word, or two as in `config show`.
    var name: String
    /// What follows the name in a usage line, options aside: `QUERY`, `[FILE ...]`.
    var operands: String
    var summary: String
    var options: [OptionSpec]
    var operandCount: ClosedRange<Int>
    var examples: [String]
    var run: @Sendable (Invocation) async throws(CommandFailure) -> ExitCode

    init(
        _ name: String, operands: String = "", count: ClosedRange<Int> = 0...0, summary: String,
        options: [OptionSpec] = [], examples: [String],
        run: @escaping @Sendable (Invocation) async throws(CommandFailure) -> ExitCode
    ) {
        self.name = name
        self.operands = operands
        self.summary = summary
        self.options = options
        operandCount = count
        self.examples = examples
        self.run = run
    }
}

/// How a command ended, for scripts.
enum ExitCode: Int32, Sendable {
    case done = 0
    /// Nothing found, as grep has it, or a check failed.
    case negative = 1
    /// Wrong usage, query or configuration.
    case usage = 2
    /// Database or daemon not reachable.
    case unreachable = 3
    /// Finished, but some feeds failed (`run --once --strict`).
    case someFeedsFailed = 4
    case interrupted = 130
}

/// Why a command could not do its work: what to print and how to exit.
struct CommandFailure: Error {
    var code: ExitCode
    /// One or more lines; `wirewatch: ` comes before the first.
    var message: String

    static func usage(_ message: String) -> CommandFailure { CommandFailure(code: .usage, message: message) }
}

/// Options every command takes.
let commonOptions = [
    OptionSpec(
        "config", value: "FILE", "the configuration (default: $WIREWATCH_CONFIG, the user's, the system's)"),
    OptionSpec("state", value: "DIR", "folder of the database (default: $STATE_DIRECTORY, else the user's)"),
    OptionSpec("help", short: "h", "what the command takes, with examples"),
]

let listOptions = [
    OptionSpec("limit", short: "n", value: "N", "at most N rows (default 50)"),
    OptionSpec("json", "one JSON array"),
    OptionSpec("jsonl", "one JSON object a line"),
]
