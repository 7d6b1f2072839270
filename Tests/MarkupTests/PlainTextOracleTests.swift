import FeedParsing
import FoundationEssentials
import Markup
import MarkupOracles
import Testing
import Text

/// The byte scanner for plain text against libxml2's tree.
@Suite struct PlainTextOracleTests {
    private static func text(_ html: String) -> String {
        String(decoding: PlainText.of(html: Array(html.utf8), breaks: .line), as: UTF8.self)
    }

    private static func tree(_ html: String) -> String {
        String(decoding: TreeText.text(of: Array(html.utf8), breakByte: 0x0A), as: UTF8.self)
    }

    @Test(arguments: [
        "<p>One <i>a</i></p>\n<ul><li>b</li></ul>c", "a<br>b<br/>c<BR />d", "<td>a</td><td>b</td>",
        "<img src=x>a<img>b",
        "<table><tr><td>1<td>2<tr><th>3</table>4", "<dl><dt>a<dd>b</dl>", "<ol><li>a<ol><li>b</ol></ol>",
        "<h1>a</h1><h6>b</h6>",
        "<pre>a\n  b</pre>", "<blockquote><p>a</p></blockquote>b", "<b>a</b>b<em>c</em> d",
        "a<span> b </span>c", "<div>a<div>b</div></div>",
        "<a title='x>y'>l</a>m", "<a title=\"<p>\">l</a>m", "<a title=x>l</a>", "<a\ntitle\n=\n'>'\n>l</a>",
        "<p/>a<p / >b", "<p class>a",
        "<script>if (a < b) { '<p>' }</script>c", "<style>p > a {}</style>b", "<SCRIPT>x</SCRIPT>y",
        "a<!-- <p> > -->b", "a<!-- x --!>b",
        "a<!---->b", "<?php x ?>a", "<!DOCTYPE html>a", "a</b>b</i>c", "a</unknown>b", "<x-y>a</x-y>b",
        "<p-x>a</p-x>b", "<o:p>a</o:p>b",
        "1 < 2", "a <1> b", "a <> b", "<select><option>a<option>b</select>",
        "<form>a<fieldset>b<legend>c</legend></fieldset></form>",
        "<details><summary>a</summary>b</details>", "<figure>a<figcaption>b</figcaption></figure>",
        "<center>a</center>b", "<menu>a</menu><dir>b</dir>c",
        "<article>a</article><section>b</section><aside>c</aside>",
        "<header>a</header><main>b</main><footer>c</footer>", "<nav>a</nav><address>b</address>",
        "<hr>a<hr/>b", "a\u{A0}b\u{3000}c\u{2003}d\u{2028}e\u{205F}f\u{1680}g\u{200B}h", "a\tb\r\nc\rd",
        "&amp;&lt;&gt;&quot;", "&eacute;&hellip;&#8217;&#x2019;",
        "<textarea>a</textarea>b", "<title>a</title>b", "<iframe>a</iframe>b",
        "<noscript><p>a</p></noscript>b", "<video><source src=x>a</video>b", "<svg><text>a</text></svg>b",
        "<ruby>漢<rp>(</rp><rt>かん</rt></ruby>字", "<p>한·미 <b>정상</b> 회담</p>러", "<caption>a</caption>b",
        "<button>a</button>b", "<td><p>a</p><p>b</p></td>",
    ])
    func `fragments have the text of their tree`(_ html: String) {
        #expect(Self.text(html) == Self.tree(html))
    }

    /// Where the scanner means something else, on purpose.
    struct Difference: CustomTestStringConvertible, Sendable {
        var html: String
        var scanner: String
        var tree: String
        var testDescription: String { html }
    }

