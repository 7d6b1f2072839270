/// A reader of JSON that takes what is left of a document that is cut or damaged.
///
/// Control characters may stand in strings, commas before a closing bracket; an escape that is none stands for its
/// character, half a surrogate pair for U+FFFD, a word that is no value for null. What the end of the document cuts is
/// left out, what was whole before it is kept.
/// - Source: RFC 8259.
struct JSONReader {
    /// What was read and the liberties that took.
    struct Result {
        var value: JSONValue
        /// Places that are not as RFC 8259 has them.
        var faults: Int
        var isTruncated: Bool
        /// Whether values were left out for their depth.
        var isTooDeep: Bool
    }

    private let bytes: [UInt8]
    private let depthLimit: Int
    private var index: Int
    private var faults = 0
    private var isTruncated = false
    private var isTooDeep = false

    /// The value that starts at the first bracket of `bytes`; null where there is none.
    static func read(_ bytes: [UInt8], depthLimit: Int) -> Result {
        let start = bytes.firstIndex { $0 == 0x7B || $0 == 0x5B } ?? bytes.count
        var reader = JSONReader(bytes: bytes, depthLimit: depthLimit, index: start)
        let value = reader.value(depth: 0) ?? .null
        return Result(
            value: value, faults: reader.faults, isTruncated: reader.isTruncated, isTooDeep: reader.isTooDeep)
    }

    private init(bytes: [UInt8], depthLimit: Int, index: Int) {
        self.bytes = bytes
        self.depthLimit = depthLimit
        self.index = index
    }

    /// The next value; `nil` where the document ends before or inside one that has no parts.
    private mutating func value(depth: Int) -> JSONValue? {
        guard let byte = nextByte() else { return nil }
        switch byte {
        case 0x7B: return depth < depthLimit ? object(depth: depth) : skipNested()
        case 0x5B: return depth < depthLimit ? array(depth: depth) : skipNested()
        case 0x22: return string().map { .string($0) }
        default: return word()
        }
    }

    private mutating func object(depth: Int) -> JSONValue {
        var members: [String: JSONValue] = [:]
        index += 1
        while let byte = nextByte() {
            switch byte {
            case 0x7D:
                index += 1
                return .object(members)
            case 0x22:
                guard let name = string() else { return .object(members) }
                if nextByte() == 0x3A { index += 1 } else { faults += 1 }
                guard let value = value(depth: depth + 1) else { return .object(members) }
                members[name] = value
                endMember(0x7D)
            default: skipFault()
            }
        }
        return .object(members)
    }

    private mutating func array(depth: Int) -> JSONValue {
        var values: [JSONValue] = []
        index += 1
        while let byte = nextByte() {
            switch byte {
            case 0x5D:
                index += 1
                return .array(values)
            case 0x2C, 0x7D, 0x3A: skipFault()
            default:
                guard let value = value(depth: depth + 1) else { return .array(values) }
                values.append(value)
                endMember(0x5D)
            }
        }
        return .array(values)
    }

    /// Reads the comma after a member, or sees that `close` follows.
    private mutating func endMember(_ close: UInt8) {
        guard let byte = nextByte() else { return }
        if byte == 0x2C {
            index += 1
            if nextByte() == close { faults += 1 }
        } else if byte != close {
            faults += 1
        }
    }

    private mutating func skipFault() {
        faults += 1
        index += 1
    }

    /// Leaves out an array or object without going into it.
    private mutating func skipNested() -> JSONValue? {
        isTooDeep = true
        var open = 0
        while let byte = nextByte() {
            switch byte {
            case 0x22: if string() == nil { return nil }
            case 0x7B, 0x5B:
                open += 1
                index += 1
            case 0x7D, 0x5D:
                open -= 1
                index += 1
                if open == 0 { return .null }
            default: index += 1
            }
        }
        return nil
    }

    /// A number, `true`, `false` or `null`; null for any other word.
    private mutating func word() -> JSONValue? {
        let start = index
        while index < bytes.count, !Self.endsWord(bytes[index]) { index += 1 }
        if index == start { index += 1 }
        guard index < bytes.count else {
            isTruncated = true
            return nil
        }
        let word = String(decoding: bytes[start..<index], as: UTF8.self)
        switch word {
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "null": return .null
        default:
            if let number = Double(word), number.isFinite { return .number(number) }
            faults += 1
            return .null
        }
    }

    private static func endsWord(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == 0x2C || byte == 0x7D || byte == 0x5D || byte == 0x3A || byte == 0x22
    }

    /// The next byte that is no blank, which `index` then is at; `nil` at the end.
    private mutating func nextByte() -> UInt8? {
        while index < bytes.count, bytes[index] <= 0x20 { index += 1 }
        guard index < bytes.count else {
            isTruncated = true
            return nil
        }
        return bytes[index]
    }

    // MARK: Strings

    /// The string whose quotation mark is at `index`; `nil` where the document ends inside.
    private mutating func string() -> String? {
        index += 1
        var text: [UInt8] = []
        var start = index
        while index < bytes.count {
            switch bytes[index] {
            case 0x22:
                text.append(contentsOf: bytes[start..<index])
                index += 1
                return String(decoding: text, as: UTF8.self)
            case 0x5C:
                text.append(contentsOf: bytes[start..<index])
                readEscape(into: &text)
                start = index
            case 0..<0x20:
                faults += 1
                text.append(contentsOf: bytes[start..<index])
                if bytes[index] == 9 || bytes[index] == 10 || bytes[index] == 13 { text.append(bytes[index]) }
                index += 1
                start = index
            default: index += 1
            }
        }
        isTruncated = true
        return nil
    }

    private mutating func readEscape(into text: inout [UInt8]) {
        index += 1
        guard index < bytes.count else { return }
        let byte = bytes[index]
        index += 1
        switch byte {
        case 0x6E: text.append(0x0A)
        case 0x74: text.append(0x09)
        case 0x72: text.append(0x0D)
        case 0x62, 0x66: text.append(0x20)
        case 0x22, 0x5C, 0x2F: text.append(byte)
        case 0x75: readCodeUnit(into: &text)
        default:
            faults += 1
            text.append(byte)
        }
    }

    /// Reads four digits, and another four of the other half of a surrogate pair.
    private mutating func readCodeUnit(into text: inout [UInt8]) {
        guard let unit = hexadecimal(at: index) else {
            faults += 1
            text.append(0x75)
            return
        }
        index += 4
        var scalar = unit
        if unit >= 0xD800, unit < 0xDC00, index + 1 < bytes.count, bytes[index] == 0x5C,
            bytes[index + 1] == 0x75, let low = hexadecimal(at: index + 2), low >= 0xDC00, low < 0xE000
        {
            scalar = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
            index += 6
        }
        if let character = Unicode.Scalar(scalar) {
            text.append(contentsOf: Array(String(Character(character)).utf8))
        } else {
            faults += 1
            text.append(contentsOf: [0xEF, 0xBF, 0xBD])
        }
    }

    private func hexadecimal(at position: Int) -> UInt32? {
        guard position + 4 <= bytes.count else { return nil }
        var value: UInt32 = 0
        for byte in bytes[position..<(position + 4)] {
            switch byte {
            case 0x30...0x39: value = value << 4 | UInt32(byte - 0x30)
            case 0x41...0x46: value = value << 4 | UInt32(byte - 0x37)
            case 0x61...0x66: value = value << 4 | UInt32(byte - 0x57)
            default: return nil
            }
        }
        return value
    }
}
