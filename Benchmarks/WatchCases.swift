import Model
import Text
import Watches

/// Watches by the ten to the ten thousand against items that none of them matches, in five languages.
enum WatchCases {
    static func all() throws -> [Case] {
        var cases: [Case] = []
        for language in WatchLanguage.all {
            for count in [10, 100, 1000, 10_000] { cases.append(try match(language, watches: count)) }
        }
        for language in WatchLanguage.all {
            cases.append(try match(language, watches: 10_000, titled: true))
        }
        for count in [1000, 10_000] { cases.append(try make(watches: count)) }
        return cases + [try evaluateOne()]
    }

    private struct Mismatch: Error, CustomStringConvertible {
        var description: String
    }

    /// - Parameter titled: The name of a list stands in the title, where some watches are met by it alone.
    private static func match(
        _ language: WatchLanguage, watches count: Int, titled: Bool = false
    ) throws -> Case {
        let set = WatchSet(try watches(count, aliases: try AliasTable(aliases: aliases)))
        var items = (0..<200).map { item(language, $0) }
        if titled {
            for number in items.indices {
                let name = language.name(listName(number % listCount, 0))
                items[number].title = FoldedText(
                    name + language.gap + language.text(number + 5000, tokens: 9))
            }
        }
        let name = "match: \(count) watches, \(language.tag)" + (titled ? ", met by six" : "")
        return Case(name: name, unit: "item") { [items] in
            var found = 0
            for item in items { found += set.matches(in: item, now: item.time).count }
            guard found == 0 || titled else {
                throw Mismatch(description: "\(found) matches where none is meant")
            }
            return (items.count, 0)
        }
    }

    private static func make(watches count: Int) throws -> Case {
        let table = try AliasTable(aliases: aliases)
        return Case(name: "read and file \(count) watches", unit: "watch") {
            (WatchSet(try watches(count, aliases: table)).watches.count, 0)
        }
    }

    private static func evaluateOne() throws -> Case {
        let items = (0..<200).map { item(.english, $0) }
        let query = try QueryParser.parse(
            "(@list1 OR summit*) NEAR/30 (@list2 OR minister)", aliases: try AliasTable(aliases: aliases),
            context: .watch)
        return Case(name: "one query, as search asks", unit: "item") {
            (items.count, items.count { query.matches($0) } * 0)
        }
    }

    /// 300 words, signs in Chinese and Japanese, with a name of one list among them and a title of its own.
    private static func item(_ language: WatchLanguage, _ number: Int) -> WatchedItem {
        let name = language.name(listName(number % listCount, 0))
        var item = WatchedItem(
            title: language.text(number + 5000, tokens: 10),
            text: language.text(number, tokens: 150) + " " + name + " " + language.text(-number, tokens: 139),
            outlet: "Outlet \(number % 50)", feed: "feed-\(number % 120)",
            time: Timestamp(seconds: 1_556_000_000))
        item.language = language.tag
        item.tags = ["world"]
        return item
    }

    // MARK: Watches

    private static let listCount = 200
    /// Names of lists come after those of subjects, of which the last is number 18000.
    private static func listName(_ list: Int, _ variant: Int) -> Int { 30_000 + list * 3 + variant }

    /// Two hundred lists of ten names each, two in every language.
    private static var aliases: [AliasSettings] {
        (0..<listCount).map { list in
            AliasSettings(
                name: "list\(list)",
                names: WatchLanguage.all.flatMap { language in
                    [
                        language.name(listName(list, 0)) + language.ending,
                        "\(language.name(listName(list, 1))) \(language.name(listName(list, 2)))",
                    ]
                })
        }
    }

    /// What desks watch for: people and firms by name in one language or five, beside words that all news has.
    private static func watches(_ count: Int, aliases: AliasTable) throws -> [CompiledWatch] {
        try (0..<count).map { number in
            let language = WatchLanguage.all[number % WatchLanguage.all.count]
            var dice = Material.Dice(number &+ 77)
            let subject = language.name(number)
            let other = language.name(number + 8000)
            let one = "@list\(dice.roll(listCount))"
            let two = "@list\(dice.roll(listCount))"
            let word = language.noun(dice.roll(language.words.count))
            var settings = WatchSettings(name: "watch-\(number)", query: nil)
            switch number / 5 % 8 {
            case 0: settings.query = "\(one) NEAR/25 \(subject)\(language.ending)"
            case 1: settings.query = "title:(\(one) OR \(subject))"
            case 2: settings.query = "\"\(subject) \(other)\" (\"\(word)\" OR \(two))"
            case 3: settings.query = "\(subject) -\"\(word)\""
            case 4: settings.query = "(\(subject) OR \(other)\(language.ending) OR =\(subject)) \(one)"
            case 5: settings.query = "\"\(word)\" NEAR/10 \(subject)"
            case 6:
                settings.score = "\(one)^3 \(subject)^4 \"\(word)\"^1 \(other)^-10"
                settings.threshold = 7
            default:
                settings.query = "(\(subject) OR \(other)) \"\(word)\""
                settings.languages = [language.tag]
            }
            return try CompiledWatch(settings: settings, aliases: aliases)
        }
    }
}
