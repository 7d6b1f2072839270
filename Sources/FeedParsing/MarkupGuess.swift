import Text

/// Whether a text that does not say so is HTML.
enum MarkupGuess {
    /// Whether a tag with the name of a common element, or a reference, stands in `bytes`.
    static func looksLikeHTML(_ bytes: [UInt8]) -> Bool {
        var index = 0
        let lastEnd = bytes.lastIndex(of: 0x3E) ?? -1
        while index < bytes.count {
            switch bytes[index] {
            case 0x26:
                if let (_, length) = HTMLEntities.reference(in: bytes, at: index),
                    bytes[index + length - 1] == 0x3B
                {
                    return true
                }
            case 0x3C:
                if index < lastEnd, isTag(in: bytes, at: index) { return true }
            default: break
            }
            index += 1
        }
        return false
    }

    private static func isTag(in bytes: [UInt8], at index: Int) -> Bool {
        var position = index + 1
        if position < bytes.count, bytes[position] == 0x2F { position += 1 }
        var name: [UInt8] = []
        while position < bytes.count, name.count < 12 {
            let byte = bytes[position]
            let isLetter = byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A
            guard isLetter || byte >= 0x30 && byte <= 0x39 else { break }
            name.append(isLetter ? byte | 0x20 : byte)
            position += 1
        }
        return elements.contains(name)
    }

    private static let elements: Set<[UInt8]> = Set(
        """
        a abbr b big blockquote br center code dd del div dl dt em figure font h1 h2 h3 h4 h5 h6 hr i iframe img ins li \
        ol p pre q s section small span strike strong sub sup table tbody td th thead tr tt u ul script style
        """
        .split(separator: " ").map { Array($0.utf8) })
}
