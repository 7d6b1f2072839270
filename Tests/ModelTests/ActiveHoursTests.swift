import Model
import Testing

@Suite struct ActiveHoursTests {
    @Test(arguments: [
        ("06:00..22:00", "06:00..22:00"),
        ("Mon..Fri 6:00..22:00 Asia/Seoul", "Mon..Fri 06:00..22:00 Asia/Seoul"),
        ("sat,SUN 22:30..06:00", "Sat,Sun 22:30..06:00"),
        ("Mon..Sun 00:00..24:00 UTC", "00:00..24:00 UTC"),
    ])
    func `are read and written`(written: String, read: String) throws {
        let hours = try ActiveHours(written)
        #expect(hours.description == read)
        #expect(try ActiveHours(hours.description) == hours)
    }

    @Test(
        arguments: [
            ("Mon..Fri", 8, "a span of the day is missing, such as `06:00..22:00`"),
            ("Mon..Fri 06:00", 9, "`06:00` is no span of the day, such as `06:00..22:00`"),
            ("06:00..25:00", 7, "`25:00` is no time of day, such as `06:30`"),
            ("Mon 06:00..06:00", 11, "the span ends where it begins"),
            ("06:00..07:00 UTC now", 17, "`now` stands behind the time zone"),
        ])
    func `say where they are wrong`(text: String, offset: Int, message: String) {
        #expect(throws: CalendarExpression.Problem(offset: offset, message: message)) {
            try ActiveHours(text)
        }
    }

    /// New York's clocks, 2050: forward on the 13th of March, a Sunday, back on the 6th of November.
    private func newYork() throws -> TimeZoneRules {
        try ZoneFile(clocks: [(-18000, "EST")], rule: "EST5EDT,M3.2.0,M11.1.0").rules()
    }

    private func local(_ month: Int, _ day: Int, _ hour: Int, _ minute: Int) -> CivilTime {
        CivilTime(year: 2050, month: month, day: day, hour: hour, minute: minute)
    }

    @Test(
        arguments: [
            ("06:00..22:00", 3, 12, 5, 59, false), ("06:00..22:00", 3, 12, 6, 0, true),
            ("06:00..22:00", 3, 12, 21, 59, true), ("06:00..22:00", 3, 12, 22, 0, false),
            // The 14th is a Monday; its night goes on into Tuesday.
            ("Mon 22:00..06:00", 3, 14, 23, 0, true), ("Mon 22:00..06:00", 3, 15, 5, 59, true),
            ("Mon 22:00..06:00", 3, 14, 5, 0, false), ("Mon 22:00..06:00", 3, 15, 23, 0, false),
            ("Sat 12:00..24:00", 3, 12, 23, 59, true), ("Sat 12:00..24:00", 3, 13, 0, 0, false),
        ])
    func `contain the times on their days`(
        text: String, month: Int, day: Int, hour: Int, minute: Int, expected: Bool
    ) throws {
        let rules = try newYork()
        let moment = rules.timestamp(of: local(month, day, hour, minute))
        #expect(try ActiveHours(text).contains(moment, in: rules) == expected)
    }

    @Test func `open at the same time of day through changes of the clocks`() throws {
        let rules = try newYork()
        let hours = try ActiveHours("06:00..22:00")
        for (month, day) in [(3, 13), (11, 6)] {
            let night = rules.timestamp(of: local(month, day - 1, 23, 0))
            #expect(hours.opening(from: night, in: rules) == rules.timestamp(of: local(month, day, 6, 0)))
        }
    }

    @Test(arguments: ["Sun 02:30..05:00", "Sat,Sun 01:30..03:30", "Mon..Fri 06:00..22:00", "23:30..00:15"])
    func `open at the first minute that they contain`(text: String) throws {
        let rules = try newYork()
        let hours = try ActiveHours(text)
        for day in [(3, 12), (11, 5)] {
            let start = rules.timestamp(of: local(day.0, day.1, 0, 0))
            var expected: Timestamp?
            // Backwards, so that the next opening is known at each.
            for minute in stride(from: 4 * 1440, through: 0, by: -1) {
                let moment = start + .minutes(Int64(minute))
                if hours.contains(moment, in: rules) { expected = moment }
                guard let expected, minute % 5 == 0 else { continue }
                #expect(hours.opening(from: moment, in: rules) == expected)
            }
        }
    }

    @Test func `contain an hour that comes twice, and end with the first of two ends`() throws {
        let rules = try newYork()
        let start = rules.timestamp(of: local(11, 6, 0, 0))
        func open(_ text: String) throws -> [Int64] {
            let hours = try ActiveHours(text)
            return (0..<40).filter { hours.contains(start + .minutes($0 * 15), in: rules) }
        }
        // Half past one is in the seventh quarter of an hour, half past three, an hour late, in the nineteenth.
        #expect(try open("01:30..03:30") == Array(6..<18))
        #expect(try open("00:30..01:30") == Array(2..<6))
    }

    @Test func `of several are open where any is`() throws {
        let hours = OpenHours([
            (try ActiveHours("Mon..Fri 06:00..22:00"), .utc), (try ActiveHours("Sat 08:00..12:00"), .utc),
        ])
        let saturday = CivilTime(year: 2019, month: 4, day: 27, hour: 7).timestamp()
        #expect(!hours.contains(saturday))
        #expect(hours.opening(from: saturday) == saturday + .hours(1))
        #expect(hours.opening(from: saturday + .hours(6)) == saturday + .hours(47))
        #expect(OpenHours().contains(saturday))
    }
}
