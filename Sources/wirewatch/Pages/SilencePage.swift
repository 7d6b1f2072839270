import Model
import Pipeline
import Text

/// How silences are listed.
enum SilencePage {
    /// `7F3K2Q  until 25 Apr 18:00  watch=putin-kim  anna: press pool  (3 alerts kept back)`
    static func text(_ row: StoredSilence, at now: Timestamp, clock: WallClock) -> String {
        let silence = row.silence
        let matchers = silence.matchers.map(\.description).joined(separator: " ")
        let author = silence.author.map { "\($0): " } ?? ""
        var line = "\(silence.id)  \(state(silence, at: now)) \(clock.long(silence.end))  "
        line += TerminalText.safe("\(matchers)  \(author)\(silence.comment)")
        line += "  (\(counted(row.alerts, "alert")) kept back)"
        if let by = silence.endedBy { line += ", ended by \(TerminalText.safe(by))" }
        return line
    }

    private static func state(_ silence: Silence, at now: Timestamp) -> String {
        silence.isActive(at: now) ? "until" : "ended"
    }

    static func write(_ row: StoredSilence, at now: Timestamp, to json: inout JSONWriter) {
        let silence = row.silence
        json.field("id", silence.id.description)
        json.field("active", silence.isActive(at: now))
        json.field("matchers", silence.matchers.map(\.description))
        json.field("author", silence.author)
        json.field("comment", silence.comment)
        json.field("start", "\(silence.start)")
        json.field("end", "\(silence.end)")
        json.field("ended_by", silence.endedBy)
        json.field("alerts", row.alerts)
    }
}
