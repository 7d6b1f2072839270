import Model
import Testing

@Suite struct CivilTimeTests {
    struct Moment: Sendable, CustomTestStringConvertible {
        var seconds: Int64
        var text: String
        var weekday: Int
        var testDescription: String { text }
    }

    @Test(arguments: [
        Moment(seconds: 0, text: "1970-01-01T00:00:00Z", weekday: 4),
        Moment(seconds: -1, text: "1969-12-31T23:59:59Z", weekday: 3),
        Moment(seconds: 951_782_400, text: "2000-02-29T00:00:00Z", weekday: 2),
        Moment(seconds: 1_556_168_700, text: "2019-04-25T05:05:00Z", weekday: 4),
        Moment(seconds: 4_102_444_799, text: "2099-12-31T23:59:59Z", weekday: 4),
        Moment(seconds: -2_208_988_800, text: "1900-01-01T00:00:00Z", weekday: 1),
    ])
    func `moments are written in RFC 3339 and read back`(moment: Moment) {
        let timestamp = Timestamp(seconds: moment.seconds)
        #expect(CivilTime.rfc3339(timestamp) == moment.text)
        #expect(CivilTime(timestamp).weekday == moment.weekday)
        #expect(CivilTime(timestamp).timestamp() == timestamp)
    }

    @Test func `every day of eight centuries is found again`() {
        for day in stride(from: Int64(-150_000), through: 150_000, by: 1) {
            let moment = Timestamp(seconds: day * 86400 + 3661)
            guard CivilTime(moment).timestamp() == moment else {
                Issue.record("day \(day)")
                return
            }
        }
    }

    @Test func `an offset moves the clock and not the moment`() {
        let moment = Timestamp(seconds: 1_556_168_700)
        let seoul = CivilTime(moment, offset: .hours(9))
        #expect(seoul == CivilTime(year: 2019, month: 4, day: 25, hour: 14, minute: 5))
        #expect(seoul.timestamp(offset: .hours(9)) == moment)
    }
}
