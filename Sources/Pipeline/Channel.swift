package import Model

/// The port through which messages leave: one for each route.
package protocol Channel: Sendable {
    /// Makes one attempt; returns once the other side has it.
    ///
    /// An attempt that may have arrived is repeated with the same `Message.idempotencyKey`.
    /// - Throws: whether to try again, and from when on.
    func send(_ message: Message, at moment: Timestamp) async throws(DeliveryError)
}

/// Why an attempt to deliver failed.
package enum DeliveryError: Error, Sendable, Hashable {
    /// Worth another try; the receiver may have said when.
    case unavailable(message: String, retryAfter: Duration?)
    /// The receiver will never take it.
    case refused(message: String)

    package var message: String {
        switch self {
        case .unavailable(let message, _), .refused(let message): message
        }
    }
}
