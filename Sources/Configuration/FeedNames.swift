import Text

/// Names of feeds that a list does not name as a configuration does.
///
/// A feed keeps its name whatever else the list gains or loses, since what is known of it is known by its name.
package enum FeedNames {
    /// The name for a feed with this title at `url`, none of `taken`.
    package static func name(title: String, url: String, taken: Set<String>) -> String {
        names(of: [OPMLReader.Outline(title: title, url: url, folders: [])], taken: taken).first ?? "feed"
    }

    /// A name for each of `outlines`: the title's letters, the address's where it has too few, with a mark of the
    /// address where two are alike or one is among `taken`.
    static func names(of outlines: [OPMLReader.Outline], taken: Set<String>) -> [String] {
        let bases = outlines.map(base)
        var counts: [String: Int] = [:]
        for base in bases { counts[base, default: 0] += 1 }
        var used = taken
        return zip(outlines, bases).map { outline, base in
            var name = base
            if counts[base] != 1 || used.contains(base) { name += "-" + mark(of: outline.url) }
            // Two of these are alike once in millions, and what counts then is that they differ.
            while !used.insert(name).inserted { name += "x" }
            return name
        }
    }

    private static func base(_ outline: OPMLReader.Outline) -> String {
        let title = slug(outline.title)
        // Of a title in another script only figures or a word in brackets are left.
        let letters = outline.title.unicodeScalars.count { $0.properties.isAlphabetic }
        if !title.isEmpty, title.utf8.count * 2 > letters { return title }
        let host = WebAddress.host(of: outline.url) ?? ""
        let path = outline.url.drop { $0 != ":" }.dropFirst(3).drop { $0 != "/" }.prefix {
            !"?#".contains($0)
        }
        let last = path.split(separator: "/").last.map { $0.prefix { $0 != "." } } ?? ""
        let address = slug(OutletName.name(ofHost: host) + " " + last)
        return address.isEmpty ? "feed" : address
    }

    /// Five characters of the address.
    private static func mark(of url: String) -> String {
        let digits = String(StableHash.of(url) % 60_466_176, radix: 36)
        return String(repeating: "0", count: 5 - digits.utf8.count) + digits
    }

    private static let longest = 48

    /// Letters and digits of ASCII in small letters, everything else as single hyphens.
    static func slug(_ text: String) -> String {
        var slug: [UInt8] = []
        for byte in text.lowercased().utf8 {
            if (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) {
                slug.append(byte)
            } else if let last = slug.last, last != 0x2D {
                slug.append(0x2D)
            }
            if slug.count == longest { break }
        }
        while slug.last == 0x2D { slug.removeLast() }
        return String(decoding: slug, as: UTF8.self)
    }
}
