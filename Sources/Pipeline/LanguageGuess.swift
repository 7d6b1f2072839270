package import Model
import Text

/// The language of a text by its script, where nobody said.
package enum LanguageGuess {
    /// A BCP 47 primary tag, or `nil` for scripts that many languages share, Latin above all.
    ///
    /// Kana decide for Japanese however many Han characters there are; otherwise the script of most letters does.
    package static func language(of content: FoldedContent) -> String? {
        var counts: [String: Int] = [:]
        var kana = 0
        var index = 0
        let bytes = content.title.bytes.prefix(sampleBytes) + content.text.bytes.prefix(sampleBytes)
        while index < bytes.count, index < sampleBytes {
            let (scalar, length) = scalar(in: bytes, at: index)
            index += length
            switch scalar {
            case 0x3041...0x30FF: kana += 1
            case 0x0456, 0x0457, 0x0454, 0x0491: counts["uk", default: 0] += ukrainianWeight
            default: if let tag = tag(of: scalar) { counts[tag, default: 0] += 1 }
            }
        }
        let ideographs = counts["zh", default: 0]
        if kana > 0, kana * 20 >= ideographs { counts["ja"] = kana + ideographs }
        if counts["ja"] != nil { counts["zh"] = nil }
        if counts["uk", default: 0] * 2 >= counts["ru", default: 0], counts["uk"] != nil {
            counts["uk", default: 0] += counts["ru", default: 0]
        }
        let best = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }
        return best.flatMap { $0.key == "latin" ? nil : $0.key }
    }

    /// More than a headline and a paragraph do not make it surer.
    private static let sampleBytes = 2000
    /// і ї є ґ stand in no Russian word and are one letter in ten or so of a Ukrainian text.
    private static let ukrainianWeight = 10

    private static func tag(of scalar: UInt32) -> String? {
        switch scalar {
        case 0x61...0x7A, 0xC0...0x24F: "latin"
        case 0xAC00...0xD7A3: "ko"
        case 0x3400...0x4DBF, 0x4E00...0x9FFF: "zh"
        case 0x0400...0x04FF: "ru"
        case 0x0370...0x03FF: "el"
        case 0x0590...0x05FF: "he"
        case 0x0600...0x06FF: "ar"
        case 0x0E00...0x0E7F: "th"
        default: nil
        }
    }

    private static func scalar(in bytes: ArraySlice<UInt8>, at index: Int) -> (UInt32, Int) {
        let first = bytes[index]
        let length = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        guard length > 1, index + length <= bytes.count else { return (UInt32(first), 1) }
        var scalar = UInt32(first) & (0x7F >> UInt32(length))
        for offset in 1..<length { scalar = scalar << 6 | UInt32(bytes[index + offset] & 0x3F) }
        return (scalar, length)
    }
}
