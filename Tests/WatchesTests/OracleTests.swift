import Model
import Testing
import Text

@testable import Watches

/// Random queries against random items, each answer worked out in two ways.
struct OracleTests {
    static let aliases = AliasTable.reading([
        Desk.alias("list", "Kim Jong Un, 북한, キム, launch*, =WHO, @russians"),
        Desk.alias("russians", "Putin, =Путин*, 普京, プーチン, *회담*"),
    ]).table

    private static func queries(_ count: Int, _ newsroom: inout Newsroom) -> [Query] {
        var queries: [Query] = []
        while queries.count < count {
            // What is only negative is refused; the next one will do.
            if let query = try? QueryParser.parse(newsroom.query(), aliases: aliases, context: .watch) {
                queries.append(query)
            }
        }
        return queries
    }

    private static func items(_ count: Int, _ newsroom: inout Newsroom) -> [WatchedItem] {
        (0..<count).map { _ in Desk.item(newsroom.text(), newsroom.text()) }
    }

    @Test(arguments: [1, 2, 3, 20_190_425] as [UInt64])
    func `the index finds what trying every place finds`(_ seed: UInt64) {
        var newsroom = Newsroom(generator: Generator(seed: seed))
        let queries = Self.queries(60, &newsroom)
        var matches = 0
        for item in Self.items(40, &newsroom) {
            for query in queries {
                let expected = Reference(item: item, literals: query.literals).holds(query.root)
                let answer = query.evaluate(item)
                #expect(answer.isMatch == expected, "seed \(seed): \(query.text)")
                #expect(answer.isMatch || answer.evidence.isEmpty)
                matches += expected ? 1 : 0
            }
        }
        #expect(matches > 150)
    }

    @Test(arguments: [11, 12, 13] as [UInt64])
    func `a set of watches answers like each watch alone`(_ seed: UInt64) throws {
        var newsroom = Newsroom(generator: Generator(seed: seed))
        var watches: [CompiledWatch] = []
        for (number, query) in Self.queries(100, &newsroom).enumerated() {
            var settings = WatchSettings(name: "\(number)", query: number % 5 == 0 ? nil : query.text)
            if number % 5 < 2 {
                settings.score = "\(query.text)^3 kim^2 북한^-4 title:talks"
                settings.threshold = number % 3
            }
            settings.matchesTitleOnly = number % 7 == 0
            if number % 11 == 0 { settings.sources = ["yon*"] }
            if number % 13 == 0 { settings.sources = ["tass"] }
            watches.append(try CompiledWatch(settings: settings, aliases: Self.aliases))
        }
        let set = WatchSet(watches)
        for item in Self.items(80, &newsroom) {
            let alone = watches.compactMap { $0.match(item, now: Desk.now) }
            #expect(set.matches(in: item, now: Desk.now) == alone, "seed \(seed)")
            for watch in watches {
                let isMatch = alone.contains { $0.watch == watch.settings.name }
                #expect(watch.explanation(for: item, now: Desk.now).holds == isMatch, "seed \(seed)")
            }
        }
    }

    @Test(arguments: [21, 22, 23, 24] as [UInt64])
    func `what a query finds, its search expression finds`(_ seed: UInt64) {
        var newsroom = Newsroom(generator: Generator(seed: seed))
        let queries = Self.queries(60, &newsroom)
        var narrowed = 0
        for item in Self.items(40, &newsroom) {
            let index = TinyIndex(item)
            for query in queries {
                guard let expression = query.searchExpression else { continue }
                let isPossible = index.holds(expression)
                narrowed += isPossible ? 0 : 1
                if query.matches(item) { #expect(isPossible, "seed \(seed): \(query.text): \(expression)") }
            }
        }
        #expect(narrowed > 1000)
    }

    @Test(arguments: [31, 32] as [UInt64])
    func `the reading of a query means the same`(_ seed: UInt64) throws {
        var newsroom = Newsroom(generator: Generator(seed: seed))
        let items = Self.items(30, &newsroom)
        for query in Self.queries(100, &newsroom) {
            let again = try QueryParser.parse(query.reading, aliases: Self.aliases, context: .watch)
            #expect(again.reading == query.reading)
            for item in items {
                #expect(again.matches(item) == query.matches(item), "seed \(seed): \(query.text)")
            }
        }
    }

    @Test(arguments: [41, 42] as [UInt64])
    func `concepts are the lists of which a word is there`(_ seed: UInt64) throws {
        var newsroom = Newsroom(generator: Generator(seed: seed))
        let queries = try ["list", "russians"].map { name in
            (name, try QueryParser.parse("@\(name)", aliases: Self.aliases, context: .watch))
        }
        for item in Self.items(200, &newsroom) {
            let expected = queries.filter { $0.1.matches(item) }.map(\.0)
            #expect(Self.aliases.concepts(in: item) == expected, "seed \(seed)")
        }
    }

    /// Signs of the language in any order: read or refused with a place, never anything else.
    @Test(arguments: [51, 52, 53] as [UInt64])
    func `any text is read or refused with a reason`(_ seed: UInt64) {
        let signs = [
            "(", ")", "\"", "*", "-", "=", "@list", "@", "^", "^3", "~2", "|", " ", " ", " ", "OR", "AND",
            "NOT", "NEAR/3",
            "BEFORE/2", "NEAR", "AROUND(", "AROUND(3)", "title:", "text:", "lang:", "outlets:>", "since:",
            "kim", "북한", "金",
            "キム", "“", "（", "\\", "\u{3000}", ":", ",", "!", "\u{301}", "\u{0}", "\n", "/", "&&", "ﬁ", "1",
        ]
        var generator = Generator(seed: seed)
        for _ in 0..<3000 {
            let count = Int.random(in: 1...12, using: &generator)
            let text = (0..<count).map { _ in generator.pick(signs) }.joined()
            for context in [QueryContext.watch, .filter, .search(now: Desk.now)] {
                do throws(QueryErrors) {
                    let query = try QueryParser.parse(text, aliases: Self.aliases, context: context)
                    _ = query.evaluate(Desk.item("kim 북한 金 1", "キム"))
                } catch {
                    #expect(!error.errors.isEmpty, "seed \(seed): \(text)")
                    for found in error.errors {
                        #expect(
                            found.range.upperBound <= text.utf8.count,
                            "seed \(seed): \(text): \(found.message)")
                        #expect(!found.pointer(in: text).isEmpty)
                    }
                }
            }
            _ = AliasTable.reading([AliasSettings(name: "x", names: [text])])
            var settings = WatchSettings(name: "w", query: nil)
            settings.score = text
            settings.threshold = 1
            _ = try? CompiledWatch(settings: settings, aliases: Self.aliases)
        }
    }
}
