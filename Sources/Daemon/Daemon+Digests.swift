import Model
import Pipeline

extension Daemon {
    /// Makes digests at their times until `stopper` is stopped.
    func digest(until stopper: Stopper, at bell: Doorbell, rings routes: [Doorbell]) async -> StoreError? {
        await work(until: stopper, at: bell) { _ throws(StoreError) in
            let look = try await makeDigests()
            if !look.issues.isEmpty { for route in routes { route.ring() } }
            return look.next
        }
    }

    /// Makes the digests that are due.
    func makeDigests() async throws(StoreError) -> DigestService.Look {
        let service = DigestService(
            setup: setup, store: surroundings.store, marks: surroundings.marks, now: surroundings.now)
        let look = try await service.look()
        for issue in look.issues {
            surroundings.events(.digestMade(digest: "\(issue.id)", subject: issue.subject))
        }
        return look
    }
}
