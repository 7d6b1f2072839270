import Glibc
import Model

/// What is measured between two clusters that an article fits.
package enum MergeFeature: Int, CaseIterable, Sendable {
    /// The article's score for the cluster that it joined.
    case firstScore
    /// The article's score for the other.
    case secondScore
    /// Between the centroids.
    case cosine
    /// Share of either's core that the other has: the smaller.
    case leastCore
    /// The larger.
    case mostCore
    /// The best cosine between their last titles.
    case bestTitle
    /// ln of the reports of the smaller cluster.
    case smallerSize
    /// ln of the reports of the larger.
    case largerSize
    /// ln(1 + hours) between the two spans of time.
    case gap
    /// 1 where both have numbers and none in common.
    case strangeNumbers
    /// ln(1 + numbers in common).
    case sharedNumbers
    /// The mean cosine between their last titles.
    case meanTitle
    /// The cosine times ln of the reports of the larger.
    case grownCosine
    /// All reports of both are of one outlet.
    case sameOutlet
    /// ln(1 + hours) from the first report of the one to that of the other.
    case age
}

/// How well two clusters fit each other.
struct MergeScore {
    let cluster: Int32
    private(set) var features = SIMD32<Float>()
    private(set) var total = 0.0

    init(
        _ one: StoryRecord, _ other: StoryRecord, first: Double, second: Double, settings: StorySettings
    ) {
        cluster = other.number
        self[.firstScore] = Float(first)
        self[.secondScore] = Float(second)
        self[.cosine] = Float(one.centroid.cosine(to: other.centroid))
        let forth = Self.coverage(of: one, by: other)
        let back = Self.coverage(of: other, by: one)
        self[.leastCore] = min(forth, back)
        self[.mostCore] = max(forth, back)
        var best: Float = 0
        var sum: Float = 0
        for head in one.heads {
            for theirs in other.heads {
                let cosine = min(1, head.title.dot(theirs.title))
                best = max(best, cosine)
                sum += cosine
            }
        }
        self[.bestTitle] = best
        self[.meanTitle] = sum / Float(max(1, one.heads.count * other.heads.count))
        self[.smallerSize] = logf(Float(max(1, min(one.count, other.count))))
        self[.largerSize] = logf(Float(max(1, max(one.count, other.count))))
        let gap =
            one.first > other.last
            ? one.first - other.last : other.first > one.last ? other.first - one.last : .zero
        self[.gap] = logf(1 + Float(gap.inSeconds) / 3600)
        let common = one.numbers.count { other.numbers.contains($0) }
        if common == 0, !one.numbers.isEmpty, !other.numbers.isEmpty { self[.strangeNumbers] = 1 }
        self[.sharedNumbers] = logf(1 + Float(common))
        self[.grownCosine] = self[.cosine] * self[.largerSize]
        if let outlet = one.onlyOutlet, outlet == other.onlyOutlet { self[.sameOutlet] = 1 }
        let age = one.first > other.first ? one.first - other.first : other.first - one.first
        self[.age] = logf(1 + Float(age.inSeconds) / 3600)
        total = settings.mergeBias
        for feature in MergeFeature.allCases {
            total += settings.mergeWeights[feature.rawValue] * Double(self[feature])
        }
    }

    private static func coverage(of one: StoryRecord, by other: StoryRecord) -> Float {
        guard one.coreWeight > 0 else { return 0 }
        var shared: Float = 0
        var right = 0
        let theirs = other.centroid.entries
        for entry in one.core {
            while right < theirs.count, theirs[right].token < entry.token { right += 1 }
            if right < theirs.count, theirs[right].token == entry.token { shared += entry.weight }
        }
        return shared / one.coreWeight
    }

    subscript(_ feature: MergeFeature) -> Float {
        get { features[feature.rawValue] }
        set { features[feature.rawValue] = newValue }
    }
}