    @Test(arguments: [
        // What is never ended swallows no text.
        Difference(html: "a<!-- b <p>c", scanner: "ac", tree: "a"),
        Difference(html: "sa<!-- -- x >fe", scanner: "safe", tree: "sa"),
        Difference(html: "a<b title='c>d", scanner: "ad", tree: "a"),
        Difference(html: "a <b", scanner: "a <b", tree: "a"),
        Difference(html: "a <b and c", scanner: "a <b and c", tree: "a"),
        // A section that was escaped once too often.
        Difference(html: "<![CDATA[a]]>b", scanner: "ab", tree: "<![CDATA[a]]>b"),
        Difference(html: "x <![CDATA[<p>a</p> ]]> b", scanner: "x\na\nb", tree: "x <![CDATA[\na\n]]> b"),
        // Names of characters as HTML 5 has them; the parser knows those of HTML 4, with a semicolon.
        Difference(html: "&copy 2026 &lsqb;x&rsqb;", scanner: "© 2026 [x]", tree: "&copy 2026 &lsqb;x&rsqb;"),
        Difference(html: "&#150;", scanner: "–", tree: "\u{96}"),
        // The end of a block is a break, whether or not it was open.
        Difference(html: "a</p>b</pre>c", scanner: "a\nb\nc", tree: "abc"),
        // To browsers this is a blank.
        Difference(html: "a\u{0C}b", scanner: "a b", tree: "ab"),
        Difference(html: "x </> y </3", scanner: "x </> y </3", tree: "x > y 3"),
        // A sign that no name begins with is text in a name of ours, and none in theirs.
        Difference(html: "한 <정리> 끝", scanner: "한 <정리> 끝", tree: "한 <정리> 끝"),
    ])
    func `differences are known`(_ difference: Difference) {
        #expect(Self.text(difference.html) == difference.scanner)
        #expect(Self.tree(difference.html) == difference.tree)
    }

    /// Bodies of all documents that the project brings along.
    @Test func `the bodies of bundled feeds have the text of their trees`() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        var bodies = 0
        for folder in ["Tests/Fixtures", "Fuzz/seeds/feed", "examples"] {
            let folder = root.appending(path: folder)
            for name in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
                guard let bytes = try? Data(contentsOf: folder.appending(path: name)),
                    let feed = try? FeedParser.parse(Document(bytes: [UInt8](bytes)))
                else { continue }
                for html in feed.entries.flatMap({ [$0.summary, $0.content] }).compactMap({ $0 }) {
                    let clean = HTMLSanitizer.sanitize(html.string)
                    #expect(Self.text(clean) == Self.tree(clean), "\(name)")
                    bodies += 1
                }
            }
        }
        #expect(bodies > 20)
    }

    private static let elements = [
        "a", "b", "em", "span", "code", "p", "h2", "pre", "div", "blockquote", "section", "figure",
        "figcaption", "center", "ul", "ol", "li", "table",
        "tr", "td", "th", "caption", "dl", "dt", "dd", "br", "img", "hr", "details", "summary", "menu", "dir",
        "form", "option", "iframe", "custom",
    ]

    @Test func `random markup, made clean, has the text of its tree`() {
        let seed: UInt64 = 20_261_128
        var random = LinearGenerator(state: seed)
        let pieces =
            Self.elements.flatMap { ["<\($0)>", "</\($0)>", "<\($0) title='x>y' class=\"<b>\" id=z>"] }
            + [
                "text", " ", "\n", "&amp;", "&#39;", "한국", "\u{3000}", "<br/>", "<!-- <p> -->",
                "<script>x<p>y</script>", "a<b>c</b>d", ">", "\"", "'", "=",
                "<style>z</style>", "\u{A0}", "1 < 2",
            ]
        for round in 0..<20_000 {
            let count = 1 + Int.random(in: 0..<12, using: &random)
            let html = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            let clean = HTMLSanitizer.sanitize(html)
            guard Self.text(clean) != Self.tree(clean) else { continue }
            Issue.record("seed \(seed), round \(round): \(html.debugDescription)")
            return
        }
    }

    @Test(arguments: [
        "<", "<a =\"x>\" ", "<!-- ", "<![CDATA[", "]]>", "<a ='", "&", "<script>", "<p title=' ", "<wbr",
        "<!-->", "='> <a ",
    ])
    func `however often a thing is said, it is read once`(_ piece: String) {
        // Would not end within the life of a test if each piece had what follows it read.
        let html = Array(String(repeating: piece, count: 100_000).utf8)
        #expect(PlainText.of(html: html, breaks: .line).count <= html.count)
    }
}
