/// A number or a word of a date, with what stands before it.
struct DateToken {
    var value = 0
    var digits = 0
    /// In lower case; empty for a number.
    var word = ""
    /// The last separator before it that is no blank; 0 for none.
    var separator: UInt8 = 0
    /// Whether blanks stand before it.
    var isApart = false
    /// Whether it stands right after the token before, or after one separator only.
    var isAdjacent = false
    /// Whether the separator stands right before it.
    var isTight = false
    /// Whether nothing at all stands between it and the token before.
    var isTouching: Bool { isAdjacent && separator == 0 }
    var isUsed = false

    var isNumber: Bool { digits > 0 }

    /// The numbers and words of `bytes`; `nil` where there are more than a date has.
    static func cut(_ bytes: [UInt8]) -> [DateToken]? {
        var tokens: [DateToken] = []
        var index = 0
        var separator: UInt8 = 0
        var isApart = false
        var gap = 0
        while index < bytes.count {
            let byte = bytes[index]
            var token = DateToken()
            if isDigit(byte) {
                while index < bytes.count, isDigit(bytes[index]) {
                    guard token.digits < 18 else { return nil }
                    token.value = token.value * 10 + Int(bytes[index] - 0x30)
                    token.digits += 1
                    index += 1
                }
            } else if isWordByte(byte) {
                let start = index
                while index < bytes.count, isWordByte(bytes[index]) { index += 1 }
                // `日` and its like end a number; what follows without a blank is a word of its own.
                if tokens.last?.isNumber == true, index - start > 3, isUnit(bytes[start..<(start + 3)]) {
                    index = start + 3
                }
                token.word = String(decoding: bytes[start..<index], as: UTF8.self).lowercased()
            } else {
                if byte <= 0x20 { isApart = true } else { separator = byte }
                gap += 1
                index += 1
                continue
            }
            let start = index - (token.isNumber ? token.digits : 0)
            token.separator = separator
            token.isApart = isApart
            token.isAdjacent = gap <= 1 && !isApart
            token.isTight = token.isNumber && start > 0 && bytes[start - 1] == separator
            tokens.append(token)
            guard tokens.count <= 32 else { return nil }
            separator = 0
            isApart = false
            gap = 0
        }
        return tokens
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
    private static func isWordByte(_ byte: UInt8) -> Bool {
        byte >= 0x80 || byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A
    }

    private static func isUnit(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let scalar = String(decoding: bytes, as: UTF8.self).unicodeScalars.first else { return false }
        return units.contains(scalar)
    }

    private static let units: Set<Unicode.Scalar> = Set("年月日号號時时點点分秒년월일시분초".unicodeScalars)
}
