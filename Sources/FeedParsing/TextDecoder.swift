/// The bytes of a document made UTF-8.
///
/// A byte order mark decides; then bytes that can only be UTF-8; then the HTTP header; then the declaration; then a
/// guess by what the bytes look like. Servers transcode and forget the declaration, so it comes last.
enum TextDecoder {
    /// The document in UTF-8 and the liberties that took.
    struct Decoded {
        var bytes: [UInt8]
        var charset: String
        var warnings: [ParseWarning] = []
    }

    /// The bytes without a mark where nothing says that they are anything but UTF-8; they need not be it.
    static func presumedUTF8(_ document: Document) -> [UInt8]? {
        let bytes = document.bytes
        var length = 0
        if let mark = mark(of: bytes) {
            guard mark.0 == "UTF-8" else { return nil }
            length = mark.1
        } else {
            guard bytes.first == 0x3C, wideCharset(of: bytes) == nil else { return nil }
        }
        for label in [header(document.contentType), declaration(in: bytes)] {
            if let label, Charset.named(label) != "UTF-8" { return nil }
        }
        return length == 0 ? bytes : Array(bytes[length...])
    }

    static func decode(_ document: Document) -> Decoded {
        let bytes = document.bytes
        let labels = [header(document.contentType), declaration(in: bytes)]
        if let (charset, length) = mark(of: bytes) {
            let body = Array(bytes[length...])
            let warnings = contradictions(labels, charset)
            return charset == "UTF-8"
                ? utf8(body, claimed: nil, warnings: warnings) : convert(body, charset, warnings: warnings)
        }
        if let charset = wideCharset(of: bytes) {
            return convert(bytes, charset, warnings: contradictions([labels[0]], charset))
        }
        var warnings: [ParseWarning] = []
        var claims: [String] = []
        for label in labels.compactMap({ $0 }) {
            // The declaration could be read byte by byte, so the document is in no wide character set.
            if let charset = Charset.named(label) {
                if !charset.hasPrefix("UTF-16"), !charset.hasPrefix("UTF-32") {
                    claims.append(charset)
                } else if warnings.isEmpty {
                    warnings.append(
                        ParseWarning(
                            code: .charsetMismatch, message: "says \(charset), has one byte a character"))
                }
            } else {
                warnings.append(
                    ParseWarning(
                        code: .unknownCharset, message: "character set \"\(label.prefix(40))\" is not known"))
            }
        }
        let claim = claims.first
        let facts = UTF8Facts(bytes)
        if facts.invalid == 0 {
            if facts.sequences == 0 {
                let isStateful = claim.map { $0.hasPrefix("ISO-2022") || $0 == "UTF-7" } ?? false
                if claim == nil, isJapaneseMail(bytes) {
                    return convert(bytes, "ISO-2022-JP", warnings: warnings + [guess("ISO-2022-JP")])
                }
                if isStateful, let claim { return convert(bytes, claim, warnings: warnings) }
                return Decoded(bytes: bytes, charset: "UTF-8", warnings: warnings)
            }
            if claim == nil || claim == "UTF-8" || facts.sequences >= UTF8Facts.enough {
                if let claim, claim != "UTF-8" { warnings.append(mismatch(claim, "UTF-8")) }
                return Decoded(bytes: bytes, charset: "UTF-8", warnings: warnings)
            }
        }
        return choose(bytes, claims: claims, facts: facts, warnings: warnings)
    }

    // MARK: Choice

    /// The first claim that fits without loss, else the one with the least.
    private static func choose(
        _ bytes: [UInt8], claims: [String], facts: UTF8Facts, warnings: [ParseWarning]
    ) -> Decoded {
        var candidates = claims
        // A few bad bytes among much good UTF-8 are bad bytes.
        let isMostlyUTF8 = facts.sequences > facts.invalid * 4
        if isMostlyUTF8 { candidates.insert("UTF-8", at: 0) }
        if candidates.isEmpty || candidates == ["UTF-8"], !isMostlyUTF8 {
            candidates += CharsetGuess.candidates(bytes)
        }
        candidates = withoutServerDefault(candidates, bytes)
        var best: (decoded: Decoded, invalid: Int)?
        for charset in candidates where charset != "UTF-8" || isMostlyUTF8 {
            if charset == "UTF-8" { return utf8(bytes, claimed: claims.first, warnings: warnings) }
            guard let (text, invalid) = CharsetText.utf8(from: bytes, charset: charset) else {
                continue
            }
            if best.map({ invalid < $0.invalid }) ?? true {
                var all = warnings
                if let claim = claims.first {
                    if claim != charset { all.append(mismatch(claim, charset)) }
                } else {
                    all.append(guess(charset))
                }
                if invalid > 0 { all.append(badBytes(invalid)) }
                best = (Decoded(bytes: text, charset: charset, warnings: all), invalid)
            }
            if invalid == 0 { break }
        }
        return best?.decoded ?? utf8(bytes, claimed: claims.first, warnings: warnings)
    }

    /// The candidates with another first where the first is Latin-1, which servers say of everything, and the bytes
    /// are certainly in a set of two bytes.
    private static func withoutServerDefault(_ candidates: [String], _ bytes: [UInt8]) -> [String] {
        guard candidates.first == "CP1252", let certain = CharsetGuess.certainMultibyte(bytes) else {
            return candidates
        }
        return [certain] + candidates.filter { $0 != certain }
    }

    // MARK: Evidence

