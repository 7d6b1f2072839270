import Testing

@testable import Stories

@Suite struct TokenTableTests {
    /// xorshift: the same in every run.
    private struct Dice {
        var state: UInt64

        mutating func roll(_ sides: UInt64) -> UInt64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state % sides
        }
    }

    @Test(arguments: [3, 40, 3000])
    func `a table holds what a dictionary would`(tokens: UInt64) {
        var dice = Dice(state: 0x5EED + tokens)
        var table = TokenTable()
        var known: [UInt32: Int32] = [:]
        for step in 0..<20_000 {
            let token = UInt32(truncatingIfNeeded: dice.roll(tokens) &* 0x9E37_79B9)
            switch dice.roll(5) {
            case 0:
                table.set(token, to: Int32(step))
                known[token] = Int32(step)
            case 1, 2:
                table.count(token)
                known[token, default: 0] += 1
            case 3:
                table.remove(token)
                known[token] = nil
            default: #expect(table[token] == known[token])
            }
        }
        #expect(table.count == known.count)
        #expect(
            Dictionary(uniqueKeysWithValues: table.sorted(from: 0).map { ($0.token, $0.number) }) == known)
        let limit: Int32 = 10_000
        table.keep(from: limit)
        let kept = known.filter { $0.value >= limit }
        #expect(table.sorted(from: 0).map(\.token) == kept.keys.sorted())
        #expect(known.keys.allSatisfy { table[$0] == kept[$0] })
    }

    @Test(arguments: [1, 3, 4, 9])
    func `a token leads to its last clusters, the last one last`(limit: Int) {
        var dice = Dice(state: 0x5EED)
        var postings = Postings()
        var known: [Int32] = []
        let entry = SparseVector.Entry(token: 7, weight: 1)
        for _ in 0..<400 {
            let cluster = Int32(dice.roll(12))
            postings.post([entry], cluster: cluster, limit: limit)
            known.removeAll { $0 == cluster }
            known = Array((known + [cluster]).suffix(limit))
            #expect(postings.lists[0].clusters == known)
            #expect(postings.lists[0].last == cluster)
            #expect(postings.lists[0].length == known.count)
        }
    }

    @Test func `lists of clusters that are gone make room for other tokens`() {
        var postings = Postings()
        postings.post([SparseVector.Entry(token: 1, weight: 1)], cluster: 5, limit: 9)
        postings.post([SparseVector.Entry(token: 2, weight: 1)], cluster: 6, limit: 9)
        postings.sweep(2, alive: StoryRecords())
        #expect(postings.vacant == [0, 1])
        postings.post([SparseVector.Entry(token: 3, weight: 1)], cluster: 7, limit: 9)
        #expect(postings.lists.map(\.token) == [1, 3])
        #expect(postings.lists[1].clusters == [7])
    }
}
