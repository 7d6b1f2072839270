import Daemon
import Pipeline
import Platform
import Storage
import Systemd

/// Opens the database of a daemon; where the disk is full it waits, as the services do later.
struct StoreOpening: Sendable {
    let path: String
    let log: EventLog
    let notifier: ServiceNotifier
    let notebook: DaemonNotebook

    /// The store; `nil` where a signal ended the wait for it.
    func store() async throws(StoreError) -> SQLiteStore? {
        var standstill: String?
        while true {
            do throws(StoreError) {
                let store = try SQLiteStore(path: path)
                if standstill != nil { note(.storeRecovered, standstill: nil) }
                return store
            } catch {
                guard error.passes else { throw error }
                if standstill == nil {
                    note(.storeTroubled(error: error.message), standstill: error.message)
                }
                standstill = error.message
                try? notifier.extendTimeout(by: Daemon.troubledWait * 4)
                guard try await waits() else { return nil }
            }
        }
    }

    private func note(_ event: Event, standstill: String?) {
        log.write(event)
        notebook.change { $0.standstill = standstill }
        if let standstill { try? notifier.status(DaemonLoop.words(ofStandstill: standstill)) }
    }

    /// Waits for the next try; returns whether it is wanted.
    private func waits() async throws(StoreError) -> Bool {
        let thread: QueueExecutor
        do throws(SystemError) { thread = try QueueExecutor(name: "wirewatch-wait") } catch {
            throw .unavailable(message: "\(path): no thread to wait on: \(error)")
        }
        let signal = await thread.run { Signals.next(atMost: Daemon.troubledWait) }
        guard let signal, signal != .hangUp else { return true }
        log.write(.stopping)
        return false
    }
}
