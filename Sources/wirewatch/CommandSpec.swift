/// One option of a command: the table that parsing, help, completion and the manual read.
struct OptionSpec: Sendable {
    var name: String
    var short: String?
    /// What stands for the value in help, and says by that what it is (see ``Noun``); `nil` for a switch.
    var value: String?
    /// The only values that it takes; none for any.
    var choices: [String]
    var help: String

    init(
        _ name: String, short: String? = nil, value: String? = nil, choices: [String] = [], _ help: String
    ) {
        self.name = name
        self.short = short
        self.value = value
        self.choices = choices
        self.help = help
    }
}

/// One command: what it is called, what it takes, what it does.
struct CommandSpec: Sendable {
    /// What stands between what a command prints and a terminal.
    enum Paging: Sendable {
        case none
        case text
        /// What is printed is a page of the manual.
        case manual
    }

    /// One word, or two as in `config show`.
    var name: String
    /// What follows the name in a usage line, options aside: `QUERY`, `[FILE ...]`.
    var operands: String
    var summary: String
    /// What there is to know beside the summary, one paragraph each, for `--help` and the manual.
    var about: [String]
    var options: [OptionSpec]
    var operandCount: ClosedRange<Int>
    /// Members of the rows that it lists, for `--fields`; new ones come last, as `--tsv` prints them in this order.
    var fields: [String]
    var examples: [String]
    var paging: Paging
    /// It takes signals itself; others end at once.
    var takesSignals: Bool
    var run: @Sendable (Invocation) async throws(CommandFailure) -> ExitCode

    init(
        _ name: String, operands: String = "", count: ClosedRange<Int> = 0...0, summary: String,
        about: [String] = [], options: [OptionSpec] = [], fields: [String] = [], examples: [String],
        paging: Paging = .text, takesSignals: Bool = false,
        run: @escaping @Sendable (Invocation) async throws(CommandFailure) -> ExitCode
    ) {
        self.name = name
        self.operands = operands
        self.summary = summary
        self.about = about
        self.options = options
        operandCount = count
        self.fields = fields
        self.examples = examples
        self.paging = paging
        self.takesSignals = takesSignals
        self.run = run
    }
}

/// How a command ended, for scripts.
enum ExitCode: Int32, Sendable, CaseIterable {
    case done = 0
    /// Nothing found, as grep has it, or a check failed.
    case negative = 1
    /// Wrong usage, query or configuration.
    case usage = 2
    /// Database or daemon not reachable.
    case unreachable = 3
    /// Finished, but some feeds failed (`run --once --strict`).
    case someFeedsFailed = 4
    /// As a shell counts a death by Ctrl-C; see ``Interruption``.
    case interrupted = 130

    /// For help and the manual.
    var words: String {
        switch self {
        case .done: "done"
        case .negative: "nothing was found, as grep has it; a check failed; something was refused"
        case .usage: "wrong usage, query or configuration"
        case .unreachable: "the database or the daemon cannot be reached; `status`: none runs"
        case .someFeedsFailed: "`run --once --strict`: done, but some feeds failed"
        case .interrupted: "ended by Ctrl-C"
        }
    }
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
    OptionSpec(
        "state", value: "DIR", "folder of the database (default: $STATE_DIRECTORY, the service's, the user's)"
    ),
    OptionSpec(
        "color", value: "WHEN", choices: ["auto", "always", "never"],
        "colours: auto (the default: on a terminal), always or never"),
    OptionSpec("no-pager", "print straight to the terminal"),
    OptionSpec(
        "help", short: "h", "-h: what the command takes; --help: with all there is to say, and examples"),
]

/// How a list is printed.
let formatOptions = [
    OptionSpec("json", "one JSON array"),
    OptionSpec("jsonl", "one JSON object a line"),
    OptionSpec(
        "tsv",
        "one line of fields with tabs between; control characters and \\ as in JSON, a leading =, +, - or @ as \\u003d and the like"
    ),
    OptionSpec("fields", value: "NAMES", "only these fields, with commas between; alone it means --tsv"),
    OptionSpec("null", short: "0", "end rows with a zero byte instead of a line feed, for xargs -0"),
]

let listOptions =
    [OptionSpec("limit", short: "n", value: "N", "at most N rows (default 50)")] + formatOptions
