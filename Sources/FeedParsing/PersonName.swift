/// People as RSS writes them: an address with a name.
enum PersonName {
    /// The name in `kim@example.org (Kim)`, `Kim (kim@example.org)`, `Kim <kim@example.org>` and the like, the address
    /// where there is no name, else all of it.
    static func name(in text: String) -> String? {
        let text = trimmed(text[...])
        // Without an address it is the name, as mostly.
        guard text.utf8.contains(0x40) else { return text.isEmpty ? nil : String(text) }
        guard let open = text.firstIndex(where: { $0 == "(" || $0 == "<" }),
            let close = text.lastIndex(where: { $0 == ")" || $0 == ">" }), open < close
        else { return text.isEmpty ? nil : String(text) }
        let before = trimmed(text[..<open])
        let inside = trimmed(text[text.index(after: open)..<close])
        if isAddress(before) { return String(inside.isEmpty ? before : inside) }
        if isAddress(inside) { return String(before.isEmpty ? inside : before) }
        return String(text)
    }

    private static func isAddress(_ text: Substring) -> Bool {
        text.contains("@") && text.first != "@" && !text.contains(" ")
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text
        while let first = text.unicodeScalars.first, first == " " || first == "\"" { text = text.dropFirst() }
        while let last = text.unicodeScalars.last, last == " " || last == "\"" { text = text.dropLast() }
        return text
    }
}

/// - Source: RFC 4648 §4.
enum Base64 {
    /// The bytes that `text` stands for, blanks aside; `nil` where it is no Base64.
    static func decode(_ text: [UInt8]) -> [UInt8]? {
        var result: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for byte in text where byte > 0x20 && byte != 0x3D {
            let value: UInt8
            switch byte {
            case 0x41...0x5A: value = byte - 0x41
            case 0x61...0x7A: value = byte - 0x61 + 26
            case 0x30...0x39: value = byte - 0x30 + 52
            case 0x2B: value = 62
            case 0x2F: value = 63
            default: return nil
            }
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                result.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return result
    }
}
