/// A date's text with what only looks different made the same.
enum DatePlain {
    /// `text` in UTF-8 with digits, blanks and signs of other scripts in ASCII, marks of direction left out.
    static func bytes(of text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        guard bytes.contains(where: { $0 >= 0x80 }) else { return bytes }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if let plain = plain(scalar.value) {
                if plain > 0, let scalar = Unicode.Scalar(plain) { result.append(scalar) }
            } else {
                result.append(scalar)
            }
        }
        return Array(String(result).utf8)
    }

    /// What stands for a scalar, 0 for nothing; `nil` for itself.
    private static func plain(_ value: UInt32) -> UInt32? {
        switch value {
        case 0xFF01...0xFF5E: value - 0xFEE0
        case 0xA0, 0xB7, 0x2000...0x200A, 0x2022, 0x202F, 0x205F, 0x3000: 0x20
        case 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2069, 0xFEFF: 0
        case 0x2010...0x2015, 0x2212: 0x2D
        case 0x3001, 0x3002, 0x60C: 0x2C
        case 0x2018, 0x2019: 0x27
        case 0x660...0x669: value - 0x660 + 0x30
        case 0x6F0...0x6F9: value - 0x6F0 + 0x30
        case 0x966...0x96F: value - 0x966 + 0x30
        case 0x3010, 0x300C: 0x28
        case 0x3011, 0x300D: 0x29
        default: nil
        }
    }
}
