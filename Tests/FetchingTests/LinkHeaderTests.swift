import Testing

@testable import Fetching

@Suite struct LinkHeaderTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var header: String
        /// `relation target`, in order.
        var links: [String]

        var testDescription: String { header }
    }

    static let cases = [
        Case(
            header: "<https://hub.example/>; rel=\"hub\", <https://a.example/feed>; rel=\"self\"",
            links: ["hub https://hub.example/", "self https://a.example/feed"]),
        Case(header: "<a>;rel=hub;type=text", links: ["hub a"]),
        Case(header: "<a>; title=\"x, <b>; rel=self\"; rel=hub", links: ["hub a"]),
        Case(header: "<a>; title=\"say \\\"rel=self\\\"\"; rel=hub", links: ["hub a"]),
        Case(header: "<a>; REL=\"Self HUB\"", links: ["self a", "hub a"]),
        Case(header: "<a>; rel=hub; rel=self", links: ["hub a"]),
        Case(header: "<a>; rel = hub , <b> ; rel = \"self\"", links: ["hub a", "self b"]),
        Case(header: "<a,b>; rel=hub", links: ["hub a,b"]),
        Case(header: "<>; rel=hub", links: ["hub "]),
        Case(header: "nonsense, <b>; rel=hub", links: ["hub b"]),
        Case(header: "<a>; flag; rel=hub", links: ["hub a"]),
        Case(header: "<a>; rel=\"hub", links: ["hub a"]),
        Case(header: "<a>", links: []),
        Case(header: "<a", links: []),
        Case(header: "", links: []),
        Case(header: ";;;===<<<>>>,,,", links: []),
    ]

    @Test(arguments: cases)
    func `links are read as the RFC writes them, and nonsense is passed over`(_ case: Case) {
        #expect(LinkHeader(`case`.header).links.map { "\($0.relation) \($0.target)" } == `case`.links)
    }

    @Test func `no header has more links than the limit`() {
        let header = String(repeating: "<a>; rel=\"hub self\", ", count: 10000)
        #expect(LinkHeader(header).links.count == LinkHeader.linkLimit)
    }
}
