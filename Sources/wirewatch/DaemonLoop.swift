import Configuration
import Curl
import Daemon
import Model
import Pipeline
import Platform
import Storage
import Systemd

/// The daemon under its service manager: signals, reloads, notifications.
struct DaemonLoop: Sendable {
    let path: String
    let store: SQLiteStore
    /// The file of the store.
    let database: String
    let engine: TransferEngine
    let log: EventLog
    let sends: Bool
    let notifier: ServiceNotifier
    let environment: [String: String]
    let retries: RequestFolder
    let rulings: RulingDesk
    let alertRequests: AlertDesk
    let marks: RequestFolder
    /// Takes what `status` asks for.
    let notebook: DaemonNotebook

    /// Counts across reloads.
    let meter = Meter(elapsed: { .milliseconds(SystemClock.monotonicMilliseconds()) })

    /// What ends one configuration's services.
    private enum End: Sendable {
        case stop
        case reload(Setup)
        case failed(StoreError)
    }

    /// Runs with `setup`, and with what is read at each reload, until a signal ends it.
    func run(_ setup: Setup) async throws(StoreError) {
        let signals: AsyncStream<Signal>
        do throws(SystemError) {
            signals = try Signals.arriving()
        } catch {
            throw .unavailable(message: error.description)
        }
        var setup = setup
        log.write(
            .started(
                version: Setup.version, feeds: setup.configuration.feeds.count,
                watches: setup.configuration.watchCount))
        meter.count { $0.lastReload = Self.now }
        while true {
            // A manager that does not listen is none of the line's business.
            try? notifier.ready(status: status(of: setup))
            switch await runServices(setup, signals: signals) {
            case .stop: return
            case .failed(let error): throw error
            case .reload(let next):
                let changes = ConfigurationChanges(from: setup.configuration, to: next.configuration)
                log.write(.reloaded(changes: changes.words))
                meter.count {
                    $0.isReloadSound = true
                    $0.lastReload = Self.now
                }
                noteReload(problems: [])
                setup = next
            }
        }
    }

    /// Runs the services of one configuration until a signal or a failure ends them.
    private func runServices(
        _ setup: Setup, signals: AsyncStream<Signal>
    ) async -> End {
        let stopper = Stopper()
        var surroundings = RunCommand.surroundings(
            setup, store: store, engine: engine, log: log, environment: environment,
            retries: retries, rulings: rulings, alertRequests: alertRequests, marks: marks, meter: meter)
        surroundings.events = { tell($0, of: setup) }
        // Without a connection of their own, pages read through the one that writes.
        if setup.configuration.daemon.pages != nil {
            surroundings.reader = try? SQLiteReader(path: database)
        }
        let daemon = Daemon(setup: setup, surroundings: surroundings)
        return await withTaskGroup(of: End?.self) { group in
            group.addTask {
                do throws(StoreError) {
                    try await daemon.run(until: stopper, sends: sends)
                    return nil
                } catch {
                    return .failed(error)
                }
            }
            group.addTask { await self.listen(to: signals) }
            group.addTask { await self.feedWatchdog(setup) }
            var end: End = .stop
            while let finished = await group.next() {
                guard let finished else { break }
                end = finished
                if case .failed = finished { break }
                stopper.stop()
                // What is under way has this long to come to its end; then transfers are given up.
                group.addTask {
                    try? await Task.sleep(for: Self.patience)
                    return nil
                }
            }
            group.cancelAll()
            return end
        }
    }

    /// The service manager's own patience is longer.
    private static let patience: Duration = .seconds(8)

    /// Waits for a signal that ends the services: a reload only if the new configuration is sound.
    private func listen(to signals: AsyncStream<Signal>) async -> End? {
        for await signal in signals {
            switch signal {
            case .terminate, .interrupt:
                log.write(.stopping)
                try? notifier.stopping(status: "finishing what is in flight")
                return .stop
            case .hangUp:
                try? notifier.reloading(atMonotonicMicroseconds: SystemClock.monotonicMicroseconds())
                do throws(ConfigurationErrors) {
                    return .reload(try Setup(path: path))
                } catch {
                    let problems = error.problems.filter { $0.severity == .error }.map(\.description)
                    log.write(.reloadRefused(problems: problems))
                    meter.count { $0.isReloadSound = false }
                    noteReload(problems: problems)
                    try? notifier.ready(status: Self.refusal)
                }
            }
        }
        return nil
    }

    private static let refusal = "configuration has errors, the old one is kept: see `wirewatch check`"

    // MARK: Note

    private static var now: Timestamp { Timestamp(milliseconds: SystemClock.now()) }

    private func noteReload(problems: [String]) {
        notebook.change { note in
            note.reloaded = Self.now
            note.problems = problems
        }
    }

    /// Writes an event down; that the store takes no writes is said to whoever asks at once.
    private func tell(_ event: Event, of setup: Setup) {
        log.write(event)
        switch event {
        case .storeTroubled, .storeRecovered:
            let standstill = meter.standstill
            notebook.change { $0.standstill = standstill }
            try? notifier.status(standstill.map(Self.words(ofStandstill:)) ?? status(of: setup))
        default: break
        }
    }

    static func words(ofStandstill reason: String) -> String { "waiting for the store: \(reason)" }

    // MARK: Watchdog

    /// Tells the service manager that the line is alive: the poll loop and the editor have moved, and the store answers.
    ///
    /// Where one of them hangs nothing is told, and the manager ends the daemon and starts it anew.
    private func feedWatchdog(_ setup: Setup) async -> End? {
        let interval = ServiceNotifier.watchdogInterval().map { $0 / 2 } ?? .seconds(60)
        var told: [Pulse.Stage] = []
        while !Task.isCancelled {
            let late = meter.lateStages
            if late.isEmpty {
                // A store that waits for room answers; one that hangs does not, and neither does this.
                if (try? await store.nextDue()) != nil {
                    try? notifier.watchdog()
                    try? notifier.status(await liveStatus(setup))
                }
            } else if late != told {
                log.write(.stagesLate(stages: late.map(\.rawValue)))
            }
            told = late
            do { try await Task.sleep(for: interval) } catch { break }
        }
        // Ends with its group, not before: an end would be taken for the daemon's.
        return .stop
    }

    private func liveStatus(_ setup: Setup) async -> String {
        let counters = meter.counters
        guard counters.isReloadSound else { return Self.refusal }
        if let standstill = meter.standstill { return Self.words(ofStandstill: standstill) }
        let window = setup.configuration.daemon.storyWindow
        guard let gauges = try? await store.gauges(openSince: Self.now - window) else {
            return status(of: setup)
        }
        let failing = counters.feeds.count { $0.value.isFailing }
        var words =
            "\(setup.configuration.feeds.count) feeds (\(failing) failing), \(gauges.openStories) open stories"
        if gauges.unplaced > 0 { words += ", \(gauges.unplaced) items to be placed" }
        if gauges.pendingDeliveries > 0 { words += ", \(gauges.pendingDeliveries) deliveries wait" }
        return words
    }

    private func status(of setup: Setup) -> String {
        "\(setup.configuration.feeds.count) feeds, \(setup.configuration.watchCount) watches"
    }
}
