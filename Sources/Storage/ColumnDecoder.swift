/// Reads values from JSON that the store wrote: the columns that every poll reads.
///
/// The text is taken apart once into a flat list of its parts; keys are looked for from where the last one was found. What
/// this decoder does not take is no error: the caller asks Foundation, which says what is wrong.
final class ColumnDecoder: Decoder {
    /// Why this decoder gave up.
    struct Refusal: Error {}

    let codingPath: [any CodingKey] = []
    let userInfo: [CodingUserInfoKey: Any] = [:]
    fileprivate let json: FlatJSON
    /// The part that is being read.
    fileprivate let part: Int

    fileprivate init(json: FlatJSON, part: Int) {
        self.json = json
        self.part = part
    }

    /// The value in `text`; `nil` where this decoder does not take it.
    static func value<Value: Decodable>(_ type: Value.Type, _ text: String) -> Value? {
        guard let json = FlatJSON(text) else { return nil }
        do { return try ColumnDecoder(json: json, part: 0).read(type, at: 0) } catch { return nil }
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard json.parts[part].kind == .object else { throw Refusal() }
        return KeyedDecodingContainer(Keyed(decoder: self))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard json.parts[part].kind == .array else { throw Refusal() }
        return Unkeyed(decoder: self)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer { Single(decoder: self) }

    fileprivate func read<Value: Decodable>(_ type: Value.Type, at part: Int) throws -> Value {
        let value: (any Decodable)? =
            switch type {
            case is String.Type: json.string(part)
            case is Bool.Type: json.bool(part)
            case let type as any (FixedWidthInteger & Decodable).Type: json.integer(part, type)
            case is any BinaryFloatingPoint.Type: nil
            default: try Value(from: ColumnDecoder(json: json, part: part))
            }
        guard let value = value as? Value else { throw Refusal() }
        return value
    }
}

// MARK: - Containers

private final class Cursor {
    var place: Int
    init(_ place: Int) { self.place = place }
}

private struct Keyed<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let decoder: ColumnDecoder
    /// Where the next key is likely to be.
    private let cursor: Cursor
    var codingPath: [any CodingKey] { [] }

    var allKeys: [Key] {
        let json = decoder.json
        var keys: [Key] = []
        var place = decoder.part + 1
        while place < json.parts[decoder.part].next {
            if let key = json.string(place).flatMap({ Key(stringValue: $0) }) { keys.append(key) }
            place = json.parts[place + 1].next
        }
        return keys
    }

    init(decoder: ColumnDecoder) {
        self.decoder = decoder
        cursor = Cursor(decoder.part + 1)
    }

    /// The part of the value of `key`; keys come in the order in which they are asked for, or nearly.
    private func find(_ key: Key) -> Int? {
        let json = decoder.json
        let (first, end) = (decoder.part + 1, json.parts[decoder.part].next)
        let name = key.stringValue
        for range in [cursor.place..<end, first..<cursor.place] {
            var place = range.lowerBound
            while place < range.upperBound {
                if json.isString(place, name) {
                    cursor.place = place
                    return place + 1
                }
                place = json.parts[place + 1].next
            }
        }
        return nil
    }

    func contains(_ key: Key) -> Bool { find(key) != nil }

    func decodeNil(forKey key: Key) -> Bool { find(key).map { decoder.json.parts[$0].kind == .null } ?? true }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        guard let part = find(key) else { throw ColumnDecoder.Refusal() }
        return try decoder.read(type, at: part)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> { throw ColumnDecoder.Refusal() }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        throw ColumnDecoder.Refusal()
    }

    func superDecoder() throws -> any Decoder { throw ColumnDecoder.Refusal() }
    func superDecoder(forKey key: Key) throws -> any Decoder { throw ColumnDecoder.Refusal() }
}

private struct Unkeyed: UnkeyedDecodingContainer {
    let decoder: ColumnDecoder
    var codingPath: [any CodingKey] { [] }
    private var place: Int
    private(set) var currentIndex = 0

    init(decoder: ColumnDecoder) {
        self.decoder = decoder
        place = decoder.part + 1
    }

    var count: Int? { nil }
    var isAtEnd: Bool { place >= decoder.json.parts[decoder.part].next }

    mutating func decodeNil() -> Bool {
        guard !isAtEnd, decoder.json.parts[place].kind == .null else { return false }
        step()
        return true
    }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        guard !isAtEnd else { throw ColumnDecoder.Refusal() }
        let value = try decoder.read(type, at: place)
        step()
        return value
    }

    private mutating func step() {
        place = decoder.json.parts[place].next
        currentIndex += 1
    }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> { throw ColumnDecoder.Refusal() }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        throw ColumnDecoder.Refusal()
    }
    mutating func superDecoder() throws -> any Decoder { throw ColumnDecoder.Refusal() }
}

private struct Single: SingleValueDecodingContainer {
    let decoder: ColumnDecoder
    var codingPath: [any CodingKey] { [] }

    func decodeNil() -> Bool { decoder.json.parts[decoder.part].kind == .null }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try decoder.read(type, at: decoder.part)
    }
}
