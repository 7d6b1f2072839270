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

    private func get(_ path: String, host: String? = "127.0.0.1:9811", base: String = "") async
        -> ServerAnswer
    {
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
                method: "GET", target: path, headers: host.map { ["host": $0] } ?? [:], arguments: arguments,
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

    @Test func `today leads to its stories, and to those of one watch`() async {
        let today = await get("/")
        #expect(today.status == 200)
        #expect(Self.text(today).contains("href=\"./s/\(story)\""))
        #expect(await get("/?watch=kim").status == 200)
        #expect(await get("/?watch=nobody").status == 404)
    }

    @Test func `a page fetches, runs and sends nothing, and tells no outlet who reads it`() async {
        for path in ["/", "/s/\(story)", "/style.css", "/none"] {
            let headers = await get(path).headers
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
        #expect(answer.status == 301)
        #expect(answer.headers.contains(.init("Location", "\(story)")))
    }

    @Test(arguments: [
        ("127.0.0.1", 200), ("[::1]:9811", 200), ("LOCALHOST:9811", 200), ("wire.example.org", 200),
        (nil, 200), ("evil.example", 421), ("127.0.0.1.evil.example:9811", 421), ("", 421),
    ])
    func `a page elsewhere that takes our address is not answered`(host: String?, status: Int) async {
        #expect(await get("/", host: host).status == status)
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
