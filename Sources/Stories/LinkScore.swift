import Glibc
import Model

/// What is measured between clusters of two languages.
package enum LinkFeature: Int, CaseIterable, Sendable {
    /// Between the name skeletons of the clusters.
    case cosine
    /// ln(1 + skeletons in common).
    case shared
    /// The cosine of the article's own skeleton to the other cluster.
    case articleCosine
    /// ln(1 + skeletons that the article itself has in common with it).
    case articleShared
    /// ln(1 + hours) between the last reports.
    case gap
    /// ln of the reports of the article's cluster.
    case ownSize
    /// ln of the reports of the other.
    case otherSize
    /// ln(1 + numbers in common).
    case sharedNumbers
    /// 1 where both have numbers and none in common.
    case strangeNumbers
}

/// How well two clusters of different languages fit each other.
struct LinkScore {
    private(set) var features = SIMD32<Float>()
    private(set) var total = 0.0
    let sharedCount: Int
    /// Skeletons in common, heaviest first.
    let strongest: [UInt32]

    init(
        skeleton: SparseVector, numbers: [UInt32], count: Int, last: Timestamp, _ reading: Reading,
        _ other: StoryRecord, settings: StorySettings
    ) {
        let shared = skeleton.shared(with: other.skeleton)
        sharedCount = shared.entries.count
        strongest = shared.heaviest(5).map(\.token)
        self[.cosine] = Float(skeleton.cosine(to: other.skeleton))
        self[.shared] = logf(1 + Float(sharedCount))
        self[.articleCosine] = Float(reading.skeleton.cosine(to: other.skeleton))
        self[.articleShared] = logf(1 + Float(reading.skeleton.shared(with: other.skeleton).entries.count))
        self[.gap] = logf(1 + Float(StoryWindow.gap(last, other.last).inSeconds) / 3600)
        self[.ownSize] = logf(Float(max(1, count)))
        self[.otherSize] = logf(Float(max(1, other.count)))
        let common = numbers.count { other.numbers.contains($0) }
        self[.sharedNumbers] = logf(1 + Float(common))
        if common == 0, !numbers.isEmpty, !other.numbers.isEmpty { self[.strangeNumbers] = 1 }
        total = settings.linkBias
        for feature in LinkFeature.allCases {
            total += settings.linkWeights[feature.rawValue] * Double(self[feature])
        }
    }

    subscript(_ feature: LinkFeature) -> Float {
        get { features[feature.rawValue] }
        set { features[feature.rawValue] = newValue }
    }
}
