/// Relative references made absolute.
///
/// - Source: RFC 3986 §5.2; blanks and controls as the URL standard treats them.
package enum URLResolver {
    /// `reference` relative to `base`; `reference` itself, trimmed, where there is no usable base.
    ///
    /// Blanks at the ends and line breaks inside are dropped, other blanks encoded; nothing else is rewritten.
    package static func resolve(_ reference: String, against base: String?) -> String {
        if isPlainWeb(reference) { return reference }
        let reference = clean(Array(reference.utf8))
        return String(
            decoding: resolve(reference, against: base.map { clean(Array($0.utf8)) }), as: UTF8.self)
    }

    /// The scheme of `url` in lower case; `nil` for a relative reference.
    package static func scheme(of url: String) -> String? {
        let bytes = clean(Array(url.utf8))
        return schemeLength(bytes).map { length in
            String(decoding: bytes[0..<length].map { $0 | 0x20 }, as: UTF8.self)
        }
    }

    /// Whether `url` names a place on the web: `http` or `https` with a host.
    package static func isWeb(_ url: String) -> Bool {
        if isPlainWeb(url) { return true }
        guard let scheme = scheme(of: url), scheme == "http" || scheme == "https" else { return false }
        let parts = Parts(clean(Array(url.utf8)))
        return !(parts.authority ?? []).isEmpty
    }

    /// Whether `url` is absolute, with a host, and free of blanks: nothing is to be done to it.
    private static func isPlainWeb(_ url: String) -> Bool {
        let bytes = url.utf8.span
        let start: Int
        if starts(bytes, with: secureStart) {
            start = secureStart.count
        } else if starts(bytes, with: webStart) {
            start = webStart.count
        } else {
            return false
        }
        guard bytes.count > start else { return false }
        let first = bytes[start]
        guard first != 0x2F, first != 0x3F, first != 0x23 else { return false }
        for index in start..<bytes.count where bytes[index] <= 0x20 { return false }
        return true
    }

    private static func starts(_ bytes: borrowing Span<UInt8>, with pattern: [UInt8]) -> Bool {
        guard bytes.count >= pattern.count else { return false }
        for index in pattern.indices where bytes[index] != pattern[index] { return false }
        return true
    }

    private static let secureStart = Array("https://".utf8)
    private static let webStart = Array("http://".utf8)

    private struct Parts {
        var scheme: ArraySlice<UInt8>?
        var authority: ArraySlice<UInt8>?
        var path: ArraySlice<UInt8>
        /// With its question mark.
        var query: ArraySlice<UInt8>
        /// With its number sign.
        var fragment: ArraySlice<UInt8>

        init(_ bytes: [UInt8]) {
            var rest = bytes[...]
            if let length = URLResolver.schemeLength(bytes) {
                scheme = bytes[0..<length]
                rest = bytes[(length + 1)...]
            }
            let hash = rest.firstIndex(of: 0x23) ?? rest.endIndex
            fragment = rest[hash...]
            rest = rest[..<hash]
            let mark = rest.firstIndex(of: 0x3F) ?? rest.endIndex
            query = rest[mark...]
            rest = rest[..<mark]
            if rest.starts(with: [0x2F, 0x2F]) {
                let start = rest.startIndex + 2
                let end = rest[start...].firstIndex(of: 0x2F) ?? rest.endIndex
                authority = rest[start..<end]
                rest = rest[end...]
            }
            path = rest
        }
    }

    private static func resolve(_ reference: [UInt8], against base: [UInt8]?) -> [UInt8] {
        guard let base, schemeLength(base) != nil else { return reference }
        let parts = Parts(reference)
        let root = Parts(base)
        guard let rootScheme = root.scheme else { return reference }
        if let scheme = parts.scheme {
            // `http:page` and `http:/page` are relative in old documents.
            guard parts.authority == nil, scheme.elementsEqual(rootScheme), root.authority != nil,
                scheme.elementsEqual("http".utf8) || scheme.elementsEqual("https".utf8)
            else { return reference }
        }
        guard root.authority != nil || root.path.first == 0x2F || reference.first == 0x23 else {
            return reference
        }
        var result = Array(rootScheme) + [0x3A]
        if let authority = parts.authority {
            return result + [0x2F, 0x2F] + authority + parts.path + parts.query + parts.fragment
        }
        if let authority = root.authority { result += [0x2F, 0x2F] + authority }
        if parts.path.isEmpty {
            result += root.path.isEmpty && !(parts.query.isEmpty) ? [0x2F] : Array(root.path)
            result += parts.query.isEmpty ? root.query : parts.query
        } else {
            var path: [UInt8] = []
            if parts.path.first != 0x2F {
                let slash = root.path.lastIndex(of: 0x2F)
                path = slash.map { Array(root.path[...$0]) } ?? (root.authority == nil ? [] : [0x2F])
            }
            result += withoutDots(path + parts.path) + parts.query
        }
        return result + parts.fragment
    }

    /// - Source: RFC 3986 §5.2.4.
    private static func withoutDots(_ path: [UInt8]) -> [UInt8] {
        guard path.contains(0x2E) else { return path }
        var kept: [ArraySlice<UInt8>] = []
        let segments = path.split(separator: 0x2F, omittingEmptySubsequences: false)
        for (index, segment) in segments.enumerated() {
            let isLast = index == segments.count - 1
            if segment.elementsEqual([0x2E]) {
                if isLast { kept.append([]) }
            } else if segment.elementsEqual([0x2E, 0x2E]) {
                if kept.count > 1 { kept.removeLast() }
                if isLast { kept.append([]) }
            } else {
                kept.append(segment)
            }
        }
        return Array(kept.joined(separator: [0x2F]))
    }

    fileprivate static func schemeLength(_ bytes: [UInt8]) -> Int? {
        guard let first = bytes.first, first | 0x20 >= 0x61, first | 0x20 <= 0x7A else { return nil }
        for index in bytes.indices {
            let byte = bytes[index]
            if byte == 0x3A { return index }
            let isAllowed =
                byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A || byte >= 0x30 && byte <= 0x39 || byte == 0x2B
                || byte == 0x2D || byte == 0x2E
            guard isAllowed, index < 32 else { return nil }
        }
        return nil
    }

    private static func clean(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.contains(where: { $0 <= 0x20 }) else { return bytes }
        guard let start = bytes.firstIndex(where: { $0 > 0x20 }),
            let end = bytes.lastIndex(where: { $0 > 0x20 })
        else { return [] }
        var result: [UInt8] = []
        for byte in bytes[start...end] {
            if byte == 0x20 {
                result.append(contentsOf: [0x25, 0x32, 0x30])
            } else if byte > 0x20 {
                result.append(byte)
            }
        }
        return result
    }
}
