/// The loop that folds and cuts; see ``FoldedText`` for the rules.
struct WordCutter {
    var bytes: [UInt8] = []
    var words: [FoldedText.Word] = []

    private let table = FoldTable.shared
    private var isInWord = false
    private var script = FoldedText.Script.alphabetic
    private var wordStart = 0
    private var sourceStart = 0
    private var sourceEnd = 0
    private var isJoined = false
    /// Of the running word as far as it goes.
    private var hash = StableHash()
    /// Where the folded apostrophe of the running word stands, if it has one.
    private var apostrophe: (folded: Int, source: Int)?

    init(capacity: Int) {
        bytes.reserveCapacity(capacity)
        words.reserveCapacity(capacity / 6 + 1)
    }

    /// Returns whether all of `source` was cut, or stops at the first combining scalar if told so.
    mutating func cut(_ source: [UInt8], stopsAtCombining: Bool) -> Bool {
        let ascii = Self.asciiFolds
        let input = source.span
        var index = 0
        while index < source.count {
            let first = ascii[Int(input[index])]
            if first >= UInt8(ascii: "a") {
                // Most of most texts: letters and digits that fold byte by byte.
                enter(.letter, at: index)
                var end = index + 1
                while end < input.count, ascii[Int(input[end])] != 0 { end += 1 }
                appendASCII(source[index..<end], ascii)
                index = end
                sourceEnd = end
                continue
            }
            if first == 0, input[index] < 0x80, input[index] != 0x27 {
                finishWord()
                index += 1
                continue
            }
            let (scalar, length) = Self.scalar(in: source, at: index)
            let (kind, single) = table.fold(scalar)
            switch kind {
            case .separator:
                finishWord()
            case .ignored: break
            case .combining:
                if stopsAtCombining { return false }
                if FoldTable.isJamo(scalar) {
                    enter(.hangul, at: index)
                    append(scalar)
                    sourceEnd = index + length
                }
            case .apostrophe:
                holdApostrophe(at: index)
            case .letter, .digit, .hangul, .ideograph:
                enter(kind, at: index)
                if let single {
                    append(single)
                } else {
                    for scalar in table.sequence(for: scalar) { append(scalar) }
                }
                sourceEnd = index + length
            }
            index += length
        }
        finishWord()
        return true
    }

    // MARK: Words

    private mutating func enter(_ kind: FoldTable.Kind, at index: Int) {
        let next: FoldedText.Script =
            switch kind {
            case .hangul: .hangul
            case .ideograph: .ideographic
            case .digit: script == .alphabetic && isInWord ? .alphabetic : .digits
            default: .alphabetic
            }
        if isInWord {
            if next == script { return }
            if next == .alphabetic, script == .digits {
                script = .alphabetic
                return
            }
            let end = sourceEnd
            finishWord()
            begin(next, at: index, isJoined: end == index)
        } else {
            begin(next, at: index, isJoined: sourceEnd == index && !words.isEmpty)
        }
    }

    private mutating func begin(_ script: FoldedText.Script, at index: Int, isJoined: Bool) {
        isInWord = true
        self.script = script
        self.isJoined = isJoined
        wordStart = bytes.count
        hash = StableHash()
        sourceStart = index
        apostrophe = nil
    }

    private mutating func holdApostrophe(at index: Int) {
        guard isInWord, script == .alphabetic, sourceEnd == index else { return finishWord() }
        apostrophe = (bytes.count, index)
        append(0x27)
        sourceEnd = index + 1
    }

    private mutating func finishWord() {
        guard isInWord else { return }
        isInWord = false
        if let apostrophe {
            let tail = bytes.count - apostrophe.folded - 1
            if tail == 0 || (tail == 1 && bytes[apostrophe.folded + 1] == UInt8(ascii: "s")) {
                bytes.removeSubrange(apostrophe.folded...)
                sourceEnd = apostrophe.source
                hash = StableHash()
                for index in wordStart..<bytes.count { hash.combine(bytes[index]) }
            }
        }
        guard bytes.count > wordStart else { return }
        words.append(
            FoldedText.Word(
                start: UInt32(wordStart), end: UInt32(bytes.count), sourceStart: UInt32(sourceStart),
                sourceEnd: UInt32(sourceEnd), script: script, isJoined: isJoined, hash: hash.value))
    }

    // MARK: Scalars

    /// The scalar at `index` and how many bytes it takes; U+FFFD and one byte where there is none.
    @inline(__always)
    static func scalar(in source: [UInt8], at index: Int) -> (UInt32, Int) {
        let first = source[index]
        if first < 0x80 { return (UInt32(first), 1) }
        let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 0
        guard length > 0, first < 0xF5, index + length <= source.count else { return (0xFFFD, 1) }
        var scalar = UInt32(first) & (0x7F >> UInt32(length))
        for offset in 1..<length {
            let byte = source[index + offset]
            guard byte & 0xC0 == 0x80 else { return (0xFFFD, 1) }
            scalar = scalar << 6 | UInt32(byte & 0x3F)
        }
        return (scalar, length)
    }

    @inline(__always)
    private mutating func append(_ scalar: UInt32) {
        switch scalar {
        case 0..<0x80:
            add(UInt8(truncatingIfNeeded: scalar))
        case 0x80..<0x800:
            add(UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6))
            add(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
        case 0x800..<0x10000:
            add(UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12))
            add(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F))
            add(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
        default:
            add(UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18))
            add(UInt8(truncatingIfNeeded: 0x80 | scalar >> 12 & 0x3F))
            add(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F))
            add(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
        }
    }

    @inline(__always)
    private mutating func add(_ byte: UInt8) {
        bytes.append(byte)
        hash.combine(byte)
    }

    // MARK: ASCII

    /// What each byte folds to; 0 for what is no ASCII letter or digit.
    private static let asciiFolds: [UInt8] = (0..<256).map { byte -> UInt8 in
        switch byte {
        case 0x30...0x39, 0x61...0x7A: UInt8(byte)
        case 0x41...0x5A: UInt8(byte + 32)
        default: 0
        }
    }

    private mutating func appendASCII(_ run: ArraySlice<UInt8>, _ folds: [UInt8]) {
        let start = bytes.count
        bytes.append(contentsOf: run)
        var hash = self.hash
        var span = bytes.mutableSpan
        for index in start..<span.count {
            let folded = folds[Int(span[index])]
            span[index] = folded
            hash.combine(folded)
        }
        self.hash = hash
    }
}
