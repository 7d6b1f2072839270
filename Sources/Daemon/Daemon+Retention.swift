import Configuration
import Model
import Pipeline

/// Deleting what is old.
extension Daemon {
    /// Deletes what is old until `stopper` is stopped, a little between other work.
    func tidy(until stopper: Stopper, at bell: Doorbell) async -> StoreError? {
        var janitor = janitor
        return await work(until: stopper, at: bell) { _ throws(StoreError) in
            try await janitor.step()
        }
    }

    /// A part of it, for a pass: who makes passes all day gets through as well.
    func tidyABit() async throws(StoreError) {
        var janitor = janitor
        let start = surroundings.now()
        for _ in 0..<Self.passSteps {
            guard let next = try await janitor.step(), next < start + JanitorService.interval else { break }
        }
    }

    /// Steps of a pass at most.
    private static let passSteps = 20

    private var janitor: JanitorService {
        let configuration = setup.configuration
        return JanitorService(
            keep: configuration.daemon.keep, remember: configuration.daemon.remember,
            needed: max(configuration.daemon.storyWindow, Self.lookBack(of: configuration.digests)),
            store: surroundings.store, events: surroundings.events, now: surroundings.now)
    }

    /// How far back digests look at most.
    private static func lookBack(of digests: [DigestSettings]) -> Duration {
        digests.map { $0.since ?? DigestService.longestWindow }.max() ?? .zero
    }
}
