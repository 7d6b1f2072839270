import Glibc

/// How common tokens are in one language.
struct Vocabulary: Sendable {
    private(set) var articles = 0
    private(set) var frequencies = TokenTable()

    init() {}

    init(articles: Int, frequencies: TokenTable) {
        self.articles = articles
        self.frequencies = frequencies
    }

    /// How common a token is.
    struct Standing {
        /// −ln of its share of articles, smoothed by the prior of its shape: the weight of its rarity.
        var rarity: Float
        /// Articles that have it; 0 where it is a habit of the outlet, which it is whatever others write.
        var frequency: Float
    }

    /// Where the articles of one outlet have the token more often, that share counts: what stands in most of its items
    /// tells them from nothing.
    func standing(
        of token: UInt32, prior: Float, outlet: Vocabulary? = nil, settings: StorySettings
    ) -> Standing {
        let frequency = Float(frequencies[token] ?? 0)
        let weight = Float(settings.priorArticles)
        let share = (frequency + weight * prior) / (Float(articles) + weight)
        if let outlet, let seen = outlet.frequencies[token], seen >= settings.habitualSeen {
            let habit = Float(seen) / Float(outlet.articles)
            if habit >= Float(settings.habitualShare) {
                return Standing(rarity: Self.rarity(ofShare: max(share, habit)), frequency: 0)
            }
        }
        return Standing(rarity: Self.rarity(ofShare: share), frequency: frequency)
    }

    static func rarity(ofShare share: Float) -> Float { -logf(min(share, 0.9)) }

    mutating func learn(_ tokens: [UInt32], limit: Int) {
        articles += 1
        for token in tokens { frequencies.count(token) }
        guard frequencies.count > limit else { return }
        frequencies.keep(from: 2)
        if frequencies.count > limit / 2 { frequencies.keep(from: 5) }
    }
}
