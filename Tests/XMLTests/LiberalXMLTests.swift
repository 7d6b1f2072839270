import Testing
import XML

/// Writes down what it is told, one line an event.
final class EventLog: XMLHandler {
    var events: [String] = []

    func startElement(_ name: XMLName, attributes: [XMLAttribute]) {
        events.append("<\(name.local)" + attributes.map { " \($0.name.local)=\($0.value)" }.joined())
    }
    func endElement(_ name: XMLName) { events.append("/\(name.local)") }
    func characters(_ bytes: [UInt8]) { events.append(String(decoding: bytes, as: UTF8.self)) }
}

@Suite struct LiberalXMLTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var document: String
        var events: [String]
        var isTruncated = false
        var testDescription: String { document }
    }

    private func read(_ document: String, depth: Int = 64) -> (EventLog?, LiberalXML.Report) {
        var limits = XMLLimits()
        limits.depth = depth
        return LiberalXML.read(Array(document.utf8), roots: ["r"], limits: limits) { EventLog() }
    }

    @Test(arguments: [
        Case(document: "<r a='1'>x</r>", events: ["<r a=1", "x", "/r"]),
        Case(document: "<r>a<![CDATA[<b>]]>c</r>", events: ["<r", "a<b>c", "/r"]),
        Case(document: "PHP warning <br />\n<?xml version='1.0'?><r>x</r>", events: ["<r", "x", "/r"]),
        Case(document: "<!-- <r> --><r/>", events: ["<r", "/r"]),
        Case(document: "<r u='?a=1&b=2&amp;c=3'>AT&T</r>", events: ["<r u=?a=1&b=2&c=3", "AT&T", "/r"]),
        Case(
            document: "<r>caf&eacute;&nbsp;&mdash; &unknown;</r>",
            events: ["<r", "café\u{A0}— &unknown;", "/r"]),
        Case(document: "<r>1 < 2 &lt; 3</r>", events: ["<r", "1 < 2 < 3", "/r"]),
        Case(document: "<r>a\u{1}b&#2;c&#150;d</r>", events: ["<r", "abc–d", "/r"]),
        Case(document: "<r>&#55357;&#56832;</r>", events: ["<r", "😀", "/r"]),
        Case(document: "<r><b>x</r>", events: ["<r", "<b", "x", "/b", "/r"]),
        Case(document: "<r><Title>x</title></r>", events: ["<r", "<Title", "x", "/Title", "/r"]),
        Case(document: "<r><a x=1 x='2' y>z</a></r>", events: ["<r", "<a x=1 y=y", "z", "/a", "/r"]),
        Case(document: "<r>a ]]> b<c></r>", events: ["<r", "a ]]> b", "<c", "/c", "/r"]),
        Case(
            document: "<r><item>1<item>2</item></r>",
            events: ["<r", "<item", "1", "/item", "<item", "2", "/item", "/r"]),
        Case(
            document: "<r><item>1</item><item>2<des",
            events: ["<r", "<item", "1", "/item", "<item", "2", "/item", "/r"],
            isTruncated: true),
        Case(
            document: "<r><pubDate>1<guid>2</guid><item>3</item></r>",
            events: ["<r", "<pubDate", "1", "/pubDate", "<guid", "2", "/guid", "<item", "3", "/item", "/r"]),
        Case(document: "<r><a t=x/y/><b>1</b></r>", events: ["<r", "<a t=x/y", "/a", "<b", "1", "/b", "/r"]),
        Case(
            document: "<r><![CDATA[1 < 2 <b>x</b> <img src=\"a", events: ["<r", "1 < 2 <b>x</b> ", "/r"],
            isTruncated: true),
        Case(document: "<r>x</r>\0\0<!-- cached -->junk", events: ["<r", "x", "/r"]),
        Case(
            document:
                "<!DOCTYPE r [<!ENTITY me \"K &amp; L\"><!ENTITY f SYSTEM \"file:///etc/passwd\">]><r>&me;&f;</r>",
            events: ["<r", "K & L&f;", "/r"]),
    ])
    func `damaged documents are read as they were meant`(_ test: Case) throws {
        let (log, report) = read(test.document)
        #expect(try #require(log).events == test.events)
        #expect(report.isTruncated == test.isTruncated)
    }

    @Test func `an entity that grows tenfold nine times stays small`() throws {
        var declarations = "<!ENTITY a0 \"ha\">"
        for level in 1...9 {
            let inner = String(repeating: "&a\(level - 1);", count: 10)
            declarations += "<!ENTITY a\(level) \"\(inner)\">"
        }
        let (log, _) = read("<!DOCTYPE r [\(declarations)]><r>&a9;</r>")
        #expect(try #require(log).events.joined().utf8.count < 1000)
    }

    @Test func `nesting beyond the limit keeps the text`() throws {
        let deep = String(repeating: "<a>", count: 5000) + "x" + String(repeating: "</a>", count: 5000)
        let (log, report) = read("<r>\(deep)</r>", depth: 16)
        #expect(report.isTooDeep)
        #expect(try #require(log).events.contains("x"))
        #expect(try #require(log).events.count { $0 == "<a" } == 15)
    }

    @Test func `the first error names its line in the document`() {
        let (_, report) = read("\n\n<?xml version='1.0'?>\n<r>\n<b>\n</r>")
        #expect(report.firstError?.line == 6)
    }

    @Test func `a document without the wanted root is not read`() {
        let (log, report) = read("<html><body><r/></body></html>")
        #expect(log == nil)
        #expect(report.facts.firstElement == "html")
    }

    @Test func `namespaces and prefixes come as declared`() throws {
        final class Names: XMLHandler {
            var names: [XMLName] = []
            func startElement(_ name: XMLName, attributes: [XMLAttribute]) { names.append(name) }
            func endElement(_ name: XMLName) {}
            func characters(_ bytes: [UInt8]) {}
        }
        let log = Names()
        let outcome = XMLPushParser.parse(Array("<r xmlns:a='u:a'><a:b/><c:d/><a:b/></r>".utf8), into: log)
        #expect(outcome.firstError == nil)
        #expect(
            log.names == [
                XMLName(local: "r", index: 0), XMLName(local: "b", namespace: "u:a", prefix: "a", index: 1),
                XMLName(local: "d", prefix: "c", index: 2),
                XMLName(local: "b", namespace: "u:a", prefix: "a", index: 1),
            ])
    }
}
