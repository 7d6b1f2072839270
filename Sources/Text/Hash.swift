/// A 64-bit hash of bytes: FNV-1a with a final mix, the same on every machine and in every run.
///
/// For words, content and lookup; it does not withstand somebody who looks for collisions.
/// - Source: http://www.isthe.com/chongo/tech/comp/fnv/ ; the mix is the finaliser of MurmurHash3.
package struct StableHash: Sendable {
    private var state: UInt64 = 0xCBF2_9CE4_8422_2325

    package init() {}

    @inline(__always)
    package mutating func combine(_ byte: UInt8) {
        state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }

    package mutating func combine(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { combine(byte) }
    }

    /// The same for an array, which crosses modules without a call for each byte.
    package mutating func combine(_ bytes: [UInt8]) {
        for byte in bytes { combine(byte) }
    }

    /// The same for text.
    package mutating func combine(_ letters: String.UTF8View) {
        let span = letters.span
        for index in span.indices { combine(span[index]) }
    }

    package var value: UInt64 {
        var mixed = state
        mixed = (mixed ^ (mixed >> 33)) &* 0xFF51_AFD7_ED55_8CCD
        mixed = (mixed ^ (mixed >> 33)) &* 0xC4CE_B9FE_1A85_EC53
        return mixed ^ (mixed >> 33)
    }

    package static func of(_ text: String) -> UInt64 {
        var hash = StableHash()
        hash.combine(text.utf8)
        return hash.value
    }
}
