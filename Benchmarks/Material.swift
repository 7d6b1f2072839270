/// Texts to measure with: made of a few words by a number, the same in every run.
enum Material {
    private static let names = [
        "Kim Jong Un", "Vladimir Putin", "Yuri Ushakov", "Seoul", "Moscow", "Vladivostok", "the Kremlin",
        "South Korea's foreign ministry", "the Security Council", "Pyongyang",
    ]
    private static let acts = [
        "confirmed the date of", "rejected a draft for", "prepared the ground for", "spoke at length about",
        "declined to comment on", "announced", "put off", "welcomed",
    ]
    private static let matters = [
        "the summit", "the talks on denuclearisation", "new sanctions", "a rail link", "trade figures",
        "a humanitarian shipment", "the closing of waters", "a visit to the university",
    ]
    private static let korean = [
        "김정은 국무위원장은", "푸틴 대통령과의", "정상회담을", "블라디보스토크에서", "열 예정이라고", "크렘린궁이", "23일", "밝혔다.",
        "북한과의", "교역은", "제재로", "줄었다고", "우샤코프", "보좌관이", "말했다.",
    ]

    /// Numbers that look random and are the same each time.
    struct Dice {
        private var state: UInt64

        init(_ seed: Int) { state = UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9_7F4A_7C15 | 1 }

        mutating func roll(_ sides: Int) -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(state % UInt64(sides))
        }
    }

    static func sentence(_ dice: inout Dice) -> String {
        "\(names[dice.roll(names.count)]) \(acts[dice.roll(acts.count)]) \(matters[dice.roll(matters.count)]) "
            + "on \(dice.roll(28) + 1) April, \(dice.roll(90) + 10) officials said."
    }

    static func title(_ number: Int) -> String {
        var dice = Dice(number)
        return String(sentence(&dice).dropLast(16))
    }

    static func text(_ number: Int, sentences: Int) -> String {
        var dice = Dice(number &* 31 &+ 7)
        return (0..<sentences).map { _ in sentence(&dice) }.joined(separator: " ")
    }

    static func koreanText(_ number: Int, words: Int) -> String {
        var dice = Dice(number &* 17 &+ 3)
        return (0..<words).map { _ in korean[dice.roll(korean.count)] }.joined(separator: " ")
    }

    /// An RSS document of so many items with escaped HTML.
    static func feed(items: Int, seed: Int, sentences: Int = 4) -> [UInt8] {
        var text =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\"><channel><title>Feed \(seed)</title>"
        for number in 0..<items {
            let id = seed * 100_000 + number
            text += """
                <item><title>\(title(id))</title><link>https://outlet\(seed).example/a/\(id)?utm_source=rss</link>
                <guid>\(id)</guid><pubDate>Tue, 23 Apr 2019 10:00:00 +0900</pubDate>
                <description>&lt;p&gt;\(self.text(id, sentences: sentences))&lt;/p&gt; &lt;a href="https://x.example/"&gt;more&lt;/a&gt;</description>
                </item>

                """
        }
        return Array((text + "</channel></rss>").utf8)
    }

    /// Feeds as they are published: HTML escaped, in CDATA sections and as XHTML, English and Korean.
    static func feeds() -> [[UInt8]] {
        (1...4).flatMap { seed in
            [
                feed(items: 50, seed: seed), contentFeed(items: 50, seed: seed),
                atomFeed(items: 50, seed: seed),
            ]
        }
    }

    /// RSS with whole texts in CDATA sections.
    private static func contentFeed(items: Int, seed: Int) -> [UInt8] {
        var text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" \
            xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Feed \(seed)</title>

            """
        for number in 0..<items {
            let id = seed * 100_000 + number
            let paragraphs = (0..<6).map { "<p>\(self.text(id &* 7 &+ $0, sentences: 3))</p>" }
            text += """
                <item><title>\(title(id))</title><link>https://outlet\(seed).example/b/\(id)</link>
                <dc:creator>Kim</dc:creator><category>World</category><guid isPermaLink="false">\(id)</guid>
                <pubDate>Tue, 23 Apr 2019 10:00:00 GMT</pubDate>
                <content:encoded><![CDATA[\(paragraphs.joined(separator: "\n"))]]></content:encoded></item>

                """
        }
        return Array((text + "</channel></rss>").utf8)
    }

    /// Atom in Korean with XHTML.
    private static func atomFeed(items: Int, seed: Int) -> [UInt8] {
        var text = "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"ko\"><title>소식 \(seed)</title>"
        for number in 0..<items {
            let id = seed * 100_000 + number
            text += """
                <entry><title>\(koreanText(id, words: 8))</title><id>tag:outlet\(seed).example,2019:\(id)</id>
                <link rel="alternate" href="https://outlet\(seed).example/c/\(id)"/>
                <updated>2019-04-23T10:00:00+09:00</updated><author><name>기자</name></author>
                <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>\(koreanText(id + 1, words: 60))</p>
                <p>\(koreanText(id + 2, words: 60))</p></div></content></entry>

                """
        }
        return Array((text + "</feed>").utf8)
    }
}
