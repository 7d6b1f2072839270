import Model

extension Directive {
    package static let all: [Directive] = daemon + push + feed + opml + alias + watch + route + digest + mail

    /// Waits of network calls: long enough for a slow link, short enough that a hung poll ends.
    static let wait: ValueForm = .span(.milliseconds(100)...Duration.hours(1))
    private static let pause: ValueForm = .span(Duration.zero...Duration.hours(1))
    private static let holdScope: ValueForm = .choice(HoldScope.allCases.map(\.rawValue))
    private static let holdWords = "`host` or `feed`: who rests after 429, too many requests"
    private static let poll: ValueForm = .span(.seconds(1)...Duration.days(366))
    private static let stretch: ValueForm = .span(.minutes(1)...Duration.days(36525))
    private static let firstPoll: ValueForm = .choice(FirstPoll.allCases.map(\.rawValue))
    private static let kind: ValueForm = .choice(OutletKind.allCases.map(\.rawValue))
    static let severity: ValueForm = .choice(Severity.allCases.map(\.rawValue))

    private static let daemon: [Directive] = [
        Directive(
            "wirewatch", "database", .path, standard: "wirewatch.db in the state folder", "the database file"),
        Directive(
            "wirewatch", "state", .path, standard: "of the service or the user", idle: true,
            "the state folder: lock and database"),
        Directive(
            "wirewatch", "timezone", .timeZone, standard: "UTC", "the reader's time zone, `Asia/Seoul`"),
        Directive(
            "wirewatch", "language", .language, "the reader's language, for the choice of headlines: `en`"),
        Directive(
            "wirewatch", "interval", poll, standard: "by each feed's rhythm",
            "poll feeds this often instead of by their own rhythm"),
        Directive(
            "wirewatch", "min-interval", poll, standard: "15min", "never poll a feed more often than this"),
        Directive("wirewatch", "max-interval", poll, standard: "1d", "poll every feed at least this often"),
        Directive(
            "wirewatch", "first-poll", firstPoll, standard: "quiet",
            "`quiet` or `alert`: whether a first poll may alert"),
        Directive(
            "wirewatch", "notify", .names(of: "route"), list: true, standard: "journal",
            "routes of watches that name none"),
        Directive(
            "wirewatch", "include", .path, list: true, "further files, relative to this one; `*` in names"),
        Directive("wirewatch", "user-agent", .text, "the whole User-Agent, instead of our own"),
        Directive(
            "wirewatch", "contact", .contact, "an address for site owners, put into the User-Agent"),
        Directive(
            "wirewatch", "allow-private-addresses", .blocks, list: true, standard: "no",
            "`yes`, `no` or blocks such as `10.1.0.0/16`"),
        Directive(
            "wirewatch", "concurrent-polls", .count(1...512), standard: "16",
            synonyms: ["max-concurrent-polls"], "feeds polled at once"),
        Directive(
            "wirewatch", "host-polls", .count(1...16), standard: "1", synonyms: ["per-host-polls"],
            "feeds of one host polled at once"),
        Directive(
            "wirewatch", "host-pause", pause, standard: "1s, none on private networks",
            "rest of a host between two requests"),
        Directive("wirewatch", "hold-scope", holdScope, standard: "by the host", holdWords),
        Directive("wirewatch", "connect-timeout", wait, standard: "10s", "for a connection"),
        Directive("wirewatch", "answer-timeout", wait, standard: "20s", "for the first byte of an answer"),
        Directive("wirewatch", "timeout", wait, standard: "1min", "for a whole poll"),
        Directive(
            "wirewatch", "max-body", .size((1 << 10)...(1 << 30)), standard: "20M", "bytes of a document"),
        Directive(
            "wirewatch", "max-items", .count(1...1_000_000), standard: "10000", "items of a document"),
        Directive(
            "wirewatch", "max-field", .size((1 << 10)...(1 << 30)), standard: "1M",
            "bytes of one text of a document"),
        Directive(
            "wirewatch", "max-attribute", .size((1 << 10)...(1 << 27)), standard: "1M",
            "bytes of one attribute in a document"),
        Directive(
            "wirewatch", "max-expansion", .size(0...(1 << 27)), standard: "1M",
            "bytes that a document's own entities may add to it"),
        Directive(
            "wirewatch", "max-depth", .count(8...1024), standard: "256",
            "elements inside one another in a document"),
        Directive(
            "wirewatch", "story-window", stretch, standard: "3d",
            "how long a story takes further reports after its last"),
        Directive(
            "wirewatch", "story-bias", .figure(-20...20),
            "added to the score by which a report joins a story: higher joins more"),
        Directive(
            "wirewatch", "story-window-bytes", .size((1 << 20)...(1 << 32)), standard: "256M",
            "bytes that the stored story window takes at most; beyond it the oldest stories are left out"),
        Directive(
            "wirewatch", "batch-items", .count(1...10_000), standard: "200",
            "items that one edit commit places at most"),
        Directive(
            "wirewatch", "keep", stretch, "the texts of items older than this are deleted; without it none"),
        Directive(
            "wirewatch", "remember", stretch,
            "how long a deleted item is still known as seen; without it for ever"),
        Directive(
            "wirewatch", "base-url", .callback,
            "where people reach `pages`: digests link to its `/s/ID`"),
        Directive(
            "wirewatch", "metrics", .listeningAddress,
            "where figures for Prometheus and signs of life are served, `127.0.0.1:9810`"),
        Directive(
            "wirewatch", "pages", .listeningAddress,
            "where pages of today's news and of stories are served, `127.0.0.1:9811`"),
    ]

