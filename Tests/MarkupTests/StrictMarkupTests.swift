import Testing

@testable import Markup

/// The fast reader against the parser that it stands in for.
@Suite struct StrictMarkupTests {
    private static let elements = [
        "a", "b", "em", "span", "code", "sub", "p", "h2", "pre", "div", "blockquote", "section", "figure",
        "figcaption", "center", "ul", "ol", "li", "table", "tbody", "thead", "tr", "td", "th", "caption",
        "dl",
        "dt", "dd", "br", "img", "hr", "details", "summary", "address", "small", "u", "q", "del", "time",
        "article", "header", "nav", "main", "dir", "menu", "ruby", "rt", "big", "font", "script", "s",
        "iframe", "style", "picture", "colgroup", "col", "i", "strong", "tt", "var", "bdo", "ins", "cite",
        "h1", "footer", "aside", "audio", "source", "wbr", "video", "svg", "math", "button", "label",
        "object",
        "param", "input", "embed", "x-a-name-that-is-long", "o:p", "form", "title",
    ]

    /// Where the fast reader takes `html`, it gives what the parser gives; says whether it took it.
    private func compare(_ html: String) -> Bool {
        var reader = StrictMarkup(Array(html.utf8), base: "https://e.org/d/")
        guard let fast = reader.read() else { return false }
        let slow = HTMLSanitizer.sanitizeByParser(Array(html.utf8), base: "https://e.org/d/")
        #expect(
            String(decoding: fast, as: UTF8.self) == String(decoding: slow, as: UTF8.self), "\(html)")
        return true
    }

    @Test func `every element in every other, closed and not`() {
        var taken = 0
        for outer in Self.elements {
            for inner in Self.elements {
                for html in [
                    "<\(outer)>x<\(inner)>y</\(inner)>z</\(outer)>w", "<\(outer)><\(inner)></\(outer)>",
                    "<div>a<\(outer)>b<\(inner)>c", "<\(inner)>x</\(outer)>y",
                    "<ul><li><\(outer)>1<li><\(inner)>2</ul>3", "<\(outer)><\(inner)>x</\(inner)>",
                    "<table><tr><td><\(outer)>x<\(inner)>y</td></tr></table>z",
                    "<p><\(outer)>x</\(outer)><\(inner)>y</\(inner)></p>",
                ] {
                    if compare(html) { taken += 1 }
                }
            }
        }
        #expect(taken > 3000)
    }

    @Test(arguments: [
        "plain", "a & b &amp; c &nbsp; &copy &#8217;&#x27; &unknown; &lt;b&gt;", "x &gt; y > z",
        "<a href=\"/x?a=1&amp;b=2&c=3\" title='\"q\"' rel=\"x\" data-a-very-long-name-indeed=\"1\">l</a>",
        "<img src=\"a.png\" alt=\"\" width=\"1\" height=\"1\"/><img src='http://e.org/i.png' alt='x' />",
        "<!-- c --><p>x<!-- <b> y </b> --></p>", "<P CLASS=\"a\">x</P><BR><br/><br />", "<p title>x", "&#0;",
        "<script>x && y</script>z", "<STYLE type=\"a\">p { x: y }</style>", "<iframe src=\"x\"></iframe>y",
        "<div id=\"x\"/>y", "<h3 id=a-b title=c>x</h3>", "<a href=#x>y</a>", "<p/>x",
        "<b><span><span>x</span></span></b>", "<table><colgroup><col width=\"1\"/></colgroup></table>",
        "<span lang=\"\" about=\"u\" xml:lang=\"\">x</span>", "<p>One<p>two<div>three</div>", "a\tb\nc",
        "<ul>\n<li>1</li>\n <li>2\n<li>3</ul>", "<p>한국 日本 русский</p>", "<table><tr><td>1</td></tr></table>",
        "<a href='javascript:alert(1)'>x</a><a href=' https://e.org/ a'>y</a>", "<img src=\"x\"></img>y",
        "<a href=\"mailto:a@b.c\">m</a><a href='#f'>f</a><a href='&#106;avascript:x'>j</a>",
        "<time datetime=\"2026-11-24\">x</time>", "<ol start=\"3\"><li value='4'>x</li></ol>", "</img>x",
    ])
    func `what all readers agree on is read fast`(_ html: String) {
        #expect(compare(html))
    }

    @Test(arguments: [
        "<x-y>z</x-y>", "<p>a<A-Long-Name.of-sorts c=\"d\">b</a-long-name.OF-sorts>c</p>", "<x-y a=\"b\"/>c",
        "<x-y>z",
        "<div><svg viewBox=\"0 0 1 1\"><g><path d=\"M0 0z\"/><text>a</text></g></svg>b</div>",
        "<svg><a>x</a></svg>",
        "<span><math display='block'><mi>x</mi><mo>=</mo><mn>1</mn></math></span>", "<o:p>&nbsp;</o:p>",
        "<div><button type=\"button\"><span>Play</span></button><label for=a>b</label></div>",
        "<font color=\"#111\" size=2>a<b>c</b></font>", "<ul><li><font size=\"1\">x</font></li></ul>",
        "<object data=\"a\"><param name=\"b\" value=\"c\"><embed src=\"d\">e</object>f",
        "a<input type=\"text\">b",
        "<picture><source srcset=\"a\"><source srcset=\"b\"/><img src=\"c\"></picture>d",
        "<video controls=\"controls\"><source src=\"/a\" type=\"b\"><source src=\"/c\">d</video>e",
        "<p><audio src='a' controls=\"\"></audio></p>", "<figcaption>a</figcaption>",
    ])
    func `what is left out is read fast, and its content stays`(_ html: String) {
        #expect(compare(html))
    }

    @Test(arguments: [
        "<dl><dt>a</dt><dd>b</dd><dt>c</dt><dd><p>d</p></dd></dl>", "<dl><dt>a<dd>b<dt>c<dd>d</dl>e",
        "<p>x<dl><dt>a</dt></dl>", "<ul><li>a<ul><li>b</li></ul></li><ul><li>c</li></ul></ul>",
        "<a href=\"/x\"><div><p>a<p>b</div></a>", "<span><h2>a</h2><ul><li>b</ul></span>", "</p>x",
        "<p>a</p></p>b",
        "<b>x</i></b>", "</x-y-and-more-of-it>x", "<br></br>", "<p>x</div></p>y", "<h3>a</h2></h3>",
    ])
    func `lists, blocks in links and ends of nothing are read fast`(_ html: String) {
        #expect(compare(html))
    }

    @Test(arguments: [
        "<script>if (a < b && 1 <2) { x = '<p>' }</script>y", "<script>a<b</script>", "<script src=\"a\"/>b",
        "<iframe src=\"a\"/>b", "<iframe src=\"a\">\n </iframe>b", "a\rb\r\nc", "<p>\r\n</p>",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>a", "<?xml:namespace prefix=\"o\" />a",
    ])
    func `what says nothing is skipped as parsers skip it`(_ html: String) {
        #expect(compare(html))
    }

    @Test(arguments: [
        "<p onclick='x'", "<a href=x/y>z</a>", "<b><i>x</b></i>", "<!-->x-->",
        "<!--->x",
        "<!-- a -- b -->x", "<![CDATA[x]]>", "<?x?>", "<?x a<b>", "<?x", "x < y", "<p",
        "<style>x</b></style>",
        "<iframe>x</iframe>",
        "a\u{1}b", "&#xFFFF;", "<svg><style>a</b></style></svg>", "<a href='x' href='y'>z</a>",
        "<a href=\"a<b\">x</a>",
        "<textarea>x</textarea>", "<p a=\"b\"c=\"d\">x</p>", "<template>x</template>",
        "<x-y><b>z</x-y></b>", "<p><x-y><p>z</p></x-y></p>", "<ul><x-y><li>z</li></x-y></ul>",
        "<table><x-y>z</x-y>",
        "<p><a><div>z</div></a></p>", "<b><p>z</p></b>", "<a>x<div><a>y</a></div></a>", "<form>z</form>",
        "<script><!-- a --></script>", "<script>a<wbr>b</script>", "<script>a</b></script>", "</body>z",
        "</fragment>z", "<dl><p>x<dt>z</dl>", "<dl><dd>x<dd>z</dl>", "<iframe>a<b>c</b></iframe>",
        "<body-x>y</body>z",
    ])
    func `what readers may differ on goes to the parser`(_ html: String) {
        #expect(!compare(html))
    }

    @Test func `however often an element starts, both find it as deep`() {
        var taken = 0
        for outer in ["", "<dl>", "<ul>", "<video>"] {
            for element in Self.elements {
                for piece in ["<\(element)>x", "<\(element)>x</p>", "<dt>x<\(element)>y"] {
                    if compare(outer + String(repeating: piece, count: 205)) { taken += 1 }
                }
            }
        }
        #expect(taken > 30)
    }

    @Test func `random markup is read alike`() {
        var random = LinearGenerator(state: 20_261_124)
        let pieces =
            Self.elements.flatMap { ["<\($0)>", "</\($0)>", "<\($0) title=\"x&amp;y\" href='z'>"] }
            + [
                "text", " ", "&amp;", "&nbsp", "&", "<!-- c -->", "<br/>", "\n", "한국", "<img src='a' alt=b>",
                "<img src=\"http://e.org/\" width=\"1\" height='1'>", "&#39;", ">", "<li>", "<p>", "</p>",
                "</li>",
            ]
        var taken = 0
        for _ in 0..<20_000 {
            let count = 1 + Int.random(in: 0..<9, using: &random)
            let html = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            if compare(html) { taken += 1 }
        }
        #expect(taken > 1000)
    }
}

/// The same numbers in every run.
struct LinearGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ state >> 31
    }
}
