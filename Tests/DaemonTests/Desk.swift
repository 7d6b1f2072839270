import Configuration
import Daemon
import FeedParsing
import Model
import Pipeline
import Platform
import Scheduling
import Storage
import Synchronization
import TestSupport
import Testing

/// A daemon over a real store, with feeds, a channel and clocks by script.
struct Desk {
    // Tuesday, 23 April 2019, 12:00 UTC.
    static let start = Timestamp(seconds: 1_556_020_800)

    private let scratch: ScratchFolder
    var folder: String { scratch.path }
    let store: SQLiteStore
    let clock = ManualClock(start)
    /// The clock that never goes back.
    let monotonic = ManualClock(start)
    let origin = ScriptedFetcher()
    let channel = ScriptedChannel()
    let log = ScriptedLog()

    init() throws {
        scratch = try ScratchFolder()
        store = try SQLiteStore(path: scratch.path + "/wirewatch.db")
    }

    var retries: RequestFolder { RequestFolder(path: folder + "/retry") }
    var marks: RequestFolder { RequestFolder(path: folder + "/marks") }

    var rulingFolder: RequestFolder { RequestFolder(path: folder + "/rulings") }
    var rulings: RulingDesk { RulingDesk(path: folder + "/rulings") }

    var alertRequests: AlertDesk { AlertDesk(path: folder + "/requests") }

    func pass(by span: Duration) {
        clock.advance(by: span)
        monotonic.advance(by: span)
    }
}

/// Answers every poll with the document of the moment.
final class ScriptedFetcher: Fetcher {
    private struct State {
        var answers: [String: Result<String, FetchError>] = [:]
        var stalls: [String: Doorbell] = [:]
        var asked: [String] = []
        var everything: FetchError?
    }

    private let state = Mutex(State())
    /// Addresses in the order in which they were asked for.
    let requests: AsyncStream<String>
    private let continuation: AsyncStream<String>.Continuation

    init() { (requests, continuation) = AsyncStream<String>.makeStream() }

    var asked: [String] { state.withLock { $0.asked } }

    func forget() { state.withLock { $0.asked = [] } }

    func serve(_ url: String, _ answer: Result<String, FetchError>) {
        state.withLock { $0.answers[url] = answer }
    }

    /// Answers nobody at all any longer, or as before.
    func fail(with error: FetchError?) { state.withLock { $0.everything = error } }

    /// Answers only when the bell rings.
    func stall(_ url: String) -> Doorbell {
        let bell = Doorbell()
        state.withLock { $0.stalls[url] = bell }
        return bell
    }

    func fetch(_ request: FetchRequest) async throws(FetchError) -> FetchResult {
        let stall = state.withLock { state in
            state.asked.append(request.url)
            return state.stalls[request.url]
        }
        continuation.yield(request.url)
        if let stall, await !stall.wait(atMost: .seconds(600)) {
            throw FetchError(cause: nil, message: "cancelled")
        }
        let (answer, everything) = state.withLock { ($0.answers[request.url], $0.everything) }
        if let everything { throw everything }
        switch answer {
        case .success(let text):
            return .document(body: Array(text.utf8), FetchMetadata(status: 200, url: request.url))
        case .failure(let error): throw error
        case nil: throw FetchError(cause: .notFound, message: "404 not found", status: 404)
        }
    }
}

/// Takes messages, or does not.
final class ScriptedChannel: Channel {
    private let state = Mutex<(error: DeliveryError?, messages: [Message], attempts: Int)>((nil, [], 0))
    /// What was tried, in order, for who waits for it.
    let tries: AsyncStream<Message>
    private let continuation: AsyncStream<Message>.Continuation

    init() { (tries, continuation) = AsyncStream<Message>.makeStream() }

    var messages: [Message] { state.withLock { $0.messages } }
    var attempts: Int { state.withLock { $0.attempts } }

    var taken: [Alert] {
        messages.compactMap { if case .alert(let alert) = $0 { alert } else { nil } }
    }

    var notices: [FeedNotice] {
        messages.compactMap { if case .notice(let notice) = $0 { notice } else { nil } }
    }

    func fail(with error: DeliveryError?) { state.withLock { $0.error = error } }

    func send(_ message: Message, at moment: Timestamp) async throws(DeliveryError) {
        let error = state.withLock { state in
            state.attempts += 1
            if state.error == nil { state.messages.append(message) }
            return state.error
        }
        continuation.yield(message)
        if let error { throw error }
    }
}

/// Remembers what was told of the daemon.
final class ScriptedLog: Sendable {
    private let state = Mutex<[Event]>([])
    /// In order, for who waits for one.
    let stream: AsyncStream<Event>
    private let continuation: AsyncStream<Event>.Continuation

    init() { (stream, continuation) = AsyncStream<Event>.makeStream() }

    var events: [Event] { state.withLock { $0 } }

    func take(_ event: Event) {
        state.withLock { $0.append(event) }
        continuation.yield(event)
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
        return Daemon(setup: try Setup(path: path), surroundings: surroundings)
    }

    var surroundings: Surroundings {
        var surroundings = Surroundings(
            store: store, fetcher: origin, channels: { _ in channel }, events: { log.take($0) },
            now: { clock.now })
        surroundings.elapsed = { monotonic.now - Self.start }
        surroundings.retries = retries
        surroundings.marks = marks
        surroundings.rulings = rulings
        surroundings.alertRequests = alertRequests
        return surroundings
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

    func state(_ name: String) async throws -> FeedState {
        try #require(try await store.feeds().first { $0.settings.name == name }).state
    }

    /// Feeds by name and address, with what else is to be set, polled by a service of their own.
    func polling(
        _ feeds: [(name: String, url: String)], isOnePass: Bool = false,
        _ change: (inout FeedSettings) -> Void = { _ in }
    ) async throws -> PollService {
        let settings = feeds.map { feed in
            var settings = FeedSettings(name: feed.name, url: feed.url, outlet: Outlet(name: feed.name))
            settings.interval = .minutes(10)
            settings.minimumInterval = .minutes(10)
            change(&settings)
            return settings
        }
        try await store.synchronise(feeds: settings, at: clock.now)
        return service(isOnePass: isOnePass)
    }

    func service(isOnePass: Bool) -> PollService {
        let settings = PollSettings(
            userAgent: "t", fetchLimits: FetchLimits(), addresses: AddressPolicy(),
            parseLimits: ParseLimits(),
            filters: [:], credentials: [:])
        return PollService(
            stage: PollStage(fetcher: origin, store: store, settings: settings), store: store,
            settings: SchedulerSettings(places: 4, hostPlaces: 1, isOnePass: isOnePass), hostPause: .zero,
            requests: retries, events: { log.take($0) }, now: { clock.now },
            elapsed: { monotonic.now - Self.start })
    }

    /// One pass over what is due; the addresses that were asked for, sorted.
    func once() async throws -> [String] {
        origin.forget()
        var service = service(isOnePass: true)
        _ = try await service.run(until: Stopper(), at: Doorbell()) { _, _ in }
        return origin.asked.sorted()
    }
}
