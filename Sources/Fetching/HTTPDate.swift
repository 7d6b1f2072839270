import Model

/// The dates of HTTP headers.
enum HTTPDate {
    /// Reads the three forms that a server may send; `nil` for anything else.
    ///
    /// `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT`, `Sun Nov  6 08:49:37 1994`.
    /// - Source: RFC 9110 §5.6.7.
    static func timestamp(_ text: String, now: Timestamp) -> Timestamp? {
        let parts = text.split { $0 == " " || $0 == "," || $0 == "-" }.map(String.init)
        switch parts.count {
        case 6 where Int(parts[1]) != nil:
            return moment(year: parts[3], month: parts[2], day: parts[1], time: parts[4], now: now)
        case 5:
            return moment(year: parts[4], month: parts[1], day: parts[2], time: parts[3], now: now)
        default: return nil
        }
    }

    private static func moment(
        year: String, month: String, day: String, time: String, now: Timestamp
    ) -> Timestamp? {
        let clock = time.split(separator: ":").compactMap { Int($0) }
        guard let month = months.firstIndex(of: month.lowercased()), let day = Int(day),
            var number = Int(year),
            clock.count == 3, (1...31).contains(day), (0...23).contains(clock[0]),
            (0...59).contains(clock[1]),
            (0...60).contains(clock[2])
        else { return nil }
        if year.count == 2 {
            number += 1900
            // A year that seems to be more than 50 years ahead is the last with these digits.
            while number + 100 <= CivilTime(now).year + 50 { number += 100 }
        }
        guard (1900...9999).contains(number) else { return nil }
        return CivilTime(
            year: number, month: month + 1, day: day, hour: clock[0], minute: clock[1], second: clock[2]
        ).timestamp()
    }

    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]
}
