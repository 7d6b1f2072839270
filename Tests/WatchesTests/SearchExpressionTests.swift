import Model
import Testing

@testable import Watches

struct SearchExpressionTests {
    @Test(
        arguments: [
            ("Putin", "\"putin\""), ("kim putin", "(\"kim\" AND \"putin\")"),
            ("kim OR putin", "(\"kim\" OR \"putin\")"),
            ("\"Kim Jong-un\"", "\"kim jong un\""), ("launch*", "\"launch\"*"), ("*launch", nil),
            ("kim *launch", "\"kim\""),
            ("kim OR *launch", nil), ("kim -putin", "\"kim\""),
            ("kim NEAR/5 putin", "(\"kim\" AND \"putin\")"),
            ("정상회담", "\"정상 상회 회담\""), ("북한*", "\"북한\""), ("*회담*", "\"회담\""), ("한", "\"한\"*"),
            ("金正恩", "\"金正 正恩\""), ("金", nil), ("=金", "\"金\""), ("=金正恩", "\"金正 正恩\""),
            ("title:kim", "title : \"kim\""), ("text:\"북한 미사일\"", "(text : \"북한\" AND text : \"미사 사일\")"),
            ("source:tass", nil), ("kim source:tass", "\"kim\""),
            ("\"Северн* Коре*\"", "(\"северн\"* AND \"коре\"*)"),
            ("\"the 6자회담\"", "(\"the 6\" AND \"자회 회담\")"), ("o'brien", "\"o'brien\""), ("kim Kim", "\"kim\""),
        ] as [(String, String?)])
    func `a query becomes an expression`(_ text: String, _ expression: String?) throws {
        #expect(try Desk.query(text).searchExpression == expression)
    }

    @Test func `an expression is never deeper than its reader`() throws {
        let text = (1...14).reduce("kim") { "(a\($1) OR (\($0) jong\($1)))" }
        let query = try Desk.query(text, .search(now: Desk.now))
        let depths = (query.searchExpression ?? "(").reduce(into: [0]) { depths, sign in
            depths.append(depths[depths.count - 1] + (sign == "(" ? 1 : sign == ")" ? -1 : 0))
        }
        #expect(depths.max() ?? 0 <= 14)
        #expect(query.matches(Desk.item("a14")))
    }

    private static func watch(_ change: (inout WatchSettings) -> Void) throws -> CompiledWatch {
        var settings = WatchSettings(name: "w", query: nil)
        change(&settings)
        return try CompiledWatch(settings: settings, aliases: .empty)
    }

    @Test func `a watch narrows by its query and by what its score needs, not by stems`() throws {
        let both = try Self.watch {
            ($0.query, $0.score, $0.threshold) = ("kim -zebra", "putin^4 lang:ko", 5)
        }
        #expect(both.searchExpression == "(\"kim\" AND (\"putin\"))")
        let score = try Self.watch { ($0.score, $0.threshold) = ("putin^4 trump^4 the", 8) }
        #expect(score.searchExpression == "(\"trump\" OR title : \"putin\")")
        #expect(score.narrowingTerms == ["title:putin", "trump"])
        let titles = try Self.watch { ($0.query, $0.matchesTitleOnly) = ("kim", true) }
        #expect(titles.searchExpression == "title : \"kim\"")
        let stems = try Self.watch { ($0.query, $0.usesStemming) = ("meeting", true) }
        #expect(stems.searchExpression == nil)
        #expect(stems.narrowingTerms.isEmpty)
        let quoted = try Self.watch { ($0.query, $0.usesStemming) = ("meeting \"kim\" lang:ko", true) }
        #expect(quoted.searchExpression == "\"kim\"")
        #expect(quoted.narrowingTerms == ["kim"] || quoted.narrowingTerms == ["\"kim\""])
    }

    @Test func `a trial forgets no term that an item had, whether it met the watch or not`() throws {
        var trial = WatchTrial(try Self.watch { $0.query = "kim (putin OR title:trump OR zebra) -football" })
        #expect(trial.match(Desk.item("kim"), now: Desk.now) == nil)
        #expect(trial.absentTerms.map(\.written) == ["putin", "title:trump", "zebra", "football"])
        #expect(trial.match(Desk.item("kim and putin"), now: Desk.now) != nil)
        #expect(trial.match(Desk.item("football"), now: Desk.now) == nil)
        #expect(trial.absentTerms.map(\.written) == ["title:trump", "zebra"])
    }

    @Test func `what is looked at for every item is listed`() throws {
        let set = WatchSet([
            try Self.watch { $0.query = "source:tass* -kim" },
            try Self.watch { $0.query = "outlets:>=5 -kim" },
            try Self.watch { $0.query = "source:tass -kim" }, try Self.watch { $0.query = "kim" },
        ])
        #expect(set.sideList == WatchSet.SideList(watches: [], facts: ["outlets:>=5", "source:tass*"]))
    }
}
