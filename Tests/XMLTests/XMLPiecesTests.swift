import Testing

@testable import XML

/// Keeps what it is told in one line.
private final class Transcript: XMLHandler {
    private(set) var text = ""

    func startElement(_ name: XMLName, attributes: [XMLAttribute]) {
        text += "<" + name.local
        for attribute in attributes { text += " \(attribute.name.local)=\(attribute.value)" }
        text += ">"
    }

    func endElement(_ name: XMLName) { text += "</\(name.local)>" }
    func characters(_ bytes: [UInt8]) { text += "[" + String(decoding: bytes, as: UTF8.self) + "]" }
    func wantsAttributes(of name: XMLName) -> Bool { name.local != "dull" }
}

@Suite struct XMLPiecesTests {
    private func transcript(_ document: String) -> String {
        let handler = Transcript()
        _ = XMLPushParser.parse(Array(document.utf8), into: handler)
        return handler.text
    }

    @Test func `text that comes in pieces is given in one`() {
        let long = String(repeating: "0123456789", count: 2000)
        #expect(
            transcript("<r>a&lt;b&gt;&amp;\(long)&#44032;<![CDATA[<c>]]>d</r>")
                == "<r>[a<b>&\(long)가<c>d]</r>")
    }

    @Test func `of an element whose attributes are of no use only XML's own are given`() {
        #expect(
            transcript("<r a='1'><dull a='1' xml:lang='ko' b='2'/><e xml:base='u' c='3'/></r>")
                == "<r a=1><dull lang=ko></dull><e base=u c=3></e></r>")
    }

    @Test(arguments: [
        ("<r>a&lt;b</r>", 5), ("<r><a/><b>c</b></r>", 7), ("<r><![CDATA[x]]></r>", 3), ("", 0),
    ])
    func `a bare reading counts each event`(document: String, count: Int) {
        #expect(XMLScan.events(in: Array(document.utf8)) == count)
    }
}