    private static let feed: [Directive] = [
        Directive("feed", "url", .webAddress, "the address of the feed"),
        Directive("feed", "path", .path, "a file that is the feed, instead of `url`"),
        Directive(
            "feed", "outlet", .text, standard: "from the host",
            "its publisher; feeds of one outlet are one voice"),
        Directive("feed", "kind", kind, "wire, state, official, newspaper, broadcaster, analysis or blog"),
        Directive("feed", "lang", .language, standard: "the feed's own", "its language, `ko`"),
        Directive(
            "feed", "timezone", .timeZone, standard: "UTC", "of dates that name none, `Asia/Seoul`"),
        Directive("feed", "tag", .words, list: true, "what `tag:` in queries finds it by"),
        Directive(
            "feed", "interval", poll, standard: "[wirewatch]",
            "poll this often instead of by the feed's own rhythm"),
        Directive("feed", "min-interval", poll, standard: "[wirewatch]", "never more often than this"),
        Directive("feed", "max-interval", poll, standard: "[wirewatch]", "at least this often"),
        Directive("feed", "expect", stretch, "silence longer than this is reported"),
        Directive("feed", "first-poll", firstPoll, standard: "[wirewatch]", "`quiet` or `alert`"),
        Directive("feed", "accept", .query, "keep only items that meet this query"),
        Directive("feed", "drop", .query, "leave out items that meet this query"),
        Directive(
            "feed", "user-agent", .text, standard: "[wirewatch]", "the whole User-Agent for this feed"),
        Directive("feed", "header", .header, list: true, "a further request header, `Name: value`"),
        Directive(
            "feed", "credentials-file", .path, synonyms: ["password-file"], "file with `user:password`"),
        Directive("feed", "proxy", .proxyAddress, "proxy for this feed"),
        Directive(
            "feed", "ca-file", .path, standard: "of the system",
            "PEM file with the authorities to trust for this feed"),
        Directive("feed", "client-certificate", .path, "PEM file with the certificate to show"),
        Directive(
            "feed", "client-key", .path, standard: "in the certificate's file", "PEM file with its key"),
        Directive(
            "feed", "pages", .count(0...20), standard: "0",
            "older pages that the first poll reads, where the feed has any (RFC 5005)"),
        Directive(
            "feed", "allow-private-addresses", .blocks, list: true, standard: "[wirewatch]",
            "blocks that this feed may be in"),
        Directive("feed", "hold-scope", holdScope, standard: "[wirewatch]", holdWords),
        Directive("feed", "push", .flag, standard: "yes with a callback", "whether hubs may push it"),
    ]

