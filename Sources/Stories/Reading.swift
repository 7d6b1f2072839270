import Glibc
import Model
import Text

/// An article made ready to be compared: its tokens weighed by how rare they are, in the order of tokens.
struct Reading {
    let language: String
    let grammar: TitleGrammar
    let tokens: ArticleTokens
    /// Of length 1.
    let vector: SparseVector
    /// The title alone, of length 1.
    let title: SparseVector
    /// Beside `vector`: −ln of the share of articles.
    let rarities: [Float]
    /// Beside `vector`: articles that were seen to have the token, and those that its prior stands for.
    let frequencies: [Float]
    private let assumed: [Float]
    /// Articles of the language, with those that the prior stands for.
    private let articles: Float
    /// Beside `vector`.
    let isInTitle: [Bool]
    let isInText: [Bool]
    /// Of the tokens of `vector`.
    let places: TokenPlaces
    /// Sums of the squares of rarity over the title and over the text.
    let titleRarity: Float
    let textRarity: Float
    let numbers: [UInt32]
    /// What other languages may share of it, of length 1.
    let skeleton: SparseVector
    /// By which its language counts its skeletons.
    let skeletonKeys: [UInt32]
    let sketch: ShingleSketch
    let edition: TitleEdition
    let frame: TitleFrame

    init(
        _ article: Article, _ folded: FoldedContent?, language: String, seed: UInt64, vocabulary: Vocabulary,
        outlet: Vocabulary?,
        settings: StorySettings
    ) {
        self.language = language
        grammar = TitleGrammar(article.title)
        let known = grammar.headline == article.title ? folded?.title : nil
        let headline = Self.start(of: grammar.headline, bytes: settings.titleBytes, folded: known)
        let text = Self.start(of: article.text, bytes: settings.textBytes, folded: folded?.text)
        let tokens = ArticleTokens(
            title: headline, text: text, language: seed, isKorean: language == "ko", settings: settings)
        self.tokens = tokens
        let skeletons =
            settings.linksLanguages
            ? NameSkeleton(title: headline, text: text, language: seed, limit: settings.skeletonWords).tokens
            : []
        skeletonKeys = skeletons.map(\.counted)
        skeleton =
            SparseVector(
                skeletons.map { token in
                    SparseVector.Entry(
                        token: token.hash,
                        weight: vocabulary.standing(
                            of: token.counted, prior: token.prior, settings: settings
                        ).rarity)
                }
            ).unit
        let sorted = tokens.tokens.sorted { $0.hash < $1.hash }
        let standings = sorted.map { token in
            vocabulary.standing(of: token.hash, prior: token.prior, outlet: outlet, settings: settings)
        }
        let rarities = standings.map(\.rarity)
        frequencies = standings.map(\.frequency)
        let priorWeight = Float(settings.priorArticles)
        assumed = sorted.map { priorWeight * $0.prior }
        articles = Float(vocabulary.articles) + priorWeight
        var entries: [SparseVector.Entry] = []
        var titleEntries: [SparseVector.Entry] = []
        entries.reserveCapacity(sorted.count)
        for (token, rarity) in zip(sorted, rarities) {
            let weight = logf(1 + token.frequency) * rarity
            entries.append(SparseVector.Entry(token: token.hash, weight: weight))
            if token.isInTitle {
                titleEntries.append(SparseVector.Entry(token: token.hash, weight: rarity))
            }
        }
        self.rarities = rarities
        places = TokenPlaces(entries)
        var titleRarity: Float = 0
        var textRarity: Float = 0
        for (token, rarity) in zip(sorted, rarities) {
            if token.isInTitle { titleRarity += rarity * rarity }
            if token.isInText { textRarity += rarity * rarity }
        }
        self.titleRarity = titleRarity
        self.textRarity = textRarity
        vector = SparseVector(sorted: entries).unit
        title = SparseVector(sorted: titleEntries).unit
        isInTitle = sorted.map(\.isInTitle)
        isInText = sorted.map(\.isInText)
        numbers = tokens.numbers
        edition = TitleEdition(headline)
        frame = TitleFrame(headline)
        sketch = ShingleSketch(
            title: headline, text: text, wordLimit: settings.shingledWords, limit: settings.sketchSize)
    }

    /// The rarity that the token at `place` would have if `others` articles were not counted and so many had it.
    func rarity(ofFrequency frequency: Float, at place: Int, without others: Float) -> Float {
        Vocabulary.rarity(ofShare: (max(0, frequency) + assumed[place]) / max(1, articles - others))
    }

    /// A readable form of a skeleton that the article shares.
    func name(ofSkeleton token: UInt32) -> String? {
        for source in [tokens.title, tokens.text] {
            if let name = NameSkeleton.name(of: token, in: source) { return name }
        }
        return nil
    }

    /// The first bytes of `text`, folded; `folded`, where it is all of `text`.
    private static func start(of text: String, bytes: Int, folded: FoldedText?) -> FoldedText {
        if let folded, text.utf8.count <= bytes { return folded }
        return FoldedText(start(of: text, bytes: bytes))
    }

    /// The first bytes of `text`, whole scalars.
    static func start(of text: String, bytes: Int) -> [UInt8] {
        let all = text.utf8
        guard all.count > bytes else { return Array(all) }
        var start = Array(all.prefix(bytes))
        while let last = start.last, last & 0xC0 == 0x80 { start.removeLast() }
        if let last = start.last, last >= 0xC0 { start.removeLast() }
        return start
    }
}
