/// A reader of sanitised HTML that takes nothing but what a sanitiser may write, to hold one against.
///
/// Shares no code and no table with the sanitiser. Its grammar is far narrower than HTML, so that what it takes means
/// the same to every reader of HTML: lower-case tags closed in their order, values in double quotes, nothing raw.
package struct SafeMarkup {
    /// The first thing in `html` that a sanitiser must not write; `nil` where all is well.
    package static func fault(in html: [UInt8]) -> String? {
        guard String(validating: html, as: UTF8.self) != nil else { return "not UTF-8" }
        var reader = SafeMarkup(html)
        do throws(Fault) {
            try reader.read()
            return nil
        } catch {
            return "\(error.text) at byte \(reader.index)"
        }
    }

    private struct Fault: Error {
        var text: String
    }

    private let source: [UInt8]
    private var index = 0
    private var open: [String] = []

    private init(_ source: [UInt8]) { self.source = source }

    private mutating func read() throws(Fault) {
        while index < source.count {
            if source[index] == 0x3C {
                try readTag()
            } else {
                try readCharacter(references: Self.textReferences, forbidden: Self.noText)
            }
        }
        guard open.isEmpty else { throw Fault(text: "<\(open.joined(separator: "><"))> not closed") }
    }

    private mutating func readCharacter(references: [String], forbidden: Set<UInt8>) throws(Fault) {
        let byte = source[index]
        guard byte >= 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D, byte != 0x7F else {
            throw Fault(text: "control character \(byte)")
        }
        guard !forbidden.contains(byte) else { throw Fault(text: "bare sign \(byte)") }
        guard byte == 0x26 else {
            index += 1
            return
        }
        guard let reference = references.first(where: { source[index...].starts(with: $0.utf8) }) else {
            throw Fault(text: "ampersand that begins no reference")
        }
        index += reference.utf8.count
    }

    private mutating func readTag() throws(Fault) {
        index += 1
        if take(0x2F) {
            let name = readWord()
            guard take(0x3E) else { throw Fault(text: "end tag \(name) not ended") }
            guard open.popLast() == name else { throw Fault(text: "</\(name)> out of turn") }
            return
        }
        let name = readWord()
        guard let own = Self.elements[name] else { throw Fault(text: "element \(name)") }
        if let parents = Self.parents[name], !parents.contains(open.last ?? "") {
            throw Fault(text: "\(name) inside \(open.last ?? "nothing")")
        }
        guard name != "a" || !open.contains("a") else { throw Fault(text: "link inside a link") }
        var seen: [String: String] = [:]
        while take(0x20) {
            let attribute = readWord()
            guard take(0x3D), take(0x22) else {
                throw Fault(text: "attribute \(attribute) without a quoted value")
            }
            guard own.contains(attribute) || Self.everywhere.contains(attribute) else {
                throw Fault(text: "attribute \(attribute) of \(name)")
            }
            let start = index
            while index < source.count, source[index] != 0x22 {
                try readCharacter(references: Self.valueReferences, forbidden: Self.noValue)
            }
            let value = Self.plain(source[start..<index])
            guard take(0x22) else { throw Fault(text: "value of \(attribute) not closed") }
            guard seen.updateValue(value, forKey: attribute) == nil else {
                throw Fault(text: "\(attribute) twice")
            }
            if let schemes = Self.addresses[attribute], !Self.isAllowed(value, schemes: schemes) {
                throw Fault(text: "address \(value)")
            }
        }
        guard take(0x3E) else { throw Fault(text: "tag \(name) not ended") }
        guard name != "a" || seen["rel"] == "noopener noreferrer nofollow" else {
            throw Fault(text: "link without rel")
        }
        if !Self.voids.contains(name) { open.append(name) }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard index < source.count, source[index] == byte else { return false }
        index += 1
        return true
    }

    private mutating func readWord() -> String {
        let start = index
        while index < source.count, Self.isWord(source[index]) { index += 1 }
        return String(decoding: source[start..<index], as: UTF8.self)
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        byte >= 0x61 && byte <= 0x7A || byte >= 0x30 && byte <= 0x39
    }

    /// A value with the references replaced that may stand in it.
    private static func plain(_ value: ArraySlice<UInt8>) -> String {
        var rest = value
        var result: [UInt8] = []
        while let byte = rest.first {
            let known = valueReferences.firstIndex { rest.starts(with: $0.utf8) }
            result.append(known.map { valueSigns[$0] } ?? byte)
            rest = rest.dropFirst(known.map { valueReferences[$0].utf8.count } ?? 1)
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// As a browser finds the scheme: controls and blanks before it and line breaks within do not count.
    /// - Source: https://url.spec.whatwg.org/#concept-basic-url-parser
    private static func isAllowed(_ value: String, schemes: Set<String>) -> Bool {
        let bytes = value.utf8.filter { $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }.drop { $0 <= 0x20 }
        let head = bytes.prefix { $0 != 0x2F && $0 != 0x3F && $0 != 0x23 }
        guard let colon = head.firstIndex(of: 0x3A) else { return true }
        return schemes.contains(String(decoding: head[..<colon], as: UTF8.self).lowercased())
    }

    private static let textReferences = ["&amp;", "&lt;", "&gt;"]
    private static let valueReferences = ["&amp;", "&lt;", "&gt;", "&quot;", "&#96;"]
    private static let valueSigns: [UInt8] = [0x26, 0x3C, 0x3E, 0x22, 0x60]
    private static let noText: Set<UInt8> = [0x3E]
    private static let noValue: Set<UInt8> = [0x3C, 0x3E, 0x60]
    private static let voids: Set<String> = ["br", "hr", "img", "source", "col"]
    private static let everywhere: Set<String> = ["title", "lang", "dir"]
    private static let addresses: [String: Set<String>] = [
        "href": ["http", "https", "mailto", "tel", "ftp"], "src": ["http", "https"],
        "poster": ["http", "https"],
        "cite": ["http", "https"], "longdesc": ["http", "https"],
    ]

    private static let elements: [String: Set<String>] = {
        var elements: [String: Set<String>] = [:]
        for name in """
        abbr acronym address article aside b bdi bdo big br caption center cite code dd del details dfn dir div dl \
        dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i ins kbd li main mark menu nav ol p pre q rp \
        rt ruby s samp section small span strike strong sub summary sup table tbody td tfoot th thead time tr tt u \
        ul var
        """.split(separator: " ") { elements[String(name)] = [] }
        elements["a"] = ["href", "rel"]
        elements["img"] = ["src", "alt", "width", "height", "longdesc"]
        elements["audio"] = ["src", "controls"]
        elements["video"] = ["src", "controls", "poster", "width", "height"]
        elements["source"] = ["src", "type"]
        for name in ["blockquote", "q"] { elements[name] = ["cite"] }
        for name in ["del", "ins"] { elements[name] = ["cite", "datetime"] }
        elements["time"] = ["datetime"]
        elements["ol"] = ["start", "reversed"]
        elements["li"] = ["value"]
        elements["td"] = ["colspan", "rowspan"]
        elements["th"] = ["colspan", "rowspan", "scope", "abbr"]
        for name in ["col", "colgroup"] { elements[name] = ["span"] }
        return elements
    }()

    /// Elements that close what is around them where they stand outside of these.
    private static let parents: [String: Set<String>] = [
        "li": ["ul", "ol", "dir", "menu"], "dt": ["dl"], "dd": ["dl"], "summary": ["details"],
        "source": ["audio", "video"], "tbody": ["table"], "thead": ["table"], "tfoot": ["table"],
        "caption": ["table"],
        "colgroup": ["table"], "col": ["table", "colgroup"], "tr": ["table", "tbody", "thead", "tfoot"],
        "td": ["table", "tbody", "thead", "tfoot", "tr"], "th": ["table", "tbody", "thead", "tfoot", "tr"],
    ]
}
