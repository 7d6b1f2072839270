import Configuration
import Model
import Platform
import Testing
import Text

@testable import Watches

/// One line of `Fixtures/watches/cases.tsv`.
struct WatchCase: Sendable, CustomTestStringConvertible {
    var id: String
    var language: String
    var query: String
    var title: String
    var text: String
    /// Of the item, by key; `threshold` makes `query` a score line.
    var facts: [String: String]
    var isMatch: Bool
    var proves: String

    var testDescription: String { "\(id): \(proves)" }

    /// `nil` for a line that has not eight columns, or a verdict other than yes and no.
    init?(line: Substring) {
        let columns = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        guard columns.count == 8, ["yes", "no"].contains(columns[6]) else { return nil }
        id = columns[0]
        language = columns[1]
        query = columns[2]
        title = columns[3]
        text = columns[4]
        facts = [:]
        for fact in columns[5].split(separator: ";") {
            let parts = fact.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else { return nil }
            let key = parts[0].filter { $0 != " " }
            guard Self.keys.contains(key) else { return nil }
            facts[key] = String(parts[1])
        }
        isMatch = columns[6] == "yes"
        proves = columns[7]
    }

    private static let keys = ["source", "feed", "lang", "site", "tag", "cat", "outlets", "threshold"]

    /// The item, its words as `spelling` writes them.
    func item(_ spelling: (String) -> String) -> WatchedItem {
        var item = Desk.item(spelling(title), spelling(text))
        func list(_ key: String) -> [String] {
            facts[key]?.split(separator: ",").map(String.init) ?? []
        }
        if let outlet = facts["source"] { item.outlet = spelling(outlet) }
        if let feed = facts["feed"] { item.feed = feed }
        item.language = facts["lang"]
        item.host = facts["site"]
        item.tags = list("tag")
        item.categories = list("cat").map(spelling)
        item.outletCount = facts["outlets"].flatMap { Int($0) }
        return item
    }

    func watch(_ spelling: (String) -> String) throws(QueryErrors) -> CompiledWatch {
        var settings = WatchSettings(name: id, query: spelling(query))
        if let threshold = facts["threshold"].flatMap({ Int($0) }) {
            settings.score = settings.query
            settings.query = nil
            settings.threshold = threshold
        }
        return try CompiledWatch(settings: settings, aliases: Library.table)
    }
}

/// The lists of names that ship with the program, and the cases.
enum Library {
    static let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }

    /// Lines that could not be read are counted: a test wants none.
    static let cases: (read: [WatchCase], broken: [String]) = {
        let bytes = (try? BoundedFile.read(path: "\(root)/Tests/Fixtures/watches/cases.tsv")) ?? []
        var read: [WatchCase] = []
        var broken: [String] = []
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") where line.first != "#" {
            if let one = WatchCase(line: line) { read.append(one) } else { broken.append(String(line)) }
        }
        return (read, broken)
    }()

    static let settings: [AliasSettings] = {
        let checks = ConfigurationChecks(
            queries: { _ in QueryChecks(aliasProblems: [], query: { _, _ in [] }, score: { _ in [] }) },
            isAddressBlock: { _ in true }, timeZones: { _ in ["UTC"] })
        let path = "\(root)/watches/korea-diplomacy.conf"
        return (try? ConfigurationFile.load(path, checks: checks))?.aliases ?? []
    }()

    static let table = AliasTable.reading(settings).table
}
