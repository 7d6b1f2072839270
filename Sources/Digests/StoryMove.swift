package import Model

/// A named reason for which a story is another than it was.
package enum StoryMove: Sendable, Hashable {
    /// It reached this many outlets.
    case outlets(Int)
    /// First report by an outlet of this kind.
    case kind(OutletKind)
    /// First report in this language.
    case language(String)
    /// Its lead has another headline than the given one, which it had before.
    case headline(was: String)

    /// Counts of outlets at which a story has moved; those at which alerts are updated where nothing else is said.
    package static let outletSteps: Set<Int> = [5, 15, 40]
}

/// A move with its moment.
package struct DatedMove: Sendable, Hashable {
    package var moment: Timestamp
    package var move: StoryMove

    package init(moment: Timestamp, move: StoryMove) {
        self.moment = moment
        self.move = move
    }

    /// How a story moved since the report that opened it, soonest first.
    ///
    /// - Parameter lead: the item whose changed headline counts.
    package static func moves(of reports: [DigestReport], lead: ItemID) -> [DatedMove] {
        var outlets: Set<String> = []
        var kinds: Set<OutletKind> = []
        var languages: Set<String> = []
        var moves: [DatedMove] = []
        for report in reports.sorted(by: { ($0.firstSeen, $0.item) < ($1.firstSeen, $1.item) }) {
            let isFirst = outlets.isEmpty
            func note(_ move: StoryMove) {
                if !isFirst { moves.append(DatedMove(moment: report.firstSeen, move: move)) }
            }
            if outlets.insert(report.outlet.name).inserted, StoryMove.outletSteps.contains(outlets.count) {
                note(.outlets(outlets.count))
            }
            if let kind = report.outlet.kind, kinds.insert(kind).inserted { note(.kind(kind)) }
            if let language = report.language, languages.insert(language).inserted {
                note(.language(language))
            }
        }
        if let change = reports.first(where: { $0.item == lead })?.headlineChange {
            moves.append(DatedMove(moment: change.at, move: .headline(was: change.was)))
        }
        return moves.enumerated().sorted { ($0.element.moment, $0.offset) < ($1.element.moment, $1.offset) }
            .map(\.element)
    }
}
