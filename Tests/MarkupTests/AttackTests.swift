import Markup
import MarkupOracles
import Testing

/// What comes out of the sanitiser, read by a reader that knows nothing of it.
@Suite struct AttackTests {
    private static let bases = [nil, "https://e.org/d/", "javascript:run()//", "data:text/html,x"]

    @Test func `the table is as long as it says`() {
        #expect(Set(AttackVectors.all).count == AttackVectors.all.count)
        #expect(AttackVectors.all.count >= 300)
    }

    @Test(arguments: AttackVectors.all)
    func `nothing that runs comes out, by either way of reading`(_ html: String) {
        for base in Self.bases {
            for clean in [
                HTMLSanitizer.sanitize(Array(html.utf8), base: base),
                HTMLSanitizer.sanitizeByParser(Array(html.utf8), base: base),
            ] {
                #expect(SafeMarkup.fault(in: clean) == nil, "\(String(decoding: clean, as: UTF8.self))")
            }
        }
    }

    @Test(arguments: AttackVectors.all)
    func `what was sanitised is left alone, by either way of reading`(_ html: String) {
        for base in Self.bases {
            let clean = HTMLSanitizer.sanitize(Array(html.utf8), base: base)
            let text = String(decoding: clean, as: UTF8.self)
            for again in [
                HTMLSanitizer.sanitize(clean, base: base), HTMLSanitizer.sanitizeByParser(clean, base: base),
            ] {
                #expect(String(decoding: again, as: UTF8.self) == text)
            }
        }
    }

    /// One attack wrapped in, and following, another.
    @Test func `attacks do not help one another`() {
        var faults: [String] = []
        for (number, first) in AttackVectors.all.enumerated() {
            let second = AttackVectors.all[(number * 37 + 11) % AttackVectors.all.count]
            for html in [
                first + second, "<p title=\"\(first)\">\(second)</p>", "<b>\(first)</b><!--\(second)",
            ] {
                let clean = HTMLSanitizer.sanitize(Array(html.utf8), base: nil)
                if let fault = SafeMarkup.fault(in: clean) { faults.append("\(fault): \(html)") }
                if HTMLSanitizer.sanitize(clean, base: nil) != clean {
                    faults.append("changes again: \(html)")
                }
            }
        }
        #expect(faults == [])
    }

    /// - Source: the Unicode standard, table 3-7: what is not a sequence of UTF-8.
    @Test(arguments: [
        [0xC0, 0xBC] + Array("script>run()</script>".utf8),
        [0xE0, 0x80, 0xBC] + Array("img onerror=run()>".utf8),
        [0xF8, 0x80, 0x80, 0x80, 0xBC],
        Array("<a href='java".utf8) + [0xFF] + Array("script:run()'>x</a>".utf8),
        Array("<p title='x".utf8) + [0xE0] + Array("' onclick=run()>y</p>".utf8),
        Array("<img alt=\"".utf8) + [0xC2] + Array("\" onerror=run()>".utf8),
        [0xED, 0xA0, 0x80, 0x3C, 0x62, 0x3E], [0x80, 0x3C], [0xF4, 0x90, 0x80, 0x80],
        Array("<b>x</b>".utf8) + [0xE2, 0x82],
        [0xFF, 0xFE, 0x3C, 0x00, 0x62, 0x00, 0x3E, 0x00], Array("<b title=\"".utf8) + [0xF0, 0x9F],
    ])
    func `bytes that are not UTF-8 hide nothing`(_ html: [UInt8]) {
        let clean = HTMLSanitizer.sanitize(html, base: nil)
        #expect(SafeMarkup.fault(in: clean) == nil)
        #expect(HTMLSanitizer.sanitize(clean, base: nil) == clean)
    }

    @Test(arguments: [
        "<", "</", "<a ", "<!--", "<![CDATA[", "&", "&#", "<a href='", "<b>", "<p title=x", "<wbr ",
        "<table><tr><td>",
    ])
    func `however often a thing is said, it stays harmless`(_ piece: String) {
        let html = Array(String(repeating: piece, count: 5000).utf8)
        let clean = HTMLSanitizer.sanitize(html, base: nil)
        #expect(SafeMarkup.fault(in: clean) == nil)
        #expect(HTMLSanitizer.sanitize(clean, base: nil) == clean)
    }

    @Test(arguments: [
        "<\(String(repeating: "a", count: 100_000)) onclick=run()>x",
        "<p \(String(repeating: "b", count: 100_000))=run()>x</p>",
        "<a href='\(String(repeating: "x", count: 100_000)):run()'>x</a>",
        "<p title='\(String(repeating: "&quot;", count: 20_000))'>x</p>",
        "&\(String(repeating: "a", count: 100_000));", "&#\(String(repeating: "1", count: 100_000));",
    ])
    func `long names and values are harmless`(_ html: String) {
        let clean = HTMLSanitizer.sanitize(Array(html.utf8), base: nil)
        #expect(SafeMarkup.fault(in: clean) == nil)
        #expect(HTMLSanitizer.sanitize(clean, base: nil) == clean)
    }

    /// The reader that all others rest on must refuse what it is there for.
    @Test(arguments: [
        "<script>", "<p onclick=\"x\">y</p>", "<p title='x'>y</p>", "<p title=\"<\">y</p>",
        "<a href=\"javascript:x\">y</a>", "<b>x", "<b><i></b></i>",
        "x > y", "a & b", "<td>x</td>", "<p  title=\"x\">y</p>", "<P>x</P>", "<a>x</a>", "<br/>", "\u{1}",
        "<!-- -->",
        "<a href=\"java\nscript:x\" rel=\"noopener noreferrer nofollow\">y</a>", "<img src=\"data:x\">",
        "<p title=\"x\" title=\"y\">z</p>",
    ])
    func `the reader refuses what is not clean`(_ html: String) {
        #expect(SafeMarkup.fault(in: Array(html.utf8)) != nil)
    }
}
