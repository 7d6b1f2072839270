import Model

/// The keys of `[wirewatch]` about pushes and the listener that takes them.
package struct PushKeys: Sendable, Hashable {
    /// The public address of the listener, without a slash at its end; `nil`: no feed is pushed.
    package var callback: String?
    /// The pace of polls of feeds that are pushed.
    package var interval: Duration = .hours(6)
    /// What hubs are asked for.
    package var lease: Duration = .days(10)
    package var shortestLease: Duration = .minutes(5)
    package var longestLease: Duration = .days(30)
    /// How long a hub may take to verify a request.
    package var verificationWait: Duration = .minutes(15)
    /// Documents that one feed may be sent a minute.
    package var documentsPerMinute = 60
    package var connections = 64
    package var hostConnections = 32
    package var timeout: Duration = .seconds(15)
    /// Of the request line and all headers of a request.
    package var headerBytes = 32 << 10

    package init() {}

    /// The path of the callback, `/wirewatch` say; empty where it has none.
    package var callbackPath: String { WebAddress.path(of: callback) }
}
