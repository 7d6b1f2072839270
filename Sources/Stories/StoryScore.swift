import Glibc
import Model

/// What is measured between an article and a cluster.
package enum JoinFeature: Int, CaseIterable, Sendable {
    /// Between the article and the centroid, all tokens.
    case cosine
    /// Share of the title's rarity, squared, that the cluster has.
    case titleCoverage
    /// Share of the cluster's core that the article has.
    case coreCoverage
    /// The cosine again, times ln of the reports of the cluster.
    case grownCosine
    /// Numbers of the article, at most three, where none is the cluster's.
    case strangeNumbers
    /// ln(1 + hours) since the last report.
    case gap
    /// The best cosine of the title to the last titles.
    case bestTitle
    /// The mean of the same.
    case meanTitle
    /// ln(1 + numbers in common).
    case sharedNumbers
    /// ln of the reports of the cluster.
    case size
    /// ln(1 + hours) since the first report.
    case age
    /// Share of the text's rarity, squared, that the cluster has.
    case textCoverage
    /// The cosine less the mean cosine to the other candidates.
    case contrast
    /// All reports of the cluster and the article are of one outlet.
    case sameOutlet
    /// Names in the title, at most three, none of which the cluster has, where it has others.
    case strangeNames
    /// The best cosine of the title, where a name of each title is not in the other report.
    case swappedNames
    /// The same, squared, where other words of both are, by how alike they weigh: a phrase with one word put in for another.
    case swappedWords
    /// The best cosine of the title, where it and that title name different days, numbers in a row or directions.
    case otherEdition
    /// The share of the nearest title that stands in the same place in this one, where other words take the rest; less
    /// where the texts are alike and where the cluster has several reports.
    case sameFrame
    /// The share of the core, times ln of the reports of the cluster.
    case grownCore
    /// What the cosine gains where words count by their rarity outside the cluster.
    case outsideCosine
    /// ln(1 + the rarity that shared words lost to the cluster's own reports).
    case ownWords
}

/// How well an article fits a cluster, with the parts for an explanation.
struct StoryScore {
    let cluster: Int32
    private(set) var features = SIMD32<Float>()
    private(set) var total = 0.0
    /// Sum of the rarity of shared tokens.
    private(set) var evidence: Float = 0
    private let gap: Duration

    init(_ boxed: BoxedRecord, gap: Duration) {
        cluster = boxed.record.number
        self.gap = gap
    }

    /// Takes all measures but the contrast.
    ///
    /// Apart from the initializer, which would be given copies of article and reading to keep.
    mutating func measure(
        _ article: Article, _ reading: Reading, _ boxed: BoxedRecord, settings: StorySettings
    ) {
        compare(reading, boxed, settings: settings)
        var best: Float = 0
        var nearest: StoryRecord.Head?
        var sum: Float = 0
        for head in boxed.record.heads {
            let cosine = min(1, reading.title.dot(head.title))
            if cosine > best {
                best = cosine
                nearest = head
            }
            sum += cosine
        }
        if let nearest { contrast(reading, boxed, nearest, cosine: best) }
        let common = reading.numbers.count { boxed.record.numbers.contains($0) }
        self[.bestTitle] = best
        self[.meanTitle] = sum / Float(max(1, boxed.record.heads.count))
        self[.sharedNumbers] = logf(1 + Float(common))
        if common == 0, !boxed.record.numbers.isEmpty {
            self[.strangeNumbers] = Float(min(3, reading.numbers.count))
        }
        self[.strangeNames] = Self.strangeNames(reading, boxed)
        self[.gap] = logf(1 + Float(gap.inSeconds) / 3600)
        let age = article.published > boxed.record.first ? article.published - boxed.record.first : .zero
        self[.age] = logf(1 + Float(age.inSeconds) / 3600)
        self[.size] = logf(Float(max(1, boxed.record.count)))
        self[.grownCosine] = self[.cosine] * self[.size]
        self[.grownCore] = self[.coreCoverage] * self[.size]
        if !article.outlet.isEmpty, boxed.record.onlyOutlet == article.outletHash { self[.sameOutlet] = 1 }
    }

    private static func strangeNames(_ reading: Reading, _ boxed: BoxedRecord) -> Float {
        let names = reading.tokens.names
        guard !names.isEmpty, !boxed.record.names.isEmpty,
            !names.contains(where: { boxed.record.centroid.weight(of: $0) > 0 }),
            !boxed.record.names.contains(where: { reading.vector.weight(of: $0) > 0 })
        else { return 0 }
        return Float(min(3, names.count))
    }

