/// JSON as a list of its parts, each object and array before what is in it.
final class FlatJSON {
    enum Kind { case object, array, string, number, yes, no, null }

    struct Part {
        var kind: Kind
        /// Inside of the quotes for a string.
        var bytes: Range<Int>
        /// The part after this one and all that is in it.
        var next: Int
    }

    private let text: [UInt8]
    private(set) var parts: [Part] = []
    private var place = 0

    /// Objects and arrays inside one another.
    private static let depthLimit = 16

    init?(_ text: String) {
        self.text = Array(text.utf8)
        parts.reserveCapacity(64)
        guard read(depth: 0), place == self.text.count else { return nil }
    }

    private func take(_ byte: UInt8) -> Bool {
        guard place < text.count, text[place] == byte else { return false }
        place += 1
        return true
    }

    private func read(depth: Int) -> Bool {
        guard place < text.count, depth < Self.depthLimit else { return false }
        let index = parts.count
        switch text[place] {
        case 0x7B: guard readAll(.object, 0x7D, depth) else { return false }
        case 0x5B: guard readAll(.array, 0x5D, depth) else { return false }
        case 0x22: guard readString() else { return false }
        case 0x74: guard readWord(Self.yes, .yes) else { return false }
        case 0x66: guard readWord(Self.no, .no) else { return false }
        case 0x6E: guard readWord(Self.null, .null) else { return false }
        default:
            let start = place
            while place < text.count, text[place] == 0x2D || (0x30...0x39).contains(text[place]) {
                place += 1
            }
            guard place > start else { return false }
            parts.append(Part(kind: .number, bytes: start..<place, next: index + 1))
        }
        parts[index].next = parts.count
        return true
    }

    private func readAll(_ kind: Kind, _ end: UInt8, _ depth: Int) -> Bool {
        parts.append(Part(kind: kind, bytes: place..<place, next: 0))
        place += 1
        if take(end) { return true }
        repeat {
            if kind == .object { guard readString(), take(0x3A) else { return false } }
            guard read(depth: depth + 1) else { return false }
        } while take(0x2C)
        return take(end)
    }

    private func readString() -> Bool {
        guard take(0x22) else { return false }
        let start = place
        while place < text.count, text[place] != 0x22 { place += text[place] == 0x5C ? 2 : 1 }
        guard place < text.count else { return false }
        parts.append(Part(kind: .string, bytes: start..<place, next: parts.count + 1))
        place += 1
        return true
    }

    private static let yes = Array("true".utf8)
    private static let no = Array("false".utf8)
    private static let null = Array("null".utf8)

    private func readWord(_ word: [UInt8], _ kind: Kind) -> Bool {
        let count = word.count
        guard place + count <= text.count, word.elementsEqual(text[place..<(place + count)]) else {
            return false
        }
        parts.append(Part(kind: kind, bytes: place..<(place + count), next: parts.count + 1))
        place += count
        return true
    }

    func isString(_ part: Int, _ name: String) -> Bool {
        let bytes = parts[part].bytes
        if bytes.count == name.utf8.count { return text[bytes].elementsEqual(name.utf8) }
        // An escape makes a key longer than its name.
        return bytes.count > name.utf8.count && text[bytes].contains(0x5C) && string(part) == name
    }

    /// `nil` for an escape other than the few that the store writes itself.
    func string(_ part: Int) -> String? {
        guard parts[part].kind == .string else { return nil }
        let bytes = text[parts[part].bytes]
        guard bytes.contains(0x5C) else { return String(decoding: bytes, as: UTF8.self) }
        var plain: [UInt8] = []
        var rest = bytes
        while let byte = rest.popFirst() {
            guard byte == 0x5C else {
                plain.append(byte)
                continue
            }
            switch rest.popFirst() {
            case .some(let sign) where sign == 0x22 || sign == 0x5C || sign == 0x2F: plain.append(sign)
            case 0x6E: plain.append(0x0A)
            case 0x74: plain.append(0x09)
            case 0x72: plain.append(0x0D)
            case 0x75:
                guard let code = UInt8(String(decoding: rest.prefix(4), as: UTF8.self), radix: 16),
                    code < 0x80
                else { return nil }
                plain.append(code)
                rest = rest.dropFirst(4)
            default: return nil
            }
        }
        return String(decoding: plain, as: UTF8.self)
    }

    func bool(_ part: Int) -> Bool? {
        switch parts[part].kind {
        case .yes: true
        case .no: false
        default: nil
        }
    }

    func integer<Number: FixedWidthInteger>(_ part: Int, _ type: Number.Type) -> Number? {
        guard parts[part].kind == .number else { return nil }
        var bytes = text[parts[part].bytes]
        let isNegative = bytes.first == 0x2D
        if isNegative { bytes.removeFirst() }
        guard !bytes.isEmpty else { return nil }
        var value: Number = 0
        for byte in bytes {
            guard (0x30...0x39).contains(byte) else { return nil }
            let (tenfold, isOver) = value.multipliedReportingOverflow(by: 10)
            let digit = Number(truncatingIfNeeded: byte - 0x30)
            let (sum, isPast) =
                isNegative
                ? tenfold.subtractingReportingOverflow(digit) : tenfold.addingReportingOverflow(digit)
            guard !isOver, !isPast else { return nil }
            value = sum
        }
        return value
    }
}
