/// What makes a damaged document well-formed: every tag rewritten, every element closed.
///
/// End tags find their start whatever their case; what was left open inside is closed with them; an end tag without
/// a start goes. An `item` or `entry` ends where the next begins. Attributes get quotes, lose duplicates. What stays
/// open at the end of the document is closed there.
package struct XMLMender {
    /// What came of it.
    package struct Result: Sendable {
        package var bytes: [UInt8]
        /// Whether the document ended before its root did.
        package var isTruncated: Bool
    }

    private let source: [UInt8]
    private var output: [UInt8] = []
    private var index = 0
    private var open: [Element] = []
    private var isDone = false
    private let depthLimit: Int

    private struct Element {
        /// As written.
        var name: [UInt8]
        var lowercase: [UInt8]
    }

    /// - Parameter bytes: as ``XMLCleaner`` leaves them.
    package static func mend(_ bytes: [UInt8], depthLimit: Int) -> Result {
        var mender = XMLMender(source: bytes, depthLimit: depthLimit)
        mender.run()
        let isTruncated = !mender.isDone
        mender.close(downTo: 0)
        return Result(bytes: mender.output, isTruncated: isTruncated)
    }

    private init(source: [UInt8], depthLimit: Int) {
        self.source = source
        self.depthLimit = depthLimit
        output.reserveCapacity(source.count + source.count / 16)
    }

    private mutating func run() {
        while index < source.count, !isDone {
            guard source[index] == 0x3C else {
                copyText()
                continue
            }
            let start = index
            if hasPrefix(Self.dataStart) {
                copyData()
            } else if hasPrefix([0x3C, 0x2F]) {
                readEnd()
            } else if !readStart() {
                index = start + 1
                output.append(contentsOf: Self.lessThan)
            }
        }
    }

    private mutating func copyText() {
        let start = index
        while index < source.count, source[index] != 0x3C {
            if source[index] == 0x3E, index >= start + 2, source[index - 1] == 0x5D, source[index - 2] == 0x5D
            {
                output.append(contentsOf: source[start..<index])
                output.append(contentsOf: Array("&gt;".utf8))
                index += 1
                return
            }
            index += 1
        }
        if !open.isEmpty { output.append(contentsOf: source[start..<index]) }
    }

    private mutating func copyData() {
        let start = index
        let end = XMLBytes.end(of: Self.dataEnd, in: source.span, from: index, before: source.count)
        index = end ?? source.count
        guard !open.isEmpty else { return }
        guard end == nil else { return output.append(contentsOf: source[start..<index]) }
        // A tag in it that the end of the document cuts is no tag.
        var last = index
        let body = source[(start + Self.dataStart.count)...]
        if let tag = body.lastIndex(of: 0x3C), !body[tag...].contains(0x3E) { last = tag }
        output.append(contentsOf: source[start..<last])
        output.append(contentsOf: Self.dataEnd)
    }

    // MARK: Tags

    private mutating func readEnd() {
        index += 2
        let name = readName()
        while index < source.count, source[index] != 0x3E, source[index] != 0x3C { index += 1 }
        guard index < source.count else { return }
        if source[index] == 0x3E { index += 1 }
        let lowercase = Self.lowercase(name)
        let isStructural = Self.structural.contains(Self.local(lowercase))
        var position = open.count - 1
        while position >= 0 {
            if open[position].lowercase == lowercase {
                close(downTo: position)
                isDone = open.isEmpty
                return
            }
            // An end tag of a field closes nothing outside its item.
            if !isStructural, Self.structural.contains(Self.local(open[position].lowercase)) { return }
            position -= 1
        }
    }

    /// Reads a start tag at `index`; false where there is none.
    private mutating func readStart() -> Bool {
        index += 1
        let name = readName()
        guard !name.isEmpty, index >= source.count || Self.endsName(source[index]) else { return false }
        var attributes: [UInt8] = []
        var seen: Set<[UInt8]> = []
        var isEmpty = false
        while true {
            skipBlanks()
            // A tag that the end of the document cuts is no tag.
            guard index < source.count else { return true }
            let byte = source[index]
            if byte == 0x3E {
                index += 1
                break
            }
            if byte == 0x3C { break }
            if byte == 0x2F {
                index += 1
                isEmpty = index < source.count && source[index] == 0x3E
                continue
            }
            guard readAttribute(into: &attributes, seen: &seen) else { return true }
        }
        start(name, attributes: attributes, isEmpty: isEmpty)
        return true
    }

    private mutating func start(_ name: [UInt8], attributes: [UInt8], isEmpty: Bool) {
        let lowercase = Self.lowercase(name)
        let local = Self.local(lowercase)
        if Self.entries.contains(local) {
            if let position = open.lastIndex(where: { $0.lowercase == lowercase }) { close(downTo: position) }
        } else if let last = open.last, Self.leaves.contains(last.lowercase), Self.isField(lowercase) {
            close(downTo: open.count - 1)
        }
        guard open.count < depthLimit * 2 else { return }
        output.append(0x3C)
        output.append(contentsOf: name)
        output.append(contentsOf: attributes)
        if isEmpty || Self.voids.contains(lowercase) {
            output.append(contentsOf: [0x2F, 0x3E])
            if open.isEmpty { isDone = true }
        } else {
            output.append(0x3E)
            open.append(Element(name: name, lowercase: lowercase))
        }
    }

    /// False where the document ends inside.
    private mutating func readAttribute(into attributes: inout [UInt8], seen: inout Set<[UInt8]>) -> Bool {
        let start = index
        while index < source.count, !Self.endsName(source[index]), source[index] != 0x3D { index += 1 }
        if index == start { index += 1 }
        let name = Array(source[start..<index])
        skipBlanks()
        var value = name[...]
        if index < source.count, source[index] == 0x3D {
            index += 1
            skipBlanks()
            guard let read = readValue() else { return false }
            value = read
        }
        guard Self.isName(name), seen.insert(name).inserted else { return true }
        attributes.append(0x20)
        attributes.append(contentsOf: name)
        attributes.append(contentsOf: [0x3D, 0x22])
        for byte in value {
            switch byte {
            case 0x3C: attributes.append(contentsOf: Self.lessThan)
            case 0x22: attributes.append(contentsOf: Array("&quot;".utf8))
            default: attributes.append(byte)
            }
        }
        attributes.append(0x22)
        return true
    }

    private mutating func readValue() -> ArraySlice<UInt8>? {
        guard index < source.count else { return nil }
        let quote = source[index]
        if quote == 0x22 || quote == 0x27 {
            let start = index + 1
            guard let close = source[start...].firstIndex(of: quote) else {
                index = source.count
                return nil
            }
            index = close + 1
            return source[start..<close]
        }
        let start = index
        while index < source.count, source[index] > 0x20, source[index] != 0x3E, source[index] != 0x3C {
            // `type=text/html/>` closes its element.
            if source[index] == 0x2F, index + 1 < source.count, source[index + 1] == 0x3E { break }
            index += 1
        }
        return source[start..<index]
    }

    private mutating func close(downTo position: Int) {
        while open.count > position, let last = open.popLast() {
            output.append(contentsOf: [0x3C, 0x2F])
            output.append(contentsOf: last.name)
            output.append(0x3E)
        }
    }

    // MARK: Bytes

    private mutating func readName() -> [UInt8] {
        let start = index
        while index < source.count, !Self.endsName(source[index]) { index += 1 }
        let name = Array(source[start..<index])
        return Self.isName(name) ? name : []
    }

    private mutating func skipBlanks() {
        while index < source.count, source[index] <= 0x20 { index += 1 }
    }

    private func hasPrefix(_ pattern: [UInt8]) -> Bool {
        guard index + pattern.count <= source.count else { return false }
        for offset in 0..<pattern.count where source[index + offset] != pattern[offset] { return false }
        return true
    }

    private static func endsName(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == 0x2F || byte == 0x3E || byte == 0x3C || byte == 0x3D
    }

    private static func isName(_ name: [UInt8]) -> Bool {
        guard let first = name.first,
            first >= 0x80 || first == 0x5F || first | 0x20 >= 0x61 && first | 0x20 <= 0x7A
        else { return false }
        return name.allSatisfy { byte in
            byte >= 0x80 || byte == 0x5F || byte == 0x2D || byte == 0x2E || byte == 0x3A
                || byte >= 0x30 && byte <= 0x39 || byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A
        }
    }

    private static func lowercase(_ name: [UInt8]) -> [UInt8] {
        name.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
    }

    private static func local(_ name: [UInt8]) -> [UInt8] {
        guard let colon = name.lastIndex(of: 0x3A) else { return name }
        return Array(name[(colon + 1)...])
    }

    private static func set(_ names: String) -> Set<[UInt8]> {
        Set(names.split { $0 == " " || $0 == "\n" }.map { Array($0.utf8) })
    }

    private static let lessThan = Array("&lt;".utf8)
    private static let dataStart = Array("<![CDATA[".utf8)
    private static let dataEnd = Array("]]>".utf8)
    private static let entries = set("item entry")
    private static let structural = set("item entry channel rss feed rdf")
    private static let voids = set("br hr img wbr input")
    /// Fields that hold no other field.
    private static let leaves = set(
        """
        title link description pubdate guid comments category ttl language copyright lastbuilddate enclosure \
        managingeditor webmaster generator docs id published updated issued modified created dc:date dc:creator \
        dc:subject dc:title dc:identifier dc:language itunes:author itunes:duration itunes:explicit itunes:keywords \
        atom:link atom10:link
        """)
    private static let otherFields = set(
        "author content content:encoded summary source image itunes:summary itunes:subtitle media:content")

    /// Whether an element of the lowercase name `name` begins another field.
    private static func isField(_ name: [UInt8]) -> Bool {
        leaves.contains(name) || otherFields.contains(name)
    }
}
