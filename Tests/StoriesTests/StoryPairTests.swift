import Model
import Platform
import Stories
import Testing

/// Two reports and whether they tell one event.
private struct Pair: CustomStringConvertible {
    var kind: String
    var isOne: Bool
    /// What the engine said when the table was written.
    var says: String
    var languages: [String]
    var reports: [(title: String, text: String)]

    init?(_ line: Substring) {
        let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 6 else { return nil }
        kind = parts[0]
        isOne = parts[1] == "one"
        says = parts[2]
        languages = parts[3].split(separator: ">").map(String.init)
        reports = parts[4...5].map { report in
            let halves = report.split(separator: " // ", maxSplits: 1).map(String.init)
            return (halves[0], halves.count > 1 ? halves[1] : "")
        }
    }

    var description: String { "\(kind): \(reports[0].title) | \(reports[1].title)" }

    /// Whether the engine puts both into one story.
    var answer: String {
        var desk = StoryDesk()
        let stories = reports.enumerated().map { index, report in
            desk.place(
                report.title, report.text, outlet: "Outlet \(index)",
                language: languages[index % languages.count],
                minutes: Int64(index) * 180)
        }
        return desk.window.story(of: stories[0].item) == desk.window.story(of: stories[1].item)
            ? "one" : "two"
    }
}

/// Look-alike events, daily reports, live pages, negations, languages: what the engine makes of each.
@Suite struct StoryPairTests {
    private static func pairs() throws -> [Pair] {
        let tests = "/" + #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
        let bytes = try BoundedFile.read(path: tests + "/Fixtures/stories/pairs.tsv")
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("#") }
            .compactMap(Pair.init)
    }

    @Test func `the engine says of each pair what the table says`() throws {
        let pairs = try Self.pairs()
        #expect(pairs.count == 200)
        for pair in pairs where pair.answer != pair.says {
            Issue.record("\(pair) is \(pair.answer), the table says \(pair.says)")
        }
    }

    @Test func `so many of the pairs are told right`() throws {
        let pairs = try Self.pairs()
        let right = pairs.filter { ($0.says == "one") == $0.isOne }
        let apart = pairs.filter { !$0.isOne }
        #expect(right.count == 177)
        #expect(apart.count { $0.says == "two" } == 99)
    }
}
