import Digests
import FeedParsing
import Markup
import Model
import TestSupport
import Testing
import Text
import XML

@Suite struct FormatTests {
    /// What outlets might send to break out of a format.
    static let hostile = [
        "</h3><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\" onmouseover=\"x", "' style='x",
        "a ]]> b", "&lt;b&gt; & &amp; &#x1b;", "[x](javascript:alert(1))", "![i](http://t.example/p.png)",
        "**bold** _it_ `code` # head", "a | b <!channel> $x$", "\u{1B}]8;;http://evil\u{07}click",
        "\u{202E}gpj",
        "line\u{2028}break\r\nnext\n\n# heading", "nul\u{0}bell\u{7}", "김정은·푸틴 정상회담",
        "普京与金正恩会谈", "مرحبا بالعالم", "\\", "\"", "", " ", "]]", "-->", "<!--", "e\u{301}\u{302}\u{303}",
    ]

    /// Digests of titles, outlets, texts, addresses, languages and watches made of `hostile` pieces; from one seed.
    static func digests(_ count: Int) -> (seed: UInt64, digests: [Digest]) {
        let seed: UInt64 = 20_190_425
        var lots = SplitMix(seed: seed)
        func words() -> String {
            (0..<Int.random(in: 0...4, using: &lots)).map { _ in hostile.randomElement(using: &lots) ?? "" }
                .joined(separator: " ")
        }
        let addresses = [
            "https://ok.example/a?b=1&c=\"x\"", "javascript:alert(1)", "https://a.example/(x)_[y]*", "//x",
            "data:x",
            "https://예.example/기사", "https://e.example/\u{202E}x", "HTTP://UP.example/x",
            "https://a.example/ x", "",
        ]
        let languages = ["en", "ko", "ar", "zh-Hans", "x\" onload=\"y", "", "RU"]
        let digests = (0..<count).map { _ in
            let stories = (0..<Int.random(in: 0...4, using: &lots)).map { story in
                let reports = (0..<Int.random(in: 1...6, using: &lots)).map { item in
                    var report = Desk.report(
                        Int64(story * 10 + item + 1), words(),
                        kind: OutletKind.allCases.randomElement(using: &lots) ?? .wire,
                        language: languages.randomElement(using: &lots) ?? "en", title: words(),
                        text: words(),
                        url: addresses.randomElement(using: &lots),
                        hoursAgo: Int64.random(in: 1...60, using: &lots),
                        copyOf: Bool.random(using: &lots) ? Int64(story * 10 + 1) : nil)
                    if Bool.random(using: &lots) {
                        report.headlineChange = .init(was: words(), at: Desk.noon - .hours(2))
                    }
                    return report
                }
                return Desk.story(
                    Int64(story + 1), reports, watches: Bool.random(using: &lots) ? ["summit"] : [])
            }
            var input = Desk.input(
                stories, frame: DigestFrame(name: words(), reader: words(), base: "https://wire.example.org"))
            input.feeds.down = [.init(feed: words(), words: words())]
            input.watches.append(DigestWatch(name: words(), severity: .low, lastMatch: nil))
            return Digest(input)
        }
        return (seed, digests)
    }

    @Test func `whatever outlets send, a page is sound, fetches nothing and runs nothing`() throws {
        let (seed, digests) = Self.digests(150)
        for digest in digests {
            let page = DigestHTML.page(of: digest, clock: Desk.clock)
            let facts = try #require(PageFacts(page), "seed \(seed)")
            #expect(facts.problem == nil, "seed \(seed)")
            #expect(facts.elements.isSubset(of: PageFacts.allowed), "seed \(seed)")
            #expect(facts.attributes.isSubset(of: PageFacts.allowedAttributes), "seed \(seed)")
            #expect(facts.links.allSatisfy { $0.lowercased().hasPrefix("http") }, "seed \(seed)")
            #expect(page.utf8.count < DigestHTML.byteLimit, "seed \(seed)")
            // A sanitiser of mail leaves the articles as they are.
            #expect(!page.contains("url("), "seed \(seed)")
        }
    }

    @Test func `whatever outlets send, our own parser reads our feeds back whole`() throws {
        let (seed, digests) = Self.digests(150)
        for digest in digests {
            let paper = FeedPaper(stories: digest, clock: Desk.clock)
            for (text, type) in [
                (AtomText.text(of: paper), "application/atom+xml"),
                (JSONFeedText.text(of: paper), "application/feed+json"),
            ] {
                let feed = try FeedParser.parse(
                    Document(
                        bytes: Array(text.utf8), contentType: type, url: "https://wire.example.org/feed"),
                    limits: ParseLimits(), now: nil)
                #expect(feed.warnings.isEmpty, "seed \(seed): \(feed.warnings)")
                #expect(feed.entries.map(\.id) == paper.entries.map { Optional($0.id) }, "seed \(seed)")
            }
        }
    }

