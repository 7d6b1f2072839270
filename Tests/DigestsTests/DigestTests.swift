import Digests
import Model
import Testing
import Text

/// A small desk in April 2019.
private enum Desk {
    static let day: Int64 = 86400
    static let noon = Timestamp(seconds: 1_556_020_800)  // 2019-04-23 12:00 UTC
    static let window = (noon - .hours(24))..<noon

    static func report(
        _ number: Int64, _ outlet: String, kind: OutletKind = .newspaper, language: String = "en",
        title: String,
        text: String = "", hoursAgo: Int64, copyOf: Int64? = nil
    ) -> DigestReport {
        DigestReport(
            item: ItemID(number), outlet: Outlet(name: outlet, kind: kind), language: language, title: title,
            text: text, url: "https://example.org/\(number)", time: noon - .hours(hoursAgo),
            firstSeen: noon - .hours(hoursAgo), copyOf: copyOf.map { ItemID($0) })
    }

    static func story(_ number: Int64, _ reports: [DigestReport], watches: [String] = []) -> DigestStory {
        let ground = Evidence(term: "@kim", found: "Kim", field: .title, snippet: "Kim to visit")
        return DigestStory(
            id: StoryID(number), reports: reports, lead: reports[0].item,
            matches: watches.map { DigestMatch(watch: $0, evidence: [ground]) })
    }

    static func input(_ stories: [DigestStory], top: Int = 10) -> DigestInput {
        DigestInput(
            window: window,
            feeds: FeedCoverage(
                feeds: 9, healthy: 8, down: [FeedCoverage.Trouble(feed: "mofa-jp", words: "403 forbidden")]),
            stories: stories,
            watches: [
                DigestWatch(name: "radar", severity: .normal, lastMatch: nil),
                DigestWatch(name: "summit", severity: .urgent, lastMatch: noon - .hours(2)),
            ], top: top, hints: ["wirewatch story ID"])
    }

    static let summit = story(
        1,
        [
            report(
                1, "Yonhap", kind: .wire,
                title: "Kremlin confirms Kim Jong-un will meet Putin in Vladivostok",
                text: "Kim Jong-un will visit on Thursday, Mr. Ushakov said. More follows.", hoursAgo: 3),
            report(
                2, "TASS", kind: .state, language: "ru", title: "Ким Чен Ын прибудет во Владивосток",
                hoursAgo: 2),
            report(3, "The Chosun Ilbo", language: "ko", title: "김정은·푸틴, 블라디보스토크서 첫 정상회담", hoursAgo: 2),
            report(4, "AP", kind: .wire, title: "Kremlin: Kim to meet Putin", hoursAgo: 1, copyOf: 1),
        ], watches: ["summit"])

    static func clock(_ moment: Timestamp) -> ZonedTime {
        ZonedTime(civil: CivilTime(moment, offset: .hours(9)), abbreviation: "KST")
    }
}

@Suite struct DigestTests {
    @Test func `watched stories come first, then the rest by outlets`() {
        let wide = Desk.story(
            2, (0..<6).map { Desk.report(10 + $0, "Outlet \($0)", title: "Storm", hoursAgo: 1) })
        let digest = Digest(Desk.input([wide, Desk.summit]))
        #expect(digest.sections.map { $0.watch?.name } == ["summit", nil])
        #expect(digest.sections.flatMap(\.entries).map(\.number) == [1, 2])
    }

    @Test func `figures count outlets, languages and independent texts`() throws {
        let entry = try #require(Digest(Desk.input([Desk.summit])).sections.first?.entries.first)
        #expect(entry.items == 4)
        #expect(entry.outlets == 4)
        #expect(entry.languages == ["en", "ru", "ko"])
        #expect(entry.independentTexts == 3)
        #expect(entry.copied == [Digest.Copied(outlet: "Yonhap", count: 1)])
        #expect(entry.first.outlet.name == "Yonhap")
        // Three independent texts twice, four outlets, three languages twice, all within three hours.
        #expect(entry.heat == 16)
    }

    @Test func `a story from before the window that grew has moved`() {
        let old = Desk.report(20, "Reuters", title: "Talks", hoursAgo: 30)
        let new = Desk.report(21, "AP", title: "Talks go on", hoursAgo: 3)
        let digest = Digest(Desk.input([Desk.story(3, [old, new])]))
        #expect(digest.sections.isEmpty)
        #expect(digest.moved.map(\.id) == [StoryID(3)])
        #expect(digest.moved.first?.earlierOutlets == 1)
    }

