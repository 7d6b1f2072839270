import Model

@testable import Watches

/// A small generator with a seed, so that a random test can be run again.
struct Generator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &self)]
    }
}

/// Makes texts and queries from few words, so that they meet often, in ways that are easily got wrong.
struct Newsroom {
    var generator: Generator
    /// Whether queries ask for facts beside words.
    var asksForFacts = false

    static let words = [
        "Kim", "Jong", "Un", "Kim's", "Putin", "putin", "WHO", "who", "talks", "Launches", "relaunch", "AP",
        "19", "G20",
        "путина", "Путина", "Чей", "чеи", "북한", "북한은", "북한산", "정상회담을", "북러정상회담", "한미국방", "6자회담이", "한은", "金",
        "金正恩",
        "普京总统", "普京会见金正恩", "キム", "キムチ", "ハキム", "プーチン大統領", "フーチン", "KBS는", "the", "in", "of", "o’clock",
        "PUTIN", "ПУТИНА", "ASK", "В",
    ]
    static let terms = [
        "kim", "jong", "un", "=Kim", "=WHO", "=AP", "who", "talk*", "*launch", "*launch*", "=Путин*",
        "путин*", "чей", "g20",
        "\"kim jong un\"", "\"Jong-u*\"", "\"the ki*\"", "북한", "북한*", "*정상회담*", "*회담", "*미국*", "6자회담", "한",
        "金", "金正恩", "普京", "=金", "=普京", "=キム",
        "キム", "キム*", "プーチン", "\"普京 会见\"", "\"of the\"", "19", "@list", "@russians", "는", "\"kbs 는\"", "*미국* ",
        "o'clock",
    ]

    static let facts = [
        "source:yonhap", "source:\"Rodong Sinmun\"", "source:yon*", "source:*SIN*", "feed:a-1", "feed:a*",
        "tag:korea",
        "tag:spor*", "lang:en", "lang:ko", "lang:zh*", "author:kim", "author:\"Kim Il*\"", "url:*.kr/*",
        "inurl:news", "site:yna.co.kr", "site:kr", "site:*.kr", "cat:world", "cat:wor*", "outlets:>=3",
        "outlets:<2", "langs:>1", "langs:<=1",
    ]

    /// An item with facts, some of them, some of the time.
    mutating func item() -> WatchedItem {
        var item = WatchedItem(
            title: text(), text: text(), outlet: generator.pick(["Yonhap", "Rodong Sinmun", "TASS"]),
            feed: generator.pick(["a-1", "a-2", "b"]), time: Desk.now)
        item.tags = generator.pick([[], ["Korea"], ["sports", "korea"]])
        item.language = generator.pick([nil, "en", "en-GB", "ko", "zh-Hans", "ru", "ja"])
        item.authors = generator.pick([[], ["KIM"], ["Park", "Kim Il-nam"]])
        item.host = generator.pick([nil, "yna.co.kr", "en.yna.co.kr", "tass.ru"])
        item.url = item.host.map { "https://\($0)/news/1" }
        item.categories = generator.pick([[], ["World"], ["Wörld", "politics"]])
        item.outletCount = generator.pick([nil, 1, 3, 7])
        item.languageCount = generator.pick([nil, 1, 2])
        return item
    }

    mutating func text() -> String {
        let count = Int.random(in: 0...14, using: &generator)
        return (0..<count).map { _ in
            generator.pick(Self.words) + generator.pick([" ", " ", " ", "-", ". ", "", "・"])
        }
        .joined()
    }

    mutating func query(depth: Int = 3) -> String {
        guard depth > 0 else { return generator.pick(Self.terms) }
        if asksForFacts, Int.random(in: 0..<6, using: &generator) == 0 { return generator.pick(Self.facts) }
        switch Int.random(in: 0..<10, using: &generator) {
        case 0...2: return generator.pick(Self.terms)
        case 3...4: return "(\(query(depth: depth - 1)) \(query(depth: depth - 1)))"
        case 5...6: return "(\(query(depth: depth - 1)) OR \(query(depth: depth - 1)))"
        case 7: return "(\(query(depth: depth - 1)) -\(query(depth: depth - 1)))"
        case 8:
            let sign = generator.pick(["NEAR", "BEFORE"])
            let distances = (0..<2).map { _ in Int.random(in: 0...6, using: &generator) }
            let operands = (0..<3).map { _ in operand() }
            let chain = "\(operands[0]) \(sign)/\(distances[0]) \(operands[1])"
            return Bool.random(using: &generator)
                ? "(\(chain))" : "(\(chain) NEAR/\(distances[1]) \(operands[2]))"
        default: return generator.pick(["title:", "text:"]) + operand()
        }
    }

    private mutating func operand() -> String {
        let first = generator.pick(Self.terms)
        return Bool.random(using: &generator) ? first : "(\(first) OR \(generator.pick(Self.terms)))"
    }
}
