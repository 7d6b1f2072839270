import Configuration
import Curl
import Daemon
import Delivery
import Fetching
import Model
import Pipeline
import Platform
import Storage
import Systemd
import Text

/// `run`: the daemon, or one pass of it.
enum RunCommand {
    static let spec = CommandSpec(
        "run",
        summary: "the daemon: polls feeds, merges stories and sends alerts until it is told to stop, or once",
        options: [
            OptionSpec("once", "poll every due feed once, edit, deliver, and end"),
            OptionSpec("no-send", "decide alerts, but deliver none"),
            OptionSpec("strict", "with --once: exit 4 where a feed failed"),
            OptionSpec(
                "kill-after", value: "POINT", choices: Checkpoint.allCases.map(\.rawValue),
                "with --once, for drills: die at ingest, edit or deliver as by kill -9"),
        ], examples: ["run", "run --once", "run --once --no-send --config feeds.conf --state ./state"],
        paging: .none, takesSignals: true
    ) { invocation throws(CommandFailure) in
        let desk = try Desk(invocation)
        await makeClock()
        let lock = try takeLock(desk, refusal: "one daemon runs on a database")
        defer { withExtendedLifetime(lock) {} }
        let log = EventLog(invocation, zone: desk.setup.zone)
        OpenFiles.raise(to: openFiles)
        let engine = try transferEngine()
        if invocation.has("once") {
            let store = try await asking { () throws(StoreError) in try SQLiteStore(path: desk.database) }
            return try await runOnce(invocation, desk: desk, store: store, engine: engine, log: log)
        }
        let notifier = ServiceNotifier(socketPath: invocation.environment["NOTIFY_SOCKET"])
        let notebook = DaemonNotebook(DaemonNote(version: Setup.version, started: desk.now), lock: lock)
        let opening = StoreOpening(path: desk.database, log: log, notifier: notifier, notebook: notebook)
        guard let store = try await asking({ () throws(StoreError) in try await opening.store() }) else {
            return .done
        }
        let loop = DaemonLoop(
            path: desk.configurationPath, store: store, database: desk.database, engine: engine, log: log,
            sends: !invocation.has("no-send"), notifier: notifier,
            environment: invocation.environment, retries: desk.retries, rulings: desk.rulings,
            alertRequests: desk.alertRequests, marks: desk.marks, notebook: notebook)
        return try await asking { () throws(StoreError) in
            try await loop.run(desk.setup)
            do throws(StoreError) { try await store.end() } catch {
                guard error.passes else { throw error }
                log.write(.endUnmarked(error: error.message))
            }
            return .done
        }
    }

    /// Lets the runtime open the file of its clock as long as there is one: it does so with the first wait that comes to its
    /// end, and traps (SIGILL in `libdispatch`) where the process may have no more files by then.
    private static func makeClock() async {
        // Losing the error is right: nobody cancels a command at its start.
        try? await Task.sleep(for: .milliseconds(1))
    }

    /// Enough for the largest `concurrent-polls`; programs that the daemon starts inherit it.
    private static let openFiles = 8192

    /// - Parameter refusal: what is said where another process has it.
    static func takeLock(_ desk: Desk, refusal: String) throws(CommandFailure) -> FileLock {
        do throws(SystemError) {
            try Folder.make(desk.state)
            try Folder.make(Folder.parent(of: desk.database))
        } catch {
            throw CommandFailure(code: .unreachable, message: error.description)
        }
        do throws(FileLockError) {
            return try FileLock(path: desk.lock)
        } catch {
            throw CommandFailure(
                code: .negative, message: "\(error.description); \(refusal)")
        }
    }

    static func transferEngine() throws(CommandFailure) -> TransferEngine {
        do throws(SystemError) {
            return try TransferEngine()
        } catch {
            throw CommandFailure(code: .unreachable, message: error.description)
        }
    }

    // MARK: Once

    private static func runOnce(
        _ invocation: Invocation, desk: Desk, store: SQLiteStore, engine: TransferEngine, log: EventLog
    ) async throws(CommandFailure) -> ExitCode {
        let drill = invocation.value("kill-after").flatMap(Checkpoint.init)
        let bar = ProgressBar()
        Interruption.watch(pager: nil) { bar.clear() }
        let daemon = Daemon(
            setup: desk.setup,
            surroundings: surroundings(
                desk.setup, store: store, engine: engine, log: log.beside(bar),
                environment: invocation.environment, retries: desk.retries, rulings: desk.rulings,
                alertRequests: desk.alertRequests, marks: desk.marks))
        let summary = try await asking { () throws(StoreError) in
            let summary = try await daemon.pass(
                sends: !invocation.has("no-send"), progress: { bar.show($0) },
                reached: { point in
                    bar.clear()
                    if point == drill { Drill.die() }
                })
            try await store.end()
            return summary
        }
        bar.clear()
        let polls = summary.polls
        Output.error(
            "\(polls.done) feeds polled, \(polls.unchanged) unchanged, \(polls.failed) failed; "
                + "\(polls.newItems) new items, \(polls.revisedItems) revised; "
                + "\(counted(summary.alerts.count, "alert"))\n"
        )
        if polls.unreached > 0 {
            Output.error(
                "no server can be reached: \(polls.unreached) feeds are left for the next pass, as they were\n"
            )
        }
        return invocation.has("strict") && polls.failed > 0 ? .someFeedsFailed : .done
    }

    /// `FileDescriptorName=` of the socket unit for figures.
    private static let metricsSocket = "metrics"

    /// Everything that services need, made of the real things.
    static func surroundings(
        _ setup: Setup, store: SQLiteStore, engine: TransferEngine, log: EventLog,
        environment: [String: String], retries: RequestFolder, rulings: RulingDesk,
        alertRequests: AlertDesk, marks: RequestFolder, meter: Meter? = nil
    ) -> Surroundings {
        let sockets = InheritedSockets.listening(names: environment["LISTEN_FDNAMES"])
        let now: @Sendable () -> Timestamp = { Timestamp(milliseconds: SystemClock.now()) }
        let factory = channels(setup, engine: engine, journal: log.journal, environment: environment)
        var surroundings = Surroundings(
            store: store, fetcher: CurlFetcher(engine: engine, now: now),
            channels: { (route) throws(DeliveryError) in try factory.channel(for: route) },
            events: { log.write($0) }, now: now, hub: CurlHub(engine: engine),
            sockets: sockets.filter { $0.name != metricsSocket }.map(\.descriptor))
        surroundings.metricsSocket = sockets.first { $0.name == metricsSocket }?.descriptor
        if let meter { surroundings.meter = meter }
        surroundings.retries = retries
        surroundings.marks = marks
        surroundings.rulings = rulings
        surroundings.alertRequests = alertRequests
        return surroundings
    }

    /// What makes the channels of routes.
    static func channels(
        _ setup: Setup, engine: TransferEngine, journal: Journal, environment: [String: String]
    ) -> ChannelFactory {
        let zone = setup.zone
        return ChannelFactory(
            journal: journal, transport: CurlTransport(engine: engine), mail: setup.configuration.mail,
            userAgent: setup.userAgent, base: setup.configuration.daemon.base, environment: environment,
            offset: { zone.offset(at: $0) })
    }
}
