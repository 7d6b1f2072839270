import Text

/// References in HTML as browsers read them, made plain for a parser that is less liberal.
enum ReferenceCleaner {
    /// `html` with every reference replaced by its character, or by the reference of the five characters that mean
    /// something; names without a semicolon and numbers of the C1 controls are read as HTML 5 does.
    static func clean(_ html: [UInt8]) -> [UInt8] {
        guard html.contains(0x26) || html.contains(0) else { return html }
        var output: [UInt8] = []
        output.reserveCapacity(html.count)
        var index = 0
        var copied = 0
        while index < html.count {
            let byte = html[index]
            guard byte == 0x26 || byte == 0 else {
                index += 1
                continue
            }
            let reference = byte == 0 ? nil : HTMLEntities.reference(in: html, at: index)
            guard byte == 0 || reference != nil else {
                index += 1
                continue
            }
            output.append(contentsOf: html[copied..<index])
            if let (scalar, length) = reference {
                append(scalar, to: &output)
                index += length
            } else {
                index += 1
            }
            copied = index
        }
        output.append(contentsOf: html[copied...])
        return output
    }

    private static func append(_ scalar: UInt32, to output: inout [UInt8]) {
        switch scalar {
        case 0x22: output.append(contentsOf: Array("&quot;".utf8))
        case 0x26: output.append(contentsOf: Array("&amp;".utf8))
        case 0x27: output.append(contentsOf: Array("&#39;".utf8))
        case 0x3C: output.append(contentsOf: Array("&lt;".utf8))
        case 0x3E: output.append(contentsOf: Array("&gt;".utf8))
        default:
            let valid = Unicode.Scalar(scalar) ?? "\u{FFFD}"
            output.append(contentsOf: UTF8.encode(valid) ?? UTF8.encodedReplacementCharacter)
        }
    }
}
