import Model
import Testing

@testable import Storage

@Suite struct FeedTextTests {
    /// A state with every field set.
    static func full(_ text: String) -> FeedState {
        var state = ColumnCodingTests.state(text)
        state.validators?.lastModified = text
        state.lastPoll = Timestamp(milliseconds: 253_402_300_799_999)
        state.lastSuccess = Timestamp(milliseconds: -62_135_596_800_000)
        state.lastNewItem = Timestamp(seconds: 1)
        state.nextPoll = Timestamp(seconds: 2)
        state.move?.isDoubted = false
        state.hints.skippedDays = [6]
        state.rhythm = .milliseconds(1)
        state.title = text
        state.language = "ko"
        state.cause = .tls
        state.status = 503
        state.ignoresValidators = true
        state.itemSeconds = [9, 0, -9]
        state.longestGap = .days(-1)
        state.longestGapSeen = Timestamp(seconds: 3)
        state.offer = PushOffer(hubs: [text, text], topic: text)
        return state
    }

    static let states =
        [FeedState()] + ColumnCodingTests.texts.flatMap { [full($0), ColumnCodingTests.state($0)] }

    @Test(arguments: states)
    func `the text is the one that the encoder of all columns makes`(state: FeedState) {
        #expect(FeedText.text(state) == ColumnEncoder.text(state))
    }

    @Test(arguments: ColumnCodingTests.texts)
    func `the text of settings is the one that the encoder of all columns makes`(text: String) {
        var settings = ColumnCodingTests.settings(text)
        #expect(FeedText.text(settings) == ColumnEncoder.text(settings))
        settings.language = text
        settings.timezone = text
        settings.expectedWithin = .seconds(2)
        settings.accept = text
        settings.drop = text
        settings.userAgent = text
        settings.credentialsFile = text
        settings.proxy = text
        settings.authorityFile = text
        settings.certificateFile = text
        settings.keyFile = text
        settings.pages = 3
        settings.allowsPrivateAddresses = [text]
        settings.holdScope = .feed
        settings.takesPush = true
        #expect(FeedText.text(settings) == ColumnEncoder.text(settings))
    }

    /// What is added to these has to be added to ``FeedText`` as well, and to the cases here.
    @Test func `no field is forgotten`() {
        let state = Self.full("x")
        func fields(_ value: Any?) -> Int { value.map { Mirror(reflecting: $0).children.count } ?? 0 }
        #expect(fields(state) == 22)
        #expect(fields(state.validators) == 3)
        #expect(fields(state.move) == 5)
        #expect(fields(state.hints) == 4)
        #expect(fields(state.offer) == 2)
        let settings = FeedSettings(name: "", url: "", outlet: Outlet(name: "", kind: .wire))
        #expect(fields(settings) == 24)
        #expect(fields(settings.outlet) == 2)
        #expect(
            Mirror(reflecting: state).children.allSatisfy { child in
                Mirror(reflecting: child.value).displayStyle != .optional || fields(child.value) == 1
            })
    }

    @Test(arguments: states)
    func `what is written is read again, or left to the reader of all columns`(state: FeedState) {
        let text = FeedText.text(state)
        #expect((FeedText.state(text) ?? ColumnDecoder.value(FeedState.self, text)) == state)
    }

    @Test(arguments: ["", "plain", "W/\"5e-1\"", "a\\b", "한국"])
    func `what validators and titles hold is read at once`(text: String) {
        let state = Self.full(text)
        #expect(FeedText.state(FeedText.text(state)) == state)
    }

    static let sound = FeedText.text(full("x"))

    @Test(arguments: [
        sound + " ", String(sound.dropLast()), "{}", "",
        sound.replacing("\"health\":\"late\"", with: "\"health\":\"odd\""),
        sound.replacing("\"cause\":\"tls\"", with: "\"cause\":\"odd\""),
        sound.replacing("\"failures\":3,", with: ""),
        sound.replacing("\"failures\":3", with: "\"failures\":99999999999999999999"),
        sound.replacing("\"status\":503", with: "\"status\":"),
        sound.replacing("\"ignoresValidators\":true", with: "\"ignoresValidators\":1"),
        sound.replacing("\"title\":\"x\"", with: "\"title\":\"\\u0041\""),
        sound.replacing("\"title\":\"x\"", with: "\"title\":\"x"),
        sound.replacing("\"language\":\"ko\"", with: "\"later\":1,\"language\":\"ko\""),
    ])
    func `text that was written otherwise is not read`(text: String) {
        #expect(text != Self.sound)
        #expect(FeedText.state(text) == nil)
    }

    @Test func `a row of a later version, with its keys in another order, is read all the same`() async throws
    {
        let desk = try await StoreDesk()
        let feed = try await desk.due()
        var state = feed.state
        state.title = "known"
        let text = FeedText.text(state)
            .replacing("\"failures\":0", with: "\"later\":{},\"failures\":0")
        #expect(FeedText.state(text) == nil)
        try await desk.store.write(stateText: text, of: feed.id)
        #expect(try await desk.store.feeds([feed.id]).first?.state.title == "known")
    }
}

extension SQLiteStore {
    fileprivate func write(stateText: String, of feed: FeedID) throws {
        try database.run(
            "UPDATE feed SET state = ? WHERE id = ?", [.text(stateText), .integer(feed.rawValue)])
    }
}
