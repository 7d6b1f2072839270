import MicroHTTP
import Platform
import TestSupport
import Testing

/// `feed add`, `opml import` and `opml export`.
@Suite struct FeedListCommandTests {
    private static let feed = "<rss version=\"2.0\"><channel><title>Harbour News</title></channel></rss>"
    private static let head = "[wirewatch]\nallow-private-addresses = 127.0.0.0/8\n"
    private static let including = head + "include = feeds.d/*.conf\n"

    @Test func `the feed that a page names is printed, or added to a file of its own`() async throws {
        let program = try Program()
        let page = """
            <html><head><link rel="alternate" type="application/rss+xml" href="/gone.xml">
            <link rel="alternate" type="application/rss+xml" href="/feed.xml"></head></html>
            """
        program.server.serve("/", .document(page, type: "text/html"))
        program.server.serve("/gone.xml", ServerAnswer(status: 404))
        program.server.publish("/feed.xml", Array(Self.feed.utf8))
        try program.write("feeds.conf", Self.including)
        let url = "\(program.server.url)/feed.xml"
        let printed = try await program.run("feed", "add", "\(program.server.url)/")
        #expect(printed.status == .exited(0), "\(printed.errors)")
        #expect(
            printed.output
                == "# also there: \(program.server.url)/gone.xml\n# Harbour News\n[feed \"harbour-news\"]\nurl  = \(url)\n"
        )
        let before = try program.read("feeds.conf")
        let added = try await program.run(
            "feed", "add", url, "--write", "--name", "port", "--tag", "sea,ships")
        #expect(added.status == .exited(0), "\(added.errors)")
        #expect(
            try program.read("feeds.d/added.conf").contains(
                "[feed \"port\"]\nurl  = \(url)\ntag  = sea ships\n"))
        #expect(try program.read("feeds.conf") == before)
        #expect(try await program.run("completion", "names", "feeds").output == "port\n")
        let again = try await program.run("feed", "add", url)
        #expect(again.status == .exited(1))
        #expect(again.errors.contains("is configured as `port`"))
    }

    @Test func `a file that is not included is said to be`() async throws {
        let program = try Program()
        program.server.publish("/feed.xml", Array(Self.feed.utf8))
        try program.write("feeds.conf", Self.head)
        let added = try await program.run("feed", "add", "\(program.server.url)/feed.xml", "--write")
        #expect(added.errors.contains("write `include = feeds.d/*.conf`"), "\(added.errors)")
    }

    @Test func `a list from elsewhere names no files and programs, and takes no line of its own`()
        async throws
    {
        let program = try Program()
        try program.write(
            "feeds.conf", Self.including + "[feed \"known\"]\nurl = https://known.example/feed\n")
        try program.write(
            "my list.opml",
            """
            <opml version="2.0"><body><outline text="Korea &amp; Japan">
            <outline text="Yonhap&#10;[route &quot;x&quot;]" xmlUrl="https://yonhap.example/rss"/>
            <outline text="shell" xmlUrl="exec:reboot"/><outline text="file" xmlUrl="file:///etc/passwd"/>
            <outline text="known" xmlUrl="https://known.example/feed"/></outline></body></opml>
            """)
        let list = program.folder + "/my list.opml"
        let printed = try await program.run("opml", "import", list)
        #expect(printed.status == .exited(0))
        let lines = printed.output.split(separator: "\n")
        #expect(lines.last == "tag  = korea-japan")
        #expect(lines.filter { $0.hasPrefix("[") }.count == 1)
        #expect(printed.errors.contains("exec:reboot") && printed.errors.contains("file:///etc/passwd"))
        #expect(printed.errors.contains("configured already or twice in the list: 1"))
        let written = try await program.run("opml", "import", list, "--write")
        #expect(written.status == .exited(0), "\(written.errors)")
        #expect(FileMode.permissions(of: program.folder + "/feeds.d/my-list.conf") != nil)
        // Everything of it is configured now.
        #expect(try await program.run("opml", "import", list).status == .exited(1))
        let taken = try await program.run("opml", "import", "\(Program.root)/README.md")
        #expect(taken.status == .exited(2))
    }

    @Test func `what is exported can be imported, without passwords`() async throws {
        let program = try Program()
        try program.write(
            "feeds.conf",
            "[feed \"a\"]\nurl = https://anna:pw@a.example/?x=1&y=2\ntag = korea wire\nlang = ko\n[feed \"b\"]\nurl = https://b.example/\n"
        )
        let exported = try await program.run("opml", "export")
        #expect(exported.status == .exited(0))
        #expect(!exported.output.contains("pw"))
        let other = try Program()
        try other.write("list.opml", exported.output)
        try other.write("feeds.conf", "")
        let imported = try await other.run("opml", "import", other.folder + "/list.opml")
        #expect(imported.output.contains("url  = https://a.example/?x=1&y=2\nlang = ko\ntag  = korea\n"))
        #expect(imported.output.contains("url  = https://b.example/\n"))
        #expect(try await program.run("opml", "export", "--tag", "sheep").status == .exited(1))
    }
}
