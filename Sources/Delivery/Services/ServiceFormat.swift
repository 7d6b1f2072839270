import Model
import Pipeline
import Text

/// A service that takes messages over HTTP: how a message becomes its request.
enum ServiceFormat: Hashable, Sendable {
    case standard
    /// The origin that events name.
    case cloudEvents(source: String)
    case slack
    case discord
    case matrix(room: String)
    case teams
    case ntfy
    case gotify
    case telegram(chat: String)

    /// What goes where.
    struct Request: Hashable, Sendable {
        var method = "POST"
        var url: String
        /// Beside those of every request.
        var headers: [String]
        var body: [UInt8]
    }

    /// Whether requests carry the headers of Standard Webhooks.
    var isSigned: Bool {
        switch self {
        case .standard, .cloudEvents: true
        case .slack, .discord, .matrix, .teams, .ntfy, .gotify, .telegram: false
        }
    }

    /// Whether the service takes nothing from strangers.
    var needsToken: Bool {
        switch self {
        case .matrix, .gotify, .telegram: true
        case .standard, .cloudEvents, .slack, .discord, .teams, .ntfy: false
        }
    }

    /// Where the service is that has one place for everybody.
    var usualAddress: String? {
        if case .telegram = self { return TelegramMessage.server }
        return nil
    }

    /// The request that brings `message`.
    ///
    /// - Parameters:
    ///   - address: as configured.
    ///   - token: what the service knows us by, without white space around it.
    /// - Throws: `unavailable` where address or token cannot be used, in words that repeat neither.
    func request(
        _ message: Message, text: MessageText, address: String, token: String?
    ) throws(DeliveryError) -> Request {
        if let token, !token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) {
            throw .unavailable(message: "the token holds what no token holds", retryAfter: nil)
        }
        let json = "Content-Type: application/json"
        switch self {
        case .standard: return Request(url: address, headers: [json], body: message.json)
        case .cloudEvents(let source):
            return Request(
                url: address, headers: ["Content-Type: application/cloudevents+json; charset=UTF-8"],
                body: CloudEvent.body(of: message, source: source))
        case .slack: return Request(url: address, headers: [json], body: SlackMessage.body(of: text))
        case .discord:
            return Request(
                url: DiscordMessage.waiting(address), headers: [json],
                body: DiscordMessage.body(of: text, severity: message.severity, decided: message.decided))
        case .teams: return Request(url: address, headers: [json], body: TeamsMessage.body(of: text))
        case .matrix(let room):
            return Request(
                method: "PUT",
                url: MatrixMessage.url(server: address, room: room, key: message.idempotencyKey),
                headers: [json] + bearer(token), body: MatrixMessage.body(of: text))
        case .ntfy:
            guard let place = NtfyMessage.place(of: address) else {
                throw .unavailable(message: "the address does not end with a topic", retryAfter: nil)
            }
            return Request(
                url: place.server, headers: [json] + bearer(token),
                body: NtfyMessage.body(
                    of: text, topic: place.topic, severity: message.severity, tags: message.languages))
        case .gotify:
            return Request(
                url: Self.path("message", behind: address),
                headers: [json] + (token.map { ["X-Gotify-Key: \($0)"] } ?? []),
                body: GotifyMessage.body(of: text, severity: message.severity))
        case .telegram(let chat):
            return Request(
                url: TelegramMessage.url(server: address, token: token ?? ""), headers: [json],
                body: TelegramMessage.body(of: text, chat: chat, severity: message.severity))
        }
    }

    private func bearer(_ token: String?) -> [String] { token.map { ["Authorization: Bearer \($0)"] } ?? [] }

    /// `path` behind `address`, one slash between them.
    static func path(_ path: String, behind address: String) -> String {
        var address = address[...]
        while address.last == "/" { address.removeLast() }
        return "\(address)/\(path)"
    }
}
