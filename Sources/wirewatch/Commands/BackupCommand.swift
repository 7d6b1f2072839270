import Daemon
import Model
import Pipeline
import Platform
import Storage
import Text

/// `backup` and `restore`: the database as a file to be kept elsewhere, and back.
enum BackupCommand {
    static let backup = CommandSpec(
        "backup", operands: "FILE", count: 1...1,
        summary: "copies the database as it stands, beside a running daemon",
        about: ["FILE is there when the copy is whole and on the disk; until then it is FILE.part."],
        examples: ["backup /var/backups/wirewatch.db"], paging: .none
    ) { invocation throws(CommandFailure) in
        let desk = try Desk(invocation)
        let file = invocation.operands[0]
        guard FileMode.permissions(of: file) == nil else {
            throw .usage("\(TerminalText.safe(file)) is there already; name another file")
        }
        // Whoever asks for a copy of what is not there is told so as by the other commands.
        _ = try desk.reader()
        try await asking { () throws(StoreError) in try DatabaseFile.copy(desk.database, to: file) }
        Output.error("\(TerminalText.safe(file)): a copy of \(desk.database)\n")
        return .done
    }

    static let restore = CommandSpec(
        "restore", operands: "FILE", count: 1...1,
        summary: "puts a backup in the place of the database; refused while a daemon runs (exit 1)",
        about: [
            "FILE is copied and the copy looked at whole before anything is changed; one of an earlier version is brought "
                + "up to date by the next start, one of a later version is refused. The database that was there is kept "
                + "beside it, under the name that is told.",
            "What came in since the backup is polled again where feeds still have it, and told again: alerts that went "
                + "out meanwhile are not in the copy.",
        ],
        options: [OptionSpec("dry-run", "look at FILE and say what is in it; change nothing")],
        examples: [
            "restore /var/backups/wirewatch.db", "restore --dry-run /var/backups/wirewatch.db",
        ], paging: .none
    ) { invocation throws(CommandFailure) in
        let desk = try Desk(invocation)
        let file = invocation.operands[0]
        guard FileMode.permissions(of: file) != nil else {
            throw CommandFailure(code: .unreachable, message: "\(TerminalText.safe(file)) is not there")
        }
        let isSame = FileIdentity(path: file).map { FileIdentity(path: desk.database) == $0 } ?? false
        guard !isSame else { throw .usage("\(TerminalText.safe(file)) is the database itself") }
        if invocation.has("dry-run") {
            let contents = try await asking { () throws(StoreError) in try DatabaseFile.contents(of: file) }
            Output.print("\(TerminalText.safe(file)): \(words(contents, clock: desk.clock))\n")
            return .done
        }
        let lock = try RunCommand.takeLock(
            desk,
            refusal:
                "stop it first, `systemctl stop wirewatch` say, so that it does not write what is replaced")
        defer { withExtendedLifetime(lock) {} }
        // Where a link leads elsewhere, the file there is what is replaced, and the link stays.
        let database = WholeFile.target(of: desk.database)
        let wasThere = FileMode.permissions(of: database) != nil
        let aside = freeName("\(database).before-\(stamp(desk.now))")
        let contents = try await asking { () throws(StoreError) in
            try DatabaseFile.restore(file, to: database, aside: aside)
        }
        Output.error("\(desk.database): restored, \(words(contents, clock: desk.clock))\n")
        if wasThere { Output.error("\(aside): what was there before\n") }
        return .done
    }

    private static func words(_ contents: DatabaseFile.Contents, clock: WallClock) -> String {
        let newest = contents.newest.map { ", the newest of \(clock.long($0))" } ?? ""
        return "schema \(contents.schema), \(counted(contents.items, "item"))\(newest), "
            + counted(contents.alerts, "alert")
    }

    /// `name`, or with a number behind it where that is taken.
    private static func freeName(_ name: String) -> String {
        let isTaken = { (name: String) in FileMode.permissions(of: name) != nil }
        guard isTaken(name) else { return name }
        return (2...).lazy.map { "\(name)-\($0)" }.first { !isTaken($0) } ?? name
    }

    /// `20261128T143000Z`: a moment that can stand in the name of a file.
    private static func stamp(_ moment: Timestamp) -> String {
        let whole = Timestamp(seconds: moment.milliseconds / 1000)
        return whole.description.filter { $0 != "-" && $0 != ":" }
    }
}
