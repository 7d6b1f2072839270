import XML

/// What an element of a feed is, whatever its spelling.
enum FeedElement: UInt8 {
    // Structure.
    case rss, rdf, feed, channel, entry
    /// Its content is looked into as if it were not there.
    case transparent
    /// Its content is left out.
    case skipped
    case source
    // Fields.
    case title, dublinTitle, mediaTitle, link, originalLink, guid, id, dublinIdentifier
    case description, summary, subtitle, itunesSummary, itunesSubtitle, content, encoded, body,
        mediaDescription
    case pubDate, published, issued, created, updated, modified, dublinDate, lastBuildDate
    case author, managingEditor, webMaster, creator, itunesAuthor, publisher
    case category, subject, itunesKeywords, itunesCategory
    case enclosure, mediaContent, language, comments
    /// An entry that the feed took back (RFC 6721).
    case deletedEntry
    case ttl, hour, day, updatePeriod, updateFrequency
    // Parts of a person.
    case name, email, uri

    /// A person or a place with parts of its own.
    var isPerson: Bool { self == .author || self == .creator || self == .itunesAuthor }

    /// Text that never is markup: an address, a date, a name of a language.
    var isPlain: Bool {
        switch self {
        case .link, .originalLink, .guid, .id, .dublinIdentifier, .pubDate, .published, .issued, .created,
            .updated,
            .modified, .dublinDate, .lastBuildDate, .language, .comments, .ttl, .hour, .day, .updatePeriod,
            .updateFrequency:
            true
        default: false
        }
    }

    /// An element without text that matters.
    var isAttributesOnly: Bool { self == .enclosure || self == .mediaContent || self == .itunesCategory }
}

/// The names that feeds use, with the namespaces they should and do stand in.
enum FeedVocabulary {
    /// The family that a namespace belongs to.
    enum Space {
        case native, atom, dublinCore, dublinTerms, content, media, itunes, xhtml, syndication, googlePlay,
            feedBurner, prism, tombstones, other
    }

    /// What `name` is in a document whose root is in the namespace `native`.
    ///
    /// - Parameter known: the family of the name's namespace, see ``known(_:)``.
    static func element(_ name: XMLName, native: String?, known: Space?) -> FeedElement {
        // Without a known prefix a parser leaves it in the name.
        var local = name.folded[...]
        var prefix = name.prefix
        if name.namespace == nil, let colon = local.utf8.lastIndex(of: 0x3A) {
            prefix = String(local[..<colon])
            local = local[local.index(after: colon)...]
        }
        let space: Space
        if let namespace = name.namespace, !namespace.isEmpty {
            if namespace == native {
                space = .native
            } else if let known, known != .other {
                space = known
            } else if let prefix {
                // An address that nobody knows, under a prefix that everybody does.
                space = modules[prefix.lowercased()] ?? .other
            } else {
                // RSS knows no namespace of its own: its outline is read in whatever one it is put.
                space = .other
                if outline.contains(String(local)) { return Self.native[String(local)] ?? .skipped }
            }
        } else {
            space = prefix.map { prefixes[$0.lowercased()] ?? .other } ?? .native
        }
        if let known = tables[space]?[String(local)] { return known }
        // The root is the root whatever namespace it claims.
        switch local {
        case "rss": return .rss
        case "rdf": return .rdf
        default: return .skipped
        }
    }

    /// Whether small and capital letters are those of the specification.
    static func isSpelledRight(_ name: XMLName) -> Bool {
        let local = name.local.split(separator: ":").last.map { String($0) } ?? name.local
        if let right = mixedCase[local.lowercased()] { return right == local }
        return local == local.lowercased() || local == "RDF" || local == "Channel"
    }

    /// Names with capital letters inside, by themselves in small ones.
    private static let mixedCase: [String: String] = {
        let names = [
            "pubDate", "lastBuildDate", "managingEditor", "webMaster", "skipHours", "skipDays", "textInput",
            "updatePeriod", "updateFrequency", "publicationDate", "origLink",
        ]
        return Dictionary(uniqueKeysWithValues: names.map { ($0.lowercased(), $0) })
    }()

    /// The family that `namespace` belongs to by itself; `nil` for an unknown one.
    static func known(_ namespace: String) -> Space? { spaces[normalized(namespace)] }

    /// `namespace` without scheme, `www.`, case and closing punctuation, in which feeds differ.
    private static func normalized(_ namespace: String) -> String {
        var text = namespace.lowercased()[...]
        for beginning in ["https://", "http://", "www."] where text.hasPrefix(beginning) {
            text = text.dropFirst(beginning.count)
        }
        while let last = text.last, last == "/" || last == "#" || last == " " { text = text.dropLast() }
        return String(text)
    }

    /// The version of RSS that `namespace` of an RDF document stands for.
    static func isRSS09(_ namespace: String?) -> Bool {
        namespace.map { normalized($0).hasSuffix("rdf/simple/0.9") } ?? false
    }

