import Model

/// wirewatch(1).
enum CommandManual {
    static var text: String {
        var page = Manual.roff("wirewatch", 1, title: "User Commands")
        page.section("NAME")
        page.text(line: "wirewatch \\- watch news feeds and be told once per story")
        page.section("SYNOPSIS")
        page.text(line: "\\fBwirewatch\\fR \\fICOMMAND\\fR [\\fIOPTIONS\\fR] [\\fIOPERANDS\\fR]")
        page.paragraph("`wirewatch help` [COMMAND]")
        describe(&page)
        page.section("COMMANDS")
        for group in CommandTable.groups {
            page.subsection(group.title)
            for command in group.commands { describe(command, in: &page) }
        }
        page.section("OPTIONS OF EVERY COMMAND")
        for option in commonOptions { describe(option, in: &page) }
        page.section("OPTIONS OF LISTS")
        page.paragraph("How a list is printed; see also OUTPUT below.")
        for option in formatOptions { describe(option, in: &page) }
        output(&page)
        surroundings(&page)
        end(&page)
        return page.text
    }

    private static func describe(_ page: inout Roff) {
        page.section("DESCRIPTION")
        page.paragraph(
            """
            Wirewatch polls news feeds, merges the many copies of one story, and tells you once when a story touches what \
            you watch. `wirewatch run` is the daemon; every other command reads its database beside it, or asks it for \
            something. What it polls, watches and tells is in one file, see `feeds.conf`(5); what a watch looks for is \
            written in the language of `wirewatch-query`(7).
            """)
        page.paragraph(
            """
            An item is one entry of a feed. A story is the set of items that tell the same news, from however many outlets; \
            it has a name of six letters and digits. A watch is a query; an alert is one watch that met one story, and is \
            called WATCH/STORY.
            """)
    }

    private static func describe(_ command: CommandSpec, in page: inout Roff) {
        let operands = command.operands.isEmpty ? "" : " " + Roff.italic(command.operands)
        page.tagged(
            Roff.bold("wirewatch \(command.name)") + operands
                + (command.options.isEmpty ? "" : " [\\fIOPTIONS\\fR]"),
            Manual.sentence(command.summary))
        for words in command.about { page.more(words) }
        guard !command.options.isEmpty || !command.fields.isEmpty else {
            return examples(of: command, in: &page)
        }
        page.indented { page in
            let ofLists = command.fields.isEmpty ? [] : Set(formatOptions.map(\.name))
            for option in command.options where !ofLists.contains(option.name) { describe(option, in: &page) }
            if !command.fields.isEmpty {
                page.paragraph(
                    "Takes the options of lists; its fields: \(command.fields.joined(separator: ", ")).")
            }
        }
        examples(of: command, in: &page)
    }

    private static func examples(of command: CommandSpec, in page: inout Roff) {
        page.indented {
            $0.example(command.examples.map { "wirewatch \($0)" }.joined(separator: "\n"), indent: 0)
        }
    }

    private static func describe(_ option: OptionSpec, in page: inout Roff) {
        let short = option.short.map { Roff.bold("-\($0)") + ", " } ?? ""
        let value = option.value.map { " " + Roff.italic($0) } ?? ""
        page.tagged(short + Roff.bold("--\(option.name)") + value, Manual.sentence(option.help))
    }

    private static func output(_ page: inout Roff) {
        page.section("OUTPUT")
        page.paragraph(
            """
            Results go to standard output, everything else to standard error. Lists are text for people, with local times; \
            for programs there are `--json` (one array), `--jsonl` (one object a line) and `--tsv` (one line of fields, \
            tabs between, no head), with times in RFC 3339, UTC. `--fields` chooses fields and their order; alone it means \
            `--tsv`. Fields are only ever added, at the end.
            """)
        page.paragraph(
            """
            In `--tsv` what is not there is empty, lists and objects are JSON, and control characters and backslashes are \
            written as in JSON, so that a line is a row. A leading =, +, - or @ is written as `\\u003d` and the like, so that no \
            spreadsheet takes it for a formula; with `-0`, and where `--tsv` is not typed, it stays. `-0` ends rows with a zero byte instead.
            """)
        page.paragraph(
            """
            On a terminal, long output goes through a pager, and some words are coloured; in a pipe neither. `--no-pager` \
            and `--color` change that, and so do the variables below.
            """)
        page.section("TIMES")
        page.paragraph(
            "Where an option takes TIME: \(TimeInput.form). Spans may be joined, `1d12h`; their units are `s`, `min`, `h`, "
                + "`d` and `w`. What names no offset is by the clock of `timezone` in `feeds.conf`(5). `digest --since last` "
                + "is the end of the reader's last digest.")
        page.section("EXIT STATUS")
        for code in ExitCode.allCases {
            page.tagged(Roff.bold("\(code.rawValue)"), Manual.sentence(code.words))
        }
        page.paragraph(
            """
            A command whose output nobody reads any longer, as in `wirewatch stories | head`, ends quietly.
            """)
    }

