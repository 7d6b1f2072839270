import Crypto
import Daemon
import FeedParsing
import MicroHTTP
import Model
import Pipeline
import Platform
import Scheduling
import Storage
import Synchronization
import TestSupport
import Testing
import Web

/// The services of pushing over a real store, with a clock, an origin and a hub by script.
struct PushTrial {
    static let start = Timestamp(seconds: 1_556_020_800)
    static let url = "https://a.example/feed"
    static let hubURL = "https://hub.example/"

    private let scratch: ScratchFolder
    let store: SQLiteStore
    let clock = ManualClock(start)
    let hub = ScriptedHub()
    let origin = ScriptedOrigin()
    let log = Log()
    var settings = PushSettings()
    var limit = 60

    final class Log: Sendable {
        let events = Mutex<[Event]>([])
    }

    /// What was logged, in order.
    var events: [Event] { log.events.withLock { $0 } }

    init() throws {
        scratch = try ScratchFolder()
        store = try SQLiteStore(path: scratch.path + "/wirewatch.db")
    }

    static func feed(_ name: String = "a", url: String = url) -> FeedSettings {
        FeedSettings(name: name, url: url, outlet: Outlet(name: name, kind: .wire))
    }

    static let poll = PollSettings(
        userAgent: "t", fetchLimits: FetchLimits(), addresses: AddressPolicy(), parseLimits: .init(),
        filters: [:], credentials: [:], pushPace: .hours(6))

    var stage: PollStage { PollStage(fetcher: origin, store: store, settings: Self.poll) }

    func service(callback: String? = "https://we.example") -> PushService {
        let clock = clock
        return PushService(
            store: store, hub: hub, settings: settings, poll: Self.poll, callback: callback,
            events: { [log] event in log.events.withLock { $0.append(event) } }, now: { clock.now })
    }

    /// Answers one callback.
    func call(
        _ method: String, _ path: String, _ arguments: [(String, String)] = [], body: String = "",
        headers: [String: String] = [:]
    ) async -> Int {
        let clock = clock
        let callback = PushCallback(
            stage: stage, store: store, settings: settings, documentsPerMinute: limit,
            tell: { [log] news in
                if case .dropped(let feed, let reason) = news {
                    log.events.withLock { $0.append(.pushDropped(feed: feed, reason: reason)) }
                }
            },
            changed: { [service = service()] before, after, feed throws(StoreError) in
                try await service.note(before, after, of: feed)
            }, now: { clock.now })
        let request = ServerRequest(
            method: method, target: path, headers: headers,
            arguments: arguments.map { .init(name: $0.0, value: $0.1) }, body: Array(body.utf8))
        return await callback.route(bodyLimit: 1000).answer(request).status
    }

    /// Polls all feeds that are due, once.
    func poll() async throws {
        for feed in try await store.dueFeeds(at: clock.now, limit: 100) {
            let clock = clock
            _ = try await stage.poll(feed, now: { clock.now })
        }
    }

    /// A feed that has been polled and that its hub pushes.
    static func subscribed(lease: Int = 86400) async throws -> PushTrial {
        let desk = try PushTrial()
        desk.origin.serve(Self.document("one"))
        try await desk.store.synchronise(feeds: [feed()], at: desk.clock.now)
        try await desk.poll()
        try await desk.service().reconcile()
        _ = try await desk.service().advance()
        #expect(await desk.verify(lease: lease) == 200)
        return desk
    }

    /// The hub verifies what it was asked last.
    func verify(lease: Int = 86400) async -> Int {
        guard let asked = hub.asked.last else { return 0 }
        return await call(
            "GET", Self.path(asked),
            [
                ("hub.mode", asked.mode.rawValue), ("hub.topic", asked.topic), ("hub.challenge", "c"),
                ("hub.lease_seconds", "\(lease)"),
            ])
    }

    func push(_ body: String, secret: String? = nil) async throws -> Int {
        let asked = try #require(hub.asked.last { $0.mode == .subscribe })
        let signature = try Signature.of(body, secret: secret ?? asked.secret)
        return await call("POST", Self.path(asked), body: body, headers: ["x-hub-signature": signature])
    }

    static func path(_ asked: HubRequest) -> String {
        "/push/" + String(asked.callback.split(separator: "/").last ?? "")
    }

    static func document(_ guids: String..., hub: String? = hubURL) -> String {
        let link = hub.map { "<a:link rel='hub' href='\($0)'/><a:link rel='self' href='\(url)'/>" } ?? ""
        let items = guids.map { "<item><guid>\($0)</guid><title>Item \($0)</title></item>" }.joined()
        return
            "<rss version='2.0' xmlns:a='http://www.w3.org/2005/Atom'><channel><title>t</title>\(link)\(items)"
            + "</channel></rss>"
    }

    var feed: StoredFeed? { get async throws { try await store.feeds().first } }
}

enum Signature {
    static func of(_ body: String, secret: String) throws -> String {
        "sha256="
            + (try MessageAuthentication.sha256(of: Array(body.utf8), key: Array(secret.utf8))).map {
                ($0 < 16 ? "0" : "") + String($0, radix: 16)
            }.joined()
    }
}

/// Takes every request, or answers as it is told.
final class ScriptedHub: Hub {
    private let state = Mutex<(outcome: HubOutcome, asked: [HubRequest])>((.accepted, []))

    var asked: [HubRequest] { state.withLock { $0.asked } }

    func answers(_ outcome: HubOutcome) { state.withLock { $0.outcome = outcome } }

    func ask(_ request: HubRequest) async -> HubOutcome {
        state.withLock { state in
            state.asked.append(request)
            return state.outcome
        }
    }
}

final class ScriptedOrigin: Fetcher {
    private let body = Mutex("")

    func serve(_ text: String) { body.withLock { $0 = text } }

    func fetch(_ request: FetchRequest) async throws(FetchError) -> FetchResult {
        .document(body: Array(body.withLock { $0 }.utf8), FetchMetadata(status: 200, url: request.url))
    }
}
