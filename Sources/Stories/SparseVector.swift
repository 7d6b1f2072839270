import Glibc

/// Weights by token, in the order of tokens: sums come out the same in every run.
struct SparseVector: Sendable {
    struct Entry: Sendable {
        var token: UInt64
        var weight: Float
    }

    private(set) var entries: [Entry] = []
    private(set) var norm = 0.0

    init() {}

    /// - Parameter entries: in any order, each token once.
    init(_ entries: [Entry]) {
        self.entries = entries.sorted { $0.token < $1.token }
        measure()
    }

    /// The same direction, of length 1.
    var unit: SparseVector {
        guard norm > 0 else { return self }
        var unit = self
        for index in unit.entries.indices { unit.entries[index].weight /= Float(norm) }
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
    func weight(of token: UInt64) -> Float {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].token < token { low = middle + 1 } else { high = middle }
        }
        return low < entries.count && entries[low].token == token ? entries[low].weight : 0
    }

    func cosine(to other: SparseVector) -> Double {
        guard norm > 0, other.norm > 0 else { return 0 }
        var dot = 0.0
        var left = 0
        var right = 0
        while left < entries.count, right < other.entries.count {
            if entries[left].token < other.entries[right].token {
                left += 1
            } else if other.entries[right].token < entries[left].token {
                right += 1
            } else {
                dot += Double(entries[left].weight) * Double(other.entries[right].weight)
                left += 1
                right += 1
            }
        }
        return dot / (norm * other.norm)
    }

    /// The heaviest entries, ties by token.
    func heaviest(_ count: Int) -> [Entry] {
        Array(entries.sorted { ($0.weight, $1.token) > ($1.weight, $0.token) }.prefix(count))
    }

    private mutating func measure() {
        var sum = 0.0
        for entry in entries { sum += Double(entry.weight) * Double(entry.weight) }
        norm = sqrt(sum)
    }
}
