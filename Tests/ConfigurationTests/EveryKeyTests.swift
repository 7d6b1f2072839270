import Configuration
import Model
import Testing

@Suite struct EveryKeyTests {
    private func load() throws(ConfigurationErrors) -> Configuration {
        try ConfigurationFile.load(Sample.folder + "every-key.conf", checks: Sample.checks)
    }

    @Test func `the fixture has every key of the table but those that exclude each other`() throws {
        let given = try load().given
        var missing: [String] = []
        for directive in Directive.all {
            let sections = given.filter { $0.kind == directive.section }
            if !sections.contains(where: { $0.values.contains { $0.key == directive.key } }) {
                missing.append("\(directive.section).\(directive.key)")
            }
        }
        #expect(missing == ["feed.path", "route.url-file", "route.secret"])
    }

    @Test func `what is idle says so, and nothing else is odd`() throws {
        let warnings = try load().warnings.map { $0.description.replacing(Sample.folder, with: "") }
        func idle(_ key: String) throws -> String {
            "every-key.conf:\(try Sample.line(of: "\(key) ")):1: warning: `\(key)` has no effect in this version"
        }
        let file = try Sample.line(of: "file ", after: "[opml")
        let script = try Sample.line(of: "[route \"script\"]")
        #expect(
            try warnings == [
                idle("state"),
                "every-key.conf:\(file):14: warning: `file:///etc/passwd` is left out: no http or https address",
                "every-key.conf:\(file):14: warning: 1 of its addresses is here already",
                "every-key.conf:\(script):1: warning: route `script` is used nowhere: name it in a `notify`",
            ])
    }

    @Test func `[wirewatch] is read whole`() throws {
        var expected = DaemonSettings()
        expected.database = "/srv/ww/ww.db"
        expected.state = "/srv/ww"
        expected.timezone = "Asia/Seoul"
        expected.language = "en"
        expected.interval = .minutes(20)
        expected.minimumInterval = .minutes(10)
        expected.maximumInterval = .hours(6)
        expected.firstPoll = .alert
        expected.notify = ["hook", "log"]
        expected.userAgent = "desk/1"
        expected.contact = "https://desk.example/about"
        expected.allowedPrivateBlocks = ["10.1.0.0/16", "fd00::/8"]
        expected.concurrentPolls = 8
        expected.hostPolls = 2
        expected.hostPause = .milliseconds(250)
        expected.holdScope = .host
        expected.connectTimeout = .seconds(5)
        expected.answerTimeout = .seconds(15)
        expected.timeout = .seconds(90)
        expected.bodyBytes = 5 << 20
        expected.documentItems = 500
        expected.fieldBytes = 512 << 10
        expected.attributeBytes = 64 << 10
        expected.expansionBytes = 0
        expected.documentDepth = 64
        expected.storyWindow = .days(4)
        expected.storyBias = -3.5
        expected.storyWindowBytes = 64 << 20
        expected.batchItems = 50
        expected.keep = .days(400)
        expected.remember = .days(730)
        expected.listen = "127.0.0.1:8910"
        expected.push.callback = "https://news.example.org/wirewatch"
        expected.push.interval = .hours(12)
        expected.push.lease = .days(7)
        expected.push.shortestLease = .minutes(10)
        expected.push.longestLease = .days(20)
        expected.push.verificationWait = .minutes(5)
        expected.push.documentsPerMinute = 6
        expected.push.connections = 32
        expected.push.hostConnections = 4
        expected.push.timeout = .seconds(5)
        expected.push.headerBytes = 16 << 10
        expected.base = "https://news.example.org"
        expected.metrics = "[::1]:9810"
        expected.pages = "localhost:9811"
        #expect(try load().daemon == expected)
    }

    @Test func `[feed] is read whole`() throws {
        var expected = FeedSettings(
            name: "yonhap", url: "https://en.yna.co.kr/RSS/news.xml?a=1#top",
            outlet: Outlet(name: "Yonhap", kind: .wire))
        expected.language = "en"
        expected.timezone = "Asia/Seoul"
        expected.tags = ["korea", "wire", "first"]
        expected.interval = .minutes(5)
        expected.minimumInterval = .minutes(2)
        expected.maximumInterval = .hours(3)
        expected.expectedWithin = .hours(2)
        expected.firstPoll = .quiet
        expected.accept = "korea"
        expected.drop = "sport"
        expected.userAgent = "desk/2"
        expected.headers = ["X-Desk: korea", "Accept-Language: ko"]
        expected.credentialsFile = Sample.folder + "yonhap-login"
        expected.proxy = "socks5h://127.0.0.1:9050"
        expected.authorityFile = Sample.folder + "ca.pem"
        expected.certificateFile = "/srv/ww/desk.pem"
        expected.keyFile = Sample.folder + "desk.key"
        expected.pages = 3
        expected.allowsPrivateAddresses = []
        expected.holdScope = .feed
        expected.takesPush = false
        #expect(try load().feeds.first == expected)
    }

    @Test func `[opml] gives its feeds names, tags and settings`() throws {
        let feeds = try load().feeds.dropFirst()
        // Pinned: what is known of a feed is known by its name, so no version may make another.
        #expect(
            feeds.map(\.name) == [
                "yna-northkorea", "yna-politics", "news-1-09r9u", "news-1-0b8de", "yonhap-q7vmh",
            ])
        #expect(feeds.map(\.outlet.name) == ["yna", "yna", "a", "a", "yna"])
        var expected = FeedSettings(
            name: "yna-northkorea", url: "https://www.yna.co.kr/rss/northkorea.xml",
            outlet: Outlet(name: "yna", kind: .newspaper))
        expected.language = "ko"
        expected.tags = ["list", "korea-korean"]
        expected.interval = .hours(1)
        expected.minimumInterval = .minutes(10)
        expected.maximumInterval = .hours(6)
        expected.expectedWithin = .days(3)
        expected.userAgent = "desk/1"
        expected.holdScope = .host
        expected.takesPush = false
        #expect(feeds.first == expected)
    }

    @Test func `[alias] and [watch] are read whole`() throws {
        let configuration = try load()
        #expect(
            configuration.aliases == [
                AliasSettings(name: "kim", names: ["Kim Jong Un", "=Ким Чен Ын*", "김정은*"])
            ])
        var expected = WatchSettings(name: "summit", query: "@kim summit*")
        expected.score = "@kim^4 football^-10"
        expected.threshold = 6
        expected.minimumOutlets = 2
        expected.within = .hours(6)
        expected.escalate = [3, 7]
        expected.updateOn = [.outlets, .correction]
        expected.languages = ["en", "ko"]
        expected.tags = ["korea"]
        expected.sources = ["Yonhap", "yna*"]
        expected.severity = .urgent
        expected.notify = ["hook"]
        expected.isInDigests = false
        expected.usesStemming = true
        expected.matchesTitleOnly = true
        expected.expires = CivilTime(year: 2019, month: 5, day: 1).timestamp()
        expected.expectedWithin = .days(30)
        expected.note = "one two"
        expected.owner = "anna"
        #expect(configuration.watches == [expected])
    }

    @Test func `[watch] with on is read whole`() throws {
        var expected = FeedWatchSettings(name: "health", events: [.failing, .moved, .watchSilent])
        expected.at = "Mon..Fri 07:30 Asia/Seoul"
        expected.after = .hours(2)
        expected.languages = ["en"]
        expected.tags = ["korea"]
        expected.sources = ["Yonhap"]
        expected.severity = .low
        expected.notify = ["log"]
        expected.note = "for the desk"
        expected.owner = "anna"
        #expect(try load().feedWatches == [expected])
    }

    @Test(arguments: [
        (
            "on = feed.fail",
            "2:6: `on` takes feed.failing, feed.silent, feed.moved, watch.silent, not `feed.fail`"
        ),
        ("on = feed.silent\nquery = kim", "3:9: watch `h` has both `on` and `query`: make it two watches"),
        ("on = feed.silent\nstem = yes", "3:8: warning: `stem` has no effect beside `on`"),
        ("on = feed.silent\nat = 25:00", "3:6: `25:00` is no time of day, such as `06:30`"),
        (
            "query = kim\nexpect = 7d",
            "1:1: warning: watch `h` has `expect`, and nobody is told of its silence: a watch with `on = watch.silent` does"
        ),
        ("query = kim\nat = 08:00", "3:6: warning: `at` has no effect without `on`"),
    ])
    func `mistakes in a watch over feeds are told with their place`(text: String, problem: String) {
        let problems = Sample.problems("[watch \"h\"]\n\(text)\n" + Sample.feed)
        #expect(problems.contains { $0.contains(problem) })
    }

    @Test func `[route] is read whole, and no shell reads a command`() throws {
        var hook = RouteSettings(name: "hook", type: .webhook)
        hook.url = "https://hooks.example/a"
        hook.secretFile = "hook"
        hook.severity = .low
        hook.timeout = .seconds(10)
        hook.giveUpAfter = .hours(2)
        hook.allowsPrivateAddresses = ["10.0.0.0/8"]
        var script = RouteSettings(name: "script", type: .exec)
        script.command = ["/usr/lib/on-alert", "--desk", "North Korea", ""]
        var log = RouteSettings(name: "log", type: .file)
        log.path = "/var/lib/wirewatch/alerts.jsonl"
        let standard = [
            RouteSettings(name: "journal", type: .journal), RouteSettings(name: "stdout", type: .stdout),
        ]
        var desk = RouteSettings(name: "desk", type: .email)
        desk.recipients = ["Korea desk <desk@example.org>", "anna@example.org"].compactMap { MailAddress($0) }
        desk.rate = RateLimit(count: 20, span: .minutes(1))
        desk.timing.groupWait = .minutes(2)
        desk.timing.groupInterval = .minutes(30)
        desk.timing.active = [
            try ActiveHours("Mon..Fri 06:00..22:00 Asia/Seoul"), try ActiveHours("Sat 08:00..12:00"),
        ]
        desk.timing.outside = .digest
        desk.timing.urgentSkips = [.groupWait, .active]
        desk.timing.flood = 50
        var room = RouteSettings(name: "room", type: .webhook)
        room.format = .matrix
        room.url = "https://matrix.example.org"
        room.room = "!abc:example.org"
        room.tokenFile = "matrix"
        room.timing.flood = 20
        var bot = RouteSettings(name: "bot", type: .telegram)
        bot.chat = "-100123"
        bot.tokenFile = "bot"
        bot.timing.flood = 20
        var events = RouteSettings(name: "events", type: .webhook)
        events.format = .cloudevents
        events.url = "https://events.example.org/"
        events.source = "urn:desk"
        #expect(try load().routes == [hook, script, log, desk, room, bot, events] + standard)
    }

    @Test func `[mail] is read whole`() throws {
        let from = try #require(MailAddress("Wirewatch <ww@example.org>"))
        var expected = MailSettings(
            server: MailServer(isSecure: false, host: "mail.example.org", port: 2525), from: from)
        expected.user = "wirewatch"
        expected.passwordFile = "smtp"
        expected.authorityFile = Sample.folder + "mail-ca.pem"
        expected.hello = "news.example.org"
        expected.connectTimeout = .seconds(5)
        expected.messageBytes = 256 << 10
        expected.unsubscribe = "mailto:desk@example.org"
        #expect(try load().mail == expected)
    }

    @Test func `[digest] is read whole`() throws {
        var expected = DigestSettings(name: "morning")
        expected.at = ["Mon..Fri 06:30 Asia/Seoul", "Sat,Sun 09:00"]
        expected.since = .hours(12)
        expected.watches = ["summit"]
        expected.top = 5
        expected.notify = ["log", "desk", "room", "bot", "events"]
        expected.reader = "anna"
        expected.format = .html
        #expect(try load().digests == [expected])
    }

    struct Intervals: Sendable, CustomTestStringConvertible {
        var daemon: String
        var feed: String
        /// Interval, least and most, of the feed.
        var expected: [Duration?]
        var testDescription: String { daemon + " / " + feed }
    }

    @Test(arguments: [
        Intervals(daemon: "", feed: "", expected: [nil, .minutes(15), .days(1)]),
        Intervals(daemon: "", feed: "interval = 5min", expected: [.minutes(5), .minutes(5), .days(1)]),
        Intervals(daemon: "", feed: "interval = 7d", expected: [.days(7), .minutes(15), .days(7)]),
        Intervals(daemon: "interval = 1s", feed: "", expected: [.seconds(1), .seconds(1), .days(1)]),
        Intervals(daemon: "interval = 2d", feed: "", expected: [.days(2), .minutes(15), .days(2)]),
        Intervals(
            daemon: "interval = 5min\nmin-interval = 10min", feed: "",
            expected: [.minutes(5), .minutes(10), .days(1)]),
        Intervals(
            daemon: "min-interval = 10min", feed: "interval = 5min\nmin-interval = 8min",
            expected: [.minutes(5), .minutes(8), .days(1)]),
        Intervals(
            daemon: "max-interval = 6h", feed: "interval = 7d\nmax-interval = 2d",
            expected: [.days(7), .minutes(15), .days(2)]),
    ])
    func `an interval widens the bounds that are not written beside it`(_ given: Intervals) throws {
        let text = "[wirewatch]\n\(given.daemon)\n\(Sample.feed)\(given.feed)\n"
        let feed = try #require(try Sample.load(text).feeds.first)
        #expect([feed.interval, feed.minimumInterval, feed.maximumInterval] == given.expected)
    }
}
