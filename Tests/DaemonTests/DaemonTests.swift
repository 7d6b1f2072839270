import Configuration
import Daemon
import Model
import Pipeline
import Platform
import Storage
import Synchronization
import TestSupport
import Testing

/// A daemon over a real store, with feeds and a channel by script.
private struct Desk {
    static let start = Timestamp(seconds: 1_556_020_800)

    private let scratch: ScratchFolder
    var folder: String { scratch.path }
    let store: SQLiteStore
    let clock = ManualClock(start)
    let origin = ScriptedFetcher()
    let channel = ScriptedChannel()

    init() throws {
        scratch = try ScratchFolder()
        store = try SQLiteStore(path: scratch.path + "/wirewatch.db")
    }
}

/// Answers every poll with the document of the moment.
private final class ScriptedFetcher: Fetcher {
    private let answers = Mutex<[String: Result<String, FetchError>]>([:])

    func serve(_ url: String, _ answer: Result<String, FetchError>) { answers.withLock { $0[url] = answer } }

    func fetch(_ request: FetchRequest) async throws(FetchError) -> FetchResult {
        let answer = answers.withLock { $0[request.url] }
        switch answer {
        case .success(let text):
            return .document(body: Array(text.utf8), FetchMetadata(status: 200, url: request.url))
        case .failure(let error): throw error
        case nil: throw FetchError(kind: .notFound, message: "404 not found", status: 404)
        }
    }
}

/// Takes alerts, or does not.
private final class ScriptedChannel: Channel {
    private let state = Mutex<(error: DeliveryError?, taken: [Alert])>((nil, []))

    var taken: [Alert] { state.withLock { $0.taken } }

    func fail(with error: DeliveryError?) { state.withLock { $0.error = error } }

    func send(_ alert: Alert, at moment: Timestamp) async throws(DeliveryError) {
        let error = state.withLock { state in
            if state.error == nil { state.taken.append(alert) }
            return state.error
        }
        if let error { throw error }
    }
}

extension Desk {
    func daemon(_ more: String = "") throws -> Daemon {
        let path = "\(folder)/feeds.conf"
        if FileMode.permissions(of: path) == nil {
            try AppendingFile.append(
                Array(
                    """
                    [wirewatch]
                    first-poll = alert
                    min-interval = 1s
                    interval = 1s
                    [feed "a"]
                    url = https://a.example/
                    lang = en
                    [feed "b"]
                    url = https://b.example/
                    lang = en
                    [watch "kim"]
                    query = kim
                    \(more)
                    """.utf8), to: path)
        }
        return Daemon(
            setup: try Setup(path: path),
            surroundings: Surroundings(
                store: store, fetcher: origin, channels: { _ in channel }, events: { _ in },
                now: { clock.now }))
    }

    func feed(_ titles: String...) -> Result<String, FetchError> {
        let items = titles.enumerated().map {
            "<item><guid>\($0.element)</guid><title>\($0.element)</title></item>"
        }
        return .success("<rss version='2.0'><channel><title>t</title>\(items.joined())</channel></rss>")
    }

    func pass(_ more: String = "") async throws -> PassSummary {
        try await daemon(more).pass(sends: true, progress: { _ in })
    }
}

@Suite struct DaemonPassTests {
    @Test func `a pass goes from the feed to the channel, and the next tells nobody again`() async throws {
        let desk = try Desk()
        desk.origin.serve("https://a.example/", desk.feed("Kim arrives in Vladivostok"))
        let first = try await desk.pass()
        #expect(first.polls.done == 2)
        #expect(first.polls.failed == 1)
        #expect(first.polls.newItems == 1)
        #expect(desk.channel.taken.map(\.content.headline) == ["Kim arrives in Vladivostok"])
        desk.clock.advance(by: .minutes(1))
        let second = try await desk.pass()
        #expect(second.polls.unchanged == 1)
        #expect(second.alerts.isEmpty)
        #expect(desk.channel.taken.count == 1)
    }

    @Test func `what a dead route could not take is delivered when it lives again`() async throws {
        let desk = try Desk()
        desk.origin.serve("https://a.example/", desk.feed("Kim arrives in Vladivostok"))
        desk.channel.fail(with: .unavailable(message: "down", retryAfter: nil))
        _ = try await desk.pass()
        #expect(try await desk.store.alerts(onlyFailed: true, limit: 10).count == 1)
        desk.channel.fail(with: nil)
        desk.clock.advance(by: .minutes(30))
        _ = try await desk.pass()
        #expect(desk.channel.taken.count == 1)
        #expect(try await desk.store.alerts(onlyFailed: true, limit: 10).isEmpty)
    }

