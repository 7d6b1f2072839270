import MicroHTTP
package import Model
package import Pipeline
package import Scheduling
import Synchronization
import Text

/// What came to a callback, for the log and for whoever goes on from there.
package enum PushNews: Sendable, Hashable {
    /// A document was stored.
    case came(feed: String, PushReport)
    /// Something was answered as if it were taken, and dropped.
    case dropped(feed: String, reason: String)
    case storeTroubled(StoreError)
}

/// Where hubs call back: `/push/` and 32 digits that only one hub knows.
///
/// - Source: WebSub §5.3 (verification), §5.2 (denial), §7 (pushes).
package final class PushCallback: Sendable {
    private let stage: PollStage
    private let store: any Store
    private let settings: PushSettings
    private let rate: Mutex<PushRate>
    /// Of what is told about pushes that were dropped: whoever sends them must not fill the journal.
    private let complaints = Mutex(PushRate(limit: complaintsPerMinute))
    private let tell: @Sendable (PushNews) -> Void
    private let changed: ChangeTaker
    private let now: @Sendable () -> Timestamp

    /// Is given what a hub verified or denied: the subscription before and after, and its feed.
    package typealias ChangeTaker =
        @Sendable (Subscription, Subscription, FeedSettings) async throws(StoreError) -> Void

    package static let prefix = "/push/"
    /// Of one feed.
    private static let complaintsPerMinute = 6
    /// Bytes of a challenge.
    private static let longestChallenge = 4096
    /// After which a hub may try again where nothing could be stored.
    private static let storeWait = "15"

    /// - Parameter documentsPerMinute: of one feed.
    package init(
        stage: PollStage, store: any Store, settings: PushSettings, documentsPerMinute: Int,
        tell: @escaping @Sendable (PushNews) -> Void, changed: @escaping ChangeTaker,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.stage = stage
        self.store = store
        self.settings = settings
        rate = Mutex(PushRate(limit: documentsPerMinute))
        self.tell = tell
        self.changed = changed
        self.now = now
    }

    /// The route of the listener; `bodyLimit` is in bytes.
    package func route(bodyLimit: Int) -> WebRoute {
        WebRoute(prefix: Self.prefix, methods: ["GET": 0, "POST": bodyLimit]) { await self.answer($0) }
    }

    /// Whether `segment` can be the last of a callback's path: nothing else is looked up.
    private static func isPath(_ segment: Substring) -> Bool {
        segment.utf8.count == 32
            && segment.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    private func answer(_ request: ServerRequest) async -> ServerAnswer {
        let segment = request.path.dropFirst(Self.prefix.count)
        guard Self.isPath(segment) else { return ServerAnswer(status: 404) }
        do throws(StoreError) {
            guard let target = try await store.pushTarget(path: String(segment)) else {
                return ServerAnswer(status: 404)
            }
            return request.method == "POST"
                ? try await take(request, for: target) : try await verify(request, for: target)
        } catch {
            tell(.storeTroubled(error))
            return ServerAnswer(
                status: 503, headers: [ServerAnswer.Header("Retry-After", Self.storeWait)])
        }
    }

    // MARK: Questions

    private func verify(_ request: ServerRequest, for target: PushTarget) async throws(StoreError)
        -> ServerAnswer
    {
        guard let id = target.subscription.id, let topic = request.argument("hub.topic"),
            let word = request.argument("hub.mode")
        else { return ServerAnswer(status: 404) }
        let moment = now()
        let settings = settings
        if word == "denied" {
            let reason = request.argument("hub.reason").map { TerminalText.safe(String($0.prefix(200))) }
            let change = try await store.change(id) {
                $0.deny(topic: topic, reason: reason, at: moment, settings: settings)
            }
            return try await note(change, of: target) ? ServerAnswer(status: 200) : ServerAnswer(status: 404)
        }
        guard let mode = HubMode(rawValue: word), let challenge = request.argument("hub.challenge"),
            !challenge.isEmpty, challenge.utf8.count <= Self.longestChallenge
        else { return ServerAnswer(status: 404) }
        let lease = request.argument("hub.lease_seconds").flatMap { Int64($0) }.flatMap { seconds in
            seconds > 0 ? Duration.seconds(min(seconds, 1 << 32)) : nil
        }
        let question = HubVerification(mode: mode, topic: topic, lease: lease)
        // Stored first: a challenge that is echoed is a promise to take what comes.
        let change = try await store.change(id) { $0.verify(question, at: moment, settings: settings) }
        guard try await note(change, of: target) else { return ServerAnswer(status: 404) }
        return ServerAnswer(
            status: 200,
            headers: [
                ServerAnswer.Header("Content-Type", "text/plain; charset=utf-8"),
                ServerAnswer.Header("X-Content-Type-Options", "nosniff"),
            ], body: Array(challenge.utf8))
    }

    /// Tells what changed; false where the hub asked for what nobody asked it for.
    private func note(
        _ change: SubscriptionChange<Bool>?, of target: PushTarget
    ) async throws(StoreError) -> Bool {
        guard let change, change.value else { return false }
        if change.before != change.after { try await changed(change.before, change.after, target.settings) }
        return true
    }

    // MARK: Pushes

    /// Takes a document; says so only once it is stored.
    private func take(_ request: ServerRequest, for target: PushTarget) async throws(StoreError)
        -> ServerAnswer
    {
        // The hub has been told, or will be, that nobody wants this any more.
        guard !target.subscription.isEnding else { return ServerAnswer(status: 410) }
        let signature = request.headers["x-hub-signature"]
        guard
            PushSignature.isValid(
                signature, of: request.body, secret: target.subscription.identity.secret)
        else {
            drop(target, signature == nil ? "it is not signed" : "its signature is wrong")
            // Whoever guesses is not told that the guess was wrong.
            return ServerAnswer(status: 202)
        }
        let moment = now()
        if let wait = rate.withLock({ $0.take(target.subscription.feed, at: moment) }) {
            drop(target, "too many documents a minute; the hub was asked to wait")
            let seconds = (wait.milliseconds + 999) / 1000
            return ServerAnswer(status: 429, headers: [ServerAnswer.Header("Retry-After", "\(seconds)")])
        }
        let document = PushedDocument(body: request.body, contentType: request.headers["content-type"])
        let report = try await stage.push(document, to: target, at: moment)
        if let problem = report.problem {
            // Sending it again would not make it a feed.
            drop(target, problem)
            return ServerAnswer(status: 202)
        }
        tell(.came(feed: target.settings.name, report))
        return ServerAnswer(status: 204)
    }

    private func drop(_ target: PushTarget, _ reason: String) {
        let moment = now()
        let isTold = complaints.withLock { $0.take(target.subscription.feed, at: moment) == nil }
        if isTold { tell(.dropped(feed: target.settings.name, reason: reason)) }
    }
}
