import Testing

@testable import XML

@Suite struct XMLCleanerTests {
    private func clean(_ body: String) -> (text: String, facts: XMLCleaner.Facts) {
        let (bytes, facts) = XMLCleaner.clean(Array(body.utf8), roots: ["r"])
        return (String(decoding: bytes, as: UTF8.self), facts)
    }

    @Test(arguments: 0...70)
    func `a control character goes wherever it stands`(place: Int) {
        let padding = String(repeating: "x", count: place)
        let (text, facts) = clean("<r>\(padding)\u{1}y<![CDATA[\(padding)\u{2}z]]></r>")
        #expect(text == "<r>\(padding)y<![CDATA[\(padding)z]]></r>")
        #expect(facts.controlCharacters == 2)
    }

    @Test(arguments: ["&amp;", "&lt;", "&gt;", "&quot;", "&apos;", "&#38;", "&#x26;", "&#xAC00;", "\t\n\r"])
    func `what every parser knows stays as it is`(text: String) {
        #expect(clean("<r>\(text)</r>").text == "<r>\(text)</r>")
    }

    @Test(arguments: [
        ("&", "&amp;"), ("&lt", "&amp;lt"), ("&am;", "&amp;am;"), ("&ampx;", "&amp;ampx;"),
        ("&apo;", "&amp;apo;"),
        ("&quo;", "&amp;quo;"), ("&LT;", "&lt;"), ("&nbsp;", "\u{A0}"), ("a < b", "a &lt; b"),
    ])
    func `what starts nothing is escaped and HTML's names are replaced`(given: String, wanted: String) {
        #expect(clean("<r>\(given)</r>").text == "<r>\(wanted)</r>")
    }

    @Test func `a section without an end is read to the end`() {
        #expect(clean("<r><![CDATA[a & b\u{1}<c>").text == "<r><![CDATA[a & b<c>")
    }

    @Test func `entities are those of the document type and not of what follows`() {
        let (text, _) = clean("<!DOCTYPE r [<!ENTITY a 'one'>]><r>&a;&b;<![CDATA[<!ENTITY b 'two'>]]></r>")
        #expect(text == "<r>one&amp;b;<![CDATA[<!ENTITY b 'two'>]]></r>")
    }
}
