import FeedParsing
import Model
import Pipeline
import Scheduling
import Storage
import Synchronization
import TestSupport
import Testing

/// One feed, a store, and answers by script.
private struct StageDesk {
    static let url = "https://a.example/feed"
    private let scratch: ScratchFolder
    let store: SQLiteStore
    let clock = ManualClock(Timestamp(seconds: 1_556_020_800))
    let origin = Origin()
    var settings = FeedSettings(name: "a", url: url, outlet: Outlet(name: "A"))
    var hostPause: Duration?

    init() throws {
        scratch = try ScratchFolder()
        store = try SQLiteStore(path: scratch.path + "/wirewatch.db")
    }

    /// Polls once, as if it were due.
    @discardableResult
    func poll() async throws -> PollReport {
        try await store.synchronise(feeds: [settings], at: clock.now)
        clock.advance(by: .hours(200))
        let feed = try #require(try await store.dueFeeds(at: clock.now, limit: 1).first)
        let clock = clock
        var settings = PollSettings(
            userAgent: "t", fetchLimits: FetchLimits(), addresses: AddressPolicy(),
            parseLimits: ParseLimits(), filters: [:], credentials: [:])
        settings.hostPause = hostPause
        let stage = PollStage(
            fetcher: origin, store: store, settings: settings, pause: { origin.pause($0) })
        return try await stage.poll(feed, now: { clock.now })
    }

    var state: FeedState {
        get async throws { try #require(try await store.feeds().first).state }
    }

    static func feed(_ titles: [String], head: String = "") -> String {
        let items = titles.map { "<item><guid>\($0)</guid><title>\($0)</title></item>" }.joined()
        return
            "<rss version='2.0' xmlns:a='http://www.w3.org/2005/Atom'><channel><title>t</title>\(head)\(items)"
            + "</channel></rss>"
    }
}

/// Gives its answers in turn, by address.
private final class Origin: Fetcher {
    private struct State {
        var answers: [String: [Result<FetchResult, FetchError>]] = [:]
        var requests: [FetchRequest] = []
        var pauses: [Duration] = []
    }

    private let state = Mutex(State())

    var requests: [FetchRequest] { state.withLock { $0.requests } }
    var pauses: [Duration] { state.withLock { $0.pauses } }

    func pause(_ span: Duration) { state.withLock { $0.pauses.append(span) } }

    func add(_ result: Result<FetchResult, FetchError>, at url: String = StageDesk.url) {
        state.withLock { $0.answers[url, default: []].append(result) }
    }

    func document(
        _ text: String, tag: String? = nil, modified: String? = nil, isDelta: Bool = false,
        links: PushLinks = PushLinks(), at url: String = StageDesk.url
    ) {
        var metadata = FetchMetadata(status: isDelta ? 226 : 200, url: url)
        metadata.entityTag = tag
        metadata.lastModified = modified
        metadata.isDelta = isDelta
        metadata.links = links
        add(.success(.document(body: Array(text.utf8), metadata)), at: url)
    }

    func unchanged(
        tag: String? = nil, modified: String? = nil, freshFor: Duration? = nil, links: PushLinks = PushLinks()
    ) {
        var metadata = FetchMetadata(status: 304, url: StageDesk.url)
        metadata.entityTag = tag
        metadata.lastModified = modified
        metadata.freshFor = freshFor
        metadata.links = links
        add(.success(.notModified(metadata)))
    }

    func fetch(_ request: FetchRequest) async throws(FetchError) -> FetchResult {
        let answer = state.withLock { state -> Result<FetchResult, FetchError>? in
            state.requests.append(request)
            guard var list = state.answers[request.url], !list.isEmpty else { return nil }
            let first = list.removeFirst()
            state.answers[request.url] = list
            return first
        }
        guard let answer else { throw FetchError(cause: .notFound, message: "404 not found", status: 404) }
        return try answer.get()
    }
}

@Suite struct PollStageTests {
    struct Renewal: Sendable, CustomTestStringConvertible {
        var name: String
        var tag: String?
        var modified: String?
        var expected: Validators?
        var testDescription: String { name }
    }

