import CXML

/// What makes a document in the wild readable for an XML parser, one pass over its bytes.
///
/// Text before the root goes, with the XML declaration and the document type; comments and processing instructions
/// go; control characters go; HTML's entities become their characters; an ampersand or a less-than sign that starts
/// nothing is escaped. Tags are left as they are: see ``XMLMender``.
package struct XMLCleaner {
    /// What was found on the way.
    package struct Facts: Sendable, Hashable {
        /// Bytes other than white space and a byte order mark before the first markup.
        package var junkBytes = 0
        /// XML declarations that something comes before.
        package var misplacedDeclarations = 0
        package var controlCharacters = 0
        package var bareAmpersands = 0
        /// References to entities that neither XML nor the document declares.
        package var undeclaredEntities = 0
        /// Whether entities of the document's own were left as they are, for they had added all that they may.
        package var isExpansionCut = false
        /// Lines before the root, to add to a parser's line numbers.
        package var skippedLines = 0
        /// Lowercase local name of the first element, whether wanted or not.
        package var firstElement: String?
    }

    package private(set) var facts = Facts()

    private let source: [UInt8]
    private var output: [UInt8] = []
    /// Everything before it is in `output`.
    private var copied = 0
    private var index = 0
    private var entities: [[UInt8]: [UInt8]] = [:]
    private var expandedBytes = 0
    /// Whether some document type had no end; the next is not searched for one as far.
    private var hasOpenDocumentType = false

    /// Bytes that entities of the document's own may add to it.
    private let expansionLimit: Int

    init(_ source: [UInt8], expansionLimit: Int = XMLLimits().expansionBytes) {
        self.source = source
        self.expansionLimit = expansionLimit
    }

    /// The document from its root on, which is the first element with one of the lowercase local names `roots`.
    ///
    /// - Parameter bytes: UTF-8.
    /// - Returns: no bytes where there is no such element.
    package static func clean(_ bytes: [UInt8], roots: Set<String>) -> (bytes: [UInt8], facts: Facts) {
        var cleaner = XMLCleaner(bytes)
        return (cleaner.findRoot(roots) ? cleaner.cleanBody() : [], cleaner.facts)
    }

    /// Whether nothing before the root asks for cleaning.
    var isPlainSoFar: Bool { facts.junkBytes == 0 }

    /// What follows from the root on, once it was found.
    mutating func cleanBody() -> [UInt8] {
        copyBody()
        return output
    }

    // MARK: Prologue

    /// Looks for the root; true where it was found.
    mutating func findRoot(_ roots: Set<String>) -> Bool {
        var sawMarkup = false
        while index < source.count {
            let byte = source[index]
            guard byte == 0x3C else {
                let isBlank = byte <= 0x20 || byte == 0xEF || byte == 0xBB || byte == 0xBF
                if !sawMarkup && !isBlank { facts.junkBytes += 1 }
                if byte == 0x0A { facts.skippedLines += 1 }
                index += 1
                continue
            }
            if skipMiscellany() {
                sawMarkup = true
                continue
            }
            guard let name = elementName(at: index + 1) else {
                index += 1
                facts.junkBytes += 1
                continue
            }
            if facts.firstElement == nil { facts.firstElement = name }
            if roots.contains(name) { return true }
            if name == "html" { return false }
            facts.junkBytes += 1
            index += 1
        }
        return false
    }

    /// Skips a comment, an instruction or a document type at `index`; says whether there was one.
    private mutating func skipMiscellany() -> Bool {
        let start = index
        if starts(with: Self.commentStart) {
            index = end(of: Self.commentEnd, from: index + 4) ?? source.count
        } else if starts(with: Self.instructionStart) {
            if index > 0, starts(with: Self.declarationStart) { facts.misplacedDeclarations += 1 }
            index = end(of: Self.instructionEnd, from: index + 2) ?? source.count
        } else if index + 2 < source.count, source[index + 1] == 0x21, Self.isLetter(source[index + 2]) {
            skipDocumentType()
        } else {
            return false
        }
        for byte in source[start..<index] where byte == 0x0A { facts.skippedLines += 1 }
        return true
    }

    private mutating func skipDocumentType() {
        var depth = 0
        var quote: UInt8 = 0
        let start = index
        while index < source.count, !hasOpenDocumentType {
            let byte = source[index]
            index += 1
            if quote != 0 {
                if byte == quote { quote = 0 }
                continue
            }
            switch byte {
            case 0x22, 0x27: quote = byte
            case 0x5B: depth += 1
            case 0x5D: depth -= 1
            case 0x3C where source[(index - 1)...].starts(with: Self.commentStart):
                index = end(of: Self.commentEnd, from: index + 3) ?? source.count
            case 0x3E where depth <= 0:
                readEntities(in: start..<index)
                return
            default: break
            }
        }
        hasOpenDocumentType = true
        // A quotation mark that is never closed must not swallow the document.
        index = end(of: [0x3E], from: start) ?? source.count
    }

    /// Keeps `<!ENTITY name "text">`; what refers outside has no text of its own here.
    private mutating func readEntities(in range: Range<Int>) {
        var position = range.lowerBound
        while let after = XMLBytes.end(
            of: Self.entityStart, in: source.span, from: position, before: range.upperBound)
        {
            position = after
            let name = word(from: position, before: range.upperBound)
            var start = name.upperBound
            while start < range.upperBound, source[start] <= 0x20 { start += 1 }
            guard !name.isEmpty, start < range.upperBound, source[start] == 0x22 || source[start] == 0x27,
                let close = source[(start + 1)..<range.upperBound].firstIndex(of: source[start])
            else { continue }
            var value = XMLCleaner(Array(source[(start + 1)..<close]))
            value.copyBody()
            entities[Array(source[name])] = value.output.flatMap { $0 == 0x3C ? Self.lessThan : [$0] }
            position = close
        }
    }

    private func word(from position: Int, before limit: Int) -> Range<Int> {
        var start = position
        while start < limit, source[start] <= 0x20 { start += 1 }
        var end = start
        while end < limit, source[end] > 0x20 { end += 1 }
        return start..<end
    }

    // MARK: Body

    private mutating func copyBody() {
        copied = index
        output.reserveCapacity(source.count - index + 256)
        while true {
            index = XMLBytes.special(in: source.span, from: index)
            guard index < source.count else { break }
            switch source[index] {
            case 0x26: readReference()
            case 0x3C: readMarkup()
            default:
                facts.controlCharacters += 1
                replace(1, with: [])
            }
        }
        output.append(contentsOf: source[copied...])
    }

    private mutating func readMarkup() {
        guard index + 1 < source.count else { return replace(1, with: Self.lessThan) }
        let next = source[index + 1]
        if Self.isLetter(next) || next == 0x2F || next == 0x5F || next >= 0x80 {
            index += 1
        } else if starts(with: Self.dataStart) {
            readData()
        } else {
            let start = index
            if skipMiscellany() {
                let end = index
                index = start
                replace(end - start, with: [])
            } else {
                replace(1, with: Self.lessThan)
            }
        }
    }

    /// Copies a CDATA section, less its control characters.
    private mutating func readData() {
        index += Self.dataStart.count
        let limit = end(of: Self.dataEnd, from: index) ?? source.count
        while true {
            index = XMLBytes.control(in: source.span, from: index, before: limit)
            guard index < limit else { return }
            facts.controlCharacters += 1
            replace(1, with: [])
        }
    }

    private mutating func readReference() {
        let nameStart = index + 1
        if let length = predefinedLength(at: nameStart) {
            index = nameStart + length
            return
        }
        if nameStart < source.count, source[nameStart] == 0x23 { return readCharacterReference() }
        var end = nameStart
        while end < source.count, end - nameStart < 32, Self.isNameByte(source[end]) { end += 1 }
        guard end < source.count, end > nameStart, source[end] == 0x3B else {
            facts.bareAmpersands += 1
            return replace(1, with: Self.ampersand)
        }
        let name = Array(source[nameStart..<end])
        if let text = entities[name] {
            guard expandedBytes + text.count <= expansionLimit else {
                facts.isExpansionCut = true
                return replace(1, with: Self.ampersand)
            }
            expandedBytes += text.count
            replace(end + 1 - index, with: text)
        } else if let scalar = HTMLEntity.scalar(named: name) {
            facts.undeclaredEntities += 1
            replace(end + 1 - index, with: Self.escaped(scalar))
        } else {
            facts.undeclaredEntities += 1
            replace(1, with: Self.ampersand)
        }
    }

    /// The length of one of XML's own names and its semicolon at `position`; `nil` for anything else.
    private func predefinedLength(at position: Int) -> Int? {
        guard position + 2 < source.count else { return nil }
        switch (source[position], source[position + 1], source[position + 2]) {
        case (0x6C, 0x74, 0x3B), (0x67, 0x74, 0x3B): return 3
        case (0x61, 0x6D, 0x70): return follows([0x3B], position + 3) ? 4 : nil
        case (0x61, 0x70, 0x6F): return follows([0x73, 0x3B], position + 3) ? 5 : nil
        case (0x71, 0x75, 0x6F): return follows([0x74, 0x3B], position + 3) ? 5 : nil
        default: return nil
        }
    }

    private mutating func readCharacterReference() {
        guard let (value, end) = XMLBytes.characterNumber(in: source.span, at: index) else {
            facts.bareAmpersands += 1
            return replace(1, with: Self.ampersand)
        }
        // Two halves of a surrogate pair, as programs write that think in UTF-16.
        if value >= 0xD800, value < 0xDC00,
            let (low, lowEnd) = XMLBytes.characterNumber(in: source.span, at: end), low >= 0xDC00,
            low < 0xE000, let scalar = Unicode.Scalar(0x10000 + (value - 0xD800) << 10 + (low - 0xDC00))
        {
            return replace(lowEnd - index, with: Array(String(Character(scalar)).utf8))
        }
        if value >= 0x80, value < 0xA0 {
            return replace(end - index, with: Self.windows1252Bytes(UInt8(value)))
        }
        let isAllowed =
            value == 9 || value == 10 || value == 13 || value >= 0x20 && value != 0xFFFE && value != 0xFFFF
        guard isAllowed, Unicode.Scalar(value) != nil else {
            facts.controlCharacters += 1
            return replace(end - index, with: value < 0x20 ? [] : [0xEF, 0xBF, 0xBD])
        }
        index = end
    }

    // MARK: Bytes

    private mutating func replace(_ count: Int, with bytes: [UInt8]) {
        output.append(contentsOf: source[copied..<index])
        output.append(contentsOf: bytes)
        index += count
        copied = index
    }

    private func starts(with pattern: [UInt8]) -> Bool { follows(pattern, index) }

    private func follows(_ pattern: [UInt8], _ position: Int) -> Bool {
        guard position + pattern.count <= source.count else { return false }
        for offset in 0..<pattern.count where source[position + offset] != pattern[offset] { return false }
        return true
    }

    private func end(of pattern: [UInt8], from start: Int) -> Int? {
        XMLBytes.end(of: pattern, in: source.span, from: start, before: source.count)
    }

    /// The lowercase local name of the element whose name starts at `position`.
    private func elementName(at position: Int) -> String? {
        guard position < source.count, Self.isLetter(source[position]) else { return nil }
        var end = position
        while end < source.count, end - position < 64, Self.isNameByte(source[end]) || source[end] == 0x3A {
            end += 1
        }
        let local = source[position..<end].split(separator: 0x3A).last ?? []
        return String(decoding: local.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }, as: UTF8.self)
    }

    /// What browsers read for a reference to the C1 control `byte`, in UTF-8.
    static func windows1252Bytes(_ byte: UInt8) -> [UInt8] {
        escaped(UInt32(windows1252[Int(byte - 0x80)]))
    }

    private static func escaped(_ scalar: UInt32) -> [UInt8] {
        switch scalar {
        case 0x26: ampersand
        case 0x3C: lessThan
        case 0x22: Array("&quot;".utf8)
        default: Unicode.Scalar(scalar).map { Array(String(Character($0)).utf8) } ?? []
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        isLetter(byte) || byte >= 0x30 && byte <= 0x39 || byte == 0x5F || byte == 0x2D || byte == 0x2E
    }

    private static let ampersand = Array("&amp;".utf8)
    private static let lessThan = Array("&lt;".utf8)
    private static let commentStart = Array("<!--".utf8)
    private static let commentEnd = Array("-->".utf8)
    private static let instructionStart = Array("<?".utf8)
    private static let declarationStart = Array("<?xml ".utf8)
    private static let instructionEnd = Array("?>".utf8)
    private static let dataStart = Array("<![CDATA[".utf8)
    private static let dataEnd = Array("]]>".utf8)
    private static let entityStart = Array("<!ENTITY".utf8)

    /// What browsers read for references to C1 controls.
    private static let windows1252: [UInt16] = [
        0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152,
        0x8D, 0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122,
        0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
    ]
}
