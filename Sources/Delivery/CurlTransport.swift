package import Curl
import Pipeline

/// Webhooks over libcurl. Redirects are not followed: a POST would arrive without its body.
package struct CurlTransport: WebhookTransport {
    private let engine: TransferEngine

    package init(engine: TransferEngine) { self.engine = engine }

    package func post(_ request: WebhookRequest) async throws(WebhookTransportError) -> WebhookResponse {
        var transfer = TransferRequest(url: request.url)
        transfer.method = request.method == "POST" ? nil : request.method
        transfer.headers = request.headers
        transfer.body = request.body
        transfer.totalTimeout = request.timeout
        transfer.firstByteTimeout = request.timeout
        transfer.bodyLimit = Self.bodyLimit
        transfer.policy = ConnectPolicy(
            allowed: request.addresses.allowedPrivateBlocks.compactMap { AddressBlock($0) },
            allowsAll: request.addresses.allowsAllPrivate)
        do throws(TransferError) {
            let response = try await engine.perform(transfer)
            return WebhookResponse(
                status: response.status, retryAfter: response.retryAfter.flatMap { $0 > .zero ? $0 : nil },
                excerpt: Array(response.body.prefix(WebhookResponse.excerptLimit)))
        } catch {
            // The words of the transfer name no address; a malformed one would stand in them.
            throw WebhookTransportError(
                message: error.kind == .badURL ? "the address is not one of http or https" : error.message)
        }
    }

    /// Bytes of an answer; nobody reads more than the beginning.
    private static let bodyLimit = 1 << 20
}