    private static let spaces: [String: Space] = [
        "purl.org/rss/1.0": .native, "my.netscape.com/rdf/simple/0.9": .native,
        "channel.netscape.com/rdf/simple/0.9": .native, "purl.org/net/rss1.1": .native,
        "my.netscape.com/publish/formats/rss-0.91.dtd": .native, "purl.org/rss/1.0/modules/rss091": .native,
        "backend.userland.com/rss2": .native, "backend.userland.com/rss": .native,
        "blogs.law.harvard.edu/tech/rss": .native, "rssboard.org/rss-specification": .native,
        "backend.userland.com/rss091": .native, "backend.userland.com/rss092": .native,
        "backend.userland.com/rss093": .native, "cyber.law.harvard.edu/rss/rss.html": .native,
        "w3.org/2005/atom": .atom, "purl.org/atom/ns": .atom, "purl.org/atom": .atom,
        "w3.org/2005/atom/ns": .atom,
        "purl.org/dc/elements/1.1": .dublinCore, "purl.org/dc/elements/1.0": .dublinCore,
        "purl.org/dc/terms": .dublinTerms, "purl.org/rss/1.0/modules/content": .content,
        "purl.org/rss/1.0/modules/dcterms": .dublinTerms, "search.yahoo.com/mrss": .media,
        "search.yahoo.com/mrss/": .media, "tools.search.yahoo.com/mrss": .media,
        "rssboard.org/media-rss": .media,
        "itunes.com/dtds/podcast-1.0.dtd": .itunes, "example.com/dtds/podcast-1.0.dtd": .itunes,
        "w3.org/1999/02/22-rdf-syntax-ns": .other, "w3.org/1999/xhtml": .xhtml,
        "purl.org/rss/1.0/modules/syndication": .syndication,
        "google.com/schemas/play-podcasts/1.0": .googlePlay,
        "rssnamespace.org/feedburner/ext/1.0": .feedBurner,
        "prismstandard.org/namespaces/basic/1.2": .prism, "prismstandard.org/namespaces/1.2/basic": .prism,
        "prismstandard.org/namespaces/basic/2.0": .prism, "prismstandard.org/namespaces/basic/2.1": .prism,
        "prismstandard.org/namespaces/basic/3.0": .prism,
        "google.com/schemas/play-podcasts/1.0/play-podcasts.xsd": .googlePlay,
        "purl.org/atompub/tombstones/1.0": .tombstones,
    ]

    /// Prefixes that mean one module only.
    private static let modules: [String: Space] = [
        "atom": .atom, "atom10": .atom, "dc": .dublinCore, "dcterms": .dublinTerms, "content": .content,
        "media": .media, "itunes": .itunes, "xhtml": .xhtml, "sy": .syndication, "googleplay": .googlePlay,
        "feedburner": .feedBurner, "prism": .prism,
    ]

    /// What prefixes mean where they are not declared.
    private static let prefixes: [String: Space] = modules.merging([
        "rss": .native, "rdf": .native, "atom03": .atom, "a": .atom, "a10": .atom,
    ]) { module, _ in module }

    /// What an RSS document is built of.
    private static let outline: Set<String> = ["channel", "item"]

    private static let native: [String: FeedElement] = [
        "rss": .rss, "rdf": .rdf, "feed": .feed, "channel": .channel, "item": .entry, "entry": .entry,
        "items": .transparent, "image": .skipped, "textinput": .skipped, "textInput": .skipped,
        "source": .source,
        "title": .title, "link": .link, "guid": .guid, "id": .id, "description": .description,
        "summary": .summary,
        "subtitle": .subtitle, "tagline": .subtitle, "info": .skipped, "abstract": .description,
        "content": .content, "encoded": .encoded, "body": .body, "fullitem": .encoded,
        "pubdate": .pubDate, "published": .published, "issued": .issued, "created": .created,
        "updated": .updated,
        "modified": .modified, "date": .dublinDate, "lastbuilddate": .lastBuildDate, "author": .author,
        "managingeditor": .managingEditor, "webmaster": .webMaster, "creator": .creator,
        "publisher": .publisher,
        "category": .category, "keywords": .skipped, "tags": .itunesKeywords, "enclosure": .enclosure,
        "language": .language,
        "comments": .comments, "ttl": .ttl, "skiphours": .transparent, "skipdays": .transparent,
        "hour": .hour,
        "day": .day, "name": .name, "email": .email, "uri": .uri, "url": .uri, "homepage": .uri,
    ]

    private static let tables: [Space: [String: FeedElement]] = [
        .native: native,
        .atom: native.filter { !["item", "channel", "rss", "rdf", "description", "image"].contains($0.key) },
        .dublinCore: [
            "title": .dublinTitle, "description": .description, "date": .dublinDate, "creator": .creator,
            "author": .creator, "publisher": .publisher, "subject": .subject, "language": .language,
            "identifier": .dublinIdentifier,
        ],
        .dublinTerms: [
            "title": .dublinTitle, "abstract": .description, "issued": .issued, "created": .created,
            "modified": .modified, "creator": .creator, "language": .language, "subject": .subject,
        ],
        .content: ["encoded": .encoded],
        .media: [
            "group": .transparent, "content": .mediaContent, "title": .mediaTitle,
            "description": .mediaDescription,
            "keywords": .skipped, "category": .category,
        ],
        .itunes: [
            "title": .dublinTitle,
            "author": .itunesAuthor, "summary": .itunesSummary, "subtitle": .itunesSubtitle,
            "keywords": .itunesKeywords, "category": .itunesCategory, "owner": .skipped,
        ],
        .googlePlay: [
            "author": .itunesAuthor, "description": .itunesSummary, "category": .itunesCategory,
        ],
        .feedBurner: ["origlink": .originalLink],
        .prism: ["publicationdate": .created],
        .tombstones: ["deleted-entry": .deletedEntry],
        .xhtml: ["body": .body, "div": .body],
        .syndication: ["updateperiod": .updatePeriod, "updatefrequency": .updateFrequency],
    ]
}
