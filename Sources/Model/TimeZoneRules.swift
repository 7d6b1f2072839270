/// How the clocks of a place differ from UTC, as the system's time zone files say.
///
/// After the last change that a file lists its rule for every year counts; files that list only what no rule covers
/// need it already today.
/// - Source: RFC 8536 (TZif).
package struct TimeZoneRules: Sendable, Hashable {
    package let name: String
    private var transitions: [Transition]
    private var first: Clock
    private var rule: ZoneRule?

    private typealias Clock = ZoneRule.Clock

    private struct Transition: Sendable, Hashable {
        /// Seconds since 1970.
        var moment: Int64
        var clock: Clock
    }

    package static let utc = TimeZoneRules(
        name: "UTC", transitions: [], first: Clock(offset: 0, abbreviation: "UTC"))

    private init(name: String, transitions: [Transition], first: Clock) {
        self.name = name
        self.transitions = transitions
        self.first = first
        rule = nil
    }

    /// Reads a file of the system's zones; `nil` where the bytes are none.
    package init?(name: String, file bytes: [UInt8]) {
        var reader = Reader(bytes: bytes)
        guard var header = Header(&reader) else { return nil }
        var width = 4
        if header.version >= 2 {
            reader.position += header.bodyLength(width: 4)
            guard let second = Header(&reader) else { return nil }
            header = second
            width = 8
        }
        let start = reader.position
        guard let body = Body(&reader, header, width: width), let initial = body.clocks.first else {
            return nil
        }
        self.name = name
        transitions = body.transitions
        first = initial
        rule = width == 8 ? Self.rule(bytes.dropFirst(start + header.bodyLength(width: width))) : nil
    }

    /// The rule between two line breaks at the end of a file; `nil` for none, and for one that cannot be read.
    private static func rule(_ footer: ArraySlice<UInt8>) -> ZoneRule? {
        guard footer.first == 0x0A else { return nil }
        let line = footer.dropFirst().prefix(ruleLimit)
        guard let end = line.firstIndex(of: 0x0A) else { return nil }
        return ZoneRule(line[..<end])
    }

    /// Bytes of a rule.
    private static let ruleLimit = 256

    /// How far clocks are ahead of UTC at `moment`.
    package func offset(at moment: Timestamp) -> Duration { .seconds(clock(at: moment).offset) }

    /// `KST`, `CEST`.
    package func abbreviation(at moment: Timestamp) -> String { clock(at: moment).abbreviation }

    /// The moment at which clocks show `time`.
    ///
    /// Of two such moments, when clocks are put back, the first; of none, when they are put forward, the moment at
    /// which the clock would have shown it without that: half past two, which is left out, is half past three.
    /// Fields out of range carry over.
    package func timestamp(of given: CivilTime) -> Timestamp {
        let time = CivilTime(given.timestamp())
        let before = time.timestamp(offset: offset(at: time.timestamp() - .days(1)))
        let after = time.timestamp(offset: offset(at: time.timestamp() + .days(1)))
        let fitting = [before, after].filter { CivilTime($0, offset: offset(at: $0)) == time }
        return fitting.min() ?? before
    }

    private func clock(at moment: Timestamp) -> Clock {
        var low = 0
        var high = transitions.count
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle].moment <= moment.seconds { low = middle + 1 } else { high = middle }
        }
        if low == transitions.count, let rule { return rule.clock(at: moment) }
        return low == 0 ? first : transitions[low - 1].clock
    }

    // MARK: The file

    private struct Reader {
        let bytes: [UInt8]
        var position = 0

        init(bytes: [UInt8]) { self.bytes = bytes }

        mutating func number(_ width: Int) -> Int64? {
            guard position + width <= bytes.count else { return nil }
            var value: Int64 = bytes[position] & 0x80 != 0 ? -1 : 0
            for byte in bytes[position..<(position + width)] { value = value << 8 | Int64(byte) }
            position += width
            return value
        }

        mutating func byte() -> Int? { number(1).map { Int($0 & 0xFF) } }
    }

    private struct Header {
        let version: Int
        let isUT: Int
        let isStandard: Int
        let leaps: Int
        let times: Int
        let types: Int
        let letters: Int

        /// Numbers of a file of a reasonable size.
        static let countLimit = 100_000

        init?(_ reader: inout Reader) {
            guard reader.number(4) == 0x545A_6966, let version = reader.byte() else { return nil }
            reader.position += 15
            var counts: [Int] = []
            for _ in 0..<6 {
                guard let count = reader.number(4), (0...Int64(Self.countLimit)).contains(count) else {
                    return nil
                }
                counts.append(Int(count))
            }
            self.version = version >= 0x32 ? 2 : 1
            (isUT, isStandard, leaps, times, types, letters) =
                (counts[0], counts[1], counts[2], counts[3], counts[4], counts[5])
        }

        func bodyLength(width: Int) -> Int {
            times * width + times + types * 6 + letters + leaps * (width + 4) + isStandard + isUT
        }
    }

    private struct Body {
        var clocks: [Clock] = []
        var transitions: [Transition] = []

        init?(_ reader: inout Reader, _ header: Header, width: Int) {
            guard reader.position + header.bodyLength(width: width) <= reader.bytes.count else { return nil }
            let moments = (0..<header.times).compactMap { _ in reader.number(width) }
            let indices = (0..<header.times).compactMap { _ in reader.byte() }
            var types: [(offset: Int64, letter: Int)] = []
            for _ in 0..<header.types {
                guard let offset = reader.number(4), reader.byte() != nil, let letter = reader.byte() else {
                    return nil
                }
                types.append((offset, letter))
            }
            let letters = reader.bytes[reader.position..<(reader.position + header.letters)]
            for type in types {
                let start = letters.startIndex + min(type.letter, letters.count)
                let name = letters[start...].prefix { $0 != 0 }
                clocks.append(
                    Clock(offset: Int(type.offset), abbreviation: String(decoding: name, as: UTF8.self)))
            }
            for (moment, index) in zip(moments, indices) {
                guard clocks.indices.contains(index) else { return nil }
                transitions.append(Transition(moment: moment, clock: clocks[index]))
            }
        }
    }
}
