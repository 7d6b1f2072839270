import Model
import Testing
import Text

@testable import Watches

/// Sets of random watches against random items in five languages: the index and what it saves must not be seen.
struct WatchSetOracleTests {
    /// Queries with every element of the language, score lines, filters, dates, stems and titles-only by turns.
    private static func watches(_ count: Int, _ newsroom: inout Newsroom) throws -> [CompiledWatch] {
        var watches: [CompiledWatch] = []
        while watches.count < count {
            let number = watches.count
            let isByScore = number % 4 == 0
            var settings = WatchSettings(name: "\(number)", query: isByScore ? nil : newsroom.query())
            if isByScore || number % 4 == 1 {
                let weights = (0..<4).map { _ in newsroom.generator.pick([-3, -1, 1, 1, 2, 3, 5]) }
                settings.score = weights.map { "(\(newsroom.query(depth: 1)))^\($0)" }.joined(separator: " ")
                settings.threshold = newsroom.generator.pick([-1, 0, 1, 1, 2, 3, 6])
            }
            settings.matchesTitleOnly = number % 7 == 0
            if number % 11 == 0 {
                settings.sources = newsroom.generator.pick([["yon*"], ["tass", "Yonhap"]])
            }
            if number % 13 == 0 { settings.languages = newsroom.generator.pick([["ko"], ["en", "ru"]]) }
            if number % 17 == 0 { settings.tags = ["korea"] }
            settings.usesStemming = number % 5 == 2
            if number % 19 == 0 { settings.expires = Desk.now + .seconds(number % 2 == 0 ? -1 : 1) }
            // What is negative only, or cannot reach its threshold, is refused; the next one will do.
            guard let watch = try? CompiledWatch(settings: settings, aliases: OracleTests.aliases) else {
                continue
            }
            watches.append(watch)
        }
        return watches
    }

    @Test(arguments: (100..<112).map { UInt64($0) })
    func `a set finds what putting every watch to the item finds`(_ seed: UInt64) throws {
        var newsroom = Newsroom(generator: Generator(seed: seed), asksForFacts: true)
        let watches = try Self.watches(150, &newsroom)
        let set = WatchSet(watches)
        var matches = 0
        var candidates = 0
        for _ in 0..<60 {
            let item = newsroom.item()
            var evaluation = set.evaluation(of: item)
            candidates += set.candidates(for: item, &evaluation).count
            let found = set.matches(in: item, now: Desk.now)
            matches += found.count
            var rest = found[...]
            for watch in watches {
                let expected = Reference.holds(watch, item, now: Desk.now)
                let isFound = rest.first?.watch == watch.settings.name
                #expect(isFound == expected.isMatch, "seed \(seed): \(watch.settings)")
                guard isFound, let match = rest.popFirst() else { continue }
                #expect(match.score == expected.sum, "seed \(seed): \(watch.settings)")
                #expect(watch.match(item, now: Desk.now) == match, "seed \(seed): \(watch.settings)")
            }
            #expect(rest.isEmpty, "seed \(seed)")
        }
        #expect(matches > 100)
        // It would be no index if it let everything through.
        #expect(candidates < 150 * 60 * 2 / 3)
    }

    @Test(arguments: [
        ("ushakov NEAR/5 lavrov", "Ushakov arrives", 0), ("ushakov NEAR/5 lavrov", "Lavrov and Ushakov", 1),
        ("(ushakov OR lavrov) title:(vladivostok OR khasan*)", "Lavrov in Seoul", 0),
        ("(ushakov OR lavrov) title:(vladivostok OR khasan*)", "Lavrov in Khasan", 1),
        // What is only not to be there says nothing.
        ("ushakov -lavrov", "Ushakov and Lavrov", 1),
    ])
    func `a watch is put to an item that may have all it must have`(
        _ query: String, _ title: String, _ candidates: Int
    ) throws {
        let watch = try CompiledWatch(settings: WatchSettings(name: "w", query: query), aliases: .empty)
        let set = WatchSet([watch])
        let item = Desk.item(title)
        var evaluation = set.evaluation(of: item)
        #expect(set.candidates(for: item, &evaluation).count == candidates)
    }

    @Test(arguments: [200, 201] as [UInt64])
    func `watches of two configurations can be in one set`(_ seed: UInt64) throws {
        var newsroom = Newsroom(generator: Generator(seed: seed))
        let other = AliasTable.reading([Desk.alias("list", "talks, 金"), Desk.alias("russians", "キム")]).table
        var watches = try Self.watches(20, &newsroom)
        for number in 20..<40 {
            guard
                let watch = try? CompiledWatch(
                    settings: WatchSettings(name: "\(number)", query: newsroom.query()), aliases: other)
            else { continue }
            watches.append(watch)
        }
        let set = WatchSet(watches)
        for _ in 0..<100 {
            let item = newsroom.item()
            let alone = watches.compactMap { $0.match(item, now: Desk.now) }
            #expect(set.matches(in: item, now: Desk.now) == alone, "seed \(seed)")
        }
    }
}
