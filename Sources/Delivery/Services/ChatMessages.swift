import Model
import Text

/// A message for Slack's incoming webhooks: blocks of plain text, in which no markup is read, and a link.
///
/// - Source: https://docs.slack.dev/reference/block-kit/blocks and
///   https://docs.slack.dev/messaging/formatting-message-text (which characters are escaped).
enum SlackMessage {
    /// Characters of a header block.
    static let headerLimit = 150
    /// Characters of the text of a section block.
    static let sectionLimit = 3000
    /// Characters of the text that notifications show.
    static let textLimit = 4000

    static func body(of text: MessageText) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("text", FittedText.cut(escaped(text.headline), units: textLimit))
            // Nothing in the text above is markup.
            writer.field("mrkdwn", false)
            writer.field("unfurl_links", false)
            writer.field("unfurl_media", false)
            writer.field("blocks", array: { blocks(text, to: &$0) })
        }
        return writer.bytes
    }

    private static func blocks(_ text: MessageText, to writer: inout JSONWriter) {
        block("header", "plain_text", FittedText.cut(text.headline, units: headerLimit), to: &writer)
        if text.headline.utf16.count > headerLimit {
            block("section", "plain_text", FittedText.cut(text.headline, units: sectionLimit), to: &writer)
        }
        let lines = FittedText.lines(text.body, units: sectionLimit)
        if !lines.isEmpty { block("section", "plain_text", lines.joined(separator: "\n"), to: &writer) }
        if let url = WebLink.safe(text.url) {
            block("section", "mrkdwn", "<\(escaped(url))>", to: &writer)
        }
    }

    private static func block(_ kind: String, _ type: String, _ text: String, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("type", kind)
            writer.field(
                "text",
                object: { writer in
                    writer.field("type", type)
                    writer.field("text", text)
                    if type == "plain_text" { writer.field("emoji", false) }
                })
        }
    }

    /// The three characters that begin or end something in Slack's markup.
    static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}

/// A message for Discord's webhooks: one embed, in which every sign of Markdown is escaped and nobody is mentioned.
///
/// - Source: https://docs.discord.com/developers/resources/message#embed-object-embed-limits and
///   https://docs.discord.com/developers/resources/webhook#execute-webhook
enum DiscordMessage {
    /// Characters of an embed's title and description.
    static let titleLimit = 256
    static let descriptionLimit = 4096
    /// Characters of all texts of an embed.
    static let embedLimit = 6000

    /// `SUPPRESS_NOTIFICATIONS`: nobody's phone rings.
    private static let silent = 1 << 12

    /// `address` with the wish to be told whether the message is there; without it, a message that is not kept is no
    /// error.
    static func waiting(_ address: String) -> String {
        address + (address.contains("?") ? "&" : "?") + "wait=true"
    }

    static func body(of text: MessageText, severity: Severity, decided: Timestamp) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field(
                "embeds",
                array: { writer in
                    writer.object { writer in
                        writer.field("title", cut(text.headline, to: titleLimit))
                        if let url = WebLink.safe(text.url) { writer.field("url", url) }
                        let lines = FittedText.lines(text.body.map(escaped), units: descriptionLimit)
                        writer.field("description", lines.joined(separator: "\n"))
                        writer.field("timestamp", CivilTime.rfc3339(decided))
                    }
                })
            writer.field(
                "allowed_mentions", object: { writer in writer.field("parse", array: { _ in }) })
            if severity == .low { writer.field("flags", silent) }
        }
        return writer.bytes
    }

    /// `text` escaped and within `limit`: cut before it is escaped, so that no sign loses its backslash.
    private static func cut(_ text: String, to limit: Int) -> String {
        var room = limit
        while true {
            let result = escaped(FittedText.cut(text, units: room))
            let excess = result.utf16.count - limit
            if excess <= 0 { return result }
            room -= max(1, excess / 2)
        }
    }

    /// `text` with a backslash before all that Markdown or a mention could begin with.
    static func escaped(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if signs.contains(scalar) { result.append("\\") }
            result.append(scalar)
        }
        return String(result)
    }

    private static let signs = Set("\\*_~`|>#-+[]()<@:!".unicodeScalars)
}

