package import Model
package import Pipeline

extension Store {
    /// Claims each delivery over `route` that is due, by itself, as a route without rules does.
    package func claimDeliveries(
        route: String, at now: Timestamp, lease: Duration, limit: Int
    ) async throws(StoreError) -> [Delivery] {
        var claimed: [Delivery] = []
        for waiting in try await waitingDeliveries(over: route) where waiting.nextAttempt <= now {
            guard claimed.count < limit else { break }
            if let delivery = try await claim(Parcel([waiting.id]), at: now, lease: lease) {
                claimed.append(delivery)
            }
        }
        return claimed
    }
}
