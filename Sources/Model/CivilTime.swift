/// A date and time of day in the proleptic Gregorian calendar, without a zone.
package struct CivilTime: Hashable, Sendable {
    package var year: Int
    /// 1 to 12.
    package var month: Int
    /// 1 to 31.
    package var day: Int
    package var hour: Int
    package var minute: Int
    package var second: Int
    package var millisecond: Int

    package init(
        year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0, millisecond: Int = 0
    ) {
        self.year = year
        self.month = month
        self.day = day
        self.hour = hour
        self.minute = minute
        self.second = second
        self.millisecond = millisecond
    }

    /// What a clock shows at `moment` that is `offset` ahead of UTC.
    ///
    /// - Source: days to civil date by eras of 400 years, Howard Hinnant, "chrono-Compatible Low-Level Date
    ///   Algorithms".
    package init(_ moment: Timestamp, offset: Duration = .zero) {
        let local = moment.milliseconds + offset.milliseconds
        let days = local.flooringDivision(by: 86_400_000)
        let rest = Int(local - days * 86_400_000)
        let shifted = days + 719_468
        let era = shifted.flooringDivision(by: 146_097)
        let dayOfEra = Int(shifted - era * 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        self.init(
            year: yearOfEra + Int(era) * 400 + (month <= 2 ? 1 : 0), month: month,
            day: dayOfYear - (153 * shiftedMonth + 2) / 5 + 1, hour: rest / 3_600_000,
            minute: rest / 60000 % 60, second: rest / 1000 % 60, millisecond: rest % 1000)
    }

    /// The moment at which a clock that is `offset` ahead of UTC shows this; fields out of range carry over.
    package func timestamp(offset: Duration = .zero) -> Timestamp {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = Int64(shiftedYear).flooringDivision(by: 400)
        let yearOfEra = Int64(shiftedYear) - era * 400
        let dayOfYear = Int64((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1)
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let days = era * 146_097 + dayOfEra - 719_468
        let seconds = days * 86400 + Int64(hour * 3600 + minute * 60 + second)
        return Timestamp(milliseconds: seconds * 1000 + Int64(millisecond) - offset.milliseconds)
    }

    /// 0 for Sunday to 6 for Saturday.
    package var weekday: Int {
        let days = timestamp().milliseconds.flooringDivision(by: 86_400_000)
        return Int((days % 7 + 11) % 7)
    }

    /// `2019-04-25T05:05:00Z`; milliseconds only where there are any.
    ///
    /// - Source: RFC 3339 §5.6.
    package static func rfc3339(_ moment: Timestamp) -> String {
        let time = CivilTime(moment)
        var text: [UInt8] = []
        text.reserveCapacity(24)
        append(time.year, 4, after: nil, to: &text)
        append(time.month, 2, after: 0x2D, to: &text)
        append(time.day, 2, after: 0x2D, to: &text)
        append(time.hour, 2, after: 0x54, to: &text)
        append(time.minute, 2, after: 0x3A, to: &text)
        append(time.second, 2, after: 0x3A, to: &text)
        if time.millisecond != 0 { append(time.millisecond, 3, after: 0x2E, to: &text) }
        text.append(0x5A)
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends `sign` and `value` as ``padded(_:_:)`` writes it, without a string for each part.
    private static func append(_ value: Int, _ width: Int, after sign: UInt8?, to text: inout [UInt8]) {
        if let sign { text.append(sign) }
        guard value >= 0, value < 10_000 else { return text.append(contentsOf: padded(value, width).utf8) }
        if value >= 1000 || width > 3 { text.append(UInt8(0x30 + value / 1000)) }
        if value >= 100 || width > 2 { text.append(UInt8(0x30 + value / 100 % 10)) }
        if value >= 10 || width > 1 { text.append(UInt8(0x30 + value / 10 % 10)) }
        text.append(UInt8(0x30 + value % 10))
    }

    /// `value` in decimal, filled with zeros from the left to `width` digits.
    package static func padded(_ value: Int, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}

extension Int64 {
    fileprivate func flooringDivision(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}

extension Timestamp: CustomStringConvertible {
    package var description: String { CivilTime.rfc3339(self) }
}
