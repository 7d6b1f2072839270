import Model
import Testing
import Text

@testable import Watches

struct AliasTableTests {
    @Test func `lists contain lists`() throws {
        let aliases = try AliasTable(aliases: [
            Desk.alias("all", "@leaders, envoy*"), Desk.alias("leaders", "@kim, Putin"),
            Desk.alias("kim", "Kim Jong Un"),
        ])
        let query = try Desk.query("@all", aliases: aliases)
        for text in ["Kim Jong-un", "Putin", "envoys"] { #expect(query.matches(Desk.item(text)), "\(text)") }
        #expect(!query.matches(Desk.item("Kim")))
        #expect(query.evaluate(Desk.item("Kim Jong-un")).evidence.map(\.term) == ["@all"])
        #expect(aliases.names == ["all", "kim", "leaders"])
        #expect(aliases.concepts(in: Desk.item("Kim Jong-un")) == ["all", "kim", "leaders"])
    }

    @Test func `every mistake is told with its list and entry`() {
        let (table, errors) = AliasTable.reading([
            Desk.alias("a", "@b, x1"), Desk.alias("b", "@c"), Desk.alias("c", "@a"),
            Desk.alias("d", "@dd, ki*m, (x)"),
            Desk.alias("e", ""), Desk.alias("f", "kim OR lee, title:x, -y, …"), Desk.alias("good", "fine"),
            Desk.alias("good", "again"), Desk.alias("g", "@good, @self"), Desk.alias("self", "@self"),
        ])
        #expect(
            errors.map { "\($0.alias) \($0.entry.map(String.init) ?? "-") \($0.error.description)" } == [
                "c 0 @a -> @b -> @c -> @a: a list cannot contain itself",
                "d 0 there is no alias @dd; did you mean @d?",
                "d 1 * stands at the start or the end of a word, not inside ki*m; did you mean ki*?",
                "d 2 an entry is a word or words in a row; ( cannot be in it", "e - @e has no names",
                "f 0 an entry is a word or words in a row; OR belongs in a query",
                "f 1 title: belongs in a query, not in a list of names", "f 2 an entry cannot be excluded",
                "f 3 … has no letters or digits to search", "good - there are two aliases @good",
                "self 0 @self -> @self: a list cannot contain itself",
            ])
        #expect(table.names == ["good"])
    }

    @Test func `a query with a broken list is refused`() {
        let table = AliasTable.reading([Desk.alias("a", "ki*m"), Desk.alias("b", "lee")]).table
        let errors = #expect(throws: QueryErrors.self) { try Desk.query("@a @b", aliases: table) }
        #expect(errors?.errors.map(\.message) == ["@a cannot be used: its list has mistakes"])
    }

    @Test func `an entry may be exact, quoted or with asterisks`() throws {
        let aliases = try AliasTable(aliases: [
            AliasSettings(name: "x", names: [" =WHO ", "\"Security Council\"", "Северн* Коре*", "=\"AP\""])
        ])
        let query = try Desk.query("@x", aliases: aliases)
        for text in ["the WHO", "security council", "Северной Кореи", "AP"] {
            #expect(query.matches(Desk.item(text)), "\(text)")
        }
        for text in ["who", "council security", "ap"] { #expect(!query.matches(Desk.item(text)), "\(text)") }
    }

    @Test func `a table limited to some lists keeps what they took from others`() throws {
        let whole = try AliasTable(aliases: [
            Desk.alias("all", "@kim, Putin"), Desk.alias("kim", "Kim Jong Un"), Desk.alias("trade", "trade"),
        ])
        let item = Desk.item("Kim Jong-un on trade")
        #expect(whole.concepts(in: item) == ["all", "kim", "trade"])
        let limited = whole.limited(to: ["all", "none"])
        #expect(limited.concepts(in: item) == ["all"])
        #expect(limited.names == ["all"])
        #expect(try Desk.query("@all", aliases: limited).matches(item))
    }

    @Test func `a list that is too long is told`() {
        let names = (0..<2001).map { "word\($0)" }
        let error = QueryError("@big has 2001 names, more than 2000", at: 0..<0)
        #expect(throws: AliasErrors([AliasError(alias: "big", entry: nil, error: error)])) {
            try AliasTable(aliases: [AliasSettings(name: "big", names: names)])
        }
    }
}
