import Watches

/// wirewatch-query(7).
enum QueryManual {
    static var text: String {
        var page = Manual.roff("wirewatch-query", 7, title: "Miscellaneous Information")
        page.section("NAME")
        page.text(line: "wirewatch-query \\- the language of watches, filters and searches")
        page.section("DESCRIPTION")
        page.paragraph(
            """
            One language for the keys `query`, `score`, `accept` and `drop` of `feeds.conf`(5), and for `wirewatch search`. \
            `wirewatch check --explain` prints how each query of a configuration is read; `wirewatch watch explain` says of \
            each part whether an item meets it.
            """)
        page.section("TERMS")
        for (written, words) in terms { page.tagged(Roff.bold(written), words) }
        page.section("OPERATORS")
        for (written, words) in operators { page.tagged(Roff.bold(written), words) }
        page.paragraph(
            """
            `NOT` binds closest, then `NEAR` and `BEFORE`, then `AND`, then `OR`. A line that mixes AND (or a space) with OR \
            needs parentheses. A query of negative terms alone is an error, and so are `or`, `and` and `not` in small \
            letters: quote them to search the words.
            """)
        page.section("FIELDS")
        page.paragraph(
            "A field stands before a term or a group in parentheses. `title` and `text` look for words there; the others "
                + "compare the whole value, in which `*` stands for anything.")
        page.tagged(
            Roff.bold("title:") + ", " + Roff.bold("text:"), "Only in the headline, or only in the text.")
        for field in QueryVocabulary.fields { page.tagged(Roff.bold("\(field):"), words(of: field)) }
        words(&page)
        page.section("SCORES")
        page.paragraph(
            """
            `score` in a watch lists terms with weights. Each counts once in an item, twice in its title; negative weights \
            count against. The watch matches where the sum reaches `threshold`. With a query beside it both must be met.
            """)
        page.example("score     = @kim^4 @putin^4 @summit^2 football^-10\nthreshold = 8")
        page.section("EXAMPLES")
        for (words, query) in examples {
            page.paragraph(words)
            page.example(query)
        }
        page.section("SEE ALSO")
        page.paragraph("`wirewatch`(1), `feeds.conf`(5)")
        return page.text
    }

    private static let terms = [
        ("kim", "The word, anywhere in title or text."),
        ("\"security council\"", "These words in a row; hyphens, spaces and middle dots are equal."),
        (
            "denucleari*, *summit, *회담*",
            "Beginnings, ends, insides: three letters at least, two in Hangul, Han and kana."
        ),
        (
            "=WHO, =\"Ким Чен Ын\"",
            "Exactly as typed, capitals kept, but among three words of capitals in a row."
        ),
        ("=北", "A run of Han or kana that is no more than this, as headlines name a country; not in 北京."),
        ("@kim", "Any of the names that `[alias \"kim\"]` lists in `feeds.conf`(5)."),
    ]

    private static let operators = [
        ("kim putin, kim AND putin", "Both."),
        ("kim OR putin, kim | putin", "Either; operators are written in capitals."),
        ("-football, NOT football", "Not that."),
        ("kim NEAR/25 putin", "At most 25 words between, either order, in one field. `NEAR` alone means 10."),
        ("kim BEFORE/5 putin", "The same, in this order."),
        ("( )", "Groups."),
    ]

    /// Every field of the language has its words here.
    private static func words(of field: String) -> String {
        switch field {
        case "source": "The outlet, by its name."
        case "feed": "The feed, by its name in `feeds.conf`(5)."
        case "tag": "A tag of the feed."
        case "lang": "The language, `ko` say: the feed's, or the item's own."
        case "author": "An author, as the feed names them."
        case "url": "The address of the item."
        case "site": "The host of that address."
        case "cat": "A category, as the feed names it."
        case "outlets": "How many outlets carry the story by then: `outlets:>=5`."
        case "langs": "In how many languages it is told by then: `langs:>=2`."
        case "since": "In `search` only: not before a day or a span ago, `since:2d`."
        case "until": "In `search` only: not after a day, `until:2019-04-25`."
        case "date": "In `search` only: a day, or the days between two, `date:2019-04-24..2019-04-26`."
        default: ""
        }
    }

    private static func words(_ page: inout Roff) {
        page.section("WHAT COUNTS AS THE SAME WORD")
        page.paragraph(
            """
            Case, full and half width and accents do not matter, ё is е; й is not и, and プ is not フ. A possessive 's is \
            dropped. Nothing is stemmed unless a watch asks for it with `stem = on`: a word that is not quoted, exact or open \
            is then met by all words with its stem in the language of the item, where Snowball has one.
            """)
        page.tagged(
            "Korean",
            """
            A word stands at the start of a space-separated word and is followed by nothing or by a particle: `북한` finds \
            북한은 and 북한과의, but not 북한산. `김정은*` takes any ending, `*정상회담*` looks inside compounds. Pyongyang spells \
            differently (뿌찐, 로씨야, 수뇌회담): put such names into the alias.
            """)
        page.tagged(
            "Chinese, Japanese",
            """
            Han characters are found inside running text. Katakana must not go on at either side. Simplified and traditional \
            characters are different: list both.
            """)
        page.tagged("NEAR", "It counts a Hangul word as one and two Han or kana characters as one.")
    }

    private static let examples = [
        ("Kim and Putin close together, and a meeting:", "(@kim NEAR/25 @putin) @summit"),
        ("Several voices in several languages:", "@dprk @nuclear outlets:>=3 langs:>=2 -tag:sport"),
        (
            "A search at the shell, quoted against it:",
            "wirewatch search '\"security council\" -lang:ru since:7d'"
        ),
    ]
}
