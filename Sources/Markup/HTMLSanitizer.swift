import Text
import XML

/// The one door through which HTML from feeds leaves: pages, digests, `parse`.
///
/// What comes out is written anew from an allow-list: known elements, known attributes, addresses of known schemes,
/// every value quoted and escaped. Nothing of the input is copied as markup. Markup on which all readers agree is read
/// by ``StrictMarkup``, all other by libxml2; both tell the same ``SanitizedWriter`` what they find.
package enum HTMLSanitizer {
    /// `html` with only what is harmless, links resolved against `base` where it is known.
    ///
    /// *Shape* Any text in, well-nested HTML out; sanitising it again changes nothing. Elements nested deeper than
    /// ``depthLimit`` end the markup: the whole is then given as plain text.
    package static func sanitize(_ html: String, base: String? = nil) -> String {
        String(decoding: sanitize(Array(html.utf8), base: base), as: UTF8.self)
    }

    /// The same on UTF-8.
    package static func sanitize(_ html: [UInt8], base: String?) -> [UInt8] {
        var reader = StrictMarkup(html, base: base)
        return reader.read() ?? sanitizeByParser(html, base: base)
    }

    /// The same, by libxml2 whatever the input: the slow way, and what the fast one is held against.
    package static func sanitizeByParser(_ html: [UInt8], base: String?) -> [UInt8] {
        let writer = ParsedMarkupWriter(base: base, capacity: html.count)
        HTMLParser.parse(ReferenceCleaner.clean(html), into: writer)
        guard !writer.isTooDeep else {
            var plain = SanitizedWriter(base: nil, capacity: html.count)
            plain.text(PlainText.of(html: html, breaks: .line)[...])
            return plain.finish()
        }
        return writer.finish()
    }

    /// Elements open at once.
    package static let depthLimit = 200
}

/// Takes what libxml2 reads and has what is allowed of it written.
final class ParsedMarkupWriter: HTMLHandler {
    private(set) var isTooDeep = false

    private var writer: SanitizedWriter
    private var depth = 0
    /// How deep the element stands whose content is dropped; 0 for none.
    private var droppedDepth = 0
    /// Depths of the elements written and not yet closed.
    private var open: [Int] = []

    init(base: String?, capacity: Int) {
        writer = SanitizedWriter(base: base, capacity: capacity)
    }

    func finish() -> [UInt8] { writer.finish() }

    func startElement(_ name: String, attributes: [(name: String, value: String)]) -> Bool {
        depth += 1
        guard depth <= HTMLSanitizer.depthLimit else {
            isTooDeep = true
            return false
        }
        // The three that the parser puts around the fragment.
        guard depth > 3, droppedDepth == 0, let name = MarkupName(name) else { return true }
        if SanitizerRules.dropped.contains(name) {
            droppedDepth = depth
            return true
        }
        guard let rule = SanitizerRules.elements[name] else { return true }
        let known = attributes.compactMap { attribute in
            MarkupName(attribute.name).flatMap { SanitizerRules.attributes[$0] }.map {
                MarkupAttribute(kind: $0, value: Array(attribute.value.utf8)[...])
            }
        }
        if writer.start(rule, attributes: known), !rule.isVoid { open.append(depth) }
        return true
    }

    func wantsAttribute(_ name: String) -> Bool {
        MarkupName(name).flatMap { SanitizerRules.attributes[$0] } != nil
    }

    func endElement(_ name: String) {
        defer { depth -= 1 }
        if droppedDepth == depth {
            droppedDepth = 0
        } else if open.last == depth {
            open.removeLast()
            writer.end()
        }
    }

    func characters(_ bytes: [UInt8]) {
        if droppedDepth == 0 { writer.text(bytes[...]) }
    }
}
