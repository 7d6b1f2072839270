/// A rule for clock changes that repeats every year: the `TZ` string that ends a time zone file.
///
/// `EST5EDT,M3.2.0,M11.1.0`. Offsets count west of Greenwich there, and east of it here.
/// - Source: RFC 8536 §3.3 and §3.3.1; POSIX.1-2017, Base Definitions, 8.3 "Other Environment Variables".
struct ZoneRule: Sendable, Hashable {
    private let standard: Clock
    private let summer: Summer?

    /// What clocks show for a part of the year.
    struct Clock: Sendable, Hashable {
        /// Seconds ahead of UTC.
        var offset: Int
        var abbreviation: String
    }

    private struct Summer: Sendable, Hashable {
        var clock: Clock
        var start: Change
        var end: Change
    }

    /// A day of the year, with seconds after its midnight, by the clock that it ends.
    fileprivate struct Change: Sendable, Hashable {
        var day: Day
        var seconds: Int
    }

    fileprivate enum Day: Sendable, Hashable {
        /// 1 to 365; the 29th of February is never counted.
        case julian(Int)
        /// 0 to 365; the 29th of February is counted.
        case ordinal(Int)
        /// The `week`th of a weekday in a month; 5 stands for the last.
        case weekday(month: Int, week: Int, weekday: Int)
    }

    /// Reads a rule; `nil` where `text` is none.
    init?(_ text: some Sequence<UInt8>) {
        var reader = Reader(text)
        guard let name = reader.name(), let west = reader.time(hours: 24) else { return nil }
        standard = Clock(offset: -west, abbreviation: name)
        guard !reader.isAtEnd else {
            summer = nil
            return
        }
        guard let summerName = reader.name() else { return nil }
        var offset = standard.offset + 3600
        if reader.next != 0x2C {
            guard let west = reader.time(hours: 24) else { return nil }
            offset = -west
        }
        guard let start = reader.change(), let end = reader.change(), reader.isAtEnd else { return nil }
        summer = Summer(clock: Clock(offset: offset, abbreviation: summerName), start: start, end: end)
    }

    /// What clocks show at `moment`.
    func clock(at moment: Timestamp) -> Clock {
        guard let summer else { return standard }
        let year = CivilTime(moment, offset: .seconds(standard.offset)).year
        // A change may be stated up to a week beside its day: the neighbouring years may reach over.
        var changes: [(seconds: Int64, isSummer: Bool)] = []
        for year in (year - 1)...(year + 1) {
            changes.append((summer.start.moment(in: year, offset: standard.offset), true))
            changes.append((summer.end.moment(in: year, offset: summer.clock.offset), false))
        }
        // Where summer ends at the moment it starts, it lasts all year.
        changes.sort { ($0.seconds, $0.isSummer ? 1 : 0) < ($1.seconds, $1.isSummer ? 1 : 0) }
        let last = changes.last { $0.seconds <= moment.seconds }
        return last?.isSummer == true ? summer.clock : standard
    }

    // MARK: Reading

    fileprivate struct Reader {
        private let bytes: [UInt8]
        private var position = 0

        init(_ text: some Sequence<UInt8>) { bytes = Array(text) }

        var isAtEnd: Bool { position == bytes.count }

        var next: UInt8? { position < bytes.count ? bytes[position] : nil }

        mutating func take(_ byte: UInt8) -> Bool {
            guard next == byte else { return false }
            position += 1
            return true
        }

        /// `KST`, or `<+0330>` where it is no word.
        mutating func name() -> String? {
            let isQuoted = take(0x3C)
            let start = position
            while let byte = next, Self.isOfName(byte, isQuoted: isQuoted) { position += 1 }
            let name = bytes[start..<position]
            guard name.count >= 3, !isQuoted || take(0x3E) else { return nil }
            return String(decoding: name, as: UTF8.self)
        }

        private static func isOfName(_ byte: UInt8, isQuoted: Bool) -> Bool {
            let isLetter = (0x41...0x5A).contains(byte & 0xDF)
            let isSign = (0x30...0x39).contains(byte) || byte == 0x2B || byte == 0x2D
            return isLetter || isQuoted && isSign
        }

        mutating func number(_ range: ClosedRange<Int>) -> Int? {
            let start = position
            while let byte = next, (0x30...0x39).contains(byte), position - start < 4 { position += 1 }
            let value = Int(String(decoding: bytes[start..<position], as: UTF8.self))
            return value.flatMap { range.contains($0) ? $0 : nil }
        }

        /// Seconds of `[+-]h[:m[:s]]`.
        mutating func time(hours limit: Int) -> Int? {
            let isNegative = take(0x2D)
            if !isNegative { _ = take(0x2B) }
            guard let hours = number(0...limit) else { return nil }
            var seconds = hours * 3600
            for unit in [60, 1] where take(0x3A) {
                guard let count = number(0...59) else { return nil }
                seconds += count * unit
            }
            return isNegative ? -seconds : seconds
        }

        /// `,M3.2.0/2`, the time being 2 o'clock where none is given.
        mutating func change() -> Change? {
            guard take(0x2C), let day = day() else { return nil }
            guard take(0x2F) else { return Change(day: day, seconds: 7200) }
            return time(hours: 167).map { Change(day: day, seconds: $0) }
        }

        private mutating func day() -> Day? {
            if take(0x4A) { return number(1...365).map { .julian($0) } }
            guard take(0x4D) else { return number(0...365).map { .ordinal($0) } }
            guard let month = number(1...12), take(0x2E), let week = number(1...5), take(0x2E),
                let weekday = number(0...6)
            else { return nil }
            return .weekday(month: month, week: week, weekday: weekday)
        }
    }
}

extension ZoneRule.Change {
    /// Seconds since 1970 at which the change happens in `year`, by a clock that is `offset` ahead of UTC.
    fileprivate func moment(in year: Int, offset: Int) -> Int64 {
        CivilTime(year: year, month: 1, day: dayOfYear(in: year) + 1).timestamp().seconds
            + Int64(seconds - offset)
    }

    /// 0 for the 1st of January.
    private func dayOfYear(in year: Int) -> Int {
        let start = CivilTime(year: year, month: 1, day: 1).timestamp()
        switch day {
        case .ordinal(let day): return day
        case .julian(let day):
            let february = CivilTime(CivilTime(year: year, month: 2, day: 29).timestamp())
            return day - 1 + (day >= 60 && february.month == 2 ? 1 : 0)
        case .weekday(let month, let week, let weekday):
            let first = CivilTime(year: year, month: month, day: 1)
            var date = 1 + (weekday - first.weekday + 7) % 7 + (week - 1) * 7
            if CivilTime(CivilTime(year: year, month: month, day: date).timestamp()).month != month {
                date -= 7
            }
            let moment = CivilTime(year: year, month: month, day: date).timestamp()
            return Int((moment - start).milliseconds / 86_400_000)
        }
    }
}
