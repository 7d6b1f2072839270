import Configuration
import Model
import Testing

@Suite struct PageTests {
    @Test func `shows what counts, with its place, or the default`() throws {
        let page = ConfigurationPage.text(
            try Sample.load(
                """
                [feed "x"]
                url  = https://anna:pw@a.example/
                tag  = a
                tag  =
                tag  = b
                tag  = c
                lang = en
                lang = ko
                header = Cookie: secret
                password-file = login
                [alias "kim"]
                names =
                  Kim
                  김정은
                [wirewatch]
                notify = hook
                [route "hook"]
                type = webhook
                url = https://hooks.example/
                secret = whsec_a
                """))
        let lines = page.split(separator: "\n").map { line in
            line.split(separator: " ").joined(separator: " ")
        }
        for expected in [
            "[wirewatch]", "notify = hook # feeds.conf:16", "min-interval = 15min # default",
            "url = https://(not shown)@a.example/ # feeds.conf:2", "tag = b # feeds.conf:5",
            "tag = c # feeds.conf:6", "lang = ko # feeds.conf:8",
            "header = Cookie: (not shown) # feeds.conf:9",
            "credentials-file = login # feeds.conf:10", "outlet = from the host # default",
            "names = Kim # feeds.conf:12", "김정은", "secret = (not shown) # feeds.conf:20",
            "give-up-after = 1d # default",
        ] {
            #expect(lines.contains(expected), "\(expected)")
        }
        #expect(lines.first == "[wirewatch]")
        for secret in ["anna", "pw@", "Cookie: secret", "whsec", "tag = a "] {
            #expect(!page.contains(secret), "\(secret)")
        }
    }

    @Test func `shows feeds of lists with where the list is named`() throws {
        let path = Sample.folder + "every-key.conf"
        let page = ConfigurationPage.text(try ConfigurationFile.load(path, checks: Sample.checks))
        #expect(page.contains("[feed \"yna-northkorea\"]\n"))
        #expect(
            page.contains(
                "https://www.yna.co.kr/rss/northkorea.xml  # \(path):\(try Sample.line(of: "file ", after: "[opml"))\n"
            ))
    }

    @Test func `shows the defaults of an empty configuration`() throws {
        let page = ConfigurationPage.text(try Sample.load(""))
        #expect(page.hasPrefix("[wirewatch]\n"))
        #expect(page.contains("# default"))
    }

    @Test func `names defaults that are the defaults`() throws {
        var lines = ["[wirewatch]"]
        let words: Set<String> = ["database", "state", "interval", "host-pause", "hold-scope"]
        for directive in Directive.directives(of: "wirewatch") where !words.contains(directive.key) {
            if let standard = directive.standard { lines.append("\(directive.key) = \(standard)") }
        }
        #expect(lines.count > 10)
        #expect(try Sample.load(lines.joined(separator: "\n")).daemon == DaemonSettings())
    }
}
