import XML

/// The text of HTML by way of libxml2's parser: slow, and what the byte scanner is held against.
package final class TreeText: HTMLHandler {
    /// The text of `html`, a block's boundary written as `breakByte`, other white space as one blank.
    package static func text(of html: [UInt8], breakByte: UInt8) -> [UInt8] {
        let reader = TreeText(breakByte: breakByte)
        HTMLParser.parse(html, into: reader)
        return Array(reader.output.utf8)
    }

    private let breakByte: UInt8
    private var output = ""
    /// White space to be written before the next character; 0 for none.
    private var pending: UInt8 = 0
    /// Scripts and styles that are open.
    private var hidden = 0

    private init(breakByte: UInt8) { self.breakByte = breakByte }

    package func startElement(_ name: String, attributes: [(name: String, value: String)]) -> Bool {
        boundary(name)
        if Self.hiding.contains(name) { hidden += 1 }
        return true
    }

    package func endElement(_ name: String) {
        boundary(name)
        if Self.hiding.contains(name) { hidden -= 1 }
    }

    package func characters(_ bytes: [UInt8]) {
        guard hidden == 0 else { return }
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            // The mark of Ogham is a space that is seen.
            if scalar.value <= 0x20 || scalar.value == 0x7F
                || scalar.properties.isWhitespace && scalar != "\u{1680}"
            {
                if pending == 0 { pending = 0x20 }
                continue
            }
            if pending != 0, !output.isEmpty { output.unicodeScalars.append(Unicode.Scalar(pending)) }
            pending = 0
            output.unicodeScalars.append(scalar)
        }
    }

    private func boundary(_ name: String) {
        if Self.blocks.contains(name) {
            pending = breakByte
        } else if Self.cells.contains(name), pending == 0 {
            pending = 0x20
        }
    }

    private static let hiding: Set<String> = ["script", "style"]
    private static let cells: Set<String> = ["td", "th", "img"]
    private static let blocks: Set<String> = Set(
        """
        address article aside blockquote br caption center dd details dir div dl dt fieldset figcaption figure footer \
        form h1 h2 h3 h4 h5 h6 header hr legend li main menu nav ol option p pre section summary table title tr ul
        """.split(separator: " ").map { String($0) })
}
