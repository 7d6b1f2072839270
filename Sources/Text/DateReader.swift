/// A moment as read from a text.
package struct DateReading: Sendable, Hashable {
    /// Since the start of 1970, UTC.
    package var milliseconds: Int64
    /// `UTC` or `+09:00` where the text names no zone.
    package var assumedZone: String?
    /// What the text says of its zone, in minutes ahead of UTC; `nil` where it says nothing.
    package var offset: Int?
    /// Whether it names a day only, whose first moment this is.
    package var isDay: Bool

    package init(milliseconds: Int64, assumedZone: String? = nil, offset: Int? = nil, isDay: Bool = false) {
        self.milliseconds = milliseconds
        self.assumedZone = assumedZone
        self.offset = offset
        self.isDay = isDay
    }

    /// The same with its clock taken as one that is `minutes` ahead of UTC.
    package func placed(minutes: Int) -> DateReading {
        DateReading(
            milliseconds: milliseconds - Int64(minutes) * 60000,
            assumedZone: DateZone.fixed(minutes: minutes).name, isDay: isDay)
    }
}

/// The one reader of dates as feeds write them.
///
/// RFC 822 and 2822 with all that is done to them, RFC 3339, W3C-DTF, asctime, seconds since 1970, day and month in
/// either order where that is certain, zones by name, months in two dozen languages. What can be read in two ways is
/// not read: a wrong moment is worse than none.
package enum DateReader {
    /// The moment that `text` names; `nil` where that is uncertain.
    package static func read(_ text: String) -> DateReading? {
        readFast(text.utf8.span) ?? readSlowly(text)
    }

    /// The same without the short way, which never gives another moment.
    static func readSlowly(_ text: String) -> DateReading? {
        guard text.utf8.count <= 160 else { return nil }
        var parse = DateParse(DatePlain.bytes(of: text))
        return parse.read()
    }

    /// Milliseconds since 1970 of a civil time at UTC; `nil` where there is no such day or time.
    static func milliseconds(_ given: DateFields) -> Int64? {
        var fields = given
        fields.year = civilYear(fields.year)
        guard fields.year >= 1900, fields.year <= 2200, fields.month >= 1, fields.month <= 12,
            fields.day >= 1,
            fields.day <= daysInMonth(fields.year, fields.month), fields.hour <= 24, fields.minute < 60,
            fields.second <= 60
        else { return nil }
        if fields.hour == 24, fields.minute != 0 || fields.second != 0 { return nil }
        let seconds = fields.hour * 3600 + fields.minute * 60 + min(fields.second, 59)
        let days = dayNumber(fields.year, fields.month, fields.day)
        return Int64(days * 86400 + seconds) * 1000 + Int64(fields.millisecond)
    }

    /// The year in which Thais count from the Buddha made ours; nobody else writes of that far a future.
    static func civilYear(_ year: Int) -> Int { (2500..<2600).contains(year) ? year - 543 : year }

    static func daysInMonth(_ year: Int, _ month: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days since 1 January 1970.
    ///
    /// - Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `days_from_civil`.
    static func dayNumber(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let era = year / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}

/// A date and time of day as found, before anything is checked.
struct DateFields {
    var year = 0
    var month = 0
    var day = 0
    var hour = 0
    var minute = 0
    var second = 0
    var millisecond = 0
}
