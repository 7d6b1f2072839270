/// What a person reads in a piece of HTML.
package enum PlainText {
    /// What the boundary of a block (a paragraph, a list item, a line break) becomes.
    package enum Break: Sendable {
        case space
        case line
    }

    /// The text of `html` with references decoded, tags, comments, scripts and styles gone, white space collapsed.
    ///
    /// Takes anything; a less-than sign that starts no tag is text. One pass over the bytes.
    package static func of(html: String, breaks: Break = .space) -> String {
        String(decoding: of(html: Array(html.utf8), breaks: breaks), as: UTF8.self)
    }

    /// The same on UTF-8.
    package static func of(html: [UInt8], breaks: Break = .space) -> [UInt8] {
        var scanner = PlainTextScanner(html, breaks: breaks)
        return scanner.scan(isMarkup: true)
    }

    /// `text`, which is no HTML, with white space collapsed.
    package static func collapsed(_ text: [UInt8]) -> [UInt8] {
        var scanner = PlainTextScanner(text, breaks: .space)
        return scanner.scan(isMarkup: false)
    }

    /// The same on a string.
    package static func collapsed(_ text: String) -> String {
        String(decoding: collapsed(Array(text.utf8)), as: UTF8.self)
    }
}

/// The loop behind ``PlainText``.
private struct PlainTextScanner {
    private let source: [UInt8]
    private let breakByte: UInt8
    private var output: [UInt8] = []
    private var index = 0
    /// White space that is written once something follows: 0 for none, else a space or a line feed.
    private var pending: UInt8 = 0
    /// Where the last `>` stands: beyond it nothing is a tag, and nobody has to look for its end.
    private let lastEnd: Int
    /// Whether a value in quotes may hold the end of its tag; not after a tag that would then have no end.
    private var heedsQuotes = true
    /// Whether a comment may still find its end.
    private var commentsEnd = true
    /// Sections that were begun and whose ends are yet to be left out.
    private var openSections = 0

    init(_ source: [UInt8], breaks: PlainText.Break) {
        self.source = source
        breakByte = breaks == .space ? 0x20 : 0x0A
        lastEnd = source.lastIndex(of: 0x3E) ?? -1
    }

    mutating func scan(isMarkup: Bool) -> [UInt8] {
        output.reserveCapacity(source.count)
        let source = source
        let isPlain = Self.isPlain
        let count = source.count
        while index < count {
            let start = index
            var end = Self.endOfPlainBlocks(source.span, from: start)
            while end < count {
                let byte = source[end]
                if isPlain[Int(byte)] {
                    end += 1
                } else if byte == 0x20, end > start, end + 1 < count, isPlain[Int(source[end + 1])] {
                    // One blank between two words is copied with them.
                    end += 2
                } else {
                    break
                }
            }
            if end > start {
                flush()
                output.append(contentsOf: source[start..<end])
                index = end
                guard end < count else { break }
            }
            let byte = source[end]
            switch byte {
            case 0x3C where isMarkup: readTag()
            case 0x26 where isMarkup: readReference()
            case 0x3E where isMarkup && openSections > 0: endSection()
            case 0...0x20, 0x7F:
                if pending == 0 { pending = 0x20 }
                index += 1
            default: readWide(byte)
            }
        }
        return output
    }

    /// Where the last block from `start` ends that holds nothing but words with one blank between them.
    private static func endOfPlainBlocks(_ source: borrowing Span<UInt8>, from start: Int) -> Int {
        guard start < source.count, source[start] > 0x20 else { return start }
        var index = start
        // One answer for a block of fixed size, without a branch, is what the compiler makes vector instructions of.
        while index + blockSize < source.count {
            let block = source.extracting(index..<(index + blockSize + 1))
            var found: UInt8 = 0
            for offset in 0..<blockSize {
                let byte = block[offset]
                let next = block[offset + 1]
                found |= (byte < 0x20 ? 1 : 0) | (byte == 0x26 ? 1 : 0) | (byte == 0x3C ? 1 : 0)
                found |= (byte == 0x3E ? 1 : 0) | (byte == 0x7F ? 1 : 0) | (byte == 0xC2 ? 1 : 0)
                found |= (byte == 0xE2 ? 1 : 0) | (byte == 0xE3 ? 1 : 0)
                found |= (byte == 0x20 ? 1 : 0) & (next == 0x20 ? 1 : 0)
            }
            if found != 0 { break }
            index += blockSize
        }
        return index > start && source[index - 1] == 0x20 ? index - 1 : index
    }

