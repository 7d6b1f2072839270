/// Which clusters the tokens lead to, the last ones of each.
///
/// Entries of clusters that are gone are dropped list by list, some lists with each article, so that no article waits
/// for all of them. That changes which entries a full list has room for, so the order of the lists and how far the
/// sweep has come are part of the state.
struct Postings: Sendable, Equatable {
    private var places: [UInt32: Int32] = [:]
    /// By place.
    private(set) var lists: [List] = []
    /// Places of lists that became empty.
    private(set) var vacant: [Int32] = []
    private(set) var cursor = 0

    struct List: Sendable, Equatable {
        var token: UInt32
        var clusters: [Int32]
    }

    init() {}

    /// - Returns: `nil` where the parts contradict each other.
    init?(lists: [List], vacant: [Int32], cursor: Int) {
        self.lists = lists
        self.vacant = vacant
        self.cursor = cursor
        places.reserveCapacity(lists.count)
        for (place, list) in lists.enumerated() where !list.clusters.isEmpty {
            guard places.updateValue(Int32(place), forKey: list.token) == nil else { return nil }
        }
        let isVacant = vacant.allSatisfy {
            lists.indices.contains(Int($0)) && lists[Int($0)].clusters.isEmpty
        }
        guard isVacant, Set(vacant).count == vacant.count, places.count + vacant.count == lists.count else {
            return nil
        }
    }

    mutating func post(_ entries: [SparseVector.Entry], cluster: Int32, limit: Int) {
        for entry in entries { post(entry.token, cluster: cluster, limit: limit) }
    }

    private mutating func post(_ token: UInt32, cluster: Int32, limit: Int) {
        if let place = places[token] {
            Self.append(cluster, to: &lists[Int(place)].clusters, limit: limit)
        } else if let place = vacant.popLast() {
            places[token] = place
            lists[Int(place)] = List(token: token, clusters: [cluster])
        } else {
            places[token] = Int32(lists.count)
            lists.append(List(token: token, clusters: [cluster]))
        }
    }

    private static func append(_ cluster: Int32, to list: inout [Int32], limit: Int) {
        if list.last == cluster { return }
        if let known = list.lastIndex(of: cluster) { list.remove(at: known) }
        list.append(cluster)
        if list.count > limit { list.removeFirst(list.count - limit) }
    }

    /// Adds up the weights of the tokens that lead to each cluster.
    func sum(_ query: [SparseVector.Entry], into sums: inout ClusterSums) {
        for entry in query {
            guard let place = places[entry.token] else { continue }
            for cluster in lists[Int(place)].clusters { sums.add(entry.weight, to: cluster) }
        }
    }

    /// Drops entries of clusters that are gone from the next `count` lists.
    mutating func sweep(_ count: Int, _ isAlive: (Int32) -> Bool) {
        for _ in 0..<min(count, lists.count) {
            if cursor >= lists.count { cursor = 0 }
            let list = lists[cursor]
            if !list.clusters.isEmpty, !list.clusters.allSatisfy(isAlive) {
                let alive = list.clusters.filter(isAlive)
                lists[cursor].clusters = alive
                if alive.isEmpty {
                    places[list.token] = nil
                    vacant.append(Int32(cursor))
                }
            }
            cursor += 1
        }
    }
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
