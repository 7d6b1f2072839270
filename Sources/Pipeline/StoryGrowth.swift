package import Model

/// How a story spread, by the stated times of its reports.
package struct StoryGrowth: Sendable, Hashable {
    /// What came in one hour after the first report.
    package struct Hour: Sendable, Hashable {
        /// Whole hours after the first report.
        package var hour: Int
        package var items: Int
        /// Outlets that had not reported before.
        package var newOutlets: Int

        package init(hour: Int, items: Int, newOutlets: Int) {
            self.hour = hour
            self.items = items
            self.newOutlets = newOutlets
        }
    }

    /// Hours in which anything came, in order.
    package private(set) var hours: [Hour] = []

    package init(_ reports: [(outlet: String, time: Timestamp)]) {
        let ordered = reports.sorted { $0.time < $1.time }
        guard let first = ordered.first?.time else { return }
        var known: Set<String> = []
        for report in ordered {
            let hour = Int((report.time.seconds - first.seconds) / 3600)
            if hours.last?.hour != hour { hours.append(Hour(hour: hour, items: 0, newOutlets: 0)) }
            hours[hours.count - 1].items += 1
            if known.insert(report.outlet).inserted { hours[hours.count - 1].newOutlets += 1 }
        }
    }

    /// Outlets that had reported before so many hours had passed since the first.
    package func outlets(before hour: Int) -> Int {
        hours.reduce(0) { $1.hour < hour ? $0 + $1.newOutlets : $0 }
    }

    /// The hour that brought most outlets, the earliest of equals.
    package var fastest: Hour? {
        hours.max { ($0.newOutlets, $1.hour) < ($1.newOutlets, $0.hour) }
    }
}

extension StoryDetail {
    package var growth: StoryGrowth { StoryGrowth(reports.map { ($0.outlet.name, $0.item.time) }) }
}