    @Test(arguments: [
        Renewal(
            name: "neither", expected: Validators(entityTag: "1", lastModified: "mon", url: StageDesk.url)),
        Renewal(
            name: "one", tag: "2",
            expected: Validators(entityTag: "2", lastModified: "mon", url: StageDesk.url)),
        Renewal(
            name: "both", tag: "2", modified: "tue",
            expected: Validators(entityTag: "2", lastModified: "tue", url: StageDesk.url)),
    ])
    func `a 304 replaces the validators that it names`(item: Renewal) async throws {
        let desk = try StageDesk()
        desk.origin.document(StageDesk.feed(["x"]), tag: "1", modified: "mon")
        desk.origin.unchanged(tag: item.tag, modified: item.modified)
        try await desk.poll()
        try await desk.poll()
        #expect(try await desk.state.validators == item.expected)
    }

    @Test(arguments: [
        Renewal(name: "none", expected: nil),
        Renewal(
            name: "one", tag: "2", expected: Validators(entityTag: "2", lastModified: nil, url: StageDesk.url)
        ),
    ])
    func `a document replaces both validators, also where it is the same`(item: Renewal) async throws {
        for text in [StageDesk.feed(["x"]), StageDesk.feed(["x", "y"])] {
            let desk = try StageDesk()
            desk.origin.document(StageDesk.feed(["x"]), tag: "1", modified: "mon")
            desk.origin.document(text, tag: item.tag, modified: item.modified)
            try await desk.poll()
            try await desk.poll()
            #expect(try await desk.state.validators == item.expected)
        }
    }

    @Test func `equal bytes are not read again`() async throws {
        let desk = try StageDesk()
        // A document with a warning for each time that it is parsed.
        let text = StageDesk.feed(["x"], head: "<pubDate>no date</pubDate>") + "<!--"
        desk.origin.document(text)
        desk.origin.document(text)
        let first = try await desk.poll()
        let second = try await desk.poll()
        #expect(!first.isUnchanged)
        #expect(second.isUnchanged && second.warnings.isEmpty)
    }

    @Test(arguments: [TroubleCause.brokenBody, .timeout, .serverError, .tooManyRequests])
    func `an error touches neither validators nor the body's hash`(cause: TroubleCause) async throws {
        let desk = try StageDesk()
        desk.origin.document(StageDesk.feed(["x"]), tag: "1", modified: "mon")
        desk.origin.add(.failure(FetchError(cause: cause, message: "no")))
        try await desk.poll()
        let before = try await desk.state
        try await desk.poll()
        let after = try await desk.state
        #expect(after.validators == before.validators && after.bodyHash == before.bodyHash)
        #expect(after.bodyHash != nil)
    }

