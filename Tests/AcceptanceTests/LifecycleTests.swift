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
