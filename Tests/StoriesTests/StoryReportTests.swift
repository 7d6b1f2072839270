import Model
import Stories
import Testing

@Suite struct StoryReportTests {
    @Test(arguments: [
        ("BREAKING: %", "%", "en"), ("%", "UPDATE 2-% this week", "en"), ("(LEAD) %", "(2nd LD) %!", "en"),
        ("[LIVE] %", "% - first pictures", "en"), ("[속보] %", "%…서울 도착", "ko"), ("% (종합)", "%, 오늘", "ko"),
        ("МОЛНИЯ: %", "% на этой неделе", "ru"), ("【速報】%", "% 東京で", "ja"),
    ])
    func `an update by the same outlet is no second voice`(first: String, second: String, language: String) {
        let headline = [
            "en": "Kim Jong Un to meet Putin in Vladivostok", "ko": "김정은 푸틴 블라디보스토크 정상회담",
            "ru": "Ким Чен Ын встретится с Путиным во Владивостоке", "ja": "金正恩氏とプーチン氏がウラジオストクで会談",
        ][language, default: ""]
        var desk = StoryDesk()
        let flash = desk.place(
            first.replacing("%", with: headline), "One.", outlet: "Wire", language: language)
        let same = desk.place(
            second.replacing("%", with: headline), "Two three.", outlet: "Wire", language: language)
        #expect(same.story == flash.story)
        #expect(same.report == .copy(of: flash.item))
        let other = desk.place(
            second.replacing("%", with: headline), "Four five six.", outlet: "Paper", language: language)
        #expect(other.story == flash.story)
        #expect(other.report == .own)
    }

    @Test func `an agency's text that comes late makes copies of those that printed it`() {
        var desk = StoryDesk()
        let paper = desk.place("Kim heads to Vladivostok for talks with Putin", Wire.text, outlet: "Paper")
        let site = desk.place(
            "Kim to Vladivostok: talks with Putin", Wire.text + " Read more on our site.", outlet: "Site")
        #expect(site.report == .copy(of: paper.item))
        let wire = desk.place(Wire.title, Wire.text + " (END)", outlet: "Agency", kind: .wire)
        #expect(wire.story == paper.story)
        #expect(wire.report == .own)
        #expect(wire.recast == [paper.item])
        let late = desk.place("Putin and Kim: what we know", Wire.text + " More soon.", outlet: "Late")
        #expect(late.report == .copy(of: wire.item))
    }

    @Test(arguments: [
        ("Subscribe now. %", 0), ("% All rights reserved by the newspaper and its owners.", 0), ("%", 2),
    ])
    func `a copy is told with boilerplate around it, cut or in another order`(frame: String, rotated: Int) {
        let sentences = Wire.text.split(separator: ". ").map(String.init)
        let turned = (sentences.dropFirst(rotated) + sentences.prefix(rotated)).joined(separator: ". ")
        var desk = StoryDesk()
        let first = desk.place(Wire.title, Wire.text, outlet: "A", kind: .wire)
        let copy = desk.place(
            "Vladivostok awaits Kim and Putin", frame.replacing("%", with: turned), outlet: "B")
        #expect(copy.report == .copy(of: first.item))
    }

    @Test func `the fixed words of an outlet stop telling its items together`() {
        var desk = StoryDesk()
        let matters = [
            "sunrise", "heather", "granite", "otters", "lichen", "drizzle", "kestrel", "bracken", "peat",
            "moth",
        ]
        let stories = matters.map { matter in
            desk.place(
                "Plateau Diary of the Upland Society: \(matter)", "Members of the Upland Society write.",
                outlet: "Upland"
            ).story
        }
        #expect(Set(stories.suffix(5)).count == 5)
    }

    @Test(arguments: [
        (
            "Simone Biles and Jordan Chiles in Tokyo final", "Симона Байлз и Джордан Чайлз в финале Токио",
            "ru"
        ),
        (
            "Simone Biles and Jordan Chiles in Tokyo final",
            "Simone Biles und Jordan Chiles im Finale von Tokio", "de"
        ),
    ])
    func `reports in two languages with the same names are one story`(
        english: String, foreign: String, language: String
    ) {
        var desk = StoryDesk()
        let one = desk.place(english)
        let other = desk.place(foreign, outlet: "B", language: language)
        #expect(other.story == one.story)
        #expect(other.because.contains { $0.hasPrefix("shares the names ") && $0.contains("en") })
    }

    @Test func `one wrong date empties no window`() {
        var desk = StoryDesk()
        let first = desk.place(Wire.title, Wire.text)
        _ = desk.place("Salmon season opens off Sakhalin", minutes: 60 * 24 * 3650)
        let next = desk.place(
            "Kim Jong Un to meet Putin in Vladivostok on April 25, Kremlin confirms", Wire.text)
        #expect(next.story == first.story)
    }

    @Test func `an edit of the bias joins more or less`() {
        let titles = ["Lisbon port strike enters second day", "Dockers in Lisbon stay out for second day"]
        func stories(bias: Double) -> Int {
            var settings = StorySettings()
            settings.bias += bias
            var desk = StoryDesk(settings: settings)
            return Set(titles.map { desk.place($0).story }).count
        }
        #expect(stories(bias: -6) == 2)
        #expect(stories(bias: 6) == 1)
    }
}
