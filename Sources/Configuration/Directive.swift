/// One key of one section: what parsing, suggestions, `config show` and the manual read.
struct Directive: Sendable {
    var section: String
    var key: String
    /// As `config show` prints it where the file says nothing; `nil` for none.
    var standard: String?
    var summary: String

    init(_ section: String, _ key: String, _ standard: String?, _ summary: String) {
        self.section = section
        self.key = key
        self.standard = standard
        self.summary = summary
    }

    static let sections = ["wirewatch", "feed", "opml", "alias", "watch", "route", "digest", "mail"]

    /// Sections that have a name in quotes.
    static let namedSections: Set<String> = ["feed", "opml", "alias", "watch", "route", "digest"]

    static func keys(of section: String) -> [String] { all.filter { $0.section == section }.map(\.key) }

    static func directive(_ section: String, _ key: String) -> Directive? {
        all.first { $0.section == section && $0.key == key }
    }

    static let all: [Directive] =
        daemon + feed + opml + alias + watch + route + digest + mail

    private static let daemon = [
        Directive("wirewatch", "database", "wirewatch.db in the state folder", "the database file"),
        Directive("wirewatch", "timezone", "UTC", "the reader's time zone, `Asia/Seoul`"),
        Directive("wirewatch", "language", nil, "the reader's language, for the choice of headlines: `en`"),
        Directive("wirewatch", "interval", nil, "poll feeds this often instead of by their own rhythm"),
        Directive("wirewatch", "min-interval", "15min", "never poll a feed more often than this"),
        Directive("wirewatch", "max-interval", "1d", "poll every feed at least this often"),
        Directive("wirewatch", "first-poll", "quiet", "`quiet` or `alert`: whether a first poll may alert"),
        Directive("wirewatch", "notify", "journal", "routes of watches that name none"),
        Directive("wirewatch", "include", nil, "further files, relative to this one; `*` in names"),
        Directive("wirewatch", "user-agent", nil, "the whole User-Agent, instead of our own"),
        Directive("wirewatch", "contact", nil, "an address for site owners, put into the User-Agent"),
        Directive(
            "wirewatch", "allow-private-addresses", "no", "`yes`, `no` or blocks such as `10.1.0.0/16`"),
        Directive("wirewatch", "concurrent-polls", "16", "feeds polled at once"),
        Directive("wirewatch", "host-polls", "1", "feeds of one host polled at once"),
        Directive("wirewatch", "connect-timeout", "10s", "for a connection"),
        Directive("wirewatch", "timeout", "1min", "for a whole poll"),
        Directive("wirewatch", "max-body", "20M", "bytes of a document"),
        Directive("wirewatch", "max-items", "10000", "items of a document"),
        Directive("wirewatch", "story-window", "3d", "how long a story takes further reports after its last"),
        Directive("wirewatch", "batch-items", "200", "items that one edit commit places at most"),
    ]

    private static let feed = [
        Directive("feed", "url", nil, "the address of the feed"),
        Directive("feed", "outlet", "from the host", "its publisher; feeds of one outlet are one voice"),
        Directive("feed", "kind", nil, "wire, state, official, newspaper, broadcaster, analysis or blog"),
        Directive("feed", "lang", "the feed's own", "its language, `ko`"),
        Directive("feed", "tag", nil, "tags, for `tag:` in queries"),
        Directive("feed", "interval", "[wirewatch]", "poll this often instead of by the feed's own rhythm"),
        Directive("feed", "min-interval", "[wirewatch]", "never more often than this"),
        Directive("feed", "max-interval", "[wirewatch]", "at least this often"),
        Directive("feed", "expect", nil, "silence longer than this is reported"),
        Directive("feed", "first-poll", "[wirewatch]", "`quiet` or `alert`"),
        Directive("feed", "accept", nil, "keep only items that meet this query"),
        Directive("feed", "drop", nil, "leave out items that meet this query"),
        Directive("feed", "user-agent", "[wirewatch]", "the whole User-Agent for this feed"),
        Directive("feed", "header", nil, "a further request header, `Name: value`"),
        Directive("feed", "credentials-file", nil, "file with `user:password`"),
        Directive("feed", "proxy", nil, "proxy for this feed"),
    ]

