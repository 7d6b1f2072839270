import Model
import Text

/// The times that people type after `--since`.
enum TimeInput {
    static let form =
        "a span (24h, 7d), a day (2019-04-25), a time (2019-04-25T14:00, 2019-04-25T14:00+09:00), `today` or `yesterday`"

    /// What a shell offers.
    static let suggestions = ["1h", "24h", "7d", "today", "yesterday"]

    /// `30min`, `24h`, `7d`, `2w`, `1h30min`.
    static func span(_ text: String) -> Duration? {
        var total: Duration = .zero
        var rest = text[...]
        repeat {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            let unit = rest.dropFirst(digits.count).prefix { $0.isLetter }
            guard let count = Int64(digits), count < 100_000, let length = units[String(unit)] else {
                return nil
            }
            total += length * count
            rest = rest.dropFirst(digits.count + unit.count)
        } while !rest.isEmpty
        return total
    }

    private static let units: [String: Duration] = [
        "s": .seconds(1), "min": .minutes(1), "m": .minutes(1), "h": .hours(1), "d": .days(1), "w": .days(7),
    ]

    /// A day of `zone`'s calendar, `today` or `yesterday`, or a moment: with its own offset, or by `zone`'s clock.
    static func moment(_ text: String, zone: TimeZoneRules, now: Timestamp) -> Timestamp? {
        let today = CivilTime(now, offset: zone.offset(at: now))
        func start(ofDaysAgo days: Int) -> Timestamp {
            zone.timestamp(of: CivilTime(year: today.year, month: today.month, day: today.day - days))
        }
        switch text {
        case "now": return now
        case "today": return start(ofDaysAgo: 0)
        case "yesterday": return start(ofDaysAgo: 1)
        default: break
        }
        let parts = text.split(maxSplits: 1) { $0 == "T" || $0 == " " }
        guard let date = parts.first, let day = day(date) else { return nil }
        guard parts.count == 2 else { return zone.timestamp(of: day) }
        let time = parts[1]
        if let read = DateReader.read("\(date)T\(time)"), read.offset != nil {
            return Timestamp(milliseconds: read.milliseconds)
        }
        return clock(time, on: day).map { zone.timestamp(of: $0) }
    }

    private static func day(_ text: Substring) -> CivilTime? {
        let numbers = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard numbers.count == 3, let year = numbers[0], let month = numbers[1], let day = numbers[2],
            (1970...9999).contains(year), (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        let time = CivilTime(year: year, month: month, day: day)
        // The 31st of June is no day: it comes back as another.
        return CivilTime(time.timestamp()) == time ? time : nil
    }

    /// `14:00` or `14:00:30` on `day`.
    private static func clock(_ text: Substring, on day: CivilTime) -> CivilTime? {
        let numbers = text.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
        guard (2...3).contains(numbers.count), let hour = numbers[0], let minute = numbers[1],
            let second = numbers.count == 3 ? numbers[2] : 0,
            (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second)
        else { return nil }
        return CivilTime(
            year: day.year, month: day.month, day: day.day, hour: hour, minute: minute, second: second)
    }
}
