/// An address without what does not change the article behind it: the key under which two addresses are one.
///
/// It is a key, never fetched and never shown. Scheme, hosts that only serve another shape of a page, default ports,
/// fragments, parameters that only follow readers around, AMP variants, redirectors that name their target and trailing
/// noise go; what is left of the query is sorted.
package enum CanonicalURL {
    /// The key for `address`, `host/path?query`, or `nil` where it is no http address with a host.
    package static func canonical(_ address: String) -> String? {
        guard var parts = AddressParts(address) else { return nil }
        while parts.depth < AddressParts.deepestUnwrapping,
            let inner = unwrapped(parts) ?? redirected(parts)
        {
            parts = inner
        }
        var path = escaped(parts.path)
        var query = parts.query.filter { !isTracking($0) }.map(escaped)
        path = withoutAMP(path, query: &query)
        path = withoutTrailingNoise(path)
        query.sort()
        let tail = query.isEmpty ? "" : "?" + query.joined(separator: "&")
        return host(parts.host) + path + tail
    }

    // MARK: Parts

    private static func host(_ host: String) -> String {
        var host = host.lowercased()
        if host.hasSuffix(".") { host.removeLast() }
        for prefix in ["www.", "www2.", "m.", "mobile.", "amp.", "rss.", "feeds."]
        where host.hasPrefix(prefix) {
            let rest = host.dropFirst(prefix.count)
            // `m.com` is a host of its own.
            if rest.contains(".") { return String(rest) }
        }
        return host
    }

    /// Parameters by which publishers and platforms recognise where a reader came from.
    private static func isTracking(_ parameter: String) -> Bool {
        let name = parameter.prefix { $0 != "=" }.lowercased()
        return parameter.isEmpty || trackingPrefixes.contains { name.hasPrefix($0) }
            || trackingNames.contains(name)
    }

    private static let trackingPrefixes = [
        "utm_", "at_", "ns_", "mtm_", "pk_", "wt_", "matomo_", "hsa_", "itm_", "_hs", "vero_", "oly_", "stm_",
    ]

    private static let trackingNames: Set<String> = [
        "fbclid", "gclid", "dclid", "yclid", "ysclid", "msclkid", "twclid", "igshid", "ttclid", "gbraid",
        "wbraid",
        "mc_cid", "mc_eid", "mkt_tok", "_ga", "_gl", "cmpid", "cmp", "campaign_id", "ocid", "xtor", "rss",
        "ref_src",
        "ref_url", "referer", "referrer", "feedtype", "feedname", "smid", "smtyp", "partner", "sh",
        "guccounter",
        "guce_referrer", "guce_referrer_sig", "ito", "ftag", "taid", "soc_src", "soc_trk", "ncid", "sref",
        "srnd",
        "source_feed", "traffic_source", "fromrss", "from_rss", "mod_rss", "spm", "_openstat", "cid_source",
        "sc_src", "sc_cid", "s_cid", "icid", "intcid", "linkid", "shareid", "share_id", "ssr_id",
    ]

    // MARK: Addresses in addresses

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

    /// The whole address that a redirector names in a parameter or, as feed services do, at the end of its path.
    ///
    /// Only pages that do nothing else are opened: an article may name another in a parameter, too.
    private static func redirected(_ parts: AddressParts) -> AddressParts? {
        let path = parts.path.lowercased()
        let last = path.split(separator: "/").last.map { String($0) } ?? ""
        guard redirectors.contains(last) || parts.host.hasPrefix("l.") || parts.host.hasPrefix("click.")
        else {
            return nil
        }
        for parameter in parts.query {
            let pieces = parameter.split(separator: "=", maxSplits: 1)
            guard pieces.count == 2, targets.contains(pieces[0].lowercased()) else { continue }
            let target = unescaped(String(pieces[1]))
            guard target.hasPrefix("http://") || target.hasPrefix("https://") else { continue }
            return AddressParts(target, depth: parts.depth + 1)
        }
        return nil
    }

    private static let redirectors: Set<String> = [
        "url", "l.php", "redirect", "redir", "r", "out", "go", "click", "link", "track", "away.php",
        "redirect.php",
        "out.php", "jump",
    ]
    private static let targets: Set<String> = [
        "url", "u", "q", "to", "target", "dest", "destination", "link", "r",
    ]

    // MARK: Spellings

    private static func withoutAMP(_ path: String, query: inout [String]) -> String {
        query.removeAll { parameter in
            let lower = parameter.lowercased()
            return lower == "amp" || lower == "amp=1" || lower == "amp=true" || lower == "outputtype=amp"
                || lower == "output=amp" || lower == "mode=amp" || lower == "view=amp"
        }
        for suffix in ["/amp/", "/amp", ".amp", "/amp.html", "/amp.php"] where path.hasSuffix(suffix) {
            return String(path.dropLast(suffix.count)) + "/"
        }
        if path.hasSuffix(".amp.html") { return String(path.dropLast(9)) + ".html" }
        if path.hasSuffix("-amp.html") { return String(path.dropLast(9)) + ".html" }
        if path.hasPrefix("/amp/"), path.count > 6 { return String(path.dropFirst(4)) }
        return path
    }

    private static func withoutTrailingNoise(_ path: String) -> String {
        var path = path
        while path.contains("//") { path = path.replacing("//", with: "/") }
        for name in ["/index.html", "/index.htm", "/index.php", "/index.shtml", "/default.aspx"]
        where path.hasSuffix(name) {
            path = String(path.dropLast(name.count - 1))
        }
        while let last = path.last, last == "/" || last == " " || last == "." || last == "," {
            path.removeLast()
        }
        while path.hasSuffix("%20") { path.removeLast(3) }
        return path
    }

    /// One spelling of each escape: upper-case digits, and plain characters that need none (RFC 3986 §6.2.2).
    private static func escaped(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return text }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            guard let value = escape(in: bytes, at: index) else {
                result.append(bytes[index])
                index += 1
                continue
            }
            if isUnreserved(value) {
                result.append(value)
            } else {
                result.append(UInt8(ascii: "%"))
                for digit in [value >> 4, value & 15] {
                    result.append(digit < 10 ? 0x30 + digit : 0x41 + digit - 10)
                }
            }
            index += 3
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func unescaped(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            let value = escape(in: bytes, at: index)
            result.append(value ?? bytes[index])
            index += value == nil ? 1 : 3
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func escape(in bytes: [UInt8], at index: Int) -> UInt8? {
        guard bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
            let high = digit(bytes[index + 1]), let low = digit(bytes[index + 2])
        else { return nil }
        return high << 4 | low
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
        default: false
        }
    }
}
