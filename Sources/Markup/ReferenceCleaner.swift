import Text

/// HTML as browsers read it, made plain for a parser that is less liberal.
enum ReferenceCleaner {
    /// `html` with every reference replaced by its character, or by the reference of the few characters that mean
    /// something; names without a semicolon and numbers of the C1 controls are read as HTML 5 does.
    ///
    /// Control characters go, the form feed becomes the blank that it is to browsers.
    /// Places where a word may be broken, `<wbr>`, are left out: the parser takes them for elements with content.
    static func clean(_ html: [UInt8]) -> [UInt8] {
        let isPlain = Self.isPlain
        guard let first = html.firstIndex(where: { !isPlain[Int($0)] }) else { return html }
        var output: [UInt8] = []
        output.reserveCapacity(html.count)
        var index = first
        var copied = 0
        while index < html.count {
            guard !isPlain[Int(html[index])] else {
                index += 1
                continue
            }
            var length = 1
            var scalar: UInt32?
            switch html[index] {
            case 0x26:
                // Where it begins nothing, the parser might find something yet.
                (scalar, length) = HTMLEntities.reference(in: html, at: index) ?? (0x26, 1)
            case 0x3C: length = wordBreakLength(html, at: index)
            case 0x0C: scalar = 0x20
            default: break
            }
            guard length > 0 else {
                index += 1
                continue
            }
            output.append(contentsOf: html[copied..<index])
            if let scalar { append(scalar, isReference: html[index] == 0x26, to: &output) }
            index += length
            copied = index
        }
        output.append(contentsOf: html[copied...])
        return output
    }

    /// How long the `<wbr>` or `</wbr>` at `index` is; 0 for any other tag.
    private static func wordBreakLength(_ html: [UInt8], at index: Int) -> Int {
        var position = index + 1
        if position < html.count, html[position] == 0x2F { position += 1 }
        for letter in wordBreak {
            guard position < html.count, html[position] | 0x20 == letter else { return 0 }
            position += 1
        }
        while position < html.count, html[position] <= 0x20 || html[position] == 0x2F { position += 1 }
        guard position < html.count, html[position] == 0x3E else { return 0 }
        return position + 1 - index
    }

    private static func append(_ scalar: UInt32, isReference: Bool, to output: inout [UInt8]) {
        switch scalar {
        case 0x20 where !isReference: output.append(0x20)
        // As a character, a blank would end a value that has no quotes.
        case 0x09, 0x0A, 0x0D, 0x20, 0x22, 0x26, 0x27, 0x3C, 0x3E, 0x60:
            output.append(contentsOf: Array("&#\(scalar);".utf8))
        case 0..<0x20, 0x7F: break
        default:
            let valid = Unicode.Scalar(scalar) ?? "\u{FFFD}"
            output.append(contentsOf: UTF8.encode(valid) ?? UTF8.encodedReplacementCharacter)
        }
    }

    private static let wordBreak = Array("wbr".utf8)
    /// Whether a byte begins nothing that is changed.
    private static let isPlain: [Bool] = (0..<256).map { byte in
        byte != 0x26 && byte != 0x3C && byte != 0x7F
            && (byte >= 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D)
    }
}
