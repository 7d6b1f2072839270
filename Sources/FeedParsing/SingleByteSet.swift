import Platform
import Synchronization

/// A character set of one byte a character.
///
/// The table comes from the C library; where browsers differ, theirs counts.
/// - Source: https://encoding.spec.whatwg.org/#legacy-single-byte-encodings
struct SingleByteSet {
    /// The scalar for each byte; 0 for a byte that is none, but for byte 0.
    private let scalars: [UInt32]

    /// The set with the C library's name `charset`; `nil` where it is of more bytes or not known.
    static func named(_ charset: String) -> SingleByteSet? {
        guard names.contains(charset) else { return nil }
        if let known = cache.withLock({ $0[charset] }) { return known }
        guard let set = SingleByteSet(charset) else { return nil }
        cache.withLock { $0[charset] = set }
        return set
    }

    /// `bytes` in UTF-8, with U+FFFD for each byte that is no character, and how many there were.
    func utf8(from bytes: [UInt8]) -> (bytes: [UInt8], invalid: Int) {
        var output = UTF8Output(capacity: bytes.count + bytes.count / 2)
        let span = bytes.span
        let table = scalars.span
        var index = output.appendASCII(span, from: 0)
        while index < span.count {
            let scalar = table[Int(span[index])]
            if scalar == 0 { output.appendInvalid() } else { output.append(scalar) }
            index = output.appendASCII(span, from: index + 1)
        }
        return (output.bytes, output.invalid)
    }

    private init?(_ charset: String) {
        if charset == "X-USER-DEFINED" {
            scalars = (0..<256).map { $0 < 0x80 ? $0 : 0xF700 + $0 }
            return
        }
        // A line break after each byte keeps stateful sets from composing two of them.
        let high: ClosedRange<UInt8> = 0x80...0xFF
        let input: [UInt8] = high.flatMap { byte in [byte, 0x0A] }
        guard let (text, _) = CharacterConverter.utf8(from: input, charset: charset) else { return nil }
        var table: [UInt32] = (0..<128).map { $0 }
        for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
            if scalar == "\n" { continue }
            table.append(scalar == "\u{FFFD}" ? 0 : scalar.value)
        }
        guard table.count == 256 else { return nil }
        // Bytes 80 to 9F that mean nothing are control characters to browsers.
        for byte in 0x80...0x9F where table[byte] == 0 { table[byte] = UInt32(byte) }
        for (byte, scalar) in Self.changes[charset] ?? [:] { table[byte] = scalar }
        scalars = table
    }

    private static let cache = Mutex<[String: SingleByteSet]>([:])

    private static let names: Set<String> = [
        "IBM866", "ISO-8859-2", "ISO-8859-3", "ISO-8859-4", "ISO-8859-5", "ISO-8859-6", "ISO-8859-7",
        "ISO-8859-8", "ISO-8859-10", "ISO-8859-13", "ISO-8859-14", "ISO-8859-15", "ISO-8859-16", "KOI8-R",
        "KOI8-U", "MACINTOSH", "MAC-UK", "CP874", "CP1250", "CP1251", "CP1252", "CP1253", "CP1254", "CP1255",
        "CP1256", "CP1257", "CP1258", "X-USER-DEFINED",
    ]

    /// Where browsers read otherwise than the C library.
    private static let changes: [String: [Int: UInt32]] = [
        "KOI8-U": [0xAE: 0x45E, 0xBE: 0x40E], "MACINTOSH": [0xC6: 0x2206, 0xF0: 0xF8FF],
        "MAC-UK": [0xFF: 0x20AC], "CP1255": [0xCA: 0x5BA],
    ]
}
