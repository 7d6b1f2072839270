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

    func send(_ message: Message, at moment: Timestamp) async throws(DeliveryError) {
        let entry = Self.entry(for: message, offset: offset)
        do throws(SystemError) {
            try journal.write(entry, stamp: CivilTime.rfc3339(moment))
        } catch {
            throw .unavailable(message: error.description, retryAfter: nil)
        }
    }

    static func entry(for message: Message, offset: (Timestamp) -> Duration?) -> JournalEntry {
        let text = MessageText(message, offset: offset)
        var fields = [JournalEntry.Field("watch", message.watch)]
        if let story = message.story { fields.append(JournalEntry.Field("story", story)) }
        fields += [
            JournalEntry.Field("alert", message.name),
            JournalEntry.Field("revision", String(message.revision)),
            JournalEntry.Field("severity", message.severity.rawValue),
            JournalEntry.Field("reason", message.reason),
            JournalEntry.Field("key", message.idempotencyKey),
        ]
        if let url = text.url { fields.append(JournalEntry.Field("url", url)) }
        return JournalEntry(
            priority: priority(of: message.severity), message: text.line, fields: fields,
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
