package import Model
package import Pipeline

extension Daemon {
    /// When alerts may go over routes that people read, where nobody looked for long; `nil` for at once.
    package func settlingEnd() async throws(StoreError) -> Timestamp? {
        let (store, now) = (surroundings.store, surroundings.now())
        if let end = Absence.settlesAt(lastPoll: try await store.lastPoll(), now: now) {
            try await store.noteSettling(until: end)
            return end
        }
        // The first polls are made and the others are not, when a daemon is started again or reloaded.
        guard let end = try await store.settlingEnd(), end > now, end <= now + Absence.settling else {
            return nil
        }
        return end
    }
}