    private static let blockSize = 32

    @inline(__always)
    private mutating func write(_ range: Range<Int>) {
        flush()
        output.append(contentsOf: source[range])
    }

    @inline(__always)
    private mutating func flush() {
        if pending != 0 {
            if !output.isEmpty { output.append(pending) }
            pending = 0
        }
    }

    /// A character that may be a space in two or three bytes, or `<` or `&` that is text.
    private mutating func readWide(_ byte: UInt8) {
        let second = index + 1 < source.count ? source[index + 1] : 0
        let third = index + 2 < source.count ? source[index + 2] : 0
        let isSpace: Bool
        switch byte {
        case 0xC2: isSpace = second == 0x85 || second == 0xA0
        case 0xE2:
            isSpace =
                second == 0x80
                && (third >= 0x80 && third <= 0x8A || third == 0xA8 || third == 0xA9 || third == 0xAF)
                || second == 0x81 && third == 0x9F
        case 0xE3: isSpace = second == 0x80 && third == 0x80
        default: isSpace = false
        }
        let length = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : 3
        let end = min(index + length, source.count)
        if isSpace {
            if pending == 0 { pending = 0x20 }
        } else {
            write(index..<end)
        }
        index = end
    }

    // MARK: Tags

    private mutating func readTag() {
        guard index < lastEnd || hasPrefix(Self.commentStart) || hasPrefix(Self.dataStart) else {
            return literal()
        }
        let next = index + 1 < source.count ? source[index + 1] : 0
        if next == 0x21 || next == 0x3F { return skipDeclaration() }
        let nameStart = next == 0x2F ? index + 2 : index + 1
        guard nameStart < source.count, Self.isLetter(source[nameStart]) else { return literal() }
        let end = tagEnd(from: nameStart)
        let name = tagName(from: nameStart)
        index = end
        if Self.blocks.contains(name) {
            pending = breakByte
        } else if Self.cells.contains(name) {
            if pending == 0 { pending = 0x20 }
        } else if next != 0x2F, name == Self.script || name == Self.style {
            skipRaw(name == Self.script ? Self.scriptEnd : Self.styleEnd)
        }
    }

    /// The first eight letters of a tag's name, in lower case; 0 for a name with other signs in it.
    private func tagName(from start: Int) -> UInt64 {
        var name: UInt64 = 0
        var position = start
        while position - start < 8 {
            let byte = source[position]
            if byte <= 0x20 || byte == 0x2F || byte == 0x3E { break }
            guard Self.isLetter(byte) || byte >= 0x30 && byte <= 0x39 else { return 0 }
            name = name << 8 | UInt64(byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte)
            position += 1
        }
        return name
    }

    /// The index after the `>` that ends the tag, which there is: the tag begins before ``lastEnd``.
    private mutating func tagEnd(from start: Int) -> Int {
        if heedsQuotes {
            if let end = quotedTagEnd(from: start) { return end }
            // Rather than take all that follows for a value, no quotation mark is heeded any more: looking for the
            // end of each further tag in vain would not be linear either.
            heedsQuotes = false
        }
        return end(of: [0x3E], from: start) ?? source.count
    }

    private func quotedTagEnd(from start: Int) -> Int? {
        let source = source
        let count = source.count
        var position = start
        while position < count {
            let byte = source[position]
            if byte == 0x3E { return position + 1 }
            if byte == 0x22 || byte == 0x27, followsEqualsSign(position) {
                var close = position + 1
                while close < count, source[close] != byte { close += 1 }
                // A quotation mark that is never closed must not swallow the text.
                if close < count { position = close }
            }
            position += 1
        }
        return nil
    }

    private func followsEqualsSign(_ position: Int) -> Bool {
        var before = position - 1
        while before > 0, source[before] <= 0x20 { before -= 1 }
        return source[before] == 0x3D
    }

    private mutating func skipDeclaration() {
        if hasPrefix(Self.commentStart) {
            index = commentEnd(from: index + 4)
        } else if hasPrefix(Self.dataStart) {
            // A section that was escaped once too often: its content is the text.
            index += Self.dataStart.count
            openSections += 1
        } else {
            guard let end = end(of: [0x3E], from: index) else { return literal() }
            index = end
        }
    }

