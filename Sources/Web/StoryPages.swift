package import Digests
import MicroHTTP
package import Model
package import Pipeline

/// Pages for people, to be read and nothing else: `/`, the last day as a digest, and `/s/ID`, a story.
package struct StoryPages: Sendable {
    private let store: any StoreReader
    private let builder: DigestBuilder
    private let clock: DigestClock
    /// Names of watches.
    private let watches: [String]
    /// The host that a browser may name beside this machine's own addresses.
    private let host: String?
    private let now: @Sendable () -> Timestamp

    /// How far back `/` looks.
    package static let window: Duration = .hours(24)
    /// New stories of `/` that no watch met.
    package static let top = 30

    /// - Parameters:
    ///   - watches: in the order of the configuration.
    ///   - language: the reader's.
    ///   - host: of `base-url`.
    package init(
        store: any StoreReader, watches: [WatchSettings], language: String?, clock: DigestClock,
        host: String?, now: @escaping @Sendable () -> Timestamp
    ) {
        self.store = store
        self.watches = watches.map(\.name)
        self.clock = clock
        self.host = host
        self.now = now
        builder = DigestBuilder(store: store, watches: watches, language: language)
    }

    package var routes: [WebRoute] {
        [
            route("/") { (request) throws(StoreError) in try await today(request) },
            route("/s/") { (request) throws(StoreError) in try await story(request) },
            route("/style.css") { request in
                guard request.path == "/style.css" else { return Self.missing }
                return Self.answer(200, "text/css; charset=utf-8", PageStyle.sheet, "max-age=3600")
            },
        ]
    }

    private func route(
        _ prefix: String,
        _ answer: @escaping @Sendable (ServerRequest) async throws(StoreError) -> ServerAnswer
    ) -> WebRoute {
        WebRoute(prefix: prefix, methods: ["GET": 0, "HEAD": 0]) { request in
            // A page elsewhere can give its name this machine's address, and would read what stands here.
            guard isOurs(request.headers["host"]) else {
                return Self.answer(421, "text/plain; charset=utf-8", "This is not the server of that name.\n")
            }
            do throws(StoreError) { return try await answer(request) } catch {
                return Self.answer(503, "text/plain; charset=utf-8", "The store does not answer.\n")
            }
        }
    }

    // MARK: Pages

    private func today(_ request: ServerRequest) async throws(StoreError) -> ServerAnswer {
        guard request.path == "/" else { return Self.missing }
        let watch = request.argument("watch")
        if let watch, !watches.contains(watch) { return Self.missing }
        let end = now() + .milliseconds(1)
        let input = try await builder.input(
            window: (end - Self.window)..<end, only: watch.map { [$0] }, top: Self.top,
            frame: DigestFrame(base: "."))
        return Self.page(
            DigestHTML.page(of: Digest(input), clock: clock, styling: .sheet("style.css")))
    }

    private func story(_ request: ServerRequest) async throws(StoreError) -> ServerAnswer {
        let name = request.path.dropFirst("/s/".count)
        guard let id = StoryID(String(name)), let detail = try await store.story(id) else {
            return Self.missing
        }
        // A story that became one with another, or a name in small letters, has one address.
        let found = detail.dossier.story.id
        guard found.description == name else {
            return Self.redirect(to: "\(found)")
        }
        return Self.page(
            StoryHTML.page(of: detail, clock: clock, now: now(), sheet: "../style.css", home: "../"))
    }

    // MARK: Answers

    /// Nothing is fetched but our style sheet, nothing runs, nothing is sent, nobody frames it, and no outlet learns
    /// who reads it.
    private static let headers: [ServerAnswer.Header] = [
        .init(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        ),
        .init("Referrer-Policy", "no-referrer"), .init("X-Content-Type-Options", "nosniff"),
        .init("Cross-Origin-Resource-Policy", "same-origin"),
    ]

    private static func answer(
        _ status: Int, _ type: String, _ text: String, _ cache: String = "no-store"
    ) -> ServerAnswer {
        ServerAnswer(
            status: status,
            headers: headers + [.init("Content-Type", type), .init("Cache-Control", cache)],
            body: Array(text.utf8))
    }

    /// For this once: a merge that is undone gives the story its own address back.
    private static func redirect(to address: String) -> ServerAnswer {
        ServerAnswer(
            status: 307, headers: headers + [.init("Location", address), .init("Cache-Control", "no-store")])
    }

    private static func page(_ text: String) -> ServerAnswer {
        answer(200, "text/html; charset=utf-8", text)
    }

    private static let missing = answer(404, "text/plain; charset=utf-8", "There is no such page.\n")

    /// Whether a browser that names `host` means this server: an address, `localhost`, or the host of `base-url`.
    private func isOurs(_ host: String?) -> Bool {
        guard let host else { return true }
        if host.hasPrefix("[") { return true }
        let name = host.prefix { $0 != ":" }.lowercased()
        let isAddress = !name.isEmpty && name.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E }
        return isAddress || name == "localhost" || name == self.host
    }
}
