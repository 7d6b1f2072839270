/// How far bytes are UTF-8.
struct UTF8Facts {
    /// Well-formed sequences of more than one byte; of a document that is well-formed throughout, at most `enough`.
    private(set) var sequences = 0
    /// Ill-formed stretches.
    private(set) var invalid = 0

    /// Sequences after which bytes without an ill-formed stretch are UTF-8 whatever else is claimed.
    static let enough = 3

    init(_ bytes: [UInt8]) {
        let span = bytes.span
        if let isASCII = Self.isWellFormed(span) {
            var index = 0
            while !isASCII, sequences < Self.enough {
                index = Self.endOfASCII(span, from: index)
                guard index < span.count else { break }
                if span[index] >= 0xC0 { sequences += 1 }
                index += 1
            }
            return
        }
        var index = 0
        while true {
            index = Self.endOfASCII(span, from: index)
            guard index < span.count else { return }
            if Self.surrogatePair(span, index) != nil {
                // Nothing but UTF-8 gone wrong looks so: it speaks for it more than it is a fault.
                sequences += 5
                invalid += 1
                index += 6
                continue
            }
            let (length, isValid) = Self.sequence(span, index)
            if isValid { sequences += 1 } else { invalid += 1 }
            index += length
        }
    }

    /// `bytes` with U+FFFD for each ill-formed stretch, and how many there were.
    ///
    /// A sequence that the end of the document cuts is dropped.
    static func mended(_ bytes: [UInt8]) -> (bytes: [UInt8], invalid: Int) {
        let span = bytes.span
        if isWellFormed(span) != nil { return (bytes, 0) }
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count + 64)
        var invalid = 0
        var index = 0
        var copied = 0
        while true {
            index = endOfASCII(span, from: index)
            guard index < span.count else { break }
            let (length, isValid) = sequence(span, index)
            if !isValid, let scalar = surrogatePair(span, index) {
                output.append(contentsOf: bytes[copied..<index])
                output.append(contentsOf: Array(String(Character(scalar)).utf8))
                copied = index + 6
                index += 6
                invalid += 1
                continue
            }
            if !isValid {
                output.append(contentsOf: bytes[copied..<index])
                if index + length < bytes.count { output.append(contentsOf: [0xEF, 0xBF, 0xBD]) }
                copied = index + length
                invalid += 1
            }
            index += length
        }
        output.append(contentsOf: bytes[copied...])
        return (output, invalid)
    }

    /// The character whose two surrogates were each made three bytes at `index`, as programs do that think in UTF-16.
    ///
    /// - Source: Unicode Technical Report 26, CESU-8.
    private static func surrogatePair(_ span: borrowing Span<UInt8>, _ index: Int) -> Unicode.Scalar? {
        guard index + 5 < span.count, span[index] == 0xED, span[index + 1] & 0xF0 == 0xA0,
            span[index + 2] & 0xC0 == 0x80, span[index + 3] == 0xED, span[index + 4] & 0xF0 == 0xB0,
            span[index + 5] & 0xC0 == 0x80
        else { return nil }
        let high = UInt32(span[index + 1] & 0x0F) << 6 | UInt32(span[index + 2] & 0x3F)
        let low = UInt32(span[index + 4] & 0x0F) << 6 | UInt32(span[index + 5] & 0x3F)
        return Unicode.Scalar(0x10000 + high << 10 + low)
    }

    /// The first index at or after `start` of a byte that is not ASCII.
    private static func endOfASCII(_ span: borrowing Span<UInt8>, from start: Int) -> Int {
        var index = start
        while index + blockSize <= span.count {
            let block = span.extracting(index..<(index + blockSize))
            var all: UInt8 = 0
            for offset in 0..<blockSize { all |= block[offset] }
            if all >= 0x80 { break }
            index += blockSize
        }
        while index < span.count, span[index] < 0x80 { index += 1 }
        return index
    }

    /// Whether bytes that are well-formed throughout are ASCII; `nil` where they are not well-formed.
    private static func isWellFormed(_ span: borrowing Span<UInt8>) -> Bool? {
        do throws(UTF8.ValidationError) {
            let text = try UTF8Span(validating: copy span)
            if text.isKnownASCII { return true }
        } catch {
            return nil
        }
        return hasNoncharacter(span) ? nil : false
    }

    /// Whether U+FFFE or U+FFFF stands in well-formed UTF-8.
    private static func hasNoncharacter(_ span: borrowing Span<UInt8>) -> Bool {
        var start = 0
        while start + blockSize <= span.count {
            let block = span.extracting(start..<(start + blockSize))
            // One answer for a block of fixed size is what the compiler makes vector instructions of.
            var found: UInt8 = 0
            for offset in 0..<blockSize { found |= block[offset] == 0xEF ? 1 : 0 }
            if found != 0, hasNoncharacter(span, in: start..<(start + blockSize)) { return true }
            start += blockSize
        }
        return hasNoncharacter(span, in: start..<span.count)
    }

    private static func hasNoncharacter(_ span: borrowing Span<UInt8>, in range: Range<Int>) -> Bool {
        for index in range where span[index] == 0xEF {
            if span[index + 1] == 0xBF, span[index + 2] >= 0xBE { return true }
        }
        return false
    }

    /// Bytes that are looked at together.
    private static let blockSize = 32

    /// The length of the sequence, or of the longest ill-formed beginning of one, at `index`.
    ///
    /// U+FFFE and U+FFFF count as ill-formed: XML does not know them.
    /// - Source: The Unicode Standard, table 3-7, and "U+FFFD Substitution of Maximal Subparts".
    private static func sequence(_ bytes: borrowing Span<UInt8>, _ index: Int) -> (Int, Bool) {
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
