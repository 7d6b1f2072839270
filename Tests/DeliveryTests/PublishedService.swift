import Model
import Pipeline

@testable import Delivery

/// A service with what it publishes of its messages; the sources stand at the types of the messages.
struct PublishedService: Sendable {
    var format: ServiceFormat
    var shape: Shape
    var address = "https://a.example/hook"
    /// Bytes of a whole request that the service takes.
    var limit: Int

    /// What `message` becomes.
    func request(_ message: Message) throws(DeliveryError) -> ServiceFormat.Request {
        try format.request(
            message, text: MessageText(message, offset: { _ in nil }), address: address, token: "123:abcdef")
    }

    func body(_ message: Message) throws -> JSONShape { try JSONShape.read(try request(message).body) }
}

extension PublishedService {
    private static let richText: Shape = .either([
        .members(
            ["type": .exactly("text"), "text": .text(3000)],
            optional: ["style": .members(["bold": .bool])]),
        .members(["type": .exactly("link"), "text": .text(3000), "url": .link]),
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
                ]),
                .members([
                    "type": .exactly("rich_text"),
                    "elements": .list(
                        1...1,
                        of: .members([
                            "type": .exactly("rich_text_section"), "elements": .list(1...1000, of: richText),
                        ])),
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

    private static let teamsRun: Shape = .members(
        ["type": .exactly("TextRun"), "text": .text(8000)],
        optional: [
            "weight": .exactly("Bolder"), "size": .exactly("Medium"),
            "selectAction": .members(["type": .exactly("Action.OpenUrl"), "url": .link]),
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
                            of: .members(
                                [
                                    "type": .exactly("RichTextBlock"),
                                    "inlines": .list(1...1, of: teamsRun),
                                ], optional: ["spacing": .exactly("Large")])),
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

    static let all = [
        PublishedService(format: .slack, shape: slack, limit: 1 << 20),
        PublishedService(format: .discord, shape: discord, limit: 1 << 20),
        PublishedService(
            format: .matrix(room: "!r:a.example"), shape: matrix, limit: MatrixMessage.eventLimit),
        PublishedService(format: .teams, shape: teams, limit: TeamsMessage.messageLimit),
        PublishedService(format: .ntfy, shape: ntfy, address: "https://ntfy.example/korea", limit: 1 << 20),
        PublishedService(format: .gotify, shape: gotify, limit: 1 << 20),
        PublishedService(format: .telegram(chat: "-100"), shape: telegram, limit: 1 << 20),
        PublishedService(
            format: .cloudEvents(source: "urn:desk"), shape: cloudEvents, limit: CloudEvent.eventLimit),
    ]
}
