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

    private static func dispatch(
        _ arguments: [String], environment: [String: String]
    ) async throws(CommandFailure) -> ExitCode {
        guard let first = arguments.first else {
            Output.error(Help.overview(CommandTable.all))
            return .usage
        }
        switch first {
        case "-h", "--help":
            Output.print(Help.overview(CommandTable.all))
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
            Output.print(Help.page(command))
            return .done
        }
        return try await command.run(invocation)
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
            Output.print(Help.overview(CommandTable.all))
            return .done
        }
        guard let (command, _) = command(words) else { throw unknown(words) }
        Output.print(Help.page(command))
        return .done
    }

    private static func unknown(_ words: [String]) -> CommandFailure {
        let names = CommandTable.all.map(\.name)
        let typed = words.prefix(2).joined(separator: " ")
        let nearest =
            Suggestion.nearest(to: typed, among: names) ?? Suggestion.nearest(to: words[0], among: names)
        let hint = nearest.map { "; did you mean `\($0)`?" } ?? ""
        return .usage("unknown command `\(words[0])`\(hint)\ntry: wirewatch help")
    }

    private static var versions: String {
        """
        wirewatch \(Setup.version)
        libcurl \(TransferEngine.libraryVersion), libxml2 \(LiberalXML.libraryVersion), \
        SQLite \(Connection.libraryVersion)

        """
    }
}
