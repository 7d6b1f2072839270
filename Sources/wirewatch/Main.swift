import Curl
import Daemon
import Glibc
import Platform
import SQLite
import Text
import XML

/// From the words typed to the command that they name.
enum Main {
    /// Runs the command, which ends the process, on threads of the pool.
    static func start() {
        Task { await run() }
    }

    private static func run() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let code: ExitCode
        do throws(CommandFailure) {
            code = try await dispatch(arguments, environment: Environment.all())
        } catch {
            Output.error("wirewatch: \(error.message)\n")
            code = error.code
        }
        exit(code.rawValue)
    }

    /// Runs the command behind its pager, which is through before anything is said of a failure.
    private static func run(_ invocation: Invocation) async throws(CommandFailure) -> ExitCode {
        let command = invocation.command
        let pager = try Paging.start(invocation)
        defer { pager?.finish() }
        if !command.takesSignals { Interruption.watch(pager: pager) }
        return try await command.run(invocation)
    }

    private static func dispatch(
        _ arguments: [String], environment: [String: String]
    ) async throws(CommandFailure) -> ExitCode {
        guard let first = arguments.first else {
            Output.error(Help.overview(isLong: false))
            return .usage
        }
        switch first {
        case "-h", "--help":
            Output.print(Help.overview(isLong: first == "--help"))
            return .done
        case "--version", "-V", "version":
            Output.print(versions)
            return .done
        case "help": return try help(Array(arguments.dropFirst()))
        default: break
        }
        guard let (command, rest) = command(arguments) else { throw unknown(arguments) }
        let invocation = try Invocation(command, arguments: rest, environment: environment)
        if invocation.has("help") {
            Output.print(Help.page(command, isLong: invocation.value("help") == "--help"))
            return .done
        }
        return try await run(invocation)
    }

    private static func command(_ arguments: [String]) -> (CommandSpec, [String])? {
        let two = arguments.prefix(2).joined(separator: " ")
        if let command = CommandTable.all.first(where: { $0.name == two }) {
            return (command, Array(arguments.dropFirst(2)))
        }
        return CommandTable.all.first { $0.name == arguments[0] }.map { ($0, Array(arguments.dropFirst())) }
    }

    private static func help(_ words: [String]) throws(CommandFailure) -> ExitCode {
        guard !words.isEmpty else {
            Output.print(Help.overview(isLong: true))
            return .done
        }
        guard let (command, _) = command(words) else {
            let group = CommandTable.all.filter { $0.name.hasPrefix(words[0] + " ") }
            guard words.count == 1, !group.isEmpty else { throw unknown(words) }
            Output.print(group.map { Help.page($0, isLong: false) }.joined(separator: "\n"))
            return .done
        }
        Output.print(Help.page(command, isLong: true))
        return .done
    }

    /// What is said of words that are no command: the nearest one, or those that begin with the first word.
    private static func unknown(_ words: [String]) -> CommandFailure {
        let names = CommandTable.all.map(\.name)
        let first = words[0]
        let typed = words.prefix(2).prefix { !$0.hasPrefix("-") }
        let group = names.filter { $0.hasPrefix(first + " ") }
        if typed.count == 1, !group.isEmpty {
            let list = group.map { "wirewatch \($0)" }.joined(separator: "\n       ")
            return .usage("`\(first)` wants a word more\nusage: \(list)")
        }
        // Of a group it is the second word that is mistyped.
        let shown = group.isEmpty ? first : typed.joined(separator: " ")
        let nearest =
            Suggestion.nearest(to: typed.joined(separator: " "), among: names)
            ?? Suggestion.nearest(to: first, among: names)
        let hint = nearest.map { "; did you mean `\($0)`?" } ?? ""
        return .usage("unknown command `\(TerminalText.safe(shown))`\(hint)\ntry: wirewatch help")
    }

    private static var versions: String {
        """
        wirewatch \(Setup.version)\(Build.commit.map { " (\($0))" } ?? "")
        libcurl \(TransferEngine.libraryVersion), libxml2 \(LiberalXML.libraryVersion), \
        SQLite \(Connection.libraryVersion)

        """
    }
}
