package import Model
package import Pipeline

/// Does what people ask of alerts: silences, their ends, sending again.
package struct AlertClerk: Sendable {
    private let desk: AlertDesk?
    private let store: any Store
    private let routes: [RouteSettings]
    private let events: EventSink
    private let now: @Sendable () -> Timestamp

    /// What came of a request.
    package enum Outcome: Sendable, Hashable {
        case silenced(Silence)
        case expired(Silence)
        case resent(AlertID, routes: [String])
        /// Nothing was changed; why, in words.
        case refused(String)
    }

    package init(
        desk: AlertDesk?, store: any Store, routes: [RouteSettings], events: @escaping EventSink,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.desk = desk
        self.store = store
        self.routes = routes
        self.events = events
        self.now = now
    }

    /// Does what was left, in order.
    ///
    /// A request that is found again after a crash changes nothing more, but for sending again, which is done twice.
    package func obey() async throws(StoreError) -> [Outcome] {
        var outcomes: [Outcome] = []
        for entry in desk?.entries ?? [] {
            let outcome: Outcome
            if let request = entry.request {
                outcome = try await obey(request)
            } else {
                outcome = .refused("the file \(entry.name) is no request")
            }
            desk?.remove(entry.name)
            events(.alertsRuled(words: outcome.words))
            outcomes.append(outcome)
        }
        return outcomes
    }

    private func obey(_ request: AlertRequest) async throws(StoreError) -> Outcome {
        switch request.wish {
        case .silence(let silence):
            try await store.add(silence)
            return .silenced(silence)
        case .expire(let id):
            guard let silence = try await store.expire(id, by: request.by, at: now()) else {
                return .refused("there is no silence \(id), or it is over")
            }
            return .expired(silence)
        case .resend(let id, let route):
            if let route, !routes.contains(where: { $0.name == route }) {
                return .refused("there is no route `\(route)`")
            }
            let routes = try await store.resend(id, over: route, at: now())
            guard !routes.isEmpty else {
                return .refused("there is no alert \(id), it has no such route, or it waits there still")
            }
            return .resent(id, routes: routes)
        }
    }
}

extension AlertClerk.Outcome {
    package var words: String {
        switch self {
        case .silenced(let silence):
            "silence \(silence.id) until \(silence.end): "
                + silence.matchers.map(\.description).joined(separator: " ")
        case .expired(let silence): "silence \(silence.id) is over"
        case .resent(let id, let routes): "alert \(id) goes again over \(routes.joined(separator: ", "))"
        case .refused(let reason): "refused: \(reason)"
        }
    }
}
