/// Searching in bytes.
enum XMLBytes {
    /// The first index at or after `start` of an ampersand, a less-than sign or a control character that XML does not
    /// know; the end where there is none.
    static func special(in bytes: borrowing Span<UInt8>, from start: Int) -> Int {
        let count = bytes.count
        var index = start
        // One answer for a block of fixed size is what the compiler makes vector instructions of.
        while index + blockSize <= count {
            let block = bytes.extracting(index..<(index + blockSize))
            var found: UInt8 = 0
            for offset in 0..<blockSize {
                let byte = block[offset]
                found |= (byte == 0x26 ? 1 : 0) | (byte == 0x3C ? 1 : 0) | controlFlag(byte)
            }
            if found != 0 { break }
            index += blockSize
        }
        while index < count {
            let byte = bytes[index]
            if byte == 0x26 || byte == 0x3C || controlFlag(byte) != 0 { break }
            index += 1
        }
        return index
    }

    /// The first index at or after `start` of a control character that XML does not know; `end` where there is none.
    static func control(in bytes: borrowing Span<UInt8>, from start: Int, before end: Int) -> Int {
        var index = start
        while index + blockSize <= end {
            let block = bytes.extracting(index..<(index + blockSize))
            var found: UInt8 = 0
            for offset in 0..<blockSize { found |= controlFlag(block[offset]) }
            if found != 0 { break }
            index += blockSize
        }
        while index < end, controlFlag(bytes[index]) == 0 { index += 1 }
        return index
    }

    /// Bytes that are looked at together.
    private static let blockSize = 32

    /// 1 for a control character that XML does not know, else 0.
    @inline(__always)
    private static func controlFlag(_ byte: UInt8) -> UInt8 {
        byte < 0x20 ? (byte == 0x09 ? 0 : byte == 0x0A ? 0 : byte == 0x0D ? 0 : 1) : 0
    }

    /// The index after the first `pattern` that stands whole in `bytes` between `start` and `end`.
    static func end(
        of pattern: [UInt8], in bytes: borrowing Span<UInt8>, from start: Int, before end: Int
    ) -> Int? {
        guard let first = pattern.first else { return nil }
        var index = start
        let last = end - pattern.count
        while true {
            index = Self.index(of: first, in: bytes, from: index, before: end)
            guard index <= last else { return nil }
            var offset = 1
            while offset < pattern.count, bytes[index + offset] == pattern[offset] { offset += 1 }
            if offset == pattern.count { return index + pattern.count }
            index += 1
        }
    }

    private static func index(
        of wanted: UInt8, in bytes: borrowing Span<UInt8>, from start: Int, before end: Int
    ) -> Int {
        var index = start
        while index + blockSize <= end {
            let block = bytes.extracting(index..<(index + blockSize))
            var found: UInt8 = 0
            for offset in 0..<blockSize { found |= block[offset] == wanted ? 1 : 0 }
            if found != 0 { break }
            index += blockSize
        }
        while index < end, bytes[index] != wanted { index += 1 }
        return index
    }
}
