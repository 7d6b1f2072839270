import Digests
import Model
import Text

/// A message for Slack's incoming webhooks: a header and rich text, in neither of which markup is read.
///
/// - Source: https://docs.slack.dev/reference/block-kit/blocks,
///   https://docs.slack.dev/reference/block-kit/blocks/rich-text-block and
///   https://docs.slack.dev/messaging/formatting-message-text (which characters are escaped).
enum SlackMessage {
    /// Characters of a header block.
    static let headerLimit = 150
    /// Characters of all rich text; Slack states this limit for a section block, and none for rich text.
    static let textLimit = 3000
    /// Characters of the text that notifications show.
    static let fallbackLimit = 4000

    static func body(of text: MessageText) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("text", FittedText.cut(escaped(text.headline), units: fallbackLimit))
            // Nothing in the text above is markup.
            writer.field("mrkdwn", false)
            writer.field("unfurl_links", false)
            writer.field("unfurl_media", false)
            writer.field("blocks", array: { blocks(text, to: &$0) })
        }
        return writer.bytes
    }

    private static func blocks(_ text: MessageText, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("type", "header")
            writer.field(
                "text",
                object: { writer in
                    writer.field("type", "plain_text")
                    writer.field("text", FittedText.cut(text.headline, units: headerLimit))
                    writer.field("emoji", false)
                })
        }
        var lines: [ShortLine] = []
        if text.headline.utf16.count > headerLimit {
            lines.append(ShortLine(FittedText.cut(text.headline, units: textLimit / 2)))
        }
        lines += text.body
        // The only link to the page: what is cut is what stands before it.
        let page = [WebLink.safe(text.url)].compactMap { $0.map { ShortLine($0, url: $0) } }
        let room = textLimit - page.reduce(0) { $0 + size($1) }
        let fitted = FittedLines(limit: room, source: text.source, size: size)
        richText(fitted(lines) + page, to: &writer)
    }

    /// Characters of a line, what ends it included.
    private static func size(_ line: ShortLine) -> Int { line.text.utf16.count + 2 }

    private static func richText(_ lines: [ShortLine], to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("type", "rich_text")
            writer.field(
                "elements",
                array: { writer in
                    writer.object { writer in
                        writer.field("type", "rich_text_section")
                        writer.field("elements", array: { elements(lines, to: &$0) })
                    }
                })
        }
    }

    private static func elements(_ lines: [ShortLine], to writer: inout JSONWriter) {
        for (index, line) in lines.enumerated() {
            if index > 0 { writer.object { element("text", line.isHeading ? "\n\n" : "\n", to: &$0) } }
            // Slack refuses an element without text.
            let text = line.text.isEmpty ? " " : line.text
            writer.object { writer in
                element(line.url == nil ? "text" : "link", text, to: &writer)
                if let url = line.url { writer.field("url", url) }
                if line.isHeading { writer.field("style", object: { $0.field("bold", true) }) }
            }
        }
    }

    private static func element(_ type: String, _ text: String, to writer: inout JSONWriter) {
        writer.field("type", type)
        writer.field("text", text)
    }

    /// The three characters that begin or end something in Slack's markup.
    static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
