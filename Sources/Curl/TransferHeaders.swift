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
        let letters = name.utf8
        guard line.name.count == letters.count else { return false }
        return zip(bytes[line.name], letters).allSatisfy { Self.lowered($0) == Self.lowered($1) }
    }

    private static func lowered(_ byte: UInt8) -> UInt8 {
        (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
    }

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        lines.removeAll(keepingCapacity: true)
    }

    /// Takes a line with or without its end; one that names nothing is passed over.
    mutating func append(_ line: UnsafeBufferPointer<UInt8>) {
        guard let colon = unsafe line.firstIndex(of: 0x3A), colon > 0, unsafe line[0] > 0x20 else { return }
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

    /// The bytes of a header line that holds such values, with a zero at its end.
    package static func line(_ text: String) -> [UInt8] {
        var line: [UInt8] = []
        line.reserveCapacity(text.utf8.count + 1)
        let isPlain = text.utf8.allSatisfy { $0 < 0x80 }
        if isPlain {
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
