import Configuration

/// feeds.conf(5).
enum ConfigurationManual {
    static var text: String {
        var page = Manual.roff("feeds.conf", 5, title: "File Formats")
        page.section("NAME")
        page.text(line: "feeds.conf \\- what Wirewatch polls, watches and tells")
        page.section("DESCRIPTION")
        page.paragraph(
            """
            `wirewatch`(1) reads one file: the one that `--config` or `$WIREWATCH_CONFIG` names, else the user's, else \
            `/etc/wirewatch/feeds.conf`. `wirewatch check` says all that is wrong with it, with line and column, and \
            `wirewatch config show` prints every value with the line it comes from. A running daemon reads it again with \
            `systemctl reload wirewatch`, and keeps what it has where the new one has errors.
            """)
        page.paragraph("This is enough to begin with; alerts go to the journal until a route says otherwise:")
        page.example(
            """
            [feed "yonhap"]
            url = https://en.yna.co.kr/RSS/news.xml

            [watch "summit"]
            query = title:(summit* OR talks) "North Korea*"
            """)
        syntax(&page)
        for section in Directive.sections { describe(section, in: &page) }
        describeValues(&page)
        secrets(&page)
        examples(&page)
        page.section("SEE ALSO")
        page.paragraph("`wirewatch`(1), `wirewatch-query`(7), `systemd.exec`(5)")
        return page.text
    }

    private static func syntax(_ page: inout Roff) {
        page.section("SYNTAX")
        page.paragraph(
            """
            One `key = value` a line, in sections. The value is the rest of the line as it stands: nothing is quoted and \
            nothing is escaped, so quotes in a query stay. A line that begins with white space continues the value above. \
            `#` and `;` begin a comment at the start of a line only.
            """)
        page.paragraph(
            """
            A key that is a list adds to it each time it is given; `key =` alone empties it. Any other key counts as it was \
            given last. Sections but `[wirewatch]` and `[mail]` have a name of letters, digits, hyphens and underscores: \
            `[feed "yonhap"]`. Names that are given twice, unknown keys, and routes or names that nothing defines are errors.
            """)
    }

    // MARK: Sections

    private static func describe(_ section: String, in page: inout Roff) {
        page.section("[\(section)]")
        page.paragraph(introduction(to: section))
        for directive in Directive.directives(of: section) {
            page.tagged(
                Roff.bold("\(directive.key) = ") + Roff.italic(directive.form.placeholder),
                words(of: directive))
        }
    }

    /// Every section has its words here.
    private static func introduction(to section: String) -> String {
        switch section {
        case "wirewatch":
            "What concerns the daemon as a whole, and what holds for all feeds. May be given several times."
        case "feed":
            "One feed. Only `url` must be there. Its items are known by the name, which should stay what it is."
        case "opml":
            "A list of feeds in an OPML file, read at each start and reload. Feeds are named after their titles; folders "
                + "become tags."
        case "alias":
            "A list of names, which queries call `@name`: one person or thing in all its spellings and scripts."
        case "watch":
            "What to look for: a `query`, a `score` with its `threshold`, or both; or `on`, which watches the feeds "
                + "themselves. See `wirewatch-query`(7)."
        case "route":
            "Where alerts go. `type` must be there; which of the other keys are for which type, `wirewatch check` says. "
                + "`wirewatch route test` sends a sample."
        case "digest": "A digest: what happened in a window of time, watched stories first."
        case "mail": "The server for all routes of type `email`. `smtp` and `from` must be there."
        default: ""
        }
    }

    private static func words(of directive: Directive) -> String {
        var words = [Manual.sentence(directive.summary)]
        if let bounds = bounds(of: directive) { words.append(Manual.sentence(bounds)) }
        if directive.isList { words.append("A list.") }
        if let standard = directive.standard { words.append("Default: \(standard).") }
        if !directive.synonyms.isEmpty {
            words.append("Also spelled \(directive.synonyms.map { "`\($0)`" }.joined(separator: ", ")).")
        }
        if directive.isIdle { words.append("Without effect in this version.") }
        return words.joined(separator: " ")
    }

