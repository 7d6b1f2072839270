import Crypto
import Model
import Pipeline
import Systemd
import Testing

@testable import Delivery

/// What services are sent, against what they publish; the sources stand at the types of the messages.
@Suite struct `messages for services` {
    private static let plain: Shape = .members([
        "type": .exactly("plain_text"), "text": .text(3000), "emoji": .bool,
    ])

    private static let slack: Shape = .members([
        "text": .text(4000), "mrkdwn": .bool, "unfurl_links": .bool, "unfurl_media": .bool,
        "blocks": .list(
            1...50,
            of: .either([
                .members([
                    "type": .exactly("header"),
                    "text": .members([
                        "type": .exactly("plain_text"), "text": .text(150), "emoji": .bool,
                    ]),
                ]), .members(["type": .exactly("section"), "text": plain]),
                .members([
                    "type": .exactly("section"),
                    "text": .members(["type": .exactly("mrkdwn"), "text": .text(3000)]),
                ]),
            ])),
    ])

    private static let discord: Shape = .members(
        [
            "embeds": .list(
                1...1,
                of: .members(
                    ["title": .text(256), "description": .text(4096), "timestamp": .text(30)],
                    optional: ["url": .link])),
            "allowed_mentions": .members(["parse": .list(0...0, of: .anything)]),
        ], optional: ["flags": .integer(4096...4096)])

    private static let matrix: Shape = .members([
        "msgtype": .exactly("m.text"), "body": .text(60_000), "format": .exactly("org.matrix.custom.html"),
        "formatted_body": .text(60_000), "m.mentions": .members([:]),
    ])

    private static let teams: Shape = .members([
        "type": .exactly("message"),
        "attachments": .list(
            1...1,
            of: .members([
                "contentType": .exactly("application/vnd.microsoft.card.adaptive"),
                "content": .members(
                    [
                        "$schema": .link, "type": .exactly("AdaptiveCard"), "version": .exactly("1.4"),
                        "fallbackText": .text(2000),
                        "body": .list(
                            1...200,
                            of: .members([
                                "type": .exactly("RichTextBlock"),
                                "inlines": .list(
                                    1...1,
                                    of: .members(
                                        ["type": .exactly("TextRun"), "text": .text(8000)],
                                        optional: ["weight": .exactly("Bolder"), "size": .exactly("Medium")])),
                            ])),
                    ],
                    optional: [
                        "actions": .list(
                            1...1,
                            of: .members([
                                "type": .exactly("Action.OpenUrl"), "title": .text(20), "url": .link,
                            ]))
                    ]),
            ])),
    ])

    private static let ntfy: Shape = .members(
        [
            "topic": .exactly("korea"), "title": .text(250), "message": .text(4096),
            "priority": .integer(1...5),
        ], optional: ["tags": .list(1...8, of: .text(10_000)), "click": .link])

    private static let gotify: Shape = .members([
        "title": .text(1000), "message": .text(12_000), "priority": .integer(0...10),
        "extras": .members(
            ["client::display": .members(["contentType": .exactly("text/plain")])],
            optional: ["client::notification": .members(["click": .members(["url": .link])])]),
    ])

    private static let telegram: Shape = .members(
        [
            "chat_id": .text(64), "text": .text(30_000), "parse_mode": .exactly("HTML"),
            "link_preview_options": .members(["is_disabled": .bool]),
        ], optional: ["disable_notification": .bool])

    private static let cloudEvents: Shape = .members([
        "specversion": .exactly("1.0"), "id": .text(200), "source": .exactly("urn:desk"),
        "type": .text(60), "subject": .text(200), "time": .text(30),
        "datacontenttype": .exactly("application/json"), "data": .anything,
    ])

    private struct Service: Sendable {
        var format: ServiceFormat
        var shape: Shape
        var address = "https://a.example/hook"
        /// Bytes of a whole request that the service takes.
        var limit: Int
    }