    @Test func `a feed that changes all its guids floods nobody`() async throws {
        let desk = try Desk()
        func feed(_ prefix: String) -> Result<String, FetchError> {
            let items = (0..<20).map { number in
                "<item><guid>\(prefix)\(number)</guid><title>Kim report number \(number)</title>"
                    + "<link>https://a.example/\(number)</link></item>"
            }
            return .success("<rss version='2.0'><channel><title>t</title>\(items.joined())</channel></rss>")
        }
        desk.origin.serve("https://a.example/", feed("old"))
        _ = try await desk.pass()
        let told = desk.channel.taken.count
        desk.origin.serve("https://a.example/", feed("new"))
        desk.clock.advance(by: .hours(1))
        let summary = try await desk.pass()
        #expect(summary.polls.newItems == 0)
        #expect(desk.channel.taken.count == told)
    }

    @Test func `drop leaves items out, and a story of many outlets is found by its size`() async throws {
        let desk = try Desk()
        desk.origin.serve(
            "https://a.example/",
            desk.feed("Summit in Vladivostok announced by the Kremlin", "Football tonight"))
        desk.origin.serve(
            "https://b.example/", desk.feed("Summit in Vladivostok announced by the Kremlin today"))
        let more = "[watch \"wide\"]\nquery = summit outlets:>=2\n"
        let summary = try await desk.pass(more)
        #expect(summary.polls.newItems == 3)
        #expect(desk.channel.taken.map(\.id.watch) == ["wide"])
    }

    @Test func `a document that is no feed is told in the feed's health`() async throws {
        let desk = try Desk()
        desk.origin.serve(
            "https://a.example/", .success("<!doctype html><html><title>Just a moment</title></html>"))
        _ = try await desk.pass()
        let feed = try #require(try await desk.store.feeds().first { $0.settings.name == "a" })
        #expect(feed.state.health == .failing)
        #expect(feed.state.error?.contains("HTML") == true)
    }
}

@Suite struct DoorbellTests {
    @Test func `a ring that nobody waited for is kept, and two are one`() async {
        let bell = Doorbell()
        bell.ring()
        bell.ring()
        #expect(await bell.wait(atMost: .seconds(600)))
        #expect(await !bell.wait(atMost: .milliseconds(1)))
    }

    @Test func `a bell that was waited for in vain still rings, and only then`() async {
        let bell = Doorbell()
        #expect(await !bell.wait(atMost: .milliseconds(1)))
        #expect(await !bell.wait(atMost: .milliseconds(1)))
        async let rang = bell.wait(atMost: .seconds(600))
        bell.ring()
        #expect(await rang)
    }

    @Test func `a stopped daemon comes to its end`() async throws {
        let desk = try Desk()
        desk.origin.serve("https://a.example/", desk.feed("Kim arrives in Vladivostok"))
        let stopper = Stopper()
        stopper.stop()
        try await desk.daemon().run(until: stopper, sends: true)
        #expect(stopper.isStopped)
    }
}

@Suite struct SetupTests {
    @Test func `the system's zones are known by name, and nothing else is read`() {
        #expect(TimeZones.rules(named: "Asia/Seoul")?.abbreviation(at: Desk.start) == "KST")
        #expect(TimeZones.rules(named: "Asia/Seoul")?.offset(at: Desk.start) == .hours(9))
        #expect(TimeZones.rules(named: "../../../etc/passwd") == nil)
        #expect(TimeZones.rules(named: "Asia/Soul") == nil)
    }

    @Test func `clocks that are put forward and back give one moment`() throws {
        let berlin = try #require(TimeZones.rules(named: "Europe/Berlin"))
        let summer = berlin.timestamp(of: CivilTime(year: 2019, month: 7, day: 1, hour: 12))
        #expect("\(summer)" == "2019-07-01T10:00:00Z")
        // 02:30 came twice that night: the first counts.
        let back = berlin.timestamp(of: CivilTime(year: 2019, month: 10, day: 27, hour: 2, minute: 30))
        #expect("\(back)" == "2019-10-27T00:30:00Z")
        // 02:30 never came that night.
        let forward = berlin.timestamp(of: CivilTime(year: 2019, month: 3, day: 31, hour: 2, minute: 30))
        #expect("\(forward)" == "2019-03-31T01:30:00Z")
    }
}
