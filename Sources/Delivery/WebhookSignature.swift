package import Crypto

/// The proof that a webhook comes from us and is no repetition of an old one by somebody else.
///
/// - Source: Standard Webhooks, "Signature scheme": HMAC-SHA256 over `id.timestamp.body`.
package enum WebhookSignature {
    /// The value of `webhook-signature`: `v1,` and the code in base64.
    ///
    /// `timestamp` is the value of `webhook-timestamp`, seconds since the start of 1970.
    package static func value(
        id: String, timestamp: Int64, body: [UInt8], key: [UInt8]
    ) throws(CryptoError) -> String {
        let message = Array("\(id).\(timestamp).".utf8) + body
        return "v1," + Base64.encode(try MessageAuthentication.sha256(of: message, key: key))
    }

    /// The key that `secret` stands for: base64 behind `whsec_`, else its bytes as they are.
    ///
    /// White space around it is not part of it, since a file ends in a line feed. `nil` where nothing is left or
    /// what follows `whsec_` is no base64.
    package static func key(of secret: String) -> [UInt8]? {
        let trimmed = Array(Secret.trimmed(secret).utf8)
        guard !trimmed.isEmpty else { return nil }
        let prefix = Array("whsec_".utf8)
        guard trimmed.starts(with: prefix) else { return trimmed }
        let key = Base64.decode(String(decoding: trimmed.dropFirst(prefix.count), as: UTF8.self))
        return key?.isEmpty == true ? nil : key
    }
}
