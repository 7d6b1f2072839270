/// UTF-8 that grows scalar by scalar.
struct UTF8Output {
    private(set) var bytes: [UInt8] = []
    /// Stretches of input that were no text and became U+FFFD.
    private(set) var invalid = 0

    init(capacity: Int) { bytes.reserveCapacity(capacity) }

    /// Appends what every set of one byte has: `span` from `start` up to the first byte that is not ASCII.
    ///
    /// - Returns: where that byte is.
    mutating func appendASCII(_ span: borrowing Span<UInt8>, from start: Int) -> Int {
        var index = start
        while index < span.count, span[index] < 0x80 {
            bytes.append(span[index])
            index += 1
        }
        return index
    }

    /// Appends a scalar value, or U+FFFD for a number that is none.
    mutating func append(_ scalar: UInt32) {
        switch scalar {
        case 0..<0x80: bytes.append(UInt8(scalar))
        case 0x80..<0x800:
            bytes.append(UInt8(0xC0 | scalar >> 6))
            bytes.append(UInt8(0x80 | scalar & 0x3F))
        case 0xD800..<0xE000: appendInvalid()
        case 0x800..<0x10000:
            bytes.append(UInt8(0xE0 | scalar >> 12))
            bytes.append(UInt8(0x80 | scalar >> 6 & 0x3F))
            bytes.append(UInt8(0x80 | scalar & 0x3F))
        case 0x10000..<0x110000:
            bytes.append(UInt8(0xF0 | scalar >> 18))
            bytes.append(UInt8(0x80 | scalar >> 12 & 0x3F))
            bytes.append(UInt8(0x80 | scalar >> 6 & 0x3F))
            bytes.append(UInt8(0x80 | scalar & 0x3F))
        default: appendInvalid()
        }
    }

    mutating func appendInvalid() {
        invalid += 1
        bytes.append(0xEF)
        bytes.append(0xBF)
        bytes.append(0xBD)
    }
}
