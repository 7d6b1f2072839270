import Glibc

/// How common tokens are in one language, and which stories they lead to.
struct Vocabulary: Sendable {
    private var articles = 0
    private var frequencies: [UInt64: Int32] = [:]
    private var postings: [UInt64: [Int64]] = [:]

    /// Tokens that are remembered; beyond it the rarest go.
    private static let tokenLimit = 400_000

    /// The weight of a token's rarity: −ln of its share of articles, smoothed by the prior of its shape.
    func rarity(of token: ArticleTokens.Token, settings: StorySettings) -> Double {
        let seen = Double(frequencies[token.hash] ?? 0)
        let share =
            (seen + settings.priorArticles * Double(token.prior))
            / (Double(articles) + settings.priorArticles)
        return -log(min(share, 0.9))
    }

    mutating func learn(_ tokens: [ArticleTokens.Token]) {
        articles += 1
        for token in tokens { frequencies[token.hash, default: 0] += 1 }
        guard frequencies.count > Self.tokenLimit else { return }
        frequencies = frequencies.filter { $0.value > 1 }
        if frequencies.count > Self.tokenLimit / 2 { frequencies = frequencies.filter { $0.value > 4 } }
    }

    mutating func post(_ tokens: [UInt64], story: Int64, limit: Int) {
        for token in tokens {
            var list = postings[token] ?? []
            if list.last == story { continue }
            list.removeAll { $0 == story }
            list.append(story)
            if list.count > limit { list.removeFirst(list.count - limit) }
            postings[token] = list
        }
    }

    func stories(of token: UInt64) -> [Int64] { postings[token] ?? [] }

    /// Drops postings of stories that are gone.
    mutating func sweep(_ isAlive: (Int64) -> Bool) {
        var kept: [UInt64: [Int64]] = [:]
        kept.reserveCapacity(postings.count)
        for (token, list) in postings {
            let alive = list.filter(isAlive)
            if !alive.isEmpty { kept[token] = alive }
        }
        postings = kept
    }
}
