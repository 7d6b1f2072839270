import Glibc
import Platform
import Testing

@Suite struct `a child process` {
    private static let path = ["PATH": "/usr/bin:/bin"]

    private static func shell(
        _ script: String, input: String = "", environment: [String: String] = path,
        limit: Duration = .seconds(600)
    ) -> ChildProcess {
        ChildProcess(
            command: ["/bin/sh", "-c", script], environment: environment, input: Array(input.utf8),
            timeLimit: limit)
    }

    @Test func `gets its input and gives both outputs`() async throws {
        let result = try await Self.shell("cat; echo problem >&2; exit 3", input: "푸틴").run()
        #expect(
            result
                == ChildResult(
                    status: .exited(3), ending: .byItself, output: Array("푸틴".utf8),
                    errorOutput: Array("problem\n".utf8), droppedBytes: 0))
    }

    @Test func `sees no variables but those given`() async throws {
        let child = ChildProcess(
            command: ["env"], environment: ["PATH": "/usr/bin:/bin", "WIREWATCH_TITLE": "a = $(b)\nc"],
            timeLimit: .seconds(600))
        let output = String(decoding: try await child.run().output, as: UTF8.self)
        #expect(output == "PATH=/usr/bin:/bin\nWIREWATCH_TITLE=a = $(b)\nc\n")
    }

    @Test func `is passed its arguments unread`() async throws {
        let child = ChildProcess(
            command: ["printf", "%s|", "$HOME", "a b", "; id", ""], environment: Self.path,
            timeLimit: .seconds(600))
        #expect(try await child.run().output == Array("$HOME|a b|; id||".utf8))
    }

    @Test func `takes more input than a pipe holds`() async throws {
        let input = String(repeating: "0123456789", count: 100_000)
        let result = try await Self.shell("wc -c", input: input).run()
        #expect(result.output == Array("1000000\n".utf8))
    }

    @Test func `may leave its input unread`() async throws {
        let input = String(repeating: "0123456789", count: 100_000)
        let result = try await Self.shell("exit 0", input: input).run()
        #expect(result.status == .exited(0))
    }

    @Test func `writes more than is kept`() async throws {
        var child = Self.shell("head -c 1000000 /dev/zero; head -c 200000 /dev/zero >&2")
        child.outputLimit = 1000
        let result = try await child.run()
        #expect(result.status == .exited(0))
        #expect(result.output.count == 1000)
        #expect(result.errorOutput.count == 1000)
        #expect(result.droppedBytes == 1_198_000)
    }

    @Test func `is terminated when its time is over`() async throws {
        let result = try await Self.shell("sleep 600", limit: .milliseconds(50)).run()
        #expect(result.status == .signalled(15))
        #expect(result.ending == .timeLimit)
    }

    @Test func `is killed when it will not terminate`() async throws {
        let folder = try TemporaryFolder()
        let pipe = folder.file("ready")
        #expect(unsafe mkfifo(pipe, 0o600) == 0)
        var child = Self.shell("trap '' TERM; : >'\(pipe)'; sleep 600; sleep 600")
        child.grace = .milliseconds(50)
        let task = Task { [child] in try await child.run() }
        // Opening waits until the shell has opened the other end, and by then it ignores the signal.
        let reader = try QueueExecutor(name: "ready")
        _ = await reader.run { close(unsafe open(pipe, O_RDONLY)) }
        task.cancel()
        let result = try await task.value
        #expect(result.status == .signalled(9))
        #expect(result.ending == .cancelled)
    }

    @Test func `ends when its task is cancelled`() async throws {
        let task = Task { try await Self.shell("sleep 600").run() }
        task.cancel()
        let result = try await task.value
        #expect(result.ending == .cancelled)
    }

    @Test func `does not hold anybody up by what it leaves behind`() async throws {
        let result = try await Self.shell("echo done; sleep 5 & exit 0").run()
        #expect(result.output == Array("done\n".utf8))
        #expect(result.ending == .byItself)
    }

    @Test func `starts with no signal blocked or ignored`() async throws {
        // The seven digits are signals 1 to 28; above are two that the C library keeps for itself.
        let script = #"sed -nE 's/^(Sig(Blk|Ign)):.*(.{7})$/\1 \3/p' /proc/self/status"#
        let output = String(decoding: try await Self.shell(script).run().output, as: UTF8.self)
        #expect(output == "SigBlk 0000000\nSigIgn 0000000\n")
    }

    @Test(arguments: [
        (["/nowhere/at/all"], SystemError("run /nowhere/at/all", code: 2)),
        (["no-such-program"], SystemError("find no-such-program in /usr/bin:/bin", code: 2)),
        (["/etc/passwd"], SystemError("run /etc/passwd", code: 13)),
        (["/bin/echo", "a\0b"], SystemError("run /bin/echo", code: 22)),
        ([], SystemError("run", code: 2)),
    ])
    func `that cannot be started is an error`(command: [String], error: SystemError) async {
        await #expect(throws: error) {
            try await ChildProcess(command: command, environment: Self.path, timeLimit: .seconds(600)).run()
        }
    }
}
