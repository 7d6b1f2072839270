import Text

/// Reads HTML on which all readers agree, and gives up at the first sign of any other.
///
/// Every tag whole and closed in its turn where a reader would not close it before, values in quotes: no tree has to be
/// built for it. Of elements that are not allowed, the content is read as it stands, drawings and formulas among them.
/// An end of what is not open, a script whatever stands in it and a processing instruction come to nothing. Nearly all
/// HTML of feeds is such; what comes out is, byte for byte, what libxml2 and ``ParsedMarkupWriter`` make of it.
struct StrictMarkup {
    private let source: [UInt8]
    private var writer: SanitizedWriter
    private var index = 0
    /// The elements that are open, innermost last.
    private var open: [OpenElement] = []
    /// The attributes of the tag that is being read.
    private var attributes: [MarkupAttribute] = []

    init(_ source: [UInt8], base: String?) {
        self.source = source
        writer = SanitizedWriter(base: base, capacity: source.count)
    }

    /// The sanitised markup; `nil` where the source is not of this kind.
    mutating func read() -> [UInt8]? {
        let count = source.count
        while index < count {
            let start = index
            index = MarkupBytes.endOfText(source.span, from: index)
            if index > start { writer.text(source[start..<index]) }
            guard index < count else { break }
            switch source[index] {
            case 0x26: guard readReference() else { return nil }
            case 0x3C: guard readTag() else { return nil }
            default: return nil
            }
        }
        return writer.finish()
    }

    private mutating func readReference() -> Bool {
        guard let (scalar, length) = HTMLEntities.reference(in: source, at: index) else {
            writer.text(source[index...index])
            index += 1
            return true
        }
        guard let bytes = Self.bytes(of: scalar) else { return false }
        writer.text(bytes[...])
        index += length
        return true
    }

    /// `scalar` in UTF-8; `nil` for what a parser might not take for a character.
    private static func bytes(of scalar: UInt32) -> [UInt8]? {
        guard scalar >= 0x20 || scalar == 9 || scalar == 10, scalar != 0x7F, scalar & 0xFFFE != 0xFFFE,
            let character = Unicode.Scalar(scalar), let bytes = UTF8.encode(character)
        else { return nil }
        return Array(bytes)
    }

    // MARK: Tags

    /// Reads a tag or a comment at `index`; false where it is no plain one.
    private mutating func readTag() -> Bool {
        guard index + 2 < source.count else { return false }
        switch source[index + 1] {
        case 0x2F: return readEnd()
        case 0x21: return skipComment()
        case 0x3F: return skipInstruction()
        default: return readStart()
        }
    }

    private mutating func readEnd() -> Bool {
        index += 2
        guard let name = readName(), index < source.count, source[index] == 0x3E else { return false }
        index += 1
        // The end of what is not open says nothing.
        guard let depth = open.lastIndex(where: { isSame($0.name, name) }) else {
            return !StrictNesting.surroundings.contains(name.name)
        }
        while open.count > depth + 1 {
            guard StrictNesting.endsWithOuter(open[open.count - 1]) else { return false }
            close()
        }
        close()
        return true
    }

    private mutating func close() {
        if open.removeLast().rule != nil { writer.end() }
    }

    private mutating func readStart() -> Bool {
        index += 1
        guard let name = readName(), open.count < Self.depthLimit else { return false }
        guard let rule = SanitizerRules.elements[name.name] else { return readUnwritten(name) }
        if name.name == StrictNesting.source { return readSource(name, rule) }
        if let inner = open.last?.rule, StrictNesting.isEnded(inner, by: rule) { close() }
        guard StrictNesting.fits(rule, in: open), let isClosed = readAttributes() else { return false }
        // An image that is left out has no content, so nothing else has to be.
        let isWritten = writer.start(rule, attributes: attributes)
        if isWritten, !rule.isVoid {
            if isClosed { writer.end() } else { open.append(OpenElement(rule: rule, name: name)) }
        }
        return true
    }

    /// Reads the start of an element that is not allowed.
    private mutating func readUnwritten(_ name: TagName) -> Bool {
        if name.name == StrictNesting.wordBreak, index < source.count, source[index] == 0x3E {
            index += 1
            return true
        }
        if StrictNesting.unread.contains(name.name) { return skipUnread(name.name) }
        guard !StrictNesting.refused.contains(name.name), name.name != StrictNesting.wordBreak,
            StrictNesting.fitsUnwritten(in: open), let isClosed = readAttributes()
        else { return false }
        if !isClosed, !StrictNesting.empty.contains(name.name) {
            open.append(OpenElement(rule: nil, name: name))
        }
        return true
    }

