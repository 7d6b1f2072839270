import Markup
import Text
import XML

/// One element with text, while it is read and after; the reader has one that it uses again and again.
struct FeedField {
    private(set) var element = FeedElement.skipped
    /// Its local name as written.
    private(set) var name = ""
    private(set) var depth = 0
    private(set) var base: String?
    private(set) var language: String?
    /// Whether text without a type is literal.
    private(set) var isAtom = false
    /// The text as given; HTML where `isMarkup`.
    private(set) var bytes: [UInt8] = []
    /// Whether elements stood inside, so that `bytes` is HTML that was made of them.
    private(set) var isMarkup = false
    private(set) var isCut = false
    /// Whether no more text belongs to it.
    private var isSealed = false
    /// Depth of the part of a person that is being read; 0 for none.
    private(set) var partDepth = 0
    /// What `type` and `mode` say of the text.
    private(set) var type = TextType.unknown

    private var attributes: [XMLAttribute] = []
    private var part: FeedElement?
    private var parts: [(element: FeedElement, text: [UInt8])] = []

    /// Starts over with an element; declared XHTML is markup from its first character on.
    mutating func begin(
        _ element: FeedElement, name: String, depth: Int, attributes: [XMLAttribute], isAtom: Bool
    ) {
        self.element = element
        self.name = name
        self.depth = depth
        self.attributes = attributes
        self.isAtom = isAtom
        bytes = []
        isMarkup = false
        isCut = false
        isSealed = false
        partDepth = 0
        part = nil
        if !parts.isEmpty { parts = [] }
        type = isAtom ? declaredType : .unknown
        if element == .body || isAtom && isTextual && type == .markup { isMarkup = true }
    }

    /// What the document says around it.
    mutating func place(base: String?, language: String?) {
        self.base = base
        self.language = language
    }

    /// The value of the attribute `local`, in lower case, whatever its case and namespace here.
    func attribute(_ local: String) -> String? {
        for attribute in attributes where attribute.name.folded == local { return attribute.value }
        return nil
    }

    // MARK: Reading

    /// Whether text inside elements is HTML, escaped, too: old programs put a `div` around it.
    private var isEscapedInside: Bool { isAtom && isTextual && type == .html }

    private var isTextual: Bool {
        switch element {
        case .title, .summary, .subtitle, .content, .description: true
        default: false
        }
    }

    mutating func append(_ text: [UInt8], limit: Int) {
        if partDepth > 0, let part {
            if let place = parts.firstIndex(where: { $0.element == part }) {
                if parts[place].text.count < Self.partLimit {
                    parts[place].text += text.prefix(Self.partLimit)
                }
            } else {
                parts.append((part, Array(text.prefix(Self.partLimit))))
            }
            return
        }
        guard !isSealed else { return }
        guard bytes.count < limit else {
            isCut = true
            return
        }
        if isMarkup, !isEscapedInside, isAtom || !text.contains(0x3C) {
            Self.escape(text, into: &bytes)
        } else if bytes.isEmpty {
            bytes = text
        } else {
            bytes.append(contentsOf: text)
        }
        if bytes.count > limit {
            isCut = true
            var end = limit
            while end > 0, bytes[end] & 0xC0 == 0x80 { end -= 1 }
            bytes.removeLast(bytes.count - end)
        }
    }

    /// Ends a plain text that an element was put after, as where its end tag is missing.
    mutating func seal() {
        if bytes.contains(where: { $0 > 0x20 }) { isSealed = true }
    }

    mutating func startPart(_ part: FeedElement, depth: Int) {
        self.part = part
        partDepth = depth
    }

    mutating func endPart() {
        part = nil
        partDepth = 0
    }

    /// Adds the start tag of an element inside; addresses in it are resolved if it brought a base of its own.
    mutating func startMarkup(
        _ name: XMLName, _ attributes: [XMLAttribute], base: String?, limit: Int
    ) {
        becomeMarkup()
        guard bytes.count < limit else { return }
        bytes.append(0x3C)
        bytes.append(contentsOf: name.local.utf8)
        for attribute in attributes where !attribute.name.isOfXML {
            bytes.append(0x20)
            bytes.append(contentsOf: attribute.name.local.utf8)
            bytes.append(contentsOf: [0x3D, 0x22])
            var value = attribute.value
            if base != self.base, attribute.name.local == "href" || attribute.name.local == "src" {
                value = URLResolver.resolve(value, against: base)
            }
            Self.escape(Array(value.utf8), into: &bytes)
            bytes.append(0x22)
        }
        bytes.append(0x3E)
    }

    mutating func endMarkup(_ name: XMLName) {
        guard !Self.voids.contains(name.folded) else { return }
        bytes.append(contentsOf: [0x3C, 0x2F])
        bytes.append(contentsOf: name.local.utf8)
        bytes.append(0x3E)
    }

    private mutating func becomeMarkup() {
        guard !isMarkup else { return }
        isMarkup = true
        guard !isEscapedInside else { return }
        let text = bytes
        bytes = []
        Self.escape(text, into: &bytes)
    }

    static func escape(_ text: [UInt8], into bytes: inout [UInt8]) {
        bytes.reserveCapacity(bytes.count + text.count)
        for byte in text {
            switch byte {
            case 0x26: bytes.append(contentsOf: ampersand)
            case 0x3C: bytes.append(contentsOf: lessThan)
            case 0x3E: bytes.append(contentsOf: greaterThan)
            case 0x22: bytes.append(contentsOf: quotation)
            default: bytes.append(byte)
            }
        }
    }