    private static func surroundings(_ page: inout Roff) {
        page.section("SIGNALS")
        page.tagged(
            Roff.bold("SIGTERM") + ", " + Roff.bold("SIGINT"),
            "The daemon finishes what is in flight and ends.")
        page.tagged(
            Roff.bold("SIGHUP"),
            """
            The daemon reads its configuration again. One with errors changes nothing: the journal and `wirewatch status` say \
            what is wrong with it, and the configuration before it is kept.
            """)
        page.section("ENVIRONMENT")
        for (name, words) in variables { page.tagged(Roff.bold(name), words) }
        page.section("FILES")
        for (name, words) in files { page.tagged(Roff.italic(name), words) }
    }

    private static let variables = [
        ("WIREWATCH_CONFIG", "The configuration, where `--config` names none."),
        (
            "XDG_CONFIG_HOME, XDG_STATE_HOME",
            "Where a user's configuration and database are; `~/.config` and `~/.local/state` where unset."
        ),
        ("STATE_DIRECTORY", "The folder of the database in a service, set by systemd."),
        (
            "WIREWATCH_PAGER, PAGER",
            "The pager, the first that is set; empty or `cat` for none. Without either `less -FRX`."
        ),
        (
            "NO_COLOR, CLICOLOR_FORCE, TERM",
            "No colours where `NO_COLOR` is set or `TERM` is `dumb`; colours in a pipe, too, where `CLICOLOR_FORCE` is set."
        ),
        ("USER", "Who is named as the author of silences and of rulings over stories."),
    ]

    private static let files = [
        (
            "~/.config/wirewatch/feeds.conf, /etc/wirewatch/feeds.conf",
            "The configuration: the user's where there is one, else the system's."
        ),
        (
            "~/.local/state/wirewatch/, /var/lib/wirewatch/",
            "The database `wirewatch.db`, an SQLite file, and the lock of the daemon: the user's, or with the system's "
                + "configuration that of the service."
        ),
        ("/lib/systemd/system/wirewatch.service", "The service, in a tight sandbox."),
    ]

    private static func end(_ page: inout Roff) {
        page.section("EXAMPLES")
        page.paragraph("Try a first configuration, without sending anything:")
        page.example(
            """
            cat > my.conf <<'END'
            [feed "yonhap"]
            url = https://en.yna.co.kr/RSS/news.xml

            [watch "summit"]
            query = title:(summit* OR talks) "North Korea*"
            END
            export WIREWATCH_CONFIG=my.conf
            wirewatch check --explain
            wirewatch run --once --no-send
            wirewatch stories
            """)
        page.paragraph("What five outlets or more report since a week, as a table:")
        page.example("wirewatch stories --since 7d --outlets 5 --fields items,headline")
        page.paragraph("For a monitoring system: exit 3 when no daemon runs, 1 when its last reload failed:")
        page.example(
            "wirewatch status --json > status.json || exit 3\njq -e .last_reload_successful status.json")
        page.paragraph("Follow what comes in, as with `journalctl -f`:")
        page.example("wirewatch tail")
        page.section("SEE ALSO")
        page.paragraph("`feeds.conf`(5), `wirewatch-query`(7), `journalctl`(1), `systemd.time`(7)")
    }
}

extension Roff {
    /// A line that is marked up already.
    mutating func text(line: String) { append(line + "\n") }
}