    /// The values that this key takes, where they are not those of every key with the same word for its value.
    private static func bounds(of directive: Directive) -> String? {
        switch directive.form {
        case .span, .count, .size, .figure: directive.form.manual
        case .choice(let names): names.allSatisfy(directive.summary.contains) ? nil : directive.form.manual
        default: nil
        }
    }

    // MARK: Values

    private static func describeValues(_ page: inout Roff) {
        page.section("VALUES")
        for (name, words) in values { page.tagged(Roff.italic(name), words) }
        // Forms whose values are alike whatever the key; several may go by one word.
        var forms: [(name: String, words: [String])] = []
        for form in Directive.all.map(\.form) where isAlikeEverywhere(form) {
            let index = forms.firstIndex { $0.name == form.placeholder } ?? forms.count
            if index == forms.count { forms.append((form.placeholder, [])) }
            if !forms[index].words.contains(form.manual) { forms[index].words.append(form.manual) }
        }
        for form in forms {
            page.tagged(Roff.italic(form.name), Manual.sentence(form.words.joined(separator: "; or ")))
        }
    }

    private static func isAlikeEverywhere(_ form: ValueForm) -> Bool {
        switch form {
        case .span, .count, .size, .figure, .choice, .names, .text, .words, .path, .query, .score, .literals:
            false
        default: true
        }
    }

    private static let values = [
        (
            "SPAN",
            "A number with a unit: `ms`, `s`, `min`, `h`, `d`, `w` or `y`; several may be joined, `1h 30min`."
        ),
        ("SIZE", "Bytes, with `K`, `M` or `G` for powers of 1024."),
        ("FILE", "A path; where it is relative, from the folder of the file that names it."),
        ("ROUTE, WATCH", "Names of such sections, with spaces between."),
        ("QUERY, TERMS, NAMES", "See `wirewatch-query`(7)."),
    ]

    // MARK: The rest

    private static func secrets(_ page: inout Roff) {
        page.section("SECRETS")
        page.paragraph(
            """
            Passwords and tokens stand in files of their own: `password-file`, `token-file`, `secret-file`, and `url-file` for \
            addresses that are secrets themselves. A name without a slash is a credential of the service, see \
            `LoadCredential=` in `systemd.exec`(5). They are read anew for every attempt, and no log, page or `config show` \
            prints them. `wirewatch check` warns where others may read such a file.
            """)
    }

    private static func examples(_ page: inout Roff) {
        page.section("EXAMPLES")
        page.paragraph("A watch for one event, told by mail and to a telephone:")
        page.example(
            """
            [alias "kim"]
            names =
              Kim Jong Un, Kim Chong Un
              =Ким Чен Ын*
              김정은*, 金正恩

            [alias "putin"]
            names = Putin, =Путин*, 푸틴*, 普京

            [watch "putin-kim"]
            query    = @kim NEAR/25 @putin
            severity = urgent
            notify   = desk phone

            [mail]
            smtp          = smtps://mail.example.org
            user          = wirewatch
            password-file = smtp
            from          = Wirewatch <wirewatch@example.org>

            [route "desk"]
            type = email
            to   = korea-desk@example.org

            [route "phone"]
            type       = ntfy
            url        = https://ntfy.example.org/korea
            token-file = ntfy
            severity   = urgent
            """)
        page.paragraph("Feeds that break or fall silent, in one summary each morning:")
        page.example(
            """
            [watch "health"]
            on     = feed.failing feed.silent feed.moved
            at     = 08:00
            notify = desk
            """)
        page.paragraph("A digest on working days, and feeds in files of their own:")
        page.example(
            """
            [digest "morning"]
            at     = Mon..Fri 06:30 Asia/Seoul
            notify = desk

            [wirewatch]
            include = feeds.d/*.conf
            """)
    }
}
