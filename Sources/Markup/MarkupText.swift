/// Plain text made content of HTML and XML that we write ourselves.
package enum MarkupText {
    /// `text` as the content of an element or of an attribute in quotes.
    ///
    /// What neither format lets through goes: control characters but tab and line feed, surrogates' neighbours U+FFFE
    /// and U+FFFF. Bidirectional controls stay: whoever prints decides about them.
    /// - Source: XML 1.0 §2.2 and §2.4; HTML, "Writing HTML documents", 13.1.3 and 13.1.4.
    package static func escaped(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isSpecial) else { return text }
        var result = ""
        result.reserveCapacity(text.utf8.count + 16)
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x26: result += "&amp;"
            case 0x3C: result += "&lt;"
            case 0x3E: result += "&gt;"
            case 0x22: result += "&quot;"
            case 0x27: result += "&#39;"
            case 0x60: result += "&#96;"
            case 0x09, 0x0A: result.unicodeScalars.append(scalar)
            case 0..<0x20, 0x7F...0x9F, 0xFFFE, 0xFFFF: continue
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func isSpecial(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x22, 0x26, 0x27, 0x3C, 0x3E, 0x60, 0x7F...0x9F, 0xFFFE, 0xFFFF: true
        default: false
        }
    }
}