    @Test(arguments: TroubleCause.allCases.filter { $0 != .gone })
    func `after each trouble a feed is asked ever more seldom, and at least about once a day`(
        cause: TroubleCause
    ) async throws {
        let desk = try StageDesk()
        var waits: [Duration] = []
        for _ in 0..<9 {
            desk.origin.add(.failure(FetchError(cause: cause, message: "no")))
            try await desk.poll()
            waits.append(try #require(try await desk.state.nextPoll) - desk.clock.now)
        }
        #expect((Duration.minutes(30)...Duration.minutes(33)).contains(waits[0]))
        #expect(zip(waits, waits.dropFirst()).prefix(5).allSatisfy { $1 > $0 * 1.8 })
        #expect((Duration.hours(24)...Duration.minutes(1585)).contains(waits[8]))
    }

    @Test func `a delta adds items and removes none, and its bytes stand for no document`() async throws {
        let desk = try StageDesk()
        desk.origin.document(StageDesk.feed(["x", "y"]), tag: "1")
        desk.origin.document(StageDesk.feed(["z"]), tag: "2", isDelta: true)
        desk.origin.document(StageDesk.feed(["x", "y", "z"]), tag: "3")
        try await desk.poll()
        #expect(try await desk.poll().receipt.newItems.count == 1)
        #expect(try await desk.state.bodyHash == nil)
        #expect(try await desk.poll().receipt.newItems.isEmpty)
        #expect(try await desk.store.figures().items == 3)
    }

    @Test func `a delta that names no hub leaves the one that is known`() async throws {
        let desk = try StageDesk()
        desk.origin.document(
            StageDesk.feed(["x"], head: "<a:link rel='hub' href='https://hub.example/'/>"), tag: "1")
        desk.origin.document(StageDesk.feed(["z"]), tag: "2", isDelta: true)
        try await desk.poll()
        try await desk.poll()
        #expect(try await desk.state.offer?.hubs == ["https://hub.example/"])
    }

    @Test func `a hub is known from the headers of a 304, and of a document that is as it was`() async throws
    {
        let desk = try StageDesk()
        let text = StageDesk.feed(
            ["x"], head: "<a:link rel='self' href='https://a.example/topic'/>")
        let hubs = PushLinks(hubs: ["https://hub.example/"])
        let moved = PushLinks(
            hubs: ["javascript:x", "https://other.example/"], topic: "https://a.example/new")
        desk.origin.document(text, tag: "1")
        desk.origin.unchanged(links: hubs)
        desk.origin.unchanged()
        desk.origin.document(text, tag: "1", links: moved)
        var offers: [PushOffer?] = []
        for _ in 0..<4 {
            try await desk.poll()
            offers.append(try await desk.state.offer)
        }
        let first = PushOffer(hubs: hubs.hubs, topic: StageDesk.url)
        let second = PushOffer(hubs: ["https://other.example/"], topic: "https://a.example/new")
        #expect(offers == [nil, first, first, second])
    }

    @Test func `a poll for which no file was free is no failure, and the feed stays due`() async throws {
        let desk = try StageDesk()
        desk.origin.document(StageDesk.feed(["x"]), tag: "1")
        desk.origin.add(.failure(FetchError(cause: nil, message: "no file is free")))
        try await desk.poll()
        let before = try await desk.state
        let report = try await desk.poll()
        #expect(report.end == .undone)
        #expect(report.obstacle == "no file is free")
        #expect(try await desk.state == before)
    }

    @Test func `freshness survives a 304 that does not speak of it`() async throws {
        let desk = try StageDesk()
        desk.origin.document(StageDesk.feed(["x"]), tag: "1")
        desk.origin.unchanged(freshFor: .hours(3))
        desk.origin.unchanged()
        for _ in 0..<3 { try await desk.poll() }
        #expect(try await desk.state.hints.freshFor == .hours(3))
    }

    // MARK: Pages

    private func page(_ titles: [String], next: String?, relation: String = "next") -> String {
        StageDesk.feed(titles, head: next.map { "<a:link rel='\(relation)' href='\($0)'/>" } ?? "")
    }

    @Test(arguments: [(0, 1), (1, 2), (2, 3), (9, 3)])
    func `the first poll reads as many older pages as it may, with pauses`(pages: Int, requests: Int)
        async throws
    {
        var desk = try StageDesk()
        desk.settings.pages = pages
        desk.settings.firstPoll = .alert
        desk.origin.document(page(["d", "c"], next: "https://a.example/2"), tag: "1")
        desk.origin.document(
            page(["c", "b"], next: "https://a.example/3", relation: "prev-archive"), at: "https://a.example/2"
        )
        desk.origin.document(page(["a"], next: "https://a.example/2"), at: "https://a.example/3")
        let report = try await desk.poll()
        #expect(desk.origin.requests.count == requests)
        #expect(desk.origin.pauses == Array(repeating: .seconds(1), count: requests - 1))
        #expect(report.receipt.newItems.count == [2, 3, 4][requests - 1])
        // Only the newest page's items may alert.
        let quiet = try await desk.store.unplacedItems(limit: 9).filter(\.item.isQuiet).map(
            \.item.content.title)
        #expect(quiet == Array(["b", "a"].prefix(requests - 1)))
        #expect(try await desk.state.validators?.url == StageDesk.url)
        // Never again after the first.
        desk.origin.unchanged()
        try await desk.poll()
        #expect(desk.origin.requests.count == requests + 1)
    }

    @Test func `pages keep the pause that is set for their host`() async throws {
        var desk = try StageDesk()
        desk.settings.pages = 1
        desk.hostPause = .seconds(5)
        desk.origin.document(page(["x"], next: "https://a.example/2"))
        desk.origin.document(page(["a"], next: nil), at: "https://a.example/2")
        try await desk.poll()
        #expect(desk.origin.pauses == [.seconds(5)])
    }

    @Test(arguments: ["https://b.example/2", "http://a.example/2", "file:///etc/passwd"])
    func `pages elsewhere are not asked for`(next: String) async throws {
        var desk = try StageDesk()
        desk.settings.pages = 3
        desk.origin.document(page(["x"], next: next))
        try await desk.poll()
        #expect(desk.origin.requests.count == 1)
    }

    @Test func `a page that cannot be had is a warning`() async throws {
        var desk = try StageDesk()
        desk.settings.pages = 3
        desk.origin.document(page(["x"], next: "https://a.example/2"))
        let report = try await desk.poll()
        #expect(report.receipt.newItems.count == 1)
        #expect(report.verdict.state.error == nil)
        #expect(report.warnings.map(\.code) == [.pageMissing])
    }
}
