import Model
import Pipeline
import Synchronization

/// How services repeat their work, and wait for a store that takes no writes.
extension Daemon {
    /// Repeats `body`, which says when it wants to be called again, with a wait between.
    ///
    /// - Parameter stage: the stage of the line that it is.
    /// - Returns: what cannot be waited for.
    func work(
        until stopper: Stopper, at bell: Doorbell, as stage: Pulse.Stage? = nil,
        _ body: (StoreWait) async throws(StoreError) -> Timestamp?
    ) async -> StoreError? {
        while !stopper.isStopped {
            do throws(StoreError) {
                let next = try await patiently(until: stopper, at: bell, as: stage, body)
                guard let next else { return nil }
                var wait = Self.longestWait
                if let next {
                    wait = min(max(next - surroundings.now(), Self.shortestWait), Self.longestWait)
                }
                if !stopper.isStopped { await bell.wait(atMost: wait) }
            } catch {
                return error
            }
        }
        return nil
    }

    /// What `body` gives once the store lets it; `nil` where `stopper` was stopped before.
    ///
    /// Where there is no room `body` is not called again before there is some: feeds would be asked for nothing.
    func patiently<Value>(
        until stopper: Stopper, at bell: Doorbell, as stage: Pulse.Stage? = nil,
        _ body: (StoreWait) async throws(StoreError) -> Value
    ) async throws(StoreError) -> Value? {
        let wait = StoreWait(meter: surroundings.meter, events: surroundings.events)
        defer { wait.end() }
        while !stopper.isStopped {
            var hasRoom = true
            if wait.isOn { hasRoom = await surroundings.store.hasRoom() }
            do throws(StoreError) {
                if hasRoom { return try await body(wait) }
            } catch {
                guard error.passes else { throw error }
                wait.begin(for: error.message)
            }
            if let stage { surroundings.meter.beat(stage, rest: Self.troubledWait) }
            if !stopper.isStopped { await bell.wait(atMost: Self.troubledWait) }
        }
        return nil
    }

    /// Wall clocks jump: nobody sleeps longer than this without looking again.
    static let longestWait: Duration = .seconds(60)
    static let shortestWait: Duration = .milliseconds(200)
    /// Between two tries of a store that takes no writes.
    package static let troubledWait: Duration = .seconds(15)
}

/// Whether one service waits for the store; the first and the last that do are told.
final class StoreWait: Sendable {
    private let isWaiting = Mutex(false)
    private let meter: Meter
    private let events: EventSink

    init(meter: Meter, events: @escaping EventSink) {
        self.meter = meter
        self.events = events
    }

    var isOn: Bool { isWaiting.withLock { $0 } }

    func begin(for reason: String) {
        guard change(to: true), meter.beginWaiting(for: reason) else { return }
        events(.storeTroubled(error: reason))
    }

    func end() {
        guard change(to: false), meter.endWaiting() else { return }
        events(.storeRecovered)
    }

    /// Returns whether that was a change.
    private func change(to isOn: Bool) -> Bool {
        isWaiting.withLock { isWaiting in
            defer { isWaiting = isOn }
            return isWaiting != isOn
        }
    }
}
