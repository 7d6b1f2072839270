import Digests
import MicroHTTP
import Model
import Pipeline
import Storage
import TestSupport
import Testing
import XML

@testable import Web

/// Pages over a real store, with a title that wants more than to be read.
@Suite struct StoryPagesTests {
    private static let now = Timestamp(seconds: 1_556_020_800)
    private static let hostile = "<script>alert(1)</script> \u{202E}\"onclick=x\u{1B}[2J"

    private let scratch: ScratchFolder
    private let store: SQLiteStore
    private let story: StoryID

    init() async throws {
        scratch = try ScratchFolder()
        store = try SQLiteStore(path: scratch.path + "/w.db")
        let feed = FeedSettings(
            name: "f", url: "https://f.example/", outlet: Outlet(name: "F<b>", kind: .wire))
        try await store.synchronise(feeds: [feed], at: Self.now)
        let titles = [Self.hostile, "김정은·푸틴 정상회담", "Kim meets Putin"]
        let changes = titles.enumerated().map { index, title in
            var content = ItemContent(title: title, text: "Text \(index) of \(title)")
            content.language = ["en", "ko", "ar"][index]
            content.url = ["javascript:alert(1)", "https://f.example/1?a&b", "https://f.example/\">"][index]
            return ItemChange.new(
                ItemDraft(
                    content: content, guid: "g\(index)", canonicalURL: "f.example/\(index)",
                    keys: ["g:g\(index)"], contentHash: UInt64(index)), isQuiet: false)
        }
        let id = try #require(try await store.feeds().first).id
        let items = try await store.commit(IngestBatch(feed: id, state: nil, changes: changes, at: Self.now))
            .newItems
        story = StoryID(openedBy: items[0])
        var edit = EditBatch(at: Self.now)
        edit.placements = items.map { item in
            Placement(
                item: item, story: story, report: item == items[2] ? .copy(of: items[1]) : .own,
                confidence: 1, because: ["shares <i>words</i>"])
        }
        edit.stories = [
            Story(
                id: story, lead: items[0], headline: Self.hostile, opened: Self.now, lastReport: Self.now,
                items: 3, outlets: ["F<b>"], languages: ["en", "ko"], independentTexts: 2)
        ]
        edit.matches = [
            Match(
                watch: "kim", item: items[2], story: story, score: nil,
                evidence: [
                    Evidence(term: "@kim", found: "Kim", field: .title, snippet: "<b>Kim</b> meets")
                ])
        ]
        try await store.commit(edit)
    }

    private func get(
        _ path: String, method: String = "GET", host: String? = "127.0.0.1:9811", base: String = ""
    ) async -> ServerAnswer {
        let pages = StoryPages(
            store: store, watches: [WatchSettings(name: "kim", query: "kim")], language: "en",
            clock: DigestClock(.utc),
            host: "wire.example.org", now: { Self.now })
        let arguments = path.split(separator: "?").dropFirst().map { argument in
            let parts = argument.split(separator: "=")
            return ServerRequest.Argument(name: String(parts[0]), value: String(parts[1]))
        }
        return await WebRoutes(pages.routes, base: base).answer(
            ServerRequest(
                method: method, target: path, headers: host.map { ["host": $0] } ?? [:], arguments: arguments,
                body: []))
    }

    private static func text(_ answer: ServerAnswer) -> String {
        String(decoding: answer.body, as: UTF8.self)
    }

    @Test func `a story is a sound page in which nothing from outside is markup`() async throws {
        let answer = await get("/s/\(story)")
        let page = Self.text(answer)
        #expect(answer.status == 200)
        let facts = ElementCollector()
        let outcome = XMLPushParser.parse(answer.body, into: facts, stopsAtProblem: true)
        #expect(outcome.isWellFormed, "\(String(describing: outcome.firstError))")
        #expect(facts.elements.isDisjoint(with: ["script", "img", "iframe", "form", "style", "i"]))
        #expect(facts.attributes.isDisjoint(with: ["style", "onclick", "src", "srcset"]))
        #expect(facts.links == ["../style.css", "../", "https://f.example/1?a&b"])
        #expect(page.contains("lang=\"ko\" dir=\"ltr\""))
        #expect(page.contains("<mark>Kim</mark>"))
        #expect(!page.contains("\u{202E}") && !page.contains("\u{1B}"))
    }

    /// Opens a story of one item that no watch met.
    private func addStory() async throws -> StoryID {
        let feed = try #require(try await store.feeds().first).id
        let draft = ItemDraft(
            content: ItemContent(title: "Trams stand still", text: "Text"), guid: "t",
            canonicalURL: "f.example/t",
            keys: ["g:t"], contentHash: 99)
        let batch = IngestBatch(
            feed: feed, state: nil, changes: [.new(draft, isQuiet: false)], at: Self.now)
        let item = try #require(try await store.commit(batch).newItems.first)
        let other = StoryID(openedBy: item)
        var edit = EditBatch(at: Self.now)
        edit.placements = [Placement(item: item, story: other, report: .own, confidence: 1, because: [])]
        edit.stories = [
            Story(
                id: other, lead: item, headline: "Trams stand still", opened: Self.now, lastReport: Self.now,
                items: 1, outlets: ["F<b>"], languages: ["en"], independentTexts: 1)
        ]
        try await store.commit(edit)
        return other
    }

