import Testing

@testable import FeedParsing

@Suite struct HTMLTextTests {
    @Test(arguments: [
        (" \n<p>a</p>\t", "<p>a</p>" as HTMLText?), ("<p>a</p>", "<p>a</p>"), ("a b", "a b"), (" \n", nil),
        ("", nil),
    ])
    func `blanks at the ends are no part of it`(given: String, kept: HTMLText?) {
        #expect(HTMLText(trimming: Array(given.utf8)) == kept)
    }

    @Test func `a string is made with a mark for what is no UTF-8`() {
        #expect(HTMLText(trimming: [0x61, 0xFF, 0x62])?.string == "a\u{FFFD}b")
        #expect(HTMLText("가").string == "가")
    }
}
