import Model
import Pipeline
import Systemd
import Testing

@testable import Delivery

@Suite struct `the answer of a service` {
    private static let token = "123456:AAF-secret"

    private static func factory(_ transport: ScriptedTransport, _ folder: String) -> ChannelFactory {
        ChannelFactory(
            journal: Journal(sink: .plainLines), transport: transport, userAgent: "w",
            environment: ["CREDENTIALS_DIRECTORY": folder])
    }

    @Test(
        arguments: [
            (#"{"ok":false,"error_code":429,"parameters":{"retry_after":35}}"#, Duration.seconds(35)),
            (#"{"message":"slow","retry_after":0.65,"global":false}"#, .milliseconds(650)),
            (#"{"errcode":"M_LIMIT_EXCEEDED","retry_after_ms":2000}"#, .seconds(2)),
            (#"{"retry_after":-5}"#, nil), (#"{"retry_after":1e300}"#, nil), ("Too many", nil), ("", nil),
            (#"{"retry_after":"soon"}"#, nil),
        ] as [(String, Duration?)])
    func `may say in its body how long to wait`(body: String, wait: Duration?) {
        let response = WebhookResponse(status: 429, excerpt: Array(body.utf8))
        guard case .unavailable(_, let told) = ServiceAnswer.failure(for: response) else {
            Issue.record("a status 429 is no refusal")
            return
        }
        #expect(told == wait)
    }

    @Test func `to a token that is wrong may be put right`() {
        let response = WebhookResponse(status: 401, excerpt: Array(#"{"description":"Unauthorized"}"#.utf8))
        #expect(
            ServiceAnswer.failure(for: response, hasToken: true)
                == .unavailable(
                    message:
                        #"status 401, the token is not accepted: check token-file: {"description":"Unauthorized"}"#,
                    retryAfter: nil))
    }

    @Test func `never brings a token into what is said of it`() async throws {
        let folder = try ScratchFile.folder(["bot": Self.token + "\n"])
        defer { ScratchFile.remove(folder) }
        var route = RouteSettings(name: "phone", type: .telegram)
        route.chat = "-1001"
        route.tokenFile = "bot"
        let answers: [ScriptedTransport.Answer] = [
            .success(
                WebhookResponse(status: 404, excerpt: Array("no /bot\(Self.token)/sendMessage here".utf8))),
            .success(WebhookResponse(status: 500, excerpt: Array("\(Self.token)\(Self.token)".utf8))),
            .failure(WebhookTransportError(message: "cannot reach https://a/bot\(Self.token)")),
        ]
        let transport = ScriptedTransport(answers)
        let channel = try Self.factory(transport, folder).channel(for: route)
        for _ in answers {
            let error = await #expect(throws: DeliveryError.self) {
                try await channel.send(.summit, at: Timestamp(seconds: 1))
            }
            #expect(error?.message.contains("AAF-secret") == false)
            #expect(error?.message.contains("(not shown)") == true)
        }
        #expect(
            transport.requests.allSatisfy {
                $0.url == "https://api.telegram.org/bot\(Self.token)/sendMessage"
            })
    }

    @Test func `is not waited for with a token that is none`() async throws {
        let folder = try ScratchFile.folder(["empty": "\n", "bad": "a\u{7}b\n"])
        defer { ScratchFile.remove(folder) }
        for (file, words) in [
            ("empty", "the file of the token is empty"), ("bad", "holds what no token holds"),
        ] {
            var route = RouteSettings(name: "phone", type: .gotify)
            route.url = "https://gotify.example"
            route.tokenFile = file
            let transport = ScriptedTransport([])
            let channel = try Self.factory(transport, folder).channel(for: route)
            let error = await #expect(throws: DeliveryError.self) {
                try await channel.send(.summit, at: Timestamp(seconds: 1))
            }
            #expect(error?.message.contains(words) == true)
            #expect(transport.requests.isEmpty)
        }
    }

    @Test func `a preview shows everything but secrets`() async throws {
        let folder = try ScratchFile.folder(["bot": Self.token, "hook": "https://hooks.example/T0/B0/zzzzzz"])
        defer { ScratchFile.remove(folder) }
        let factory = Self.factory(ScriptedTransport([]), folder)
        var phone = RouteSettings(name: "phone", type: .telegram)
        phone.chat = "-1001"
        phone.tokenFile = "bot"
        var slack = RouteSettings(name: "slack", type: .webhook)
        slack.format = .slack
        slack.urlFile = "hook"
        var script = RouteSettings(name: "script", type: .exec)
        script.command = ["/usr/lib/on-alert", "--desk"]
        let message = Message.alert(.summit)
        let moment = Timestamp(seconds: 1)
        let first = try await factory.preview(of: message, over: phone, at: moment)
        #expect(first.hasPrefix("POST https://api.telegram.org/bot(not shown)/sendMessage\n"))
        #expect(!first.contains("AAF-secret") && first.contains("\"chat_id\":\"-1001\""))
        let second = try await factory.preview(of: message, over: slack, at: moment)
        #expect(second.hasPrefix("POST (address not shown)\n") && !second.contains("zzzzzz"))
        let third = try await factory.preview(of: message, over: script, at: moment)
        #expect(third.hasPrefix("argument /usr/lib/on-alert\nargument --desk\nWIREWATCH_KEY="))
        for type in [RouteType.journal, .stdout] {
            let text = try await factory.preview(
                of: message, over: RouteSettings(name: "x", type: type), at: moment)
            #expect(text.contains("Vladimir Putin and Kim"))
        }
    }
}
