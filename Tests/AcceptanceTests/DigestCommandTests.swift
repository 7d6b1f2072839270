import Platform
import TestSupport
import Testing

@Suite struct DigestCommandTests {
    /// A newsroom polled once, without its own [digest].
    private static func program(_ digest: String = "") async throws -> Program {
        let program = try Program.onNewsroom()
        try program.write(
            "feeds.conf",
            """

            [route "broken"]
            type = exec
            command = /bin/false
            \(digest)
            """)
        _ = try await program.run("run", "--once")
        return program
    }

    @Test(arguments: [
        ("text", "WIREWATCH  "), ("markdown", "# Wirewatch "), ("html", "<!DOCTYPE html>\n"),
        ("json", "{\"schema\":1,"),
        ("atom", "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed "),
        ("jsonfeed", "{\"version\":\"https://jsonfeed.org/version/1.1\","),
    ])
    func `prints each format, and parse reads the feeds back`(format: String, start: String) async throws {
        let program = try await Self.program()
        let digest = try await program.run("digest", "--format", format)
        #expect(digest.status == .exited(0))
        #expect(digest.output.hasPrefix(start))
        #expect(digest.output.contains("Vladivostok"))
        guard format == "atom" || format == "jsonfeed" else { return }
        try program.write("out.\(format)", digest.output)
        let parsed = try await program.run("parse", "\(program.folder)/out.\(format)")
        #expect(parsed.output.contains("tag:localhost,2026:story/"))
        #expect(!parsed.output.contains("\"warnings\":[{"))
    }

    @Test func `a reader gets what is new since the last one that was marked`() async throws {
        let program = try await Self.program()
        let first = try await program.run("digest", "--reader", "anna")
        #expect(first.output.contains("Vladivostok"))
        let again = try await program.run("digest", "--reader", "anna", "--mark")
        #expect(again.output.contains("Vladivostok"))
        let second = try await program.run("digest", "--reader", "anna", "--mark")
        #expect(second.output.contains("0 new stories, 0 moved"))
        let other = try await program.run("digest", "--reader", "boris")
        #expect(other.output.contains("Vladivostok"))
    }

    @Test func `a mark is left for the daemon, which takes it, and counts before and after`() async throws {
        let program = try await Self.program()
        _ = try await program.run("digest", "--reader", "anna", "--mark")
        let marks = "\(program.folder)/wirewatch.db.marks/anna-*"
        #expect(Glob.paths(marks).count == 1)
        #expect(try await program.run("digest", "--reader", "anna").output.contains("0 new stories, 0 moved"))
        _ = try await program.run("run", "--once")
        #expect(Glob.paths(marks).isEmpty)
        #expect(try await program.run("digest", "--reader", "anna").output.contains("0 new stories"))
    }

    @Test func `goes over a route, and a route that fails moves no mark`() async throws {
        let program = try await Self.program()
        let broken = try await program.run("digest", "--reader", "anna", "--to", "broken", "--mark")
        #expect(broken.status == .exited(1))
        #expect(broken.errors.contains("the digest did not go out over route broken: "))
        #expect(try await program.run("digest", "--reader", "anna").output.contains("Vladivostok"))
        let sent = try await program.run("digest", "--reader", "anna", "--to", "desk", "--mark")
        #expect(sent.status == .exited(0))
        #expect(sent.output.isEmpty)
        let line = try #require(program.delivered().last)
        #expect(line.hasPrefix("{\"type\":\"digest.made\","))
        #expect(line.contains("\"reader\":\"anna\""))
        #expect(try await program.run("digest", "--reader", "anna").output.contains("0 new stories"))
    }

    @Test func `goes by mail as text and page`() async throws {
        let server = try TestMailServer()
        let program = try await Self.program(
            """
            [mail]
            smtp = \(server.url)
            plain-smtp = yes
            from = ww@news.example
            [route "mail"]
            type = email
            to = desk@example.org
            """)
        let sent = try await program.run("digest", "--to", "mail")
        #expect(sent.status == .exited(0), "\(sent.errors)")
        let message = try #require(server.messages.first)
        #expect(message.contains("List-Id: <digest.wirewatch.news.example>\r\n"))
        #expect(message.contains("X-Wirewatch-Event: digest.made\r\n"))
        #expect(message.contains("Content-Type: text/html"))
    }

    @Test func `the words of the configuration count for its readers`() async throws {
        let program = try await Self.program(
            "[digest \"evening\"]\nreader = boris\nformat = markdown\nwatch = sanctions\n")
        let digest = try await program.run("digest", "--reader", "boris")
        #expect(digest.output.hasPrefix("# Wirewatch "))
        #expect(!digest.output.contains("## putin-kim"))
        let named = try await program.run("digest", "--reader", "evening", "--format", "text")
        #expect(named.output.hasPrefix("WIREWATCH  "))
    }

    @Test func `a feed of digests is a feed before there is one`() async throws {
        let program = try await Self.program()
        let feed = try await program.run("digest", "--feed")
        #expect(feed.status == .exited(0))
        #expect(feed.output.contains("<id>tag:localhost,2026:digests/all</id>"))
        #expect(try await program.run("digest", "--feed", "--format", "text").status == .exited(2))
    }

    @Test(arguments: [
        (["--mark"], "--mark needs --reader NAME"), (["--reader", "a b", "--mark"], "at most 40 letters"),
        (["--format", "htlm"], "did you mean `html`?"), (["--to", "dsk"], "did you mean `desk`?"),
        (["--reader", ""], "--reader needs a name"),
    ])
    func `says what is wrong with its options`(options: [String], words: String) async throws {
        let program = try await Self.program()
        let outcome = try await program.run(["digest"] + options)
        #expect(outcome.status == .exited(2))
        #expect(outcome.errors.contains(words))
    }
}
