/// Where each of an article's tokens stands among them, for looking up those of many clusters: most are none of its own, and
/// are turned away by one look at a small table.
struct TokenPlaces {
    /// Places from 1 on; 0 is free. At most one in four is taken.
    private var table: [UInt16]

    /// - Parameter entries: as many of them as a table of such numbers can hold; the rest are not found.
    init(_ entries: [SparseVector.Entry]) {
        var size = 64
        while size < 4 * entries.count { size *= 2 }
        table = [UInt16](repeating: 0, count: size)
        for (place, entry) in entries.prefix(Int(UInt16.max)).enumerated() {
            var slot = Int(entry.token) & (size - 1)
            while table[slot] != 0 { slot = (slot + 1) & (size - 1) }
            table[slot] = UInt16(place + 1)
        }
    }

    /// - Parameter entries: those that this was made of.
    @inline(__always)
    func place(of token: UInt32, in entries: borrowing Span<SparseVector.Entry>) -> Int? {
        let table = table.span
        var slot = Int(token) & (table.count - 1)
        while table[slot] != 0 {
            let place = Int(table[slot]) - 1
            if entries[place].token == token { return place }
            slot = (slot + 1) & (table.count - 1)
        }
        return nil
    }
}
