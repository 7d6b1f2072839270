import Platform

/// A character set of one or two bytes a character, for GB 18030 and EUC-JP of more.
///
/// The tables come from the C library, the way through damaged bytes is that of browsers: a pair that means nothing is
/// one U+FFFD, and of a pair whose second byte is ASCII only the first is lost.
/// - Source: https://encoding.spec.whatwg.org/#legacy-multi-byte-chinese-(simplified)-encodings and following.
struct DoubleByteSet {
    /// By first byte from 81 and second byte from 40; 0 for none, two scalars as `0x8000_0000 | first << 16 | second`.
    private let pairs: [UInt32]
    /// By byte from 80: 0 for none, 1 for the first of a pair, 2 for the first of three, else a scalar.
    private let singles: [UInt32]
    private let kind: Kind

    enum Kind: Equatable { case plain, chinese, japanese }

    static let korean = DoubleByteSet("CP949", .plain)
    static let taiwanese = DoubleByteSet("BIG5-HKSCS", .plain)
    static let shiftJIS = DoubleByteSet("CP932", .plain)
    static let chinese = DoubleByteSet("GB18030", .chinese)
    static let japanese = DoubleByteSet("EUC-JP-MS", .japanese)
    private static let supplement = DoubleByteSet("EUC-JP-MS", .plain, prefix: 0x8F)

    /// `bytes` in UTF-8, with U+FFFD for what is no character, and how often that was needed.
    func utf8(from bytes: [UInt8]) -> (bytes: [UInt8], invalid: Int) {
        var output = UTF8Output(capacity: bytes.count + bytes.count / 2)
        let span = bytes.span
        var index = output.appendASCII(span, from: 0)
        while index < span.count {
            index += decode(span, index, &output)
            index = output.appendASCII(span, from: index)
        }
        return (output.bytes, output.invalid)
    }

    /// Appends the character that begins with the byte at `index`, which is not ASCII; gives its length.
    private func decode(_ span: borrowing Span<UInt8>, _ index: Int, _ output: inout UTF8Output) -> Int {
        let first = span[index]
        let single = singles[Int(first) - 0x80]
        if single > 2 {
            output.append(single)
            return 1
        }
        guard single != 0, index + 1 < span.count else {
            output.appendInvalid()
            return 1
        }
        let second = span[index + 1]
        if single == 2 { return decodeSupplement(span, index, &output) }
        if kind == .chinese, second >= 0x30, second <= 0x39 { return decodeFour(span, index, &output) }
        let scalar = second < 0x40 ? 0 : pairs[Self.place(first, second)]
        guard scalar != 0 else {
            output.appendInvalid()
            return second < 0x80 ? 1 : 2
        }
        if scalar & 0x8000_0000 != 0 {
            output.append(scalar >> 16 & 0x7FFF)
            output.append(scalar & 0xFFFF)
        } else {
            output.append(scalar)
        }
        return 2
    }

    /// JIS X 0212 in EUC-JP: 8F and a pair.
    private func decodeSupplement(
        _ span: borrowing Span<UInt8>, _ index: Int, _ output: inout UTF8Output
    ) -> Int {
        let second = span[index + 1]
        guard second >= 0xA1, index + 2 < span.count, span[index + 2] >= 0x80 else {
            output.appendInvalid()
            return second >= 0xA1 ? 2 : 1
        }
        let third = span[index + 2]
        let scalar = Self.supplement.pairs[Self.place(second, third)]
        if scalar == 0 { output.appendInvalid() } else { output.append(scalar) }
        return 3
    }

    /// Four bytes of GB 18030.
    private func decodeFour(_ span: borrowing Span<UInt8>, _ index: Int, _ output: inout UTF8Output) -> Int {
        guard index + 3 < span.count, span[index + 2] >= 0x81, span[index + 2] <= 0xFE,
            span[index + 3] >= 0x30, span[index + 3] <= 0x39
        else {
            output.appendInvalid()
            return 1
        }
        let high = (Int(span[index]) - 0x81) * 10 + Int(span[index + 1]) - 0x30
        let pointer = (high * 126 + Int(span[index + 2]) - 0x81) * 10 + Int(span[index + 3]) - 0x30
        if pointer >= 189_000 {
            output.append(UInt32(pointer - 189_000 + 0x10000))
        } else if pointer < Self.fours.count, Self.fours[pointer] != 0 {
            output.append(Self.fours[pointer])
        } else {
            output.appendInvalid()
        }
        return 4
    }

    // MARK: Tables

    private static func place(_ first: UInt8, _ second: UInt8) -> Int {
        (Int(first) - 0x81) * 192 + Int(second) - 0x40
    }

    /// Characters by first and second byte, as in `pairs`.
    private static func pairs(of charset: String, prefix: UInt8? = nil) -> [UInt32] {
        var input: [UInt8] = []
        input.reserveCapacity(126 * 192 * 4)
        let isKorean = charset == "CP949"
        for first in UInt8(0x81)...0xFE {
            for second in UInt8(0x40)...0xFF {
                // The C library takes this pair for the beginning of a longer sequence and stops.
                let isTrap = isKorean && first == 0xA2 && second == 0xE8
                if let prefix { input.append(prefix) }
                input.append(isTrap ? 0xFF : first)
                if !isTrap { input.append(second) }
                input.append(0x0A)
            }
        }
        let table = lines(input, charset)
        return table + [UInt32](repeating: 0, count: max(0, 127 * 192 - table.count))
    }

