/// What may leave, and what of it.
enum SanitizerRules {
    /// What is allowed of one element.
    struct Rule {
        var attributes: Set<String> = []
        var isVoid = false
    }

    /// Elements whose content goes with them; of others that are not allowed the content stays.
    static let dropped: Set<String> = words("script style template head")

    /// Attributes allowed on every element.
    static let everywhere: Set<String> = words("title lang dir")

    /// Attributes whose value is an address.
    static let addresses: Set<String> = words("href src cite poster longdesc")

    static let elements: [String: Rule] = {
        var rules: [String: Rule] = [:]
        let plain = words(
            """
            abbr acronym address article aside b bdi bdo big blockquote br caption center cite code dd del details dfn \
            dir div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i ins kbd li main mark menu nav ol p \
            pre q rp rt ruby s samp section small span strike strong sub summary sup table tbody td tfoot th thead \
            time tr tt u ul var wbr a img audio video source col colgroup
            """)
        for name in plain { rules[name] = Rule() }
        for name in ["br", "hr", "wbr", "img", "source", "col"] { rules[name]?.isVoid = true }
        let attributes: [String: String] = [
            "a": "href", "img": "src alt width height longdesc", "blockquote": "cite", "q": "cite",
            "del": "cite datetime",
            "ins": "cite datetime", "time": "datetime", "ol": "start reversed", "li": "value",
            "td": "colspan rowspan", "th": "colspan rowspan scope abbr", "col": "span", "colgroup": "span",
            "audio": "src controls", "video": "src controls poster width height", "source": "src type",
        ]
        for (name, list) in attributes { rules[name]?.attributes = words(list) }
        return rules
    }()

    /// `value` as an absolute address that may be followed; `nil` for one that may not.
    ///
    /// Controls and blanks, which browsers skip, go before the scheme is looked at; what stays relative for want of a
    /// base is let through only where it has no scheme.
    static func address(_ value: String, base: String?, isMedia: Bool) -> String? {
        let bytes = value.utf8.filter { $0 > 0x20 && $0 != 0x7F || $0 == 0x20 }
        let resolved = URLResolver.resolve(String(decoding: bytes, as: UTF8.self), against: base)
        guard resolved.utf8.count <= addressLimit else { return nil }
        guard let scheme = URLResolver.scheme(of: resolved) else {
            // A colon before the first slash would still be read as a scheme by somebody.
            let head = resolved.utf8.prefix { $0 != 0x2F && $0 != 0x3F && $0 != 0x23 }
            return head.contains(0x3A) || head.contains(0x26) ? nil : resolved
        }
        let allowed = isMedia ? media : links
        return allowed.contains(scheme) ? resolved : nil
    }

    /// Bytes of one address.
    private static let addressLimit = 8192

    private static let links: Set<String> = ["http", "https", "mailto", "tel", "ftp"]
    private static let media: Set<String> = ["http", "https"]

    private static func words(_ text: String) -> Set<String> {
        Set(text.split(separator: " ").map { String($0) })
    }
}
