/// The name of an element or attribute of HTML in one number, in lower case.
///
/// Up to sixteen bytes of ASCII, the last in the lowest byte; no allowed name is longer.
struct MarkupName: Hashable, Sendable {
    let code: UInt128

    static let none = MarkupName(code: 0)

    init(code: UInt128) { self.code = code }

    /// `nil` for a name that is too long or has bytes outside ASCII.
    init?(_ name: String) {
        var code: UInt128 = 0
        guard name.utf8.count <= 16 else { return nil }
        for byte in name.utf8 {
            guard byte < 0x80 else { return nil }
            code = code << 8 | UInt128(byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte)
        }
        self.code = code
    }

    /// Its bytes.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        var rest = code
        while rest != 0 {
            bytes.append(UInt8(truncatingIfNeeded: rest))
            rest >>= 8
        }
        return bytes.reversed()
    }
}

/// Values by name, found with one multiplication and, mostly, one comparison.
struct MarkupNameTable<Value: Sendable>: Sendable {
    private var slots: [Slot?]
    private let mask: Int

    private struct Slot: Sendable {
        var name: MarkupName
        var value: Value
    }

    /// - Precondition: no name occurs twice.
    init(_ values: [(MarkupName, Value)]) {
        var size = 16
        while size < values.count * 4 { size *= 2 }
        slots = Array(repeating: nil, count: size)
        mask = size - 1
        for (name, value) in values {
            var place = name.place & mask
            while slots[place] != nil { place = (place + 1) & mask }
            slots[place] = Slot(name: name, value: value)
        }
    }

    subscript(_ name: MarkupName) -> Value? {
        var place = name.place & mask
        while let slot = slots[place] {
            if slot.name == name { return slot.value }
            place = (place + 1) & mask
        }
        return nil
    }
}

/// Names, found in the same way.
struct MarkupNameSet: Sendable {
    /// The codes of the names, 0 for none.
    private var slots: [UInt128]
    private let mask: Int

    init(_ names: some Collection<MarkupName>) {
        var size = 4
        while size < names.count * 4 { size *= 2 }
        slots = Array(repeating: 0, count: size)
        mask = size - 1
        for name in names where name != .none && !contains(name) {
            var place = name.place & mask
            while slots[place] != 0 { place = (place + 1) & mask }
            slots[place] = name.code
        }
    }

    func contains(_ name: MarkupName) -> Bool {
        var place = name.place & mask
        while slots[place] != 0 {
            if slots[place] == name.code { return true }
            place = (place + 1) & mask
        }
        return false
    }
}

extension MarkupName {
    /// A number that seldom is that of another name.
    fileprivate var place: Int {
        let low = UInt64(truncatingIfNeeded: code)
        let high = UInt64(truncatingIfNeeded: code >> 64)
        return Int(truncatingIfNeeded: ((low ^ high &* 31) &* 0x9E37_79B9_7F4A_7C15) >> 40)
    }
}