    private init(_ charset: String, _ kind: Kind, prefix: UInt8? = nil) {
        self.kind = kind
        var table = Self.pairs(of: charset, prefix: prefix)
        if charset == "BIG5-HKSCS" {
            // Signs are Microsoft's.
            for (index, scalar) in Self.pairs(of: "CP950").enumerated()
            where scalar != 0 && !(0xE000...0xF8FF).contains(scalar) {
                table[index] = scalar
            }
        }
        if kind == .chinese { table[Self.place(0xA3, 0xA0)] = 0x3000 }
        // Private use stands in the standard of GB 18030 and, for users' characters, in Microsoft's Shift_JIS.
        if charset != "GB18030", charset != "CP932" {
            for index in table.indices where (0xE000...0xF8FF).contains(table[index]) { table[index] = 0 }
        }
        if kind == .japanese {
            Self.addRows(of: Self.shiftJIS, to: &table)
            for (second, scalar) in Self.japaneseSigns { table[Self.place(0xA1, second)] = scalar }
        }
        pairs = table
        singles = (0x80...0xFF).map { byte in
            switch (charset, byte) {
            case ("GB18030", 0x80): return 0x20AC
            case ("CP932", 0x80): return 0x80
            case ("CP932", 0xA1...0xDF): return 0xFF61 + UInt32(byte) - 0xA1
            case ("EUC-JP-MS", 0x8F): return 2
            case ("CP932", 0xA0), ("CP932", 0xFD...), (_, 0x80), (_, 0xFF): return 0
            default: return 1
            }
        }
    }

    /// Makes the pairs of EUC-JP those of Shift_JIS, which has rows by NEC and IBM.
    private static func addRows(of set: DoubleByteSet, to table: inout [UInt32]) {
        for row in 0..<94 {
            for cell in 0..<94 {
                let first = row / 2 + (row < 62 ? 0x81 : 0xC1)
                let second = row % 2 == 1 ? cell + 0x9F : cell + (cell < 63 ? 0x40 : 0x41)
                let scalar = set.pairs[place(UInt8(first), UInt8(second))]
                let isPrivate = (0xE000...0xF8FF).contains(scalar)
                table[place(UInt8(row + 0xA1), UInt8(cell + 0xA1))] = isPrivate ? 0 : scalar
            }
        }
    }

    /// What the lines of `input` mean, as in `pairs`; 0 for one that is not understood whole.
    private static func lines(_ input: [UInt8], _ charset: String) -> [UInt32] {
        guard let (text, _) = CharacterConverter.utf8(from: input, charset: charset) else { return [] }
        var result: [UInt32] = []
        result.reserveCapacity(input.count / 3)
        let span = text.span
        var index = 0
        while index < span.count {
            let first = scalar(span, &index)
            if first == 0x0A {
                result.append(0)
                continue
            }
            var second: UInt32 = 0x0A
            if index < span.count { second = scalar(span, &index) }
            if second == 0x0A {
                result.append(first == 0xFFFD ? 0 : first)
                continue
            }
            var isPair = first != 0xFFFD && second != 0xFFFD && first < 0x8000 && second < 0x10000
            while index < span.count, scalar(span, &index) != 0x0A { isPair = false }
            result.append(isPair ? 0x8000_0000 | first << 16 | second : 0)
        }
        return result
    }

    /// The scalar at `index`, which goes on to the next; the text comes from a converter and is well-formed.
    private static func scalar(_ text: borrowing Span<UInt8>, _ index: inout Int) -> UInt32 {
        let first = UInt32(text[index])
        let count = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        var value = count == 1 ? first : first & (0x7F >> UInt32(count))
        let end = min(index + count, text.count)
        for place in (index + 1)..<max(end, index + 1) { value = value << 6 | UInt32(text[place] & 0x3F) }
        index = end
        return value
    }

    /// Five signs which browsers read as Microsoft does in every Japanese set, and all other converters of EUC-JP as
    /// JIS X 0208 means them: wave dash, parallel, minus, cent, pound.
    private static let japaneseSigns: [(UInt8, UInt32)] = [
        (0xC1, 0x301C), (0xC2, 0x2016), (0xDD, 0x2212), (0xF1, 0xA2), (0xF2, 0xA3),
    ]

    /// Scalars of the four-byte sequences below 90308130, by their number.
    private static let fours: [UInt32] = {
        var input: [UInt8] = []
        for pointer in 0..<39420 {
            input.append(UInt8(0x81 + pointer / 12600))
            input.append(UInt8(0x30 + pointer / 1260 % 10))
            input.append(UInt8(0x81 + pointer / 10 % 126))
            input.append(UInt8(0x30 + pointer % 10))
            input.append(0x0A)
        }
        return lines(input, "GB18030")
    }()
}
