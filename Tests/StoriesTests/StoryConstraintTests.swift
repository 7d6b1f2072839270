import Model
import Stories
import Testing

@Suite struct StoryConstraintTests {
    private static let salmon = (
        title: "Salmon season opens off Sakhalin with 320 boats",
        text: "Fishermen on Sakhalin prepare for the salmon season, the agency said."
    )

    @Test func `two stories that belong together become one and stay it`() {
        var desk = StoryDesk()
        let one = desk.place(Wire.title, Wire.text)
        let other = desk.place(Self.salmon.title, Self.salmon.text)
        let joined = desk.window.keepTogether(other.item, one.item)
        #expect(joined?.story == one.story)
        #expect(joined?.absorbed == other.story)
        let next = desk.place(
            "Salmon season opens off Sakhalin: 320 boats leave port", Self.salmon.text + " Today.")
        #expect(next.story == one.story)
        let again = desk.window.keepTogether(other.item, one.item)
        #expect(again == nil)
    }

    @Test func `a split story stays two, also where an article fits both`() throws {
        var desk = StoryDesk()
        let one = desk.article(Wire.title, Wire.text, outlet: "A")
        let two = desk.article(
            "Putin and Kim to meet in Vladivostok, Kremlin says", Wire.text + " More.", outlet: "B")
        #expect(desk.place(one).story == desk.place(two).story)
        let parted = desk.window.split([two], leaving: [one])
        let new = try #require(parted)
        #expect(new == StoryID(openedBy: two.item))
        #expect(desk.window.story(of: two.item) == new)
        #expect(desk.window.story(of: one.item) == StoryID(openedBy: one.item))
        let next = desk.place(
            "Kremlin: Kim Jong Un and Putin meet in Vladivostok on April 25", Wire.text + " Again.")
        #expect(next.absorbed == nil)
        #expect(desk.window.story(of: two.item) != desk.window.story(of: one.item))
        let restored = try StoryWindow(snapshot: desk.window.snapshot(), settings: StorySettings())
        #expect(restored.snapshot() == desk.window.snapshot())
    }

    @Test func `a story keeps the name of the article that opened it`() {
        var desk = StoryDesk()
        let one = desk.article(Wire.title, Wire.text, outlet: "A")
        let two = desk.article(
            "Putin and Kim to meet in Vladivostok, Kremlin says", Wire.text + " More.", outlet: "B")
        _ = desk.place(one)
        _ = desk.place(two)
        let parted = desk.window.split([one], leaving: [two])
        #expect(parted == StoryID(openedBy: two.item))
        #expect(desk.window.story(of: one.item) == StoryID(openedBy: one.item))
        let nothing = desk.window.split([one], leaving: [])
        #expect(nothing == nil)
    }

    @Test func `stories kept apart are not linked by names`() {
        let names = ["dprk", "kim", "putin", "russia", "summit", "vladivostok"]
        for isApart in [false, true] {
            var desk = StoryDesk()
            let english = desk.place(Wire.title, Wire.text, concepts: names)
            let korean = desk.place("우주정거장 발사 성공", "오늘 발사됐다.", outlet: "B", language: "ko")
            if isApart { desk.window.keepApart(english.item, korean.item) }
            let next = desk.place(
                "우주정거장 발사 성공, 오늘", "오늘 발사됐다. 성공이다.", outlet: "C", language: "ko", concepts: names)
            #expect(next.story == (isApart ? korean.story : english.story) || next.story == korean.story)
            #expect(!isApart || next.absorbed == nil)
        }
    }

    @Test func `a split takes the name that it is given, also where nothing of the rest is in the window`() {
        var desk = StoryDesk()
        let one = desk.article(Wire.title, Wire.text, outlet: "A")
        let two = desk.article(
            "Putin and Kim to meet in Vladivostok, Kremlin says", Wire.text + " More.", outlet: "B")
        let old = desk.place(one).story
        #expect(desk.place(two).story == old)
        let named = desk.window.split([two], leaving: [one], as: StoryID(77))
        #expect(named == StoryID(77))
        #expect(desk.window.story(of: one.item) == old)
        let whole = desk.window.split([one], leaving: [], as: StoryID(78))
        #expect(whole == StoryID(78))
        #expect(desk.window.story(of: one.item) == StoryID(78))
        #expect(desk.window.story(of: two.item) == StoryID(77))
    }

    @Test func `stories that are kept apart by name stay two`() {
        var desk = StoryDesk()
        let one = desk.article(Wire.title, Wire.text, outlet: "A")
        let two = desk.article(
            "Putin and Kim to meet in Vladivostok, Kremlin says", Wire.text + " More.", outlet: "B")
        // As after a restore of stored items that a person had parted.
        desk.window.restore(
            one,
            as: Placement(item: one.item, story: StoryID(1), report: .original, confidence: 1, because: []))
        desk.window.restore(
            two,
            as: Placement(item: two.item, story: StoryID(2), report: .original, confidence: 1, because: []))
        desk.window.keepApart(stories: StoryID(1), StoryID(2))
        let next = desk.place(
            "Kremlin: Kim Jong Un and Putin meet in Vladivostok on April 25", Wire.text + " Again.")
        #expect(next.absorbed == nil)
        #expect(desk.window.story(of: one.item) == StoryID(1))
        #expect(desk.window.story(of: two.item) == StoryID(2))
    }
}
