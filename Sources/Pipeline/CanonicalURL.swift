/// An address without what does not change the article behind it: the key under which two addresses are one.
///
/// It is a key, never fetched and never shown. Scheme, `www.`, `m.` and `amp.` hosts, default ports, fragments,
/// parameters that only follow readers around, AMP variants and trailing noise go; what is left of the query is sorted.
package enum CanonicalURL {
    /// The key for `address`, `host/path?query`, or `nil` where it is no http address with a host.
    package static func canonical(_ address: String) -> String? {
        guard var parts = AddressParts(address) else { return nil }
        while let inner = unwrapped(parts), inner.depth < AddressParts.deepestUnwrapping { parts = inner }
        var path = parts.path
        var query = parts.query.filter { !isTracking($0) }
        path = withoutAMP(path, query: &query)
        path = withoutTrailingNoise(path)
        query.sort()
        let tail = query.isEmpty ? "" : "?" + query.joined(separator: "&")
        return host(parts.host) + path + tail
    }

    // MARK: Parts

    private static func host(_ host: String) -> String {
        for prefix in ["www.", "m.", "mobile.", "amp."] where host.hasPrefix(prefix) {
            let rest = host.dropFirst(prefix.count)
            // `m.com` is a host of its own.
            if rest.contains(".") { return String(rest) }
        }
        return host
    }

    /// Parameters by which publishers and platforms recognise where a reader came from.
    private static func isTracking(_ parameter: String) -> Bool {
        let name = parameter.prefix { $0 != "=" }.lowercased()
        return name.hasPrefix("utm_") || name.hasPrefix("at_") || name.hasPrefix("ns_")
            || name.hasPrefix("mtm_") || name.hasPrefix("pk_") || name.hasPrefix("wt_")
            || trackingNames.contains(name)
    }

    private static let trackingNames: Set<String> = [
        "fbclid", "gclid", "dclid", "yclid", "msclkid", "twclid", "igshid", "mc_cid", "mc_eid", "_ga", "_gl",
        "cmpid", "cmp", "ocid", "xtor", "rss", "ref_src", "ref_url", "feedtype", "feedname", "smid",
        "partner",
        "sh", "guccounter", "ito", "ftag", "taid", "soc_src", "soc_trk", "ncid", "sref", "source_feed",
    ]

    /// The article behind an AMP cache or a search engine's AMP viewer.
    private static func unwrapped(_ parts: AddressParts) -> AddressParts? {
        let isCache = parts.host.hasSuffix(".cdn.ampproject.org")
        let isViewer = parts.host.hasSuffix("google.com") && parts.path.hasPrefix("/amp/")
        guard isCache || isViewer else { return nil }
        let segments = parts.path.split(separator: "/")
        guard let start = segments.firstIndex(where: { $0.contains(".") }) else { return nil }
        let rest = segments[start...].joined(separator: "/")
        let query = parts.query.isEmpty ? "" : "?" + parts.query.joined(separator: "&")
        return AddressParts("https://" + rest + query, depth: parts.depth + 1)
    }

    private static func withoutAMP(_ path: String, query: inout [String]) -> String {
        query.removeAll { parameter in
            let lower = parameter.lowercased()
            return lower == "amp" || lower == "amp=1" || lower == "amp=true" || lower == "outputtype=amp"
                || lower == "output=amp"
        }
        for suffix in ["/amp/", "/amp", ".amp", "/amp.html"] where path.hasSuffix(suffix) {
            return String(path.dropLast(suffix.count)) + "/"
        }
        if path.hasSuffix(".amp.html") { return String(path.dropLast(9)) + ".html" }
        if path.hasPrefix("/amp/"), path.count > 6 { return String(path.dropFirst(4)) }
        return path
    }

    private static func withoutTrailingNoise(_ path: String) -> String {
        var path = path
        for name in ["/index.html", "/index.htm", "/index.php", "/default.aspx"] where path.hasSuffix(name) {
            path = String(path.dropLast(name.count - 1))
        }
        while path.hasSuffix("/") || path.hasSuffix(" ") { path.removeLast() }
        return path
    }
}