/// A message for a room of Matrix, sent under a name by which the server drops the twin.
///
/// - Source: https://spec.matrix.org/latest/client-server-api/#put_matrixclientv3roomsroomidsendeventtypetxnid and
///   #mroommessage-msgtypes, #size-limits.
enum MatrixMessage {
    /// Bytes of a whole event; half of them are for what the server adds and for the two forms of the text.
    static let eventLimit = 65_536
    private static let textLimit = 8_000

    /// Where the message is put: the server knows a repetition by the last part.
    static func url(server: String, room: String, key: String) -> String {
        ServiceFormat.path(
            "_matrix/client/v3/rooms/\(encoded(room))/send/m.room.message/\(encoded(key))", behind: server)
    }

    static func body(of text: MessageText) -> [UInt8] {
        let headline = FittedText.cut(text.headline, bytes: textLimit / 4)
        let lines = FittedText.lines(text.body, bytes: textLimit)
        let url = WebLink.safe(text.url)
        let plain = ([headline] + lines + [url].compactMap(\.self)).joined(separator: "\n")
        let title = "<strong>\(MailHTML.escaped(headline))</strong>"
        let linked = url.map { "<a href=\"\(MailHTML.escaped($0))\">\(title)</a>" } ?? title
        let rich = ([linked] + lines.map(MailHTML.escaped)).joined(separator: "<br>")
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("msgtype", "m.text")
            writer.field("body", plain)
            writer.field("format", "org.matrix.custom.html")
            writer.field("formatted_body", rich)
            // With it, no client looks for names in the text.
            writer.field("m.mentions", object: { _ in })
        }
        return writer.bytes
    }

    /// `text` as one segment of a path.
    private static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var result: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: result.append(byte)
            default: result += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}

/// A message for a workflow or webhook of Teams: an Adaptive Card whose texts are runs, in which no Markdown is read.
///
/// - Source: https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using and
///   https://adaptivecards.io/explorer/TextRun.html
enum TeamsMessage {
    /// Bytes of a whole message; it is 28 KB, and what JSON escapes counts twice.
    static let messageLimit = 28_000
    private static let bodyLimit = 8_000
    private static let headlineLimit = 2_000
    /// The version that every client of Teams shows.
    private static let version = "1.4"

    static func body(of text: MessageText) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("type", "message")
            writer.field(
                "attachments",
                array: { writer in
                    writer.object { writer in
                        writer.field("contentType", "application/vnd.microsoft.card.adaptive")
                        writer.field("content", object: { card(text, to: &$0) })
                    }
                })
        }
        return writer.bytes
    }

    private static func card(_ text: MessageText, to writer: inout JSONWriter) {
        writer.field("$schema", "http://adaptivecards.io/schemas/adaptive-card.json")
        writer.field("type", "AdaptiveCard")
        writer.field("version", version)
        writer.field("fallbackText", FittedText.cut(text.headline, bytes: headlineLimit))
        writer.field(
            "body",
            array: { writer in
                run(FittedText.cut(text.headline, bytes: headlineLimit), isTitle: true, to: &writer)
                for line in FittedText.lines(text.body, bytes: bodyLimit) {
                    run(line, isTitle: false, to: &writer)
                }
            })
        if let url = WebLink.safe(text.url) {
            writer.field(
                "actions",
                array: { writer in
                    writer.object { writer in
                        writer.field("type", "Action.OpenUrl")
                        writer.field("title", "Open")
                        writer.field("url", url)
                    }
                })
        }
    }

    private static func run(_ text: String, isTitle: Bool, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("type", "RichTextBlock")
            writer.field(
                "inlines",
                array: { writer in
                    writer.object { writer in
                        writer.field("type", "TextRun")
                        writer.field("text", text)
                        if isTitle {
                            writer.field("weight", "Bolder")
                            writer.field("size", "Medium")
                        }
                    }
                })
        }
    }
}
