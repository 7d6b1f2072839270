import Glibc

/// Weights by token, in the order of tokens: sums come out the same in every run.
struct SparseVector: Sendable, Equatable {
    struct Entry: Sendable, Equatable {
        var token: UInt32
        var weight: Float
    }

    private(set) var entries: [Entry] = []
    private(set) var norm: Float = 0

    init() {}

    /// - Parameter entries: in any order, each token once.
    init(_ entries: [Entry]) {
        self.entries = entries.sorted { $0.token < $1.token }
        measure()
    }

    /// - Parameter sorted: in the order of tokens, each once.
    init(sorted: [Entry]) {
        entries = sorted
        measure()
    }

    /// The same direction, of length 1.
    var unit: SparseVector {
        guard norm > 0 else { return self }
        var unit = self
        for index in unit.entries.indices { unit.entries[index].weight /= norm }
        unit.measure()
        return unit
    }

    /// This, faded by `decay`, and `other`; cut to the `limit` heaviest tokens where more than `slack` come together.
    mutating func add(_ other: SparseVector, decay: Float, slack: Int, limit: Int) {
        var sum: [Entry] = []
        sum.reserveCapacity(entries.count + other.entries.count)
        var left = 0
        var right = 0
        while left < entries.count || right < other.entries.count {
            if right == other.entries.count
                || left < entries.count && entries[left].token < other.entries[right].token
            {
                sum.append(Entry(token: entries[left].token, weight: entries[left].weight * decay))
                left += 1
            } else if left == entries.count || other.entries[right].token < entries[left].token {
                sum.append(other.entries[right])
                right += 1
            } else {
                let weight = entries[left].weight * decay + other.entries[right].weight
                sum.append(Entry(token: entries[left].token, weight: weight))
                left += 1
                right += 1
            }
        }
        if sum.count > slack {
            sum.sort { ($0.weight, $1.token) > ($1.weight, $0.token) }
            sum = sum.prefix(limit).sorted { $0.token < $1.token }
        }
        entries = sum
        measure()
    }

    /// The weight of `token`; 0 where it does not occur.
    func weight(of token: UInt32) -> Float {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].token < token { low = middle + 1 } else { high = middle }
        }
        return low < entries.count && entries[low].token == token ? entries[low].weight : 0
    }

    /// The sum of products over shared tokens.
    func dot(_ other: SparseVector) -> Float {
        var dot: Float = 0
        let one = entries.span
        let two = other.entries.span
        var left = 0
        var right = 0
        while left < one.count, right < two.count {
            let a = one[left].token
            let b = two[right].token
            if a == b { dot += one[left].weight * two[right].weight }
            left += a <= b ? 1 : 0
            right += b <= a ? 1 : 0
        }
        return dot
    }

    /// The products over shared tokens.
    func shared(with other: SparseVector) -> SparseVector {
        var shared: [Entry] = []
        var right = 0
        for entry in entries {
            while right < other.entries.count, other.entries[right].token < entry.token { right += 1 }
            guard right < other.entries.count, other.entries[right].token == entry.token else { continue }
            shared.append(Entry(token: entry.token, weight: entry.weight * other.entries[right].weight))
        }
        return SparseVector(sorted: shared)
    }

    func cosine(to other: SparseVector) -> Double {
        guard norm > 0, other.norm > 0 else { return 0 }
        return Double(dot(other) / (norm * other.norm))
    }

    /// The heaviest entries, ties by token.
    func heaviest(_ count: Int) -> [Entry] {
        guard entries.count > count else {
            return entries.sorted { ($0.weight, $1.token) > ($1.weight, $0.token) }
        }
        var best: [Entry] = []
        best.reserveCapacity(count + 1)
        for entry in entries {
            if best.count == count, let last = best.last,
                (last.weight, entry.token) >= (entry.weight, last.token)
            {
                continue
            }
            var place = best.count
            while place > 0, (entry.weight, best[place - 1].token) > (best[place - 1].weight, entry.token) {
                place -= 1
            }
            best.insert(entry, at: place)
            if best.count > count { best.removeLast() }
        }
        return best
    }

    private mutating func measure() {
        var sum: Float = 0
        for entry in entries { sum += entry.weight * entry.weight }
        norm = sqrtf(sum)
    }
}
