/// Why a snapshot could not be read.
package struct SnapshotError: Error, Sendable, Hashable, CustomStringConvertible {
    package var description: String
}

/// Numbers and texts one after the other; whole numbers in seven bits a byte, low ones first.
struct SnapshotWriter {
    private(set) var bytes: [UInt8] = []

    mutating func write(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    mutating func write(_ value: Int) { write(UInt64(max(0, value))) }

    /// Small numbers of either sign are short.
    mutating func write(signed value: Int64) {
        write(UInt64(bitPattern: value << 1 ^ value >> 63))
    }

    mutating func write(fixed value: UInt32) {
        for shift in stride(from: UInt32(0), to: 32, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }

    mutating func write(fixed value: UInt64) {
        write(fixed: UInt32(truncatingIfNeeded: value))
        write(fixed: UInt32(truncatingIfNeeded: value >> 32))
    }

    mutating func write(_ text: String) {
        let utf8 = Array(text.utf8)
        write(utf8.count)
        bytes += utf8
    }

    mutating func write(_ vector: SparseVector) {
        write(vector.entries.count)
        var last: UInt32 = 0
        for entry in vector.entries {
            write(UInt64(entry.token - last))
            write(fixed: entry.weight.bitPattern)
            last = entry.token
        }
    }

    /// - Parameter sorted: in rising order.
    mutating func write(sorted values: [UInt32]) {
        write(values.count)
        var last: UInt32 = 0
        for value in values {
            write(UInt64(value - last))
            last = value
        }
    }
}

/// Reads what ``SnapshotWriter`` wrote; bytes of any other origin give an error, never more memory than they are long.
struct SnapshotReader {
    private let bytes: [UInt8]
    private var index = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { index == bytes.count }

    mutating func byte() throws(SnapshotError) -> UInt8 {
        guard index < bytes.count else { throw SnapshotError(description: "snapshot ends early") }
        index += 1
        return bytes[index - 1]
    }

    mutating func number() throws(SnapshotError) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            let byte = try byte()
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        throw SnapshotError(description: "snapshot holds a number that is too long")
    }

    mutating func signed() throws(SnapshotError) -> Int64 {
        let value = try number()
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    /// How many things follow, each of at least one byte.
    mutating func count() throws(SnapshotError) -> Int {
        let value = try number()
        guard value <= UInt64(bytes.count - index) else {
            throw SnapshotError(description: "snapshot promises more than it holds")
        }
        return Int(value)
    }

    mutating func small() throws(SnapshotError) -> Int32 {
        guard let value = Int32(exactly: try number()) else {
            throw SnapshotError(description: "snapshot holds a number that is too large")
        }
        return value
    }

    mutating func fixed() throws(SnapshotError) -> UInt32 {
        var value: UInt32 = 0
        for shift in stride(from: UInt32(0), to: 32, by: 8) { value |= UInt32(try byte()) << shift }
        return value
    }

    mutating func fixedLong() throws(SnapshotError) -> UInt64 {
        let low = try fixed()
        return UInt64(low) | UInt64(try fixed()) << 32
    }

    mutating func text() throws(SnapshotError) -> String {
        let count = try count()
        defer { index += count }
        return String(decoding: bytes[index..<(index + count)], as: UTF8.self)
    }

    mutating func vector() throws(SnapshotError) -> SparseVector {
        let count = try count()
        var entries: [SparseVector.Entry] = []
        entries.reserveCapacity(count)
        var last: UInt32 = 0
        for _ in 0..<count {
            last &+= UInt32(truncatingIfNeeded: try number())
            entries.append(SparseVector.Entry(token: last, weight: Float(bitPattern: try fixed())))
        }
        return SparseVector(sorted: entries)
    }

    mutating func sorted() throws(SnapshotError) -> [UInt32] {
        let count = try count()
        var values: [UInt32] = []
        values.reserveCapacity(count)
        var last: UInt32 = 0
        for _ in 0..<count {
            last &+= UInt32(truncatingIfNeeded: try number())
            values.append(last)
        }
        return values
    }
}
