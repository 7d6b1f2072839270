/// What may leave, and what of it.
enum SanitizerRules {
    /// Where an element may stand so that every reader agrees on it.
    enum Kind: Sendable {
        /// Runs along with the text.
        case inline
        /// Holds text and inline elements only.
        case textBlock
        /// Holds anything.
        case container
        /// Holds certain elements only, as a list does, or is not known to every parser.
        case frame
    }

    /// What is allowed of one element.
    final class Rule: Sendable {
        let name: MarkupName
        /// `<name`, as it is written.
        let opening: [UInt8]
        /// `</name>`.
        let closing: [UInt8]
        let kind: Kind
        let attributes: MarkupNameSet
        let isVoid: Bool
        /// The elements before which a parser closes this one, if it is the innermost.
        let endedBy: MarkupNameSet
        /// The elements that it may stand in; `nil` for all.
        let parents: MarkupNameSet?

        init(
            _ name: MarkupName, kind: Kind, attributes: [MarkupName], isVoid: Bool, endedBy: [MarkupName],
            parents: [MarkupName]?
        ) {
            self.name = name
            self.kind = kind
            self.attributes = MarkupNameSet(attributes)
            self.isVoid = isVoid
            self.endedBy = MarkupNameSet(endedBy)
            self.parents = parents.map { MarkupNameSet($0) }
            opening = [0x3C] + name.bytes
            closing = [0x3C, 0x2F] + name.bytes + [0x3E]
        }
    }

    /// What a value has to be.
    enum Value: Sendable {
        case text
        /// An address that is followed on a click.
        case link
        /// An address that is loaded at once, or known to few readers.
        case media
    }

    /// One attribute that is allowed somewhere.
    final class Attribute: Sendable {
        let name: MarkupName
        /// ` name="`, as it is written.
        let opening: [UInt8]
        let value: Value
        /// Whether every element may have it.
        let isEverywhere: Bool

        init(_ name: MarkupName, value: Value, isEverywhere: Bool) {
            self.name = name
            self.value = value
            self.isEverywhere = isEverywhere
            opening = [0x20] + name.bytes + [0x3D, 0x22]
        }
    }

    /// Elements whose content goes with them; of others that are not allowed the content stays.
    static let dropped = MarkupNameSet(names("script style template head"))

    static let elements: MarkupNameTable<Rule> = {
        let kinds: [(Kind, String)] = [
            (
                .inline,
                """
                a abbr acronym b bdi bdo big cite code del dfn em i ins kbd mark q s samp small span strike strong sub \
                sup time tt u var br img
                """
            ),
            (.textBlock, "p h1 h2 h3 h4 h5 h6 pre dt caption summary address rp rt"),
            (
                .container,
                "article aside blockquote center dd details div figcaption figure footer header li main nav section td th hr"
            ),
            (.frame, "dir dl menu ol ul ruby table tbody tfoot thead tr audio video source col colgroup"),
        ]
        let own: [String: String] = [
            "a": "href", "img": "src alt width height longdesc", "blockquote": "cite", "q": "cite",
            "del": "cite datetime", "ins": "cite datetime", "time": "datetime", "ol": "start reversed",
            "li": "value", "td": "colspan rowspan", "th": "colspan rowspan scope abbr", "col": "span",
            "colgroup": "span", "audio": "src controls", "video": "src controls poster width height",
            "source": "src type",
        ]
        let voids = Set(names("br hr img source col"))
        let ends = dictionary(Self.ends)
        let parents = dictionary(Self.parents)
        var rules: [(MarkupName, Rule)] = []
        for (kind, list) in kinds {
            for word in list.split(separator: " ") {
                guard let name = MarkupName(String(word)) else { continue }
                let rule = Rule(
                    name, kind: kind, attributes: names(own[String(word)] ?? ""),
                    isVoid: voids.contains(name), endedBy: names(ends[String(word)] ?? ""),
                    parents: parents[String(word)].map { names($0) })
                rules.append((name, rule))
            }
        }
        return MarkupNameTable(rules)
    }()

