import Testing
import Text

@Suite struct PlainTextTests {
    @Test(arguments: [
        ("a  b\n c", "a b c"), ("<p>One</p><p>two</p>", "One two"), ("a<br>b", "a b"), ("<b>a</b>b", "ab"),
        ("Q&amp;A: &#8220;tags&#8221; &nbsp;now", "Q&A: “tags” now"), ("AT&T", "AT&T"),
        ("a &copy 2024 &ampx", "a © 2024 &x"),
        ("1 < 2 and <1보>", "1 < 2 and <1보>"), ("한·미 회담 <정리>", "한·미 회담 <정리>"),
        ("x<script>alert('<p>')</script>y<STYLE>p{}</STYLE>z", "xyz"), ("a<!-- <b> -->b", "ab"),
        ("<a title=\"x>y\">link</a>", "link"), ("<![CDATA[inner]]>", "inner"),
        ("<![CDATA[a ]]> b ]]>", "a b ]]>"), ("a <b", "a <b"),
        ("&#150;&#x80;&#0;", "–€\u{FFFD}"), ("a\u{3000}b\u{2003}c", "a b c"), ("<td>a</td><td>b</td>", "a b"),
        ("", ""),
        ("&hellip;&rsquo;&unknown;", "…’&unknown;"), ("<p", "<p"), ("&", "&"), ("<a href='x", "<a href='x"),
    ])
    func `HTML is read as a person reads it`(_ html: String, _ text: String) {
        #expect(PlainText.of(html: html) == text)
    }

    @Test func `blocks can become lines`() {
        #expect(
            PlainText.of(html: "<p>One <i>a</i></p>\n<ul><li>b</li></ul>c", breaks: .line) == "One a\nb\nc")
    }

    @Test func `plain text is only collapsed`() {
        #expect(PlainText.collapsed(" a <b> &amp;\n c ") == "a <b> &amp; c")
    }
}
