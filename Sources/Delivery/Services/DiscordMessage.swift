import Digests
import Model
import Text

/// A message for Discord's webhooks: one embed, in which every sign of Markdown from outside is escaped and nobody
/// is mentioned.
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
                        // Cut before it is escaped, so that no sign loses its backslash.
                        let title = FittedText.cut(text.headline, to: titleLimit) { escaped($0).utf16.count }
                        writer.field("title", escaped(title))
                        if let url = WebLink.safe(text.url) { writer.field("url", url) }
                        let fitted = FittedLines(limit: descriptionLimit, source: text.source) {
                            line($0).utf16.count + 1
                        }
                        writer.field(
                            "description", fitted(text.body).map(line).joined(separator: "\n"))
                        writer.field("timestamp", CivilTime.rfc3339(decided))
                    }
                })
            writer.field(
                "allowed_mentions", object: { writer in writer.field("parse", array: { _ in }) })
            if severity == .low { writer.field("flags", silent) }
        }
        return writer.bytes
    }

    /// `line` as Markdown; the address has no bracket that could end the link, and no bars, which hide text.
    private static func line(_ line: ShortLine) -> String {
        let text = escaped(line.text)
        if line.isHeading { return "\n**\(text)**" }
        guard let url = line.url else { return text }
        let address = [("(", "%28"), (")", "%29"), ("|", "%7C")].reduce(url) {
            $0.replacing($1.0, with: $1.1)
        }
        return "[\(text)](\(address))"
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
