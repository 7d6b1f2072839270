import Configuration
import MicroHTTP
import Model
import Pipeline
import Web

/// Figures and signs of life over HTTP.
extension Daemon {
    /// Where figures are served; `nil` for nowhere.
    var metricsPlace: ListenPlace? {
        if let socket = surroundings.metricsSocket { return .descriptor(socket) }
        guard let text = setup.configuration.daemon.metrics,
            let (host, port) = WebAddress.listeningPlace(text)
        else { return nil }
        return .address(host: host, port: port)
    }

    /// `/metrics`, `/healthz`, `/readyz`.
    var metricsRoutes: [WebRoute] {
        let meter = surroundings.meter
        let (store, now) = (surroundings.store, surroundings.now)
        let window = setup.configuration.daemon.storyWindow
        return [
            Self.page("/metrics") {
                let moment = now()
                do throws(StoreError) {
                    let gauges = try await store.gauges(openSince: moment - window)
                    let text = MetricsPage.text(
                        meter.counters, gauges, version: Setup.version, waits: meter.standstill != nil,
                        at: moment)
                    return ServerAnswer(
                        status: 200, headers: [.init("Content-Type", MetricsText.mediaType)],
                        body: Array(text.utf8))
                } catch {
                    return Self.plain(503, "the store does not answer")
                }
            },
            Self.page("/healthz") {
                let late = meter.lateStages.map(\.rawValue)
                return late.isEmpty
                    ? Self.plain(200, "ok") : Self.plain(503, "late: \(late.joined(separator: ", "))")
            },
            Self.page("/readyz") {
                if meter.isReady { return Self.plain(200, "ready") }
                let waits = meter.standstill != nil
                return Self.plain(503, waits ? "waiting for the store, see the log" : "starting, or ending")
            },
        ]
    }

    private static func page(
        _ path: String, _ answer: @escaping @Sendable () async -> ServerAnswer
    ) -> WebRoute {
        // A route is a prefix, and these pages have nothing below them.
        WebRoute(prefix: path, methods: ["GET": 0, "HEAD": 0]) { request in
            request.path == path ? await answer() : ServerAnswer(status: 404)
        }
    }

    private static func plain(_ status: Int, _ text: String) -> ServerAnswer {
        ServerAnswer(
            status: status,
            headers: [
                .init("Content-Type", "text/plain; charset=utf-8"), .init("Cache-Control", "no-store"),
            ],
            body: Array("\(text)\n".utf8))
    }

    /// Serves figures until `stopper` is stopped.
    func serveMetrics(until stopper: Stopper, at bell: Doorbell) async -> StoreError? {
        guard let place = metricsPlace else { return nil }
        await serve(WebRoutes(metricsRoutes, base: ""), at: place, until: stopper, bell: bell)
        return nil
    }
}
