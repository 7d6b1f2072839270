/// Searching in bytes.
enum XMLBytes {
    /// The first index at or after `start` of an ampersand, a less-than sign or a control character that XML does not
    /// know; the end where there is none.
    static func special(in bytes: borrowing Span<UInt8>, from start: Int) -> Int {
        first(in: bytes, from: start, before: bytes.count) { byte in
            (byte == 0x26 ? 1 : 0) | (byte == 0x3C ? 1 : 0) | controlFlag(byte)
        }
    }

    /// The first index at or after `start` of a control character that XML does not know; `end` where there is none.
    static func control(in bytes: borrowing Span<UInt8>, from start: Int, before end: Int) -> Int {
        first(in: bytes, from: start, before: end) { controlFlag($0) }
    }

    /// The index after the first `pattern` that stands whole in `bytes` between `start` and `end`.
    static func end(
        of pattern: [UInt8], in bytes: borrowing Span<UInt8>, from start: Int, before end: Int
    ) -> Int? {
        guard let head = pattern.first else { return nil }
        var index = start
        let last = end - pattern.count
        while true {
            index = first(in: bytes, from: index, before: end) { $0 == head ? 1 : 0 }
            guard index <= last else { return nil }
            var offset = 1
            while offset < pattern.count, bytes[index + offset] == pattern[offset] { offset += 1 }
            if offset == pattern.count { return index + pattern.count }
            index += 1
        }
    }

    /// Bytes that are looked at together.
    private static let blockSize = 32

    /// The first index between `start` and `end` of a byte for which `flag` is not 0; `end` where there is none.
    ///
    /// One answer for a block of fixed size, without a branch, is what the compiler makes vector instructions of.
    @inline(__always)
    private static func first(
        in bytes: borrowing Span<UInt8>, from start: Int, before end: Int, _ flag: (UInt8) -> UInt8
    ) -> Int {
        var index = start
        while index + blockSize <= end {
            let block = bytes.extracting(index..<(index + blockSize))
            var found: UInt8 = 0
            for offset in 0..<blockSize { found |= flag(block[offset]) }
            if found != 0 { break }
            index += blockSize
        }
        while index < end, flag(bytes[index]) == 0 { index += 1 }
        return index
    }

    /// 1 for a control character that XML does not know, else 0.
    @inline(__always)
    private static func controlFlag(_ byte: UInt8) -> UInt8 {
        byte < 0x20 ? (byte == 0x09 ? 0 : byte == 0x0A ? 0 : byte == 0x0D ? 0 : 1) : 0
    }

    /// The number in `&#123;` or `&#x7B;` at `position` and where it ends.
    static func characterNumber(in bytes: borrowing Span<UInt8>, at position: Int) -> (UInt32, Int)? {
        guard position + 3 < bytes.count, bytes[position] == 0x26, bytes[position + 1] == 0x23 else {
            return nil
        }
        var end = position + 2
        let isHexadecimal = bytes[end] | 0x20 == 0x78
        if isHexadecimal { end += 1 }
        var value: UInt32 = 0
        let start = end
        while end < bytes.count, bytes[end] != 0x3B {
            let byte = bytes[end]
            let digit: UInt32
            switch byte {
            case 0x30...0x39: digit = UInt32(byte - 0x30)
            case 0x41...0x46 where isHexadecimal: digit = UInt32(byte - 0x37)
            case 0x61...0x66 where isHexadecimal: digit = UInt32(byte - 0x57)
            default: return nil
            }
            value = min(value * (isHexadecimal ? 16 : 10) + digit, 0x110000)
            end += 1
        }
        return end > start && end < bytes.count ? (value, end + 1) : nil
    }
}
