import Crypto
import FoundationEssentials
import MicroHTTP
import Platform

/// The documents of one folder, read once, with the validators that a good server gives.
struct Shelf: Sendable {
    private var documents: [String: Document] = [:]

    private struct Document: Sendable {
        var body: [UInt8]
        var type: String
        var entityTag: String
        var lastModified: String
    }

    init(folder: String) throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            guard let type = Self.type(of: name) else { continue }
            let body = Array(try Data(contentsOf: URL(filePath: folder + "/" + name)))
            let digest = try SHA256.hexadecimal(of: body)
            documents["/" + name] = Document(
                body: body, type: type, entityTag: "\"\(digest.prefix(16))\"",
                lastModified: Self.lastModified(of: digest))
        }
    }

    var count: Int { documents.count }

    /// The document at the path, or 304 where the request names what it has.
    func answer(_ request: ServerRequest) -> ServerAnswer {
        guard request.method == "GET" || request.method == "HEAD" else { return ServerAnswer(status: 405) }
        guard let document = documents[request.path] else { return ServerAnswer(status: 404) }
        let validators = [
            ServerAnswer.Header("ETag", document.entityTag),
            ServerAnswer.Header("Last-Modified", document.lastModified),
        ]
        let isKnown: Bool
        if let tag = request.headers["if-none-match"] {
            isKnown = tag == document.entityTag
        } else {
            isKnown = request.headers["if-modified-since"] == document.lastModified
        }
        if isKnown { return ServerAnswer(status: 304, headers: validators) }
        let type = ServerAnswer.Header("Content-Type", document.type)
        return ServerAnswer(status: 200, headers: validators + [type], body: document.body)
    }

    private static func type(of name: String) -> String? {
        switch name.split(separator: ".").last {
        case "rss": "application/rss+xml"
        case "atom": "application/atom+xml"
        case "rdf": "application/rdf+xml"
        case "xml": "application/xml"
        case "json": "application/feed+json"
        default: nil
        }
    }

    /// A date that belongs to the content and not to the day on which somebody copied the file: in April 2019.
    private static func lastModified(of digest: String) -> String {
        let number = digest.utf8.prefix(8).reduce(0) { ($0 * 31 + Int($1)) % 86400 }
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "Tue, 23 Apr 2019 \(two(number / 3600)):\(two(number / 60 % 60)):\(two(number % 60)) GMT"
    }
}

/// A line for each request: method, path, status, and whether it was conditional.
struct RequestLog: Sendable {
    let path: String

    func note(_ request: ServerRequest, _ answer: ServerAnswer) {
        let isConditional =
            request.headers["if-none-match"] != nil || request.headers["if-modified-since"] != nil
        let kind = isConditional ? "conditional" : "unconditional"
        // A log that cannot be written does not stop the outlet.
        try? AppendingFile.append(
            Array("\(request.method) \(request.target) \(answer.status) \(kind)".utf8), to: path)
    }
}
