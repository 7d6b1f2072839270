/// Writes JSON with the keys in the order in which they are given.
///
/// Every line that the program prints is made here, so that all escape alike: quotes, backslashes, control characters
/// (those of the second set, too, which terminals obey), and the line separators U+2028 and U+2029, which JavaScript
/// takes for line ends. Bytes that are no UTF-8 cannot occur in a `String`.
/// - Source: RFC 8259.
package struct JSONWriter: Sendable {
    package private(set) var bytes: [UInt8] = []
    private var needsComma = false

    package init() {}

    /// All that was written.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    // MARK: Structure

    package mutating func object(_ members: (inout JSONWriter) -> Void) { nest(0x7B, 0x7D, members) }

    package mutating func array(_ elements: (inout JSONWriter) -> Void) { nest(0x5B, 0x5D, elements) }

    /// - Parameter name: letters, digits and signs that need no escape.
    package mutating func key(_ name: String) {
        separate()
        bytes.append(0x22)
        bytes.append(contentsOf: name.utf8)
        bytes.append(0x22)
        bytes.append(0x3A)
        needsComma = false
    }

    // MARK: Values

    package mutating func string(_ value: String?) {
        separate()
        if let value {
            let text = value.utf8
            if Self.isPlain(text.span) {
                bytes.append(0x22)
                bytes.append(contentsOf: text)
                bytes.append(0x22)
            } else {
                quote(Array(text))
            }
        } else {
            bytes.append(contentsOf: Self.nullBytes)
        }
        needsComma = true
    }

    /// The same for text that is UTF-8 already.
    package mutating func string(utf8 value: [UInt8]?) {
        separate()
        if let value { quote(value) } else { bytes.append(contentsOf: Self.nullBytes) }
        needsComma = true
    }

    package mutating func integer(_ value: Int64?) { literal(value.map { String($0) } ?? "null") }

    package mutating func bool(_ value: Bool) { literal(value ? "true" : "false") }

    /// A number with `digits` decimals; `null` where it is not finite.
    package mutating func decimal(_ value: Double, digits: Int = 3) {
        guard value.isFinite, value.magnitude < 1e12 else { return literal("null") }
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        // Adding a half and cutting off rounds without the mathematics library.
        let scaled = Int64(value.magnitude * scale + 0.5)
        let fraction = String(scaled % Int64(scale))
        let sign = value < 0 && scaled != 0 ? "-" : ""
        let padding = String(repeating: "0", count: max(0, digits - fraction.utf8.count))
        literal(digits == 0 ? "\(sign)\(scaled)" : "\(sign)\(scaled / Int64(scale)).\(padding)\(fraction)")
    }

    // MARK: Members

    package mutating func field(_ name: String, _ value: String?) {
        key(name)
        string(value)
    }

    /// The same for text that is UTF-8 already.
    package mutating func field(_ name: String, utf8 value: [UInt8]?) {
        key(name)
        string(utf8: value)
    }

    package mutating func field(_ name: String, _ value: Int?) {
        key(name)
        integer(value.map { Int64($0) })
    }

    package mutating func field(_ name: String, _ value: Int64?) {
        key(name)
        integer(value)
    }

    package mutating func field(_ name: String, _ value: Bool) {
        key(name)
        bool(value)
    }

    /// - Parameter json: one JSON value as text already.
    package mutating func field(_ name: String, json: String) {
        key(name)
        literal(json)
    }

    package mutating func field(_ name: String, _ values: [String]) {
        field(name, array: { writer in for value in values { writer.string(value) } })
    }

    package mutating func field(_ name: String, object members: (inout JSONWriter) -> Void) {
        key(name)
        object(members)
    }

    package mutating func field(_ name: String, array elements: (inout JSONWriter) -> Void) {
        key(name)
        array(elements)
    }

    // MARK: Bytes

    private mutating func separate() {
        if needsComma { bytes.append(0x2C) }
    }

    private mutating func literal(_ text: String) {
        separate()
        bytes.append(contentsOf: text.utf8)
        needsComma = true
    }

    private mutating func nest(_ open: UInt8, _ close: UInt8, _ body: (inout JSONWriter) -> Void) {
        separate()
        bytes.append(open)
        needsComma = false
        body(&self)
        bytes.append(close)
        needsComma = true
    }

    private mutating func quote(_ source: [UInt8]) {
        bytes.append(0x22)
        let count = source.count
        var start = 0
        var index = Self.doubtful(in: source.span, from: 0)
        while index < count {
            let byte = source[index]
            if byte < 0x80 {
                bytes.append(contentsOf: source[start..<index])
                escape(UInt32(byte))
                index += 1
                start = index
            } else {
                let (scalar, length) = Self.wideEscape(source, at: index)
                if let scalar {
                    bytes.append(contentsOf: source[start..<index])
                    escape(scalar)
                    start = index + length
                }
                index += length
            }
            index = Self.doubtful(in: source.span, from: index)
        }
        if start == 0 {
            bytes.append(contentsOf: source)
        } else if start < count {
            bytes.append(contentsOf: source[start...])
        }
        bytes.append(0x22)
    }

    /// Whether nothing in `source` needs a second look.
    private static func isPlain(_ source: borrowing Span<UInt8>) -> Bool {
        doubtful(in: source, from: 0) == source.count
    }

    /// The first index at or after `start` of a byte that is to be escaped or may begin a scalar that is.
    private static func doubtful(in source: borrowing Span<UInt8>, from start: Int) -> Int {
        let count = source.count
        var index = start
        // One answer for a block of fixed size is what the compiler makes vector instructions of.
        while index + blockSize <= count {
            let block = source.extracting(index..<(index + blockSize))
            var found: UInt8 = 0
            for offset in 0..<blockSize { found |= doubt(block[offset]) }
            if found != 0 { break }
            index += blockSize
        }
        while index < count, doubt(source[index]) == 0 { index += 1 }
        return index
    }

    /// 0 for a byte that is copied without another look, else 1.
    @inline(__always)
    private static func doubt(_ byte: UInt8) -> UInt8 {
        (byte < 0x20 ? 1 : 0) | (byte == 0x22 ? 1 : 0) | (byte == 0x5C ? 1 : 0) | (byte == 0x7F ? 1 : 0)
            | (byte == 0xC2 ? 1 : 0) | (byte == 0xE2 ? 1 : 0)
    }

    /// Bytes that are looked at together; less than this the compiler does byte by byte.
    private static let blockSize = 32

    /// The scalar beyond ASCII at `index` where it is one to escape, and how many bytes to go on.
    private static func wideEscape(_ source: [UInt8], at index: Int) -> (UInt32?, Int) {
        let byte = source[index]
        let second = index + 1 < source.count ? source[index + 1] : 0
        if byte == 0xC2 { return second < 0xA0 && second >= 0x80 ? (UInt32(second), 2) : (nil, 1) }
        let third = index + 2 < source.count ? source[index + 2] : 0
        let isSeparator = second == 0x80 && (third == 0xA8 || third == 0xA9)
        return isSeparator ? (0x2028 + UInt32(third - 0xA8), 3) : (nil, 1)
    }

    private mutating func escape(_ scalar: UInt32) {
        bytes.append(0x5C)
        switch scalar {
        case 0x22, 0x5C: bytes.append(UInt8(truncatingIfNeeded: scalar))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        default:
            bytes.append(UInt8(ascii: "u"))
            for shift in stride(from: 12, through: 0, by: -4) {
                bytes.append(Self.digits[Int(scalar >> UInt32(shift)) & 15])
            }
        }
    }

    private static let digits = Array("0123456789abcdef".utf8)
    private static let nullBytes = Array("null".utf8)
}
