/// Any JSON value, so that a field of the wrong type is only that field's loss.
enum JSONValue: Equatable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// The object or array that begins with the first bracket in `bytes`, UTF-8; `nil` where it is no JSON, or where
    /// anything but white space follows it.
    init?(_ bytes: [UInt8]) {
        guard let start = bytes.firstIndex(where: { $0 == 0x7B || $0 == 0x5B }) else { return nil }
        var scanner = JSONScanner(bytes, from: start)
        guard let value = scanner.document() else { return nil }
        self = value
    }

    subscript(_ key: String) -> JSONValue {
        guard case .object(let members) = self else { return .null }
        return members[key] ?? .null
    }

    /// A text, or a number written out; `nil` for anything else and for blanks.
    var text: String? {
        switch self {
        case .string(let value):
            let trimmed = value.trimmedBlanks
            return trimmed.isEmpty ? nil : trimmed
        case .number(let value):
            return value == value.rounded() && value.magnitude < 1e15 ? String(Int64(value)) : String(value)
        default: return nil
        }
    }

    /// The elements of an array, or the one value that stands where an array should.
    var elements: [JSONValue] {
        switch self {
        case .array(let values): values
        case .null: []
        default: [self]
        }
    }
}

/// Reads JSON, one look at each byte.
///
/// - Source: RFC 8259. Half a surrogate pair, which the grammar allows, becomes U+FFFD; of two members with one name
///   the first counts.
private struct JSONScanner {
    private let source: [UInt8]
    private var index: Int
    private var depth = 0

    /// Arrays and objects open at once.
    private static let depthLimit = 512

    init(_ source: [UInt8], from start: Int) {
        self.source = source
        index = start
    }

    /// The value at the start, if it is all there is.
    mutating func document() -> JSONValue? {
        guard let value = value() else { return nil }
        skipBlanks()
        return index == source.count ? value : nil
    }

    private mutating func value() -> JSONValue? {
        skipBlanks()
        guard index < source.count else { return nil }
        switch source[index] {
        case 0x7B: return nested { $0.object() }
        case 0x5B: return nested { $0.array() }
        case 0x22: return string().map { .string($0) }
        case 0x74: return word("true", .bool(true))
        case 0x66: return word("false", .bool(false))
        case 0x6E: return word("null", .null)
        default: return number()
        }
    }

    private mutating func nested(_ body: (inout JSONScanner) -> JSONValue?) -> JSONValue? {
        guard depth < Self.depthLimit else { return nil }
        depth += 1
        index += 1
        defer { depth -= 1 }
        return body(&self)
    }

    private mutating func object() -> JSONValue? {
        var members: [String: JSONValue] = [:]
        if take(0x7D) { return .object(members) }
        repeat {
            skipBlanks()
            guard index < source.count, source[index] == 0x22, let key = string(), take(0x3A),
                let value = value()
            else { return nil }
            if members[key] == nil { members[key] = value }
        } while take(0x2C)
        return take(0x7D) ? .object(members) : nil
    }

    private mutating func array() -> JSONValue? {
        var values: [JSONValue] = []
        if take(0x5D) { return .array(values) }
        repeat {
            guard let value = value() else { return nil }
            values.append(value)
        } while take(0x2C)
        return take(0x5D) ? .array(values) : nil
    }

    private mutating func word(_ text: StaticString, _ value: JSONValue) -> JSONValue? {
        let bytes = Array(text.description.utf8)
        guard index + bytes.count <= source.count, source[index..<(index + bytes.count)].elementsEqual(bytes)
        else { return nil }
        index += bytes.count
        return value
    }

    private mutating func number() -> JSONValue? {
        let start = index
        if index < source.count, source[index] == 0x2D { index += 1 }
        let whole = index
        guard skipDigits(), source[whole] != 0x30 || index == whole + 1 else { return nil }
        if index < source.count, source[index] == 0x2E {
            index += 1
            guard skipDigits() else { return nil }
        }
        if index < source.count, source[index] | 0x20 == 0x65 {
            index += 1
            if index < source.count, source[index] == 0x2B || source[index] == 0x2D { index += 1 }
            guard skipDigits() else { return nil }
        }
        let number = Double(String(decoding: source[start..<index], as: UTF8.self))
        return number.flatMap { $0.isFinite ? .number($0) : nil }
    }

    /// False where there is none.
    private mutating func skipDigits() -> Bool {
        let start = index
        while index < source.count, source[index] >= 0x30, source[index] <= 0x39 { index += 1 }
        return index > start
    }

    // MARK: Strings

    /// The string whose quotation mark stands at `index`.
    private mutating func string() -> String? {
        index += 1
        let start = index
        skipPlain()
        guard index < source.count else { return nil }
        if source[index] == 0x22 {
            index += 1
            return String(decoding: source[start..<(index - 1)], as: UTF8.self)
        }
        var text = Array(source[start..<index])
        while index < source.count {
            switch source[index] {
            case 0x22:
                index += 1
                return String(decoding: text, as: UTF8.self)
            case 0x5C: guard readEscape(into: &text) else { return nil }
            case 0..<0x20: return nil
            default:
                let start = index
                skipPlain()
                text.append(contentsOf: source[start..<index])
            }
        }
        return nil
    }

    private mutating func skipPlain() {
        let source = source
        var index = index
        while index < source.count, source[index] >= 0x20, source[index] != 0x22, source[index] != 0x5C {
            index += 1
        }
        self.index = index
    }

    private mutating func readEscape(into text: inout [UInt8]) -> Bool {
        guard index + 1 < source.count else { return false }
        let letter = source[index + 1]
        index += 2
        switch letter {
        case 0x22, 0x5C, 0x2F: text.append(letter)
        case 0x62: text.append(0x08)
        case 0x66: text.append(0x0C)
        case 0x6E: text.append(0x0A)
        case 0x72: text.append(0x0D)
        case 0x74: text.append(0x09)
        case 0x75:
            guard var value = unit() else { return false }
            if value >= 0xD800, value < 0xDC00, index + 1 < source.count, source[index] == 0x5C,
                source[index + 1] == 0x75
            {
                let afterFirst = index
                index += 2
                guard let low = unit() else { return false }
                if low >= 0xDC00, low < 0xE000 {
                    value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
                } else {
                    index = afterFirst
                }
            }
            let scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
            text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        default: return false
        }
        return true
    }

    /// Four hexadecimal digits at `index`.
    private mutating func unit() -> UInt32? {
        guard index + 4 <= source.count else { return nil }
        var value: UInt32 = 0
        for byte in source[index..<(index + 4)] {
            switch byte {
            case 0x30...0x39: value = value << 4 | UInt32(byte - 0x30)
            case 0x41...0x46: value = value << 4 | UInt32(byte - 0x37)
            case 0x61...0x66: value = value << 4 | UInt32(byte - 0x57)
            default: return nil
            }
        }
        index += 4
        return value
    }

    // MARK: Bytes

    /// Skips white space and `byte`; false where another stands there.
    private mutating func take(_ byte: UInt8) -> Bool {
        skipBlanks()
        guard index < source.count, source[index] == byte else { return false }
        index += 1
        return true
    }

    private mutating func skipBlanks() {
        while index < source.count {
            switch source[index] {
            case 0x20, 0x09, 0x0A, 0x0D: index += 1
            default: return
            }
        }
    }
}
