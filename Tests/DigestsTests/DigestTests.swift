import Digests
import Model
import Testing
import Text

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
        let text = Desk.text([Desk.summit])
        #expect(
            text.hasPrefix(
                """
                WIREWATCH  Tue 23 Apr 2019 21:00 KST          since Mon 22 Apr 21:00 KST
                9 feeds, 8 healthy. Down: mofa-jp (403 forbidden).
                1 new story, 0 moved, 0 ended. Silenced: none.

                == summit
                """))
        #expect(text.contains(" 1. Kremlin confirms Kim Jong-un will meet Putin in Vladivostok\n"))
        #expect(text.contains("“Kim Jong-un will visit on Thursday, Mr. Ushakov said.”\n"))
        #expect(text.contains("    first  Yonhap [wire, en] 18:00, +60 min TASS [state, ru]\n"))
        #expect(text.contains("    copies 1 of Yonhap\n"))
        #expect(text.contains("    why    watch summit: @kim (title)\n"))
    }

    @Test func `no line is wider than 72 columns`() {
        let text = Desk.text([Desk.summit])
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            #expect(TerminalText.columns(of: String(line)) <= DigestText.width, "\(line)")
        }
    }

    @Test func `what came from outside cannot steer a terminal`() {
        let hostile = Desk.report(
            60, "Bad\u{1B}[31m", title: "Title\u{1B}]8;;http://evil\u{07}click\u{202E}", hoursAgo: 1)
        let text = Desk.text([Desk.story(60, [hostile])])
        #expect(!text.unicodeScalars.contains { $0.value == 0x1B || $0.value == 0x07 || $0.value == 0x202E })
    }

    @Test
    func `watches go by severity, the stories of one by what came in the last hours, ties by first seen`() {
        func story(_ number: Int64, watch: String, hours: [Int64]) -> DigestStory {
            Desk.story(
                number, hours.map { Desk.report(number * 10 + $0, "O\($0)", title: "T", hoursAgo: $0) },
                watches: [watch])
        }
        let digest = Digest(
            Desk.input([
                story(1, watch: "radar", hours: [1, 2, 3]), story(2, watch: "summit", hours: [9]),
                story(3, watch: "summit", hours: [2, 8]), story(4, watch: "summit", hours: [10]),
                story(5, watch: "summit", hours: [1, 2]),
            ]))
        #expect(digest.sections.map { $0.entries.map(\.id.rawValue) } == [[5, 3, 4, 2], [1]])
        // Two texts twice and two outlets and one language twice; one text twice and one outlet.
        #expect(digest.sections[0].entries.map(\.heat) == [8, 3, 0, 0])
    }

    @Test func `a watched story that moved stands with its watch, and says what moved since the last brief`()
    {
        let old = (0..<4).map { Desk.report(70 + $0, "Outlet \($0)", title: "Talks", hoursAgo: 30) }
        let new = [
            Desk.report(80, "KCNA", kind: .state, language: "ko", title: "회담", hoursAgo: 3),
            Desk.report(81, "Outlet 0", title: "Talks go on", hoursAgo: 2),
        ]
        let input = Desk.input(
            [Desk.story(7, old + new, watches: ["summit"])], frame: DigestFrame(isSinceLast: true))
        let digest = Digest(input)
        #expect(digest.newStories == 0)
        #expect(digest.movedStories == 1)
        #expect(digest.moved.isEmpty)
        let entry = digest.sections[0].entries[0]
        #expect(entry.moves.map(\.move) == [.outlets(5), .kind(.state), .language("ko")])
        #expect(entry.updated == Desk.noon - .hours(3))
        let text = DigestText.text(of: digest, clock: Desk.clock)
        #expect(
            text.contains(
                """
                    since  your last brief: +2 items, +1 outlet, +2 independent texts, 5
                           outlets at 18:00, first state report 18:00, first Korean
                           report 18:00

                """))
    }

    @Test func `copies by outlets that had the story before move nothing`() {
        let old = Desk.report(20, "Reuters", title: "Talks", hoursAgo: 30)
        let copy = Desk.report(21, "Reuters", title: "Talks", hoursAgo: 3, copyOf: 20)
        #expect(Digest(Desk.input([Desk.story(3, [old, copy])])).movedStories == 0)
    }

    @Test func `a lead that got another headline has moved`() {
        var lead = Desk.report(20, "Reuters", title: "Talks postponed", hoursAgo: 30)
        lead.headlineChange = .init(was: "Talks today", at: Desk.noon - .hours(1))
        let more = Desk.report(21, "Reuters", title: "Talks", hoursAgo: 3)
        let text = Desk.text([Desk.story(3, [lead, more])]).split { $0.isWhitespace }.joined(separator: " ")
        #expect(text.contains("headline changed 20:00, was “Talks today”"))
    }

    @Test func `silent watches come with what is usual, feeds in trouble with how long`() {
        var input = Desk.input([])
        input.feeds.down = [.init(feed: "kcna", words: "silent", since: Desk.noon - .hours(9))]
        let text = DigestText.text(of: Digest(input), clock: Desk.clock)
        #expect(text.contains("Down: kcna (silent for 9 h)."))
        #expect(text.contains("radar (usually 1 a week, last Thu 11 Apr 21:00)"))
        #expect(text.contains("summit (last 19:00)"))
    }

    @Test(arguments: [
        (Duration.minutes(7), "9 an hour"), (.minutes(60), "1 an hour"), (.hours(8), "3 a day"),
        (.hours(30), "1 a day"), (.days(2), "4 a week"), (.days(7), "1 a week"), (.days(12), "1 in 12 days"),
    ])
    func `a rhythm is said in words`(gap: Duration, words: String) {
        #expect(DigestWords.frequency(gap) == words)
    }

    @Test func `stories link to their page where there is one, and notes say what became of others`() {
        let frame = DigestFrame(next: Desk.noon + .hours(12), base: "https://wire.example.org")
        var story = Desk.summit
        story.reports.append(Desk.report(5, "Reuters", title: "Talks", hoursAgo: 30))
        story.notes = [.merged(StoryID(9), by: nil), .split(from: StoryID(8), by: "anna")]
        let text = Desk.text([story], frame: frame)
        #expect(text.contains("    https://wire.example.org/s/\(StoryID(1))\n"))
        #expect(text.contains("    (\(StoryID(9)) was merged into this story)\n"))
        #expect(text.contains("    (split from \(StoryID(8)) by anna)\n"))
        #expect(text.contains("Next brief Wed 24 Apr 09:00 KST."))
    }

    @Test func `the rule of the order is printed, and the numbers that it goes by`() {
        let text = Desk.text([Desk.summit])
        #expect(text.contains("Order: watched stories by severity of the watch"))
        #expect(text.contains("    3 h    +3 independent texts, +4 outlets, +3 languages\n"))
    }
}
