import Model
import Testing
import Text

@testable import Watches

struct ErrorCase: Sendable, CustomTestStringConvertible {
    var query: String
    var column: Int
    var message: String
    var suggestion: String?

    var testDescription: String { query }

    init(_ query: String, _ column: Int, _ message: String, _ suggestion: String? = nil) {
        self.query = query
        self.column = column
        self.message = message
        self.suggestion = suggestion
    }
}

struct QueryErrorTests {
    static let cases: [ErrorCase] = [
        ErrorCase("", 1, "nothing to search for"),
        ErrorCase(
            "kim putin OR trump", 1, "AND (or a space) and OR are mixed without parentheses",
            "(kim AND putin) OR trump"),
        ErrorCase(
            "x1 (kim OR putin -trump)", 5, "AND (or a space) and OR are mixed without parentheses",
            "kim OR (putin AND NOT trump)"),
        ErrorCase("kim or putin", 5, "or is an operator in capitals only; quote it to search the word", "OR"),
        ErrorCase(
            "kim And putin", 5, "And is an operator in capitals only; quote it to search the word", "AND"),
        ErrorCase(
            "kim near/5 putin", 5, "near/5 is an operator in capitals only; quote it to search the words",
            "NEAR/5"),
        ErrorCase("kim && putin", 5, "&& is no operator", "AND"),
        ErrorCase("kim || putin", 5, "|| is no operator", "OR"),
        ErrorCase("kim !putin", 5, "! is no operator", "-putin"),
        ErrorCase("+kim putin", 1, "every word is required without a +", "kim"),
        ErrorCase(
            "kim, putin", 4,
            "a comma or semicolon means nothing in a query; write OR between alternatives, a space where all are required",
            "kim OR putin"),
        ErrorCase(
            "@kim, Vladimir Putin", 5,
            "a comma or semicolon means nothing in a query; write OR between alternatives, a space where all are required",
            "@kim OR \"Vladimir Putin\""),
        ErrorCase(
            "kim~1", 1, "fuzzy words are not in the language; ~ takes a distance after a \"phrase\"", "kim"),
        ErrorCase("/ki+m/", 1, "regular expressions are not in the language"),
        ErrorCase("organi?ation", 1, "? stands for no letter; a word may end in *", "organi*"),
        ErrorCase("kim - putin", 5, "- must touch the word that it excludes"),
        ErrorCase("-kim", 1, "only what must not be there is given: add something that must"),
        ErrorCase("kim OR -putin", 1, "only what must not be there is given: add something that must"),
        ErrorCase("@kimm putin", 1, "there is no alias @kimm", "@kim"),
        ErrorCase("putin @xyzzy", 7, "there is no alias @xyzzy"),
        ErrorCase("titel:kim", 1, "there is no field titel:", "title:"),
        ErrorCase("before:2019-04-25 kim", 1, "there is no field before:", "until:"),
        ErrorCase("zzzzzz:kim", 1, "there is no field zzzzzz:; quote it to search the words"),
        ErrorCase(
            "kim since:2d", 5, "since: is for searching; a watch looks at new items only, so leave it out"),
        ErrorCase("kim outlets:5", 5, "outlets: takes >=, <=, > or < and a number", "outlets:>=5"),
        ErrorCase("kim outlets:many", 5, "outlets: takes >=, <=, > or < and a number", "outlets:>=5"),
        ErrorCase("kim source: tass", 5, "source: needs a value that touches it"),
        ErrorCase(
            "kim source:(tass OR ap)", 5, "source: takes one value, not a group", "(source:… OR source:…)"),
        ErrorCase("kim tag:*", 5, "tag:* says nothing: the value is empty"),
        ErrorCase("title: kim", 1, "title: needs a word or a group that touches it", "title:kim"),
        ErrorCase("title:(kim text:putin)", 12, "text: cannot be inside title:"),
        ErrorCase("title:(kim tag:x)", 12, "tag: cannot be inside title:"),
        ErrorCase("title:-kim", 7, "- and NOT cannot stand here; put them before the whole"),
        ErrorCase("(kim putin", 1, "the parenthesis that opens here is not closed"),
        ErrorCase("kim) putin", 4, ") closes nothing"),
        ErrorCase("kim () putin", 5, "nothing is in the parentheses"),
        ErrorCase("kim \"putin", 5, "the quotation that starts here does not end", "\"putin\""),
        ErrorCase("kim \"\" putin", 5, "\"\" has no letters or digits to search"),
        ErrorCase("kim …", 5, "… has no letters or digits to search"),
        ErrorCase("ki*m", 1, "* stands at the start or the end of a word, not inside ki*m", "ki*"),
        ErrorCase("북러 ki*", 4, "ki* is too short for a *: it takes at least 3 letters", "ki"),
        ErrorCase("북*", 1, "북* is too short for a *: it takes at least 2 letters", "북"),
        ErrorCase("*", 1, "* has no letters beside the *"),
        ErrorCase("OR kim", 1, "OR has nothing before it"),
        ErrorCase("kim OR", 5, "OR has nothing after it"),
        ErrorCase("kim OR OR putin", 5, "OR has nothing after it"),
        ErrorCase("AND kim", 1, "AND has nothing before it"),
        ErrorCase("kim AND", 5, "AND has nothing after it"),
        ErrorCase("kim NOT", 5, "NOT has nothing after it"),
        ErrorCase("NEAR/5 kim", 1, "NEAR/5 has nothing before it"),
        ErrorCase("kim NEAR/5", 5, "NEAR/5 has nothing after it"),
        ErrorCase("kim NEAR/101 putin", 5, "NEAR/101: at most 100 words may lie between"),
        ErrorCase("kim NEAR/x putin", 5, "NEAR/ takes a number of words", "NEAR/10"),
        ErrorCase("kim BEFORE putin", 5, "BEFORE needs a distance", "BEFORE/10"),
        ErrorCase(
            "kim NEAR/5 (putin trump)", 12,
            "NEAR and BEFORE take words, phrases, @names and OR groups of them"),
        ErrorCase(
            "title:kim NEAR/5 text:putin", 1, "NEAR and BEFORE need both sides in the same field"),
        ErrorCase("@ushakov", 1, "there is no alias @ushakov"),
        ErrorCase("@pyongyang @kim", 1, "there is no alias @pyongyang", "@dprk"),
        ErrorCase("@북측", 1, "there is no alias @북측", "@dprk"),
        ErrorCase("kim NEAR(101) putin", 5, "NEAR: at most 100 words may lie between"),
        ErrorCase("kim NEAR5 putin", 5, "the distance of NEAR stands behind a slash", "NEAR/5"),
        ErrorCase("kim w/5 putin", 5, "w/ is no operator", "NEAR/5"),
        ErrorCase("kim PRE/3 putin", 5, "PRE/ is no operator", "BEFORE/3"),
        ErrorCase("'kim jong un' putin", 1, "' does not quote", "\"kim jong un\""),
        ErrorCase("talks {kim putin}", 7, "{ } does not group", "(kim OR putin)"),
        ErrorCase("Kim Jong Un; Putin", 12, QueryOperators.commaMessage, "\"Kim Jong Un\" OR Putin"),
        ErrorCase("older_than:2d kim", 1, "there is no field older_than:", "until:"),
        ErrorCase("ПУТИН И КИМ", 7, "operators are English; quote И to search the word", "AND"),
        ErrorCase("북한 또는 남한", 4, "operators are English; quote 또는 to search the word", "OR"),
        ErrorCase("\"a b\"~500", 6, "~ takes a number of words from 0 to 100"),
        ErrorCase("kim^x", 4, "^ takes a weight from -1000 to 1000"),
        ErrorCase("= kim", 1, "= must touch the word that is meant exactly"),
        ErrorCase("kim @", 5, "@ needs the name of an alias"),
        ErrorCase(String(repeating: "a", count: 4097), 1, "4097 characters are more than 4096"),
        ErrorCase(
            String(repeating: "(", count: 40) + "kim" + String(repeating: ")", count: 40), 32,
            "nested deeper than 32 levels"),
    ]

