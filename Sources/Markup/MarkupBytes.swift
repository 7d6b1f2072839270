/// Searching in the bytes of markup.
enum MarkupBytes {
    /// The first index at or after `start` of a byte of text that needs a look: an ampersand, a less-than sign or a
    /// control character.
    static func endOfText(_ bytes: borrowing Span<UInt8>, from start: Int) -> Int {
        first(in: bytes, from: start) { byte in
            (byte == 0x26 ? 1 : 0) | (byte == 0x3C ? 1 : 0) | (byte == 0x7F ? 1 : 0)
                | (byte < 0x20 ? (byte == 0x0A ? 0 : byte == 0x09 ? 0 : byte == 0x0D ? 0 : 1) : 0)
        }
    }

    /// The first index at or after `start` of a byte that is not written as it is.
    static func escaped(_ bytes: borrowing Span<UInt8>, from start: Int, isAttribute: Bool) -> Int {
        guard isAttribute else { return first(in: bytes, from: start) { escapedInText($0) } }
        return first(in: bytes, from: start) { byte in
            escapedInText(byte) | (byte == 0x22 ? 1 : 0) | (byte == 0x60 ? 1 : 0)
        }
    }

    @inline(__always)
    private static func escapedInText(_ byte: UInt8) -> UInt8 {
        (byte == 0x26 ? 1 : 0) | (byte == 0x3C ? 1 : 0) | (byte == 0x3E ? 1 : 0) | (byte == 0x7F ? 1 : 0)
            | (byte == 0xEF ? 1 : 0)
            | (byte < 0x20 ? (byte == 0x0A ? 0 : byte == 0x09 ? 0 : byte == 0x0D ? 0 : 1) : 0)
    }

    /// Bytes that are looked at together.
    private static let blockSize = 32

    /// The first index at or after `start` of a byte for which `flag` is not 0; the end where there is none.
    ///
    /// One answer for a block of fixed size, without a branch, is what the compiler makes vector instructions of.
    @inline(__always)
    private static func first(
        in bytes: borrowing Span<UInt8>, from start: Int, _ flag: (UInt8) -> UInt8
    ) -> Int {
        let count = bytes.count
        var index = start
        while index + blockSize <= count {
            let block = bytes.extracting(index..<(index + blockSize))
            var found: UInt8 = 0
            for offset in 0..<blockSize { found |= flag(block[offset]) }
            if found != 0 { break }
            index += blockSize
        }
        while index < count, flag(bytes[index]) == 0 { index += 1 }
        return index
    }
}
