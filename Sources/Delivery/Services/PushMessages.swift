import Digests
import Model
import Text

/// A message for ntfy, published as JSON, since its headers take no letters beyond Latin-1.
///
/// - Source: https://docs.ntfy.sh/publish/#publish-as-json
enum NtfyMessage {
    /// Bytes of a message; the server makes a file of a longer one.
    static let messageLimit = 4096
    /// Bytes of a title: a line of a notification, and far less than a server takes.
    static let titleLimit = 250
    /// Tags that are sent.
    private static let tagLimit = 8
    /// Bytes of a tag; codes of languages have fewer.
    private static let tagBytes = 35

    /// The server and the topic that `address` ends with.
    static func place(of address: String) -> (server: String, topic: String)? {
        var address = String(address.prefix { !"?#".contains($0) })
        while address.last == "/" { address.removeLast() }
        guard let slash = address.lastIndex(of: "/") else { return nil }
        let server = address[..<slash]
        let topic = address[address.index(after: slash)...]
        guard let scheme = server.firstRange(of: "://"), scheme.upperBound < server.endIndex, !topic.isEmpty
        else { return nil }
        return (server + "/", String(topic))
    }

    static func body(of text: MessageText, topic: String, severity: Severity, tags: [String]) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("topic", topic)
            writer.field("title", FittedText.cut(text.headline, bytes: titleLimit))
            let fitted = FittedLines(limit: messageLimit, source: text.source) { $0.plain.utf8.count + 1 }
            writer.field("message", fitted(text.body).map(\.plain).joined(separator: "\n"))
            writer.field("priority", priority(severity))
            let short = tags.filter { (1...tagBytes).contains($0.utf8.count) }.prefix(tagLimit)
            if !short.isEmpty { writer.field("tags", Array(short)) }
            if let url = WebLink.safe(text.url) { writer.field("click", url) }
        }
        return writer.bytes
    }

    private static func priority(_ severity: Severity) -> Int {
        switch severity {
        case .low: 2
        case .normal: 3
        case .urgent: 5
        }
    }
}

/// A message for Gotify, as plain text.
///
/// - Source: https://gotify.net/docs/pushmsg and https://gotify.net/docs/msgextras
enum GotifyMessage {
    /// Bytes of a message; Gotify states no limit, phones show no more.
    static let messageLimit = 8192
    static let titleLimit = 1000

    static func body(of text: MessageText, severity: Severity) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("title", FittedText.cut(text.headline, bytes: titleLimit))
            let url = WebLink.safe(text.url)
            let fitted = FittedLines(limit: messageLimit, source: text.source) { $0.plain.utf8.count + 1 }
            let lines = fitted(text.body).map(\.plain) + [url].compactMap(\.self)
            writer.field("message", lines.joined(separator: "\n"))
            writer.field("priority", priority(severity))
            writer.field("extras", object: { extras(url, to: &$0) })
        }
        return writer.bytes
    }

    private static func extras(_ url: String?, to writer: inout JSONWriter) {
        writer.field("client::display", object: { $0.field("contentType", "text/plain") })
        guard let url else { return }
        writer.field("client::notification", object: { $0.field("click", object: { $0.field("url", url) }) })
    }

    /// From 8 on the phone makes itself heard; up to 3 it shows nothing but the message.
    private static func priority(_ severity: Severity) -> Int {
        switch severity {
        case .low: 2
        case .normal: 5
        case .urgent: 8
        }
    }
}

/// A message for a chat of Telegram, as the HTML that its bots write.
///
/// - Source: https://core.telegram.org/bots/api#sendmessage and #html-style
enum TelegramMessage {
    static let server = "https://api.telegram.org"
    /// UTF-16 units of a text after its markup is read.
    static let textLimit = 4096
    /// Units of it that the headline may take.
    private static let headlineLimit = 1000
    /// Links and bold parts that are shown as such; the headline is both.
    static let entityLimit = 100

    /// Holds the token: it must stand in no message and no log.
    static func url(server: String, token: String) -> String {
        ServiceFormat.path("bot\(token)/sendMessage", behind: server)
    }

    static func body(of text: MessageText, chat: String, severity: Severity) -> [UInt8] {
        let headline = FittedText.cut(text.headline, units: headlineLimit)
        // Addresses are markup and count for nothing.
        let fitted = FittedLines(limit: textLimit - headline.utf16.count - 1, source: text.source) {
            $0.text.utf16.count + ($0.isHeading ? 2 : 1)
        }
        let title = "<b>\(escaped(headline))</b>"
        let linked = WebLink.safe(text.url).map { "<a href=\"\(escaped($0))\">\(title)</a>" } ?? title
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("chat_id", chat)
            writer.field("text", ([linked] + marked(fitted(text.body))).joined(separator: "\n"))
            writer.field("parse_mode", "HTML")
            writer.field("link_preview_options", object: { $0.field("is_disabled", true) })
            if severity == .low { writer.field("disable_notification", true) }
        }
        return writer.bytes
    }

    /// `lines` with their links, as far as the service shows them.
    private static func marked(_ lines: [ShortLine]) -> [String] {
        var room = entityLimit - 2
        return lines.map { line in
            if line.isHeading || line.url != nil { room -= 1 }
            return self.line(room >= 0 || line.isHeading ? line : ShortLine(line.text, count: line.count))
        }
    }

    private static func line(_ line: ShortLine) -> String {
        let text = escaped(line.text)
        if line.isHeading { return "\n<b>\(text)</b>" }
        return line.url.map { "<a href=\"\(escaped($0))\">\(text)</a>" } ?? text
    }

    /// The four characters that mean something; the service knows no name of an apostrophe.
    static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }
}

extension ShortLine {
    /// Without markup: a heading stands off by an empty line and two dashes.
    fileprivate var plain: String { isHeading ? "\n— \(text) —" : text }
}