    /// Which element is closed by the start of which others: libxml2's rules, and for paragraphs those of browsers.
    private static let ends: [(String, String)] = [
        ("a", "td th table"), ("b i u", "p center td th"), ("big s small strike tt", "p"), ("span", "td th"),
        (
            "p",
            """
            p h1 h2 h3 h4 h5 h6 pre dt caption address blockquote center dd div li td th hr dir dl menu ol ul table \
            tbody tfoot thead tr col colgroup article aside details figcaption figure footer header main nav section \
            summary
            """
        ),
        ("h1 h2 h3 h4 h5 h6", "p li table"), ("pre", "dt dd li dl ul table"), ("dt", "dt dd dl"),
        ("dd", "dd dt"), ("caption", "tbody tfoot thead tr col colgroup"), ("address", "dt dd li dl ul"),
        ("li", "li"), ("td th", "td th tbody tfoot thead tr"), ("dir menu", "dt dd dl ul"), ("dl", "li"),
        ("ol", "ul"), ("ul", "pre address menu ol"), ("tbody tfoot thead", "tbody tfoot thead"),
        ("tr", "tbody tfoot thead tr"), ("colgroup", "tbody tfoot thead tr colgroup"),
    ]

    /// What only some elements may hold: outside of them, browsers let it close what is around.
    private static let parents: [(String, String)] = [
        ("li", "ul ol dir menu"), ("dt dd", "dl"), ("summary", "details"), ("source", "audio video"),
        ("tbody thead tfoot caption colgroup", "table"), ("tr", "table tbody thead tfoot"),
        ("td th", "table tbody thead tfoot tr"), ("col", "table colgroup"),
    ]

    /// Each of the words in the first texts with the second.
    private static func dictionary(_ pairs: [(String, String)]) -> [String: String] {
        var result: [String: String] = [:]
        for (words, value) in pairs {
            for word in words.split(separator: " ") { result[String(word)] = value }
        }
        return result
    }

    static let attributes: MarkupNameTable<Attribute> = {
        let kinds: [(Value, Bool, String)] = [
            (.text, true, "title lang dir"), (.link, false, "href"),
            (.media, false, "src poster cite longdesc"),
            (
                .text, false,
                "alt width height datetime start reversed value colspan rowspan scope abbr span controls type"
            ),
        ]
        var attributes: [(MarkupName, Attribute)] = []
        for (value, isEverywhere, list) in kinds {
            for word in list.split(separator: " ") {
                guard let name = MarkupName(String(word)) else { continue }
                attributes.append((name, Attribute(name, value: value, isEverywhere: isEverywhere)))
            }
        }
        return MarkupNameTable(attributes)
    }()

    /// `value` as an absolute address that may be followed; `nil` for one that may not.
    ///
    /// Controls and blanks, which browsers skip, go before the scheme is looked at; what stays relative for want of a
    /// base is let through only where it has no scheme.
    static func address(_ value: ArraySlice<UInt8>, base: String?, isMedia: Bool) -> ArraySlice<UInt8>? {
        guard value.count <= addressLimit else { return nil }
        if isPlainWebAddress(value) { return value }
        let bytes = value.filter { $0 >= 0x20 && $0 != 0x7F }
        let resolved = URLResolver.resolve(String(decoding: bytes, as: UTF8.self), against: base)
        guard resolved.utf8.count <= addressLimit else { return nil }
        guard let scheme = URLResolver.scheme(of: resolved) else {
            // A colon before the first slash would still be read as a scheme by somebody.
            let head = resolved.utf8.prefix { $0 != 0x2F && $0 != 0x3F && $0 != 0x23 }
            return head.contains(0x3A) || head.contains(0x26) ? nil : Array(resolved.utf8)[...]
        }
        let allowed = isMedia ? media : links
        return allowed.contains(scheme) ? Array(resolved.utf8)[...] : nil
    }

    /// Whether nothing has to be done to an address, as to most.
    private static func isPlainWebAddress(_ value: ArraySlice<UInt8>) -> Bool {
        guard value.starts(with: secureStart) || value.starts(with: webStart) else { return false }
        return value.allSatisfy { $0 > 0x20 && $0 != 0x7F }
    }

    static let anchor = MarkupName("a") ?? .none
    /// What stands for a part of a list or table outside of any.
    static let block = MarkupName("div") ?? .none

    /// Bytes of one address.
    private static let addressLimit = 8192

    private static let secureStart = Array("https://".utf8)
    private static let webStart = Array("http://".utf8)
    private static let links: Set<String> = ["http", "https", "mailto", "tel", "ftp"]
    private static let media: Set<String> = ["http", "https"]

    private static func names(_ text: String) -> [MarkupName] {
        text.split(separator: " ").compactMap { MarkupName(String($0)) }
    }
}
