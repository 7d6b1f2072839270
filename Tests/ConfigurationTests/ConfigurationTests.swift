import Configuration
import Model
import Testing

private enum Desk {
    /// Checks without languages behind them: every query that says so is wrong, at its third byte.
    static let checks = ConfigurationChecks(
        queries: { _ in
            QueryChecks(
                aliasProblems: [],
                query: { text, _ in
                    text.contains("wrong") ? [(offset: 2, message: "wrong here", suggestion: "right")] : []
                },
                score: { _ in [] })
        },
        isAddressBlock: { $0.contains("/") },
        timeZones: { $0.isEmpty ? ["Asia/Seoul"] : $0.filter { $0 == "Asia/Seoul" } })

    static func load(_ text: String) throws(ConfigurationErrors) -> Configuration {
        try ConfigurationFile.load(text: text, file: "feeds.conf", checks: checks)
    }

    static func problems(_ text: String) -> [String] {
        do throws(ConfigurationErrors) {
            return try load(text).warnings.map(\.description)
        } catch {
            return error.problems.map(\.description)
        }
    }

    static let feed = "[feed \"x\"]\nurl = https://www.kommersant.ru/rss\n"
}

@Suite struct ConfigurationTests {
    @Test func `two lines are a feed with every default`() throws {
        let configuration = try Desk.load(Desk.feed)
        var expected = FeedSettings(
            name: "x", url: "https://www.kommersant.ru/rss", outlet: Outlet(name: "kommersant"))
        expected.firstPoll = .quiet
        #expect(configuration.feeds == [expected])
        #expect(configuration.routes.map(\.name) == ["journal", "stdout"])
        #expect(configuration.daemon == DaemonSettings())
    }

    @Test func `values are the rest of the line, quotes and signs kept`() throws {
        let configuration = try Desk.load(
            Desk.feed + "[watch \"y\"]\nquery = \"security council\" #1 ; kim = putin\n")
        #expect(configuration.watches.first?.query == "\"security council\" #1 ; kim = putin")
    }

    @Test func `indented lines go on, repeated keys add, an empty value resets`() throws {
        let configuration = try Desk.load(
            """
            [feed "x"]
            url = https://a.example/
            tag = one two
            tag =
            tag = three
            tag = four
            [alias "kim"]
            names =
              Kim Jong Un, =Ким Чен Ын*
              # 김정은
              김정은*
            [watch "y"]
            query = @kim
            """)
        #expect(configuration.feeds.first?.tags == ["three", "four"])
        #expect(configuration.aliases.first?.names == ["Kim Jong Un", "=Ким Чен Ын*", "# 김정은", "김정은*"])
    }

    @Test func `defaults of the daemon go into feeds, and an interval lowers the bound`() throws {
        let configuration = try Desk.load(
            """
            [feed "x"]
            url = https://a.example/
            [feed "y"]
            url = https://b.example/
            interval = 5min
            [wirewatch]
            first-poll = alert
            min-interval = 10min
            """)
        #expect(configuration.feeds.map(\.firstPoll) == [.alert, .alert])
        #expect(configuration.feeds.map(\.minimumInterval) == [.minutes(10), .minutes(5)])
    }

    @Test func `a problem in a continued query has its own line and column`() {
        #expect(
            Desk.problems(Desk.feed + "[watch \"y\"]\nquery =\n   wrong\n") == [
                "feeds.conf:5:6: wrong here; did you mean `right`?"
            ])
    }

    @Test(arguments: [
        ("[feed \"x\"]\n", "feeds.conf:1:1: feed `x` has no url"),
        ("[feed x]\n", "feeds.conf:1:1: the name stands in quotes: [feed \"x\"]"),
        ("[feed \"a b\"]\n", "feeds.conf:1:1: `a b` is no name: letters, digits, `-` and `_`, at most 64"),
        (
            "[wirewatch]\ninterval = soon\n",
            "feeds.conf:2:12: `interval` takes a span such as `30s`, `15min`, `2h` or `7d`, not `soon`"
        ),
        ("url = x\n", "feeds.conf:1:1: `url` stands before the first section, such as [wirewatch]"),
        ("nonsense\n", "feeds.conf:1:1: neither a section nor `key = value`"),
        (
            "[wirewatch]\nnotify = phone\n",
            "feeds.conf:2:10: unknown route `phone`: there are journal, stdout"
        ),
        ("[watch \"w\"]\nscore = a^2\n", "feeds.conf:1:1: watch `w` has a score and no threshold"),
        ("[route \"r\"]\ntype = webhook\n", "feeds.conf:1:1: route `r` of type webhook has no url"),
        ("[digest \"d\"]\nwatch = w\n", "feeds.conf:2:9: unknown watch `w`"),
        (
            "[wirewatch]\nallow-private-addresses = maybe\n",
            "feeds.conf:2:27: `maybe` is neither yes, no nor a block such as `10.1.0.0/16`"
        ),
    ])
    func `mistakes are told with their place`(text: String, problem: String) {
        #expect(Desk.problems(text).contains(problem), "\(Desk.problems(text))")
    }

    @Test func `a name stands once`() {
        #expect(
            Desk.problems(Desk.feed + Desk.feed).contains(
                "feeds.conf:3:1: [feed \"x\"] stands already at feeds.conf:1:1"))
    }

    @Test func `odd things are warnings, and the configuration is used`() {
        let problems = Desk.problems(
            Desk.feed
                + "[feed \"z\"]\nurl = https://www.kommersant.ru/rss\n[alias \"a\"]\nnames = b\n[mail]\n"
                + "smtp = smtps://mail.example\nfrom = ww@mail.example\n")
        #expect(
            problems == [
                "feeds.conf:3:1: warning: feed `z` has the address of feed `x`",
                "feeds.conf:5:1: warning: alias @a is used nowhere",
                "feeds.conf:7:1: warning: [mail] is used nowhere: no route is of type email",
            ])
    }

    @Test(arguments: [
        ("www.kommersant.ru", "kommersant"), ("english.chosun.co.kr", "chosun"), ("en.yna.co.kr", "yna"),
        ("www3.nhk.or.jp", "nhk"), ("127.0.0.1", "127.0.0.1"), ("localhost", "localhost"),
    ])
    func `an outlet is called after its host`(host: String, name: String) throws {
        let configuration = try Desk.load("[feed \"x\"]\nurl = http://\(host)/rss\n")
        #expect(configuration.feeds.first?.outlet.name == name)
    }

    @Test func `config show says where values come from and keeps secrets`() throws {
        let configuration = try Desk.load(
            Desk.feed + "[route \"r\"]\ntype = webhook\nurl = https://h.example/\nsecret = s3cret\n")
        let page = ConfigurationPage.text(configuration)
        #expect(page.contains("# feeds.conf:2"))
        #expect(page.contains("min-interval"))
        #expect(!page.contains("s3cret"))
    }

    @Test func `lists of feeds give http addresses only, with their folders`() throws {
        let list = OPMLReader.read(
            Array(
                """
                <opml version="2.0"><body><outline text="Korea">
                <outline text="Yonhap" xmlUrl="https://yna.example/rss"/>
                <outline text="Evil" xmlUrl="exec:rm"/></outline></body></opml>
                """.utf8))
        #expect(
            list?.outlines == [
                OPMLReader.Outline(title: "Yonhap", url: "https://yna.example/rss", folders: ["Korea"])
            ])
        #expect(list?.refused == ["exec:rm"])
        #expect(OPMLReader.read(Array("<html/>".utf8)) == nil)
    }
}
