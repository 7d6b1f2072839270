/// When alerts go over a route, and how many at once. Summaries of feeds in trouble have times of their own.
package struct RouteTiming: Hashable, Sendable, Codable {
    /// The first alert of a story waits so long, and is told as the story stands then.
    package var groupWait: Duration = .zero
    /// What is told of one watch and story is followed by the next after so long at the earliest.
    package var groupInterval: Duration = .zero
    /// When alerts may go; none for always.
    package var active: [ActiveHours] = []
    package var outside: OutsideHours = .hold
    /// What does not count for urgent alerts.
    package var urgentSkips: Set<UrgentSkip> = []
    /// Where more stories than this wait, one summary goes instead; `nil` for each by itself.
    package var flood: Int?

    package init() {}

    /// Whether an alert may wait here, so that its story has gone on when it goes.
    package var waits: Bool { groupWait > .zero || groupInterval > .zero || !active.isEmpty }
}

/// What becomes of an alert that is decided outside of a route's active hours.
package enum OutsideHours: String, Sendable, Codable, CaseIterable {
    /// It waits for them.
    case hold
    /// It does not go over this route.
    case drop
    /// The same; a digest that takes the route tells of the story.
    case digest
}

/// What an urgent alert need not wait for.
package enum UrgentSkip: String, Sendable, Codable, CaseIterable {
    case groupWait = "group-wait"
    case active
}

extension RouteType {
    /// Where more wait for people than this, they get one summary.
    package static let usualFlood = 20
}

extension RouteSettings {
    /// Whether people read what goes over it as it comes, rather than a program or whoever opens a log.
    package var isReadByPeople: Bool {
        switch type {
        case .email, .ntfy, .gotify, .telegram: true
        case .webhook: format != .standard && format != .cloudevents
        case .journal, .stdout, .exec, .file: false
        }
    }

    /// Whether one message over it can tell of many stories at length.
    package var tellsManyStories: Bool { type == .email }
}
