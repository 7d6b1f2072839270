import Model
import Testing
import Text

@testable import Watches

struct StemCase: Sendable, CustomTestStringConvertible {
    var query: String
    var language: String?
    var text: String
    var isMatch: Bool

    init(_ query: String, _ language: String?, _ text: String, _ isMatch: Bool) {
        (self.query, self.language, self.text, self.isMatch) = (query, language, text, isMatch)
    }

    var testDescription: String { "\(query) \(language ?? "-"): \(text)" }
}

struct StemmingTests {
    private static func watch(
        _ query: String, aliases: AliasTable = Desk.aliases, isStemmed: Bool = true
    ) throws(QueryErrors) -> CompiledWatch {
        var settings = WatchSettings(name: "w", query: query)
        settings.usesStemming = isStemmed
        return try CompiledWatch(settings: settings, aliases: aliases)
    }

    private static func item(_ text: String, _ language: String?) -> WatchedItem {
        var item = Desk.item("", text)
        item.language = language
        return item
    }

    static let cases: [StemCase] = [
        StemCase("meeting", "en", "They met at meetings.", true),
        StemCase("meetings", "en-GB", "A meeting.", true),
        StemCase("переговоры", "ru", "о ходе переговоров", true),
        StemCase("élection", "fr", "les ELECTIONS", true),
        // The salmon season and the president have one stem: that is why stems are off by default.
        StemCase("путин", "ru", "путина на Сахалине", true),
        StemCase("valg", "nb", "valget", true),
        // By the language of the item, so not where it is another or unknown; the word itself is found anyway.
        StemCase("meeting", "ru", "meetings", false),
        StemCase("meeting", nil, "meetings", false),
        StemCase("meeting", nil, "a meeting", true),
        StemCase("meeting", "tlh", "a meeting", true),
        // What is quoted, exact or open is meant as it is.
        StemCase("\"meeting\"", "en", "meetings", false),
        StemCase("=meeting", "en", "meetings", false),
        StemCase("meetin*", "en", "meet", false),
        StemCase("\"security council\"", "en", "security councils", false),
        StemCase("북한", "ko", "북한산", false),
        // Everywhere in a query.
        StemCase("title:meeting OR text:summit", "en", "summits", true),
        StemCase("kim NEAR/2 meeting", "en", "Kim held two meetings", true),
        StemCase("kim NEAR/1 meeting", "en", "Kim held two more meetings", false),
        StemCase("kim -meeting", "en", "Kim held meetings", false),
        StemCase("@talks", "en", "a negotiation", true),
        StemCase("@talks", "en", "sanctions", false),
    ]

    private static let aliases = AliasTable.reading([
        Desk.alias("talks", "negotiations, \"sanction\"")
    ]).table

    @Test(arguments: cases)
    func `unquoted words meet their stems in the language of the item`(_ test: StemCase) throws {
        let item = Self.item(test.text, test.language)
        let watch = try Self.watch(test.query, aliases: Self.aliases)
        #expect((watch.match(item, now: Desk.now) != nil) == test.isMatch)
        #expect(WatchSet([watch]).matches(in: item, now: Desk.now).isEmpty != test.isMatch)
    }

    @Test func `a watch without the key keeps to the word itself`() throws {
        let item = Self.item("meetings", "en")
        let both = try [Self.watch("meeting"), Self.watch("meeting", isStemmed: false)]
        #expect(both.map { $0.match(item, now: Desk.now) != nil } == [true, false])
        // One set holds both without mixing them up.
        #expect(WatchSet(both).matches(in: item, now: Desk.now).count == 1)
    }

    @Test func `the evidence is the word as it stands`() throws {
        let match = try Self.watch("meeting").match(Self.item("Long Meetings.", "en"), now: Desk.now)
        #expect(match?.evidence.map(\.found) == ["Meetings"])
        #expect(match?.evidence.map(\.term) == ["meeting"])
    }
}
