import Model
import Testing

@testable import Watches

/// What a query rules out before the words of an item are looked at.
struct OriginTests {
    private static func feed(_ outlet: String, tags: [String] = []) -> WatchedItem {
        var item = WatchedItem(title: "", text: "", outlet: outlet, feed: outlet + "-en", time: Desk.now)
        item.tags = tags
        return item
    }

    @Test(arguments: [
        ("source:tass kim", true), ("source:yonhap kim", false), ("source:yonhap OR kim", true),
        ("source:yonhap OR tag:russia", true), ("source:yonhap OR feed:kcna*", false),
        ("-tag:russia kim", false),
        ("-tag:sport kim", true), ("-(tag:russia kim) putin", true), ("lang:ko", true),
        ("kim -(source:tass OR lang:ko)", false), ("source:tass -source:tass kim", false),
    ])
    func `a feed is ruled out by its own facts only`(_ query: String, _ mayHold: Bool) throws {
        let tass = Self.feed("TASS", tags: ["russia"])
        #expect(try Desk.query(query).mayHold(inFeedOf: tass) == mayHold)
    }

    @Test func `a watch rules feeds out by its filters too`() throws {
        var settings = WatchSettings(name: "w", query: "kim")
        (settings.sources, settings.languages) = (["kcna*", "tass"], ["ko"])
        let watch = try CompiledWatch(settings: settings, aliases: .empty)
        #expect(watch.mayHold(inFeedOf: Self.feed("TASS")))
        #expect(!watch.mayHold(inFeedOf: Self.feed("Yonhap")))
    }

    @Test func `the times of a query are those that all of it allows`() throws {
        let day = Desk.now - .days(1)
        func times(_ query: String) throws -> Range<Timestamp> {
            try Desk.query(query, .search(now: Desk.now)).times
        }
        let always = Timestamp(milliseconds: .min)..<Timestamp(milliseconds: .max)
        #expect(try times("kim since:1d") == day..<always.upperBound)
        #expect(try times("kim since:3d since:1d") == day..<always.upperBound)
        #expect(try times("kim (since:1d OR putin)") == always)
        #expect(try times("kim -since:1d") == always)
        #expect(try times("kim since:1d until:2d").isEmpty)
    }
}