    /// Reads the start of a source, which has no content, though not every reader knows that.
    private mutating func readSource(_ name: TagName, _ rule: SanitizerRules.Rule) -> Bool {
        guard StrictNesting.fitsUnwritten(in: open), let isClosed = readAttributes() else { return false }
        if StrictNesting.isInMedia(open) { _ = writer.start(rule, attributes: attributes) }
        if !isClosed { open.append(OpenElement(rule: nil, name: name)) }
        return true
    }

    /// Skips an element of which nothing comes out, if no other tag stands inside.
    private mutating func skipUnread(_ name: MarkupName) -> Bool {
        guard let isClosed = readAttributes() else { return false }
        if isClosed { return true }
        let isFrame = name == StrictNesting.frame
        let start = index
        while index < source.count {
            let byte = source[index]
            guard byte >= 0x20 || byte == 0x0A || byte == 0x09 else { return false }
            if byte == 0x3C, isFrame || !isSign(at: index) { break }
            // What stands in a frame is markup to some.
            guard !isFrame || byte <= 0x20 else { return false }
            index += 1
        }
        if isFrame { writer.text(source[start..<index]) }
        guard index + 2 < source.count, source[index + 1] == 0x2F else { return false }
        index += 2
        guard readName()?.name == name, index < source.count, source[index] == 0x3E else { return false }
        index += 1
        return true
    }

    /// Whether the less-than sign at `index` of a script or style neither ends it nor starts a comment in it.
    private func isSign(at index: Int) -> Bool {
        guard index + 1 < source.count else { return false }
        let next = source[index + 1]
        // Of `<wbr>` readers disagree whether it is there at all.
        return next == 0x20 || next == 0x3D || Self.isAlphanumeric(Int(next)) && next | 0x20 != 0x77
    }

    // MARK: Attributes

    /// Reads to the end of a start tag, the attributes that matter into ``attributes``.
    ///
    /// Returns whether the tag closes itself; `nil` where it is no plain one.
    private mutating func readAttributes() -> Bool? {
        attributes.removeAll(keepingCapacity: true)
        var count = 0
        while true {
            let isSpaced = skipBlanks()
            guard index < source.count else { return nil }
            if source[index] == 0x3E {
                index += 1
                return false
            }
            if source[index] == 0x2F {
                index += 2
                return index <= source.count && source[index - 1] == 0x3E ? true : nil
            }
            count += 1
            guard isSpaced, count <= Self.attributeLimit, readAttribute() else { return nil }
        }
    }

    /// Reads an attribute; false where readers might differ on it.
    private mutating func readAttribute() -> Bool {
        var code: UInt128 = 0
        let start = index
        guard Self.isLetter(source[index]) else { return false }
        let isName = Self.isAttributeName
        while index < source.count, isName[Int(source[index])] {
            code = code << 8 | UInt128(Self.lowercase(source[index]))
            index += 1
        }
        let kind = index - start <= 16 ? SanitizerRules.attributes[MarkupName(code: code)] : nil
        guard index + 1 < source.count, let value = readValue(isKept: kind != nil) else { return false }
        // Two of one name are told apart by readers only where they matter.
        guard let kind else { return true }
        for attribute in attributes where attribute.kind === kind { return false }
        attributes.append(MarkupAttribute(kind: kind, value: value))
        return true
    }

    /// Reads what follows the name of an attribute.
    private mutating func readValue(isKept: Bool) -> ArraySlice<UInt8>? {
        if source[index] == 0x20 || source[index] == 0x3E { return [] }
        guard source[index] == 0x3D else { return nil }
        let quote = source[index + 1]
        index += 1
        guard quote == 0x22 || quote == 0x27 else { return readBareValue() }
        index += 1
        let start = index
        var references = false
        let isPlain = Self.isPlainValue
        while index < source.count {
            let byte = source[index]
            if isPlain[Int(byte)] {
                index += 1
                continue
            }
            if byte == quote { break }
            guard byte == 0x26 || byte == 0x22 || byte == 0x27 else { return nil }
            if byte == 0x26 { references = true }
            index += 1
        }
        guard index < source.count else { return nil }
        let end = index
        index += 1
        guard isKept else { return [] }
        return references ? resolved(start..<end) : source[start..<end]
    }

