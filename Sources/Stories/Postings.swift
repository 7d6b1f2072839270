/// Which clusters the tokens lead to, the last ones of each.
///
/// Entries of clusters that are gone are dropped list by list, some lists with each article, so that no article waits
/// for all of them. That changes which entries a full list has room for, so the order of the lists and how far the
/// sweep has come are part of the state.
struct Postings: Sendable {
    /// Of lists, by token.
    private var places = TokenTable()
    /// By place.
    private(set) var lists: [List] = []
    /// Places of lists that became empty.
    private(set) var vacant: [Int32] = []
    private(set) var cursor = 0

    private static let sweepsOfEach = 4

    init() {}

    /// - Returns: `nil` where the parts contradict each other.
    init?(lists: [List], vacant: [Int32], cursor: Int) {
        self.lists = lists
        self.vacant = vacant
        self.cursor = cursor
        places.reserveCapacity(lists.count)
        for (place, list) in lists.enumerated() where !list.isEmpty {
            guard places[list.token] == nil else { return nil }
            places.set(list.token, to: Int32(place))
        }
        let isVacant = vacant.allSatisfy { lists.indices.contains(Int($0)) && lists[Int($0)].isEmpty }
        guard isVacant, Set(vacant).count == vacant.count, places.count + vacant.count == lists.count else {
            return nil
        }
    }

    mutating func post(_ entries: [SparseVector.Entry], cluster: Int32, limit: Int) {
        // The lists lie far apart. Looked up in one go, and their ends looked at in another, many are fetched at once;
        // list after list, each would be waited for.
        let known = entries.map { places[$0.token] ?? -1 }
        let isLast = known.map { $0 >= 0 && lists[Int($0)].last == cluster }
        for index in entries.indices where !isLast[index] {
            let token = entries[index].token
            if known[index] >= 0 {
                lists[Int(known[index])].append(cluster, limit: limit)
            } else if let place = vacant.popLast() {
                places.set(token, to: place)
                lists[Int(place)] = List(token: token, cluster: cluster)
            } else {
                places.set(token, to: Int32(lists.count))
                lists.append(List(token: token, cluster: cluster))
            }
        }
    }

    /// Adds up the weights of the tokens that lead to each cluster.
    func sum(_ query: [SparseVector.Entry], into sums: inout ClusterSums) {
        let known = query.map { places[$0.token] ?? -1 }
        for (entry, place) in zip(query, known) where place >= 0 {
            lists[Int(place)].forEach { sums.add(entry.weight, to: $0) }
        }
    }

    /// Drops entries of clusters that are gone from the next lists, `limit` at most.
    ///
    /// As many as it takes to look at each list a few times while as many clusters come as there are: a large window has
    /// fewer lists for each of its clusters.
    mutating func sweep(_ limit: Int, alive records: StoryRecords) {
        let needed = Self.sweepsOfEach * lists.count / max(1, records.count)
        for _ in 0..<min(max(1, needed), limit, lists.count) {
            if cursor >= lists.count { cursor = 0 }
            let wasEmpty = lists[cursor].isEmpty
            if !wasEmpty, lists[cursor].keep(where: records.contains), lists[cursor].isEmpty {
                places.remove(lists[cursor].token)
                vacant.append(Int32(cursor))
            }
            cursor += 1
        }
    }
}

extension Postings {
    /// The clusters that one token leads to, the last one last. Most have few, which need no memory of their own.
    struct List: Sendable {
        let token: UInt32
        private var count: Int32 = 0
        private var first: Int32 = 0
        private var second: Int32 = 0
        private var third: Int32 = 0
        /// All, where they are more than three.
        private var many: [Int32] = []

        init(token: UInt32, cluster: Int32) {
            self.token = token
            count = 1
            first = cluster
        }

        init(token: UInt32, clusters: [Int32]) {
            self.token = token
            take(clusters)
        }

        var isEmpty: Bool { count == 0 }

        var length: Int { Int(count) }

        var last: Int32? {
            switch count {
            case 0: nil
            case 1: first
            case 2: second
            case 3: third
            default: many.last
            }
        }

        var clusters: [Int32] {
            switch count {
            case 0: []
            case 1: [first]
            case 2: [first, second]
            case 3: [first, second, third]
            default: many
            }
        }

        func forEach(_ body: (Int32) -> Void) {
            if count > 3 {
                for cluster in many { body(cluster) }
                return
            }
            if count > 0 { body(first) }
            if count > 1 { body(second) }
            if count > 2 { body(third) }
        }

        /// Puts `cluster` at the end, wherever it stood; the first makes room where there would be more than `limit`.
        mutating func append(_ cluster: Int32, limit: Int) {
            guard count > 3 else {
                var clusters = clusters
                clusters.removeAll { $0 == cluster }
                clusters.append(cluster)
                if clusters.count > limit { clusters.removeFirst(clusters.count - limit) }
                take(clusters)
                return
            }
            if let known = many.lastIndex(of: cluster) { many.remove(at: known) }
            if many.count >= limit { many.removeFirst(many.count - limit + 1) }
            many.append(cluster)
            if many.count > 3 { count = Int32(many.count) } else { take(many) }
        }

        /// - Returns: whether any went.
        mutating func keep(where isKept: (Int32) -> Bool) -> Bool {
            var isWhole = true
            forEach { isWhole = isWhole && isKept($0) }
            if !isWhole { take(clusters.filter(isKept)) }
            return !isWhole
        }

        private mutating func take(_ clusters: [Int32]) {
            count = Int32(clusters.count)
            many = clusters.count > 3 ? clusters : []
            guard many.isEmpty else { return }
            if clusters.count > 0 { first = clusters[0] }
            if clusters.count > 1 { second = clusters[1] }
            if clusters.count > 2 { third = clusters[2] }
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
