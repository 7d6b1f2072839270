import Daemon
import Delivery
import Model
import Pipeline
import Platform
import Text

/// What `digest` does besides printing: sends, and remembers how far a reader has read.
enum DigestSending {
    /// Sends `issue` over `route` once; nothing is kept of it, and nothing tried again.
    static func send(
        _ issue: DigestIssue, over route: RouteSettings, _ invocation: Invocation, desk: Desk
    ) async throws(CommandFailure) {
        let factory = RunCommand.channels(
            desk.setup, engine: try RunCommand.transferEngine(),
            journal: EventLog(invocation, zone: desk.setup.zone).journal, environment: invocation.environment)
        do throws(DeliveryError) {
            try await factory.channel(for: route).send(.digest(issue), at: issue.decided)
        } catch {
            throw CommandFailure(
                code: .negative,
                message:
                    "the digest did not go out over route \(route.name): \(TerminalText.safe(error.message))")
        }
        Output.error("\(issue.id) went out over route \(route.name): \(TerminalText.safe(issue.subject))\n")
    }

    /// Leaves word that `reader` has read up to `moment`: the daemon alone writes to the database.
    ///
    /// It takes the word within a minute, or when it starts; until then this command finds it where it was left.
    static func mark(reader: String, at moment: Timestamp, desk: Desk) throws(CommandFailure) {
        guard let mark = ReaderMark(reader: reader, moment: moment) else { return }
        do throws(SystemError) { try desk.marks.add(mark.requestName) } catch {
            throw CommandFailure(code: .unreachable, message: error.description)
        }
    }

    /// The newest mark of `reader` that no daemon has taken yet.
    static func waitingMark(of reader: String, desk: Desk) -> Timestamp? {
        desk.marks.names.compactMap { ReaderMark(requestName: $0) }.filter { $0.reader == reader }
            .map(\.moment).max()
    }
}

extension Desk {
    /// Where the daemon finds how far readers have read.
    var marks: RequestFolder { RequestFolder(path: database + ".marks") }
}
