/// One key of one section: what parsing, suggestions, `config show` and the manual read.
package struct Directive: Sendable {
    package var section: String
    package var key: String
    package var form: ValueForm
    /// Given twice it adds; otherwise the last one counts.
    package var isList: Bool
    /// As `config show` prints it where the file says nothing; `nil` for none.
    package var standard: String?
    package var summary: String
    /// Accepted and checked, and without effect in this version, which a warning says.
    package var isIdle: Bool
    /// Other spellings that are taken.
    package var synonyms: [String]

    init(
        _ section: String, _ key: String, _ form: ValueForm, list isList: Bool = false,
        standard: String? = nil,
        idle isIdle: Bool = false, synonyms: [String] = [], _ summary: String
    ) {
        self.section = section
        self.key = key
        self.form = form
        self.isList = isList
        self.standard = standard
        self.summary = summary
        self.isIdle = isIdle
        self.synonyms = synonyms
    }

    package static let sections = ["wirewatch", "feed", "opml", "alias", "watch", "route", "digest", "mail"]

    /// Sections that have a name in quotes.
    static let namedSections: Set<String> = ["feed", "opml", "alias", "watch", "route", "digest"]

    static func keys(of section: String) -> [String] { (bySection[section] ?? []).map(\.key) }

    /// All keys of `section`, in the order of the manual.
    package static func directives(of section: String) -> [Directive] { bySection[section] ?? [] }

    /// The directive that `key` names, by itself or by another spelling.
    static func directive(_ section: String, _ key: String) -> Directive? {
        bySection[section]?.first { $0.key == key || $0.synonyms.contains(key) }
    }

    /// Sections other than `section` that have `key`.
    static func sections(with key: String, besides section: String) -> [String] {
        sections.filter { $0 != section && directive($0, key) != nil }
    }

    private static let bySection = Dictionary(grouping: all, by: \.section)

    /// Keys that the documentation of the format knows and this version does not.
    static let laterKeys: [String: Set<String>] = [
        "route": ["priority", "group-wait", "group-interval", "active", "outside"],
        "digest": ["language"],
    ]

    /// Keys that people look for here, and what to write instead.
    static let misplacedKeys: [String: [String: String]] = [
        "route": [
            "token":
                "others may read this file: put the token into a file of its own, and name that in `token-file`",
            "password":
                "others may read this file: put the password into a file, and name that in [mail] as `password-file`",
            "topic": "the topic is the last part of `url`, as in `https://ntfy.example.org/topic`",
            "smtp": "the server of all mail is named once, in [mail]",
        ],
        "mail": [
            "password":
                "others may read this file: put the password into a file, and name that in `password-file`",
            "to": "to whom mail goes is named in [route]",
        ],
    ]
}

/// What a value looks like, with its bounds.
package enum ValueForm: Sendable, Hashable {
    case text
    case flag
    case span(ClosedRange<Duration>)
    case count(ClosedRange<Int>)
    /// Bytes.
    case size(ClosedRange<Int>)
    case figure(ClosedRange<Double>)
    case choice([String])
    /// Names of sections of this kind.
    case names(of: String)
    case words
    case webAddress
    case proxyAddress
    case contact
    case listeningAddress
    case callback
    /// `yes`, `no` or blocks of addresses.
    case blocks
    case timeZone
    case calendar
    case day
    case language
    case path
    case command
    case header
    case mailAddress
    case mailServer
    case unsubscribe
    case hostName
    case chat
    case room
    case uri
    case rate
    case query
    case score
    case literals

    /// How a message and the manual name it.
    package var words: String {
        switch self {
        case .text: "text"
        case .flag: "yes or no"
        case .span: ValueReading.durationForm
        case .count(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .size: "a size such as `512K` or `20M`"
        case .figure(let range): "a number from \(range.lowerBound) to \(range.upperBound)"
        case .choice(let names): names.joined(separator: ", ")
        case .names(let kind): "names of [\(kind)] sections"
        case .words: "words"
        case .webAddress: "an http or https address"
        case .proxyAddress: "a proxy such as `http://proxy.example:3128` or `socks5h://127.0.0.1:9050`"
        case .contact: "a web or mail address without spaces and parentheses"
        case .callback: "an http or https address without `?` and `#`"
        case .listeningAddress: "an address with a port such as `127.0.0.1:8910` or `[::1]:8910`"
        case .blocks: "yes, no or blocks such as `10.1.0.0/16`"
        case .timeZone: "a time zone such as `Asia/Seoul`"
        case .calendar: "times such as `Mon..Fri 06:30 Asia/Seoul`"
        case .day: "a day such as `2019-05-01`"
        case .language: "a language such as `ko` or `zh-Hans`"
        case .path: "the path of a file"
        case .command: "a program with its arguments"
        case .header: "a header such as `Name: value`"
        case .mailAddress: "a mail address such as `desk@example.org` or `Desk <desk@example.org>`"
        case .mailServer: "a server such as `smtps://mail.example.org:465` or `smtp://mail.example.org:587`"
        case .unsubscribe: "a mail address or an https address"
        case .hostName: "the name of a machine such as `news.example.org`"
        case .chat: "the number of a chat, or `@` and the name of a channel"
        case .room: "the id of a room such as `!abc:example.org`"
        case .uri: "a URI such as `https://news.example.org` or `urn:desk`"
        case .rate: "a rate such as `1/s`, `20/min`, `100/h` or `500/d`"
        case .query: "a query"
        case .score: "weighted terms"
        case .literals: "words and phrases"
        }
    }
}
