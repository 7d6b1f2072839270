import Model
import Pipeline
import Platform
import Text

/// Messages handed to a program: their JSON on its standard input, the short text in variables.
///
/// No shell reads anything of an alert; what came from outside is in variables and input only, never in an
/// argument. The program is asked again later where it ends with anything but 0.
struct ExecChannel: Channel {
    let command: [String]
    /// What the program gets beside the variables of the message.
    let environment: [String: String]
    let timeout: Duration
    let offset: @Sendable (Timestamp) -> Duration?

    /// What belongs to the daemon's own talk with its service manager.
    private static let withheld: Set<String> = [
        "NOTIFY_SOCKET", "WATCHDOG_PID", "WATCHDOG_USEC", "LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES",
        "JOURNAL_STREAM", "FDSTORE", "MAINPID", "MANAGERPID",
    ]
    /// Characters of what the program wrote to standard error that a failure repeats.
    private static let excerptColumns = 300

    func send(_ message: Message, at moment: Timestamp) async throws(DeliveryError) {
        var variables = environment.filter { !Self.withheld.contains($0.key) }
        variables.merge(Self.variables(of: message, offset: offset), uniquingKeysWith: { $1 })
        let child = ChildProcess(
            command: command, environment: variables, input: message.json, timeLimit: timeout)
        let result: ChildResult
        do throws(SystemError) {
            result = try await child.run()
        } catch {
            // A program may be installed late, and processes run out; the delivery's own limit ends the waiting.
            throw .unavailable(message: error.description, retryAfter: nil)
        }
        if let failure = Self.failure(of: result, command: command, timeout: timeout) {
            throw .unavailable(message: failure, retryAfter: nil)
        }
    }

    /// `WIREWATCH_TITLE`, `_TEXT`, `_WATCH`, `_STORY`, `_URL`, `_SEVERITY`, `_REASON`, `_REVISION`, `_KEY`.
    static func variables(of message: Message, offset: (Timestamp) -> Duration?) -> [String: String] {
        let text = MessageText(message, offset: offset)
        return [
            "WIREWATCH_TITLE": text.headline,
            "WIREWATCH_TEXT": text.lines.dropFirst().joined(separator: "\n"),
            "WIREWATCH_WATCH": message.watch,
            "WIREWATCH_STORY": message.story ?? "",
            "WIREWATCH_URL": text.url ?? "",
            "WIREWATCH_SEVERITY": message.severity.rawValue,
            "WIREWATCH_REASON": message.reason,
            "WIREWATCH_REVISION": String(message.revision),
            "WIREWATCH_KEY": message.idempotencyKey,
        ]
    }

    /// What is wrong with `result`; `nil` where the program took the alert.
    static func failure(of result: ChildResult, command: [String], timeout: Duration) -> String? {
        let name = command.first ?? "program"
        let end: String
        switch (result.ending, result.status) {
        case (.byItself, .exited(0)): return nil
        case (.timeLimit, _): end = "ended after \(timeout.inWords), its time limit"
        case (.cancelled, _): end = "ended, the daemon stops"
        case (.byItself, .exited(75)): end = "asks to try again later (exit status 75)"
        case (.byItself, .exited(let code)): end = "failed with exit status \(code)"
        case (.byItself, .signalled(let signal)): end = "was killed by signal \(signal)"
        }
        let words = TerminalText.safe(String(decoding: result.errorOutput, as: UTF8.self))
        let excerpt = TerminalText.truncated(
            words.split(separator: " ").joined(separator: " "), to: excerptColumns)
        return excerpt.isEmpty ? "\(name) \(end)" : "\(name) \(end): \(excerpt)"
    }
}
