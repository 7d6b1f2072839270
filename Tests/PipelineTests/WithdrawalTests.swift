import Model
import Pipeline
import Testing

@Suite struct WithdrawalTests {
    /// Items of two documents in their order, each dated by its number or as given; what was taken out between them.
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var before: [Int64]
        var now: [Int64]
        var dates: [Int64: Int64?] = [:]
        var expected: [Int64] = []
        var testDescription: String { name }

        func listed(_ items: [Int64]) -> [Withdrawal.Listed] {
            items.map { item in
                let date = dates[item] ?? item
                return Withdrawal.Listed(ItemID(item), date.map { Timestamp(seconds: $0) })
            }
        }
    }

    @Test(arguments: [
        Case(name: "nothing changed", before: [5, 4, 3, 2, 1], now: [5, 4, 3, 2, 1]),
        Case(name: "the oldest leave as new ones come", before: [5, 4, 3, 2, 1], now: [7, 6, 5, 4, 3]),
        Case(
            name: "one leaves while older ones stay", before: [5, 4, 3, 2, 1], now: [6, 5, 4, 2, 1],
            expected: [3]),
        Case(
            name: "the newest is taken back, the oldest leaves", before: [5, 4, 3, 2, 1], now: [6, 4, 3, 2],
            expected: [5]),
        Case(name: "all are others", before: [5, 4, 3, 2, 1], now: [10, 9, 8, 7, 6]),
        Case(name: "the feed is empty", before: [5, 4, 3, 2, 1], now: []),
        Case(name: "more than a quarter leaves at once", before: [5, 4, 3, 2, 1], now: [5, 2, 1]),
        Case(
            name: "oldest first: the first leave as new ones come", before: [1, 2, 3, 4, 5],
            now: [2, 3, 4, 5, 6]),
        Case(name: "a list by another order", before: [5, 1, 4, 2, 3], now: [5, 1, 2, 3]),
        Case(
            name: "an item without a date tells no order", before: [5, 4, 3, 2, 1], now: [5, 4, 2, 1],
            dates: [4: nil]),
        Case(
            name: "as old as what stays", before: [5, 4, 3, 2, 1], now: [5, 4, 3, 1],
            dates: [2: 1]),
    ])
    func `what leaves a list by date before older items was taken out`(given: Case) {
        let items = Withdrawal.items(from: given.listed(given.before), to: given.listed(given.now))
        #expect(items == given.expected.map { ItemID($0) })
    }

    @Test func `a list that only lost its end has no leavers to be looked at`() {
        let before = (1...9).reversed().map { ItemID($0) }
        #expect(Withdrawal.leavers(from: before, to: [ItemID(10)] + before.dropLast()).isEmpty)
        #expect(Withdrawal.leavers(from: before, to: Array(before.dropFirst())) == [ItemID(9)])
    }
}
