import Model

/// Reads fields in the order in which they were written.
struct FieldReader {
    private let bytes: [UInt8]
    private var place = 0
    /// Something was not as expected; values read since mean nothing.
    private(set) var isRefused = false

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { place == bytes.count }

    mutating func state() -> FeedState? {
        var state = FeedState()
        expect(0x7B)
        if key("validators") {
            expect(0x7B)
            let tag = text("entityTag")
            let date = text("lastModified")
            guard let url = text("url") else { return nil }
            expect(0x7D)
            state.validators = Validators(entityTag: tag, lastModified: date, url: url)
        }
        if key("bodyHash") { state.bodyHash = magnitude() }
        guard let health = text("health").flatMap({ FeedHealth(rawValue: $0) }) else { return nil }
        state.health = health
        state.since = time("since")
        state.error = text("error")
        state.lastPoll = time("lastPoll")
        state.lastSuccess = time("lastSuccess")
        state.lastNewItem = time("lastNewItem")
        state.nextPoll = time("nextPoll")
        guard let failures = number("failures") else { return nil }
        state.failures = Int(failures)
        if key("move") {
            guard let move = move() else { return nil }
            state.move = move
        }
        guard key("hints"), let hints = hints() else { return nil }
        state.hints = hints
        state.rhythm = span("rhythm")
        state.title = text("title")
        state.language = text("language")
        if let word = text("cause") {
            guard let cause = TroubleCause(rawValue: word) else { return nil }
            state.cause = cause
        }
        state.status = number("status").map { Int($0) }
        state.ignoresValidators = flag("ignoresValidators")
        state.itemSeconds = numbers("itemSeconds")
        state.longestGap = span("longestGap")
        state.longestGapSeen = time("longestGapSeen")
        if key("offer") {
            guard let offer = offer() else { return nil }
            state.offer = offer
        }
        expect(0x7D)
        return state
    }

    private mutating func move() -> Move? {
        expect(0x7B)
        guard let url = text("url"), let firstSeen = time("firstSeen"), let count = number("count"),
            let isBelieved = flag("isBelieved")
        else { return nil }
        let isDoubted = flag("isDoubted")
        expect(0x7D)
        return Move(
            url: url, firstSeen: firstSeen, count: Int(count), isBelieved: isBelieved, isDoubted: isDoubted)
    }

    private mutating func hints() -> PollHints? {
        expect(0x7B)
        let freshFor = span("freshFor")
        let ttl = span("ttl")
        guard let hours = numbers("skippedHours"), let days = numbers("skippedDays") else { return nil }
        expect(0x7D)
        return PollHints(
            freshFor: freshFor, ttl: ttl, skippedHours: hours.map { Int($0) },
            skippedDays: days.map { Int($0) })
    }

    private mutating func offer() -> PushOffer? {
        expect(0x7B)
        guard key("hubs") else { return nil }
        var hubs: [String] = []
        expect(0x5B)
        if !take(0x5D) {
            repeat { hubs.append(quoted()) } while take(0x2C)
            expect(0x5D)
        }
        guard let topic = text("topic") else { return nil }
        expect(0x7D)
        return PushOffer(hubs: hubs, topic: topic)
    }

    // MARK: Fields

    /// Goes past `"name":` and the comma before it, if they come next.
    private mutating func key(_ name: String) -> Bool {
        var next = place
        if next < bytes.count, bytes[next] == 0x2C { next += 1 }
        let letters = name.utf8.span
        let end = next + letters.count + 3
        guard end <= bytes.count, bytes[next] == 0x22, bytes[end - 2] == 0x22, bytes[end - 1] == 0x3A else {
            return false
        }
        for index in letters.indices where bytes[next + 1 + index] != letters[index] { return false }
        place = end
        return true
    }

    private mutating func text(_ name: String) -> String? { key(name) ? quoted() : nil }

    private mutating func number(_ name: String) -> Int64? { key(name) ? integer() : nil }

    private mutating func flag(_ name: String) -> Bool? {
        guard key(name) else { return nil }
        if word("true") { return true }
        if !word("false") { isRefused = true }
        return false
    }

    private mutating func time(_ name: String) -> Timestamp? {
        guard key(name) else { return nil }
        expect(0x7B)
        let milliseconds = number("milliseconds")
        expect(0x7D)
        if milliseconds == nil { isRefused = true }
        return milliseconds.map { Timestamp(milliseconds: $0) }
    }

    private mutating func span(_ name: String) -> Duration? {
        guard key(name) else { return nil }
        expect(0x5B)
        let high = integer()
        expect(0x2C)
        let low = magnitude()
        expect(0x5D)
        return Duration(attoseconds: Int128(high) << 64 | Int128(low))
    }

    private mutating func numbers(_ name: String) -> [Int64]? {
        guard key(name) else { return nil }
        var values: [Int64] = []
        expect(0x5B)
        if take(0x5D) { return values }
        repeat { values.append(integer()) } while take(0x2C)
        expect(0x5D)
        return values
    }

    // MARK: Bytes

    private mutating func take(_ byte: UInt8) -> Bool {
        guard place < bytes.count, bytes[place] == byte else { return false }
        place += 1
        return true
    }

    private mutating func expect(_ byte: UInt8) {
        if !take(byte) { isRefused = true }
    }

    private mutating func word(_ word: String) -> Bool {
        let end = place + word.utf8.count
        guard end <= bytes.count, bytes[place..<end].elementsEqual(word.utf8) else { return false }
        place = end
        return true
    }

    private mutating func integer() -> Int64 {
        let isNegative = take(0x2D)
        let magnitude = magnitude()
        let value = isNegative ? Int64(exactly: -Int128(magnitude)) : Int64(exactly: magnitude)
        guard let value else {
            isRefused = true
            return 0
        }
        return value
    }

    private mutating func magnitude() -> UInt64 {
        let start = place
        var value: UInt64 = 0
        while place < bytes.count, (0x30...0x39).contains(bytes[place]) {
            let (tenfold, isOver) = value.multipliedReportingOverflow(by: 10)
            let (sum, isPast) = tenfold.addingReportingOverflow(UInt64(bytes[place] - 0x30))
            if isOver || isPast { isRefused = true }
            value = sum
            place += 1
        }
        if place == start { isRefused = true }
        return value
    }

    /// A string in its quotes. Of escapes, those are read that an ETag has; others are left to the other reader.
    private mutating func quoted() -> String {
        expect(0x22)
        let start = place
        while place < bytes.count, bytes[place] != 0x22, bytes[place] != 0x5C { place += 1 }
        guard place < bytes.count, bytes[place] == 0x5C else {
            let end = place
            expect(0x22)
            return String(decoding: bytes[start..<end], as: UTF8.self)
        }
        var plain = Array(bytes[start..<place])
        while place < bytes.count, bytes[place] != 0x22 {
            if take(0x5C), place == bytes.count || bytes[place] != 0x22 && bytes[place] != 0x5C { break }
            plain.append(bytes[place])
            place += 1
        }
        expect(0x22)
        return String(decoding: plain, as: UTF8.self)
    }
}
