import Model
import Testing
import Text

@testable import Watches

/// The lists of names that ship with the program.
struct LibraryTests {
    @Test func `every list compiles, and has its name for itself`() throws {
        let names = Library.settings.map(\.name)
        #expect(names.count >= 70)
        #expect(Set(names).count == names.count)
        #expect(try AliasTable(aliases: Library.settings).names == names.sorted())
    }

    @Test func `every list of names is in all four scripts`() {
        let needed: [(String, (UInt32) -> Bool)] = [
            ("Latin", { (0x41...0x7A).contains($0) }), ("Cyrillic", { (0x400...0x4FF).contains($0) }),
            ("Hangul", { (0xAC00...0xD7A3).contains($0) }), ("Han", { (0x4E00...0x9FFF).contains($0) }),
        ]
        for alias in Library.settings {
            guard alias.names.contains(where: { !$0.contains("@") }) else { continue }
            let signs = alias.names.joined().unicodeScalars.map(\.value)
            for (script, holds) in needed {
                #expect(signs.contains(where: holds), "@\(alias.name): \(script)")
            }
        }
    }

    /// An entry finds nothing of its own where another one finds all of its forms.
    @Test func `no entry of a list is made useless by another`() throws {
        for alias in Library.settings {
            let entries = try alias.names.filter { !$0.contains("@") }
                .map { (text: $0, literal: try AliasEntry.literal(Self.trimmed($0))) }
            for (number, entry) in entries.enumerated() {
                let forms = Self.forms(of: entry.literal, written: entry.text).map { FoldedText($0) }
                for (other, candidate) in entries.enumerated() where other != number {
                    let findsAll = forms.allSatisfy {
                        !LiteralMatching.allHits(of: candidate.literal, in: $0).isEmpty
                    }
                    #expect(!findsAll, "@\(alias.name): \(candidate.text) finds all of \(entry.text)")
                }
            }
        }
    }

    @Test func `every entry finds its own forms`() throws {
        for alias in Library.settings {
            for entry in alias.names where !entry.contains("@") {
                let literal = try AliasEntry.literal(Self.trimmed(entry))
                for form in Self.forms(of: literal, written: entry) {
                    let hits = LiteralMatching.allHits(of: literal, in: FoldedText(form))
                    #expect(!hits.isEmpty, "@\(alias.name): \(entry) in \(form)")
                }
            }
        }
    }

    /// What `literal` has to find: as written, with more letters where it is open, in capitals where they do not count.
    private static func forms(of literal: Literal, written: String) -> [String] {
        let bare = trimmed(written).filter { $0 != "*" && $0 != "=" && $0 != "\"" }
        let first = literal.pieces[0]
        let last = literal.pieces[literal.pieces.count - 1]
        var forms = [bare]
        if first.isOpenAtStart { forms.append(more(first.script) + bare) }
        if last.isOpenAtEnd { forms.append(bare + more(last.script)) }
        if last.script == .hangul { forms.append(bare + "까지") }
        if !literal.isExact { forms += [bare.uppercased(), bare.lowercased()] }
        return forms
    }

    private static func more(_ script: FoldedText.Script) -> String {
        switch script {
        case .alphabetic: "zz"
        case .digits: "00"
        case .hangul: "뷁"
        case .ideographic: "ヶ"
        }
    }

    private static func trimmed(_ text: String) -> String {
        String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
