import CLinux
import Glibc

/// A program to be run once, with what it gets and what it may use.
package struct ChildProcess: Sendable {
    /// Program and arguments; no shell reads them. A name without a slash is looked up in the `PATH` of
    /// ``environment``.
    package var command: [String]
    /// All variables that it sees.
    package var environment: [String: String]
    /// What it reads from standard input.
    package var input: [UInt8]
    /// After that its process group is told to terminate.
    package var timeLimit: Duration
    /// And so long after that it is killed.
    package var grace: Duration = .seconds(5)
    /// Bytes kept of each of its two output streams; the rest is read and dropped.
    package var outputLimit = 64 << 10

    package init(command: [String], environment: [String: String], input: [UInt8] = [], timeLimit: Duration) {
        self.command = command
        self.environment = environment
        self.input = input
        self.timeLimit = timeLimit
    }

    /// Starts the program and waits for its end, on a thread of its own.
    ///
    /// A cancelled task ends the program as the time limit does. What the program started in its process group
    /// is killed where it had to be ended, and left alone where it ended by itself.
    /// - Throws: where it could not be started.
    package func run() async throws(SystemError) -> ChildResult {
        let path = try executable()
        let cancel = CancelSwitch(event: try Descriptor.event())
        let result: Result<ChildResult, SystemError> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                do throws(SystemError) {
                    try DedicatedThread.start(named: "child") {
                        let outcome = Result<ChildResult, SystemError> { () throws(SystemError) in
                            var run = try ChildRun(self, path: path)
                            return try run.finish(cancel: cancel.number)
                        }
                        continuation.resume(returning: outcome)
                    }
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        } onCancel: {
            cancel.turn()
        }
        return try result.get()
    }

    /// Where the program is: as `execvp(3)` finds it, but by the `PATH` that the program itself gets.
    func executable() throws(SystemError) -> String {
        guard let name = command.first, !name.isEmpty else { throw SystemError("run", code: ENOENT) }
        for text in command where text.utf8.contains(0) { throw SystemError("run \(name)", code: EINVAL) }
        guard !name.contains("/") else { return name }
        let folders = environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
        for folder in folders.split(separator: ":") {
            let path = "\(folder)/\(name)"
            if unsafe access(path, X_OK) == 0 { return path }
        }
        throw SystemError("find \(name) in \(folders)", code: ENOENT)
    }
}

/// How a program ended, with what it wrote.
package struct ChildResult: Hashable, Sendable {
    package var status: ChildStatus
    package var ending: ChildEnding
    package var output: [UInt8]
    package var errorOutput: [UInt8]
    /// Bytes of both streams over the limit.
    package var droppedBytes: Int

    package init(
        status: ChildStatus, ending: ChildEnding, output: [UInt8], errorOutput: [UInt8], droppedBytes: Int
    ) {
        self.status = status
        self.ending = ending
        self.output = output
        self.errorOutput = errorOutput
        self.droppedBytes = droppedBytes
    }
}

/// What the kernel says of a program that ended.
package enum ChildStatus: Hashable, Sendable {
    case exited(Int)
    case signalled(Int)
}

/// Who ended a program.
package enum ChildEnding: Hashable, Sendable {
    case byItself
    case timeLimit
    case cancelled
}

/// An event that outlives whichever of task and thread ends first.
private final class CancelSwitch: Sendable {
    private let event: Descriptor

    init(event: consuming Descriptor) { self.event = event }

    var number: CInt { event.number }

    func turn() { event.signal() }
}