    /// A value without quotes, of letters, digits and a few signs.
    private mutating func readBareValue() -> ArraySlice<UInt8>? {
        let start = index
        let isName = Self.isAttributeName
        while index < source.count, isName[Int(source[index])] || source[index] == 0x23 { index += 1 }
        guard index > start, index < source.count, source[index] == 0x20 || source[index] == 0x3E else {
            return nil
        }
        return source[start..<index]
    }

    /// The bytes in `range` with references replaced; `nil` where one is doubtful.
    private func resolved(_ range: Range<Int>) -> ArraySlice<UInt8>? {
        var value: [UInt8] = []
        value.reserveCapacity(range.count)
        var position = range.lowerBound
        while position < range.upperBound {
            if source[position] == 0x26,
                let (scalar, length) = HTMLEntities.reference(in: source, at: position)
            {
                guard position + length <= range.upperBound, let bytes = Self.bytes(of: scalar) else {
                    return nil
                }
                value.append(contentsOf: bytes)
                position += length
            } else {
                value.append(source[position])
                position += 1
            }
        }
        return value[...]
    }

    // MARK: Comments

    /// Skips a comment that everybody ends at the same place.
    private mutating func skipComment() -> Bool {
        guard index + 6 < source.count, source[index + 2] == 0x2D, source[index + 3] == 0x2D else {
            return false
        }
        var position = index + 4
        guard source[position] != 0x3E, source[position] != 0x2D || source[position + 1] != 0x3E else {
            return false
        }
        while position + 2 < source.count {
            let byte = source[position]
            if byte == 0x2D, source[position + 1] == 0x2D {
                guard source[position + 2] == 0x3E else { return false }
                index = position + 3
                return true
            }
            guard byte >= 0x20 || byte == 0x0A || byte == 0x09 else { return false }
            position += 1
        }
        return false
    }

    /// Skips a processing instruction, which is a comment to browsers, if it ends at the first greater-than sign.
    private mutating func skipInstruction() -> Bool {
        index += 2
        guard readName() != nil, index < source.count, source[index] == 0x20 else { return false }
        while index < source.count, source[index] != 0x3E {
            let byte = source[index]
            guard byte >= 0x20 && byte < 0x7F && byte != 0x3C || byte == 0x0A else { return false }
            index += 1
        }
        index += 1
        return index <= source.count
    }

    // MARK: Bytes

    private mutating func readName() -> TagName? {
        var code: UInt128 = 0
        let start = index
        guard index < source.count, Self.isLetter(source[index]) else { return nil }
        let isName = Self.isElementName
        while index < source.count, isName[Int(source[index])] {
            code = code << 8 | UInt128(Self.lowercase(source[index]))
            index += 1
        }
        let length = index - start
        guard length <= Self.nameLimit else { return nil }
        return TagName(name: length <= 16 ? MarkupName(code: code) : .none, place: start..<index)
    }

    private func isSame(_ first: TagName, _ second: TagName) -> Bool {
        guard first.name == second.name else { return false }
        guard first.name == .none else { return true }
        return source[first.place].elementsEqual(source[second.place]) {
            Self.lowercase($0) == Self.lowercase($1)
        }
    }

    private mutating func skipBlanks() -> Bool {
        let start = index
        while index < source.count, source[index] == 0x20 || source[index] == 0x0A || source[index] == 0x09 {
            index += 1
        }
        return index > start
    }

    private static let depthLimit = 100
    /// Bytes of the name of an element; parsers cut longer ones.
    private static let nameLimit = 64
    private static let attributeLimit = 32

    private static func lowercase(_ byte: UInt8) -> UInt8 {
        byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
    }

    private static func isLetter(_ byte: UInt8) -> Bool { byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A }
    private static func isAlphanumeric(_ byte: Int) -> Bool {
        byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A || byte >= 0x30 && byte <= 0x39
    }
    private static let isElementName = (0..<256).map {
        isAlphanumeric($0) || $0 == 0x2D || $0 == 0x2E || $0 == 0x5F || $0 == 0x3A
    }
    private static let isAttributeName = (0..<256).map {
        isAlphanumeric($0) || $0 == 0x2D || $0 == 0x5F || $0 == 0x3A
    }
    /// Whether a byte in a value neither ends it nor asks for a look.
    private static let isPlainValue = (0..<256).map { byte in
        (byte >= 0x20 || byte == 0x0A || byte == 0x09) && byte != 0x26 && byte != 0x3C && byte != 0x7F
            && byte != 0x22 && byte != 0x27
    }
}
