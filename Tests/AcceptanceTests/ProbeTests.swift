import MicroHTTP
import Platform
import TestSupport
import Testing

@Suite struct ProbeTests {
    private static let feed = """
        <rss version="2.0"><channel><title>Harbour News</title><language>en</language><ttl>90</ttl>
        <item><title>Ferry late</title><pubDate>Tue, 23 Apr 2019 10:00:00 +0900</pubDate></item>
        </channel></rss>
        """

    @Test func `a feed is told with what to write into feeds conf, by one request`() async throws {
        let program = try Program()
        program.server.publish("/feed.xml", Array(Self.feed.utf8))
        try program.write("feeds.conf", "[feed \"x\"]\nurl = http://127.0.0.1:1/\n")
        let url = "\(program.server.url)/feed.xml"
        let outcome = try await program.run("feed", "probe", url, "--private")
        #expect(outcome.status == .exited(0), "\(outcome.errors)")
        for words in [
            "rss2.0", "Harbour News", "Ferry late", "2019-04-23 01:00 UTC", "told by ETag", "90 min",
            "[feed \"harbour-news\"]\nurl = \(url)\n",
        ] {
            #expect(outcome.output.contains(words), "\(words) in \(outcome.output)")
        }
        #expect(program.server.requests.count == 1)
    }

    @Test func `a page is told with the feeds that it names`() async throws {
        let program = try Program()
        let page = """
            <html><head><title>Harbour</title><link rel="alternate" type="application/rss+xml" href="/feed.xml">
            </head></html>
            """
        program.server.serve("/", .document(page, type: "text/html"))
        try program.write("feeds.conf", "[wirewatch]\nallow-private-addresses = 127.0.0.0/8\n")
        let outcome = try await program.run("feed", "probe", "\(program.server.url)/")
        #expect(outcome.status == .exited(1))
        #expect(outcome.output.contains("an HTML page, \"Harbour\""))
        #expect(outcome.output.contains("wirewatch feed probe '\(program.server.url)/feed.xml'"))
        let json = try await program.run("feed", "probe", "\(program.server.url)/", "--json")
        #expect(json.output.contains("\"links\":[\"\(program.server.url)/feed.xml\"]"))
    }

    @Test func `a private address is not visited unasked`() async throws {
        let program = try Program()
        try program.write("feeds.conf", "")
        let outcome = try await program.run("feed", "probe", "\(program.server.url)/")
        #expect(outcome.status == .exited(1))
        #expect(outcome.errors.contains("127.0.0.1"))
        #expect(program.server.requests.isEmpty)
    }

    @Test func `what is no address is wrong usage`() async throws {
        let program = try Program()
        try program.write("feeds.conf", "")
        let outcome = try await program.run("feed", "probe", "file:///etc/passwd")
        #expect(outcome.status == .exited(2))
        #expect(outcome.errors.contains("no http or https address"))
    }
}
