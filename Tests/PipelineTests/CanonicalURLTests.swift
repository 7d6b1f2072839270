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
    ])
    func `addresses of one article have one key`(address: String, key: String) {
        #expect(CanonicalURL.canonical(address) == key)
    }

    @Test(arguments: ["", "urn:uuid:1", "mailto:a@b.example", "/relative", "javascript:alert(1)"])
    func `what is no http address has no key`(address: String) {
        #expect(CanonicalURL.canonical(address) == nil)
    }

    @Test func `different articles keep different keys`() {
        #expect(
            CanonicalURL.canonical("https://example.org/view?article=1")
                != CanonicalURL.canonical("https://example.org/view?article=2"))
    }
}