    private static let services = [
        Service(format: .slack, shape: slack, limit: 1 << 20),
        Service(format: .discord, shape: discord, limit: 1 << 20),
        Service(format: .matrix(room: "!r:a.example"), shape: matrix, limit: MatrixMessage.eventLimit),
        Service(format: .teams, shape: teams, limit: TeamsMessage.messageLimit),
        Service(format: .ntfy, shape: ntfy, address: "https://ntfy.example/korea", limit: 1 << 20),
        Service(format: .gotify, shape: gotify, limit: 1 << 20),
        Service(format: .telegram(chat: "-100"), shape: telegram, limit: 1 << 20),
        Service(format: .cloudEvents(source: "urn:desk"), shape: cloudEvents, limit: CloudEvent.eventLimit),
    ]

    private static func request(
        _ service: Service, _ message: Message
    ) throws(DeliveryError) -> ServiceFormat.Request {
        try service.format.request(
            message, text: MessageText(message, offset: { _ in nil }), address: service.address,
            token: "123:abcdef")
    }

    private static func notice(_ words: String, troubles: Int) -> Message {
        .notice(
            FeedNotice(
                id: FeedNoticeID(watch: "health", slot: "2019-04-25-0800"), severity: .low,
                decided: Timestamp(seconds: 1_556_168_900),
                troubles: (0..<troubles).map { index in
                    FeedTrouble(
                        feed: "f\(index)", url: "https://a.example/", outlet: words, event: .failing,
                        state: .failing, since: nil, error: words, status: 503, lastSuccess: nil,
                        lastNewItem: nil, nextPoll: nil, movedTo: nil, advice: words)
                }, unlisted: 0, recovered: [], ongoing: 0, feeds: troubles))
    }

    @Test func `have the shape that the service publishes, whatever is in them`() throws {
        var messages: [Message] = [.alert(.summit), Self.notice("words", troubles: 1)]
        messages += HostileText.titles(60, seed: 21).map { .alert(HostileText.alert($0)) }
        messages += HostileText.titles(6, seed: 22).suffix(8).map { Self.notice($0, troubles: 100) }
        for service in Self.services {
            for message in messages where !Self.isBlank(message) {
                let request = try Self.request(service, message)
                #expect(request.body.count <= service.limit, "\(service.format): \(request.body.count)")
                let problems = service.shape.problems(in: try JSONShape.read(request.body))
                #expect(problems == [], "\(service.format)")
            }
        }
    }

    /// A headline of controls alone; no item has one.
    private static func isBlank(_ message: Message) -> Bool {
        MessageText(message, offset: { _ in nil }).headline.allSatisfy(\.isWhitespace)
    }

