import Markup
import Text
import XML

/// What the HTML of a body costs: plain text by the scanner and by libxml2, and sanitising by either way.
extension Cases {
    static func markup() -> [Case] {
        let bodies = (0..<200).map { body($0, isStrict: true) }
        let loose = (0..<200).map { body($0, isStrict: false) }
        return [
            overBodies("plain text, by the scanner", bodies) { PlainText.of(html: $0, breaks: .line).count },
            overBodies("plain text, by libxml2", bodies) { html in
                let reader = ParsedText()
                HTMLParser.parse(html, into: reader)
                return reader.output.count
            },
            overBodies("sanitise, markup all agree on", bodies) {
                HTMLSanitizer.sanitize($0, base: base).count
            },
            overBodies("sanitise, by libxml2", loose) { HTMLSanitizer.sanitize($0, base: base).count },
        ]
    }

    private static let base = "https://outlet1.example/feed"

    private static func overBodies(
        _ name: String, _ bodies: [[UInt8]], _ work: @escaping @Sendable ([UInt8]) -> Int
    ) -> Case {
        let bytes = bodies.reduce(0) { $0 + $1.count }
        return Case(name: name, unit: "body") {
            var written = 0
            for body in bodies { written += work(body) }
            return (written > 0 ? bodies.count : 0, bytes)
        }
    }

    /// An article as publishing systems write it; one that is not strict leaves paragraphs and a value open.
    private static func body(_ number: Int, isStrict: Bool) -> [UInt8] {
        var html = "<div class=\"post\">"
        for part in 0..<6 {
            html +=
                "<p>\(Material.text(number * 7 + part, sentences: 3)) <a href=\"https://e.org/a/\(part)?x=1&amp;y=2\">"
            html +=
                "<strong>more</strong></a> &#8211; it\u{2019}s <em>said</em>&nbsp;so.\(isStrict ? "</p>\n" : "<custom>")"
            if part == 2 {
                html +=
                    "<img src=\"https://e.org/i/\(number).jpg\" alt=\"a picture\" width=\"640\" height=\"480\"/>"
            }
        }
        return Array((html + "<ul><li>one</li><li>two</li></ul></div>").utf8)
    }
}

/// Plain text by way of libxml2, as one would write it: blocks become lines, blanks are collapsed.
private final class ParsedText: HTMLHandler {
    private(set) var output: [UInt8] = []
    private var pending: UInt8 = 0
    private var hidden = 0

    func startElement(_ name: String, attributes: [(name: String, value: String)]) -> Bool {
        boundary(name, 1)
        return true
    }

    func endElement(_ name: String) { boundary(name, -1) }

    func characters(_ bytes: [UInt8]) {
        guard hidden == 0 else { return }
        for byte in bytes {
            if byte <= 0x20 {
                if pending == 0 { pending = 0x20 }
            } else {
                if pending != 0, !output.isEmpty { output.append(pending) }
                pending = 0
                output.append(byte)
            }
        }
    }

    private func boundary(_ name: String, _ step: Int) {
        if Self.blocks.contains(name) { pending = 0x0A }
        if name == "script" || name == "style" { hidden += step }
    }

    private static let blocks: Set<String> = [
        "p", "br", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "hr", "blockquote", "pre",
    ]
}
