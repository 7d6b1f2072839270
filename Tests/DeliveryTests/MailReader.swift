import Crypto
import Testing

/// A mail taken apart as a client does it, independent of what wrote it; for messages of ours only.
struct MailReader {
    /// Names in small letters; in order, unfolded and decoded.
    var headers: [(name: String, value: String)] = []
    /// Type and text of each part, decoded.
    var parts: [(type: String, text: String)] = []

    /// Records what breaks a rule of the format: long lines, bare line ends, octets that are no ASCII.
    init(_ bytes: [UInt8]) throws {
        let lines = Self.lines(bytes)
        for line in lines {
            #expect(
                line.utf8.count <= 998 && line.utf8.allSatisfy { (0x20...0x7E).contains($0) || $0 == 0x09 })
        }
        let head = lines.prefix { !$0.isEmpty }
        // One word cannot be folded.
        for line in head where line.split(separator: " ").count > 2 || line.contains("=?") {
            #expect(line.utf8.count <= 78, "\(line)")
        }
        headers = try Self.fields(head)
        let body = Array(lines.dropFirst(head.count + 1))
        let type = try #require(value("content-type"))
        guard type.hasPrefix("multipart/alternative; boundary=\"") else {
            parts = [try Self.part(headers, body)]
            return
        }
        let boundary = "--" + type.dropFirst("multipart/alternative; boundary=\"".count).dropLast()
        #expect(body.filter { $0.contains(boundary) } == [boundary, boundary, boundary + "--"])
        for piece in body.split(whereSeparator: { $0.hasPrefix(boundary) }) where piece.contains("") {
            let head = piece.prefix { !$0.isEmpty }
            parts.append(try Self.part(try Self.fields(head), Array(piece.dropFirst(head.count + 1))))
        }
    }

    func value(_ name: String) -> String? {
        let found = headers.filter { $0.name == name }
        #expect(found.count <= 1)
        return found.first?.value
    }

    func text(_ type: String) -> String? { parts.first { $0.type.hasPrefix(type) }?.text }

    private static func lines(_ bytes: [UInt8]) -> [String] {
        let text = String(decoding: bytes, as: UTF8.self)
        let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map(
            String.init)
        #expect(lines.last == "" && lines.dropLast().allSatisfy { $0.unicodeScalars.last == "\r" })
        return lines.dropLast().map { String($0.unicodeScalars.dropLast()) }
    }

    private static func fields(_ lines: some Sequence<String>) throws -> [(name: String, value: String)] {
        var fields: [(name: String, value: String)] = []
        for line in lines {
            if line.hasPrefix(" "), let last = fields.indices.last {
                fields[last].value += line
            } else {
                let colon = try #require(line.firstIndex(of: ":"), "no field: \(line)")
                let value = line[line.index(after: colon)...].drop { $0 == " " }
                fields.append((line[..<colon].lowercased(), String(value)))
            }
        }
        return try fields.map { ($0.name, try decoded($0.value)) }
    }

    /// Encoded words in base64 decoded, the blanks between two of them left out.
    private static func decoded(_ value: String) throws -> String {
        var result = ""
        var wasEncoded = false
        for word in value.split(separator: " ", omittingEmptySubsequences: false) {
            let bare = word.hasSuffix(",") ? word.dropLast() : word
            if bare.hasPrefix("=?UTF-8?B?"), bare.hasSuffix("?=") {
                #expect(bare.utf8.count <= 75)
                let bytes = try #require(Base64.decode(String(bare.dropFirst(10).dropLast(2))))
                // Every word is text by itself.
                let text = try #require(String(validating: bytes, as: UTF8.self))
                if !wasEncoded, !result.isEmpty { result += " " }
                result += text + (bare.endIndex == word.endIndex ? "" : ",")
                wasEncoded = true
            } else {
                if !result.isEmpty { result += " " }
                result += word
                wasEncoded = false
            }
        }
        return result
    }

    private static func part(
        _ fields: [(name: String, value: String)], _ lines: [String]
    ) throws -> (type: String, text: String) {
        let type = try #require(fields.first { $0.name == "content-type" }?.value)
        for line in lines { #expect(line.utf8.count <= 76) }
        let bytes: [UInt8]
        switch fields.first(where: { $0.name == "content-transfer-encoding" })?.value {
        case "base64": bytes = try #require(Base64.decode(lines.joined()))
        case "quoted-printable": bytes = try quotedPrintable(lines)
        default:
            Issue.record("no encoding")
            bytes = []
        }
        let text = try #require(String(validating: bytes, as: UTF8.self))
        return (type, text.replacing("\r\n", with: "\n"))
    }

    private static func quotedPrintable(_ lines: [String]) throws -> [UInt8] {
        var bytes: [UInt8] = []
        for line in lines {
            #expect(line.last != " " && line.last != "\t" && !line.hasPrefix("."))
            var rest = Array(line.utf8)[...]
            var goesOn = false
            while let byte = rest.popFirst() {
                guard byte == 0x3D else {
                    bytes.append(byte)
                    continue
                }
                if rest.isEmpty {
                    goesOn = true
                } else {
                    let code = String(decoding: rest.prefix(2), as: UTF8.self)
                    bytes.append(try #require(UInt8(code, radix: 16)))
                    rest = rest.dropFirst(2)
                }
            }
            if !goesOn { bytes.append(0x0A) }
        }
        return bytes
    }
}
