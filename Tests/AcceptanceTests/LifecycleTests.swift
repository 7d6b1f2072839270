import MicroHTTP
import Platform
import TestSupport
import Testing

@Suite struct LifecycleTests {
    @Test func `one daemon runs on a database, and the second says which one has it`() async throws {
        let program = try Program.polling(["/a"])
        program.server.serve("/a", Program.feed())
        let daemon = Task { try await program.run("run", timeLimit: .seconds(300)) }
        var isRunning = false
        for _ in 0..<200 where !isRunning {
            isRunning = try await program.run("status", "--json").output.contains("\"running\":true")
        }
        #expect(isRunning)
        let second = try await program.run("run", "--once")
        #expect(second.status == .exited(1))
        #expect(second.errors.contains("is held by process"))
        #expect(try await program.run("feed", "retry", "a").errors.contains("by the running daemon"))
        // It is sent TERM.
        daemon.cancel()
        #expect(try await daemon.value.status == .exited(0))
    }

    @Test func `status says since when the daemon runs and how its reloads went`() async throws {
        let program = try Program.polling(["/a"])
        program.server.serve("/a", Program.feed())
        let daemon = Task { try await program.run("run", timeLimit: .seconds(300)) }
        let started = try await program.status {
            $0.contains("\"version\":\"") && $0.contains("\"running\":true")
        }
        #expect(started.contains("\"last_reload\":null,\"last_reload_successful\":true"))
        let process = try #require(started.split(separator: "\"process\":").last?.prefix { $0.isNumber })
        let reload = ChildProcess(
            command: ["kill", "-HUP", String(process)], environment: ["PATH": "/usr/bin:/bin"],
            timeLimit: .seconds(300))
        try program.write("feeds.conf", "[watch \"w\"]\nquery = (kim\n")
        _ = try await reload.run()
        let refused = try await program.status { $0.contains("\"last_reload_successful\":false") }
        #expect(refused.contains("feeds.conf:") && !refused.contains("\"last_reload\":null"))
        // The configuration on disk has errors, which is when this is asked.
        let page = try await program.run("status")
        #expect(page.status == .exited(0))
        #expect(page.output.contains("refused: the configuration before it is kept"))
        daemon.cancel()
        #expect(try await daemon.value.status == .exited(0))
    }

    @Test func `ctrl-c ends a command that follows, and whoever waits sees of what`() async throws {
        let program = try Program.onNewsroom()
        _ = try await program.run("run", "--once")
        // With job control the shell leaves the interrupt to its children, as on a terminal.
        let script = """
            set -m
            coproc tail { exec "$@"; }
            process=$tail_PID
            read -r line <&"${tail[0]}"
            kill -INT $process
            wait $process
            echo "$? $line"
            """
        let outcome = try await program.run("tail", "-n", "1", under: ["bash", "-c", script, "bash"])
        #expect(outcome.output.hasPrefix("130 "), "\(outcome.output)\(outcome.errors)")
        #expect(outcome.output.contains("  story   "))
    }

    @Test func `a watch over feeds is checked and shown like the others`() async throws {
        let program = try Program.polling(["/a"])
        program.server.serve("/a", ServerAnswer(status: 500))
        try program.write(
            "feeds.conf", "[watch \"health\"]\non = feed.failing feed.silent\nat = 07:30 Asia/Seoul\n")
        let check = try await program.run("check", "--explain")
        #expect(check.status == .exited(0))
        #expect(check.output.contains("feed.failing, feed.silent, in one summary at 07:30 Asia/Seoul"))
        let shown = try await program.run("config", "show").output
        #expect(shown.contains("= feed.failing feed.silent "))
        _ = try await program.pass()
        // It waits for its time.
        #expect(try await program.run("alerts").status == .exited(1))
        let why = try await program.run("why", "health/2019-04-25-0730")
        #expect(why.status == .exited(1))
        #expect(why.errors.contains("there is no summary or digest health/2019-04-25-0730"))
    }
}

extension Program {
    /// What `status` says once that is so.
    fileprivate func status(where holds: (String) -> Bool) async throws -> String {
        for _ in 0..<500 {
            let text = try await run("status", "--json").output
            if holds(text) { return text }
        }
        Issue.record("the daemon does not come to that")
        return ""
    }
}
