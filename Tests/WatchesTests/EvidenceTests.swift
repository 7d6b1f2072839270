import Model
import Testing
import Text

@testable import Watches

struct EvidenceTests {
    private static func evidence(_ query: String, _ item: WatchedItem) throws -> [Evidence] {
        try Desk.query(query).evaluate(item).evidence
    }

    @Test func `each term that held is there with the words as they stand`() throws {
        var item = Desk.item("Putin’s guest: KIM Jong-un", "They will meet for talks, says 북한은. No more.")
        item.outlet = "TASS"
        let found = try Self.evidence("(@kim NEAR/25 @putin) @summit (북한 OR tass) source:tass", item)
        #expect(
            found == [
                Evidence(
                    term: "@kim NEAR/25 @putin", found: "KIM Jong-un … Putin", field: .title,
                    snippet: "Putin’s guest: KIM Jong-un"),
                Evidence(
                    term: "@summit", found: "meet", field: .text,
                    snippet: "They will meet for talks, says 북한은. No more."),
                Evidence(
                    term: "북한", found: "북한은", field: .text,
                    snippet: "They will meet for talks, says 북한은. No more."),
                Evidence(term: "source:tass", found: "TASS", field: .meta, snippet: ""),
            ])
    }

    @Test func `a place inside Chinese text is cut out of it`() throws {
        let found = try Self.evidence("普京", Desk.item("俄罗斯总统普京抵达"))
        #expect(found.map(\.found) == ["普京"])
        #expect(found.map(\.snippet) == ["俄罗斯总统普京抵达"])
    }

    @Test func `words that must not be there are no evidence`() throws {
        #expect(try Self.evidence("kim -putin", Desk.item("Kim")).map(\.term) == ["kim"])
        #expect(try Self.evidence("kim -putin", Desk.item("Kim Putin")) == [])
    }

    @Test func `a snippet is about as wide as a line, cut between words`() throws {
        let words = (1...200).map { "word\($0)" }.joined(separator: " ")
        let snippet = try Self.evidence("word100", Desk.item("", words))[0].snippet
        #expect(snippet == "…word95 word96 word97 word98 word99 word100 word101 word102 word103 word104…")
        #expect(TerminalText.columns(of: snippet) <= 80)
        #expect(
            try Self.evidence("word1", Desk.item("", words))[0].snippet
                == "word1 word2 word3 word4 word5 word6 word7 word8 word9 word10 word11 word12…")
        #expect(
            try Self.evidence("word200", Desk.item("", words))[0].snippet
                == "…word192 word193 word194 word195 word196 word197 word198 word199 word200")
    }

    @Test func `a snippet of Chinese fits as well`() throws {
        let text =
            String(repeating: "一二三四五六七八九十", count: 20) + "普京" + String(repeating: "一二三四五六七八九十", count: 20)
        let snippet = try Self.evidence("普京", Desk.item("", text))[0].snippet
        #expect(TerminalText.columns(of: snippet) <= 80)
        #expect(TerminalText.columns(of: snippet) >= 76)
        #expect(snippet.contains("十普京一"))
    }

    @Test func `lines and controls do not get into a snippet`() throws {
        let found = try Self.evidence("\"kim jong\"", Desk.item("", "a\n\n\tKim\n Jong\u{1B}[31m b\u{202E}c"))
        #expect(found.map(\.found) == ["Kim Jong"])
        #expect(found.map(\.snippet) == ["a Kim Jong [31m bc"])
    }

    @Test func `very many grounds are bounded`() throws {
        let words = (0..<100).map { "w\($0)x" }
        let query = try Desk.query(words.joined(separator: " OR "))
        #expect(query.evaluate(Desk.item(words.joined(separator: " "))).evidence.count == 32)
    }

    @Test func `a very long run of hits is taken in its stride`() throws {
        let text = String(repeating: "kim putin 普京金正恩 ", count: 20_000)
        let query = try Desk.query("(kim NEAR/3 putin NEAR/2 普京) trump")
        #expect(!query.matches(Desk.item("", text)))
        #expect(try Desk.query("kim NEAR/3 putin NEAR/2 普京").matches(Desk.item("", text)))
    }

    @Test func `an explanation says what held and what did not`() throws {
        let query = try Desk.query("(@kim NEAR/1 @putin) (talks OR summit) -football lang:ko")
        var item = Desk.item("Kim Jong Un flew and then met Putin for talks")
        item.language = "en"
        #expect(
            query.explanation(for: item).lines == [
                "no   (@kim NEAR/1 @putin) AND (talks OR summit) AND NOT football AND lang:ko",
                "no     @kim NEAR/1 @putin: there, but not as near", "yes      @kim: Kim Jong Un (title)",
                "yes      @putin: Putin (title)", "yes    talks OR summit", "yes      talks: talks (title)",
                "no       summit: not there", "yes    NOT football", "no     lang:ko: it is en",
            ])
    }

    @Test func `names of lists found are told`() throws {
        let item = Desk.item("Putin met Kim Jong Un", "in 블라디보스토크에서")
        #expect(try Desk.query("@kim @trump @putin").aliasesMatched(in: item) == ["kim", "putin"])
        #expect(Desk.aliases.concepts(in: item) == ["kim", "putin", "summit", "vladivostok"])
    }
}
