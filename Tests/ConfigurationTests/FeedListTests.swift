import Configuration
import Testing

@Suite struct FeedListTests {
    private func list(_ outlines: String) -> OPMLReader.List? {
        OPMLReader.read(Array("<opml version='2.0'><body>\(outlines)</body></opml>".utf8))
    }

    @Test func `gives titles, addresses, folders and languages`() {
        let list = list(
            """
            <outline text='Korea'><outline title='In Korean' text='x'>
            <outline text='a' title='A &amp; B' XMLURL=' https://a.example/ ' language='ko'/></outline>
            <outline text='b' xmlUrl='http://b.example/' language='not a language'/></outline>
            <outline text='link' type='link' url='https://c.example/'/>
            """)
        #expect(
            list?.outlines == [
                OPMLReader.Outline(
                    title: "A & B", url: "https://a.example/", folders: ["Korea", "In Korean"], language: "ko"
                ),
                OPMLReader.Outline(title: "b", url: "http://b.example/", folders: ["Korea"]),
            ])
    }

    @Test func `is bounded, and says so`() {
        let outline = "<outline text='a' xmlUrl='https://a.example/'/>"
        let count = OPMLReader.outlineLimit
        #expect(list(String(repeating: outline, count: count))?.isCut == false)
        let cut = list(String(repeating: outline, count: count + 1))
        #expect(cut?.isCut == true)
        #expect(cut?.outlines.count == count)
    }

    @Test func `documents that define things of their own take nothing from the system`() {
        let list = OPMLReader.read(
            Array(
                """
                <!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]>
                <opml><body><outline text="a&x;" xmlUrl="https://a.example/"/></body></opml>
                """.utf8))
        #expect(list?.outlines.contains { $0.title.contains("root") } != true)
    }

    @Test func `names stay when a list loses or gains a feed`() throws {
        func names(_ feeds: [String]) -> [String: String] {
            let outlines = feeds.map {
                OPMLReader.Outline(
                    title: $0.hasPrefix("t") ? "Same" : "연합", url: "https://a.example/\($0)", folders: [])
            }
            let names = OPMLReader.names(of: outlines, taken: [])
            return Dictionary(uniqueKeysWithValues: zip(feeds, names))
        }
        let all = names(["t1", "t2", "t3", "u1", "u2"])
        #expect(Set(all.values).count == 5)
        #expect(all["u1"] == "a-u1")
        let fewer = names(["t3", "u2", "t1"])
        for (feed, name) in fewer { #expect(all[feed] == name) }
    }

    @Test func `a list that cannot be pushed is told once, whatever it lists`() {
        let problems = Sample.problems(
            "[opml \"o\"]\nfile = \(Sample.folder)list.opml\npush = yes\n")
        #expect(
            problems.filter { $0.contains("pushed") } == [
                "feeds.conf:1:1: warning: its feeds cannot be pushed: [wirewatch] has no `callback`"
            ])
    }
}
