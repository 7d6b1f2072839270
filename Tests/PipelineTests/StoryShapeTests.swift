import Model
import Pipeline
import Testing

@Suite struct CopyTreeTests {
    struct Trial: Sendable, CustomTestStringConvertible {
        var testDescription: String
        /// Items in order of arrival, each with what it is a copy of.
        var reports: [(Int64, Int64?)]
        /// Copies and what they stand under.
        var expected: [Int64: Int64]
    }

    private static let trials = [
        Trial(testDescription: "texts of their own", reports: [(1, nil), (2, nil)], expected: [:]),
        Trial(testDescription: "a copy", reports: [(1, nil), (2, 1)], expected: [2: 1]),
        Trial(
            testDescription: "a copy of a copy stands under the first",
            reports: [(1, nil), (2, 1), (3, 2)], expected: [2: 1, 3: 1]),
        Trial(
            testDescription: "an agency that came later", reports: [(1, 3), (2, 1), (3, nil)],
            expected: [1: 3, 2: 3]),
        Trial(
            testDescription: "the original is in another story: the first copy stands for it",
            reports: [(4, 1), (5, 1), (6, 4)], expected: [5: 4, 6: 4]),
        Trial(
            testDescription: "two that name each other", reports: [(1, 2), (2, 1)], expected: [1: 2, 2: 1]),
    ]

    @Test(arguments: trials) func `copies stand under one report`(trial: Trial) {
        let tree = CopyTree(trial.reports.map { (ItemID($0.0), $0.1.map { ItemID($0) }) })
        #expect(
            Dictionary(uniqueKeysWithValues: tree.originals.map { ($0.key.rawValue, $0.value.rawValue) })
                == trial.expected)
    }
}

@Suite struct StoryGrowthTests {
    private static func growth(_ reports: [(String, Int64)]) -> StoryGrowth {
        StoryGrowth(reports.map { ($0.0, Timestamp(seconds: 1000) + .minutes($0.1)) })
    }

    @Test func `an outlet counts in the hour of its first report`() {
        let growth = Self.growth([("B", 70), ("A", 0), ("A", 61), ("C", 119), ("B", 400)])
        #expect(
            growth.hours == [
                StoryGrowth.Hour(hour: 0, items: 1, newOutlets: 1),
                StoryGrowth.Hour(hour: 1, items: 3, newOutlets: 2),
                StoryGrowth.Hour(hour: 6, items: 1, newOutlets: 0),
            ])
        #expect(growth.outlets(before: 1) == 1)
        #expect(growth.outlets(before: 6) == 3)
        #expect(growth.fastest?.hour == 1)
    }

    @Test func `no reports are no hours`() {
        #expect(Self.growth([]).hours.isEmpty)
        #expect(Self.growth([]).fastest == nil)
    }
}
