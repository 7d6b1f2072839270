import Model

/// Titles that somebody writes who wants more than to be read, and random mixtures of them.
enum HostileText {
    static let pieces = [
        "\u{1B}]8;;https://evil.example\u{7}here\u{1B}]8;;\u{7}", "\u{1B}[2J\u{9B}31m",
        "\r\nBcc: a@evil.example\r\n",
        "\n\n.\r\nQUIT\r\n", "\r\n--=_wirewatch_1--\r\n", "=?UTF-8?Q?=0D=0AX:_y?=", "\u{202E}txt.exe\u{2066}",
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'; DROP TABLE story; --",
        "&lt;b&gt;&amp;",
        "*bold* _it_ ~no~ `code` ```", "<!channel> <@U123> <https://evil.example|good.example>",
        "@everyone @here",
        "<@&123> <#456>", "[good](https://evil.example)", "**[x]**||spoiler||", "> quote\n# head\n- list",
        "</b><a href=\"tg://user?id=1\">x</a>", "{{template}} ${env} $(id) `id` %s %n",
        "\u{0}\u{8}\u{7F}\u{85}",
        "\u{2028}\u{2029}", "한반도 정상회담", "普京与金正恩", "прямой текст", "👩‍👩‍👧‍👦🇰🇵", "e\u{301}\u{302}\u{303}",
        "plain words", "a", " ", "\\", "\"", "From here", ".", "..", "\t",
    ]

    /// `count` titles, the same for the same seed.
    static func titles(_ count: Int, seed: UInt64) -> [String] {
        var state = seed
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        let mixtures = (0..<count).map { _ in
            (0...next(12)).map { _ in pieces[next(pieces.count)] }.joined()
        }
        let long = String(repeating: "<&*@\u{1F1F0}\"한", count: 300)
        return pieces + mixtures + [long, String(repeating: "x", count: 2000)]
    }

    /// An alert in which every text from outside is `title`.
    static func alert(_ title: String) -> Alert {
        .summit { alert in
            alert.content.headline = title
            alert.content.firstOutlet = title
            alert.content.evidence = [
                Evidence(term: title, found: title, field: .title, snippet: title)
            ]
            alert.content.languages = ["ko", title]
            alert.content.reports = (0..<20).map { index in
                AlertReport(
                    outlet: title, kind: .wire, language: index % 2 == 0 ? "ar" : title, title: title,
                    url: index % 3 == 0 ? "https://a.example/\(index)" : "javascript:alert(1)//\(title)",
                    time: alert.decided, isCopy: index % 4 == 0)
            }
        }
    }
}
