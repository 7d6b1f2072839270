import Crypto
import Model
import Pipeline
import Text

/// Messages as requests over HTTP: after Standard Webhooks, or as a service wants them.
///
/// - Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
struct WebhookChannel: Channel {
    let format: ServiceFormat
    let url: Secret
    /// Signs requests; without one, they carry no signature.
    let secret: Secret?
    /// What the service knows us by.
    let token: Secret?
    let userAgent: String
    let timeout: Duration
    let addresses: AddressPolicy
    let transport: any WebhookTransport
    let offset: @Sendable (Timestamp) -> Duration?

    func send(_ message: Message, at moment: Timestamp) async throws(DeliveryError) {
        let (request, secrets) = try await request(for: message, at: moment)
        let response: WebhookResponse
        do throws(WebhookTransportError) {
            response = try await transport.post(request)
        } catch {
            throw .unavailable(
                message: ServiceAnswer.hidden(secrets, in: TerminalText.safe(error.message)), retryAfter: nil)
        }
        if let error = ServiceAnswer.failure(for: response, hasToken: token != nil, hiding: secrets) {
            throw error
        }
    }

    /// The request that brings `message`, and what of it nobody may see.
    func request(
        for message: Message, at moment: Timestamp
    ) async throws(DeliveryError) -> (WebhookRequest, secrets: [String]) {
        let address = Secret.trimmed(try await url.text())
        guard !address.isEmpty else {
            throw .unavailable(message: "the file of the address is empty", retryAfter: nil)
        }
        let token = try await tokenText()
        let parts = try format.request(
            message, text: MessageText(message, offset: offset), address: address, token: token)
        var headers = parts.headers + ["User-Agent: \(userAgent)"]
        if format.isSigned {
            headers += try await signature(
                id: Self.id(of: message), timestamp: moment.seconds, body: parts.body)
        }
        let request = WebhookRequest(
            method: parts.method, url: parts.url, headers: headers, body: parts.body, timeout: timeout,
            addresses: addresses)
        return (request, [token, address].compactMap(\.self))
    }

    private func tokenText() async throws(DeliveryError) -> String? {
        guard let token else { return nil }
        let text = Secret.trimmed(try await token.text())
        guard !text.isEmpty else {
            throw .unavailable(message: "the file of the token is empty", retryAfter: nil)
        }
        return text
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

    private func signature(
        id: String, timestamp: Int64, body: [UInt8]
    ) async throws(DeliveryError) -> [String] {
        var headers = ["webhook-id: \(id)", "webhook-timestamp: \(timestamp)"]
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