    private static let opml: [Directive] = [
        Directive("opml", "file", .path, "an OPML file with feeds, relative to this one"),
        Directive("opml", "tag", .words, list: true, "tags for all its feeds"),
        Directive("opml", "kind", kind, "kind of all its outlets"),
        Directive("opml", "lang", .language, standard: "as the list says", "language of all its feeds"),
        Directive("opml", "interval", poll, standard: "[wirewatch]", "as in [feed]"),
        Directive("opml", "expect", stretch, "as in [feed]"),
        Directive("opml", "first-poll", firstPoll, standard: "[wirewatch]", "as in [feed]"),
        Directive("opml", "push", .flag, standard: "yes with a callback", "whether hubs may push its feeds"),
    ]

    private static let alias: [Directive] = [
        Directive(
            "alias", "names", .literals, list: true, "words and phrases, separated by commas or lines")
    ]

    private static let watch: [Directive] = [
        Directive("watch", "query", .query, "what to look for; see wirewatch-query(7)"),
        Directive(
            "watch", "on", .choice(FeedEvent.allCases.map(\.rawValue)), list: true,
            "instead of a query: feeds in trouble, in one summary a day"),
        Directive("watch", "at", .calendar, standard: "08:00", "with `on`: when the summary is made"),
        Directive(
            "watch", "after", .span(Duration.zero...Duration.days(366)), standard: "6h",
            "with `on`: a feed that fails for less than this is not told of yet"),
        Directive("watch", "score", .score, "weighted terms, `@kim^4 football^-10`"),
        Directive("watch", "threshold", .count(1...1_000_000), "what the weights must reach"),
        Directive(
            "watch", "min-outlets", .count(1...1000), standard: "1",
            "alert once so many outlets carry the story"),
        Directive(
            "watch", "within", stretch,
            "count only outlets within this span before the last report for `min-outlets`"),
        Directive(
            "watch", "escalate", .count(2...100_000), list: true, standard: "5 15 40",
            "outlet counts at which an update goes out"),
        Directive(
            "watch", "update-on", .choice(UpdateReason.allCases.map(\.rawValue)), list: true,
            standard: "outlets", "outlets, kind, language, correction"),
        Directive("watch", "lang", .language, list: true, "only items in these languages"),
        Directive("watch", "tag", .words, list: true, "only feeds with one of these tags"),
        Directive("watch", "source", .literals, list: true, "only these outlets"),
        Directive("watch", "severity", severity, standard: "normal", "low, normal or urgent"),
        Directive(
            "watch", "notify", .names(of: "route"), list: true, standard: "[wirewatch]", "names of routes"),
        Directive("watch", "digest", .flag, standard: "yes", "whether digests show it"),
        Directive("watch", "stem", .flag, standard: "no", "match word stems"),
        Directive("watch", "match", .choice(["title", "all"]), standard: "all", "`title` or `all`"),
        Directive("watch", "expires", .day, "the day on which it ends, `2019-05-01`"),
        Directive(
            "watch", "expect", stretch,
            "silence longer than this is told by a watch with `on = watch.silent`"),
        Directive("watch", "note", .text, "for people"),
        Directive("watch", "owner", .text, "for people"),
    ]

    private static let digest: [Directive] = [
        Directive(
            "digest", "at", .calendar, list: true, "when it is made: `Mon..Fri 06:30 Asia/Seoul`"),
        Directive("digest", "since", stretch, standard: "last", "its window: `last` or a span"),
        Directive(
            "digest", "watch", .names(of: "watch"), list: true, standard: "all", "the watches it shows"),
        Directive(
            "digest", "top", .count(1...1000), standard: "10",
            "stories at most; watched ones are always there"),
        Directive(
            "digest", "notify", .names(of: "route"), list: true, standard: "those of [wirewatch]",
            "routes it goes to"),
        Directive("digest", "reader", .text, standard: "its name", "for whom `last` is remembered"),
        Directive(
            "digest", "format", .choice(DigestFormat.allCases.map(\.rawValue)), standard: "text",
            "how `wirewatch digest` prints it"),
    ]
}
