import MicroHTTP
import Platform
import TestSupport
import Testing

/// Servers that hold a poll up, among many that do not.
@Suite struct SlowServersTests {
    private static let feeds = 300

    @Test func `a stalled server, a slow one and a dead one delay nobody else`() async throws {
        let program = try Program()
        let server = program.server
        let slow = try RawServer { server.requests.count }
        slow.serve("/stalled", RawServer.Script("", end: .hold))
        slow.serve(
            "/slow", RawServer.Script("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n<rss", end: .hold))
        var sections = ["stalled", "slow"].map {
            "[feed \"\($0)\"]\nurl = http://\($0).localhost:\(slow.port)/\($0)\n"
        }
        sections.append("[feed \"dead\"]\nurl = http://127.0.0.1:1/\n")
        for index in 0..<Self.feeds {
            server.serve(
                "/\(index)", .document("<rss version='2.0'><channel><title>t</title></channel></rss>"))
            // Hosts of their own, so that no two wait for each other.
            sections.append(
                "[feed \"f\(index)\"]\nurl = http://h\(index).localhost:\(server.port)/\(index)\n")
        }
        // The two that stall come first. They are let go when all others were asked; were those to wait for them, nobody
        // would be let go before the timeouts.
        server.at(request: Self.feeds) { slow.release() }
        try program.write(
            "feeds.conf",
            "[wirewatch]\nallow-private-addresses = 127.0.0.0/8 ::1/128\ntimeout = 10m\nanswer-timeout = 10m\n"
                + "concurrent-polls = 8\n" + sections.joined())
        let outcome = try await program.run("run", "--once")
        #expect(outcome.status == .exited(0))
        #expect(outcome.errors.contains("\(Self.feeds + 3) feeds polled, 0 unchanged, 3 failed"))
        #expect(Set(slow.endings.map(\.path)) == ["/stalled", "/slow"])
        #expect(slow.endings.allSatisfy { $0.count == Self.feeds })
        for name in ["stalled", "slow", "dead"] {
            #expect(outcome.errors.contains("feed \(name) is failing: "))
        }
    }
}
