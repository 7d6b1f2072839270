import Platform

/// Conversion to UTF-8 as browsers do it.
enum CharsetText {
    /// `bytes` in UTF-8, with U+FFFD for what `charset` does not have, and how often that was needed.
    ///
    /// `charset` is a name that `Charset.named` gives; `nil` for one that nothing here knows.
    static func utf8(from bytes: [UInt8], charset: String) -> (bytes: [UInt8], invalid: Int)? {
        switch charset {
        case "UTF-8": return UTF8Facts.mended(bytes)
        case "UTF-16LE": return WideText.utf8(from: bytes, width: 2, isBigEndian: false)
        case "UTF-16BE": return WideText.utf8(from: bytes, width: 2, isBigEndian: true)
        case "UTF-32LE": return WideText.utf8(from: bytes, width: 4, isBigEndian: false)
        case "UTF-32BE": return WideText.utf8(from: bytes, width: 4, isBigEndian: true)
        case "CP949": return DoubleByteSet.korean.utf8(from: bytes)
        case "CP932": return DoubleByteSet.shiftJIS.utf8(from: bytes)
        case "GB18030": return DoubleByteSet.chinese.utf8(from: bytes)
        case "BIG5-HKSCS": return DoubleByteSet.taiwanese.utf8(from: bytes)
        case "EUC-JP": return DoubleByteSet.japanese.utf8(from: bytes)
        case "ISO-2022-JP": return JapaneseMail.utf8(from: bytes)
        default:
            if let set = SingleByteSet.named(charset) { return set.utf8(from: bytes) }
            return CharacterConverter.utf8(from: bytes, charset: charset)
        }
    }
}
