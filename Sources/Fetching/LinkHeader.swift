import Curl
import Model
import Pipeline

/// The links of `Link` headers.
///
/// Reads what it can: a part that is no link is passed over up to the next comma. Linear in the header's length.
/// - Source: RFC 8288 §3, appendix B.2.
struct LinkHeader {
    /// One relation of one link.
    struct Link: Hashable {
        /// In small letters.
        var relation: String
        /// As written, so perhaps relative.
        var target: String
    }

    private let bytes: [UInt8]
    private var place = 0
    private(set) var links: [Link] = []

    /// Relations read of one header at most.
    static let linkLimit = 100

    init(_ header: String) {
        bytes = Array(header.utf8)
        while skipTo(UInt8(ascii: "<")), links.count < Self.linkLimit {
            place += 1
            let start = place
            guard skipTo(UInt8(ascii: ">")) else { return }
            let target = String(decoding: bytes[start..<place], as: UTF8.self)
            place += 1
            // The first `rel` counts; each of its words is a relation.
            for word in parameters().split(separator: " ") where links.count < Self.linkLimit {
                links.append(Link(relation: word.lowercased(), target: target))
            }
        }
    }

    /// Goes on to the next `byte`; false at the end.
    private mutating func skipTo(_ byte: UInt8) -> Bool {
        while place < bytes.count, bytes[place] != byte { place += 1 }
        return place < bytes.count
    }

    /// Reads `; name=value` pairs up to the comma; gives the value of `rel`.
    private mutating func parameters() -> String {
        var relation: String?
        while place < bytes.count, bytes[place] != UInt8(ascii: ",") {
            let name = token()
            guard place < bytes.count, bytes[place] == UInt8(ascii: "=") else {
                if place < bytes.count, bytes[place] != UInt8(ascii: ",") { place += 1 }
                continue
            }
            place += 1
            let value = value()
            if relation == nil, name == "rel" { relation = value }
        }
        return relation ?? ""
    }

    /// A name in small letters, without the blanks around it.
    private mutating func token() -> String {
        let start = place
        while place < bytes.count,
            ![UInt8(ascii: "="), UInt8(ascii: ";"), UInt8(ascii: ",")].contains(bytes[place])
        {
            place += 1
        }
        return String(decoding: bytes[start..<place].filter { $0 > 0x20 }, as: UTF8.self).lowercased()
    }

    /// A value, quoted or not; stands behind it afterwards.
    private mutating func value() -> String {
        while place < bytes.count, bytes[place] == 0x20 || bytes[place] == 0x09 { place += 1 }
        guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else {
            let start = place
            while place < bytes.count, bytes[place] != UInt8(ascii: ";"), bytes[place] != UInt8(ascii: ",") {
                place += 1
            }
            return String(decoding: bytes[start..<place].filter { $0 > 0x20 }, as: UTF8.self)
        }
        place += 1
        var text: [UInt8] = []
        while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
            if bytes[place] == UInt8(ascii: "\\"), place + 1 < bytes.count { place += 1 }
            text.append(bytes[place])
            place += 1
        }
        place += 1
        return String(decoding: text, as: UTF8.self)
    }
}

extension PushLinks {
    /// What the `Link` headers of `response` say, seen from its address.
    init(_ response: TransferResponse, at url: String) {
        self.init()
        for value in response.headers.all("link") {
            for link in LinkHeader(value).links where link.relation == "hub" || link.relation == "self" {
                guard let target = URLParts(url)?.resolved(link.target) else { continue }
                if link.relation == "self" {
                    topic = topic ?? target
                } else if hubs.count < PushOffer.hubLimit, !hubs.contains(target) {
                    hubs.append(target)
                }
            }
        }
    }
}
