import Markup
import Testing

@Suite struct HTMLSanitizerTests {
    @Test(arguments: [
        ("plain", "plain"), ("a < b & c", "a &lt; b &amp; c"), ("<p>One<p>two", "<p>One</p><p>two</p>"),
        ("<b><i>x</b></i>", "<b><i>x</i></b>"), ("x<br>y", "x<br>y"),
        ("<a href=\"/x\">l</a>", "<a href=\"http://e.org/x\" rel=\"noopener noreferrer nofollow\">l</a>"),
        ("<img src=a.png alt='1\"2'>", "<img src=\"http://e.org/d/a.png\" alt=\"1&quot;2\">"),
        ("<img src=t.gif width=1 height=1>z", "z"), ("&quotx&quot &nbsp;y", "\"x\" \u{A0}y"),
        ("<h1 class=a id=b style='x' lang=ko>t</h1>", "<h1 lang=\"ko\">t</h1>"),
        ("<button>b</button><custom>c</custom>", "bc"), ("</p></div>x", "x"),
    ])
    func `harmless HTML stays, written anew`(_ html: String, _ clean: String) {
        #expect(HTMLSanitizer.sanitize(html, base: "http://e.org/d/") == clean)
    }

    /// Ways in which a script has got into pages.
    /// - Source: the OWASP filter evasion list, html5sec.org, and sanitizers' own advisories.
    static let attacks = [
        "<script>alert(1)</script>", "<SCRIPT SRC=//x/a.js></SCRIPT>",
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
        "<img src=x onerror=alert(1)>", "<IMG SRC=javascript:alert(1)>", "<img src=`javascript:alert(1)`>",
        "<a href=\"java\tscript:alert(1)\">x</a>", "<a href=\"&#106;avascript:alert(1)\">x</a>",
        "<a href=\" &#14; javascript:alert(1)\">x</a>", "<a href=\"javascript&colon;alert(1)\">x</a>",
        "<a href=\"JaVaScRiPt:alert(1)\">x</a>", "<a href='vbscript:x'>x</a>",
        "<a href='data:text/html,<script>'>x</a>",
        "<svg onload=alert(1)>", "<svg><script>alert(1)</script></svg>",
        "<svg><a xlink:href='javascript:alert(1)'>x</a></svg>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<iframe src=javascript:alert(1)></iframe>",
        "<iframe srcdoc='<script>alert(1)</script>'>", "<object data=javascript:alert(1)>", "<embed src=x>",
        "<form action=javascript:alert(1)><input type=submit></form>", "<base href=javascript:/>",
        "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>", "<link rel=stylesheet href=x>",
        "<style>@import 'javascript:alert(1)'</style>",
        "<div style='background:url(javascript:alert(1))'>x</div>",
        "<body onload=alert(1)>", "<video><source onerror=alert(1)></video>",
        "<details open ontoggle=alert(1)>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<textarea><img title=\"</textarea><img src=x onerror=alert(1)>\">",
        "<title><a title=\"</title><img src=x onerror=alert(1)>\">",
        "<xmp><p title=\"</xmp><img src=x onerror=alert(1)>\">",
        "<template><script>alert(1)</script></template>", "<p title=\"\"><script>alert(1)</script>\">",
        "<<script>alert(1)//<</script>",
        "<img \"\"\"><script>alert(1)</script>\">", "<a href='x' / onclick=alert(1)>x</a>",
        "<a\u{0B}onclick=alert(1)>x</a>",
        "<!--><script>alert(1)</script>-->", "<![CDATA[<script>alert(1)</script>]]>",
        "<?xml <script>alert(1)</script>?>",
        "<isindex type=image src=1 onerror=alert(1)>", "<marquee onstart=alert(1)>x</marquee>",
        "<p/onclick=alert(1)>x",
        "&lt;script&gt;alert(1)&lt;/script&gt;", "\u{0}<scr\u{0}ipt>alert(1)</script>",
        "<img srcset='javascript:alert(1)'>",
    ]

    @Test(arguments: attacks)
    func `nothing that runs comes out`(_ html: String) throws {
        for base in [nil, "https://e.org/"] {
            let clean = HTMLSanitizer.sanitize(html, base: base)
            try expectHarmless(clean)
            #expect(HTMLSanitizer.sanitize(clean, base: base) == clean)
        }
    }

    /// Reads the output byte by byte: every tag is one of ours and every attribute is quoted and allowed.
    private func expectHarmless(_ clean: String) throws {
        for piece in clean.split(separator: "<", omittingEmptySubsequences: false).dropFirst() {
            let tag = try #require(piece.split(separator: ">", maxSplits: 1).first)
            let words = tag.split(separator: " ")
            let name = String(try #require(words.first).drop { $0 == "/" })
            #expect(
                ![
                    "script", "style", "iframe", "object", "embed", "svg", "math", "form", "base", "meta",
                    "link",
                ].contains(name))
            for match in tag.split(separator: "\"").enumerated() where match.offset.isMultiple(of: 2) {
                #expect(!match.element.contains(" on"))
            }
            #expect(
                !tag.contains("href=\"javascript") && !tag.contains("src=\"javascript")
                    && !tag.contains("=\"data:"))
        }
    }

    @Test func `deep nesting becomes plain text`() {
        let html = String(repeating: "<b>", count: 100_000) + "x" + String(repeating: "</i>", count: 100_000)
        #expect(HTMLSanitizer.sanitize(html) == "x")
    }
}

@Suite struct URLResolverTests {
    /// - Source: RFC 3986 §5.4.
    @Test(arguments: [
        ("g", "http://a/b/c/g"), ("./g", "http://a/b/c/g"), ("g/", "http://a/b/c/g/"), ("/g", "http://a/g"),
        ("//g", "http://g"), ("?y", "http://a/b/c/d;p?y"), ("g?y", "http://a/b/c/g?y"),
        ("#s", "http://a/b/c/d;p?q#s"),
        ("g#s", "http://a/b/c/g#s"), (";x", "http://a/b/c/;x"), ("", "http://a/b/c/d;p?q"),
        (".", "http://a/b/c/"),
        ("..", "http://a/b/"), ("../g", "http://a/b/g"), ("../..", "http://a/"), ("../../../g", "http://a/g"),
        ("/./g", "http://a/g"), ("/../g", "http://a/g"), ("g.", "http://a/b/c/g."),
        ("..g", "http://a/b/c/..g"),
        ("./../g", "http://a/b/g"), ("g/./h", "http://a/b/c/g/h"), ("g;x=1/../y", "http://a/b/c/y"),
        ("g?y/../x", "http://a/b/c/g?y/../x"), ("mailto:x@y", "mailto:x@y"),
        (" g\n h ", "http://a/b/c/g%20h"),
        ("https://b/x y", "https://b/x%20y"), ("한국", "http://a/b/c/한국"),
    ])
    func `references are resolved by the standard`(_ reference: String, _ url: String) {
        #expect(URLResolver.resolve(reference, against: "http://a/b/c/d;p?q") == url)
    }

    @Test func `without a base a reference stays`() {
        #expect(URLResolver.resolve(" /x ", against: nil) == "/x")
        #expect(URLResolver.resolve("/x", against: "not a url") == "/x")
    }
}
