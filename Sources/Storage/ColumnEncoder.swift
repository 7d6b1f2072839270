/// Writes values as JSON in one go, in the order of their keys: the columns that every poll writes.
///
/// Foundation's encoder builds a tree first, which takes several times as long. What this one does not know it refuses, and
/// the caller asks Foundation.
final class ColumnEncoder: Encoder {
    let codingPath: [any CodingKey] = []
    let userInfo: [CodingUserInfoKey: Any] = [:]
    fileprivate var bytes: [UInt8] = []
    /// What the value being written has opened: `{`, `[` or nothing.
    fileprivate var opened: UInt8 = 0
    fileprivate var needsComma = false
    fileprivate var isRefused = false

    /// The JSON of `value`; `nil` for what this encoder does not know.
    static func text(_ value: some Encodable) -> String? {
        let encoder = ColumnEncoder()
        encoder.bytes.reserveCapacity(1024)
        do { try encoder.write(value) } catch { return nil }
        return encoder.isRefused ? nil : String(decoding: encoder.bytes, as: UTF8.self)
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        open(0x7B)
        return KeyedEncodingContainer(Keyed(encoder: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        open(0x5B)
        return Unkeyed(encoder: self)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { Single(encoder: self) }

    private func open(_ bracket: UInt8) {
        // A second container of one value would have to go on with the first.
        if opened != 0 { isRefused = true }
        opened = bracket
        needsComma = false
        bytes.append(bracket)
    }

    fileprivate func separate() {
        if needsComma { bytes.append(0x2C) }
        needsComma = true
    }

    fileprivate func key(_ name: String) {
        separate()
        quote(name)
        bytes.append(0x3A)
    }

    fileprivate func write<Value: Encodable>(_ value: Value) throws {
        switch value {
        case let text as String: quote(text)
        case let flag as Bool: bytes.append(contentsOf: (flag ? "true" : "false").utf8)
        case let number as any BinaryInteger: bytes.append(contentsOf: String(number).utf8)
        case is any BinaryFloatingPoint: isRefused = true
        default:
            let (outer, comma) = (opened, needsComma)
            opened = 0
            try value.encode(to: self)
            if opened != 0 { bytes.append(opened + 2) }
            (opened, needsComma) = (outer, comma)
        }
    }

    private func quote(_ text: String) { Self.quote(text, to: &bytes) }

    /// Adds `text` in quotes.
    static func quote(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(0x22)
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C }) {
            bytes.append(contentsOf: text.utf8)
        } else {
            for byte in text.utf8 { append(byte, to: &bytes) }
        }
        bytes.append(0x22)
    }

    /// Adds one byte of a string, escaped where it has to be.
    private static func append(_ byte: UInt8, to bytes: inout [UInt8]) {
        switch byte {
        case 0x22, 0x5C:
            bytes.append(0x5C)
            bytes.append(byte)
        case 0..<0x20:
            let digits = String(byte, radix: 16)
            bytes.append(contentsOf: "\\u00\(digits.utf8.count == 1 ? "0" : "")\(digits)".utf8)
        default: bytes.append(byte)
        }
    }
}

private struct Keyed<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let encoder: ColumnEncoder
    var codingPath: [any CodingKey] { [] }

    mutating func encodeNil(forKey key: Key) {
        encoder.key(key.stringValue)
        encoder.bytes.append(contentsOf: "null".utf8)
    }

    mutating func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
        encoder.key(key.stringValue)
        try encoder.write(value)
    }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        encoder.isRefused = true
        return KeyedEncodingContainer(Keyed<Nested>(encoder: encoder))
    }

    mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        encoder.isRefused = true
        return Unkeyed(encoder: encoder)
    }

    mutating func superEncoder() -> any Encoder {
        encoder.isRefused = true
        return encoder
    }

    mutating func superEncoder(forKey key: Key) -> any Encoder { superEncoder() }
}

private struct Unkeyed: UnkeyedEncodingContainer {
    let encoder: ColumnEncoder
    var count = 0
    var codingPath: [any CodingKey] { [] }

    init(encoder: ColumnEncoder) { self.encoder = encoder }

    mutating func encodeNil() {
        encoder.separate()
        encoder.bytes.append(contentsOf: "null".utf8)
        count += 1
    }

    mutating func encode<Value: Encodable>(_ value: Value) throws {
        encoder.separate()
        try encoder.write(value)
        count += 1
    }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) -> KeyedEncodingContainer<Nested> {
        encoder.isRefused = true
        return KeyedEncodingContainer(Keyed<Nested>(encoder: encoder))
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        encoder.isRefused = true
        return self
    }

    mutating func superEncoder() -> any Encoder {
        encoder.isRefused = true
        return encoder
    }
}

private struct Single: SingleValueEncodingContainer {
    let encoder: ColumnEncoder
    var codingPath: [any CodingKey] { [] }

    mutating func encodeNil() { encoder.bytes.append(contentsOf: "null".utf8) }
    mutating func encode<Value: Encodable>(_ value: Value) throws { try encoder.write(value) }
}
