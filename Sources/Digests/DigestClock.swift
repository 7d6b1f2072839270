package import Model

/// What a clock on the reader's wall shows.
package struct ZonedTime: Sendable, Hashable {
    package var civil: CivilTime
    /// `KST`, `UTC`.
    package var abbreviation: String

    package init(civil: CivilTime, abbreviation: String) {
        self.civil = civil
        self.abbreviation = abbreviation
    }
}

/// The reader's clock, and how times and spans are written.
package struct DigestClock: Sendable {
    private let zoned: @Sendable (Timestamp) -> ZonedTime

    package init(_ zoned: @escaping @Sendable (Timestamp) -> ZonedTime) { self.zoned = zoned }

    package init(_ rules: TimeZoneRules) {
        zoned = { moment in
            ZonedTime(
                civil: CivilTime(moment, offset: rules.offset(at: moment)),
                abbreviation: rules.abbreviation(at: moment))
        }
    }

    /// `Thu 25 Apr 2019 18:30 KST`
    package func full(_ moment: Timestamp) -> String {
        let time = zoned(moment)
        return "\(Self.day(time.civil)) \(time.civil.year) \(Self.minute(time.civil)) \(time.abbreviation)"
    }

    /// The same without the year where it is that of `other`.
    package func full(_ moment: Timestamp, besides other: Timestamp) -> String {
        let time = zoned(moment)
        guard time.civil.year == zoned(other).civil.year else { return full(moment) }
        return "\(Self.day(time.civil)) \(Self.minute(time.civil)) \(time.abbreviation)"
    }

    /// `14:05` on the day of `other`, else `Wed 24 Apr 14:05`, with the year where it is another.
    package func short(_ moment: Timestamp, besides other: Timestamp) -> String {
        let (time, today) = (zoned(moment).civil, zoned(other).civil)
        let minute = Self.minute(time)
        guard time.year == today.year else { return "\(Self.day(time)) \(time.year) \(minute)" }
        return (time.month, time.day) == (today.month, today.day) ? minute : "\(Self.day(time)) \(minute)"
    }

    private static func day(_ time: CivilTime) -> String {
        "\(weekdays[time.weekday]) \(time.day) \(months[time.month - 1])"
    }

    private static func minute(_ time: CivilTime) -> String {
        "\(CivilTime.padded(time.hour, 2)):\(CivilTime.padded(time.minute, 2))"
    }

    /// `2 min`, `3 h`, `4 d`: the largest unit that says enough.
    package static func span(_ span: Duration) -> String {
        let minutes = max(0, span.milliseconds / 60000)
        if minutes < 120 { return "\(minutes) min" }
        return minutes < 48 * 60 ? "\(minutes / 60) h" : "\(minutes / 1440) d"
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
