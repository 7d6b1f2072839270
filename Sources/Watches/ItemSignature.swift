import Text

/// Which features an item has, as bits: it says of most literals that they are not there, and costs a fraction of an
/// index of the item.
struct ItemSignature: Sendable {
    /// Sets the bit of each feature.
    private struct Bits: FeatureVisitor {
        /// Some forty for each feature of an article, and little enough for a processor's nearest memory.
        var words: [UInt64] = Array(repeating: 0, count: 1 << (ItemSignature.bitCount - 6))

        @inline(__always)
        mutating func visit(_ key: UInt64, word: Int, start: Int) {
            let bit = key >> (64 - ItemSignature.bitCount)
            words[Int(bit >> 6)] |= 1 << (bit & 63)
        }
    }

    /// A power of two.
    private static let bitCount: UInt64 = 15

    private let bits: [UInt64]
    /// One bit for each script of its words.
    private let scripts: UInt8

    init(title: FoldedText, text: FoldedText) {
        var bits = Bits()
        title.visitFeatures(.one, &bits)
        text.visitFeatures(.one, &bits)
        self.bits = bits.words
        scripts = title.scripts | text.scripts
    }

    /// False where no literal with `key` stands in the item; true for one in forty of the others as well.
    @inline(__always)
    func mayHold(_ key: LiteralKey) -> Bool {
        guard key.scripts & ~scripts == 0 else { return false }
        let bit = key.key >> (64 - Self.bitCount)
        return !key.isDeniable || bits[Int(bit >> 6)] & 1 << (bit & 63) != 0
    }
}
