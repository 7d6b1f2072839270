import Configuration
import Daemon
import Model
import Platform
import Text

/// Files of feeds that the program writes, in feeds.d beside the configuration; it rewrites none.
struct AddedFile {
    private let desk: Desk
    private let folder: String

    init(_ desk: Desk) {
        self.desk = desk
        folder = Folder.parent(of: desk.configurationPath) + "/feeds.d"
    }

    /// Whoever runs the daemon reads them.
    private static let permissions: UInt32 = 0o755

    /// Adds a feed to `added.conf`.
    func append(_ stanza: FeedStanza) throws(CommandFailure) {
        let path = folder + "/added.conf"
        try writing { () throws(SystemError) in
            try Folder.make(folder, permissions: Self.permissions)
            if FileMode.permissions(of: path) == nil {
                try NewFile.write(Array("# Feeds added by `wirewatch feed add --write`.\n".utf8), to: path)
            }
            try AppendingFile.append(Array(("\n" + stanza.text).utf8.dropLast()), to: path)
        }
        tell(path, [stanza])
    }

    /// Makes a file of its own for a list.
    func write(_ stanzas: [FeedStanza], named name: String, from source: String) throws(CommandFailure) {
        let path = "\(folder)/\(name).conf"
        guard FileMode.permissions(of: path) == nil else {
            throw .usage("\(path) is there already; --name NAME gives the file another name")
        }
        let head = "# \(stanzas.count) feeds of \(TerminalText.safe(source)).\n\n"
        try writing { () throws(SystemError) in
            try Folder.make(folder, permissions: Self.permissions)
            try NewFile.write(Array((head + stanzas.map(\.text).joined(separator: "\n")).utf8), to: path)
        }
        tell(path, stanzas)
    }

    private func writing(_ body: () throws(SystemError) -> Void) throws(CommandFailure) {
        do throws(SystemError) { try body() } catch {
            throw CommandFailure(code: .unreachable, message: TerminalText.safe(error.description))
        }
    }

    /// Says what was written, and what is still to be done for it to count.
    private func tell(_ path: String, _ stanzas: [FeedStanza]) {
        let what = stanzas.count == 1 ? "feed `\(stanzas[0].name)`" : "\(stanzas.count) feeds"
        Output.error("\(path): \(what) added\n")
        let setup: Setup
        do throws(ConfigurationErrors) { setup = try Setup(path: desk.configurationPath) } catch {
            for problem in error.problems { Output.error(TerminalText.safe(problem.description) + "\n") }
            return
        }
        let names = Set(setup.configuration.feeds.map(\.name))
        if !stanzas.allSatisfy({ names.contains($0.name) }) {
            Output.error(
                "\(desk.configurationPath) does not include it yet: write `include = feeds.d/*.conf` into [wirewatch]\n"
            )
        } else if FileLock.holder(of: desk.lock) != nil {
            Output.error("the daemon takes it up with `systemctl reload wirewatch`\n")
        }
    }
}
