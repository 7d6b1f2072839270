/// What a body may be compressed with on its way.
///
/// - Source: RFC 9110 §8.4.1; RFC 7932 (br), RFC 8878 (zstd).
package enum ContentCoding: String, Sendable, CaseIterable {
    case gzip
    /// zlib's format, or, from servers that misread RFC 1950, a bare stream.
    case deflate
    case brotli = "br"
    case zstandard = "zstd"

    /// What `Accept-Encoding` says: all of them, the most common first.
    package static let accepted = allCases.map(\.rawValue).joined(separator: ", ")

    /// The codings of a `Content-Encoding`, in the order in which they were applied; `nil` where one is unknown or
    /// there are more than ``layerLimit``.
    package static func layers(of header: String) -> [ContentCoding]? {
        var layers: [ContentCoding] = []
        for part in header.split(separator: ",") {
            let name = part.filter { $0 != " " && $0 != "\t" }.lowercased()
            switch name {
            case "identity", "none", "": continue
            case "x-gzip": layers.append(.gzip)
            default:
                guard let coding = ContentCoding(rawValue: name) else { return nil }
                layers.append(coding)
            }
            if layers.count > layerLimit { return nil }
        }
        return layers
    }

    /// Nobody compresses more often in good faith.
    package static let layerLimit = 3
}