    /// What one title has in place of words of the other.
    private mutating func contrast(
        _ reading: Reading, _ boxed: BoxedRecord, _ head: StoryRecord.Head, cosine: Float
    ) {
        var frame = reading.frame.share(with: head.frame)
        if reading.edition.differs(from: head.edition) {
            self[.otherEdition] = cosine
            if reading.frame == head.frame { frame = 1 }
        }
        self[.sameFrame] = frame * (1 - self[.textCoverage]) / Float(max(1, boxed.record.count))
        guard cosine > 0.2 else { return }
        let own = reading.tokens.proper.filter { boxed.record.centroid.weight(of: $0.token) == 0 }
        if !own.isEmpty {
            let theirs = head.proper.filter { reading.vector.weight(of: $0.token) == 0 }
            let isOtherName = own.allSatisfy { name in !theirs.contains { $0.sound == name.sound } }
            if !theirs.isEmpty, isOtherName { self[.swappedNames] = cosine }
        }
        let digits = reading.tokens.titleDigits
        let ownShare = Self.square(of: reading.title) {
            boxed.record.centroid.weight(of: $0) == 0 && !digits.contains($0)
        }
        guard ownShare > 0 else { return }
        let theirShare = Self.square(of: head.title) {
            reading.vector.weight(of: $0) == 0 && !head.digits.contains($0)
        }
        guard theirShare > 0 else { return }
        self[.swappedWords] = cosine * cosine * min(ownShare, theirShare) / max(ownShare, theirShare)
    }

    private static func square(of vector: SparseVector, where isCounted: (UInt32) -> Bool) -> Float {
        var sum: Float = 0
        for entry in vector.entries where isCounted(entry.token) { sum += entry.weight * entry.weight }
        return sum
    }

    /// What the sums over tokens say.
    private mutating func compare(_ reading: Reading, _ boxed: BoxedRecord, settings: StorySettings) {
        let own = reading.vector.entries.span
        let centroid = boxed.record.centroid.entries
        let theirs = centroid.span
        let coreEntries = boxed.record.core
        let core = coreEntries.span
        var dot: Float = 0
        var titleShared: Float = 0
        var textShared: Float = 0
        var coreShared: Float = 0
        var coreIndex = 0
        var outside = OutsideView(reading, boxed.record, settings: settings)
        for right in 0..<theirs.count {
            let token = theirs[right].token
            guard let left = reading.places.place(of: token, in: own) else { continue }
            let rarity = reading.rarities[left]
            dot += own[left].weight * theirs[right].weight
            evidence += rarity
            outside.meet(left, of: reading, own: own[left].weight, weight: theirs[right].weight)
            if reading.isInTitle[left] { titleShared += rarity * rarity }
            if reading.isInText[left] { textShared += rarity * rarity }
            while coreIndex < core.count, core[coreIndex].token < token { coreIndex += 1 }
            if coreIndex < core.count, core[coreIndex].token == token { coreShared += core[coreIndex].weight }
        }
        if boxed.record.centroid.norm > 0, reading.vector.norm > 0 {
            self[.cosine] = dot / (boxed.record.centroid.norm * reading.vector.norm)
            self[.outsideCosine] = outside.cosine(norm: boxed.record.centroid.norm) - self[.cosine]
            self[.ownWords] = logf(1 + outside.lost)
        }
        if reading.titleRarity > 0 { self[.titleCoverage] = titleShared / reading.titleRarity }
        if reading.textRarity > 0 { self[.textCoverage] = textShared / reading.textRarity }
        if boxed.record.coreWeight > 0 { self[.coreCoverage] = coreShared / boxed.record.coreWeight }
    }

    subscript(_ feature: JoinFeature) -> Float {
        get { features[feature.rawValue] }
        set { features[feature.rawValue] = newValue }
    }

    /// Weighs the features, once all candidates are known.
    mutating func finish(contrast: Float, settings: StorySettings) {
        self[.contrast] = contrast
        var sum = settings.bias
        for feature in JoinFeature.allCases {
            sum += settings.joinWeights[feature.rawValue] * Double(self[feature])
        }
        total = sum
    }

    /// The grounds in words, strongest first.
    func because(_ reading: Reading, _ record: StoryRecord) -> [String] {
        var grounds = ["cosine \(Self.hundredths(Double(self[.cosine])))"]
        let words = strongest(reading, record).compactMap { reading.tokens.name(of: $0) }
        if !words.isEmpty { grounds.append("shares \(words.joined(separator: ", "))") }
        let common = reading.numbers.count { record.numbers.contains($0) }
        if common > 0 { grounds.append("\(common) \(common == 1 ? "number" : "numbers") in common") }
        if self[.swappedNames] > 0 { grounds.append("another name in place of its own in a like title") }
        if self[.otherEdition] > 0 { grounds.append("another day, number or direction in a like title") }
        if self[.sameFrame] > 0 { grounds.append("other words in the place of its own in a like title") }
        if self[.strangeNames] > 0 { grounds.append("none of its names in common") }
        if self[.strangeNumbers] > 0 { grounds.append("none of its numbers in common") }
        grounds.append("\(gap.milliseconds / 60000) min after its last report")
        grounds.append("score \(Self.hundredths(total))")
        return grounds
    }

    private func strongest(_ reading: Reading, _ record: StoryRecord) -> [UInt32] {
        reading.vector.shared(with: record.centroid).heaviest(5).map(\.token)
    }

    static func hundredths(_ value: Double) -> String {
        let scaled = Int((value.magnitude * 100).rounded())
        let fraction = scaled % 100
        return (value < 0 ? "-" : "") + "\(scaled / 100).\(fraction < 10 ? "0" : "")\(fraction)"
    }
}
