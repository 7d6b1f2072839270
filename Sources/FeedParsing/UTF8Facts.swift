/// How far bytes are UTF-8.
struct UTF8Facts {
    /// Well-formed sequences of more than one byte.
    private(set) var sequences = 0
    /// Ill-formed stretches.
    private(set) var invalid = 0

    init(_ bytes: [UInt8]) {
        var index = 0
        while index < bytes.count {
            if bytes[index] < 0x80 {
                index += 1
                continue
            }
            let (length, isValid) = Self.sequence(bytes, index)
            if isValid { sequences += 1 } else { invalid += 1 }
            index += length
        }
    }

    /// `bytes` with U+FFFD for each ill-formed stretch, and how many there were.
    ///
    /// A sequence that the end of the document cuts is dropped.
    static func mended(_ bytes: [UInt8]) -> ([UInt8], Int) {
        var output: [UInt8] = []
        var invalid = 0
        var index = 0
        var copied = 0
        while index < bytes.count {
            if bytes[index] < 0x80 {
                index += 1
                continue
            }
            let (length, isValid) = sequence(bytes, index)
            if !isValid {
                if output.isEmpty { output.reserveCapacity(bytes.count + 64) }
                output.append(contentsOf: bytes[copied..<index])
                if index + length < bytes.count { output.append(contentsOf: [0xEF, 0xBF, 0xBD]) }
                copied = index + length
                invalid += 1
            }
            index += length
        }
        guard invalid > 0 else { return (bytes, 0) }
        output.append(contentsOf: bytes[copied...])
        return (output, invalid)
    }

    /// The length of the sequence, or of the longest ill-formed beginning of one, at `index`.
    ///
    /// U+FFFE and U+FFFF count as ill-formed: XML does not know them.
    /// - Source: The Unicode Standard, table 3-7, and "U+FFFD Substitution of Maximal Subparts".
    private static func sequence(_ bytes: [UInt8], _ index: Int) -> (Int, Bool) {
        let first = bytes[index]
        let count: Int
        var low: UInt8 = 0x80
        var high: UInt8 = 0xBF
        switch first {
        case 0xC2...0xDF: count = 2
        case 0xE0...0xEF:
            count = 3
            if first == 0xE0 { low = 0xA0 }
            if first == 0xED { high = 0x9F }
        case 0xF0...0xF4:
            count = 4
            if first == 0xF0 { low = 0x90 }
            if first == 0xF4 { high = 0x8F }
        default: return (1, false)
        }
        for offset in 1..<count {
            guard index + offset < bytes.count, bytes[index + offset] >= low, bytes[index + offset] <= high
            else {
                return (offset, false)
            }
            low = 0x80
            high = 0xBF
        }
        if first == 0xEF, bytes[index + 1] == 0xBF, bytes[index + 2] >= 0xBE { return (3, false) }
        return (count, true)
    }
}
