import Model
import Testing
import Text

@testable import Watches

struct WatchTests {
    private static func watch(
        _ query: String?, _ change: (inout WatchSettings) -> Void = { _ in }
    ) throws(QueryErrors) -> CompiledWatch {
        var settings = WatchSettings(name: "w", query: query)
        change(&settings)
        return try CompiledWatch(settings: settings, aliases: Desk.aliases)
    }

    private static func scored(
        _ score: String, _ threshold: Int, query: String? = nil
    ) throws(QueryErrors) -> CompiledWatch {
        try watch(query) {
            $0.score = score
            $0.threshold = threshold
        }
    }

    static let radar = "@kim^4 @putin^4 @dprk^2 @summit^2 @nuclear^2 football^-10 축구*^-10"

    @Test(
        arguments: [
            ("Kim Jong Un met Putin", "", 20), ("", "Kim Jong Un met Putin", 10),
            ("Kim Jong Un", "met Putin. Putin, Putin", 14),
            ("Kim Jong Un met Putin", "football", 10), ("Kim Jong Un met Putin: football", "", nil),
            ("Kim Jong Un", "", nil),
        ] as [(String, String, Int?)])
    func `a score counts each item once, in the title double`(_ title: String, _ text: String, _ sum: Int?)
        throws
    {
        let watch = try Self.scored(Self.radar, 10)
        #expect(watch.match(Desk.item(title, text), now: Desk.now)?.score == sum)
    }

    @Test func `query and score together: the one is the gate, the other the bar`() throws {
        let watch = try Self.scored("@putin^5 (kim NEAR/3 met)^2 source:yonhap^1 trump", 7, query: "kim")
        #expect(watch.match(Desk.item("", "Putin and trump"), now: Desk.now) == nil)
        #expect(watch.match(Desk.item("", "kim"), now: Desk.now) == nil)
        #expect(watch.match(Desk.item("", "kim with Putin, trump"), now: Desk.now)?.score == 7)
        #expect(watch.match(Desk.item("kim met"), now: Desk.now) == nil)
        #expect(watch.match(Desk.item("kim met", "Putin"), now: Desk.now)?.score == 10)
    }

    @Test func `shorthand filters narrow`() throws {
        let watch = try Self.watch("kim") {
            $0.languages = ["ko", "en"]
            $0.tags = ["korea"]
            $0.sources = ["yon*", "TASS"]
        }
        var item = Desk.item("Kim")
        item.language = "en-US"
        item.tags = ["Korea"]
        #expect(watch.match(item, now: Desk.now) != nil)
        var other = item
        other.language = "ru"
        #expect(watch.match(other, now: Desk.now) == nil)
        other = item
        other.tags = []
        #expect(watch.match(other, now: Desk.now) == nil)
        other = item
        other.outlet = "KCNA"
        #expect(watch.match(other, now: Desk.now) == nil)
    }

    @Test func `a watch on titles does not look at the text`() throws {
        let watch = try Self.watch("kim putin") { $0.matchesTitleOnly = true }
        #expect(watch.match(Desk.item("Kim", "Putin"), now: Desk.now) == nil)
        #expect(watch.match(Desk.item("Kim Putin"), now: Desk.now) != nil)
        let without = try Self.watch("kim -putin") { $0.matchesTitleOnly = true }
        #expect(without.match(Desk.item("Kim", "Putin"), now: Desk.now) != nil)
    }

    @Test func `a watch ends when it expires`() throws {
        let watch = try Self.watch("kim") { $0.expires = Desk.now }
        #expect(watch.match(Desk.item("Kim"), now: Desk.now - .seconds(1)) != nil)
        #expect(watch.match(Desk.item("Kim"), now: Desk.now) == nil)
        #expect(WatchSet([watch]).matches(in: Desk.item("Kim"), now: Desk.now) == [])
    }

    @Test func `watches are answered in their order`() throws {
        let names = ["c", "a", "b"]
        let watches = try names.map { name in
            try CompiledWatch(settings: WatchSettings(name: name, query: "kim"), aliases: Desk.aliases)
        }
        #expect(WatchSet(watches).matches(in: Desk.item("Kim"), now: Desk.now).map(\.watch) == names)
    }

    @Test func `mistakes of query and score are told together`() {
        let errors = #expect(throws: QueryErrors.self) {
            try Self.scored("@kimm^2 -putin kim OR lee", 1, query: "titel:x")
        }
        let told = errors?.errors.map { "\($0.part.rawValue): \($0.description)" } ?? []
        #expect(
            Set(told) == [
                "query: there is no field titel:; did you mean title:?",
                "score: there is no alias @kimm; did you mean @kim?",
                "score: a score line takes away with a negative weight; did you mean word^-5?",
                "score: a score line is a list; put OR in parentheses with its terms",
            ])
    }

    @Test func `a watch that can never match is refused`() {
        #expect(
            throws: QueryErrors([QueryError("a watch needs a query or a score", at: 0..<0, part: .watch)])
        ) {
            try Self.watch(nil)
        }
        #expect(throws: QueryErrors([QueryError("a threshold needs a score", at: 0..<0, part: .watch)])) {
            try Self.watch("kim") { $0.threshold = 3 }
        }
        #expect(throws: QueryErrors([QueryError("a score needs a threshold", at: 0..<0, part: .watch)])) {
            try Self.watch(nil) { $0.score = "kim" }
        }
        let unreachable = QueryError(
            "the threshold 30 cannot be reached: all terms in a title give 12", at: 0..<9, part: .score)
        #expect(throws: QueryErrors([unreachable])) { try Self.scored("kim^5 lee", 30) }
    }

    @Test func `an explanation of a watch shows filters and sums`() throws {
        let watch = try Self.watch("kim") {
            $0.languages = ["ko"]
            $0.score = "kim^2 putin^3"
            $0.threshold = 5
        }
        var item = Desk.item("Kim")
        item.language = "en"
        #expect(
            watch.explanation(for: item, now: Desk.now).lines == [
                "no   watch w", "no     lang:ko: it is en", "yes    kim: Kim (title)",
                "no     score at least 5: 4",
                "yes      kim: Kim (title), 4 of weight 2", "no       putin: 0 of weight 3",
            ])
    }
}
