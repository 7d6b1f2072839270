import Digests
import Model

/// A small desk in April 2019.
enum Desk {
    static let day: Int64 = 86400
    static let noon = Timestamp(seconds: 1_556_020_800)  // 2019-04-23 12:00 UTC
    static let window = (noon - .hours(24))..<noon

    static func report(
        _ number: Int64, _ outlet: String, kind: OutletKind = .newspaper, language: String = "en",
        title: String,
        text: String = "", url: String? = nil, hoursAgo: Int64, copyOf: Int64? = nil
    ) -> DigestReport {
        DigestReport(
            item: ItemID(number), outlet: Outlet(name: outlet, kind: kind), language: language, title: title,
            text: text, url: url ?? "https://example.org/\(number)", time: noon - .hours(hoursAgo),
            firstSeen: noon - .hours(hoursAgo), copyOf: copyOf.map { ItemID($0) })
    }

    static func story(_ number: Int64, _ reports: [DigestReport], watches: [String] = []) -> DigestStory {
        let ground = Evidence(term: "@kim", found: "Kim", field: .title, snippet: "Kim to visit")
        return DigestStory(
            id: StoryID(number), reports: reports, lead: reports[0].item,
            matches: watches.map { DigestMatch(watch: $0, evidence: [ground]) })
    }

    static let frame = DigestFrame()

    static func input(
        _ stories: [DigestStory], top: Int = 10, frame: DigestFrame = Desk.frame
    ) -> DigestInput {
        DigestInput(
            window: window,
            feeds: FeedCoverage(
                feeds: 9, healthy: 8, down: [FeedCoverage.Trouble(feed: "mofa-jp", words: "403 forbidden")]),
            stories: stories,
            watches: [
                DigestWatch(
                    name: "radar", severity: .normal, lastMatch: noon - .days(12), rhythm: .days(7)),
                DigestWatch(name: "summit", severity: .urgent, lastMatch: noon - .hours(2)),
            ], top: top, frame: frame)
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

    static let clock = DigestClock { moment in
        ZonedTime(civil: CivilTime(moment, offset: .hours(9)), abbreviation: "KST")
    }

    static func text(_ stories: [DigestStory], frame: DigestFrame = Desk.frame) -> String {
        DigestText.text(of: Digest(input(stories, frame: frame)), clock: clock)
    }
}