    private static let opml = [
        Directive("opml", "file", nil, "an OPML file with feeds, relative to this one"),
        Directive("opml", "tag", nil, "tags for all its feeds"),
        Directive("opml", "kind", nil, "kind of all its outlets"),
        Directive("opml", "interval", "[wirewatch]", "as in [feed]"),
        Directive("opml", "first-poll", "[wirewatch]", "as in [feed]"),
    ]

    private static let alias = [
        Directive("alias", "names", nil, "words and phrases, separated by commas or lines")
    ]

    private static let watch = [
        Directive("watch", "query", nil, "what to look for; see docs/queries.md"),
        Directive("watch", "score", nil, "weighted terms, `@kim^4 football^-10`"),
        Directive("watch", "threshold", nil, "what the weights must reach"),
        Directive("watch", "min-outlets", "1", "alert once so many outlets carry the story"),
        Directive("watch", "within", nil, "... of late: outlets within this span before the last report"),
        Directive("watch", "escalate", "5 15 40", "outlet counts at which an update goes out"),
        Directive("watch", "update-on", "outlets", "outlets, kind, language, correction"),
        Directive("watch", "lang", nil, "only items in these languages"),
        Directive("watch", "tag", nil, "only feeds with one of these tags"),
        Directive("watch", "source", nil, "only these outlets"),
        Directive("watch", "severity", "normal", "low, normal or urgent"),
        Directive("watch", "notify", "[wirewatch]", "names of routes"),
        Directive("watch", "digest", "yes", "whether digests show it"),
        Directive("watch", "stem", "no", "match word stems"),
        Directive("watch", "match", "all", "`title` or `all`"),
        Directive("watch", "expires", nil, "the day on which it ends, `2019-05-01`"),
        Directive("watch", "expect", nil, "report it when it has been silent for this long"),
        Directive("watch", "note", nil, "for people"),
        Directive("watch", "owner", nil, "for people"),
    ]

    private static let route = [
        Directive("route", "type", nil, "journal, stdout, webhook, exec or file"),
        Directive("route", "severity", "normal", "takes alerts from this severity on"),
        Directive("route", "url", nil, "where a webhook posts to"),
        Directive("route", "url-file", nil, "file that holds the address"),
        Directive("route", "secret", nil, "key that signs webhooks; better in a file"),
        Directive("route", "secret-file", nil, "file that holds the key"),
        Directive("route", "command", nil, "program of an exec route with its arguments; no shell"),
        Directive("route", "path", nil, "file that a file route appends to"),
        Directive("route", "timeout", "30s", "for one attempt"),
        Directive("route", "give-up-after", "1d", "a delivery that does not arrive for so long has failed"),
        Directive("route", "allow-private-addresses", "no", "blocks that a webhook may connect to"),
    ]

    private static let digest = [
        Directive("digest", "at", nil, "when it is made: `Mon..Fri 06:30 Asia/Seoul`"),
        Directive("digest", "since", "last", "its window: `last` or a span"),
        Directive("digest", "watch", "all", "the watches it shows"),
        Directive("digest", "top", "10", "stories at most"),
        Directive("digest", "notify", nil, "routes it goes to"),
        Directive("digest", "reader", nil, "for whom `last` is remembered"),
        Directive("digest", "format", "text", "text or json"),
    ]

    private static let mail = [
        Directive("mail", "smtp", nil, "server, `smtps://mail.example.org:465`"),
        Directive("mail", "user", nil, "login name"),
        Directive("mail", "password-file", nil, "file that holds the password"),
        Directive("mail", "from", nil, "sender"),
    ]
}
