import Markup
import Testing

@Suite struct MarkupTextTests {
    @Test(arguments: [
        ("plain 김정은 é", "plain 김정은 é"),
        ("<b> & \"c\" 'd' `e`", "&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39; &#96;e&#96;"),
        ("a\u{0}b\u{1B}c\u{85}d\u{7F}", "abcd"), ("a\tb\nc\rd", "a\tb\ncd"), ("x\u{FFFE}y\u{FFFF}", "xy"),
        ("&lt;", "&amp;lt;"), ("]]>", "]]&gt;"),
    ])
    func `text is nothing but text in HTML and XML`(text: String, escaped: String) {
        #expect(MarkupText.escaped(text) == escaped)
    }
}
