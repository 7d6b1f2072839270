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

    /// The same on UTF-8; what is not sound in it is replaced first, so that nobody can read it in another way.
    package static func sanitize(_ html: [UInt8], base: String?) -> [UInt8] {
        guard isSound(html) else {
            return sanitize(Array(String(decoding: html, as: UTF8.self).utf8), base: base)
        }
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

    private static func isSound(_ bytes: [UInt8]) -> Bool {
        // Where the first error stands does not matter.
        (try? UTF8Span(validating: bytes.span)) != nil
    }
}
