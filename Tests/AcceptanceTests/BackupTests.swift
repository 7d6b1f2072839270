import FoundationEssentials
import Platform
import TestSupport
import Testing

@Suite struct `backup and restore` {
    private static func isThere(_ path: String) -> Bool { FileMode.permissions(of: path) != nil }

    @Test func `a backup brings back what was there, and keeps what has come since aside`() async throws {
        let program = try Program.onNewsroom()
        _ = try await program.run("run", "--once")
        let before = try await program.run("stories", "--jsonl").output
        let copy = program.folder + "/copy.db"
        #expect(try await program.run("backup", copy).status == .exited(0))
        #expect(try await program.run("backup", copy).status == .exited(2))
        try program.publish(day: "day2")
        try await program.untilDue()
        _ = try await program.run("run", "--once")
        let after = try await program.run("stories", "--jsonl").output
        #expect(after != before)

        let look = try await program.run("restore", "--dry-run", copy)
        #expect(look.status == .exited(0))
        #expect(look.output.contains("schema ") && look.output.contains(" items, the newest of "))
        #expect(try await program.run("stories", "--jsonl").output == after)
        let restored = try await program.run("restore", copy)
        #expect(restored.status == .exited(0), "\(restored.errors)")
        #expect(try await program.run("stories", "--jsonl").output == before)
        let aside = try #require(Glob.paths(program.folder + "/wirewatch.db.before-*").first)
        #expect(restored.errors.contains("\(aside): what was there before\n"))
        _ = try await program.run("restore", aside)
        #expect(try await program.run("stories", "--jsonl").output == after)
    }

    @Test func `where the database is a link, what it leads to is replaced`() async throws {
        let program = try Program.polling(["/a"])
        program.server.serve("/a", Program.feed())
        _ = try await program.pass()
        let (link, elsewhere) = (program.folder + "/wirewatch.db", program.folder + "/elsewhere.db")
        _ = try await program.run("backup", elsewhere)
        _ = try await program.run("backup", program.folder + "/copy.db")
        try WholeFile.remove(link)
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "elsewhere.db")
        let old = FileIdentity(path: elsewhere)
        let restored = try await program.run("restore", program.folder + "/copy.db")
        #expect(restored.status == .exited(0), "\(restored.errors)")
        #expect(FileIdentity(path: link) == FileIdentity(path: elsewhere))
        #expect(FileIdentity(path: elsewhere) != old)
        let aside = try #require(Glob.paths(elsewhere + ".before-*").first)
        #expect(FileIdentity(path: aside) == old)
    }

    @Test func `nothing is restored under a running daemon, and what to do is said`() async throws {
        let program = try Program.polling(["/a"])
        program.server.serve("/a", Program.feed())
        _ = try await program.pass()
        let copy = program.folder + "/copy.db"
        _ = try await program.run("backup", copy)
        let lock = try FileLock(path: program.folder + "/wirewatch.db.lock")
        let refused = try await program.run("restore", copy)
        withExtendedLifetime(lock) {}
        #expect(refused.status == .exited(1))
        #expect(refused.errors.contains("is held by process"))
        #expect(refused.errors.contains("`systemctl stop wirewatch`"))
        #expect(Glob.paths(program.folder + "/*.before-*").isEmpty)
    }

    @Test func `what is no backup is refused with its name`() async throws {
        let program = try Program.polling(["/a"])
        program.server.serve("/a", Program.feed())
        _ = try await program.pass()
        let missing = try await program.run("restore", "nowhere.db")
        #expect(missing.status == .exited(3))
        #expect(missing.errors == "wirewatch: nowhere.db is not there\n")
        let itself = try await program.run("restore", program.folder + "/wirewatch.db")
        #expect(itself.status == .exited(2))
        try program.write("text.db", String(repeating: "text\n", count: 2000))
        let text = try await program.run("restore", program.folder + "/text.db")
        #expect(text.status == .exited(3))
        #expect(text.errors.contains("text.db"))
    }
}

@Suite struct `colours of rows` {
    private static let escape = "\u{1B}["

    @Test(arguments: [["stories"], ["alerts"], ["search", "kim"]])
    func `are for terminals, and for those that ask`(command: [String]) async throws {
        let program = try Program.onNewsroom()
        _ = try await program.run("run", "--once")
        let plain = try await program.run(command).output
        #expect(!plain.isEmpty && !plain.contains(Self.escape))
        let painted = try await program.run(command + ["--color", "always"]).output
        #expect(painted.contains(Self.escape + "36m"))
        #expect(painted.replacing(/\u{1B}\[[0-9]*m/, with: "") == plain)
        let forced = try await program.run(command, environment: ["CLICOLOR_FORCE": "1"]).output
        #expect(forced == painted)
        let never = try await program.run(
            command + ["--color", "never"], environment: ["CLICOLOR_FORCE": "1"]
        ).output
        #expect(never == plain)
        let json = try await program.run(command + ["--jsonl", "--color", "always"]).output
        #expect(!json.contains(Self.escape))
    }
}
