package import Model
import Text

/// An alert for a program: the envelope of Standard Webhooks, in one line.
///
/// The same bytes for every attempt, since all of it comes from the alert as decided; keys keep their order, and
/// later versions only add to them.
/// - Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
package enum AlertJSON {
    /// So many reports are listed; the counts tell of all.
    package static let reportLimit = 20

    /// The whole document, without a line feed. Times are RFC 3339, UTC.
    package static func bytes(of alert: Alert) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("type", alert.revision == 1 ? "alert.opened" : "alert.updated")
            writer.field("timestamp", CivilTime.rfc3339(alert.decided))
            writer.field("data", object: { write(alert, to: &$0) })
        }
        return writer.bytes
    }

    /// The members of `data`.
    static func write(_ alert: Alert, to writer: inout JSONWriter) {
        let content = alert.content
        writer.field("schema", 1)
        writer.field("id", alert.id.description)
        writer.field("key", alert.idempotencyKey)
        writer.field("revision", alert.revision)
        writer.field("watch", content.watch)
        writer.field("severity", content.severity.rawValue)
        writer.field("reason", object: { write(alert.reason, to: &$0) })
        writer.field("story", object: { write(content, to: &$0) })
        writer.field(
            "counts",
            object: { writer in
                writer.field("items", content.items)
                writer.field("outlets", content.outlets)
                writer.field("languages", content.languages.count)
                writer.field("independent_texts", content.independentTexts)
            })
        writer.field(
            "why",
            array: { writer in
                for evidence in content.evidence { write(evidence, to: &writer) }
            })
        writer.field(
            "items",
            array: { writer in
                for report in content.reports.prefix(reportLimit) { write(report, to: &writer) }
            })
    }

    private static func write(_ reason: AlertReason, to writer: inout JSONWriter) {
        writer.field("code", reason.code)
        switch reason {
        case .outlets(let count): writer.field("outlets", count)
        case .kind(let kind): writer.field("kind", kind.rawValue)
        case .language(let language): writer.field("language", language)
        case .opened, .correction: break
        }
    }

    private static func write(_ story: AlertContent, to writer: inout JSONWriter) {
        writer.field("id", story.story.description)
        writer.field("headline", story.headline)
        writer.field("url", story.url)
        writer.field("languages", story.languages)
        writer.field(
            "first",
            object: { writer in
                writer.field("outlet", story.firstOutlet)
                writer.field("time", CivilTime.rfc3339(story.firstReport))
            })
    }

    private static func write(_ evidence: Evidence, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("term", evidence.term)
            writer.field("found", evidence.found)
            writer.field("field", evidence.field.rawValue)
            writer.field("snippet", evidence.snippet)
        }
    }

    private static func write(_ report: AlertReport, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("outlet", report.outlet)
            writer.field("kind", report.kind?.rawValue)
            writer.field("language", report.language)
            writer.field("title", report.title)
            writer.field("url", report.url)
            writer.field("time", CivilTime.rfc3339(report.time))
            writer.field("copy", report.isCopy)
        }
    }
}
