import Model
import Text

/// The times that people type after `--since`.
enum TimeInput {
    static let form = "a span (24h, 7d), a day (2019-04-25), a time (2019-04-25T14:00+09:00) or `yesterday`"

    /// `30min`, `24h`, `7d`, `2w`.
    static func span(_ text: String) -> Duration? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let count = Int64(digits), count < 100_000 else { return nil }
        switch text.dropFirst(digits.count) {
        case "s": return .seconds(count)
        case "min", "m": return .minutes(count)
        case "h": return .hours(count)
        case "d": return .days(count)
        case "w": return .days(count * 7)
        default: return nil
        }
    }

    /// A day of `zone`'s calendar, or a moment with or without its own offset.
    static func moment(_ text: String, zone: TimeZoneRules, now: Timestamp) -> Timestamp? {
        if text == "yesterday" {
            let today = CivilTime(now, offset: zone.offset(at: now))
            return zone.timestamp(of: CivilTime(year: today.year, month: today.month, day: today.day - 1))
        }
        let parts = text.split(separator: "T", maxSplits: 1)
        let date = parts.first?.split(separator: "-").map { Int($0) } ?? []
        guard date.count == 3, let year = date[0], let month = date[1], let day = date[2],
            (1970...9999).contains(year), (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        guard parts.count == 2 else {
            return zone.timestamp(of: CivilTime(year: year, month: month, day: day))
        }
        guard let read = DateReader.read(text) else { return nil }
        return Timestamp(milliseconds: read.milliseconds)
    }
}
