import Model
import Pipeline
import Platform
import Systemd

/// Alerts as entries of the journal: `journalctl -t wirewatch WIREWATCH_WATCH=putin-kim`.
struct JournalChannel: Channel {
    let journal: Journal
    let offset: @Sendable (Timestamp) -> Duration?

    /// The kind of event, for `journalctl MESSAGE_ID=…`; drawn by lot once.
    static let messageID = "5f0c6d2d1f3b4a53a0c1b6f1c3e9d847"

    func send(_ alert: Alert, at moment: Timestamp) async throws(DeliveryError) {
        let entry = Self.entry(for: alert, offset: offset(alert.content.firstReport))
        do throws(SystemError) {
            try journal.write(entry, stamp: CivilTime.rfc3339(moment))
        } catch {
            throw .unavailable(message: error.description, retryAfter: nil)
        }
    }

    static func entry(for alert: Alert, offset: Duration?) -> JournalEntry {
        let text = AlertText(alert, offset: offset)
        var fields = [
            JournalEntry.Field("watch", alert.content.watch),
            JournalEntry.Field("story", alert.content.story.description),
            JournalEntry.Field("alert", alert.id.description),
            JournalEntry.Field("revision", String(alert.revision)),
            JournalEntry.Field("severity", alert.content.severity.rawValue),
            JournalEntry.Field("reason", alert.reason.code),
            JournalEntry.Field("key", alert.idempotencyKey),
        ]
        if let url = text.url { fields.append(JournalEntry.Field("url", url)) }
        return JournalEntry(
            priority: priority(of: alert.content.severity), message: "alert \(text.line)", fields: fields,
            messageID: messageID)
    }

    private static func priority(of severity: Severity) -> JournalPriority {
        switch severity {
        case .low: .information
        case .normal: .notice
        case .urgent: .warning
        }
    }
}
