import Configuration
import Daemon
import Model
import Pipeline
import Platform
import Storage
import Text

/// `feed retry`: asks a feed again that is no longer asked, or that would be asked late.
enum FeedRetryCommand {
    static let spec = CommandSpec(
        "feed retry", operands: "FEED...", count: 1...1000,
        summary: "takes feeds up again that are gone or failing, no sooner than their min-interval allows",
        examples: ["feed retry mofa-jp"]
    ) { invocation throws(CommandFailure) in
        let desk = try Desk(invocation)
        let known = desk.setup.configuration.feeds.map(\.name)
        for name in invocation.operands where !known.contains(name) {
            let suggestion =
                Suggestion.nearest(to: name, among: known).map { "; did you mean `\($0)`?" } ?? ""
            throw .usage("there is no feed `\(TerminalText.safe(name))`\(suggestion)")
        }
        // The daemon is the only one that writes: it finds the requests within a minute, or when it starts.
        do throws(SystemError) {
            for name in invocation.operands { try desk.retries.add(name) }
        } catch {
            throw CommandFailure(code: .unreachable, message: error.description)
        }
        let names = invocation.operands.joined(separator: ", ")
        let when =
            FileLock.holder(of: desk.lock) == nil
            ? "by the next `wirewatch run`" : "by the running daemon, within a minute"
        Output.error("\(names): taken up again \(when)\n")
        return .done
    }
}

extension Desk {
    /// Where the daemon finds what it is asked to do.
    var retries: RequestFolder { RequestFolder(path: database + ".retry") }
}