    @Test func `go where the service wants them, with what it knows us by`() throws {
        let id = Alert.summit.idempotencyKey
        let requests = try Self.services.map { try Self.request($0, .alert(.summit)) }
        let places = requests.map { "\($0.method) \($0.url)" }
        #expect(
            places == [
                "POST https://a.example/hook", "POST https://a.example/hook?wait=true",
                "PUT https://a.example/hook/_matrix/client/v3/rooms/%21r%3Aa.example/send/m.room.message/\(id)",
                "POST https://a.example/hook", "POST https://ntfy.example/",
                "POST https://a.example/hook/message",
                "POST https://a.example/hook/bot123:abcdef/sendMessage", "POST https://a.example/hook",
            ])
        let bearer = "Authorization: Bearer 123:abcdef"
        #expect(requests[2].headers.contains(bearer) && requests[4].headers.contains(bearer))
        #expect(requests[5].headers.contains("X-Gotify-Key: 123:abcdef"))
        for request in [requests[0], requests[1], requests[3], requests[6], requests[7]] {
            #expect(!request.headers.contains { $0.contains("abcdef") })
        }
    }

    @Test func `say the headline, the figures, why, and where to read on`() throws {
        let headline = "Vladimir Putin and Kim Jong-un meet in Vladivostok"
        for service in Self.services {
            let text = String(decoding: try Self.request(service, .alert(.summit)).body, as: UTF8.self)
            for word in ["Putin and Kim", "Yonhap", "putin", "https:\\/\\/en.example\\/1"] {
                #expect(
                    text.replacing("\\/", with: "/").contains(word.replacing("\\/", with: "/")),
                    "\(service.format)")
            }
        }
        let telegram = try JSONShape.read(Self.request(Self.services[6], .alert(.summit)).body)
        #expect(
            telegram["text"]?.text == """
                <a href="https://en.example/1"><b>\(headline)</b></a>
                3 outlets · 2 languages · first Yonhap 05:05 UTC
                putin-kim: @kim (title), @putin (text)
                """)
        let ntfy = try JSONShape.read(Self.request(Self.services[4], .alert(.summit)).body)
        #expect(ntfy["priority"] == .number(5))
        #expect(ntfy["tags"] == .array([.string("ko"), .string("ru")]))
        #expect(ntfy["click"] == .string("https://en.example/1"))
    }

    @Test func `mention nobody and format nothing, whatever a title says`() throws {
        for title in HostileText.titles(60, seed: 23) {
            let message = Message.alert(HostileText.alert(title))
            let bodies = try Self.services.map { try JSONShape.read(Self.request($0, message).body) }
            let text = bodies[6]["text"]?.text ?? ""
            #expect(Self.isTelegram(text), "\(text)")
            let embed = bodies[1]["embeds"]?[0]
            for part in [embed?["title"]?.text, embed?["description"]?.text].compactMap(\.self) {
                #expect(Self.isEscapedMarkdown(part), "\(part)")
            }
            #expect(bodies[0]["text"]?.text?.contains(where: { "<>".contains($0) }) == false)
            let rich = bodies[2]["formatted_body"]?.text ?? ""
            #expect(Self.isMatrix(rich), "\(rich)")
        }
    }

    /// Only the two elements that we write, each closed, and no other bracket.
    private static func isTelegram(_ text: String) -> Bool {
        let rest = text.replacing(#/^(<a href="https?:[^"<>]*">)?<b>[^<>]*<\/b>(<\/a>)?/#, with: "")
        return rest.utf16.count < text.utf16.count && !rest.contains("<") && !rest.contains(">")
    }

    private static func isMatrix(_ text: String) -> Bool {
        let rest = text.replacing(#/^(<a href="https?:[^"<>]*">)?<strong>[^<>]*<\/strong>(<\/a>)?/#, with: "")
            .replacing("<br>", with: "")
        return rest.utf16.count < text.utf16.count && !rest.contains("<") && !rest.contains(">")
    }

    private static func isEscapedMarkdown(_ text: String) -> Bool {
        var isEscaped = false
        for scalar in text.unicodeScalars {
            if isEscaped {
                isEscaped = false
            } else if scalar == "\\" {
                isEscaped = true
            } else if "*_~`|>#-+[]()<@:".unicodeScalars.contains(scalar) {
                return false
            }
        }
        return !isEscaped
    }

    @Test func `of events are signed as webhooks are, others are not`() async throws {
        for (format, count) in [(WebhookFormat.cloudevents, 3), (.slack, 0), (.standard, 3)] {
            var route = RouteSettings(name: "hook", type: .webhook)
            route.url = "https://hooks.example/a"
            route.secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
            route.format = format
            let transport = ScriptedTransport([.success(WebhookResponse(status: 204))])
            let factory = ChannelFactory(
                journal: Journal(sink: .plainLines), transport: transport, userAgent: "w", environment: [:])
            try await factory.channel(for: route).send(.summit, at: Timestamp(seconds: 1))
            let headers = try #require(transport.requests.first?.headers)
            #expect(headers.count { $0.hasPrefix("webhook-") } == count)
        }
    }

    @Test(arguments: [
        ("https://ntfy.sh/korea", "https://ntfy.sh/", "korea"),
        ("https://ntfy.example/under/korea/", "https://ntfy.example/under/", "korea"),
        ("http://127.0.0.1:80/a?auth=x", "http://127.0.0.1:80/", "a"),
    ])
    func `for ntfy go to the topic that the address ends with`(address: String, server: String, topic: String)
    {
        let place = NtfyMessage.place(of: address)
        #expect(place?.server == server && place?.topic == topic)
    }

    @Test(arguments: ["https://ntfy.sh", "https://ntfy.sh/", "korea", "", "https:///x"])
    func `for ntfy need a topic`(address: String) {
        #expect(NtfyMessage.place(of: address) == nil)
    }
}
