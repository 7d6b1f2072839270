import Model
import Testing

@testable import Storage

@Suite struct FeedStateTextTests {
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
        #expect(FeedStateText.text(state) == ColumnEncoder.text(state))
    }

    @Test(arguments: states)
    func `what is written is read again, or left to the reader of all columns`(state: FeedState) {
        let text = FeedStateText.text(state)
        #expect((FeedStateText.state(text) ?? ColumnDecoder.value(FeedState.self, text)) == state)
    }

    @Test(arguments: ["", "plain", "W/\"5e-1\"", "a\\b", "한국"])
    func `what validators and titles hold is read at once`(text: String) {
        let state = Self.full(text)
        #expect(FeedStateText.state(FeedStateText.text(state)) == state)
    }

    static let sound = FeedStateText.text(full("x"))

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
        #expect(FeedStateText.state(text) == nil)
    }

    @Test func `a row of a later version, with its keys in another order, is read all the same`() async throws
    {
        let desk = try await StoreDesk()
        let feed = try await desk.due()
        var state = feed.state
        state.title = "known"
        let text = FeedStateText.text(state)
            .replacing("\"failures\":0", with: "\"later\":{},\"failures\":0")
        #expect(FeedStateText.state(text) == nil)
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
