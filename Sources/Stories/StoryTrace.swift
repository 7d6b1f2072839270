package import Model

/// What the engine looked at for one article, in figures: the material that its weights are fitted on.
package struct StoryTrace: Sendable {
    /// A comparison and what came of it.
    package struct Comparison: Sendable {
        /// Items of the cluster that was compared.
        package var items: [ItemID]
        /// Items of the cluster that it was compared with; empty for the article itself.
        package var own: [ItemID]
        /// By ``JoinFeature``, ``MergeFeature`` or ``LinkFeature``.
        package var features: SIMD32<Float>
        package var evidence: Float
        package var total: Double
    }

    package private(set) var joins: [Comparison] = []
    package private(set) var merges: [Comparison] = []
    package private(set) var links: [Comparison] = []

    package init() {}

    mutating func begin(_ scores: [StoryScore], _ records: StoryRecords) {
        merges = []
        links = []
        joins = scores.map {
            Comparison(
                items: records.boxed($0.cluster)?.record.items ?? [], own: [], features: $0.features,
                evidence: $0.evidence, total: $0.total)
        }
    }

    mutating func note(_ merge: MergeScore, own: StoryRecord, other: StoryRecord) {
        merges.append(
            Comparison(
                items: other.items, own: own.items, features: merge.features, evidence: 0,
                total: merge.total))
    }

    mutating func note(_ link: LinkScore, own: [ItemID], other: StoryRecord) {
        links.append(
            Comparison(
                items: other.items, own: own, features: link.features, evidence: 0, total: link.total))
    }
}
