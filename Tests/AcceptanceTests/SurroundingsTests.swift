import FoundationEssentials
import MicroHTTP
import Platform
import TestSupport
import Testing

/// What the program makes of where it runs.
@Suite struct SurroundingsTests {
    @Test func `a proxy that the environment names is not used`() async throws {
        let program = try Program.polling(["/a"])
        program.server.serve("/a", Program.feed())
        let proxy = try RawServer()
        let names = ["http_proxy", "https_proxy", "all_proxy", "HTTPS_PROXY", "ALL_PROXY"]
        let environment = Dictionary(uniqueKeysWithValues: names.map { ($0, proxy.url) })
        #expect(try await program.run("run", "--once", environment: environment).status == .exited(0))
        #expect(program.server.requests.map(\.target) == ["/a"])
        #expect(proxy.requests.isEmpty)
    }

    @Test func `where as many files are open as may be, polls wait for one and none fails`() async throws {
        let program = try Program()
        let feeds = 200
        var text =
            "[wirewatch]\nallow-private-addresses = 127.0.0.0/8 ::1/128\nconcurrent-polls = 60\n"
        for index in 0..<feeds {
            program.server.serve("/\(index)", Program.feed())
            // Hosts of their own, so that as many polls as may be run at once.
            text += "[feed \"f\(index)\"]\n"
            text += "url = http://h\(index).localhost:\(program.server.port)/\(index)\n"
        }
        try program.write("feeds.conf", text)
        // 290 would do for 28 polls at once, but whoever starts the program has left it 47 of them.
        let shell =
            "for file in {10..249}; do eval \"exec $file</dev/null\"; done; ulimit -n 290; exec \"$@\""
        let outcome = try await program.run(
            "run", "--once", under: ["bash", "-c", shell, "bash"])
        #expect(outcome.status == .exited(0))
        #expect(outcome.errors.contains("\(feeds) feeds polled, 0 unchanged, 0 failed"), "\(outcome.errors)")
    }

    @Test func `a feed that is gone is asked again at another address`() async throws {
        let program = try Program.polling(["/a"])
        program.server.serve("/a", ServerAnswer(status: 410))
        program.server.serve("/b", Program.feed())
        #expect(try await program.pass()["a"]?.state == "gone")
        try FileManager.default.removeItem(atPath: program.folder + "/feeds.conf")
        try program.write(
            "feeds.conf",
            "[wirewatch]\nallow-private-addresses = 127.0.0.0/8\n[feed \"a\"]\nurl = \(program.server.url)/b\n"
        )
        #expect(try await program.pass()["a"]?.state == "ok")
        #expect(program.server.requests.map(\.target) == ["/a", "/b"])
    }
}
