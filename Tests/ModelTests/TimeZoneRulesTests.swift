import Model
import Testing

private func moment(_ year: Int, _ month: Int, _ day: Int, _ hour: Int = 0, _ minute: Int = 0) -> Timestamp {
    CivilTime(year: year, month: month, day: day, hour: hour, minute: minute).timestamp()
}

@Suite struct TimeZoneRulesTests {
    struct RuleCase: Sendable, CustomTestStringConvertible {
        var rule: String
        var moment: Timestamp
        var hours: Double
        var abbreviation: String
        var testDescription: String { "\(rule) at \(moment)" }
    }

    @Test(arguments: [
        RuleCase(rule: "KST-9", moment: moment(2050, 7, 1), hours: 9, abbreviation: "KST"),
        RuleCase(rule: "<+0330>-3:30", moment: moment(2050, 7, 1), hours: 3.5, abbreviation: "+0330"),
        // The second Sunday of March 2050 is the 13th, at 2 o'clock by the clock of the winter.
        RuleCase(
            rule: "EST5EDT,M3.2.0,M11.1.0", moment: moment(2050, 3, 13, 6, 59), hours: -5, abbreviation: "EST"
        ),
        RuleCase(
            rule: "EST5EDT,M3.2.0,M11.1.0", moment: moment(2050, 3, 13, 7), hours: -4, abbreviation: "EDT"),
        RuleCase(
            rule: "EST5EDT,M3.2.0,M11.1.0", moment: moment(2050, 11, 6, 5, 59), hours: -4, abbreviation: "EDT"
        ),
        RuleCase(
            rule: "EST5EDT,M3.2.0,M11.1.0", moment: moment(2050, 11, 6, 6), hours: -5, abbreviation: "EST"),
        // South of the equator summer reaches over the new year.
        RuleCase(
            rule: "AEST-10AEDT,M10.1.0,M4.1.0/3", moment: moment(2050, 1, 1), hours: 11, abbreviation: "AEDT"),
        RuleCase(
            rule: "AEST-10AEDT,M10.1.0,M4.1.0/3", moment: moment(2050, 7, 1), hours: 10, abbreviation: "AEST"),
        // Ireland: winter is the exception.
        RuleCase(
            rule: "IST-1GMT0,M10.5.0,M3.5.0/1", moment: moment(2050, 12, 1), hours: 0, abbreviation: "GMT"),
        RuleCase(
            rule: "IST-1GMT0,M10.5.0,M3.5.0/1", moment: moment(2050, 7, 1), hours: 1, abbreviation: "IST"),
        // Greenland's changes are stated on the Saturday before, in negative hours.
        RuleCase(
            rule: "<-02>2<-01>,M3.5.0/-1,M10.5.0/0", moment: moment(2050, 3, 27, 0, 59), hours: -2,
            abbreviation: "-02"),
        RuleCase(
            rule: "<-02>2<-01>,M3.5.0/-1,M10.5.0/0", moment: moment(2050, 3, 27, 1), hours: -1,
            abbreviation: "-01"),
        // RFC 8536: summer all year.
        RuleCase(
            rule: "XXX3EDT4,0/0,J365/23", moment: moment(2050, 1, 1, 4), hours: -4, abbreviation: "EDT"),
        RuleCase(
            rule: "XXX3EDT4,0/0,J365/23", moment: moment(2051, 1, 1, 3, 30), hours: -4, abbreviation: "EDT"),
        // Day 60 is the 1st of March in every year, the 29th of February being left out.
        RuleCase(rule: "AAA0BBB,J60/0,J300", moment: moment(2048, 2, 29, 12), hours: 0, abbreviation: "AAA"),
        RuleCase(rule: "AAA0BBB,J60/0,J300", moment: moment(2048, 3, 1), hours: 1, abbreviation: "BBB"),
        RuleCase(rule: "AAA0BBB,59/0,300", moment: moment(2048, 2, 29), hours: 1, abbreviation: "BBB"),
    ])
    func `after the last change the rule for every year counts`(_ given: RuleCase) throws {
        let rules = try ZoneFile(clocks: [(0, "LMT")], rule: given.rule).rules()
        #expect(rules.offset(at: given.moment) == .seconds(given.hours * 3600))
        #expect(rules.abbreviation(at: given.moment) == given.abbreviation)
    }

    @Test(arguments: [
        "", "K", "KST", "KST-25", "EST5EDT,M3.2.0", "EST5EDT,M13.2.0,M11.1.0", "EST5EDT,M3.2.0,M11.1.0x",
    ])
    func `a rule that cannot be read leaves the last clock of the table`(rule: String) throws {
        let file = ZoneFile(changes: [(1000, 1)], clocks: [(0, "LMT"), (3600, "CET")], rule: rule)
        let rules = try file.rules()
        #expect(rules.abbreviation(at: Timestamp(seconds: 999)) == "LMT")
        #expect(rules.abbreviation(at: Timestamp(seconds: 1000)) == "CET")
        #expect(rules.offset(at: moment(2090, 1, 1)) == .hours(1))
    }

    @Test func `clock times are found again, left out ones later, repeated ones first`() throws {
        let rules = try ZoneFile(clocks: [(-18000, "EST")], rule: "EST5EDT,M3.2.0,M11.1.0").rules()
        func found(_ month: Int, _ day: Int, _ hour: Int, _ minute: Int) -> Timestamp {
            rules.timestamp(of: CivilTime(year: 2050, month: month, day: day, hour: hour, minute: minute))
        }
        #expect(found(7, 1, 12, 0) == moment(2050, 7, 1, 16))
        #expect(found(1, 1, 12, 0) == moment(2050, 1, 1, 17))
        #expect(found(3, 13, 2, 30) == moment(2050, 3, 13, 7, 30))
        #expect(found(3, 13, 3, 0) == moment(2050, 3, 13, 7))
        #expect(found(11, 6, 1, 30) == moment(2050, 11, 6, 5, 30))
        #expect(found(11, 6, 2, 0) == moment(2050, 11, 6, 7))
        #expect(found(12, 31, 24, 0) == moment(2051, 1, 1, 5))
    }

    @Test func `UTC needs no file`() {
        let noon = moment(2019, 4, 25, 12)
        #expect(TimeZoneRules.utc.offset(at: noon) == .zero)
        #expect(TimeZoneRules.utc.abbreviation(at: noon) == "UTC")
        #expect(TimeZoneRules.utc.timestamp(of: CivilTime(noon)) == noon)
    }

    @Test func `whatever the bytes, reading ends, and a cut file is none`() {
        let file = ZoneFile(changes: [(1000, 1)], clocks: [(0, "LMT"), (3600, "CET")], rule: "CET-1").bytes
        // Without the line break of its rule a file still has its table.
        for length in 0..<(file.count - 7) {
            #expect(TimeZoneRules(name: "cut", file: Array(file.prefix(length))) == nil)
        }
        var generator = SeededGenerator(state: 20_190_425)
        for _ in 0..<20_000 {
            var bytes = file
            for _ in 0..<3 {
                bytes[Int(generator.next() % UInt64(bytes.count))] = UInt8(generator.next() & 0xFF)
            }
            _ = TimeZoneRules(name: "noise", file: bytes)?.offset(at: moment(2050, 1, 1))
        }
    }
}

/// SplitMix64; the seed stands in the test.
private struct SeededGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
