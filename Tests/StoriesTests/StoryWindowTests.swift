import Model
import Stories
import Testing
import Text

@Suite struct StoryWindowTests {
    @Test func `words that are at hand are those that would be read`() {
        var settings = StorySettings()
        // Texts that are longer are read in part.
        settings.textBytes = 90
        var (with, without) = (StoryWindow(settings: settings), StoryWindow(settings: settings))
        for article in NewsDay.articles(count: 300) {
            let folded = FoldedContent(title: article.title, text: article.text)
            #expect(with.place(article, folded: folded) == without.place(article))
        }
    }

    @Test func `the same address and the same words are the same article again`() {
        var desk = StoryDesk()
        let first = desk.place(Wire.title, Wire.text, url: "a/1")
        #expect(first.report == .original)
        #expect(first.story == StoryID(openedBy: ItemID(1)))
        let address = desk.place("Another title altogether", "And text.", outlet: "B", url: "a/1")
        #expect(address.report == .copy(of: ItemID(1)))
        let words = desk.place(Wire.title.uppercased(), Wire.text, outlet: "C", url: "c/1")
        #expect(words.report == .copy(of: ItemID(1)))
        #expect(words.story == first.story)
        #expect(words.confidence == 1)
    }

    @Test func `a wire text under another headline, cut and with boilerplate, is a copy of the agency's`() {
        var desk = StoryDesk()
        let own = desk.place(
            "Putin and Kim to hold first summit in Vladivostok this week, Kremlin says",
            "The leaders of Russia and North Korea will meet in Vladivostok on April 25, Ushakov told reporters.",
            outlet: "Paper")
        let wire = desk.place(Wire.title, Wire.text, outlet: "Agency", kind: .wire)
        #expect(wire.report == .own)
        let cut = Wire.text.split(separator: ".").prefix(2).joined(separator: ".") + "."
        let copy = desk.place(
            "Kim heads to Vladivostok for talks with Putin",
            cut + " Read more on our site and subscribe today.",
            outlet: "Site")
        #expect(copy.story == own.story)
        #expect(copy.report == .copy(of: wire.item))
    }

    @Test func `another event with look-alike words stays apart`() {
        var desk = StoryDesk()
        let first = desk.place(Wire.title, Wire.text)
        let second = desk.place(
            "Salmon season opens off Sakhalin with 320 boats",
            "Fishermen in Vladivostok and on Sakhalin prepare for the salmon season, the agency said on Tuesday."
        )
        #expect(second.report == .original)
        #expect(second.story != first.story)
    }

    @Test func `stories across languages are one where they name the same people and places at once`() {
        var desk = StoryDesk()
        let names = ["dprk", "kim", "putin", "russia", "summit", "vladivostok"]
        let english = desk.place(Wire.title, Wire.text, concepts: names)
        let korean = desk.place(
            "김정은·푸틴, 25일 블라디보스토크서 정상회담", "크렘린궁은 23일 정상회담을 확인했다.", outlet: "B", language: "ko",
            concepts: names)
        #expect(korean.story == english.story)
        #expect(korean.because.contains { $0.contains("@kim @putin") && $0.contains("en, ko") })
        let trade = desk.place(
            "북한과 러시아의 교역이 줄었다", "제재로 교역이 줄었다.", outlet: "C", language: "ko", concepts: ["dprk", "russia"])
        #expect(trade.story != english.story)
        let late = desk.place(
            "Путин и Ким встретятся", "Саммит во Владивостоке.", outlet: "D", language: "ru", concepts: names,
            minutes: 60 * 30)
        #expect(late.story != english.story)
    }

    @Test func `restoring what was placed gives the same decisions afterwards`() {
        var desk = StoryDesk()
        _ = desk.place(Wire.title, Wire.text, outlet: "A", kind: .wire)
        _ = desk.place(
            "Tennis: rain holds up opener", "Rain washed out most of the first day in Seoul.", outlet: "B")
        _ = desk.place("Putin and Kim to meet in Vladivostok, Kremlin says", Wire.text, outlet: "C")
        var restored = StoryWindow(settings: StorySettings())
        for (article, placement) in desk.log { restored.restore(article, as: placement) }
        let next = desk.place(
            "Kim's train leaves for Vladivostok summit with Putin",
            "North Korean leader Kim Jong Un left by train.")
        #expect(restored.place(desk.log[3].article) == next)
        #expect(next.story == StoryID(openedBy: ItemID(1)))
    }

    @Test func `what is out of the window is forgotten`() {
        var desk = StoryDesk()
        let first = desk.place(Wire.title, Wire.text, url: "a/1")
        for number in 0..<2100 {
            _ = desk.place("Unrelated item number \(number) of the flood", minutes: 60 * 24 * 5)
        }
        #expect(desk.window.story(of: first.item) == nil)
        let again = desk.place(Wire.title, Wire.text, url: "a/1", minutes: 60 * 24 * 5)
        #expect(again.report == .original)
    }

    @Test(arguments: [
        "", " ", "!!!", String(repeating: "word ", count: 200_000), String(repeating: "김", count: 50_000),
    ])
    func `any title finds a place`(title: String) {
        var desk = StoryDesk()
        #expect(desk.place(title).report == .original)
    }
}

@Suite struct ClusterTests {
    private static func place(_ lines: [String], explains: Bool = false) throws -> [String] {
        var cluster = Cluster(settings: StorySettings(), explains: explains)
        return try lines.flatMap { try cluster.place(Array($0.utf8)) }
    }

    @Test func `a line is answered with its story's first id`() throws {
        let lines = try Self.place([
            #"{"id":"x1","title":"Kim Jong Un to meet Putin in Vladivostok","published":"2019-04-23T10:00:00Z"}"#,
            #"{"id":"x2","title":"KIM JONG UN to meet Putin in Vladivostok","text":null,"outlet":null}"#,
            #"{"id":"x3","title":"Rain in Seoul"}"#,
        ])
        #expect(
            lines == [
                #"{"id":"x1","story":"x1"}"#, #"{"id":"x2","story":"x1"}"#, #"{"id":"x3","story":"x3"}"#,
            ])
    }

    @Test func `explained lines name report, original and grounds`() throws {
        let line = #"{"id":"a","title":"Rain in Seoul","url":"https://a.example/1#top"}"#
        let lines = try Self.place([line, line.replacing("\"a\"", with: "\"b\"")], explains: true)
        #expect(lines[0] == #"{"id":"a","story":"a","report":"original","because":["no story is like it"]}"#)
        #expect(lines[1].hasPrefix(#"{"id":"b","story":"a","report":"copy","copy_of":"a","because":["same "#))
    }

    @Test(arguments: ["", "{", "[]", #"{"id":"x"}"#, #"{"title":"x"}"#, #"{"id":1,"title":"x"}"#])
    func `a line that is none is refused`(line: String) {
        #expect(throws: Cluster.LineError.self) { try Self.place([line]) }
    }
}
