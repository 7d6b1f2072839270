import Testing
import UTF8Proc

@testable import Text

struct FoldedTextTests {
    private static func words(_ text: String) -> [String] {
        let folded = FoldedText(text)
        return folded.words.map { folded.string($0) }
    }

    @Test(arguments: [
        ("Kim Jong-un's train", ["kim", "jong", "un", "train"]), ("KIM’S", ["kim"]),
        ("O’Brien's", ["o'brien"]),
        ("'quoted'", ["quoted"]), ("rock 'n' roll", ["rock", "n", "roll"]), ("ＫＣＮＡ　ｷﾑ", ["kcna", "キム"]),
        ("Café naïve Straße", ["cafe", "naive", "strasse"]), ("Ещё Чей-то", ["еще", "чей", "то"]),
        ("プーチン", ["プーチン"]), ("ﾌﾟｰﾁﾝ", ["プーチン"]), ("ガザ", ["ガザ"]), ("ふ\u{3099}", ["ぶ"]),
        ("KBS는 6자회담", ["kbs", "는", "6", "자회담"]), ("북한(北韓)은", ["북한", "北韓", "은"]),
        ("キム・ジョンウン", ["キム", "ジョンウン"]),
        ("covid19 20th G20", ["covid19", "20th", "g20"]), ("ﬁnd", ["find"]), ("İstanbul", ["istanbul"]),
        ("Пу\u{301}тин", ["путин"]), ("Ў ў", ["ў", "ў"]), ("co\u{AD}operate", ["cooperate"]),
        ("a\u{200B}b", ["ab"]),
        ("½ ⑴ ㈱", ["1", "2", "1", "株"]), ("3.5%", ["3", "5"]), ("", []), ("…", []),
        ("ΣΑΣ σας", ["σασ", "σασ"]),
        ("हिन्दी", ["हिन्दी"]), ("ไทย", ["ไทย"]), ("𠮷野家", ["𠮷野家"]), ("m² ㎏", ["m2", "kg"]),
    ])
    func `a text is cut and folded`(_ text: String, _ words: [String]) {
        #expect(Self.words(text) == words)
    }

    @Test func `every scalar folds alike, composed before or not`() {
        var failures: Set<String> = []
        for value in UInt32(0x20)..<0x30000 {
            guard let scalar = Unicode.Scalar(value) else { continue }
            for text in ["a\(scalar)b", "한\(scalar)국", "\(scalar)"] {
                let composed = FoldedText.composed(Array(text.utf8))
                var view = String.UnicodeScalarView()
                view.append(contentsOf: composed)
                if Self.words(text) != Self.words(String(view)) { failures.insert(String(value, radix: 16)) }
            }
        }
        #expect(failures == [])
    }

    @Test func `folding twice is folding once`() {
        var failures: Set<String> = []
        for value in UInt32(0x20)..<0x30000 {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let once = Self.words(String(scalar))
            if Self.words(once.joined(separator: " ")) != once { failures.insert(String(value, radix: 16)) }
        }
        #expect(failures == [])
    }

    @Test func `words know where they stand`() {
        let text = FoldedText("Die KBS는 “Straße’s” 北朝鮮")
        let found = text.words.map { String(decoding: text.source[$0.sourceRange], as: UTF8.self) }
        #expect(found == ["Die", "KBS", "는", "Straße", "北朝鮮"])
        #expect(text.words.map(\.isJoined) == [false, false, true, false, false])
        #expect(text.words.map(\.script) == [.alphabetic, .alphabetic, .hangul, .alphabetic, .ideographic])
    }

    @Test func `part of an ideographic word is found in the source`() {
        let text = FoldedText("露ﾛｼｱ大統領")
        let word = text.words[0]
        let whole = text.string(word)
        #expect(whole == "露ロシア大統領")
        let start = Int(word.start) + 3
        let range = text.sourceRange(of: start..<(start + 9), in: word)
        #expect(String(decoding: text.source[range], as: UTF8.self) == "ﾛｼｱ")
    }

    @Test func `the index text has pairs of Hangul and Han`() {
        #expect(FoldedText("Putin 정상회담을 普京 金 가").indexText == "putin 정상 상회 회담 담을 普京 金 가 ")
    }

    @Test(arguments: [
        ("  Le  Monde ", "le monde"), ("KCNA-Watch", "kcna-watch"), ("ＴＡＳＳ", "tass"), ("Ё", "е"),
        ("a\u{AD}b", "ab"),
    ])
    func `a value is folded with its marks`(_ value: String, _ folded: String) {
        #expect(String(decoding: FoldedText.value(value), as: UTF8.self) == folded)
    }

    @Test(
        arguments: [
            [0xFF], [0x61, 0xC3], [0xE3, 0x82], [0xF0, 0x9F, 0x98], [0xED, 0xA0, 0x80], [0x61, 0x80, 0x62],
            [0xF8, 0x61],
            [0xC0, 0xAF], [0xF4, 0x90, 0x80, 0x80],
        ] as [[UInt8]])
    func `bytes that are no text do no harm`(_ bytes: [UInt8]) {
        let text = FoldedText(bytes)
        for word in text.words { #expect(word.sourceRange.upperBound <= text.source.count) }
        #expect(FoldedText(bytes + Array("e\u{301} x".utf8)).words.contains { $0.script == .alphabetic })
    }
}
