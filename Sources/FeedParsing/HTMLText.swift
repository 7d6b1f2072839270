/// HTML as given, in the bytes in which it came.
///
/// Bodies are most of a feed and are read as bytes: checking them once more and copying them into a string is left to
/// who needs one.
package struct HTMLText: Sendable, Hashable, ExpressibleByStringLiteral {
    /// UTF-8.
    package let bytes: [UInt8]

    package init(_ text: String) { bytes = Array(text.utf8) }

    package init(stringLiteral text: String) { self.init(text) }

    init(utf8 bytes: [UInt8]) { self.bytes = bytes }

    /// `bytes` without blanks at the ends; `nil` where nothing is left.
    init?(trimming bytes: [UInt8]) {
        guard let trimmed = Blanks.trimmed(bytes) else { return nil }
        self.bytes = trimmed.count == bytes.count ? bytes : Array(trimmed)
    }

    /// With U+FFFD for bytes that are not UTF-8.
    package var string: String { String(decoding: bytes, as: UTF8.self) }
}
