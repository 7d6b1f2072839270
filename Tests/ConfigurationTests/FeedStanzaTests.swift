import Configuration
import Model
import Testing

@Suite struct FeedStanzaTests {
    @Test func `nothing from outside becomes a line of its own`() {
        let stanza = FeedStanza(
            name: "a", url: "https://a.example/\n[route \"x\"]", title: "A\r\ntype = exec\u{2028}b",
            language: "ko",
            tags: ["x", "y"])
        #expect(
            stanza.text == """
                # A type = exec b
                [feed "a"]
                url  = https://a.example/ [route "x"]
                lang = ko
                tag  = x y

                """)
    }

    @Test func `a list gives each address once, and names that differ`() throws {
        let text = """
            <opml version="2.0"><body>
            <outline text="News &amp; Views"><outline text="News &amp; Views">
            <outline text="Desk" xmlUrl="https://a.example/1"/></outline></outline>
            <outline text="Desk" xmlUrl="https://a.example/2"/><outline text="Desk" xmlUrl="https://a.example/1"/>
            <outline text="Known" xmlUrl="https://known.example/"/>
            </body></opml>
            """
        let list = try #require(OPMLReader.read(Array(text.utf8)))
        let known = FeedSettings(name: "known", url: "https://known.example/", outlet: Outlet(name: "Known"))
        let stanzas = FeedStanza.stanzas(of: list, besides: [known])
        #expect(stanzas.map(\.url) == ["https://a.example/1", "https://a.example/2"])
        #expect(Set(stanzas.map(\.name)).count == 2)
        #expect(stanzas[0].tags == ["news-views"])
    }
}
