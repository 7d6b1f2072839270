import Crypto
import Model
import Pipeline
import Systemd
import Testing

@testable import Delivery

/// What services are sent, against what they publish; the sources stand at the types of the messages.
@Suite struct `messages for services` {
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
        for service in PublishedService.all {
            for message in messages where !Self.isBlank(message) {
                let request = try service.request(message)
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
        let requests = try PublishedService.all.map { try $0.request(.alert(.summit)) }
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
        for service in PublishedService.all {
            let text = String(decoding: try service.request(.alert(.summit)).body, as: UTF8.self)
            for word in ["Putin and Kim", "Yonhap", "putin", "https:\\/\\/en.example\\/1"] {
                #expect(
                    text.replacing("\\/", with: "/").contains(word.replacing("\\/", with: "/")),
                    "\(service.format)")
            }
        }
        let telegram = try PublishedService.all[6].body(.alert(.summit))
        #expect(
            telegram["text"]?.text == """
                <a href="https://en.example/1"><b>\(headline)</b></a>
                3 outlets · 2 languages · first Yonhap 05:05 UTC
                putin-kim: @kim (title), @putin (text)
                """)
        let ntfy = try PublishedService.all[4].body(.alert(.summit))
        #expect(ntfy["priority"] == .number(5))
        #expect(ntfy["tags"] == .array([.string("ko"), .string("ru")]))
        #expect(ntfy["click"] == .string("https://en.example/1"))
    }

    @Test func `mention nobody and format nothing, whatever a title says`() throws {
        for title in HostileText.titles(60, seed: 23) {
            let message = Message.alert(HostileText.alert(title))
            let bodies = try PublishedService.all.map { try $0.body(message) }
            let text = bodies[6]["text"]?.text ?? ""
            #expect(ServiceMarkup.isOurHTML(text, bold: "b"), "\(text)")
            let embed = bodies[1]["embeds"]?[0]
            for part in [embed?["title"]?.text, embed?["description"]?.text].compactMap(\.self) {
                #expect(ServiceMarkup.isPlain(part[...]), "\(part)")
            }
            #expect(bodies[0]["text"]?.text?.contains(where: { "<>".contains($0) }) == false)
            let rich = bodies[2]["formatted_body"]?.text ?? ""
            #expect(ServiceMarkup.isOurHTML(rich.replacing("<br>", with: "\n"), bold: "strong"), "\(rich)")
        }
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
