import Daemon
import Model
import Pipeline
import Storage
import Synchronization
import TestSupport
import Testing

/// Alerts decided by hand, and a service for one route.
extension Desk {
    static func alert(
        _ story: Int64, revision: Int = 1, severity: Severity = .normal, at moment: Timestamp = start
    ) -> Alert {
        Alert(
            id: AlertID(watch: "kim", story: StoryID(story)), revision: revision,
            reason: revision == 1 ? .opened : .outlets(revision), decided: moment,
            content: AlertContent(
                watch: "kim", severity: severity, story: StoryID(story), headline: "Story \(story)", url: nil,
                outlets: revision, languages: ["en"], items: revision, independentTexts: 1, firstOutlet: "A",
                firstReport: moment, evidence: [], reports: []))
    }

    func decide(_ alerts: Alert..., routes: [String] = ["desk"]) async throws {
        var batch = EditBatch(at: clock.now)
        batch.alerts = alerts
        batch.routes = alerts.map { _ in routes }
        try await store.commit(batch)
    }

    func service(
        _ type: RouteType = .email, rules: DeliveryRules = DeliveryRules(),
        _ change: (inout RouteSettings) -> Void = { _ in }
    ) -> DeliveryService {
        var route = RouteSettings(name: "desk", type: type)
        change(&route)
        return DeliveryService(
            route: route, rules: rules, channel: channel, store: store, events: { _ in }, now: { clock.now })
    }

    /// Lets the clock go on from turn to turn until nothing waits.
    func settle(_ service: inout DeliveryService) async throws {
        for _ in 0..<500 {
            _ = try await service.drain()
            guard let next = try await service.nextTurn() else { return }
            if next > clock.now { pass(by: next - clock.now) }
        }
        Issue.record("deliveries go on for ever")
    }
}

extension Message {
    /// The alerts that it tells of.
    var alerts: [Alert] {
        switch self {
        case .alert(let alert): [alert]
        case .bundle(let bundle): bundle.alerts
        case .notice, .digest: []
        }
    }
}
