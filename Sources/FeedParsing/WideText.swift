/// UTF-16 and UTF-32 in either order of bytes.
enum WideText {
    /// `bytes` in UTF-8; a lone surrogate, a number that is no character and a cut end become U+FFFD.
    static func utf8(from bytes: [UInt8], width: Int, isBigEndian: Bool) -> (bytes: [UInt8], invalid: Int) {
        var output = UTF8Output(capacity: bytes.count + bytes.count / 2)
        let span = bytes.span
        var index = 0
        func unit(_ index: Int) -> UInt32 {
            var value: UInt32 = 0
            for offset in 0..<width {
                let byte = UInt32(span[index + (isBigEndian ? offset : width - 1 - offset)])
                value = value << 8 | byte
            }
            return value
        }
        while index + width <= span.count {
            let first = unit(index)
            index += width
            if width == 2, first & 0xFC00 == 0xD800, index + 2 <= span.count {
                let second = unit(index)
                if second & 0xFC00 == 0xDC00 {
                    index += 2
                    output.append(0x10000 + ((first & 0x3FF) << 10 | second & 0x3FF))
                    continue
                }
            }
            output.append(first)
        }
        if index < span.count { output.appendInvalid() }
        return (output.bytes, output.invalid)
    }
}
