import XML

/// What libxml2, as a strict parser of XML, finds in a page.
struct PageFacts {
    /// The parser's first complaint, if any.
    var problem: String?
    var elements: Set<String> = []
    var attributes: Set<String> = []
    var links: [String] = []

    static let allowed: Set<String> = [
        "html", "head", "meta", "title", "body", "header", "h1", "h2", "h3", "p", "small", "article", "ul",
        "li", "a",
        "span", "b", "code", "time", "footer",
    ]
    static let allowedAttributes: Set<String> = [
        "lang", "dir", "charset", "name", "content", "style", "id", "href", "datetime",
    ]

    private final class Collector: XMLHandler {
        var facts = PageFacts()

        func startElement(_ name: XMLName, attributes: [XMLAttribute]) {
            facts.elements.insert(name.local)
            for attribute in attributes {
                facts.attributes.insert(attribute.name.local)
                if attribute.name.local == "href" { facts.links.append(attribute.value) }
            }
        }
        func endElement(_ name: XMLName) {}
        func characters(_ bytes: [UInt8]) {}
    }

    private init() {}

    init?(_ page: String) {
        guard page.hasPrefix("<!DOCTYPE html>\n") else { return nil }
        let collector = Collector()
        let outcome = XMLPushParser.parse(Array(page.utf8), into: collector, stopsAtProblem: true)
        self = collector.facts
        if !outcome.isWellFormed {
            problem = outcome.firstError.map { "\($0.line): \($0.message)" } ?? "not well-formed"
        }
    }
}
