import Digests
import Model
import Platform
import Testing
import Text

/// A digest with all that one can have: stories new, moved and ended, foreign scripts, feeds down, silent watches.
///
/// `WIREWATCH_GOLDEN=FOLDER` writes what is made today into an empty folder, to be compared with the files.
@Suite struct EveningGoldenTests {
    private static let noon = Desk.noon

    private static func report(
        _ number: Int64, _ outlet: String, _ kind: OutletKind, _ language: String, _ title: String,
        minutesAgo: Int64, text: String = "", copyOf: Int64? = nil
    ) -> DigestReport {
        DigestReport(
            item: ItemID(number), outlet: Outlet(name: outlet, kind: kind), language: language, title: title,
            text: text, url: "https://\(language).example/\(number)", time: noon - .minutes(minutesAgo),
            firstSeen: noon - .minutes(minutesAgo), copyOf: copyOf.map { ItemID($0) })
    }

    private static var summit: DigestStory {
        var reports = [
            report(1, "Interfax", .wire, "ru", "Ким Чен Ын приедет во Владивосток", minutesAgo: 1500),
            report(2, "AP", .wire, "en", "Kim Jong-un to visit Russia", minutesAgo: 1490),
            report(
                3, "Yonhap", .wire, "ko", "김정은·푸틴, 블라디보스토크서 첫 정상회담", minutesAgo: 145),
            report(
                4, "TASS", .state, "ru", "Путин и Ким Чен Ын провели переговоры во Владивостоке",
                minutesAgo: 143),
            report(
                5, "Reuters", .wire, "en", "Vladimir Putin and Kim Jong-un meet in Vladivostok",
                minutesAgo: 140,
                text:
                    "Kim and Putin met at Far Eastern Federal University on Russky Island in the Pacific port city."
            ),
            report(6, "Xinhua", .state, "zh", "普京与金正恩在符拉迪沃斯托克举行会谈", minutesAgo: 119),
            report(7, "NHK", .broadcaster, "ja", "プーチン大統領と金正恩氏が初会談", minutesAgo: 110),
            report(
                8, "Asharq Al-Awsat", .newspaper, "ar", "بوتين وكيم يلتقيان في فلاديفوستوك", minutesAgo: 100),
        ]
        let others = [
            "The Moscow Times", "BBC", "Kommersant", "NK News", "The Guardian", "Nikkei", "Le Monde",
        ]
        reports += others.enumerated().map { index, name in
            report(
                20 + Int64(index), name, .newspaper, "en", "Putin and Kim meet",
                minutesAgo: 90 - Int64(index),
                copyOf: index % 2 == 0 ? 5 : nil)
        }
        reports += (0..<4).map {
            report(40 + $0, "The Chosun Ilbo", .newspaper, "ko", "김정은·푸틴 회담", minutesAgo: 60 - $0, copyOf: 3)
        }
        let grounds = [
            Evidence(term: "@kim NEAR/25 @putin", found: "Kim", field: .title, snippet: ""),
            Evidence(term: "@summit", found: "meet", field: .title, snippet: ""),
        ]
        return DigestStory(
            id: StoryID(1), reports: reports, lead: ItemID(5),
            matches: [DigestMatch(watch: "summit", evidence: grounds)],
            notes: [.merged(StoryID(6), by: "anna")])
    }

    private static var others: [DigestStory] {
        let train =
            (0..<6).map {
                report(
                    100 + $0, "Outlet \($0)", .newspaper, "en", "North Korea's Kim arrives by armoured train",
                    minutesAgo: 2000 - $0)
            }
            + (6..<16).map {
                report(100 + $0, "Outlet \($0)", .newspaper, "en", "Kim arrives", minutesAgo: 800 - $0)
            }
        let ended = (0..<31).map {
            report(
                200 + $0, "Outlet \($0)", .newspaper, "en", "Kim Jong Un will visit Russia “soon”: KCNA",
                minutesAgo: 3100 + $0)
        }
        let storm = (0..<3).map {
            report(
                300 + $0, "Outlet \($0)", .broadcaster, "en", "Storm closes the port of Busan",
                minutesAgo: 300 - $0)
        }
        return [train, ended, storm].enumerated().map { index, reports in
            DigestStory(id: StoryID(Int64(index) + 2), reports: reports, lead: reports[0].item, matches: [])
        }
    }

    private static var digest: Digest {
        var input = Desk.input(
            [summit] + others,
            frame: DigestFrame(
                name: "morning", reader: "anna", isSinceLast: true, next: noon + .minutes(570),
                base: "https://wire.example.org"))
        input.feeds = FeedCoverage(
            feeds: 112, healthy: 110,
            down: [
                .init(feed: "kcna-watch", words: "silent", since: noon - .hours(9)),
                .init(feed: "mofa-jp", words: "403 forbidden", since: noon - .days(3)),
            ])
        let silence = Silence(
            id: SilenceID(random: [1, 2, 3, 4, 5, 6]), matchers: [.init(.watch, "summit")], author: "anna",
            comment: "press pool, I am on it", start: noon - .hours(3), end: noon + .hours(5))
        input.silences = [StoredSilence(silence: silence, alerts: 2)]
        return Digest(input)
    }

    private static let folder =
        "/" + #filePath.split(separator: "/").dropLast(2).joined(separator: "/") + "/Fixtures/digests/"

    /// Compares `text` with the file of that name.
    private static func compare(_ text: String, with name: String) throws {
        if let folder = Environment.value("WIREWATCH_GOLDEN") {
            try AppendingFile.append(Array(text.utf8.dropLast()), to: "\(folder)/\(name)")
        }
        let file = try BoundedFile.read(path: folder + name, limit: 1 << 20)
        #expect(text == String(decoding: file, as: UTF8.self), "\(name) differs from what is made today")
    }

    @Test(arguments: [(DigestFormat.text, "evening.txt"), (.markdown, "evening.md"), (.html, "evening.html")])
    func `is as the file says`(format: DigestFormat, name: String) throws {
        try Self.compare(Self.digest.text(in: format, clock: Desk.clock), with: name)
    }

    @Test func `is as the file says on a small screen`() throws {
        let issue = DigestIssue(
            Self.digest, id: DigestIssueID(digest: "morning", slot: "2019-04-23-2100"), reader: "anna",
            decided: Self.noon, clock: Desk.clock)
        let lines = (issue.brief ?? []).map { line in
            (line.isHeading ? "[\(line.text)]" : line.text) + (line.url.map { " <\($0)>" } ?? "") + "\n"
        }
        try Self.compare(lines.joined(), with: "evening.short.txt")
        #expect(issue.page == "https://wire.example.org/")
    }

    @Test func `headlines in Hangul, Han and kana begin in one column`() {
        let lines = Self.digest.text(in: .text, clock: Desk.clock).split(separator: "\n").map(String.init)
        let starts = ["Путин и Ким", "김정은·푸틴", "普京与金正恩", "プーチン"].compactMap { title in
            lines.first { $0.contains(title) }.flatMap { line in
                line.firstRange(of: title).map { TerminalText.columns(of: String(line[..<$0.lowerBound])) }
            }
        }
        #expect(starts.count >= 3)
        #expect(Set(starts).count == 1)
        for line in lines where !line.contains("://") {
            #expect(TerminalText.columns(of: line) <= 72, "\(line)")
        }
    }
}
