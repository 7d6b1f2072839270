import Model
import Text

/// Alerts of several stories for a program: the envelope of Standard Webhooks, in one line.
///
/// Each alert is written as it is by itself; a summary has none of their reports.
enum AlertBundleJSON {
    /// The whole document, without a line feed. Times are RFC 3339, UTC.
    static func bytes(of bundle: AlertBundle) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("type", bundle.event)
            writer.field("timestamp", CivilTime.rfc3339(bundle.composed))
            writer.field("data", object: { write(bundle, to: &$0) })
        }
        return writer.bytes
    }

    /// The members of `data`.
    static func write(_ bundle: AlertBundle, to writer: inout JSONWriter) {
        writer.field("schema", 1)
        writer.field("key", bundle.idempotencyKey)
        writer.field("severity", bundle.severity.rawValue)
        writer.field("headline", AlertBundleText.headline(of: bundle))
        writer.field("count", bundle.count)
        writer.field("unlisted", bundle.unlisted)
        writer.field(
            "watches",
            array: { writer in
                for watch in bundle.watches {
                    writer.object { writer in
                        writer.field("watch", watch.name)
                        writer.field("count", watch.count)
                    }
                }
            })
        writer.field(
            "alerts",
            array: { writer in
                for alert in bundle.alerts { writer.object { AlertJSON.write(alert, to: &$0) } }
            })
    }
}

extension AlertBundle {
    /// What a program reads as the kind of message.
    var event: String { kind == .group ? "alerts.group" : "alerts.summary" }

    /// The name of the one watch that all are of; else of none in particular.
    var watch: String {
        let watches = watches
        return watches.count == 1 ? watches[0].name : "alerts"
    }

    var languages: [String] {
        var seen: Set<String> = []
        return alerts.flatMap(\.content.languages).filter { seen.insert($0).inserted }
    }
}
