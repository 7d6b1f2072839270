import Model
import Testing

@Suite struct CalendarExpressionTests {
    struct Reading: Sendable, CustomTestStringConvertible {
        var written: String
        var read: String
        var testDescription: String { written }
    }

    @Test(arguments: [
        Reading(written: "06:30", read: "06:30"),
        Reading(written: "6:30", read: "06:30"),
        Reading(written: "Mon..Fri 06:30 Asia/Seoul", read: "Mon..Fri 06:30 Asia/Seoul"),
        Reading(written: "  monday..FRI   18:30,06:30  ", read: "Mon..Fri 06:30,18:30"),
        Reading(written: "Sat..Mon 09:00", read: "Mon,Sat,Sun 09:00"),
        Reading(written: "Tue,Thu..Sun 09:00 UTC", read: "Tue,Thu..Sun 09:00 UTC"),
        Reading(written: "Mon..Sun 00:00", read: "00:00"),
    ])
    func `is read and written`(_ given: Reading) throws {
        let expression = try CalendarExpression(given.written)
        #expect(expression.description == given.read)
        #expect(try CalendarExpression(expression.description) == expression)
    }

    typealias Problem = CalendarExpression.Problem

    @Test(
        arguments: [
            ("", 0, "a time of day is missing, such as `06:30`", nil),
            ("Mon", 3, "a time of day is missing, such as `06:30`", nil),
            ("Mon ,", 4, "a time of day is missing, such as `06:30`", nil),
            ("Mn 06:30", 0, "`Mn` is no day: Mon, Tue, Wed, Thu, Fri, Sat, Sun", "Mon"),
            ("Mon..Firday 06:30", 5, "`Firday` is no day: Mon, Tue, Wed, Thu, Fri, Sat, Sun", "Friday"),
            ("Mon 25:00", 4, "`25:00` is no time of day, such as `06:30`", nil),
            ("Mon 06:30,7", 10, "`7` is no time of day, such as `06:30`", nil),
            ("06:30 Asia/Seoul please", 17, "`please` stands behind the time zone", nil),
        ] as [(String, Int, String, String?)])
    func `says where it is wrong`(text: String, offset: Int, message: String, suggestion: String?) {
        #expect(throws: Problem(offset: offset, message: message, suggestion: suggestion)) {
            try CalendarExpression(text)
        }
    }

    /// New York's clocks, 2050: forward on the 13th of March, a Sunday, back on the 6th of November.
    private func newYork() throws -> TimeZoneRules {
        try ZoneFile(clocks: [(-18000, "EST")], rule: "EST5EDT,M3.2.0,M11.1.0").rules()
    }

    private func local(_ month: Int, _ day: Int, _ hour: Int, _ minute: Int) -> CivilTime {
        CivilTime(year: 2050, month: month, day: day, hour: hour, minute: minute)
    }

    @Test func `comes at the same time of day through changes of the clocks`() throws {
        let rules = try newYork()
        let daily = try CalendarExpression("06:30")
        var moment = rules.timestamp(of: local(3, 11, 12, 0))
        for day in 12...15 {
            moment = daily.next(after: moment, in: rules)
            #expect(CivilTime(moment, offset: rules.offset(at: moment)) == local(3, day, 6, 30))
        }
        #expect(moment - rules.timestamp(of: local(3, 12, 6, 30)) == .hours(71))
    }

    @Test func `a time that is left out comes later, one that comes twice counts once`() throws {
        let rules = try newYork()
        let early = try CalendarExpression("02:30,03:00")
        // Half past two is half past three that day, after three o'clock.
        let first = early.next(after: rules.timestamp(of: local(3, 12, 4, 0)), in: rules)
        let second = early.next(after: first, in: rules)
        let third = early.next(after: second, in: rules)
        #expect(first == rules.timestamp(of: local(3, 13, 3, 0)))
        #expect(second == rules.timestamp(of: local(3, 13, 3, 30)))
        #expect(third == rules.timestamp(of: local(3, 14, 2, 30)))

        let night = try CalendarExpression("01:30")
        let once = night.next(after: rules.timestamp(of: local(11, 5, 12, 0)), in: rules)
        #expect(once == CivilTime(year: 2050, month: 11, day: 6, hour: 5, minute: 30).timestamp())
        #expect(night.next(after: once, in: rules) == rules.timestamp(of: local(11, 7, 1, 30)))
    }

    @Test func `is strictly after the moment, on the days that it names`() throws {
        let weekdays = try CalendarExpression("Mon..Fri 06:30")
        // The 26th of April 2019 was a Friday.
        let friday = CivilTime(year: 2019, month: 4, day: 26, hour: 6, minute: 30).timestamp()
        #expect(weekdays.next(after: friday - .milliseconds(1), in: .utc) == friday)
        #expect(weekdays.next(after: friday, in: .utc) == friday + .days(3))
        let weekly = try CalendarExpression("Fri 06:30")
        #expect(weekly.next(after: friday, in: .utc) == friday + .days(7))
    }

    @Test func `agrees with looking at every minute`() throws {
        let rules = try newYork()
        let expression = try CalendarExpression("Sun,Mon 01:30,02:30,23:59")
        for start in [local(3, 11, 0, 0), local(11, 4, 0, 0), local(12, 30, 0, 0)] {
            let from = rules.timestamp(of: start)
            var expected: Set<Timestamp> = []
            for day in -1...6 {
                for minute in expression.minutes {
                    var time = CivilTime(year: start.year, month: start.month, day: start.day + day)
                    guard expression.weekdays.contains(time.weekday) else { continue }
                    time.minute = minute
                    expected.insert(rules.timestamp(of: time))
                }
            }
            for minute in 0..<(5 * 24 * 60) {
                let moment = from + .minutes(Int64(minute))
                let next = expected.filter { $0 > moment }.min()
                if let next { #expect(expression.next(after: moment, in: rules) == next) }
            }
        }
    }
}
