import Daemon
import Model
import Platform
import Systemd
import Text

/// Events to the journal, or as lines on standard error.
struct EventLog: Sendable {
    let journal: Journal
    private let zone: TimeZoneRules
    /// Lines that matter less are not written.
    private var threshold = JournalPriority.information
    /// Makes room for a line.
    private var prepare: @Sendable () -> Void = {}

    init(_ invocation: Invocation, zone: TimeZoneRules) {
        journal = Journal(sink: Journal.sink(journalStream: invocation.environment["JOURNAL_STREAM"]))
        self.zone = zone
    }

    /// The log beside a progress bar: troubles only, each on a line of its own.
    func beside(_ bar: ProgressBar) -> EventLog {
        var log = self
        log.threshold = .warning
        log.prepare = { bar.clear() }
        return log
    }

    func write(_ event: Event) {
        guard let priority = JournalPriority(rawValue: event.priority),
            priority.rawValue <= threshold.rawValue
        else { return }
        prepare()
        let fields = event.fields.map { JournalEntry.Field($0.name, TerminalText.safe($0.value)) }
        let entry = JournalEntry(
            priority: priority, message: TerminalText.safe(event.message), fields: fields)
        // A log that nobody takes must not stop the daemon.
        try? journal.write(entry, stamp: stamp)
    }

    private var stamp: String {
        let now = Timestamp(milliseconds: SystemClock.now())
        let time = CivilTime(now, offset: zone.offset(at: now))
        return [time.hour, time.minute, time.second].map { CivilTime.padded($0, 2) }.joined(separator: ":")
    }
}
