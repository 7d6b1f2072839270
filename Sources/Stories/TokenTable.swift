/// Numbers by token, in one run of memory: a look-up mostly touches one line of it, where a dictionary touches three.
///
/// Where a token stands is drawn anew in each process, so that nobody can choose words that fall on one another; nothing
/// that is decided or stored depends on it.
struct TokenTable: Sendable {
    private struct Slot {
        var token: UInt32
        /// ``free`` where nothing stands here.
        var number: Int32
    }

    private var slots: [Slot] = []
    private var shift: UInt64 = 64
    private(set) var count = 0

    private static let free = Int32.min
    private static let seed = UInt64.random(in: .min ... .max)
    private static let leastSlots = 16

    init() {}

    /// The number of `token`; no number is the least of its type.
    subscript(token: UInt32) -> Int32? {
        let slots = slots.span
        guard !slots.isEmpty else { return nil }
        var place = home(of: token)
        while slots[place].number != Self.free {
            if slots[place].token == token { return slots[place].number }
            place = (place + 1) & (slots.count - 1)
        }
        return nil
    }

    mutating func set(_ token: UInt32, to number: Int32) {
        let place = makePlace(for: token)
        slots[place].number = number
    }

    /// One more, from 0 on.
    mutating func count(_ token: UInt32) {
        let place = makePlace(for: token)
        slots[place].number = slots[place].number == Self.free ? 1 : slots[place].number + 1
    }

    mutating func remove(_ token: UInt32) {
        guard !slots.isEmpty else { return }
        let mask = slots.count - 1
        var place = home(of: token)
        while slots[place].token != token || slots[place].number == Self.free {
            guard slots[place].number != Self.free else { return }
            place = (place + 1) & mask
        }
        count -= 1
        // What stands behind it moves up, so that no search ends too early.
        var next = (place + 1) & mask
        while slots[next].number != Self.free {
            if (next - home(of: slots[next].token)) & mask >= (next - place) & mask {
                slots[place] = slots[next]
                place = next
            }
            next = (next + 1) & mask
        }
        slots[place].number = Self.free
    }

    mutating func reserveCapacity(_ tokens: Int) {
        var size = max(Self.leastSlots, slots.count)
        while 3 * tokens > 2 * size { size *= 2 }
        if size > slots.count { resize(to: size) }
    }

    /// Those whose number is `least` or more, in the order of tokens.
    func sorted(from least: Int32) -> [(token: UInt32, number: Int32)] {
        // Both in one number, which sorts several times as fast as pairs.
        var kept: [UInt64] = []
        kept.reserveCapacity(count)
        for slot in slots where slot.number != Self.free && slot.number >= least {
            kept.append(UInt64(slot.token) << 32 | UInt64(UInt32(bitPattern: slot.number)))
        }
        kept.sort()
        return kept.map { (UInt32($0 >> 32), Int32(truncatingIfNeeded: $0)) }
    }

    /// Drops those whose number is below `least`.
    mutating func keep(from least: Int32) {
        var kept = TokenTable()
        // Room for all at once: those that come in the order of their places would crowd the start of a small table.
        kept.reserveCapacity(slots.count { $0.number != Self.free && $0.number >= least })
        for slot in slots where slot.number != Self.free && slot.number >= least {
            kept.set(slot.token, to: slot.number)
        }
        self = kept
    }

    // MARK: Places

    private func home(of token: UInt32) -> Int {
        var mixed = UInt64(token) &* 0x9E37_79B9_7F4A_7C15 ^ Self.seed
        mixed = (mixed ^ mixed >> 32) &* 0xFF51_AFD7_ED55_8CCD
        return Int(truncatingIfNeeded: mixed >> shift)
    }

    /// Where `token` stands, or a free place that is from now on its own.
    private mutating func makePlace(for token: UInt32) -> Int {
        if 3 * (count + 1) > 2 * slots.count { resize(to: max(Self.leastSlots, 2 * slots.count)) }
        var place = home(of: token)
        while slots[place].number != Self.free {
            if slots[place].token == token { return place }
            place = (place + 1) & (slots.count - 1)
        }
        slots[place].token = token
        count += 1
        return place
    }

    private mutating func resize(to size: Int) {
        let old = slots
        slots = [Slot](repeating: Slot(token: 0, number: Self.free), count: size)
        shift = UInt64(64 - size.trailingZeroBitCount)
        for slot in old where slot.number != Self.free {
            var place = home(of: slot.token)
            while slots[place].number != Self.free { place = (place + 1) & (size - 1) }
            slots[place] = slot
        }
    }
}
