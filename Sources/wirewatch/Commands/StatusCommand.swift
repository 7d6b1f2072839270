import Configuration
import Daemon
import Model
import Pipeline
import Platform
import Storage
import Text

/// `status`: for whoever keeps it running.
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
}

extension Desk {
    /// The file that says which process is the daemon of the database.
    var lock: String { database + ".lock" }
}
