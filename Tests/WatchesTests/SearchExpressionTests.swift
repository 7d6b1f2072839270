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
}
