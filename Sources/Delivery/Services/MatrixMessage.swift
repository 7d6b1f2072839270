import Digests
import Model
import Text

/// A message for a room of Matrix, sent under a name by which the server drops the twin.
///
/// - Source: https://spec.matrix.org/latest/client-server-api/#put_matrixclientv3roomsroomidsendeventtypetxnid and
///   #mroommessage-msgtypes, #size-limits.
enum MatrixMessage {
    /// Bytes of a whole event; half of them are for what the server adds and for the two forms of the text.
    static let eventLimit = 65_536
    /// Bytes of the text: more than that nobody reads in a room.
    private static let textLimit = 8_000
    /// Only its escaping is of use here: a room has looks of its own.
    private static let html = PageHTML(.inline)

    /// Where the message is put: the server knows a repetition by the last part.
    static func url(server: String, room: String, key: String) -> String {
        ServiceFormat.path(
            "_matrix/client/v3/rooms/\(encoded(room))/send/m.room.message/\(encoded(key))", behind: server)
    }

    static func body(of text: MessageText) -> [UInt8] {
        let headline = FittedText.cut(text.headline, bytes: textLimit / 4)
        let fitted = FittedLines(limit: textLimit, source: text.source) { Self.rich($0).utf8.count + 4 }
        let lines = fitted(text.body)
        let url = WebLink.safe(text.url)
        let plain = [headline] + lines.map(Self.plain) + [url].compactMap(\.self)
        let title = "<strong>\(html.text(headline))</strong>"
        let linked = url.map { "<a href=\"\(html.text($0))\">\(title)</a>" } ?? title
        let rich = ([linked] + lines.map(Self.rich)).joined(separator: "<br>")
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("msgtype", "m.text")
            writer.field("body", plain.joined(separator: "\n"))
            writer.field("format", "org.matrix.custom.html")
            writer.field("formatted_body", rich)
            // With it, no client looks for names in the text.
            writer.field("m.mentions", object: { _ in })
        }
        return writer.bytes
    }

    /// For clients that show no HTML.
    private static func plain(_ line: ShortLine) -> String {
        line.isHeading ? "\n\(line.text)" : [line.text, line.url].compactMap(\.self).joined(separator: " ")
    }

    private static func rich(_ line: ShortLine) -> String {
        let text = html.text(line.text)
        if line.isHeading { return "<br><strong>\(text)</strong>" }
        return line.url.map { "<a href=\"\(html.text($0))\">\(text)</a>" } ?? text
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
