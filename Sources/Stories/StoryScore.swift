import Glibc
import Model

/// An article made ready to be compared: its tokens weighed by how rare they are.
struct Reading {
    let tokens: ArticleTokens
    /// Of length 1.
    let vector: SparseVector
    let numbers: [UInt64]
    let rarities: [Double]

    init(_ article: Article, vocabulary: Vocabulary?, settings: StorySettings) {
        let tokens = ArticleTokens(title: article.title, text: article.text, settings: settings)
        let vocabulary = vocabulary ?? Vocabulary()
        let rarities = tokens.tokens.map { vocabulary.rarity(of: $0, settings: settings) }
        let entries = zip(tokens.tokens, rarities).map { token, rarity in
            SparseVector.Entry(token: token.hash, weight: Float(log(1 + Double(token.frequency)) * rarity))
        }
        self.tokens = tokens
        self.rarities = rarities
        vector = SparseVector(entries).unit
        numbers = tokens.numbers.sorted()
    }
}

/// How well an article fits a story, with the parts for an explanation.
struct StoryScore {
    let story: Int64
    let total: Double
    /// Sum of the rarity of shared tokens.
    let evidence: Double
    private let cosine: Double
    private let strongest: [UInt64]
    private let sharedNumbers: Int
    private let gap: Duration

    init(_ reading: Reading, _ record: StoryRecord, gap: Duration, settings: StorySettings) {
        var evidence = 0.0
        var titleShared = 0.0
        var titleAll = 0.0
        var rare = 0
        var shared: [(token: UInt64, weight: Double)] = []
        for (token, rarity) in zip(reading.tokens.tokens, reading.rarities) {
            let weight = Double(record.centroid.weight(of: token.hash))
            if token.isInTitle { titleAll += rarity * rarity }
            guard weight > 0 else { continue }
            evidence += rarity
            if token.isInTitle { titleShared += rarity * rarity }
            if rarity > 5 { rare += 1 }
            shared.append((token.hash, weight * rarity))
        }
        let present = Set(shared.map(\.token))
        let coreAll = record.core.reduce(0.0) { $0 + Double($1.weight) }
        let coreShared = record.core.reduce(0.0) { $0 + (present.contains($1.token) ? Double($1.weight) : 0) }
        let common = reading.numbers.count { record.numbers.contains($0) }
        cosine = reading.vector.cosine(to: record.centroid)
        var total = settings.cosineWeight * cosine
        if titleAll > 0 { total += settings.titleWeight * titleShared / titleAll }
        if coreAll > 0 { total += settings.coreWeight * coreShared / coreAll }
        total += settings.rareWeight * log(1 + Double(rare))
        if common == 0, !record.numbers.isEmpty {
            total -= settings.numberPenalty * Double(min(3, reading.numbers.count))
        }
        total -= settings.gapPenalty * log(1 + gap.inSeconds / 3600)
        self.total = total + settings.bias
        self.evidence = evidence
        self.gap = gap
        story = record.id.rawValue
        sharedNumbers = common
        strongest = shared.sorted { ($0.weight, $1.token) > ($1.weight, $0.token) }.prefix(5).map(\.token)
    }

    /// The grounds in words, strongest first.
    func because(names: [UInt64: String]) -> [String] {
        var grounds = ["cosine \(Self.hundredths(cosine))"]
        let words = strongest.compactMap { names[$0] }
        if !words.isEmpty { grounds.append("shares \(words.joined(separator: ", "))") }
        if sharedNumbers > 0 { grounds.append("\(sharedNumbers) numbers in common") }
        grounds.append("\(gap.milliseconds / 60000) min after its last report")
        grounds.append("score \(Self.hundredths(total))")
        return grounds
    }

    private static func hundredths(_ value: Double) -> String {
        let scaled = Int((value.magnitude * 100).rounded())
        let fraction = scaled % 100
        return (value < 0 ? "-" : "") + "\(scaled / 100).\(fraction < 10 ? "0" : "")\(fraction)"
    }
}
