import Text

/// Texts that were UTF-8 and whose bytes were taken for characters: `cafÃ©` for `café`.
enum DoubleEncoding {
    /// `text` as it was meant; `nil` where it is not certainly such a text, as nearly all are not.
    ///
    /// Every character beyond ASCII has to belong to a sequence that is well-formed UTF-8 when its characters are taken
    /// for bytes. The first accent of a sound text is none, so that little of it is looked at.
    static func mended(_ text: [UInt8]) -> [UInt8]? {
        let span = text.span
        var start = 0
        while start < span.count, span[start] < 0x80 { start += 1 }
        guard start < span.count, let (first, _) = byte(span, at: start), first >= 0xC2, first <= 0xF4 else {
            return nil
        }
        var result: [UInt8] = []
        result.reserveCapacity(span.count)
        var index = 0
        while index < span.count {
            if span[index] < 0x80 {
                result.append(span[index])
                index += 1
            } else if let length = appendSequence(span, at: index, to: &result) {
                index += length
            } else {
                return nil
            }
        }
        return String(validating: result, as: UTF8.self).map { Array($0.utf8) }
    }

    /// Appends the bytes of one sequence that the characters at `index` stand for; the length of those, `nil` where
    /// they stand for none.
    private static func appendSequence(
        _ span: borrowing Span<UInt8>, at index: Int, to result: inout [UInt8]
    ) -> Int? {
        guard let (first, length) = byte(span, at: index), first >= 0xC2, first <= 0xF4 else { return nil }
        result.append(first)
        var end = index + length
        for _ in 0..<(first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3) {
            guard let (next, length) = byte(span, at: end), next >= 0x80, next < 0xC0 else { return nil }
            result.append(next)
            end += length
        }
        return end - index
    }

    /// The byte that the character at `index` is in windows-1252, and the length of the character in UTF-8.
    private static func byte(_ span: borrowing Span<UInt8>, at index: Int) -> (UInt8, Int)? {
        guard index + 1 < span.count else { return nil }
        let first = UInt32(span[index])
        let second = UInt32(span[index + 1] & 0x3F)
        switch first {
        case 0xC2, 0xC3: return (UInt8(first & 3) << 6 | UInt8(second), 2)
        case 0xC4..<0xE0: return place(of: (first & 0x1F) << 6 | second).map { ($0, 2) }
        case 0xE2:
            guard index + 2 < span.count else { return nil }
            return place(of: 0x2000 | second << 6 | UInt32(span[index + 2] & 0x3F)).map { ($0, 3) }
        default: return nil
        }
    }

    private static func place(of scalar: UInt32) -> UInt8? {
        HTMLEntities.windows1252.firstIndex { UInt32($0) == scalar }.map { UInt8(0x80 + $0) }
    }
}
