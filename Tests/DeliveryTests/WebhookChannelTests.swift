import Crypto
import FoundationEssentials
import Model
import Pipeline
import Systemd
import Testing

@testable import Delivery

@Suite struct `a webhook` {
    private static let moment = Timestamp(milliseconds: 1_556_168_900_750)

    private static func factory(
        _ transport: ScriptedTransport, environment: [String: String] = [:]
    ) -> ChannelFactory {
        ChannelFactory(
            journal: Journal(sink: .plainLines), transport: transport, userAgent: "wirewatch/1.0",
            environment: environment)
    }

    private static func route(_ change: (inout RouteSettings) -> Void = { _ in }) -> RouteSettings {
        var route = RouteSettings(name: "hook", type: .webhook)
        route.url = "https://hooks.example/wirewatch"
        route.secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
        route.timeout = .seconds(10)
        route.allowsPrivateAddresses = ["127.0.0.1/32"]
        change(&route)
        return route
    }

    @Test func `carries the alert, its id and a signature`() async throws {
        let transport = ScriptedTransport([.success(WebhookResponse(status: 204))])
        try await Self.factory(transport).channel(for: Self.route()).send(.summit, at: Self.moment)
        let key = try #require(Base64.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
        let signature = try WebhookSignature.value(
            id: Alert.summit.idempotencyKey, timestamp: 1_556_168_900, body: AlertJSON.bytes(of: .summit),
            key: key)
        #expect(
            transport.requests == [
                WebhookRequest(
                    url: "https://hooks.example/wirewatch",
                    headers: [
                        "Content-Type: application/json", "User-Agent: wirewatch/1.0",
                        "webhook-id: \(Alert.summit.idempotencyKey)", "webhook-timestamp: 1556168900",
                        "webhook-signature: \(signature)",
                    ], body: AlertJSON.bytes(of: .summit), timeout: .seconds(10),
                    addresses: AddressPolicy(allowedPrivateBlocks: ["127.0.0.1/32"]))
            ])
    }

    @Test func `keeps id and body when it is repeated`() async throws {
        let transport = ScriptedTransport([
            .failure(WebhookTransportError(message: "timeout")), .success(WebhookResponse(status: 200)),
        ])
        let channel = try Self.factory(transport).channel(for: Self.route())
        await #expect(throws: DeliveryError.unavailable(message: "timeout", retryAfter: nil)) {
            try await channel.send(.summit, at: Self.moment)
        }
        try await channel.send(.summit, at: Self.moment + .minutes(5))
        let requests = transport.requests
        #expect(requests.map(\.body) == [AlertJSON.bytes(of: .summit), AlertJSON.bytes(of: .summit)])
        #expect(requests.map { $0.headers[2] }.allSatisfy { $0 == requests[0].headers[2] })
        #expect(
            requests.map { $0.headers[3] } == [
                "webhook-timestamp: 1556168900", "webhook-timestamp: 1556169200",
            ])
    }

    @Test func `goes unsigned where there is no secret`() async throws {
        let transport = ScriptedTransport([.success(WebhookResponse(status: 200))])
        let route = Self.route { $0.secret = nil }
        try await Self.factory(transport).channel(for: route).send(.summit, at: Self.moment)
        #expect(transport.requests.first?.headers.count == 4)
    }

    @Test func `has no line feed in its id whatever a watch is called`() {
        let alert = Alert.summit { $0.id = AlertID(watch: "a b\r\nx: 한", story: StoryID(42)) }
        #expect(WebhookChannel.id(of: .alert(alert)) == "alert_a%20b%0D%0Ax:%20%ED%95%9C_\(StoryID(42))_1")
    }

    @Test func `reads address and secret from files, anew each time`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "wirewatch-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("https://one.example/T0/B0\n".utf8).write(to: folder.appending(path: "address"))
        try Data("whsec_Zm9v\n".utf8).write(to: folder.appending(path: "key"))
        let transport = ScriptedTransport([
            .success(WebhookResponse(status: 200)), .success(WebhookResponse(status: 200)),
        ])
        let route = Self.route { route in
            route.urlFile = "address"
            route.secretFile = folder.appending(path: "key").path
        }
        let factory = Self.factory(transport, environment: ["CREDENTIALS_DIRECTORY": folder.path])
        let channel = try factory.channel(for: route)
        try await channel.send(.summit, at: Self.moment)
        try Data("https://two.example/".utf8).write(to: folder.appending(path: "address"))
        try await channel.send(.summit, at: Self.moment)
        let signature = try WebhookSignature.value(
            id: Alert.summit.idempotencyKey, timestamp: 1_556_168_900, body: AlertJSON.bytes(of: .summit),
            key: Array("foo".utf8))
        #expect(transport.requests.map(\.url) == ["https://one.example/T0/B0", "https://two.example/"])
        #expect(
            transport.requests.map { $0.headers[4] }
                == Array(repeating: "webhook-signature: \(signature)", count: 2))

        try Data("whsec_!".utf8).write(to: folder.appending(path: "key"))
        await #expect(
            throws: DeliveryError.unavailable(
                message: "the secret is empty or no base64 after whsec_", retryAfter: nil)
        ) { try await channel.send(.summit, at: Self.moment) }

        try FileManager.default.removeItem(at: folder.appending(path: "address"))
        await #expect(
            throws: DeliveryError.unavailable(
                message: "open \(folder.path)/address: No such file or directory", retryAfter: nil)
        ) { try await channel.send(.summit, at: Self.moment) }
        #expect(transport.requests.count == 2)
    }

    struct Answer: Sendable, CustomTestStringConvertible {
        let response: WebhookResponse
        let error: DeliveryError?

        init(_ status: Int, retryAfter: Duration? = nil, body: String = "", _ error: DeliveryError?) {
            response = WebhookResponse(status: status, retryAfter: retryAfter, excerpt: Array(body.utf8))
            self.error = error
        }

        var testDescription: String { "\(response.status)" }
    }

    @Test(arguments: [
        Answer(200, nil), Answer(202, nil), Answer(299, body: "thanks", nil),
        Answer(302, .unavailable(message: "status 302, redirects are not followed", retryAfter: nil)),
        Answer(400, body: " invalid\n\u{1B}[1mpayload", .refused(message: "status 400: invalid [1mpayload")),
        Answer(401, .refused(message: "status 401")), Answer(404, .refused(message: "status 404")),
        Answer(408, .unavailable(message: "status 408", retryAfter: nil)),
        Answer(410, .refused(message: "status 410, the receiver is gone")),
        Answer(425, .unavailable(message: "status 425", retryAfter: nil)),
        Answer(429, retryAfter: .minutes(2), .unavailable(message: "status 429", retryAfter: .minutes(2))),
        Answer(500, .unavailable(message: "status 500", retryAfter: nil)),
        Answer(503, retryAfter: .hours(1), .unavailable(message: "status 503", retryAfter: .hours(1))),
        Answer(100, .unavailable(message: "status 100", retryAfter: nil)),
    ])
    func `is done, tried again or given up by the answer's status`(_ answer: Answer) {
        #expect(ServiceAnswer.failure(for: answer.response) == answer.error)
    }
}
