import Configuration
import Daemon
import Model
import Text
import Watches

/// `check`: everything that is wrong with a configuration, at once.
enum CheckCommand {
    static let spec = CommandSpec(
        "check", operands: "[FILE]", count: 0...1,
        summary: "reads the configuration and says all that is wrong with it",
        options: [OptionSpec("explain", "print how each query is read")],
        examples: ["check", "check --config feeds.conf --explain"]
    ) { invocation throws(CommandFailure) in
        let path: String
        if let typed = invocation.operands.first {
            path = typed
        } else {
            path = try Desk.configurationPath(invocation)
        }
        do throws(ConfigurationErrors) {
            let setup = try Setup(path: path)
            let configuration = setup.configuration
            for problem in configuration.warnings {
                Output.error(TerminalText.safe(problem.description) + "\n")
            }
            for warning in sideListWarnings(setup.watches.sideList, limits: .standard) {
                Output.error("\(path): warning: \(TerminalText.safe(warning))\n")
            }
            if invocation.has("explain") { Output.print(explanation(setup)) }
            Output.error(
                "\(path): \(configuration.feeds.count) feeds, \(configuration.watchCount) watches, "
                    + "\(configuration.aliases.count) aliases, no errors\n")
            return .done
        } catch {
            for problem in error.problems { Output.print(TerminalText.safe(problem.description) + "\n") }
            let count = error.problems.count { $0.severity == .error }
            Output.error("\(path): \(counted(count, "error"))\n")
            return .negative
        }
    }

    /// What makes every item slower, where there is more of it than `limits` say.
    static func sideListWarnings(_ list: WatchSet.SideList, limits: QueryLimits) -> [String] {
        func examples(_ names: [String]) -> String { names.prefix(3).joined(separator: ", ") }
        var warnings: [String] = []
        if list.watches.count > limits.everyItemWatches {
            warnings.append(
                "\(list.watches.count) watches (\(examples(list.watches)) ...) are put to every item, more than "
                    + "\(limits.everyItemWatches): give them a query with a word in it")
        }
        if list.facts.count > limits.everyItemFacts {
            warnings.append(
                "\(list.facts.count) patterns and counts (\(examples(list.facts)) ...) are tried for every item, more "
                    + "than \(limits.everyItemFacts): whole values (source:TASS) and words beside them cost nothing"
            )
        }
        return warnings
    }

    private static func explanation(_ setup: Setup) -> String {
        let feedWatches = setup.configuration.feedWatches.map { watch in
            let events = watch.events.sorted().map(\.rawValue).joined(separator: ", ")
            return "watch \(watch.name)\n  tells    \(events), in one summary at \(watch.at)\n"
        }
        let watches = setup.watches.watches.map { watch in
            var text = "watch \(watch.settings.name)\n"
            if let query = watch.settings.query { text += "  written  \(TerminalText.safe(query))\n" }
            if let reading = watch.reading { text += "  read as  \(TerminalText.safe(reading))\n" }
            for name in watch.aliasNames {
                let entries = setup.aliases.entries(of: name) ?? []
                text += "  @\(name) = \(TerminalText.safe(entries.joined(separator: ", ")))\n"
            }
            text += lines("parts", watch.outline)
            return text + lines("sought", [sought(by: watch)])
        }
        return (watches + feedWatches).joined(separator: "\n")
    }

    /// What the index looks for before the watch is put to an item.
    private static func sought(by watch: CompiledWatch) -> String {
        guard let required = watch.required else { return "every item: nothing must be there" }
        let shown = required.prefix(soughtTerms).joined(separator: ", ")
        let rest = required.count - soughtTerms
        return "one of " + shown + (rest > 0 ? " and \(rest) more" : "")
    }

    private static let soughtTerms = 20

    /// `lines` with `name` before the first.
    private static func lines(_ name: String, _ lines: [String]) -> String {
        lines.enumerated().reduce("") { text, line in
            let head = line.offset == 0 ? name : ""
            return text + "  \(head)\(String(repeating: " ", count: 9 - head.count))"
                + TerminalText.safe(line.element) + "\n"
        }
    }
}

/// `config show`: every value with where it comes from.
enum ConfigShowCommand {
    static let spec = CommandSpec(
        "config show", summary: "prints every value of the configuration with where it comes from",
        examples: ["config show", "config show --config feeds.conf"]
    ) { invocation throws(CommandFailure) in
        let desk = try Desk(invocation)
        Output.print(ConfigurationPage.text(desk.setup.configuration))
        return .done
    }
}