    /// The index after the end of a comment; one that is never ended must not swallow the text.
    private mutating func commentEnd(from start: Int) -> Int {
        var position = start
        while commentsEnd, position + 2 < source.count {
            if source[position] == 0x2D, source[position + 1] == 0x2D {
                if source[position + 2] == 0x3E { return position + 3 }
                if source[position + 2] == 0x21, position + 3 < source.count, source[position + 3] == 0x3E {
                    return position + 4
                }
            }
            position += 1
        }
        commentsEnd = false
        return end(of: [0x3E], from: start) ?? source.count
    }

    /// Reads a `>` while a section is open, whose end is `]]>`.
    private mutating func endSection() {
        if pending == 0, index >= 2, source[index - 1] == 0x5D, source[index - 2] == 0x5D,
            output.suffix(2).elementsEqual([0x5D, 0x5D])
        {
            output.removeLast(2)
            if let last = output.last, last <= 0x20 {
                output.removeLast()
                pending = last
            }
            openSections -= 1
            index += 1
        } else {
            literal()
        }
    }

    private mutating func skipRaw(_ endTag: [UInt8]) {
        while index < source.count {
            if source[index] == 0x3C, index + endTag.count <= source.count {
                var offset = 1
                while offset < endTag.count, source[index + offset] | 0x20 == endTag[offset] | 0x20 {
                    offset += 1
                }
                if offset == endTag.count { return }
            }
            index += 1
        }
    }

    private mutating func literal() {
        write(index..<(index + 1))
        index += 1
    }

    // MARK: References

    private mutating func readReference() {
        guard let (scalar, length) = HTMLEntities.reference(in: source, at: index) else { return literal() }
        index += length
        write(scalar)
    }

    private mutating func write(_ scalar: UInt32) {
        switch scalar {
        case 0...0x20, 0x7F, 0x85, 0xA0, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000:
            if pending == 0 { pending = 0x20 }
        default:
            flush()
            let valid = Unicode.Scalar(scalar) ?? "\u{FFFD}"
            output.append(contentsOf: UTF8.encode(valid) ?? UTF8.encodedReplacementCharacter)
        }
    }

    // MARK: Bytes

    private func hasPrefix(_ pattern: [UInt8]) -> Bool {
        guard index + pattern.count <= source.count else { return false }
        for offset in 0..<pattern.count where source[index + offset] != pattern[offset] { return false }
        return true
    }

    private func end(of pattern: [UInt8], from start: Int) -> Int? {
        var position = start
        while position + pattern.count <= source.count {
            var offset = 0
            while offset < pattern.count, source[position + offset] == pattern[offset] { offset += 1 }
            if offset == pattern.count { return position + pattern.count }
            position += 1
        }
        return nil
    }

    private static func isLetter(_ byte: UInt8) -> Bool { byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A }

    /// Whether a byte is simply copied.
    private static let isPlain: [Bool] = (0..<256).map { byte in
        switch byte {
        case 0...0x20, 0x26, 0x3C, 0x3E, 0x7F, 0xC2, 0xE2, 0xE3: false
        default: true
        }
    }

    private static let blocks = TagSet(
        """
        p br div li ul ol tr table h1 h2 h3 h4 h5 h6 hr blockquote pre dl dt dd section article figure figcaption \
        header footer main aside nav address form details summary center fieldset legend caption option title dir menu
        """)
    private static let cells = TagSet("td th img")
    private static let script = TagSet.key("script")
    private static let style = TagSet.key("style")
    private static let scriptEnd = Array("</script".utf8)
    private static let styleEnd = Array("</style".utf8)
    private static let commentStart = Array("<!--".utf8)
    private static let commentEnd = Array("-->".utf8)
    private static let dataStart = Array("<![CDATA[".utf8)
}

/// Names of elements by their first eight letters, looked up without hashing a string.
private struct TagSet {
    private var slots: [UInt64]

    init(_ names: String) {
        slots = Array(repeating: 0, count: 256)
        for name in names.split(separator: " ") {
            let key = Self.key(name)
            var place = Self.place(key)
            while slots[place] != 0 { place = (place + 1) & 255 }
            slots[place] = key
        }
    }

    func contains(_ key: UInt64) -> Bool {
        var place = Self.place(key)
        while slots[place] != 0 {
            if slots[place] == key { return true }
            place = (place + 1) & 255
        }
        return false
    }

    static func key(_ name: Substring) -> UInt64 {
        name.utf8.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    private static func place(_ key: UInt64) -> Int {
        Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 56)
    }
}
