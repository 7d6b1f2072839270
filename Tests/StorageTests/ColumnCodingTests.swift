import FoundationEssentials
import Model
import Testing

@testable import Storage

@Suite struct ColumnCodingTests {
    static let texts = [
        "plain", "", "quote \" and backslash \\", "line\nbreak\tand \u{1} \u{1F}", "한국 🇰🇷 é", "a/b",
    ]

    static func state(_ text: String) -> FeedState {
        var state = FeedState()
        state.validators = Validators(entityTag: text, lastModified: nil, url: text)
        state.bodyHash = .max
        state.health = .late
        state.since = Timestamp(milliseconds: -5)
        state.error = text
        state.failures = 3
        state.move = Move(url: text, firstSeen: Timestamp(seconds: 9), count: 2, isBelieved: true)
        state.hints = PollHints(
            freshFor: .milliseconds(-1), ttl: .days(40_000), skippedHours: [0, 23], skippedDays: [])
        return state
    }

    static func settings(_ text: String) -> FeedSettings {
        var settings = FeedSettings(name: text, url: text, outlet: Outlet(name: text, kind: .wire))
        settings.tags = [text, text]
        settings.headers = [text]
        settings.interval = .seconds(1)
        settings.allowsPrivateAddresses = []
        return settings
    }

    private func check<Value: Codable & Equatable>(_ value: Value) throws {
        let ours = try #require(ColumnEncoder.text(value))
        let theirs = String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
        for text in [ours, theirs] {
            #expect(ColumnDecoder.value(Value.self, text) == value, "\(text)")
            #expect(try JSONDecoder().decode(Value.self, from: Data(text.utf8)) == value)
        }
    }

    @Test(arguments: texts)
    func `what is written is read again, by us and by Foundation`(text: String) throws {
        try check(Self.state(text))
        try check(Self.settings(text))
        try check([text, text])
        try check([text: [1, -2]])
        try check(FeedState())
    }

    @Test func `values that this encoder does not know are left to Foundation`() {
        #expect(ColumnEncoder.text(["x": 1.5]) == nil)
        #expect(ColumnDecoder.value([String: Double].self, "{\"x\":1.5}") == nil)
    }

    @Test(arguments: [
        "", "{", "{\"a\"", "{\"a\":}", "[1,]", "[1 2]", "nul", "\"\\", "{\"a\":1}x", "\"\\ud83d\"",
        "[9223372036854775808]",
        "-", "[--1]", String(repeating: "[", count: 100_000),
    ])
    func `what is no JSON of ours is refused`(text: String) {
        #expect(ColumnDecoder.value([Int].self, text) == nil)
        #expect(ColumnDecoder.value([String: Int].self, text) == nil)
        #expect(ColumnDecoder.value(FeedState.self, text) == nil)
    }

    @Test func `keys may come in any order, and unknown ones are passed over`() {
        let text =
            "{\"url\":\"u\",\"later\":{\"x\":[null,true,{}]},\"lastModified\":null,\"entityTag\":\"t\"}"
        #expect(
            ColumnDecoder.value(Validators.self, text)
                == Validators(entityTag: "t", lastModified: nil, url: "u"))
    }
}
