import Configuration
import Daemon
import Model
import Text

/// `completion`: what shells complete, made from the table of commands; names are asked when they are needed.
enum CompletionCommand {
    static let spec = CommandSpec(
        "completion", operands: "bash|zsh|fish|names [LIST]", count: 1...2,
        summary: "prints the completion of commands, options and names for bash, zsh or fish",
        about: [
            "Names of watches, feeds and routes are completed too: the shell asks `completion names` for "
                + "them, which reads the configuration and nothing else.",
            "`make install` installs the three files where shells look for them.",
        ],
        examples: [
            "completion bash > /etc/bash_completion.d/wirewatch",
            "completion zsh > ~/.zfunc/_wirewatch",
            "completion fish | source", "completion names watches",
        ], paging: .none
    ) { invocation throws(CommandFailure) in
        let words = invocation.operands
        switch (words[0], words.dropFirst().first) {
        case ("bash", nil): Output.print(Completion.bash)
        case ("zsh", nil): Output.print(Completion.zsh)
        case ("fish", nil): Output.print(Completion.fish)
        case ("names", let list?): Output.print(try names(list, invocation).map { $0 + "\n" }.joined())
        default: throw .usage("completion takes bash, zsh, fish, or names and one of \(lists)")
        }
        return .done
    }

    private static let lists = Noun.allCases.compactMap(\.list).joined(separator: ", ")

    private static func names(_ list: String, _ invocation: Invocation) throws(CommandFailure) -> [String] {
        guard let noun = Noun.allCases.first(where: { $0.list == list }) else {
            throw .usage("completion names takes one of \(lists)")
        }
        let configuration = try Desk(invocation).setup.configuration
        switch noun {
        case .watch: return configuration.watches.map(\.name) + configuration.feedWatches.map(\.name)
        case .feed: return configuration.feeds.map(\.name)
        case .route: return configuration.routes.map(\.name)
        case .alias: return configuration.aliases.map(\.name)
        case .reader: return Set(configuration.digests.flatMap { [$0.name, $0.reader] }).sorted()
        case .file, .folder: return []
        }
    }
}