    /// Bytes of one part of a person.
    private static let partLimit = 4096
    private static let ampersand = Array("&amp;".utf8)
    private static let lessThan = Array("&lt;".utf8)
    private static let greaterThan = Array("&gt;".utf8)
    private static let quotation = Array("&quot;".utf8)
    private static let voids: Set<String> = [
        "br", "hr", "img", "wbr", "input", "col", "area", "link", "meta", "source",
    ]

    // MARK: Values

    /// How the text is meant.
    enum TextType {
        case literal, html, markup, base64, unknown
    }

    private var declaredType: TextType {
        guard !attributes.isEmpty else { return .unknown }
        let mode = attribute("mode")?.lowercased()
        if mode == nil {
            // What nearly all write, without a look at its case and parameters.
            switch attribute("type") {
            case "html": return .html
            case "text": return .literal
            case "xhtml": return .markup
            default: break
            }
        }
        if mode == "base64" { return .base64 }
        guard let given = attribute("type")?.lowercased() else {
            switch mode {
            case "escaped": return .html
            case "xml": return .unknown
            default: return .unknown
            }
        }
        let type = given.split(separator: ";").first.map { String($0) } ?? given
        switch type {
        case "text", "text/plain":
            return mode == "escaped" ? .unknown : .literal
        case "html", "text/html": return mode == "xml" ? .markup : .html
        case "xhtml", "application/xhtml+xml": return mode == "escaped" ? .html : .markup
        default:
            if type.hasSuffix("+xml") || type.hasSuffix("/xml") { return .markup }
            if type.hasPrefix("text/") { return .literal }
            return type.contains("/") && mode == nil ? .base64 : .unknown
        }
    }

    /// Takes away the marks of a CDATA section that was escaped as if it were text.
    mutating func dropDataMarks() {
        guard bytes.count > 12, let start = bytes.firstIndex(where: { $0 > 0x20 }),
            bytes[start...].starts(with: Self.dataStart),
            let end = bytes.lastIndex(where: { $0 > 0x20 }), end - start >= 11,
            bytes[...end].suffix(3).elementsEqual(Self.dataEnd)
        else { return }
        bytes = Array(bytes[(start + Self.dataStart.count)..<(end - 2)])
    }

    private static let dataStart = Array("<![CDATA[".utf8)
    private static let dataEnd = Array("]]>".utf8)

    /// The text with blanks at the ends gone; `nil` where nothing is left.
    var text: String? { Blanks.trimmed(bytes).map { String(decoding: $0, as: UTF8.self) } }

    /// A headline: one line of plain text, empty where there is nothing to read, an image say; `nil` for nothing at all.
    var headline: String? { line ?? text.map { _ in "" } }

    /// One line of plain text; `nil` where nothing is left.
    var line: String? {
        let line = lineBytes
        return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
    }

    /// The same in UTF-8, empty where nothing is left.
    var lineBytes: [UInt8] {
        guard !isMarkup, isAtom else { return PlainText.of(html: bytes) }
        switch type {
        case .literal: return PlainText.collapsed(bytes)
        case .unknown where !MarkupGuess.looksLikeHTML(bytes): return PlainText.collapsed(bytes)
        case .base64: return PlainText.of(html: Base64.decode(bytes) ?? bytes)
        default: return PlainText.of(html: bytes)
        }
    }

    /// HTML, blanks at the ends gone; `nil` where nothing is left.
    var html: HTMLText? {
        guard !isMarkup, isAtom else { return HTMLText(trimming: bytes) }
        switch type {
        case .html, .markup: return HTMLText(trimming: bytes)
        case .unknown where MarkupGuess.looksLikeHTML(bytes): return HTMLText(trimming: bytes)
        case .base64:
            guard let decoded = Base64.decode(bytes), String(validating: decoded, as: UTF8.self) != nil else {
                return HTMLText(trimming: bytes)
            }
            guard attribute("type")?.lowercased().hasPrefix("text/plain") == true else {
                return HTMLText(trimming: decoded)
            }
            return HTMLText(trimming: decoded).flatMap { Self.escaped($0) }
        // Texts are meant literally, but nobody means a reference to be seen.
        case .literal where element != .title && !bytes.contains(0x3C) && MarkupGuess.looksLikeHTML(bytes):
            return HTMLText(trimming: bytes)
        case .literal, .unknown: return HTMLText(trimming: bytes).flatMap { Self.escaped($0) }
        }
    }

    private static func escaped(_ text: HTMLText) -> HTMLText? {
        var result: [UInt8] = []
        escape(text.bytes, into: &result)
        return HTMLText(trimming: result)
    }

    /// A person's name, or else the address.
    var person: String? {
        if parts.isEmpty, bytes.contains(0x3C), bytes.contains(0x40), !isMarkup {
            // `Kim <kim@example.org>` is no tag.
            return PersonName.name(in: String(decoding: PlainText.collapsed(bytes), as: UTF8.self))
        }
        for element in [FeedElement.name, .title, .email] where !parts.isEmpty {
            guard let part = parts.first(where: { $0.element == element }) else { continue }
            let name = PlainText.collapsed(part.text)
            if !name.isEmpty { return String(decoding: name, as: UTF8.self) }
        }
        guard let line else { return nil }
        return PersonName.name(in: line)
    }
}
