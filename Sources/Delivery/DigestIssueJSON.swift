package import Model
import Text

/// A digest for a program: the envelope of Standard Webhooks, in one line.
///
/// Keys keep their order, and later versions only add to them.
package enum DigestIssueJSON {
    package static let type = "digest.made"

    /// The whole document, without a line feed. Times are RFC 3339, UTC.
    package static func bytes(of issue: DigestIssue) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("type", type)
            writer.field("timestamp", "\(issue.decided)")
            writer.field("data", object: { write(issue, to: &$0) })
        }
        return writer.bytes
    }

    /// The members of `data`.
    static func write(_ issue: DigestIssue, to writer: inout JSONWriter) {
        writer.field("schema", 1)
        writer.field("id", issue.id.description)
        writer.field("key", issue.idempotencyKey)
        writer.field("digest", issue.id.digest)
        writer.field("reader", issue.reader)
        writer.field("subject", issue.subject)
        writer.field("since", "\(issue.since)")
        writer.field("until", "\(issue.until)")
        writer.field(
            "counts",
            object: { writer in
                writer.field("new", issue.newStories)
                writer.field("moved", issue.movedStories)
                writer.field("ended", issue.endedStories)
            })
        writer.field("text", issue.text)
        writer.field("content", json: issue.json)
    }
}
