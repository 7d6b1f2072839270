import Configuration
import Daemon
import Model
import Pipeline
import Platform
import Storage
import Text

/// `status` and `backup`: for whoever keeps it running.
enum StatusCommand {
    static let spec = CommandSpec(
        "status", summary: "says on one screen how the daemon does; exit 3 where none runs",
        about: [
            "Works with a configuration that has errors, too, which it tells; the database is then looked for in the "
                + "state folder."
        ],
        options: [OptionSpec("json", "one JSON object")],
        examples: ["status", "status --json", "status > /dev/null || systemctl start wirewatch"]
    ) { invocation throws(CommandFailure) in
        let desk = try Desk.despiteErrors(invocation)
        let reader = try desk.reader()
        let page = try await StatusPage(desk, reader: reader)
        Output.print(
            invocation.has("json")
                ? page.json + "\n" : page.text(clock: desk.clock, paint: invocation.screen.paint))
        return page.process == nil ? .unreachable : .done
    }

    static let backup = CommandSpec(
        "backup", operands: "FILE", count: 1...1,
        summary: "copies the database as it stands, beside a running daemon",
        examples: ["backup /var/backups/wirewatch.db"], paging: .none
    ) { invocation throws(CommandFailure) in
        let desk = try Desk(invocation)
        let file = invocation.operands[0]
        guard FileMode.permissions(of: file) == nil else { throw .usage("\(file) is there already") }
        let reader = try desk.reader()
        try await asking { () throws(StoreError) in try await reader.backup(to: file) }
        Output.error("\(file): a copy of \(desk.database)\n")
        return .done
    }
}

extension Desk {
    /// The file that says which process is the daemon of the database.
    var lock: String { database + ".lock" }
}
