import Model
import Pipeline
import Testing
import Watches

/// What a silence keeps back.
@Suite struct SilencingTests {
    private static let now = Timestamp(seconds: 1_556_020_800)

    private static let subject = SilenceSubject(
        watch: "putin-kim", stories: [StoryID(7), StoryID(9)],
        reports: [
            .init(feed: "tass-ru", outlet: "TASS", language: "ru", headline: "Саммит начался", time: now),
            .init(feed: "tass-en", outlet: "TASS", language: "en", headline: "Summit begins", time: now),
        ])

    private static func silence(_ matchers: [Silence.Matcher]) throws -> Silence {
        Silence(
            id: try #require(SilenceID("7F3K2Q")), matchers: matchers, author: "anna", comment: "c",
            start: now, end: now + .hours(2))
    }

    @Test(
        arguments: [
            ([.init(.watch, "putin-kim")], true), ([.init(.watch, "dprk")], false),
            ([.init(.story, StoryID(9).description)], true), ([.init(.story, StoryID(8).description)], false),
            // All of its reports, or it is news by another.
            ([.init(.outlet, "TASS")], true), ([.init(.feed, "tass-ru")], false),
            ([.init(.query, "summit")], true), ([.init(.query, "title:саммит lang:ru")], true),
            ([.init(.query, "salmon")], false), ([.init(.query, "summit salmon")], false),
            ([.init(.query, "@nobody")], false),
            ([.init(.watch, "putin-kim"), .init(.outlet, "TASS")], true),
            ([.init(.watch, "putin-kim"), .init(.outlet, "Yonhap")], false),
            ([], false),
        ] as [([Silence.Matcher], Bool)])
    func `a silence covers what meets all its matchers`(matchers: [Silence.Matcher], covers: Bool) throws {
        let set = SilenceSet([try Self.silence(matchers)], aliases: .empty)
        #expect((set.silence(over: Self.subject, at: Self.now) != nil) == covers)
    }

    @Test func `a silence has a beginning and an end`() throws {
        let set = SilenceSet([try Self.silence([.init(.watch, "putin-kim")])], aliases: .empty)
        func isSilent(_ span: Duration) -> Bool {
            set.silence(over: Self.subject, at: Self.now + span) != nil
        }
        #expect(!isSilent(.milliseconds(-1)) && isSilent(.zero))
        #expect(isSilent(.hours(2) - .milliseconds(1)) && !isSilent(.hours(2)))
    }
}
