/// What an option's value or an operand is, by the word that stands for it in help.
enum Noun: String, Sendable, CaseIterable {
    case file = "FILE"
    case folder = "DIR"
    case watch = "WATCH"
    case feed = "FEED"
    case route = "ROUTE"
    case alias = "ALIAS"
    case reader = "READER"

    /// The list of `completion names` that has the values; `nil` where the file system or the table has them.
    var list: String? {
        switch self {
        case .watch: "watches"
        case .feed: "feeds"
        case .route: "routes"
        case .alias: "aliases"
        case .reader: "readers"
        case .file, .folder: nil
        }
    }
}

extension CommandSpec {
    /// The words of ``operands`` in order, without brackets and dots: `FILE` for `[FILE...]`.
    private var operandWords: [String] {
        operands.split(separator: " ").map { word in
            var word = word.drop { $0 == "[" }
            while let last = word.last, last == "]" || last == "." { word.removeLast() }
            return String(word)
        }
    }

    /// What each operand may be, the last as often as one likes.
    var operandValues: [CompletedValue] { operandWords.map { CompletedValue(word: $0) } }
}

/// What a shell offers for one word of a command line.
enum CompletedValue: Sendable, Hashable {
    case nothing
    case words([String])
    /// What `completion names` prints for this list.
    case names(String)
    case files
    case folders
    /// Some of these with commas between.
    case fields([String])

    /// For an operand: a ``Noun``, or the very words with `|` between.
    init(word: String) {
        if word.contains("|") {
            self = .words(word.split(separator: "|").map(String.init))
        } else {
            self.init(noun: word)
        }
    }

    init(_ option: OptionSpec, of command: CommandSpec) {
        if !option.choices.isEmpty {
            self = .words(option.choices)
        } else if option.name == "fields" {
            self = .fields(command.fields)
        } else if option.value == "TIME" {
            self = .words(TimeInput.suggestions)
        } else {
            self.init(noun: option.value ?? "")
        }
    }

    private init(noun: String) {
        switch Noun(rawValue: noun) {
        case .file: self = .files
        case .folder: self = .folders
        case let noun: self = noun?.list.map { .names($0) } ?? .nothing
        }
    }
}
