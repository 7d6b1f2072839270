/// What people ask a store: queries by their kind, ten or so in each language.
enum SearchKinds {
    static let all: [(kind: String, queries: [String])] = [
        ("a rare word", perLanguage { language, number in language.rareWord(number) }),
        ("a common word", perLanguage { language, number in language.commonWord(number * 3) }),
        (
            "two common words",
            perLanguage { language, number in
                "\(language.commonWord(number * 3)) \(language.commonWord(number * 2 + 60))"
            }
        ),
        (
            "one or another common word",
            perLanguage { language, number in
                "\(language.commonWord(number * 3)) OR \(language.commonWord(number * 2 + 60))"
            }
        ),
        (
            "a phrase",
            perLanguage { language, number in
                "\"\(language.words[number]) \(language.words[number + 1])\""
            }
        ),
        (
            "a beginning of words",
            perLanguage { language, number in "\(language.rareWord(number).prefix(3))*" }
        ),
        ("in titles", perLanguage { language, number in "title:\(language.commonWord(number * 3))" }),
        (
            "of one outlet",
            perLanguage { language, number in
                "source:\"outlet \(number * 7)\" \(language.commonWord(number * 3))"
            }
        ),
        (
            "of one language",
            perLanguage { language, number in
                "lang:\(language.tag) \(language.commonWord(number * 3))"
            }
        ),
        (
            "without a word",
            perLanguage { language, number in
                "\(language.commonWord(number * 3)) -\(language.commonWord(number * 2 + 60))"
            }
        ),
        (
            "near",
            perLanguage { language, number in
                "\(language.commonWord(number * 3)) NEAR/5 \(language.commonWord(number * 2 + 60))"
            }
        ),
        (
            "of some days",
            perLanguage { language, number in
                "\(language.commonWord(number * 3)) since:\(30 * (number + 1))d until:\(30 * number + 10)d"
            }
        ),
        (
            "lists of names",
            [
                "@kim", "@putin", "@kim @putin", "(@kim NEAR/25 @putin) @summit", "title:@kim",
                "@putin @summit",
                "@summit", "@kim OR @putin", "@kim -@putin", "@summit -@kim", "=Путин*", "=Путин* @summit",
            ]
        ),
        (
            "nothing of it",
            perLanguage { language, number in "\(language.commonWord(number)) qwertz\(number)" }
        ),
    ]

    private static func perLanguage(_ query: (WatchLanguage, Int) -> String) -> [String] {
        WatchLanguage.all.flatMap { language in (0..<10).map { query(language, $0) } }
    }
}
