/// Which clusters the tokens lead to, the last ones of each.
struct Postings: Sendable {
    private(set) var lists: [UInt32: [Int32]] = [:]
    /// Entries that may point to clusters that are gone.
    private var posted = 0
    private(set) var sweptAt = 0

    init() {}

    init(lists: [UInt32: [Int32]], sweptAt: Int) {
        self.lists = lists
        self.sweptAt = sweptAt
        posted = lists.values.reduce(0) { $0 + $1.count }
    }

    mutating func post(_ entries: [SparseVector.Entry], cluster: Int32, limit: Int) {
        for entry in entries { post(entry.token, cluster: cluster, limit: limit) }
    }

    private mutating func post(_ token: UInt32, cluster: Int32, limit: Int) {
        let change = Self.append(cluster, to: &lists[token, default: []], limit: limit)
        posted += change
    }

    /// - Returns: by how many entries the list grew.
    private static func append(_ cluster: Int32, to list: inout [Int32], limit: Int) -> Int {
        if list.last == cluster { return 0 }
        let before = list.count
        if let known = list.lastIndex(of: cluster) { list.remove(at: known) }
        list.append(cluster)
        if list.count > limit { list.removeFirst(list.count - limit) }
        return list.count - before
    }

    /// Adds up the weights of the tokens that lead to each cluster.
    func sum(_ query: [SparseVector.Entry], into sums: inout ClusterSums) {
        for entry in query {
            guard let list = lists[entry.token] else { continue }
            for cluster in list { sums.add(entry.weight, to: cluster) }
        }
    }

    /// Drops entries of clusters that are gone once they may be half of all, so that a sweep costs each article little.
    mutating func sweepIfWorthwhile(_ isAlive: (Int32) -> Bool) {
        guard posted > 2 * sweptAt + Self.smallest else { return }
        var kept: [UInt32: [Int32]] = [:]
        kept.reserveCapacity(lists.count)
        posted = 0
        for (token, list) in lists {
            let alive = list.filter(isAlive)
            if !alive.isEmpty { kept[token] = alive }
            posted += alive.count
        }
        lists = kept
        sweptAt = posted
    }

    /// Entries below which a sweep is not worth it.
    private static let smallest = 100_000
}

/// Weights by cluster, added up in the order in which they come, so that sums are the same in every run.
///
/// An open-addressed table: a dictionary takes several times as long for the thousand additions of one article.
struct ClusterSums {
    private var clusters: [Int32]
    private var weights: [Float]
    private var used: [Int] = []
    private let mask: Int

    /// - Parameter limit: additions at most.
    init(limit: Int) {
        var size = 64
        while size < 2 * limit { size *= 2 }
        mask = size - 1
        clusters = [Int32](repeating: -1, count: size)
        weights = [Float](repeating: 0, count: size)
    }

    mutating func add(_ weight: Float, to cluster: Int32) {
        var place = Int(truncatingIfNeeded: UInt32(bitPattern: cluster) &* 0x9E37_79B9 >> 8) & mask
        while clusters[place] != cluster {
            if clusters[place] < 0 {
                guard used.count < mask / 2 else { return }
                clusters[place] = cluster
                used.append(place)
                break
            }
            place = (place + 1) & mask
        }
        weights[place] += weight
    }

    /// The `count` clusters with the heaviest sums, ties in favour of the older.
    func heaviest(_ count: Int) -> [Int32] {
        var best: [(weight: Float, cluster: Int32)] = []
        best.reserveCapacity(count + 1)
        for place in used {
            let one = (weight: weights[place], cluster: clusters[place])
            if best.count == count, let last = best.last,
                (last.weight, one.cluster) >= (one.weight, last.cluster)
            {
                continue
            }
            var index = best.count
            while index > 0, (one.weight, best[index - 1].cluster) > (best[index - 1].weight, one.cluster) {
                index -= 1
            }
            best.insert(one, at: index)
            if best.count > count { best.removeLast() }
        }
        return best.map(\.cluster)
    }
}