    @Test(arguments: cases)
    func `a mistake is told with its place`(_ test: ErrorCase) throws {
        let errors = #expect(throws: QueryErrors.self) { try Desk.query(test.query) }
        let error = try #require(errors?.errors.first)
        #expect(error.message == test.message)
        #expect(error.column(in: test.query) == test.column)
        #expect(error.suggestion == test.suggestion)
    }

    @Test func `all mistakes are told`() throws {
        let errors = #expect(throws: QueryErrors.self) { try Desk.query("@kimm titel:x ki*m (putin") }
        #expect(
            errors?.errors.map(\.description) == [
                "there is no alias @kimm; did you mean @kim?",
                "there is no field titel:; did you mean title:?",
                "* stands at the start or the end of a word, not inside ki*m; did you mean ki*?",
                "the parenthesis that opens here is not closed",
            ])
    }

    @Test func `the pointer stands under the place, Hangul two columns wide`() throws {
        let text = "북한 @kimm"
        let errors = #expect(throws: QueryErrors.self) { try Desk.query(text) }
        #expect(errors?.errors.first?.pointer(in: text) == "북한 @kimm\n     ^~~~~")
    }

    @Test(arguments: [
        ("lang:Korean", "lang:ko"), ("lang:kr", "lang:ko"), ("lang:한국어", "lang:ko"), ("lang:cn", "lang:zh"),
        ("lang:jp", "lang:ja"), ("lang:english", "lang:en"), ("lang:русский", "lang:ru"),
    ])
    func `a language by its name or country is told its code`(_ written: String, _ meant: String) throws {
        let query = try Desk.query("kim -\(written)")
        #expect(query.warnings.map(\.suggestion) == [meant])
        #expect(try Desk.query("kim \(meant)").warnings.isEmpty)
    }

    @Test func `a search warns of a mix and gives the reading`() throws {
        let query = try Desk.query("kim putin OR trump", .search(now: Desk.now))
        #expect(query.warnings.map(\.message) == ["AND and OR are mixed; read as (kim AND putin) OR trump"])
        #expect(query.reading == "(kim AND putin) OR trump")
        #expect(query.matches(Desk.item("Trump")))
    }

    @Test func `a weight in a query is warned about`() throws {
        let query = try Desk.query("kim^5 putin")
        #expect(query.warnings.map(\.message) == ["a weight counts in a score line only"])
    }

    @Test func `a filter cannot ask for the story or the time`() {
        for text in ["outlets:>=5", "since:2d"] {
            #expect(throws: QueryErrors.self) { try Desk.query(text, .filter) }
        }
    }

    @Test func `too many words blame the longest list`() throws {
        let names = (0..<1500).map { "word\($0)" }
        let aliases = try AliasTable(aliases: [
            AliasSettings(name: "big", names: names),
            AliasSettings(name: "other", names: names.map { $0 + "x" }),
        ])
        let errors = #expect(throws: QueryErrors.self) { try Desk.query("kim @big @other", aliases: aliases) }
        #expect(
            errors?.errors.map(\.message) == ["3001 words are more than 2000; @big alone has 1500"])
    }

    @Test func `the reading has every parenthesis`() throws {
        let query = try Desk.query("(@kim NEAR/25 @putin) @summit -tag:sport title:(a1 OR =B1)")
        #expect(
            query.reading
                == "(@kim NEAR/25 @putin) AND @summit AND NOT tag:sport AND (title:a1 OR title:=B1)")
        #expect(query.explained.split(separator: "\n").count == 4)
        #expect(query.explained.contains("\n@putin = Putin,"))
        #expect(query.aliasNames == ["kim", "putin", "summit"])
    }
}
