package import Model
package import Pipeline

/// What goes over a route now, what goes together, and what waits until when.
///
/// An alert that was not sent yet is held by the rules of its route. What was sent once and may have arrived keeps its
/// words and its companions, and has times of its own.
package enum Dispatch {
    package enum Step: Sendable, Hashable {
        /// One message that was put together before, or is no alert.
        case send(DeliveryID)
        /// The revisions of one watch and story, in the order in which they were decided: what they come to goes as one.
        case tell([DeliveryID])
        /// Alerts of several stories in one message; the revisions of each stand together.
        case group([[DeliveryID]])
        /// The same, as a summary.
        case flood([[DeliveryID]])
        /// Not over this route at that hour.
        case drop([DeliveryID])
        /// First alerts of what became one with a story that was told.
        case skip([DeliveryID])
    }

    package struct Plan: Sendable, Hashable {
        /// In the order in which they go.
        package var steps: [Step]
        /// When what waits may go, at the earliest; `nil` where nothing waits.
        package var next: Timestamp?

        package init(steps: [Step], next: Timestamp?) {
            self.steps = steps
            self.next = next
        }
    }

    /// What a route is like, beside what waits for it.
    package struct Route: Sendable {
        package var timing: RouteTiming
        package var hours: OpenHours
        /// Whether one message tells of many stories at length.
        package var tellsManyStories: Bool
        /// After a long absence alerts wait until then, since what was missed comes all at once.
        package var settlesAt: Timestamp?
        /// It did not answer of late: one message that was tried before is to find out.
        package var isProbed = false

        package init(
            timing: RouteTiming, hours: OpenHours, tellsManyStories: Bool = false, settlesAt: Timestamp? = nil
        ) {
            self.timing = timing
            self.hours = hours
            self.tellsManyStories = tellsManyStories
            self.settlesAt = settlesAt
        }
    }

    /// - Parameter waiting: in the order in which they were decided.
    package static func plan(_ waiting: [WaitingDelivery], over route: Route, now: Timestamp) -> Plan {
        let settled = waiting.filter { $0.parcel == $0.id || $0.parcel == nil && $0.alert == nil }
        if route.isProbed, let probe = probe(among: settled) { return Plan(steps: [.send(probe)], next: nil) }
        var plan = Plan(steps: [], next: nil)
        for delivery in settled {
            if delivery.nextAttempt <= now {
                plan.steps.append(.send(delivery.id))
            } else {
                plan.wait(until: delivery.nextAttempt)
            }
        }
        var ready: [Thread] = []
        var early: [Thread] = []
        for var thread in threads(waiting) {
            let told = thread.takeTold()
            if !told.isEmpty { plan.steps.append(.skip(told)) }
            if thread.deliveries.isEmpty { continue }
            switch turn(of: thread, over: route, now: now) {
            case .now: ready.append(thread)
            case .drop: plan.steps.append(.drop(thread.ids))
            case .wait(let moment, let forGroup):
                plan.wait(until: moment)
                if forGroup { early.append(thread) }
            }
        }
        plan.steps += steps(ready: ready, early: early, over: route)
        return plan
    }

    /// Of those that were tried, the one that was least.
    private static func probe(among settled: [WaitingDelivery]) -> DeliveryID? {
        settled.filter { $0.attempts > 0 }
            .min { ($0.attempts, $0.id.rawValue) < ($1.attempts, $1.id.rawValue) }?.id
    }

    // MARK: One watch and story

    /// What waits of one watch and story.
    private struct Thread {
        var deliveries: [WaitingDelivery]

        var ids: [DeliveryID] { deliveries.map(\.id) }
        var isForced: Bool { deliveries.contains(where: \.isForced) }
        var created: Timestamp? { deliveries.map(\.created).min() }
        var lastTold: Timestamp? { deliveries.compactMap(\.lastTold).max() }
        var isUrgent: Bool { deliveries.contains { $0.alert?.severity == .urgent } }

        /// First alerts whose story the reader knows: it was told before it became one with theirs.
        mutating func takeTold() -> [DeliveryID] {
            let told = deliveries.filter { !$0.isForced && $0.alert?.revision == 1 && $0.lastTold != nil }
            deliveries.removeAll { told.contains($0) }
            return told.map(\.id)
        }
    }

    private enum Turn {
        case now
        case drop
        /// - forGroup: for nothing but the group wait, which another may end.
        case wait(Timestamp, forGroup: Bool)
    }

    /// Without those of which an earlier message is on its way: an update does not overtake it.
    private static func threads(_ waiting: [WaitingDelivery]) -> [Thread] {
        func key(_ alert: WaitingDelivery.AlertRevision) -> AlertID {
            AlertID(watch: alert.watch, story: alert.story)
        }
        let underWay = Set(waiting.filter(\.isClaimed).compactMap { $0.alert.map(key) })
        var order: [AlertID] = []
        var threads: [AlertID: Thread] = [:]
        for delivery in waiting where !delivery.isClaimed {
            guard let alert = delivery.alert.map(key), !underWay.contains(alert) else { continue }
            if threads[alert] == nil { order.append(alert) }
            threads[alert, default: Thread(deliveries: [])].deliveries.append(delivery)
        }
        return order.compactMap { threads[$0] }
    }

    private static func turn(of thread: Thread, over route: Route, now: Timestamp) -> Turn {
        if thread.isForced { return .now }
        let timing = route.timing
        // A clock that was set back must not make a wait longer.
        let created = min(thread.created ?? now, now)
        let skips = thread.isUrgent ? timing.urgentSkips : []
        var start = now
        if !skips.contains(.active), !route.hours.contains(now) {
            if timing.outside != .hold, !route.hours.contains(created) { return .drop }
            start = route.hours.opening(from: now)
        }
        var forGroup = start == now
        if !skips.contains(.groupWait), let settlesAt = route.settlesAt, settlesAt > start {
            (start, forGroup) = (settlesAt, false)
        }
        if let told = thread.lastTold {
            (start, forGroup) = (max(start, min(told, now) + timing.groupInterval), false)
        } else if !skips.contains(.groupWait) {
            start = max(start, created + timing.groupWait)
        }
        return start <= now ? .now : .wait(start, forGroup: forGroup)
    }

    // MARK: All of a route

    private static func steps(ready: [Thread], early: [Thread], over route: Route) -> [Step] {
        // What a person asked for goes by itself.
        var steps: [Step] = ready.filter(\.isForced).map { .tell($0.ids) }
        let others = ready.filter { !$0.isForced }
        if let flood = route.timing.flood, others.count > flood {
            return steps + [.flood(others.map(\.ids))]
        }
        guard route.tellsManyStories, route.timing.groupWait > .zero else {
            return steps + others.map { .tell($0.ids) }
        }
        // Updates keep to the thread of their story.
        let updates = others.filter { $0.lastTold != nil }
        var firsts = others.filter { $0.lastTold == nil }
        // They came while the oldest waited, and would have a message of their own soon.
        if !firsts.isEmpty { firsts += early }
        steps += updates.map { .tell($0.ids) }
        return steps + (firsts.count > 1 ? [.group(firsts.map(\.ids))] : firsts.map { .tell($0.ids) })
    }
}

extension Dispatch.Plan {
    fileprivate mutating func wait(until moment: Timestamp) { next = min(next ?? moment, moment) }
}
