import Text

/// Times of day on days of the week: `Mon..Fri 06:30 Asia/Seoul`.
///
/// Days are names, ranges and lists of them, and every day where there are none; times are hours and minutes, several
/// with commas between; a time zone may follow.
/// - Source: a part of systemd.time(7), "Calendar Events".
package struct CalendarExpression: Hashable, Sendable, CustomStringConvertible {
    /// 0 for Sunday to 6 for Saturday.
    package let weekdays: Set<Int>
    /// Minutes after midnight, ascending.
    package let minutes: [Int]
    /// Name of a time zone, or `nil` for the reader's.
    package let zone: String?

    /// Why a text is no such expression, and where.
    package struct Problem: Error, Hashable, Sendable {
        /// In bytes from the start of the text.
        package var offset: Int
        package var message: String
        package var suggestion: String?

        package init(offset: Int, message: String, suggestion: String? = nil) {
            self.offset = offset
            self.message = message
            self.suggestion = suggestion
        }
    }

    /// Reads `text`; whether there is a time zone of that name is not looked at.
    package init(_ text: String) throws(Problem) {
        let (weekdays, given) = try Self.days(text)
        var words = given
        var minutes: Set<Int> = []
        guard let times = words.first else {
            throw Problem(offset: text.utf8.count, message: "a time of day is missing, such as `06:30`")
        }
        for part in Self.parts(times) { minutes.insert(try Self.minute(part)) }
        if minutes.isEmpty {
            throw Problem(offset: times.offset, message: "a time of day is missing, such as `06:30`")
        }
        words.removeFirst()
        if words.count > 1 {
            throw Problem(offset: words[1].offset, message: "`\(words[1].text)` stands behind the time zone")
        }
        self.weekdays = weekdays
        self.minutes = minutes.sorted()
        zone = words.first?.text
    }

    /// The first moment after `moment` that this names, by the clocks of `rules`.
    ///
    /// A time that is left out when clocks are put forward comes as much later as they are put forward; one that comes
    /// twice when they are put back counts once, the first time.
    package func next(after moment: Timestamp, in rules: TimeZoneRules) -> Timestamp {
        let today = CivilTime(moment, offset: rules.offset(at: moment))
        var earliest: Timestamp?
        // A week and both of its ends; the day before may reach into today where a whole day is left out.
        for offset in -1...8 {
            let day = CivilTime(year: today.year, month: today.month, day: today.day + offset)
            guard weekdays.contains(day.weekday) else { continue }
            for minute in minutes {
                var time = day
                time.minute = minute
                let candidate = rules.timestamp(of: time)
                if candidate > moment, candidate < earliest ?? candidate + .seconds(1) {
                    earliest = candidate
                }
            }
        }
        // There is a day of every weekday and at least one time, so there is one.
        return earliest ?? moment + .days(7)
    }

    /// As it is written, days from Monday on.
    package var description: String {
        var parts: [String] = []
        if weekdays.count < 7 { parts.append(Self.text(of: weekdays)) }
        parts.append(
            minutes.map { "\(CivilTime.padded($0 / 60, 2)):\(CivilTime.padded($0 % 60, 2))" }
                .joined(separator: ","))
        if let zone { parts.append(zone) }
        return parts.joined(separator: " ")
    }

    // MARK: Reading

    typealias Word = (text: String, offset: Int)

    /// The days that `text` begins with, all where it names none, and the words that follow.
    static func days(_ text: String) throws(Problem) -> (weekdays: Set<Int>, rest: [Word]) {
        let words = words(text)
        var weekdays: Set<Int> = []
        guard let first = words.first, first.text.first?.isLetter == true else { return (Set(0...6), words) }
        for part in parts(first) { try readDays(part, into: &weekdays) }
        return (weekdays.isEmpty ? Set(0...6) : weekdays, Array(words.dropFirst()))
    }

    private static func words(_ text: String, separator: UInt8 = 0x20, from start: Int = 0) -> [Word] {
        let bytes = Array(text.utf8)
        return bytes.indices.split { bytes[$0] == separator || bytes[$0] == 0x09 || bytes[$0] == 0x0A }
            .map { (String(decoding: bytes[$0], as: UTF8.self), start + $0.lowerBound) }
    }

    private static func parts(_ word: Word) -> [Word] {
        words(word.text, separator: 0x2C, from: word.offset)
    }

    private static func readDays(_ word: Word, into days: inout Set<Int>) throws(Problem) {
        guard let dots = word.text.firstRange(of: "..") else {
            days.insert(try day(word))
            return
        }
        let first = String(word.text[..<dots.lowerBound])
        let start = try day((first, word.offset))
        let end = try day((String(word.text[dots.upperBound...]), word.offset + first.utf8.count + 2))
        for day in start...(end < start ? end + 7 : end) { days.insert(day % 7) }
    }

    private static func day(_ word: Word) throws(Problem) -> Int {
        let typed = word.text.lowercased()
        let day = names.firstIndex { name in
            typed == name.lowercased() || typed == name.lowercased().prefix(3)
        }
        if let day { return day }
        let short = names.map { String($0.prefix(3)) }
        throw Problem(
            offset: word.offset, message: "`\(word.text)` is no day: Mon, Tue, Wed, Thu, Fri, Sat, Sun",
            suggestion: Suggestion.nearest(to: word.text, among: short + names))
    }

    static func minute(_ word: Word) throws(Problem) -> Int {
        let parts = word.text.split(separator: ":", omittingEmptySubsequences: false)
        let isTime = parts.count == 2 && (1...2).contains(parts[0].count) && parts[1].count == 2
        guard isTime, let hour = Int(parts[0]), (0...23).contains(hour), let minute = Int(parts[1]),
            (0...59).contains(minute)
        else {
            throw Problem(offset: word.offset, message: "`\(word.text)` is no time of day, such as `06:30`")
        }
        return hour * 60 + minute
    }

    private static let names = [
        "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
    ]

    /// Ranges where three days or more follow each other.
    static func text(of weekdays: Set<Int>) -> String {
        let order = (1...7).filter { weekdays.contains($0 % 7) }
        var runs: [ClosedRange<Int>] = []
        for day in order {
            if let last = runs.last, last.upperBound == day - 1 {
                runs[runs.count - 1] = last.lowerBound...day
            } else {
                runs.append(day...day)
            }
        }
        let parts = runs.map { run -> String in
            let days = run.map { String(names[$0 % 7].prefix(3)) }
            guard days.count > 2, let first = days.first, let last = days.last else {
                return days.joined(separator: ",")
            }
            return "\(first)..\(last)"
        }
        return parts.joined(separator: ",")
    }
}
