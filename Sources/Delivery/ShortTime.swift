import Model

/// Moments in short texts: `14:05`, with the day where it is another, with `UTC` where no clock of the reader's is
/// known.
enum ShortTime {
    /// - Parameters:
    ///   - now: the moment from which the reader looks back.
    ///   - offset: of the reader's clock from UTC; `nil` says `UTC`.
    static func text(_ moment: Timestamp, seenFrom now: Timestamp, offset: Duration?) -> String {
        let time = CivilTime(moment, offset: offset ?? .zero)
        let today = CivilTime(now, offset: offset ?? .zero)
        var text = "\(CivilTime.padded(time.hour, 2)):\(CivilTime.padded(time.minute, 2))"
        if (time.year, time.month, time.day) != (today.year, today.month, today.day) {
            text = "\(time.year)-\(CivilTime.padded(time.month, 2))-\(CivilTime.padded(time.day, 2)) \(text)"
        }
        return offset == nil ? "\(text) UTC" : text
    }

    /// `Thu, 25 Apr 2019 14:07:00 +0900`.
    ///
    /// - Source: RFC 5322 §3.3.
    static func mailDate(_ moment: Timestamp, offset: Duration) -> String {
        let time = CivilTime(moment, offset: offset)
        let minutes = offset.milliseconds / 60_000
        let zone = abs(minutes)
        let clock = [time.hour, time.minute, time.second].map { CivilTime.padded($0, 2) }
        let hours = CivilTime.padded(Int(zone / 60), 2) + CivilTime.padded(Int(zone % 60), 2)
        return
            "\(weekdays[time.weekday]), \(time.day) \(months[time.month - 1]) \(CivilTime.padded(time.year, 4)) "
            + "\(clock.joined(separator: ":")) \(minutes < 0 ? "-" : "+")\(hours)"
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