    @Test func `a wide story that fell quiet has ended`() {
        let reports = (0..<6).map { Desk.report(30 + $0, "Outlet \($0)", title: "Visit", hoursAgo: 60) }
        let digest = Digest(Desk.input([Desk.story(4, reports)]))
        #expect(digest.ended.map(\.id) == [StoryID(4)])
        #expect(digest.newStories == 0)
    }

    @Test func `what finds no room is counted`() {
        let stories = (0..<5).map { number in
            Desk.story(50 + number, [Desk.report(50 + number, "Outlet", title: "News", hoursAgo: 1)])
        }
        let digest = Digest(Desk.input(stories, top: 2))
        #expect(digest.sections.flatMap(\.entries).count == 2)
        #expect(digest.leftOut == 3)
        #expect(digest.newStories == 5)
    }

    @Test func `watches that met nothing are named`() {
        #expect(Digest(Desk.input([Desk.summit])).silentWatches.map(\.name) == ["radar"])
    }

    @Test func `the text is what a reader gets`() {
        let text = DigestText.text(of: Digest(Desk.input([Desk.summit])), clock: Desk.clock)
        #expect(
            text.hasPrefix(
                """
                WIREWATCH  Tue 23 Apr 2019 21:00 KST     since Mon 22 Apr 2019 21:00 KST
                9 feeds, 8 healthy. Down: mofa-jp (403 forbidden).
                1 new story, 0 moved, 0 ended.

                == summit
                """))
        #expect(text.contains(" 1. Kremlin confirms Kim Jong-un will meet Putin in Vladivostok\n"))
        #expect(text.contains("“Kim Jong-un will visit on Thursday, Mr. Ushakov said.”\n"))
        #expect(text.contains("    first  Yonhap [wire, en] 18:00, +60 min TASS [state, ru]\n"))
        #expect(text.contains("    copies 1 of Yonhap\n"))
        #expect(text.contains("    why    watch summit: @kim (title)\n"))
    }

    @Test func `no line is wider than 72 columns`() {
        let text = DigestText.text(of: Digest(Desk.input([Desk.summit])), clock: Desk.clock)
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            #expect(TerminalText.columns(of: String(line)) <= DigestText.width, "\(line)")
        }
    }

    @Test func `what came from outside cannot steer a terminal`() {
        let hostile = Desk.report(
            60, "Bad\u{1B}[31m", title: "Title\u{1B}]8;;http://evil\u{07}click\u{202E}", hoursAgo: 1)
        let text = DigestText.text(of: Digest(Desk.input([Desk.story(60, [hostile])])), clock: Desk.clock)
        #expect(!text.unicodeScalars.contains { $0.value == 0x1B || $0.value == 0x07 || $0.value == 0x202E })
    }
}

@Suite struct SentenceTests {
    @Test(arguments: [
        ("Kim arrived. He left.", "Kim arrived. He left."),
        ("Kim Jong-un arrived by train on Wednesday. He left.", "Kim Jong-un arrived by train on Wednesday."),
        (
            "VLADIVOSTOK. April 23. The Kremlin has confirmed the visit. Talks follow.",
            "VLADIVOSTOK. April 23. The Kremlin has confirmed the visit."
        ),
        (
            "Trade fell by 56.3 percent in the last year. It may fall again.",
            "Trade fell by 56.3 percent in the last year."
        ),
        (
            "Aide Yuri V. Ushakov told the U.S. press so. More.",
            "Aide Yuri V. Ushakov told the U.S. press so."
        ),
        (
            "김정은 국무위원장이 24일 오전 전용열차를 타고 러시아 블라디보스토크에 도착했다. 회담은 내일 열린다.",
            "김정은 국무위원장이 24일 오전 전용열차를 타고 러시아 블라디보스토크에 도착했다."
        ),
        ("普京与金正恩会晤。双方讨论了半岛局势。", "普京与金正恩会晤。"),
        ("A line without an end\nand another", "A line without an end"),
    ])
    func `the first sentence is quoted as published`(text: String, sentence: String) {
        #expect(Sentence.first(of: text) == sentence)
    }

    @Test func `nothing is quoted from nothing`() {
        #expect(Sentence.first(of: " \n ") == nil)
    }
}
