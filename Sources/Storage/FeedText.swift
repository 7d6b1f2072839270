import Model

/// The `state` and `settings` columns of a feed, written by hand: every poll reads and writes its state, and going
/// through `Codable` takes ten times as long.
///
/// The text is the very one that ``ColumnEncoder`` makes, and what this reader does not take is left to
/// ``ColumnDecoder``: keys in another order or unknown ones, that is rows of another version.
enum FeedText {
    static func text(_ state: FeedState) -> String {
        var writer = FieldWriter()
        writer.write(state)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// The `settings` column, which each start compares with the configuration.
    static func text(_ settings: FeedSettings) -> String {
        var writer = FieldWriter()
        writer.write(settings)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// The state in `text`; `nil` where it is not as ``text(_:)`` writes it.
    static func state(_ text: String) -> FeedState? {
        state(Array(text.utf8))
    }

    /// The same of its bytes, as they come out of a row.
    static func state(_ bytes: [UInt8]) -> FeedState? {
        var reader = FieldReader(bytes)
        guard let state = reader.state(), reader.isAtEnd, !reader.isRefused else { return nil }
        return state
    }
}

/// Fields of JSON objects, absent where they are `nil`.
struct FieldWriter {
    private(set) var bytes: [UInt8] = []
    private var needsComma = false

    init() { bytes.reserveCapacity(1024) }

    mutating func write(_ state: FeedState) {
        open()
        if let value = state.validators {
            key("validators")
            open()
            text("entityTag", value.entityTag)
            text("lastModified", value.lastModified)
            text("url", value.url)
            close()
        }
        if let hash = state.bodyHash {
            key("bodyHash")
            digits(hash)
        }
        text("health", state.health.rawValue)
        time("since", state.since)
        text("error", state.error)
        time("lastPoll", state.lastPoll)
        time("lastSuccess", state.lastSuccess)
        time("lastNewItem", state.lastNewItem)
        time("nextPoll", state.nextPoll)
        number("failures", Int64(state.failures))
        if let move = state.move {
            key("move")
            open()
            text("url", move.url)
            time("firstSeen", move.firstSeen)
            number("count", Int64(move.count))
            flag("isBelieved", move.isBelieved)
            flag("isDoubted", move.isDoubted)
            close()
        }
        key("hints")
        open()
        span("freshFor", state.hints.freshFor)
        span("ttl", state.hints.ttl)
        numbers("skippedHours", state.hints.skippedHours.map { Int64($0) })
        numbers("skippedDays", state.hints.skippedDays.map { Int64($0) })
        close()
        span("rhythm", state.rhythm)
        text("title", state.title)
        text("language", state.language)
        text("cause", state.cause?.rawValue)
        number("status", state.status.map { Int64($0) })
        flag("ignoresValidators", state.ignoresValidators)
        numbers("itemSeconds", state.itemSeconds)
        span("longestGap", state.longestGap)
        time("longestGapSeen", state.longestGapSeen)
        if let offer = state.offer {
            key("offer")
            open()
            texts("hubs", offer.hubs)
            text("topic", offer.topic)
            close()
        }
        close()
    }

    mutating func write(_ settings: FeedSettings) {
        open()
        text("name", settings.name)
        text("url", settings.url)
        key("outlet")
        open()
        text("name", settings.outlet.name)
        text("kind", settings.outlet.kind?.rawValue)
        close()
        text("language", settings.language)
        text("timezone", settings.timezone)
        texts("tags", settings.tags)
        span("interval", settings.interval)
        span("minimumInterval", settings.minimumInterval)
        span("maximumInterval", settings.maximumInterval)
        span("expectedWithin", settings.expectedWithin)
        text("firstPoll", settings.firstPoll.rawValue)
        text("accept", settings.accept)
        text("drop", settings.drop)
        text("userAgent", settings.userAgent)
        texts("headers", settings.headers)
        text("credentialsFile", settings.credentialsFile)
        text("proxy", settings.proxy)
        text("authorityFile", settings.authorityFile)
        text("certificateFile", settings.certificateFile)
        text("keyFile", settings.keyFile)
        number("pages", settings.pages.map { Int64($0) })
        texts("allowsPrivateAddresses", settings.allowsPrivateAddresses)
        text("holdScope", settings.holdScope?.rawValue)
        flag("takesPush", settings.takesPush)
        close()
    }

    private mutating func open() {
        bytes.append(0x7B)
        needsComma = false
    }

    private mutating func close() {
        bytes.append(0x7D)
        needsComma = true
    }

    private mutating func key(_ name: String) {
        if needsComma { bytes.append(0x2C) }
        needsComma = true
        bytes.append(0x22)
        bytes.append(contentsOf: name.utf8)
        bytes.append(0x22)
        bytes.append(0x3A)
    }

    private mutating func text(_ name: String, _ value: String?) {
        guard let value else { return }
        key(name)
        quote(value)
    }

    private mutating func number(_ name: String, _ value: Int64?) {
        guard let value else { return }
        key(name)
        digits(value)
    }

    private mutating func flag(_ name: String, _ value: Bool?) {
        guard let value else { return }
        key(name)
        bytes.append(contentsOf: (value ? "true" : "false").utf8)
    }

    private mutating func time(_ name: String, _ value: Timestamp?) {
        guard let value else { return }
        key(name)
        open()
        number("milliseconds", value.milliseconds)
        close()
    }

    /// The two halves of a count of attoseconds, as the standard library codes a duration.
    private mutating func span(_ name: String, _ value: Duration?) {
        guard let value else { return }
        key(name)
        bytes.append(0x5B)
        digits(Int64(truncatingIfNeeded: value.attoseconds >> 64))
        bytes.append(0x2C)
        digits(UInt64(truncatingIfNeeded: value.attoseconds))
        bytes.append(0x5D)
    }

    private mutating func texts(_ name: String, _ values: [String]?) {
        guard let values else { return }
        key(name)
        bytes.append(0x5B)
        for (index, value) in values.enumerated() {
            if index > 0 { bytes.append(0x2C) }
            quote(value)
        }
        bytes.append(0x5D)
    }

    private mutating func numbers(_ name: String, _ values: [Int64]?) {
        guard let values else { return }
        key(name)
        bytes.append(0x5B)
        for (index, value) in values.enumerated() {
            if index > 0 { bytes.append(0x2C) }
            digits(value)
        }
        bytes.append(0x5D)
    }

    private mutating func digits(_ value: Int64) {
        if value < 0 { bytes.append(0x2D) }
        digits(value.magnitude)
    }

    private mutating func digits(_ value: UInt64) {
        let first = bytes.count
        var rest = value
        repeat {
            bytes.append(0x30 + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest > 0
        bytes[first...].reverse()
    }

    private mutating func quote(_ text: String) { ColumnEncoder.quote(text, to: &bytes) }
}
