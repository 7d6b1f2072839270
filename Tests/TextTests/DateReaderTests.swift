import Model
import Testing
import Text

@Suite struct DateReaderTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var text: String
        var moment: String?
        var zone: String?
        init(_ text: String, _ moment: String?, _ zone: String? = nil) {
            self.text = text
            self.moment = moment
            self.zone = zone
        }
        var testDescription: String { text }
    }

    @Test(arguments: [
        // RFC 822 and what is done to it.
        Case("Fri, 01 Mar 2024 11:26:21 +0900", "2024-03-01T02:26:21Z"),
        Case("Fri, 1 Mar 24 11:26 +0900", "2024-03-01T02:26:00Z"),
        Case("  Fri, 01 Mar 2024\n 02:26:21 GMT ", "2024-03-01T02:26:21Z"),
        Case("Fri,24 Nov 2023 18:28:36 -0000", "2023-11-24T18:28:36Z"),
        Case("Mon, 13 Feb, 2012 06:28:00 UTC", "2012-02-13T06:28:00Z"),
        Case("Mon, May 25 2020 10:00:00 Z", "2020-05-25T10:00:00Z"),
        Case("1 Sept 2020 10:00:00 GMT", "2020-09-01T10:00:00Z"),
        Case("Friday, 01-Mar-24 02:26:21 GMT", "2024-03-01T02:26:21Z"),
        Case("Fri, 01 Mar 2024 11:26:21 GMT+0900", "2024-03-01T02:26:21Z"),
        Case("Fri, 01 Mar 2024 11:26:21 +0900 (KST)", "2024-03-01T02:26:21Z"),
        Case("Thu, 01 Jan 2004", "2004-01-01T00:00:00Z", "UTC"),
        Case("Sun Jul 15 01:16:00 +0000 2012", "2012-07-15T01:16:00Z"),
        Case("Thu Aug 30 17:26:16 2012", "2012-08-30T17:26:16Z", "UTC"),
        Case("Sat, Dec 16 2023 02:02:33 PM", "2023-12-16T14:02:33Z", "UTC"),
        Case("31 Dec 2016 23:59:60 GMT", "2016-12-31T23:59:59Z"),
        // RFC 3339, W3C-DTF and solid ones.
        Case("2024-03-01T11:26:21+09:00", "2024-03-01T02:26:21Z"),
        Case("2024-03-01T02:26:21.5Z", "2024-03-01T02:26:21.500Z"),
        Case("2024-03-01T11:26+09:00", "2024-03-01T02:26:00Z"),
        Case("2004-07-08 23:56:58 -00:20", "2004-07-09T00:16:58Z"),
        Case("2003-12", "2003-12-01T00:00:00Z", "UTC"),
        Case("20240301T022621Z", "2024-03-01T02:26:21Z"),
        Case("2024-061", "2024-03-01T00:00:00Z", "UTC"),
        Case("2024/03/01 11:26:21 +0900", "2024-03-01T02:26:21Z"),
        Case("1709259981", "2024-03-01T02:26:21Z"),
        Case("1709259981000", "2024-03-01T02:26:21Z"),
        // Zones by name, summer time by rule.
        Case("Fri, 31 Mar 2023 20:19:00 America/Los_Angeles", "2023-04-01T03:19:00Z"),
        Case("Mon, 26 January 2004 16:31:00 CT", "2004-01-26T22:31:00Z"),
        Case("Mon, 1 Jul 2024 12:00:00 ET", "2024-07-01T16:00:00Z"),
        Case("2024-07-01 12:00:00 Europe/Berlin", "2024-07-01T10:00:00Z"),
        Case("Fri, 01 Mar 2024 11:26:21 KST", "2024-03-01T02:26:21Z"),
        Case("Wed, 19 Aug 2009 18:28:00 Etc/GMT", "2009-08-19T18:28:00Z"),
        // Languages.
        Case("2004년 05월 28일  01:31:15", "2004-05-27T16:31:15Z", "+09:00"),
        Case("2024-03-01 오후 1:05:00", "2024-03-01T04:05:00Z", "+09:00"),
        Case("2024年3月1日(金) 11時26分21秒 +0900", "2024-03-01T02:26:21Z"),
        Case("Пт, 01 марта 2024 05:26:21 +0300", "2024-03-01T02:26:21Z"),
        Case("śr, 01 maj 2024 04:26:21 +0200", "2024-05-01T02:26:21Z"),
        Case("mar., 05 mars 2024 03:26:21 +0100", "2024-03-05T02:26:21Z"),
        Case("Fr, 01 Mär 2024 03:26:21 +0100", "2024-03-01T02:26:21Z"),
        Case("1 de marzo de 2024 10:00:00 UTC", "2024-03-01T10:00:00Z"),
        Case("Κυρ, 11 Ιούλ 2004 12:00:00 EST", "2004-07-11T17:00:00Z"),
        Case("01 marraskuuta 2024 10:00:00 UTC", "2024-11-01T10:00:00Z"),
        // Order of day and month.
        Case("13/01/2024 10:00:00", "2024-01-13T10:00:00Z", "UTC"),
        Case("1/13/2024 10:00:00", "2024-01-13T10:00:00Z", "UTC"),
        Case("01.03.2024 10:00", "2024-03-01T10:00:00Z", "UTC"),
        // Nothing certain.
        Case("01/03/2024 10:00:00", nil), Case("", nil), Case("yesterday", nil),
        Case("31 Feb 2024 10:00 GMT", nil),
        Case("Fri, 11 Mar 2016 01:15:00 +3000", nil), Case("2003-07-01T07:61:30Z", nil),
        Case("0001-01-01T00:00:00Z", nil), Case("Fri, 01 Mar 2024 11:26:21 XYZ", nil),
        Case("March 2024", nil),
        Case("99999999999999999999", nil), Case("1:2:3:4:5:6", nil),
    ])
    func `a date is read rightly or not at all`(_ test: Case) {
        let reading = DateReader.read(test.text)
        #expect(reading.map { CivilTime.rfc3339(Timestamp(milliseconds: $0.milliseconds)) } == test.moment)
        #expect(reading?.assumedZone == test.zone)
    }

    @Test func `every day of four centuries comes back`() {
        var moment: Int64 = -2_208_988_800_000
        var wrong = 0
        while moment < 7_258_000_000_000 {
            let text = CivilTime.rfc3339(Timestamp(milliseconds: moment))
            if DateReader.read(text)?.milliseconds != moment { wrong += 1 }
            moment += 86_400_000 * 3 + 3_661_000
        }
        #expect(wrong == 0)
    }
}
