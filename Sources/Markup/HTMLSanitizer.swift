import Text
import XML

/// The one door through which HTML from feeds leaves: pages, digests, `parse`.
///
/// What comes out is written anew from an allow-list: known elements, known attributes, addresses of known schemes,
/// every value quoted and escaped. Nothing of the input is copied as markup.
package enum HTMLSanitizer {
    /// `html` with only what is harmless, links resolved against `base` where it is known.
    ///
    /// *Shape* Any text in, well-nested HTML out; sanitising it again changes nothing. Elements nested deeper than
    /// ``depthLimit`` end the markup: the whole is then given as plain text.
    package static func sanitize(_ html: String, base: String? = nil) -> String {
        let bytes = Array(html.utf8)
        guard bytes.contains(where: { $0 == 0x3C || $0 == 0x26 || $0 == 0x3E || $0 < 0x20 }) else {
            return html
        }
        return String(decoding: sanitize(bytes, base: base), as: UTF8.self)
    }

    /// The same on UTF-8.
    package static func sanitize(_ html: [UInt8], base: String?) -> [UInt8] {
        let writer = SanitizedWriter(base: base, capacity: html.count)
        guard html.contains(0x3C) || html.contains(0x26) else {
            writer.characters(html)
            return writer.finish()
        }
        HTMLParser.parse(ReferenceCleaner.clean(html), into: writer)
        if writer.isTooDeep {
            let plain = SanitizedWriter(base: nil, capacity: html.count)
            plain.characters(PlainText.of(html: html, breaks: .line))
            return plain.finish()
        }
        return writer.finish()
    }

    /// Elements open at once.
    package static let depthLimit = 200
}

/// Writes what the parser reads, as far as it is allowed.
final class SanitizedWriter: HTMLHandler {
    private(set) var isTooDeep = false

    private let base: String?
    private var output: [UInt8] = []
    private var depth = 0
    /// The element whose content is dropped, and how deep it stands.
    private var dropped: (name: String, depth: Int)?
    /// Names of the elements written and not yet closed.
    private var open: [String] = []

    init(base: String?, capacity: Int) {
        self.base = base
        output.reserveCapacity(capacity + capacity / 8)
    }

    func finish() -> [UInt8] {
        while let name = open.popLast() { close(name) }
        return output
    }

    func startElement(_ name: String, attributes: [(name: String, value: String)]) -> Bool {
        depth += 1
        guard depth <= HTMLSanitizer.depthLimit else {
            isTooDeep = true
            return false
        }
        // The three that the parser puts around the fragment.
        guard depth > 3, dropped == nil else { return true }
        if SanitizerRules.dropped.contains(name) {
            dropped = (name, depth)
            return true
        }
        guard let rule = SanitizerRules.elements[name], !isTrackingPixel(name, attributes) else {
            return true
        }
        output.append(0x3C)
        output.append(contentsOf: name.utf8)
        for (attribute, value) in attributes { write(attribute, value, of: name, rule) }
        if name == "a" { output.append(contentsOf: Self.relation) }
        output.append(0x3E)
        if !rule.isVoid { open.append(name) }
        return true
    }

    func endElement(_ name: String) {
        defer { depth -= 1 }
        if let dropped {
            if dropped.depth == depth { self.dropped = nil }
            return
        }
        guard depth > 3, let last = open.last, last == name else { return }
        open.removeLast()
        close(name)
    }

    func characters(_ bytes: [UInt8]) {
        guard dropped == nil else { return }
        escape(bytes, isAttribute: false)
    }

    private func close(_ name: String) {
        output.append(contentsOf: [0x3C, 0x2F])
        output.append(contentsOf: name.utf8)
        output.append(0x3E)
    }

    // MARK: Attributes

    private func write(_ attribute: String, _ value: String, of element: String, _ rule: SanitizerRules.Rule)
    {
        guard rule.attributes.contains(attribute) || SanitizerRules.everywhere.contains(attribute) else {
            return
        }
        var value = value
        if SanitizerRules.addresses.contains(attribute) {
            guard let address = SanitizerRules.address(value, base: base, isMedia: attribute != "href") else {
                return
            }
            value = address
        } else if attribute == "srcset" {
            return
        }
        output.append(0x20)
        output.append(contentsOf: attribute.utf8)
        output.append(contentsOf: [0x3D, 0x22])
        escape(Array(value.utf8), isAttribute: true)
        output.append(0x22)
    }

    /// An image of one pixel, which only tells its server that somebody reads.
    private func isTrackingPixel(_ name: String, _ attributes: [(name: String, value: String)]) -> Bool {
        guard name == "img" else { return false }
        let small = attributes.filter { attribute in
            (attribute.name == "width" || attribute.name == "height")
                && ["0", "1", "0px", "1px"].contains(attribute.value)
        }
        return small.count >= 2
    }

    // MARK: Text

    private func escape(_ bytes: [UInt8], isAttribute: Bool) {
        var start = 0
        let isPlain = Self.isPlain
        for index in bytes.indices {
            if isPlain[Int(bytes[index])] { continue }
            let replacement: [UInt8]
            switch bytes[index] {
            case 0x26: replacement = Self.ampersand
            case 0x3C: replacement = Self.lessThan
            case 0x3E: replacement = Self.greaterThan
            case 0x22 where isAttribute: replacement = Self.quotation
            case 0x60 where isAttribute: replacement = Self.grave
            case 0x09, 0x0A, 0x0D: continue
            case 0..<0x20, 0x7F: replacement = []
            default: continue
            }
            output.append(contentsOf: bytes[start..<index])
            output.append(contentsOf: replacement)
            start = index + 1
        }
        output.append(contentsOf: bytes[start...])
    }

    /// Whether a byte is copied without another look.
    private static let isPlain: [Bool] = (0..<256).map { byte in
        byte >= 0x20 && byte != 0x22 && byte != 0x26 && byte != 0x3C && byte != 0x3E && byte != 0x60
            && byte != 0x7F
    }
    private static let ampersand = Array("&amp;".utf8)
    private static let lessThan = Array("&lt;".utf8)
    private static let greaterThan = Array("&gt;".utf8)
    private static let quotation = Array("&quot;".utf8)
    private static let grave = Array("&#96;".utf8)
    private static let relation = Array(" rel=\"noopener noreferrer nofollow\"".utf8)
}
