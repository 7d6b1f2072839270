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
    let engine: TransferEngine
    let log: EventLog
    let sends: Bool
    let environment: [String: String]
    let retries: RequestFolder
    let rulings: RulingDesk
    let marks: RequestFolder
    /// Takes what `status` asks for.
    let lock: FileLock

    /// What ends one configuration's services.
    private enum End: Sendable {
        case stop
        case reload(Setup)
        case failed(StoreError)
    }

    /// Runs with `setup`, and with what is read at each reload, until a signal ends it.
    func run(_ setup: Setup) async throws(StoreError) {
        let notifier = ServiceNotifier(socketPath: environment["NOTIFY_SOCKET"])
        let signals: AsyncStream<Signal>
        do throws(SystemError) {
            signals = try Signals.arriving()
        } catch {
            throw .unavailable(message: error.description)
        }
        var setup = setup
        note(DaemonNote(version: Setup.version, started: now))
        log.write(
            .started(
                version: Setup.version, feeds: setup.configuration.feeds.count,
                watches: setup.configuration.watchCount))
        while true {
            // A manager that does not listen is none of the line's business.
            try? notifier.ready(status: status(of: setup))
            switch await runServices(setup, signals: signals, notifier: notifier) {
            case .stop: return
            case .failed(let error): throw error
            case .reload(let next):
                log.write(.reloaded(changes: Self.changes(from: setup, to: next)))
                noteReload(problems: [])
                setup = next
            }
        }
    }

    /// Runs the services of one configuration until a signal or a failure ends them.
    private func runServices(
        _ setup: Setup, signals: AsyncStream<Signal>, notifier: ServiceNotifier
    ) async -> End {
        let stopper = Stopper()
        let daemon = Daemon(
            setup: setup,
            surroundings: RunCommand.surroundings(
                setup, store: store, engine: engine, log: log, environment: environment,
                retries: retries, rulings: rulings, marks: marks))
        return await withTaskGroup(of: End?.self) { group in
            group.addTask {
                do throws(StoreError) {
                    try await daemon.run(until: stopper, sends: sends)
                    return nil
                } catch {
                    return .failed(error)
                }
            }
            group.addTask { await self.listen(to: signals, notifier: notifier) }
            group.addTask { await self.feedWatchdog(notifier, setup: setup) }
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
    private func listen(to signals: AsyncStream<Signal>, notifier: ServiceNotifier) async -> End? {
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
                    noteReload(problems: problems)
                    try? notifier.ready(status: "configuration has errors, the old one is kept")
                }
            }
        }
        return nil
    }

    // MARK: Note

    private var now: Timestamp { Timestamp(milliseconds: SystemClock.now()) }

    private func noteReload(problems: [String]) {
        guard var note = DaemonNote(lock: lock.path) else { return }
        note.reloaded = now
        note.problems = problems
        self.note(note)
    }

    private func note(_ note: DaemonNote) {
        // Only `status` misses it.
        try? lock.note(note.lines)
    }

    // MARK: Watchdog

    /// Tells the service manager that the line is alive, by asking the store, which every stage goes through.
    private func feedWatchdog(_ notifier: ServiceNotifier, setup: Setup) async -> End? {
        let interval = ServiceNotifier.watchdogInterval().map { $0 / 2 } ?? .seconds(60)
        while !Task.isCancelled {
            if (try? await store.nextDue()) != nil {
                try? notifier.watchdog()
                try? notifier.status(await liveStatus(setup))
            }
            do { try await Task.sleep(for: interval) } catch { break }
        }
        // Ends with its group, not before: an end would be taken for the daemon's.
        return .stop
    }

    private func liveStatus(_ setup: Setup) async -> String {
        guard let figures = try? await store.figures() else { return status(of: setup) }
        return
            "\(figures.feeds) feeds (\(figures.failingFeeds) failing), \(figures.stories) stories, "
            + "\(figures.alerts) alerts"
    }

    private func status(of setup: Setup) -> String {
        "\(setup.configuration.feeds.count) feeds, \(setup.configuration.watchCount) watches"
    }

    private static func changes(from old: Setup, to new: Setup) -> String {
        func count<Key: Hashable>(_ what: String, _ before: [Key], _ after: [Key]) -> String? {
            let added = Set(after).subtracting(before).count
            let removed = Set(before).subtracting(after).count
            return added + removed == 0 ? nil : "\(what) +\(added) -\(removed)"
        }
        let parts = [
            count("feeds", old.configuration.feeds, new.configuration.feeds),
            count("watches", old.configuration.watches, new.configuration.watches),
            count("aliases", old.configuration.aliases, new.configuration.aliases),
            count(
                "feed watches", old.configuration.feedWatches, new.configuration.feedWatches),
            count("routes", old.configuration.routes, new.configuration.routes),
        ].compactMap { $0 }
        return parts.isEmpty ? "nothing changed" : parts.joined(separator: ", ")
    }
}
