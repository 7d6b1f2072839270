import Model
import Stories
import Text

/// Articles in few words, a minute apart.
struct StoryDesk {
    static let start = Timestamp(seconds: 1_556_020_800)

    var window: StoryWindow
    private(set) var log: [(article: Article, placement: Placement)] = []
    private var next: Int64 = 1

    init(settings: StorySettings = StorySettings()) { window = StoryWindow(settings: settings) }

    mutating func article(
        _ title: String, _ text: String = "", outlet: String = "A", kind: OutletKind? = nil,
        language: String = "en", url: String? = nil, concepts: [String] = [], minutes: Int64? = nil
    ) -> Article {
        let words = FoldedText(title + "\n" + text)
        var hash = StableHash()
        for word in words.words { hash.combine(words.bytes(of: word)) }
        defer { next += 1 }
        return Article(
            item: ItemID(next), outlet: outlet, outletKind: kind, language: language, title: title,
            text: text, canonicalURL: url, contentHash: hash.value,
            published: Self.start + .minutes(minutes ?? next), concepts: concepts)
    }

    mutating func place(_ article: Article) -> Placement {
        let placement = window.place(article)
        log.append((article, placement))
        return placement
    }

    mutating func place(
        _ title: String, _ text: String = "", outlet: String = "A", kind: OutletKind? = nil,
        language: String = "en", url: String? = nil, concepts: [String] = [], minutes: Int64? = nil
    ) -> Placement {
        place(
            article(
                title, text, outlet: outlet, kind: kind, language: language, url: url, concepts: concepts,
                minutes: minutes))
    }
}

enum Wire {
    static let title = "Kremlin confirms Kim Jong Un will meet Putin in Vladivostok on April 25"
    static let text = """
        The Kremlin said on Tuesday that North Korean leader Kim Jong Un would travel to Vladivostok for his first \
        summit with President Vladimir Putin on April 25. Aide Yuri Ushakov said the talks would centre on the nuclear \
        problem of the peninsula. Trade between the two had fallen by more than 56 percent in a year, he added.
        """
}

/// A stream of several events in look-alike words, the same in every run.
enum NewsDay {
    private static let places = ["Lisbon", "Oslo", "Quito", "Hanoi", "Nairobi", "Perth", "Turin", "Graz"]
    private static let events = [
        ("ferry capsizes off", "rescuers searched for passengers of the ferry that capsized near"),
        ("mayor resigns in", "the mayor stepped down after an audit of the housing office in"),
        ("museum reopens in", "the museum opened its doors again after a long renovation in"),
        ("dockers strike in", "dockers walked out over shifts and pay at the container port of"),
        ("court jails banker in", "a court sentenced a former banker for fraud with pension funds in"),
    ]
    private static let frames = [
        ("", "Officials said %."), ("Update: ", "Witnesses said %, according to local media."),
        ("Report: ", "As reported earlier, %. More follows."), ("", "Here is what is known: %."),
    ]

    /// Every event at every place, reported four times by outlets of several days.
    static func articles(count: Int) -> [Article] {
        var desk = StoryDesk()
        return (0..<count).map { number in
            let dice = number &* 7919 % 9973
            let event = events[dice % events.count]
            let place = places[dice / 5 % places.count]
            let frame = frames[dice / 40 % frames.count]
            let toll = number / 300 * 3 + 12
            let text = frame.1.replacing("%", with: "\(event.1) \(place), \(toll) in number")
            return desk.article(
                "\(frame.0)\(place): \(event.0) \(place), \(toll) involved", text,
                outlet: "Outlet \(dice % 11)", language: dice % 3 == 0 ? "de" : "en",
                url: "x.example/\(number % 97)/\(number)",
                concepts: dice % 4 == 0 ? [place, event.0, "c"] : [],
                minutes: Int64(number) * 9)
        }
    }
}
