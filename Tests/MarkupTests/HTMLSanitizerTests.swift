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
        ("</div><p>a</p></body></html><b>c</b>", "<p>a</p><b>c</b>"),
        ("<li>a<li>b", "<div>a</div><div>b</div>"),
        ("<table><td>a<td>b</table>", "<table><td>a</td><td>b</td></table>"), ("a<wbr>b<wbr/>c", "abc"),
        (
            "<a href=x>1<a href=y>2",
            "<a href=\"http://e.org/d/x\" rel=\"noopener noreferrer nofollow\">1</a>"
                + "<a href=\"http://e.org/d/y\" rel=\"noopener noreferrer nofollow\">2</a>"
        ),
        ("<p title=a&#32;b=c>x", "<p title=\"a b=c\">x</p>"), ("</td></tr><td>x</td>", "<div>x</div>"),
    ])
    func `harmless HTML stays, written anew`(_ html: String, _ clean: String) {
        #expect(HTMLSanitizer.sanitize(html, base: "http://e.org/d/") == clean)
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
