import Model
import Testing

/// Writes time zone files of version 2 with a rule at the end.
struct ZoneFile {
    /// Seconds since 1970, and the index of the clock from then on.
    var changes: [(moment: Int64, clock: UInt8)] = []
    /// Seconds ahead of UTC and the name, the first for times before the first change.
    var clocks: [(offset: Int32, name: String)]
    var rule = ""

    var bytes: [UInt8] {
        let letters = clocks.map(\.name).joined(separator: "\0") + "\0"
        var file = header(times: 0, types: 1, letters: 1) + [0, 0, 0, 0, 0, 0, 0]
        file += header(times: changes.count, types: clocks.count, letters: letters.utf8.count)
        for change in changes { file += Self.big(UInt64(bitPattern: change.moment), 8) }
        file += changes.map(\.clock)
        var place: UInt8 = 0
        for clock in clocks {
            file += Self.big(UInt64(UInt32(bitPattern: clock.offset)), 4) + [0, place]
            place += UInt8(clock.name.utf8.count + 1)
        }
        return file + Array(letters.utf8) + [0x0A] + Array(rule.utf8) + [0x0A]
    }

    private func header(times: Int, types: Int, letters: Int) -> [UInt8] {
        let counts = [0, 0, 0, times, types, letters]
        return Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15)
            + counts.flatMap { Self.big(UInt64($0), 4) }
    }

    private static func big(_ value: UInt64, _ width: Int) -> [UInt8] {
        (0..<width).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) }
    }

    func rules(_ name: String = "Test/Zone") throws -> TimeZoneRules {
        try #require(TimeZoneRules(name: name, file: bytes))
    }
}
