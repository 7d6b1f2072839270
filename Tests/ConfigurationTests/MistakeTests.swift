import Configuration
import Model
import Testing

@Suite struct MistakeTests {
    @Test func `ten mistakes are told at once, each with its place and what was meant`() throws {
        let text = try Sample.contents("ten-mistakes.conf")
        let expected = try Sample.contents("ten-mistakes.conf.expected")
        let errors = #expect(throws: ConfigurationErrors.self) {
            try Sample.load(text, file: "ten-mistakes.conf")
        }
        #expect(errors?.rendered.map { $0 + "\n" }.joined() == expected)
    }

    struct Mistake: Sendable, CustomTestStringConvertible {
        var text: String
        var problem: String
        var testDescription: String { problem }

        init(_ text: String, _ problem: String) {
            self.text = text
            self.problem = "feeds.conf:" + problem
        }
    }

    @Test(arguments: [
        // Lines
        Mistake("[feed \"x\"] # mine\n", "1:1: a section ends with `]`, and nothing stands behind it"),
        Mistake(
            "[feed \"x\"]\nurl: https://a.example/\n",
            "2:1: neither a section nor `key = value`; did you mean `url = https://a.example/`?"),
        Mistake(
            "[feed \"x\"]\nurl https://a.example/?a=b\n",
            "2:1: neither a section nor `key = value`; did you mean `url = https://a.example/?a=b`?"),
        Mistake("[feed \"x\"]\n= x\n", "2:1: there is no key before `=`"),
        Mistake("  url = x\n", "1:3: an indented line continues the value above, and there is none"),
        Mistake(
            "[feed \"x\"]\n\u{3000}url = x\n", "2:1: the line begins with U+3000: indent with spaces or tabs"),
        Mistake("[feed \"x\"]\nurl = a\u{0}b\n", "2:1: the line holds the control character U+0000"),
        Mistake("[\"x\"]\n", "1:1: a section has a name: [feed \"tass-ru\"]"),
        Mistake("[feed]\nurll = x\n", "1:1: [feed] needs a name: [feed \"name\"]"),
        Mistake("[feed]\nurll = x\n", "2:1: unknown key `urll` in [feed]; did you mean `url`?"),
        Mistake("[wirewatch \"x\"]\n", "1:1: [wirewatch] has no name"),
        // Keys
        Mistake(
            "[watch \"x\"]\nurl = https://a.example/\n",
            "2:1: unknown key `url` in [watch]: it belongs to [feed] or [route]"),
        Mistake(
            "[route \"x\"]\ntype = webhook\npriority = 2\n",
            "3:1: `priority` in [route] is not supported by this version"),
        Mistake(
            "[feed \"x\"]\nurl = https://a.example/\nurl = https://b.example/\n",
            "3:1: warning: `url` stands already in line 2: the last one counts"),
        // Values
        Mistake(
            "[feed \"x\"]\nurl = feed://a.example/rss\n",
            "2:7: `feed://a.example/rss` is no http or https address; did you mean `https://a.example/rss`?"),
        Mistake(
            "[feed \"x\"]\nurl = www.a.example/rss\n",
            "2:7: `www.a.example/rss` is no http or https address; did you mean `https://www.a.example/rss`?"),
        Mistake(
            "[feed \"x\"]\nurl = htps://a.example/\n",
            "2:7: `htps://a.example/` is no http or https address; did you mean `https://a.example/`?"),
        Mistake("[feed \"x\"]\nurl = /srv/feed.xml\n", "2:7: `/srv/feed.xml` is no http or https address"),
        Mistake(
            "[feed \"x\"]\nurl = https://a.example:99999/\n",
            "2:7: `https://a.example:99999/` is no http or https address"),
        Mistake(
            "[feed \"x\"]\nurl = https://a.example/\n  tag = b\n",
            "2:7: `https://a.example/ tag = b` is no http or https address"),
        Mistake(
            "[feed \"x\"]\nurl = https://anna:pw@a.example/\n",
            "2:7: warning: whoever reads this file reads the password in this address: use credentials-file"),
        Mistake(
            "[wirewatch]\ninterval = 15\n",
            "2:12: `interval` takes a span such as `30s`, `15min`, `2h` or `7d`, not `15`"),
        Mistake(
            "[wirewatch]\ninterval = 2H\n",
            "2:12: `interval` takes a span such as `30s`, `15min`, `2h` or `7d`, not `2H`; did you mean `2h`?"
        ),
        Mistake("[wirewatch]\ntimeout = 0s\n", "2:11: `timeout` takes a span from 100ms to 1h, not `0s`"),
        Mistake("[wirewatch]\nmax-body = 12\n", "2:12: `max-body` takes a size from 1K to 1G, not `12`"),
        Mistake(
            "[wirewatch]\nmax-items = many\n",
            "2:13: `max-items` takes a whole number from 1 to 1000000, not `many`"),
        Mistake(
            "[wirewatch]\nlisten = 8910\n",
            "2:10: `listen` takes an address with a port such as `127.0.0.1:8910` or `[::1]:8910`, not `8910`"
        ),
        Mistake(
            "[wirewatch]\nlisten = 127.0.0.1:8910\n",
            "2:10: warning: nothing is served without `callback`, the address under which hubs see it"),
        Mistake(
            "[wirewatch]\ncallback = https://news.example\n",
            "2:12: warning: without `listen` hubs reach nobody, unless the service manager hands over a socket"
        ),
        Mistake(
            "[wirewatch]\nbase-url = https://wire.example.org\n",
            "2:12: warning: messages link to pages, and none are served: add `pages = 127.0.0.1:9811`, or leave this out"
        ),
        Mistake(
            "[wirewatch]\nmetrics = localhost:9810\npages = localhost:9810\n",
            "3:9: warning: `metrics` listens at localhost:9810 already: give `pages` another port, or nothing is served there"
        ),
        Mistake(
            "[wirewatch]\ncallback = https://news.example/?a=b\n",
            "2:12: `callback` takes an http or https address without `?` and `#`, not `https://news.example/?a=b`"
        ),
        Mistake(
            "[wirewatch]\npush-min-lease = 1h\npush-max-lease = 30min\n",
            "2:18: push-min-lease is longer than push-max-lease: 1h and 30min"),
        Mistake(
            Sample.feed + "push = yes\n",
            "1:1: warning: feed `x` cannot be pushed: [wirewatch] has no `callback`"),
        Mistake(
            "[wirewatch]\ncontact = our desk\n",
            "2:11: `contact` takes a web or mail address without spaces and parentheses, not `our desk`"),
        Mistake(
            "[wirewatch]\nmin-interval = 2d\n", "2:16: min-interval is longer than max-interval: 2d and 1d"),
        Mistake(
            "[wirewatch]\nmin-interval = 10min\ninterval = 5min\n",
            "3:12: warning: shorter than the min-interval, 10min, which counts"),
        Mistake(
            Sample.feed + "lang = kr\n", "3:8: warning: `kr` is a country, not a language; did you mean `ko`?"
        ),
        Mistake(
            Sample.feed + "lang = Korean\n",
            "3:8: `lang` takes a language such as `ko` or `zh-Hans`, not `Korean`; did you mean `ko`?"),
        Mistake(Sample.feed + "header = Cookie\n", "3:10: a header is written `Name: value`, not `Cookie`"),
        Mistake(
            Sample.feed + "proxy = proxy.example\n",
            "3:9: `proxy` takes a proxy such as `http://proxy.example:3128` or `socks5h://127.0.0.1:9050`, not `proxy.example`"
        ),
        // Watches
        Mistake("[watch \"w\"]\nseverity = low\n", "1:1: watch `w` has neither query nor score nor `on`"),
        Mistake(
            "[watch \"w\"]\nquery = a\nthreshold = 3\n",
            "3:13: warning: a threshold has no effect without a score"),
        Mistake(
            "[watch \"w\"]\nquery = a\nwithin = 3h\n",
            "3:10: warning: `within` has no effect without min-outlets of 2 or more"),
        Mistake(
            "[watch \"w\"]\nquery = a\nescalate = 5 x\n",
            "3:14: `escalate` takes counts of outlets from 2 on, not `x`"),
        Mistake(
            "[watch \"w\"]\nquery = a\nexpires = 2019-06-31\n",
            "3:11: `expires` takes a day such as `2019-05-01`, not `2019-06-31`"),
        Mistake(
            Sample.feed + "tag = korea\n[watch \"w\"]\nquery = a\ntag = koera\n",
            "6:7: warning: no feed has the tag `koera`; did you mean `korea`?"),
        Mistake(
            Sample.feed + "lang = en\n[watch \"w\"]\nquery = a\nlang = ru\n",
            "6:8: warning: no feed has the language `ru`"),
        Mistake(
            Sample.feed + "outlet = Yonhap\n[watch \"w\"]\nquery = a\nsource = TASS, Yonhap\n",
            "6:10: warning: no feed has the source `TASS`"),
        Mistake(
            Sample.feed + "[watch \"w\"]\nquery = a\nmin-outlets = 3\n",
            "5:15: warning: the feeds have 1 outlet: 3 never carry a story"),
        // Routes
        Mistake("[route \"r\"]\nurl = x\n", "1:1: route `r` has no type"),
        Mistake("[route \"r\"]\nurl = x\n", "2:7: `url` takes an http or https address, not `x`"),
        Mistake("[route \"r\"]\ntype = exec\n", "1:1: route `r` of type exec has no command"),
        Mistake(
            "[route \"r\"]\ntype = exec\ncommand = a \"b\n",
            "3:11: `command` takes a program with its arguments, not `a \"b`"),
        Mistake("[route \"r\"]\ntype = file\n", "1:1: route `r` of type file has no path"),
        Mistake(
            "[route \"r\"]\ntype = file\npath = /a\nsecret = b\n",
            "4:1: warning: `secret` has no effect on a route of type file"),
        Mistake(
            "[route \"r\"]\ntype = webhook\nurl = http://a.example/\nurl-file = b\n",
            "4:1: route `r` has both url and url-file"),
        Mistake(
            "[route \"r\"]\ntype = stdout\n", "1:1: warning: route `r` is used nowhere: name it in a `notify`"
        ),
        Mistake(
            "[route \"r\"]\ntype = stdout\n[watch \"w\"]\nquery = kim\nseverity = low\nnotify = r\n",
            "3:1: warning: watch `w` tells nobody: its severity is low, and route `r` takes normal and above; "
                + "`severity` of the route says from where on"),
        // Digests
        Mistake(
            "[digest \"d\"]\nat = Mon..Fri 6.30 Asia/Seoul\n",
            "2:15: `6.30` is no time of day, such as `06:30`"),
        Mistake(
            "[digest \"d\"]\nat = 06:30 Asia/Soul\n",
            "2:12: there is no time zone `Asia/Soul`; did you mean `Asia/Seoul`?"),
        Mistake(
            "[digest \"d\"]\nformat = pdf\n",
            "2:10: `format` takes text, markdown, html, json, atom, jsonfeed, not `pdf`"),
        Mistake(
            "[digest \"d\"]\nsince = ever\n",
            "2:9: `since` takes a span such as `30s`, `15min`, `2h` or `7d`, not `ever`"),
        Mistake(
            "[digest \"d\"]\nnotify = journal\n",
            "2:1: warning: digest `d` has no `at`: it goes to no route by itself, only with `wirewatch digest --to`"
        ),
        Mistake("[opml \"o\"]\ntag = a\n", "1:1: opml `o` has no file"),
        Mistake("", "1:1: warning: there is no feed: add [feed \"name\"] with `url = https://…`"),
    ])
    func `is told`(_ mistake: Mistake) {
        let problems = Sample.problems(mistake.text)
        #expect(problems.contains(mistake.problem), "\(problems)")
    }

    @Test func `a route of another program is one mistake, whatever its keys`() {
        #expect(
            Sample.problems(
                Sample.feed
                    + "[route \"desk\"]\ntype = apprise\nto = a@b.example\ngroup-wait = 2min\n[wirewatch]\nnotify = desk\n"
            )
                == [
                    "feeds.conf:4:8: `apprise` is no type of route: `type = exec` runs a program that sends it, such as apprise"
                ])
    }

    @Test func `a broken header keeps its lines from the section above`() {
        #expect(
            Sample.problems(Sample.feed + "[route desk]\ntype = file\npath = /a\n[wirewatch]\n") == [
                "feeds.conf:3:1: the name stands in quotes: [route \"desk\"]"
            ])
    }

    @Test func `a comment that is indented is part of the value, which is said`() throws {
        let text = Sample.feed + "[alias \"kim\"]\nnames =\n  Kim\n  # leaders\n[watch \"w\"]\nquery = @kim\n"
        #expect(
            Sample.problems(text) == [
                "feeds.conf:6:3: warning: this is a part of `names`: a comment is not indented"
            ])
        #expect(try Sample.load(text).aliases.first?.names == ["Kim", "# leaders"])
    }

    @Test func `a place in a query counts characters, over lines and scripts`() {
        let text = Sample.feed + "[watch \"w\"]\nquery = 김정은 OR\n\t북한 @a\n  (é @b)\n"
        #expect(
            Sample.problems(text) == [
                "feeds.conf:5:5: there is no alias @a", "feeds.conf:6:6: there is no alias @b",
            ])
    }

    @Test func `line ends of Windows and a byte order mark are no part of values`() throws {
        let text = "\u{FEFF}[feed \"x\"]\r\nurl = https://a.example/\r\ntag =\r\n  a,\r\n  b\r\n"
        let feed = try #require(try Sample.load(text).feeds.first)
        #expect(feed.url == "https://a.example/")
        #expect(feed.tags == ["a", "b"])
    }

    @Test func `of a million mistakes a thousand are told`() {
        let problems = Sample.problems(String(repeating: "x\n", count: 20_000))
        #expect(problems.count == 1001)
        #expect(problems.last == "feeds.conf:1:1: 19000 more problems are not listed")
    }

    @Test func `whatever the text, reading ends with a configuration or with places in the file`() throws {
        let source = Array(try Sample.contents("every-key.conf").utf8)
        let pieces: [[UInt8]] = [
            "\n", "[", "]", "\"", "=", " ", "\t", "\u{0}", "é", "[feed \"", "  ", "\r\n",
        ].map {
            Array($0.utf8)
        }
        var generator = Generator(state: 7)
        for _ in 0..<400 {
            var bytes = source
            for _ in 0..<8 {
                let place = Int(generator.next() % UInt64(bytes.count))
                let end = min(bytes.count, place + Int(generator.next() % 40))
                bytes.replaceSubrange(place..<end, with: pieces[Int(generator.next() % UInt64(pieces.count))])
            }
            let text = String(decoding: bytes, as: UTF8.self)
            let lines = text.utf8.count { $0 == 0x0A } + 1
            do throws(ConfigurationErrors) {
                _ = ConfigurationPage.text(try Sample.load(text))
            } catch {
                for problem in error.problems {
                    #expect((1...lines).contains(problem.position.line), "\(problem)")
                    #expect(!problem.description.contains("\n"), "\(problem)")
                }
            }
        }
    }

    /// SplitMix64; the seed stands in the test.
    private struct Generator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }
}
