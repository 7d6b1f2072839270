import Model
import MicroHTTP
import Platform
import TestSupport
import Testing

/// The wall clock as RFC 3339 text, to be compared with times that the program prints.
enum CivilTimeNow {
    static var text: String { CivilTime.rfc3339(Timestamp(milliseconds: SystemClock.now())) }
}

@Suite struct CommandTests {
    @Test func `ten mistakes give ten messages with place and suggestion`() async throws {
        let program = try Program()
        let mistakes = "\(Program.root)/Tests/Fixtures/configuration/ten-mistakes.conf"
        let expected = try BoundedFile.read(path: mistakes + ".expected", limit: 1 << 16)
        let outcome = try await program.run("check", mistakes)
        #expect(outcome.status == .exited(1))
        let told = outcome.output.replacing(mistakes, with: "ten-mistakes.conf")
        #expect(told == String(decoding: expected, as: UTF8.self))
    }

    @Test(arguments: ["feeds.conf", "examples/newsroom/feeds.conf"])
    func `the configurations that ship have no error`(file: String) async throws {
        let outcome = try await Program().run("check", "\(Program.root)/\(file)", "--explain")
        #expect(outcome.status == .exited(0), "\(outcome.output)\(outcome.errors)")
        #expect(outcome.output.contains("watch putin-kim"))
    }

    @Test func `three lines are a useful configuration`() async throws {
        let program = try Program()
        try program.write(
            "feeds.conf", "[feed \"x\"]\nurl = \(program.server.url)/x.xml\n[watch \"y\"]\nquery = summit\n")
        #expect(try await program.run("check").status == .exited(0))
        let shown = try await program.run("config", "show")
        #expect(shown.output.contains("feeds.conf:2"))
        #expect(shown.output.contains("# default"))
    }

    @Test func `a private address is refused unless the configuration allows it`() async throws {
        let program = try Program()
        program.server.serve(
            "/x.xml", .document("<rss version='2.0'><channel><title>x</title></channel></rss>"))
        try program.write("feeds.conf", "[feed \"x\"]\nurl = \(program.server.url)/x.xml\n")
        let outcome = try await program.run("run", "--once", "--strict")
        #expect(outcome.status == .exited(4))
        #expect(program.server.requests.isEmpty)
        let feeds = try await program.run("feeds", "--json")
        #expect(feeds.output.contains("\"state\":\"refused\""))
        #expect(feeds.output.contains("allow-private-addresses"))
    }

    @Test(arguments: [
        (["digset"], "did you mean `digest`?"), (["stories", "--limt", "3"], "did you mean `--limit`?"),
        (["story", "nonsense"], "no story id"), (["digest", "--since", "tomorrow"], "--since takes"),
        (["parse"], "usage: wirewatch parse"), (["search", "(kim"], "^"),
        (["watch", "explain", "y", "1"], "there is no watch `y`"),
    ])
    func `wrong usage exits with 2 and says what is right`(arguments: [String], words: String) async throws {
        let program = try Program()
        try program.write("feeds.conf", "[feed \"x\"]\nurl = http://127.0.0.1:1/\n")
        let child = ChildProcess(
            command: ["\(Program.binaries)/wirewatch"] + arguments,
            environment: ["WIREWATCH_CONFIG": "\(program.folder)/feeds.conf", "HOME": program.folder],
            timeLimit: .seconds(600))
        let result = try await child.run()
        #expect(result.status == .exited(2))
        let errors = String(decoding: result.errorOutput, as: UTF8.self)
        #expect(errors.contains(words), "\(errors)")
    }

    @Test func `two daemons do not share a database`() async throws {
        let program = try Program()
        try program.write("feeds.conf", "[feed \"x\"]\nurl = http://127.0.0.1:1/\n")
        let lock = try FileLock(path: "\(program.folder)/wirewatch.db.lock")
        let outcome = try await program.run("run", "--once")
        #expect(outcome.status == .exited(1))
        #expect(outcome.errors.contains("one daemon runs on a database"))
        withExtendedLifetime(lock) {}
    }

    @Test func `a database named without a folder stands in the state folder`() async throws {
        let program = try Program()
        try program.write(
            "feeds.conf", "[wirewatch]\ndatabase = desk.db\n[feed \"x\"]\nurl = http://127.0.0.1:1/\n")
        _ = try await program.run("run", "--once")
        #expect(FileMode.permissions(of: "\(program.folder)/desk.db") != nil)
    }

    @Test func `status says that nobody runs, and exits with 3`() async throws {
        let program = try Program()
        try program.write("feeds.conf", "[feed \"x\"]\nurl = http://127.0.0.1:1/\n")
        _ = try await program.run("run", "--once")
        let status = try await program.run("status")
        #expect(status.status == .exited(3))
        #expect(status.output.contains("does not run"))
    }
}
