import Crypto
import Model
import Pipeline
import Text

/// Alerts as POST requests after Standard Webhooks: signed, with an id that repeated attempts share.
///
/// - Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
struct WebhookChannel: Channel {
    let url: Secret
    /// Without one, requests carry no signature.
    let secret: Secret?
    let userAgent: String
    let timeout: Duration
    let addresses: AddressPolicy
    let transport: any WebhookTransport

    /// Columns of the receiver's answer that a failure repeats.
    private static let excerptColumns = 200

    func send(_ message: Message, at moment: Timestamp) async throws(DeliveryError) {
        let url = Secret.trimmed(try await url.text())
        guard !url.isEmpty else {
            throw .unavailable(message: "the file of the address is empty", retryAfter: nil)
        }
        let body = message.json
        let headers = try await headers(id: Self.id(of: message), timestamp: moment.seconds, body: body)
        let request = WebhookRequest(
            url: url, headers: headers, body: body, timeout: timeout, addresses: addresses)
        let response: WebhookResponse
        do throws(WebhookTransportError) {
            response = try await transport.post(request)
        } catch {
            throw .unavailable(message: TerminalText.safe(error.message), retryAfter: nil)
        }
        if let error = Self.failure(for: response) { throw error }
    }

    /// What `response` means; `nil` where the receiver has the alert.
    static func failure(for response: WebhookResponse) -> DeliveryError? {
        let words = TerminalText.safe(String(decoding: response.excerpt, as: UTF8.self))
        let excerpt = TerminalText.truncated(
            words.split(separator: " ").joined(separator: " "), to: excerptColumns)
        var message = "status \(response.status)"
        if (300..<400).contains(response.status) { message += ", redirects are not followed" }
        if response.status == 410 { message += ", the receiver is gone" }
        if !excerpt.isEmpty { message += ": \(excerpt)" }
        switch response.status {
        case 200..<300: return nil
        // Too slow, too early, too many: the request itself was in order.
        case 408, 425, 429: return .unavailable(message: message, retryAfter: response.retryAfter)
        case 400..<500: return .refused(message: message)
        default: return .unavailable(message: message, retryAfter: response.retryAfter)
        }
    }

    /// The message's key as a header may carry it: what is not visible ASCII becomes `%` and two digits.
    static func id(of message: Message) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var id: [UInt8] = []
        for byte in message.idempotencyKey.utf8 {
            if (0x21...0x7E).contains(byte) {
                id.append(byte)
            } else {
                id += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: id, as: UTF8.self)
    }

    private func headers(id: String, timestamp: Int64, body: [UInt8]) async throws(DeliveryError) -> [String]
    {
        var headers = [
            "Content-Type: application/json", "User-Agent: \(userAgent)", "webhook-id: \(id)",
            "webhook-timestamp: \(timestamp)",
        ]
        guard let secret else { return headers }
        guard let key = WebhookSignature.key(of: try await secret.text()) else {
            throw .unavailable(message: "the secret is empty or no base64 after whsec_", retryAfter: nil)
        }
        do throws(CryptoError) {
            let value = try WebhookSignature.value(id: id, timestamp: timestamp, body: body, key: key)
            headers.append("webhook-signature: \(value)")
        } catch {
            throw .unavailable(message: error.description, retryAfter: nil)
        }
        return headers
    }
}