    @Test func `today leads to its stories, and to those of one watch`() async throws {
        let other = try await addStory()
        let today = Self.text(await get("/"))
        #expect(today.contains("href=\"./s/\(story)\"") && today.contains("href=\"./s/\(other)\""))
        let watched = Self.text(await get("/?watch=kim"))
        #expect(watched.contains("href=\"./s/\(story)\"") && !watched.contains("\(other)"))
        #expect(await get("/?watch=nobody").status == 404)
    }

    /// The page of the story as `change` leaves it.
    private func page(_ change: (inout StoryDetail) -> Void) async throws -> String {
        var detail = try #require(try await store.story(story))
        change(&detail)
        return StoryHTML.page(
            of: detail, clock: DigestClock(.utc), now: Self.now, sheet: "style.css", home: "../")
    }

    @Test func `a report that its outlet took back, or whose text is gone, says so`() async throws {
        let plain = try await page { _ in }
        #expect(!plain.contains("taken out of its feed") && !plain.contains("was deleted"))
        let page = try await page { detail in
            detail.withdrawn[detail.reports[0].item.id] = Self.now
            // Of a copy as well.
            detail.deleted[detail.reports[2].item.id] = Self.now
        }
        #expect(page.contains("taken out of its feed, seen 12:00"))
        #expect(
            page.contains(
                "its text was deleted on \(DigestClock(.utc).full(Self.now)), as <code>keep</code> says"))
    }

    @Test(arguments: [
        (reports: 0, copies: 397, left: nil), (0, 398, "1 more report"), (600, 600, "803 more reports"),
    ])
    func `a page has four hundred reports, copies among them, and counts the rest`(
        reports: Int, copies: Int, left: String?
    ) async throws {
        let page = try await page { detail in
            for number in 0..<(reports + copies) {
                var report = detail.reports[number < reports ? 1 : 2]
                report.item.id = ItemID(Int64(1000 + number))
                detail.reports.append(report)
            }
        }
        let rows = page.ranges(of: "<time datetime").count
        #expect(rows == min(3 + reports + copies, StoryHTML.shownReports))
        #expect(page.contains("more report") == (left != nil))
        if let left { #expect(page.contains("\(left): wirewatch story \(story)")) }
    }

    @Test func `a page fetches, runs and sends nothing, and tells no outlet who reads it`() async {
        let small = "\(story)".lowercased()
        for (path, host) in [
            ("/", nil), ("/s/\(story)", nil), ("/s/\(small)", nil), ("/style.css", nil), ("/none", nil),
            ("/", "evil.example"),
        ] {
            let headers = await get(path, host: host).headers
            let policy = headers.first { $0.name == "Content-Security-Policy" }?.value ?? ""
            #expect(policy.hasPrefix("default-src 'none'; style-src 'self'; "))
            #expect(headers.contains(.init("Referrer-Policy", "no-referrer")))
            #expect(headers.contains(.init("X-Content-Type-Options", "nosniff")))
        }
    }

    @Test(arguments: ["/s/", "/s/zzz", "/s/000000/x", "/S/1", "/favicon.ico", "/style.css/x", "/s/../"])
    func `what is not there is not found`(path: String) async {
        #expect(await get(path).status == 404)
    }

    @Test func `a name in small letters is led to the one address of the story`() async {
        let answer = await get("/s/\("\(story)".lowercased())")
        #expect(answer.status == 307)
        #expect(answer.headers.contains(.init("Location", "\(story)")))
        // The merge that led here may be undone.
        #expect(answer.headers.contains(.init("Cache-Control", "no-store")))
    }

    @Test func `pages are read and nothing else`() async {
        #expect(await get("/", method: "HEAD").status == 200)
        let answer = await get("/", method: "POST")
        #expect(answer.status == 405)
        #expect(answer.headers == [.init("Allow", "GET, HEAD")])
    }

    @Test(arguments: [
        ("127.0.0.1", 200), ("[::1]:9811", 200), ("LOCALHOST:9811", 200), ("wire.example.org", 200),
        (nil, 200), ("evil.example", 421), ("127.0.0.1.evil.example:9811", 421), ("", 421),
    ])
    func `a page elsewhere that takes our address is not answered`(host: String?, status: Int) async {
        #expect(await get("/", host: host).status == status)
    }

    @Test func `the path of base-url without its slash is led to the page of digests`() async {
        let answer = await get("/wirewatch", base: "/wirewatch")
        #expect(answer.status == 307)
        #expect(answer.headers.contains(.init("Location", "/wirewatch/")))
    }

    @Test func `a proxy may leave the path of base-url before ours`() async {
        #expect(await get("/wirewatch/s/\(story)", base: "/wirewatch").status == 200)
        #expect(await get("/s/\(story)", base: "/wirewatch").status == 200)
    }
}

private final class ElementCollector: XMLHandler {
    var elements: Set<String> = []
    var attributes: Set<String> = []
    var links: [String] = []

    func startElement(_ name: XMLName, attributes: [XMLAttribute]) {
        elements.insert(name.local)
        for attribute in attributes {
            self.attributes.insert(attribute.name.local)
            if attribute.name.local == "href" { links.append(attribute.value) }
        }
    }
    func endElement(_ name: XMLName) {}
    func characters(_ bytes: [UInt8]) {}
}
