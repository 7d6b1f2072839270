import UTF8Proc

/// What folding makes of each scalar, and which kind of word it belongs to.
///
/// Folding is NFKC, without combining marks but for the voiced sound marks of kana and the breve of й and ў, with
/// ё as е, case-folded, NFC. The table covers the basic plane and is built once, in a few milliseconds.
package struct FoldTable: Sendable {
    package enum Kind: UInt8, Sendable {
        case separator
        case letter
        case digit
        case hangul
        /// Han and kana, written without spaces.
        case ideograph
        case apostrophe
        /// Drops out: a soft hyphen, a variation selector.
        case ignored
        /// Has to be composed with what stands before it: the text takes the slow path.
        case combining
    }

    package static let shared = FoldTable()

    /// Kind in the upper 8 bits; below, the folded scalar, or the index in `sequences` where bit 23 is set.
    private let entries: [UInt32]
    private let sequences: [[UInt32]]

    private static let sequenceFlag: UInt32 = 1 << 23

    private init() {
        var sequences: [[UInt32]] = []
        var entries = [UInt32](repeating: 0, count: 0x10000)
        for scalar in UInt32(0)..<0x10000 {
            let (kind, folded) = Self.folding(of: scalar)
            var value = folded.first ?? scalar
            if folded.count > 1 {
                value = UInt32(sequences.count) | Self.sequenceFlag
                sequences.append(folded)
            }
            entries[Int(scalar)] = UInt32(kind.rawValue) << 24 | value
        }
        self.entries = entries
        self.sequences = sequences
    }

    /// The kind of `scalar` and, in the common case, the one scalar that it folds to; `nil` for several.
    @inline(__always)
    package func fold(_ scalar: UInt32) -> (kind: Kind, single: UInt32?) {
        guard scalar < 0x10000 else {
            let (kind, folded) = Self.folding(of: scalar)
            return (kind, folded.count == 1 ? folded[0] : nil)
        }
        let entry = entries[Int(scalar)]
        let kind = Kind(rawValue: UInt8(entry >> 24)) ?? .separator
        return (kind, entry & Self.sequenceFlag == 0 ? entry & 0x1F_FFFF : nil)
    }

    /// A part of a Hangul syllable: what no syllable took up stands for itself.
    package static func isJamo(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x1100...0x11FF, 0xA960...0xA97F, 0xD7B0...0xD7FF: true
        default: false
        }
    }

    /// All scalars that `scalar` folds to.
    package func sequence(for scalar: UInt32) -> [UInt32] {
        guard scalar < 0x10000 else { return Self.folding(of: scalar).folded }
        let entry = entries[Int(scalar)]
        let value = entry & 0x1F_FFFF
        return entry & Self.sequenceFlag == 0 ? [value] : sequences[Int(value)]
    }

    // MARK: Building

    private static func folding(of scalar: UInt32) -> (kind: Kind, folded: [UInt32]) {
        switch scalar {
        case 0x61...0x7A: return (.letter, [scalar])
        case 0x41...0x5A: return (.letter, [scalar + 32])
        case 0x30...0x39: return (.digit, [scalar])
        case 0x27, 0x2019, 0x2BC, 0xFF07: return (.apostrophe, [0x27])
        case 0x0..<0x80: return (.separator, [scalar])
        case 0xAC00...0xD7A3: return (.hangul, [scalar])
        case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0x20000...0x323AF: return (.ideograph, [scalar])
        // Jamo, single or half-width, and the marks that kana composes with.
        case 0x1100...0x11FF, 0xA960...0xA97F, 0xD7B0...0xD7FF, 0x3131...0x318E, 0xFFA0...0xFFDC, 0x3099,
            0x309A,
            0xFF9E, 0xFF9F:
            return (.combining, [scalar])
        // й and ў are letters of their own, not и and у with an accent.
        case 0x0419, 0x0439: return (.letter, [0x0439])
        case 0x040E, 0x045E: return (.letter, [0x045E])
        default: break
        }
        let category = UTF8Proc.category(of: scalar)
        if category == .mark, UTF8Proc.combiningClass(of: scalar) != 0, !isVirama(scalar) {
            return (.combining, [scalar])
        }
        let decomposed = UTF8Proc.foldedDecomposition(of: scalar)
        guard !decomposed.isEmpty else { return (.ignored, []) }
        let kept = decomposed.filter { !isDropped($0) }.map { $0 == 0x2BC ? 0x27 : $0 }
        let folded = kept.count == 1 || kept.isEmpty ? kept : composed(kept)
        if folded.contains(where: isJamo) { return (.combining, [scalar]) }
        let kinds = folded.map { kind(of: $0, category: category) }
        guard let kind = kinds.first else { return (.ignored, []) }
        if kinds.allSatisfy({ $0 == kind }) { return (kind, kind == .separator ? [scalar] : folded) }
        // Letters and digits are one word; a fraction or a sign in parentheses is several, with marks between.
        let isOneWord = kinds.allSatisfy { $0 == .letter || $0 == .digit }
        return isOneWord ? (kind, folded) : (.combining, [scalar])
    }

    private static func kind(of scalar: UInt32, category: UTF8Proc.Category) -> Kind {
        switch scalar {
        case 0xAC00...0xD7A3: return .hangul
        case 0x27: return .apostrophe
        case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x323AF, 0x3005...0x3007,
            0x3041...0x3096, 0x309D...0x309F, 0x30A1...0x30FA, 0x30FC...0x30FF, 0x31F0...0x31FF:
            return .ideograph
        default: break
        }
        switch UTF8Proc.category(of: scalar) {
        case .letter, .mark: return .letter
        case .digit: return .digit
        case .other: return category == .mark ? .letter : .separator
        }
    }

    private static func isDropped(_ scalar: UInt32) -> Bool {
        UTF8Proc.category(of: scalar) == .mark && UTF8Proc.combiningClass(of: scalar) != 0
            && scalar != 0x3099 && scalar != 0x309A && !isVirama(scalar)
    }

    /// Viramas and the like join syllables: they are part of the spelling.
    private static func isVirama(_ scalar: UInt32) -> Bool { UTF8Proc.combiningClass(of: scalar) == 9 }

    private static func composed(_ scalars: [UInt32]) -> [UInt32] {
        var text = String.UnicodeScalarView()
        for scalar in scalars { if let valid = Unicode.Scalar(scalar) { text.append(valid) } }
        guard let bytes = UTF8Proc.composed(Array(String(text).utf8), isCompatible: false) else {
            return scalars
        }
        return String(decoding: bytes, as: UTF8.self).unicodeScalars.map(\.value)
    }
}
