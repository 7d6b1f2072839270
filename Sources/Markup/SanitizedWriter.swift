/// An attribute that some element may have, references resolved.
struct MarkupAttribute {
    var kind: SanitizerRules.Attribute
    var value: ArraySlice<UInt8>
}

/// Writes elements, attributes and text as far as they are allowed.
struct SanitizedWriter {
    private let base: String?
    private var output: [UInt8] = []
    /// The elements written and not yet closed.
    private var open: [SanitizerRules.Rule] = []

    init(base: String?, capacity: Int) {
        self.base = base
        output.reserveCapacity(capacity + capacity / 8 + 64)
    }

    mutating func finish() -> [UInt8] {
        while !open.isEmpty { end() }
        return output
    }

    /// Writes a start tag; false where the element is left out.
    mutating func start(
        _ rule: SanitizerRules.Rule, attributes: [MarkupAttribute]
    ) -> Bool {
        if rule.name == Self.image, Self.isTrackingPixel(attributes) { return false }
        output.append(contentsOf: rule.opening)
        for attribute in attributes { write(attribute, of: rule) }
        if rule.name == Self.anchor { output.append(contentsOf: Self.relation) }
        output.append(0x3E)
        if !rule.isVoid { open.append(rule) }
        return true
    }

    /// Closes the innermost element.
    mutating func end() {
        if let rule = open.popLast() { output.append(contentsOf: rule.closing) }
    }

    mutating func text(_ bytes: ArraySlice<UInt8>) {
        escape(bytes, isAttribute: false)
    }

    private mutating func write(_ attribute: MarkupAttribute, of rule: SanitizerRules.Rule) {
        let kind = attribute.kind
        guard kind.isEverywhere || rule.attributes.contains(kind.name) else { return }
        var value = attribute.value
        if kind.value != .text {
            guard let address = SanitizerRules.address(value, base: base, isMedia: kind.value == .media)
            else { return }
            value = address
        }
        output.append(contentsOf: kind.opening)
        escape(value, isAttribute: true)
        output.append(0x22)
    }

    /// An image of one pixel, which only tells its server that somebody reads.
    private static func isTrackingPixel(_ attributes: [MarkupAttribute]) -> Bool {
        var small = 0
        for attribute in attributes
        where (attribute.kind.name == width || attribute.kind.name == height)
            && onePixel.contains(Array(attribute.value))
        {
            small += 1
        }
        return small >= 2
    }

    // MARK: Text

    private mutating func escape(_ bytes: ArraySlice<UInt8>, isAttribute: Bool) {
        let first = bytes.startIndex
        var start = first
        var index = start
        while true {
            let next = MarkupBytes.escaped(bytes.span, from: index - first, isAttribute: isAttribute)
            index = first + next
            guard index < bytes.endIndex else { break }
            let byte = bytes[index]
            let replacement: [UInt8]
            switch byte {
            case 0x26: replacement = Self.ampersand
            case 0x3C: replacement = Self.lessThan
            case 0x3E: replacement = Self.greaterThan
            case 0x22: replacement = Self.quotation
            case 0x60: replacement = Self.grave
            case 0xEF:
                // U+FFFE and U+FFFF are no characters, and no parser lets them through.
                let isCharacter =
                    index + 2 >= bytes.endIndex || bytes[index + 1] != 0xBF || bytes[index + 2] < 0xBE
                if !isCharacter { output.append(contentsOf: bytes[start..<index]) }
                index += min(3, bytes.endIndex - index)
                if !isCharacter { start = index }
                continue
            default: replacement = []
            }
            output.append(contentsOf: bytes[start..<index])
            output.append(contentsOf: replacement)
            index += 1
            start = index
        }
        output.append(contentsOf: bytes[start..<bytes.endIndex])
    }

    private static let ampersand = Array("&amp;".utf8)
    private static let lessThan = Array("&lt;".utf8)
    private static let greaterThan = Array("&gt;".utf8)
    private static let quotation = Array("&quot;".utf8)
    private static let grave = Array("&#96;".utf8)
    private static let relation = Array(" rel=\"noopener noreferrer nofollow\"".utf8)
    private static let onePixel: Set<[UInt8]> = Set(["0", "1", "0px", "1px"].map { Array($0.utf8) })
    private static let image = MarkupName("img") ?? .none
    private static let anchor = SanitizerRules.anchor
    private static let width = MarkupName("width") ?? .none
    private static let height = MarkupName("height") ?? .none
}
