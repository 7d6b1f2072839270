/// What may stand around a text without being part of it.
enum Blanks {
    /// `bytes`, UTF-8, without blanks at either end; `nil` where nothing is left.
    static func trimmed(_ bytes: [UInt8]) -> ArraySlice<UInt8>? {
        guard var start = bytes.firstIndex(where: { $0 > 0x20 }),
            var end = bytes.lastIndex(where: { $0 > 0x20 })
        else { return nil }
        if bytes[start] >= 0x80 || bytes[end] >= 0x80 {
            while let blank = wide.first(where: { bytes[start...end].starts(with: $0) }) {
                start += blank.count
                while start <= end, bytes[start] <= 0x20 { start += 1 }
                if start > end { return nil }
            }
            while let blank = wide.first(where: { bytes[start...end].suffix($0.count).elementsEqual($0) }) {
                end -= blank.count
                while end > start, bytes[end] <= 0x20 { end -= 1 }
            }
        }
        return bytes[start...end]
    }

    /// Blanks beyond ASCII: of no width to break, of the width of an ideograph, of no width at all, the byte order mark.
    private static let wide: [[UInt8]] = [
        [0xC2, 0xA0], [0xE3, 0x80, 0x80], [0xE2, 0x80, 0x8B], [0xEF, 0xBB, 0xBF],
    ]
}
