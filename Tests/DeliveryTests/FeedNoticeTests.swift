import Delivery
import Model
import Systemd
import Testing

extension FeedNotice {
    static let morning = FeedNotice(
        id: FeedNoticeID(watch: "health", slot: "2019-04-25-0800"), severity: .normal,
        decided: Timestamp(seconds: 1_556_150_400),
        troubles: [
            FeedTrouble(
                feed: "mofa", url: "https://mofa.example/", outlet: "MOFA", event: .failing, state: .refused,
                since: Timestamp(seconds: 1_556_100_000),
                error: "403 forbidden by mofa.example:443\u{1B}[31m",
                status: 403, lastSuccess: Timestamp(seconds: 1_556_099_000), lastNewItem: nil,
                nextPoll: Timestamp(seconds: 1_556_154_000), movedTo: nil, advice: "ask the site"),
            FeedTrouble(
                feed: "kcna", url: "https://kcna.example/", outlet: "KCNA", event: .silent, state: .silent,
                since: nil, error: nil, status: nil, lastSuccess: nil,
                lastNewItem: Timestamp(seconds: 1_555_000_000), nextPoll: nil, movedTo: nil, advice: "look"),
        ], unlisted: 3,
        recovered: [
            FeedRecovery(feed: "tass", event: .failing, told: Timestamp(seconds: 1_556_000_000))
        ], ongoing: 1, feeds: 12)
}

@Suite struct FeedNoticeTests {
    @Test func `a person reads what, since when, when next and what to do`() {
        let text = FeedNoticeText(.morning, offset: nil)
        #expect(text.headline == "1 feed cannot be read, 1 is silent; 1 is well again")
        #expect(
            text.lines.dropFirst() == [
                "mofa (refused): 403 forbidden by mofa.example:443 [31m; since 2019-04-24 10:00 UTC; "
                    + "last read 2019-04-24 09:43 UTC; next try 01:00 UTC; ask the site",
                "kcna (silent): nothing new since 2019-04-11 16:26 UTC; look",
                "and 3 more: see `wirewatch feeds --problems`", "well again: tass",
                "1 told of before is still in trouble",
            ])
    }

    @Test func `a program gets the envelope of Standard Webhooks, the same bytes each time`() {
        let bytes = FeedNoticeJSON.bytes(of: .morning)
        let json = String(decoding: bytes, as: UTF8.self)
        #expect(
            json.hasPrefix(
                #"{"type":"feed.failing","timestamp":"2019-04-25T00:00:00Z","data":{"schema":1,"#
                    + #""id":"health/2019-04-25-0800","key":"feeds_health_2019-04-25-0800","watch":"health""#)
        )
        #expect(json.contains(#""counts":{"feeds":12,"troubles":5,"recovered":1,"ongoing":1}"#))
        #expect(json.contains(#""event":"feed.silent","state":"silent""#))
        #expect(json.contains(#""recovered":[{"feed":"tass","event":"feed.failing""#))
        #expect(FeedNoticeJSON.bytes(of: .morning) == bytes)
        #expect(!bytes.contains(0x1B) && !bytes.contains(0x0A))
    }

    @Test(arguments: [
        ([FeedEvent.silent, .silent], "2 feeds are silent", FeedEvent.silent),
        ([.moved], "1 feed has moved", .moved),
        ([.failing, .failing, .moved], "2 feeds cannot be read, 1 has moved", .failing),
        ([], "1 feed is well again", .failing),
    ])
    func `the headline counts, the type is the gravest`(
        events: [FeedEvent], headline: String, type: FeedEvent
    ) {
        var notice = FeedNotice.morning
        let sample = notice.troubles[0]
        notice.troubles = events.map { event in
            var trouble = sample
            trouble.event = event
            return trouble
        }
        notice.recovered = events.isEmpty ? notice.recovered : []
        #expect(FeedNoticeText.headline(of: notice) == headline)
        #expect(notice.event == type)
    }

    @Test func `silent watches are told beside feeds, and by themselves`() {
        var notice = FeedNotice.morning
        notice.silences = [
            WatchSilence(watch: "summit", since: Timestamp(seconds: 1_555_000_000), hasMatched: true),
            WatchSilence(watch: "visit", since: Timestamp(seconds: 1_555_000_000), hasMatched: false),
        ]
        let text = FeedNoticeText(notice, offset: nil)
        #expect(
            text.headline == "1 feed cannot be read, 1 is silent; 2 watches are silent; 1 feed is well again")
        #expect(
            text.lines.contains(
                "watch summit has met nothing since 2019-04-11 16:26 UTC; `wirewatch watch test --watch summit` says "
                    + "what it would find"))
        #expect(
            text.lines.contains { $0.hasPrefix("watch visit has met nothing yet, and is there since 2019") })
        #expect(notice.event == .failing)
        notice.troubles = []
        notice.recovered = []
        notice.silences?.removeLast()
        #expect(FeedNoticeText.headline(of: notice) == "1 watch is silent")
        let json = String(decoding: FeedNoticeJSON.bytes(of: notice), as: UTF8.self)
        #expect(json.hasPrefix(#"{"type":"watch.silent""#))
        #expect(
            json.contains(
                #""silent_watches":[{"watch":"summit","since":"2019-04-11T16:26:40Z","has_matched":true}]"#))
    }
}