    private static func mark(of bytes: [UInt8]) -> (String, Int)? {
        let marks: [([UInt8], String)] = [
            ([0xEF, 0xBB, 0xBF], "UTF-8"), ([0xFF, 0xFE, 0, 0], "UTF-32LE"),
            ([0, 0, 0xFE, 0xFF], "UTF-32BE"),
            ([0xFF, 0xFE], "UTF-16LE"), ([0xFE, 0xFF], "UTF-16BE"),
        ]
        return marks.first { bytes.starts(with: $0.0) }.map { ($0.1, $0.0.count) }
    }

    /// A wide character set by the zeros around the first two characters, which are ASCII in every feed.
    private static func wideCharset(of bytes: [UInt8]) -> String? {
        guard bytes.count >= 4 else { return nil }
        func isText(_ byte: UInt8) -> Bool { byte == 0x09 || byte == 0x0A || byte == 0x0D || byte >= 0x20 }
        switch (bytes[0], bytes[1], bytes[2], bytes[3]) {
        case (0, 0, 0, let byte) where isText(byte): return "UTF-32BE"
        case (let byte, 0, 0, 0) where isText(byte): return "UTF-32LE"
        case (0, let first, 0, let second) where isText(first) && isText(second): return "UTF-16BE"
        case (let first, 0, let second, 0) where isText(first) && isText(second): return "UTF-16LE"
        case (0, 0x3C, _, _): return "UTF-16BE"
        case (0x3C, 0, _, _): return "UTF-16LE"
        default: return nil
        }
    }

    /// Whether ASCII holds an escape sequence of ISO-2022-JP; text has no use for the character.
    private static func isJapaneseMail(_ bytes: [UInt8]) -> Bool {
        guard let index = bytes.firstIndex(of: 0x1B) else { return false }
        return ["$B", "$@", "(J", "(I"].contains { bytes[(index + 1)...].starts(with: $0.utf8) }
    }

    private static func header(_ contentType: String?) -> String? {
        contentType.flatMap { value(after: "charset=", in: Array($0.utf8)) }
    }

    private static func declaration(in bytes: [UInt8]) -> String? {
        // Most documents begin with it, so that the rest has not to be searched.
        let isFirst = bytes.starts(with: declarationStart)
        let head = Array(bytes.prefix(isFirst ? 256 : 2048))
        guard let start = isFirst ? 0 : find("<?xml", in: head, from: 0),
            let end = find("?>", in: head, from: start)
        else { return nil }
        return value(after: "encoding", in: Array(head[start..<end]))
    }

    private static let declarationStart = Array("<?xml".utf8)

    /// The word after `name`, an equals sign and quotes, each where there are any.
    private static func value(after name: String, in bytes: [UInt8]) -> String? {
        guard let start = find(name, in: bytes, from: 0) else { return nil }
        let rest = bytes[(start + name.utf8.count)...].drop {
            $0 <= 0x20 || $0 == 0x3D || $0 == 0x22 || $0 == 0x27
        }
        let word = rest.prefix {
            $0 > 0x20 && $0 != 0x22 && $0 != 0x27 && $0 != 0x3B && $0 != 0x2C && $0 < 0x80
        }
        return word.isEmpty ? nil : String(decoding: word, as: UTF8.self)
    }

    /// Where `pattern`, in lower case, first stands in `bytes`, in whatever case.
    private static func find(_ pattern: String, in bytes: [UInt8], from start: Int) -> Int? {
        let pattern = Array(pattern.utf8)
        var index = start
        while index + pattern.count <= bytes.count {
            var offset = 0
            while offset < pattern.count {
                let byte = bytes[index + offset]
                guard (byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte) == pattern[offset] else { break }
                offset += 1
            }
            if offset == pattern.count { return index }
            index += 1
        }
        return nil
    }

    // MARK: Conversion

    private static func convert(_ bytes: [UInt8], _ charset: String, warnings: [ParseWarning]) -> Decoded {
        guard let (text, invalid) = CharsetText.utf8(from: bytes, charset: charset) else {
            return utf8(bytes, claimed: charset, warnings: warnings)
        }
        return Decoded(
            bytes: text, charset: charset, warnings: invalid > 0 ? warnings + [badBytes(invalid)] : warnings)
    }

    private static func utf8(_ bytes: [UInt8], claimed: String?, warnings: [ParseWarning] = []) -> Decoded {
        let (text, invalid) = UTF8Facts.mended(bytes)
        var warnings = warnings
        if let claimed, claimed != "UTF-8" { warnings.append(mismatch(claimed, "UTF-8")) }
        if invalid > 0 { warnings.append(badBytes(invalid)) }
        return Decoded(bytes: text, charset: "UTF-8", warnings: warnings)
    }

    private static func mismatch(_ claimed: String, _ found: String) -> ParseWarning {
        ParseWarning(code: .charsetMismatch, message: "says \(claimed), read as \(found)")
    }

    private static func guess(_ found: String) -> ParseWarning {
        ParseWarning(
            code: .guessedCharset, message: "nothing says the character set, the bytes look like \(found)")
    }

    /// A warning where the first of `labels` says otherwise than the bytes.
    private static func contradictions(_ labels: [String?], _ found: String) -> [ParseWarning] {
        guard let claim = labels.lazy.compactMap({ $0 }).first.flatMap({ Charset.named($0) }),
            claim.prefix(5) != found.prefix(5)
        else { return [] }
        return [mismatch(claim, found)]
    }

    private static func badBytes(_ count: Int) -> ParseWarning {
        ParseWarning(code: .invalidBytes, message: "sequences of bytes that are no text: \(count)")
    }
}
