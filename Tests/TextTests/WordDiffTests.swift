import Testing
import Text

@Suite struct WordDiffTests {
    struct Trial: Sendable, CustomTestStringConvertible {
        var old: String
        var new: String
        var excerpt: String

        var testDescription: String { "\(old) -> \(new)" }
    }

    private static let trials = [
        Trial(old: "same words", new: "same  words ", excerpt: "…"),
        Trial(old: "", new: "new", excerpt: "{+new+}"),
        Trial(old: "gone", new: "", excerpt: "[-gone-]"),
        Trial(
            old: "At least 12 people died in the fire", new: "At least 15 people died in the fire",
            excerpt: "At least [-12-] {+15+} people died …"),
        Trial(
            old: "one two three four five six seven", new: "one two three four five six eight",
            excerpt: "… five six [-seven-] {+eight+}"),
        Trial(
            old: "a b c d e f g h i", new: "A b c d e f g h I",
            excerpt: "[-a-]{+A+} b c … g h [-i-] {+I+}"),
        Trial(old: "사망자 12명으로 늘어", new: "사망자 15명으로 늘어", excerpt: "사망자 [-12명으로-] {+15명으로+} 늘어"),
        Trial(old: "普京与金正恩会谈", new: "普京与金正恩今日会谈", excerpt: "… 正恩{+今日+}会谈"),
    ]

    @Test(arguments: trials) func `changes are shown with two words around`(trial: Trial) {
        #expect(WordDiff(from: trial.old, to: trial.new).excerpt(words: 2) == trial.excerpt)
    }

    @Test(arguments: trials) func `both texts can be read from the runs`(trial: Trial) {
        let runs = WordDiff(from: trial.old, to: trial.new).runs
        let old = runs.map { run in
            switch run {
            case .kept(let words), .removed(let words): words
            case .added: ""
            }
        }
        let new = runs.map { run in
            switch run {
            case .kept(let words), .added(let words): words
            case .removed: ""
            }
        }
        func plain(_ text: String) -> String { text.split(separator: " ").joined(separator: " ") }
        #expect(plain(old.joined()) == plain(trial.old))
        #expect(plain(new.joined()) == plain(trial.new))
    }

    @Test func `where too many words differ all is one replacement`() {
        let old = (0..<50).map { "a\($0)" }.joined(separator: " ")
        let new = (0..<50).map { $0 == 25 ? "a25" : "b\($0)" }.joined(separator: " ")
        #expect(WordDiff(from: "x " + old, to: "x " + new, limit: 40).runs.count == 3)
        #expect(WordDiff(from: "x " + old, to: "x " + new, limit: 60).runs.count == 6)
    }
}
