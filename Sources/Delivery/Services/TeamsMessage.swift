import Digests
import Model
import Text

/// A message for a workflow or webhook of Teams: an Adaptive Card whose texts are runs, in which no Markdown is read.
///
/// - Source: https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using and
///   https://adaptivecards.io/explorer/TextRun.html
enum TeamsMessage {
    /// Bytes of a whole message: 28 KB.
    static let messageLimit = 28_000
    /// Bytes of its lines as JSON; the headline stands in it twice.
    private static let bodyLimit = 18_000
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
        let headline = FittedText.cut(text.headline, to: headlineLimit) { bytes(of: ShortLine($0)) }
        writer.field("$schema", "http://adaptivecards.io/schemas/adaptive-card.json")
        writer.field("type", "AdaptiveCard")
        writer.field("version", version)
        writer.field("fallbackText", headline)
        writer.field(
            "body",
            array: { writer in
                run(ShortLine(headline, isHeading: true), size: "Medium", to: &writer)
                let fitted = FittedLines(limit: bodyLimit, source: text.source, size: bytes)
                for line in fitted(text.body) { run(line, to: &writer) }
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

    private static func run(_ line: ShortLine, size: String? = nil, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("type", "RichTextBlock")
            if line.isHeading { writer.field("spacing", "Large") }
            writer.field(
                "inlines",
                array: { writer in
                    writer.object { writer in
                        writer.field("type", "TextRun")
                        writer.field("text", line.text)
                        if line.isHeading { writer.field("weight", "Bolder") }
                        if let size { writer.field("size", size) }
                        if let url = line.url {
                            writer.field(
                                "selectAction",
                                object: { writer in
                                    writer.field("type", "Action.OpenUrl")
                                    writer.field("url", url)
                                })
                        }
                    }
                })
        }
    }

    private static func bytes(of line: ShortLine) -> Int {
        var writer = JSONWriter()
        run(line, to: &writer)
        return writer.bytes.count + 1
    }
}
