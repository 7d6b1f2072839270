import Glibc

/// An article against a cluster, weighed by how rare its words are among the articles that are none of the cluster's.
///
/// A large story makes its own words common: by the twentieth report on a drone ban, "drone" would tell nothing, least
/// of all that the twenty-first is on the same.
struct OutsideView {
    /// Reports of the cluster; 1 where they are copies of one text.
    private let count: Float
    /// From the sum of the cluster's articles, in which older ones have faded, to one in which they have not.
    private let unfaded: Float
    private var dot: Float = 0
    private var square: Float
    /// Sum of the rarity that the shared words lost to the cluster's own reports.
    private(set) var lost: Float = 0

    init(_ reading: Reading, _ record: StoryRecord, settings: StorySettings) {
        // Copies of one text say its words again and no others.
        count = record.texts.count > 1 ? Float(record.count) : 1
        let kept = Float(settings.centroidDecay)
        unfaded = kept < 1 ? count * (1 - kept) / (1 - powf(kept, count)) : 1
        square = reading.vector.norm * reading.vector.norm
    }

    /// - Parameters:
    ///   - place: of a word of `reading` that the cluster has.
    ///   - weight: its weight in the cluster.
    mutating func meet(_ place: Int, of reading: Reading, own: Float, weight: Float) {
        let rarity = reading.rarities[place]
        let frequency = reading.frequencies[place]
        guard count > 1, frequency > Self.fewArticles else {
            dot += own * weight
            return
        }
        let inside = min(count, weight / own * unfaded)
        let outside = max(
            rarity, reading.rarity(ofFrequency: frequency - inside, at: place, without: count))
        let lift = outside / rarity
        dot += own * lift * weight
        square += own * own * (lift * lift - 1)
        lost += outside - rarity
    }

    /// Leaving out so few changes nothing.
    private static let fewArticles: Float = 2

    /// Between the article and a centroid of length `norm`.
    func cosine(norm: Float) -> Float { square > 0 && norm > 0 ? dot / (norm * square.squareRoot()) : 0 }
}
