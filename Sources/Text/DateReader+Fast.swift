/// The two forms that nearly every feed writes, without cutting the text into words.
extension DateReader {
    /// `2026-11-24T09:05:06.5+09:00` and `Tue, 24 Nov 2026 09:05:06 +0900`; `nil` for anything else.
    static func readFast(_ bytes: borrowing Span<UInt8>) -> DateReading? {
        guard bytes.count >= 20, bytes.count <= 40 else { return nil }
        return bytes[4] == 0x2D ? readInternet(bytes) : readMail(bytes)
    }

    /// - Source: RFC 3339 §5.6.
    private static func readInternet(_ bytes: borrowing Span<UInt8>) -> DateReading? {
        guard bytes[7] == 0x2D, bytes[10] == 0x54 || bytes[10] == 0x20, bytes[13] == 0x3A, bytes[16] == 0x3A
        else { return nil }
        var fields = DateFields()
        fields.year = pair(bytes, 0) * 100 + pair(bytes, 2)
        fields.month = pair(bytes, 5)
        fields.day = pair(bytes, 8)
        guard readClock(bytes, 11, &fields) else { return nil }
        var index = 19
        if bytes[index] == 0x2E {
            index += 1
            var weight = 100
            let start = index
            while index < bytes.count, bytes[index] >= 0x30, bytes[index] <= 0x39 {
                fields.millisecond += Int(bytes[index] - 0x30) * weight
                weight /= 10
                index += 1
            }
            guard index > start, index < bytes.count else { return nil }
        }
        guard fields.year >= 1900, let minutes = offset(bytes, index) else { return nil }
        return milliseconds(fields).map {
            DateReading(milliseconds: $0 - Int64(minutes) * 60000, offset: minutes)
        }
    }

    /// - Source: RFC 822 §5 as changed by RFC 1123 §5.2.14.
    private static func readMail(_ bytes: borrowing Span<UInt8>) -> DateReading? {
        var index = 0
        if bytes[3] == 0x2C, bytes[4] == 0x20 {
            for letter in 0..<3 where bytes[letter] | 0x20 < 0x61 || bytes[letter] | 0x20 > 0x7A {
                return nil
            }
            index = 5
        }
        var fields = DateFields()
        if bytes[index + 1] == 0x20 {
            fields.day = digit(bytes[index])
            index += 2
        } else {
            fields.day = pair(bytes, index)
            index += 3
        }
        guard index + 18 <= bytes.count, fields.day > 0, bytes[index - 1] == 0x20, bytes[index + 3] == 0x20,
            bytes[index + 8] == 0x20, bytes[index + 17] == 0x20, bytes[index + 11] == 0x3A,
            bytes[index + 14] == 0x3A
        else { return nil }
        fields.month = month(bytes, index)
        fields.year = pair(bytes, index + 4) * 100 + pair(bytes, index + 6)
        guard fields.month > 0, fields.year >= 1900, readClock(bytes, index + 9, &fields),
            let minutes = offset(bytes, index + 18)
        else { return nil }
        return milliseconds(fields).map {
            DateReading(milliseconds: $0 - Int64(minutes) * 60000, offset: minutes)
        }
    }

    private static func readClock(
        _ bytes: borrowing Span<UInt8>, _ index: Int, _ fields: inout DateFields
    ) -> Bool {
        fields.hour = pair(bytes, index)
        fields.minute = pair(bytes, index + 3)
        fields.second = pair(bytes, index + 6)
        return fields.month > 0 && fields.day > 0 && fields.hour >= 0 && fields.minute >= 0
            && fields.second >= 0
    }

    /// The zone from `index` to the end, in minutes ahead of UTC.
    private static func offset(_ bytes: borrowing Span<UInt8>, _ index: Int) -> Int? {
        let rest = bytes.count - index
        guard rest > 0 else { return nil }
        switch (bytes[index], rest) {
        case (0x5A, 1): return 0
        case (0x47, 3) where bytes[index + 1] == 0x4D && bytes[index + 2] == 0x54: return 0
        case (0x55, 3) where bytes[index + 1] == 0x54 && bytes[index + 2] == 0x43: return 0
        case (0x2B, 5), (0x2D, 5), (0x2B, 6), (0x2D, 6):
            guard rest == 5 || bytes[index + 3] == 0x3A else { return nil }
            let hours = pair(bytes, index + 1)
            let minutes = pair(bytes, index + rest - 2)
            guard hours >= 0, minutes >= 0 else { return nil }
            let offset = (bytes[index] == 0x2D ? -1 : 1) * (hours * 60 + minutes)
            return DateZone.isOffset(offset) && minutes < 60 ? offset : nil
        case (_, 3): return named(letters(bytes, index))
        default: return nil
        }
    }

    /// The zones whose names are most written, by three letters.
    private static func named(_ word: UInt32) -> Int? {
        switch word {
        case 0x657374: -300  // EST
        case 0x656474: -240  // EDT
        case 0x637374: -360  // CST
        case 0x636474: -300  // CDT
        case 0x707374: -480  // PST
        case 0x706474: -420  // PDT
        case 0x6B7374, 0x6A7374: 540  // KST, JST
        case 0x636574, 0x627374: 60  // CET, BST
        default: nil
        }
    }

    /// Three letters at `index` in lower case, the first highest; no other bytes give the same.
    private static func letters(_ bytes: borrowing Span<UInt8>, _ index: Int) -> UInt32 {
        UInt32(bytes[index] | 0x20) << 16 | UInt32(bytes[index + 1] | 0x20) << 8
            | UInt32(bytes[index + 2] | 0x20)
    }

    private static func digit(_ byte: UInt8) -> Int {
        byte >= 0x30 && byte <= 0x39 ? Int(byte) - 0x30 : -10_000
    }

    /// Two digits at `index`; less than 0 where they are none.
    private static func pair(_ bytes: borrowing Span<UInt8>, _ index: Int) -> Int {
        digit(bytes[index]) * 10 + digit(bytes[index + 1])
    }

    /// The month of three English letters at `index`, in whatever case; 0 for none.
    private static func month(_ bytes: borrowing Span<UInt8>, _ index: Int) -> Int {
        switch letters(bytes, index) {
        case 0x6A616E: return 1
        case 0x666562: return 2
        case 0x6D6172: return 3
        case 0x617072: return 4
        case 0x6D6179: return 5
        case 0x6A756E: return 6
        case 0x6A756C: return 7
        case 0x617567: return 8
        case 0x736570: return 9
        case 0x6F6374: return 10
        case 0x6E6F76: return 11
        case 0x646563: return 12
        default: return 0
        }
    }
}
