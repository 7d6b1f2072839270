import Curl

/// An http address taken apart for comparison.
struct AddressParts {
    var host: String
    var path: String
    /// Parameters as written, `name=value` each.
    var query: [String]
    /// How many addresses it was wrapped in.
    var depth: Int

    /// Addresses wrapped in addresses are opened so many times.
    static let deepestUnwrapping = 3

    init?(_ address: String, depth: Int = 0) {
        guard let parts = URLParts(address), parts.scheme == "http" || parts.scheme == "https",
            let host = parts.host, !host.isEmpty
        else { return nil }
        let isStandard = parts.port == nil || parts.port == (parts.scheme == "https" ? "443" : "80")
        self.host = isStandard ? host : "\(host):\(parts.port ?? "")"
        path = parts.path ?? "/"
        query = parts.query.map { $0.split(separator: "&").map(String.init) } ?? []
        self.depth = depth
    }
}
