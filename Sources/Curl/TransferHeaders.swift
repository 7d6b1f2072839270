/// The headers of one answer, as they came.
///
/// The lines are kept as bytes, and only the few that somebody asks for become text: an answer has a dozen of them.
package struct TransferHeaders: Sendable {
    private var bytes: [UInt8] = []
    private var lines: [Line] = []

    /// Where one line's name and value stand in `bytes`.
    private struct Line: Sendable {
        var name: Range<Int>
        var value: Range<Int>
    }

    package init() {}

    /// For tests and answers that no server gave.
    package init(_ headers: [(name: String, value: String)]) {
        for header in headers {
            let line = Array("\(header.name): \(header.value)".utf8)
            unsafe line.withUnsafeBufferPointer { unsafe append($0) }
        }
    }

    package var count: Int { lines.count }

    /// The first header called `name`, case aside.
    package func first(_ name: String) -> String? {
        lines.first { matches($0, name) }.map { HeaderText.decoded(bytes[$0.value]) }
    }

    /// Every header called `name`, in order, joined by commas as one list.
    ///
    /// - Source: RFC 9110 §5.3.
    package func list(_ name: String) -> String? {
        let values = all(name)
        return values.isEmpty ? nil : values.joined(separator: ", ")
    }

    /// Every header called `name`, in order, each by itself: one that is broken does not spoil the next.
    package func all(_ name: String) -> [String] {
        lines.filter { matches($0, name) }.map { HeaderText.decoded(bytes[$0.value]) }
    }

    private func matches(_ line: Line, _ name: String) -> Bool {
        let letters = name.utf8.span
        guard line.name.count == letters.count else { return false }
        for index in letters.indices
        where Self.lowered(bytes[line.name.lowerBound + index]) != Self.lowered(letters[index]) {
            return false
        }
        return true
    }

    private static func lowered(_ byte: UInt8) -> UInt8 {
        (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
    }

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        lines.removeAll(keepingCapacity: true)
        bytes.reserveCapacity(Self.usualBytes)
        lines.reserveCapacity(Self.usualLines)
    }

    /// What most answers have room in.
    private static let usualBytes = 480
    private static let usualLines = 14

    /// Takes a line with or without its end; one that names nothing is passed over.
    mutating func append(_ line: UnsafeBufferPointer<UInt8>) {
        var colon = 0
        while colon < line.count, unsafe line[colon] != 0x3A { colon += 1 }
        guard colon > 0, colon < line.count, unsafe line[0] > 0x20 else { return }
        var first = colon + 1
        var last = line.count
        while first < last, unsafe line[first] == 0x20 || line[first] == 0x09 { first += 1 }
        while last > first, unsafe line[last - 1] <= 0x20 { last -= 1 }
        let start = bytes.count
        unsafe bytes.append(contentsOf: line[..<last])
        lines.append(Line(name: start..<(start + colon), value: (start + first)..<(start + last)))
    }
}

/// Values of headers as text that gives every byte back.
///
/// A value that is no UTF-8 (Latin-1 in an ETag, say) keeps its bytes as characters of the private use area.
package enum HeaderText {
    /// The character that stands for byte 0; a byte from 0x80 on stands that much further.
    private static let base: UInt32 = 0xF700

    package static func decoded(_ bytes: ArraySlice<UInt8>) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        var text = ""
        for byte in bytes {
            let scalar = Unicode.Scalar(byte < 0x80 ? UInt32(byte) : base + UInt32(byte))
            text.unicodeScalars.append(scalar ?? "\u{FFFD}")
        }
        return text
    }

    /// Whether `text` is ASCII, and so goes out as it stands.
    static func isPlain(_ text: String) -> Bool {
        let letters = text.utf8.span
        for index in letters.indices where letters[index] >= 0x80 { return false }
        return true
    }

    /// The bytes of a header line that holds such values, with a zero at its end.
    package static func line(_ text: String) -> [UInt8] {
        var line: [UInt8] = []
        line.reserveCapacity(text.utf8.count + 1)
        if isPlain(text) {
            line.append(contentsOf: text.utf8)
        } else {
            for scalar in text.unicodeScalars {
                if (base + 0x80...base + 0xFF).contains(scalar.value) {
                    line.append(UInt8(scalar.value - base))
                } else {
                    line.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
                }
            }
        }
        line.append(0)
        return line
    }
}
