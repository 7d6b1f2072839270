package import Scheduling

/// The port to the hubs that push feeds.
package protocol Hub: Sendable {
    /// Makes one request and says how it was taken; never longer than the limits of `request` allow.
    func ask(_ request: HubRequest) async -> HubOutcome
}

/// A request for a subscription, or for the end of one.
///
/// - Source: WebSub §5.1.
package struct HubRequest: Sendable, Hashable {
    package var hub: String
    package var mode: HubMode
    package var topic: String
    /// The whole address that is to be called back.
    package var callback: String
    package var secret: String
    package var lease: Duration
    package var userAgent: String
    /// The way out that the feed has.
    package var proxy: String?
    package var limits: FetchLimits
    package var addresses: AddressPolicy

    package init(
        hub: String, mode: HubMode, topic: String, callback: String, secret: String, lease: Duration,
        userAgent: String, proxy: String?, limits: FetchLimits, addresses: AddressPolicy
    ) {
        self.hub = hub
        self.mode = mode
        self.topic = topic
        self.callback = callback
        self.secret = secret
        self.lease = lease
        self.userAgent = userAgent
        self.proxy = proxy
        self.limits = limits
        self.addresses = addresses
    }

    /// The fields as a form has them.
    package var form: [UInt8] {
        var fields = [("hub.mode", mode.rawValue), ("hub.topic", topic), ("hub.callback", callback)]
        if mode == .subscribe {
            fields.append(("hub.secret", secret))
            fields.append(("hub.lease_seconds", String(lease.components.seconds)))
        }
        return Array(fields.map { "\($0.0)=\(Self.encoded($0.1))" }.joined(separator: "&").utf8)
    }

    /// - Source: https://url.spec.whatwg.org/#application/x-www-form-urlencoded
    private static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "*"):
                bytes.append(byte)
            default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