    @Test func `whatever outlets send, Markdown has the headings and links that we wrote and no others`() {
        let (seed, digests) = Self.digests(150)
        for digest in digests {
            let lines = DigestMarkdown.text(of: digest, clock: Desk.clock).split(separator: "\n")
            let full = digest.sections.reduce(0) { $0 + $1.entries.count }
            #expect(lines.count { $0.hasPrefix("### ") } == full, "seed \(seed)")
            #expect(lines.count { $0.hasPrefix("# ") } == 1, "seed \(seed)")
            for line in lines {
                for target in Self.destinations(String(line)) {
                    #expect(target.lowercased().hasPrefix("http"), "seed \(seed): \(line)")
                    #expect(!target.contains { " ()<>\"".contains($0) }, "seed \(seed): \(line)")
                }
                #expect(
                    !Self.bare(String(line)).contains { "<>!".contains($0) } || line.hasPrefix("> "),
                    "seed \(seed): \(line)")
            }
        }
    }

    @Test func `whatever outlets send, text is harmless and JSON is one line`() {
        let (seed, digests) = Self.digests(100)
        for digest in digests {
            for format in DigestFormat.allCases {
                let text = digest.text(in: format, clock: Desk.clock)
                #expect(text.hasSuffix("\n"), "seed \(seed)")
                #expect(
                    !text.unicodeScalars.contains { scalar in
                        scalar.value < 0x20 && scalar.value != 0x0A || (0x7F...0x9F).contains(scalar.value)
                    }, "seed \(seed), \(format)")
            }
            #expect(
                digest.text(in: .json, clock: Desk.clock).split(separator: "\n").count == 1, "seed \(seed)")
        }
    }

    @Test func `marks that take no room do not make a headline long`() throws {
        let marks = "e" + String(repeating: "\u{301}", count: 300_000)
        let story = Desk.story(
            1,
            [
                Desk.report(1, marks, title: marks, text: marks, hoursAgo: 1),
                Desk.report(2, "AP", title: "Kim", hoursAgo: 1),
            ],
            watches: ["summit"])
        for format in [DigestFormat.text, .markdown, .html, .atom] {
            #expect(
                Digest(Desk.input([story])).text(in: format, clock: Desk.clock).utf8.count < 50_000,
                "\(format)")
        }
    }

    @Test func `a page with more stories than it has room for counts those that it leaves out`() throws {
        let long = String(repeating: "Kim and Putin met in Vladivostok. ", count: 12)
        let stories = (1...400).map { number in
            Desk.story(
                Int64(number),
                (0..<6).map {
                    Desk.report(Int64(number * 10) + $0, "Outlet \($0)", title: long, text: long, hoursAgo: 1)
                },
                watches: ["summit"])
        }
        let page = DigestHTML.page(of: Digest(Desk.input(stories)), clock: Desk.clock)
        #expect(page.utf8.count < 100_000)
        #expect(PageFacts(page)?.problem == nil)
        let printed = page.split(separator: "<article").count - 1
        #expect(printed > 5)
        #expect(page.contains("\(400 - printed) stories have no room here"))
    }

    @Test func `a story keeps its id, and its entry is updated for a named reason only`() throws {
        let frame = DigestFrame(base: "https://Wire.example.org:8443/news")
        let paper = FeedPaper(stories: Digest(Desk.input([Desk.summit], frame: frame)), clock: Desk.clock)
        let entry = try #require(paper.entries.first)
        #expect(entry.id == "tag:wire.example.org,2026:story/\(StoryID(1))")
        #expect(entry.page == "https://Wire.example.org:8443/news/s/\(StoryID(1))")
        // The last named reason is the first Korean report; the copy an hour later is none.
        #expect(entry.updated == Desk.noon - .hours(2))
        #expect(entry.published == Desk.noon - .hours(3))
        #expect(entry.categories == ["summit"])
        #expect(entry.related.count == 3)
    }

    @Test func `foreign headlines say their language and direction`() {
        let story = Desk.story(
            1,
            [
                Desk.report(1, "AP", title: "Summit", hoursAgo: 3),
                Desk.report(2, "Asharq", language: "ar", title: "قمة", hoursAgo: 2),
                Desk.report(3, "Yonhap", language: "ko", title: "정상회담", hoursAgo: 2),
            ])
        let page = DigestHTML.page(of: Digest(Desk.input([story])), clock: Desk.clock)
        #expect(page.contains("lang=\"ar\" dir=\"rtl\">قمة</a>"))
        #expect(page.contains("lang=\"ko\" dir=\"ltr\">정상회담</a>"))
    }

    // MARK: Reading Markdown

    /// What stands between `](` and `)`, escapes regarded.
    private static func destinations(_ line: String) -> [String] {
        bare(line).split(separator: "](", omittingEmptySubsequences: false).dropFirst().map { part in
            String(part.prefix { $0 != ")" })
        }
    }

    /// `line` without what is escaped and what is code.
    private static func bare(_ line: String) -> String {
        var result = ""
        var isEscaped = false
        var isCode = false
        for character in line {
            if isEscaped {
                isEscaped = false
            } else if character == "\\", !isCode {
                isEscaped = true
            } else if character == "`" {
                isCode.toggle()
            } else if !isCode {
                result.append(character)
            }
        }
        return result
    }
}

/// Numbers by lot from a seed.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
