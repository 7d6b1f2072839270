import Digests
import Model

/// Moments as the reader's clock shows them.
struct WallClock: Sendable {
    let zoned: @Sendable (Timestamp) -> ZonedTime
    let now: Timestamp

    /// `14:05` today, `23 Apr 14:05` this year, `23 Apr 2019` before.
    func short(_ moment: Timestamp) -> String {
        let time = zoned(moment).civil
        let today = zoned(now).civil
        let minute = "\(CivilTime.padded(time.hour, 2)):\(CivilTime.padded(time.minute, 2))"
        let day = "\(CivilTime.padded(time.day, 2)) \(Self.months[time.month - 1])"
        guard time.year == today.year else { return "\(day) \(time.year)" }
        return (time.month, time.day) == (today.month, today.day) ? "today  \(minute)" : "\(day) \(minute)"
    }

    /// `2019-04-23 14:05 KST`
    func long(_ moment: Timestamp) -> String {
        let zoned = zoned(moment)
        let time = zoned.civil
        let day = "\(time.year)-\(CivilTime.padded(time.month, 2))-\(CivilTime.padded(time.day, 2))"
        let minute = "\(CivilTime.padded(time.hour, 2)):\(CivilTime.padded(time.minute, 2))"
        return "\(day) \(minute) \(zoned.abbreviation)"
    }

    /// `2019-04-23 14:05`
    func minute(_ moment: Timestamp) -> String {
        String(long(moment).prefix(16))
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
