import Digests
import Model
import Text

/// A message as an event after CloudEvents, structured JSON.
///
/// - Source: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md and formats/json-format.md
enum CloudEvent {
    /// Bytes that every intermediary passes on; a longer event tells less of its reports.
    ///
    /// - Source: CloudEvents 1.0.2, "Size Limits".
    static let eventLimit = 65_536

    static func body(of message: Message, source: String) -> [UInt8] {
        let whole = document(message, source: source)
        return whole.count <= eventLimit ? whole : document(shortened(message), source: source)
    }

    private static func document(_ message: Message, source: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("specversion", "1.0")
            writer.field("id", message.idempotencyKey)
            writer.field("source", source)
            writer.field("type", "wirewatch.\(message.event)")
            writer.field("subject", message.name)
            writer.field("time", CivilTime.rfc3339(message.decided))
            writer.field("datacontenttype", "application/json")
            writer.field(
                "data",
                object: { writer in
                    switch message {
                    case .alert(let alert): AlertJSON.write(alert, to: &writer)
                    case .notice(let notice): FeedNoticeJSON.write(notice, to: &writer)
                    case .bundle(let bundle): AlertBundleJSON.write(bundle, to: &writer)
                    case .digest(let issue): DigestIssueJSON.write(issue, to: &writer)
                    }
                })
        }
        return writer.bytes
    }

    // MARK: What is too long

    /// Reports, terms and troubles that a shortened event tells of.
    private static let shortList = 8
    /// UTF-16 units of each of its texts; JSON makes at most six bytes of one.
    private static let shortText = 200
    /// Bytes of the text of a digest, which is all that a shortened event has of it.
    private static let shortDigest = 8_000

    private static func shortened(_ message: Message) -> Message {
        func cut(_ text: String) -> String { FittedText.cut(text, units: shortText) }
        switch message {
        case .alert(var alert):
            alert.content.headline = cut(alert.content.headline)
            alert.content.firstOutlet = cut(alert.content.firstOutlet)
            alert.content.url = WebLink.safe(alert.content.url)
            alert.content.languages = alert.content.languages.prefix(shortList).map(cut)
            alert.content.evidence = alert.content.evidence.prefix(shortList).map { evidence in
                Evidence(
                    term: cut(evidence.term), found: cut(evidence.found), field: evidence.field,
                    snippet: cut(evidence.snippet))
            }
            alert.content.reports = alert.content.reports.prefix(shortList).map { report in
                var report = report
                report.outlet = cut(report.outlet)
                report.title = cut(report.title)
                report.language = report.language.map(cut)
                report.url = WebLink.safe(report.url)
                return report
            }
            return .alert(alert)
        case .notice(var notice):
            notice.unlisted += max(0, notice.troubles.count - shortList)
            notice.recovered = Array(notice.recovered.prefix(shortList))
            notice.troubles = notice.troubles.prefix(shortList).map { trouble in
                var trouble = trouble
                trouble.outlet = cut(trouble.outlet)
                trouble.error = trouble.error.map(cut)
                trouble.advice = cut(trouble.advice)
                trouble.url = cut(trouble.url)
                return trouble
            }
            return .notice(notice)
        case .bundle(var bundle):
            bundle.list(atMost: shortList)
            bundle.alerts = bundle.alerts.map { alert in
                var alert = alert
                if case .alert(let short) = shortened(.alert(alert)) { alert = short }
                alert.content.reports = Array(alert.content.reports.prefix(1))
                alert.content.evidence = Array(alert.content.evidence.prefix(1))
                return alert
            }
            return .bundle(bundle)
        case .digest(var issue):
            issue.subject = cut(issue.subject)
            issue.text = FittedText.cut(issue.text, bytes: shortDigest)
            issue.json = "null"
            return .digest(issue)
        }
    }
}
