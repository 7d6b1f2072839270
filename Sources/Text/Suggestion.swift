/// The nearest of a few known names to a mistyped one.
package enum Suggestion {
    /// The member of `names` that is closest to `typed`, if it is close enough to have been meant.
    ///
    /// Distance is optimal string alignment (insert, drop, replace, swap neighbours), case aside; close enough is a
    /// third of the longer word, at least 1. Ties go to the first.
    package static func nearest(to typed: String, among names: some Sequence<String>) -> String? {
        let wanted = Array(typed.lowercased().unicodeScalars.prefix(longestName))
        var best: (name: String, distance: Int)?
        for name in names {
            let letters = Array(name.lowercased().unicodeScalars.prefix(longestName))
            let distance = distance(wanted, letters)
            let limit = max(1, max(wanted.count, letters.count) / 3)
            if distance <= limit, distance < best?.distance ?? .max { best = (name, distance) }
        }
        return best?.name
    }

    /// Longer names are compared by their beginning: the table is quadratic.
    private static let longestName = 64

    private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for row in 0..<left.count {
            var current = [row + 1]
            for column in 0..<right.count {
                let isSame = left[row] == right[column]
                var cost = min(last[column] + (isSame ? 0 : 1), last[column + 1] + 1, current[column] + 1)
                let isSwapped =
                    row > 0 && column > 0 && left[row] == right[column - 1] && left[row - 1] == right[column]
                if isSwapped { cost = min(cost, beforeLast[column - 1] + 1) }
                current.append(cost)
            }
            beforeLast = last
            last = current
        }
        return last[right.count]
    }
}
