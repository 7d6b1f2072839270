import Markup
import MarkupOracles
import Text

/// What holds of every piece of HTML.
enum MarkupProperties {
    /// The first byte, where it is a control character, chooses the base that links are resolved against.
    static func fault(in input: [UInt8]) -> String? {
        let base = input.first.flatMap { $0 < 0x20 ? bases[Int($0) % bases.count] : nil }
        let html = Array(String(decoding: input, as: UTF8.self).utf8)
        let clean = HTMLSanitizer.sanitize(input, base: base)
        if let fault = SafeMarkup.fault(in: clean) { return "sanitised: \(fault)" }
        let text = PlainText.of(html: html, breaks: .space)
        let lines = PlainText.of(html: html, breaks: .line)
        return firstFault(
            (
                HTMLSanitizer.sanitizeByParser(html, base: base) == clean,
                "the fast reader and the parser differ"
            ),
            (HTMLSanitizer.sanitize(clean, base: base) == clean, "sanitising again changes something"),
            (HTMLSanitizer.sanitizeByParser(clean, base: base) == clean, "parsing again changes something"),
            (isPrintable(text), "plain text has control characters"),
            (isPrintable(lines, allowed: [0x0A]), "lines have control characters"),
            (lines.map { $0 == 0x0A ? 0x20 : $0 } == text, "breaks change more than breaks"),
            (isPrintable(PlainText.collapsed(html)), "collapsed text has control characters"),
            (
                PlainText.of(html: clean, breaks: .line) == TreeText.text(of: clean, breakByte: 0x0A),
                "plain text of clean HTML is not that of its tree"
            ))
    }

    private static let bases = [
        nil, "https://e.org/a/b?c", "javascript:x//", "http://[::1]:80", "mailto:x", "/", "",
    ]
}
