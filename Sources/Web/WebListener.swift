package import MicroHTTP
import Platform

/// What answers requests whose path begins so.
package struct WebRoute: Sendable {
    /// `/push/`, say. Where several fit, the longest counts.
    package var prefix: String
    /// Bytes that a body may have, by method; other methods are answered with 405.
    package var methods: [String: Int]
    /// Called on no particular thread, several at once.
    package var answer: @Sendable (ServerRequest) async -> ServerAnswer

    package init(
        prefix: String, methods: [String: Int],
        answer: @escaping @Sendable (ServerRequest) async -> ServerAnswer
    ) {
        self.prefix = prefix
        self.methods = methods
        self.answer = answer
    }
}

/// Finds the route of a request.
package struct WebRoutes: Sendable {
    private let base: String
    private let routes: [WebRoute]

    /// - Parameter base: the path under which the world sees the listener, `/wirewatch` say: a proxy may take it away
    ///   or not.
    package init(_ routes: [WebRoute], base: String) {
        self.base = base
        self.routes = routes.sorted { $0.prefix.utf8.count > $1.prefix.utf8.count }
    }

    package func route(of path: String) -> WebRoute? { routes.first { local(path).hasPrefix($0.prefix) } }

    /// The path as if nothing stood before it.
    package func local(_ path: String) -> String {
        guard !base.isEmpty, path.hasPrefix(base + "/") else { return path }
        return String(path.dropFirst(base.count))
    }

    /// What is to be read of a body before anybody is asked; `nil` where there is nothing at `path`.
    ///
    /// A method that the route does not have gets no body, and its answer from ``answer(_:)``.
    func bodyLimit(_ method: String, _ path: String) -> Int? {
        guard let route = route(of: path) else { return nil }
        return route.methods[method] ?? 0
    }

    func answer(_ request: ServerRequest) async -> ServerAnswer {
        guard let route = route(of: request.path) else { return ServerAnswer(status: 404) }
        guard route.methods[request.method] != nil else {
            let allowed = route.methods.keys.sorted().joined(separator: ", ")
            return ServerAnswer(status: 405, headers: [ServerAnswer.Header("Allow", allowed)])
        }
        // Without the slash, links of the page would lead beside the base.
        if !base.isEmpty, request.path == base {
            return ServerAnswer(
                status: 307, headers: [.init("Location", base + "/"), .init("Cache-Control", "no-store")])
        }
        var request = request
        request.target = local(request.target)
        return await route.answer(request)
    }
}

/// The daemon's one listener: whatever is served over HTTP is a ``WebRoute`` of it.
package struct WebListener: Sendable {
    private let server: WebServer
    private let routes: WebRoutes

    /// Requests that are worked on at once; the others wait, and hold nothing but a connection.
    private static let concurrentRequests = 8
    /// Between two looks for connections that have waited too long.
    private static let expiryStep: Duration = .seconds(1)
    /// How long answers that are under way have to get out at the end.
    private static let patience: Duration = .seconds(2)

    /// Begins to listen; requests are answered once ``serve()`` runs.
    package init(
        at place: ListenPlace, limits: ServerLimits, routes: WebRoutes
    ) throws(ListenError) {
        server = try WebServer(at: place, limits: limits) { routes.bodyLimit($0, $1) }
        self.routes = routes
    }

    package var port: UInt16 { server.port }

    /// Answers until ``stop()``.
    package func serve() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await expire() }
            await answer()
            group.cancelAll()
        }
    }

    /// Cuts off who drips headers, for as long as the task lives.
    private func expire() async {
        while !Task.isCancelled {
            // Cancellation is how the wait ends with the listener.
            try? await Task.sleep(for: Self.expiryStep)
            server.expire(at: SystemClock.monotonicMilliseconds())
        }
    }

    private func answer() async {
        await withTaskGroup(of: Void.self) { group in
            var running = 0
            for await exchange in server.exchanges {
                if running == Self.concurrentRequests {
                    await group.next()
                    running -= 1
                }
                running += 1
                group.addTask { [routes] in exchange.answer(await routes.answer(exchange.request)) }
            }
        }
    }

    /// Takes no further connections, lets what is under way come to its end for a moment, and ends.
    package func stop() async {
        server.quiesce()
        let step: Duration = .milliseconds(10)
        var waited: Duration = .zero
        while server.openRequests > 0, waited < Self.patience, !Task.isCancelled {
            // A wait that is cut short ends the loop.
            try? await Task.sleep(for: step)
            waited += step
        }
        let server = server
        await withCheckedContinuation { continuation in
            do throws(SystemError) {
                // It waits for the server's thread, which the pool's threads must not.
                try DedicatedThread.start(named: "wirewatch-stop") {
                    server.stop()
                    continuation.resume()
                }
            } catch {
                server.stop()
                continuation.resume()
            }
        }
    }
}
