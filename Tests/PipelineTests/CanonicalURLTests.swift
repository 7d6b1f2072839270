import Pipeline
import Testing

@Suite struct CanonicalURLTests {
    @Test(arguments: [
        ("https://www.example.org/a/1?utm_source=rss&id=7#top", "example.org/a/1?id=7"),
        ("http://example.org/a/1/?id=7", "example.org/a/1?id=7"),
        ("https://m.example.org/a/1?b=2&a=1", "example.org/a/1?a=1&b=2"),
        ("https://example.org/a/1/amp/", "example.org/a/1"),
        ("https://example.org/a/1.amp.html", "example.org/a/1.html"),
        ("https://example.org/a/1?outputType=amp&fbclid=x", "example.org/a/1"),
        ("https://example.org:443/index.html", "example.org"),
        ("https://example.org:8443/x", "example.org:8443/x"),
        ("https://www.google.com/amp/s/www.example.org/a/1", "example.org/a/1"),
        ("https://example-org.cdn.ampproject.org/c/s/example.org/a/1", "example.org/a/1"),
        ("https://m.com/a", "m.com/a"),
        ("https://EXAMPLE.org./a/1", "example.org/a/1"),
        ("https://www2.example.org/a/1", "example.org/a/1"),
        ("https://rss.example.org/a/1?ysclid=x&_openstat=y", "example.org/a/1"),
        ("https://example.org/a/1?itm_source=a&hsa_acc=1&wbraid=2&&id=7", "example.org/a/1?id=7"),
        ("https://example.org/a/1-amp.html", "example.org/a/1.html"),
        ("https://example.org/a/1?view=amp", "example.org/a/1"),
        ("https://example.org//a///1/", "example.org/a/1"),
        ("https://example.org/a/1%20", "example.org/a/1"),
        ("https://example.org/%eb%89%b4%ec%8a%a4/%7Ex", "example.org/%EB%89%B4%EC%8A%A4/~x"),
        (
            "https://www.google.com/url?sa=t&url=https%3A%2F%2Fwww.example.org%2Fa%2F1%3Fid%3D7",
            "example.org/a/1?id=7"
        ),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2Fa%2F1&h=x", "example.org/a/1"),
        ("https://vk.com/away.php?to=http%3A%2F%2Fexample.org%2Fa", "example.org/a"),
        ("https://news.example/redirect?url=https://example.org/a/1?utm_source=x", "example.org/a/1"),
        ("https://feeds.example.org/~r/a/1", "example.org/~r/a/1"),
    ])
    func `addresses of one article have one key`(address: String, key: String) {
        #expect(CanonicalURL.canonical(address) == key)
    }

    @Test(arguments: ["", "urn:uuid:1", "mailto:a@b.example", "/relative", "javascript:alert(1)"])
    func `what is no http address has no key`(address: String) {
        #expect(CanonicalURL.canonical(address) == nil)
    }

    @Test(arguments: [
        ("https://example.org/view?article=1", "https://example.org/view?article=2"),
        ("https://example.org/a/1", "https://example.org/a/2"),
        ("https://example.org/a?u=https://a.example/1", "https://example.org/b?u=https://a.example/1"),
        ("https://example.org/share?url=https://a.example/1", "https://a.example/1"),
        ("https://example.org/redirect?url=/1", "https://example.org/redirect?url=/2"),
        ("https://en.example.org/a", "https://de.example.org/a"),
    ])
    func `different articles keep different keys`(one: String, other: String) {
        #expect(CanonicalURL.canonical(one) != CanonicalURL.canonical(other))
    }

    @Test func `addresses in addresses end`() {
        var address = "https://example.org/a"
        for _ in 0..<50 { address = "https://example.org/redirect?url=" + address }
        #expect(CanonicalURL.canonical(address) != nil)
    }
}
