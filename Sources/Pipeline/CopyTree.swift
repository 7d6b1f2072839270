package import Model

/// Which reports of a story stand under which: copies under their original, updates under what they carry on.
package struct CopyTree: Sendable, Hashable {
    /// The report that each copy stands under; never a copy itself.
    package private(set) var originals: [ItemID: ItemID] = [:]

    /// - Parameter reports: of one story in order of arrival, each with what it is a copy of.
    ///
    /// A copy of a copy stands under the first of the row. Where the original is in no report, because people parted the
    /// two, the earliest of its copies stands for it.
    package init(_ reports: [(item: ItemID, copyOf: ItemID?)]) {
        let members = Dictionary(reports.map { ($0.item, $0.copyOf) }) { first, _ in first }
        var heirs: [ItemID: ItemID] = [:]
        for report in reports {
            guard var root = report.copyOf else { continue }
            // Two that name each other end at the bound.
            var steps = 0
            while let next = members[root] ?? nil, next != report.item, steps < Self.longestRow {
                root = next
                steps += 1
            }
            if members[root] == nil {
                guard let heir = heirs[root] else {
                    heirs[root] = report.item
                    continue
                }
                root = heir
            }
            if root != report.item { originals[report.item] = root }
        }
    }

    private static let longestRow = 64

    /// Lets the earliest report of an original's own outlet stand for it: feeds show the newest first, so that what came
    /// first may have been placed as an update of what carried it on.
    fileprivate mutating func lead(by reports: [Report]) {
        let known = Dictionary(reports.map { ($0.item.id, $0) }) { first, _ in first }
        for (root, members) in Dictionary(grouping: originals.keys, by: { originals[$0] ?? $0 }) {
            guard let original = known[root] else { continue }
            let own = ([root] + members).compactMap { known[$0] }.filter {
                $0.outlet.name == original.outlet.name
            }
            let first = own.map(\.item).min { ($0.time, $0.id) < ($1.time, $1.id) }?.id ?? root
            guard first != root else { continue }
            for member in [root] + members { originals[member] = member == first ? nil : first }
        }
    }
}

extension StoryDetail {
    package var copyTree: CopyTree {
        var tree = CopyTree(reports.map { ($0.item.id, $0.placement.original) })
        tree.lead(by: reports)
        return tree
    }
}

extension Placement {
    /// What the report is a copy of.
    package var original: ItemID? {
        if case .copy(let original) = report { original } else { nil }
    }
}
