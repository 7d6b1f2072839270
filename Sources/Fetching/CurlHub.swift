package import Curl
package import Pipeline
package import Scheduling
import Text

/// Asks hubs over libcurl, under the address policy of the feeds.
package struct CurlHub: Hub {
    private let engine: TransferEngine

    /// - Parameter engine: whose thread makes the transfers.
    package init(engine: TransferEngine) { self.engine = engine }

    /// Redirects of one request that are followed.
    private static let redirects = 5
    /// Bytes of an answer; only the reason for a refusal is read.
    private static let answerBytes = 64 << 10
    /// Letters of a hub's own words that are worth telling.
    private static let reasonLength = 200

    /// Posts the form; only redirects that keep method and body (307, 308) are followed.
    ///
    /// - Source: WebSub §5.1; RFC 9110 §15.4.8, §15.4.9.
    package func ask(_ request: HubRequest) async -> HubOutcome {
        var url = request.hub
        for _ in 0...Self.redirects {
            let response: TransferResponse
            do throws(TransferError) {
                response = try await engine.perform(try transfer(request, to: url))
            } catch {
                return .failed(message: "the hub cannot be asked: \(error.message)", retryAfter: nil)
            }
            guard response.status == 307 || response.status == 308 else { return Self.outcome(of: response) }
            guard let location = response.header("location"),
                let target = URLParts(url)?.resolved(location), let there = URLParts(target),
                there.scheme == "https" || there.scheme == URLParts(url)?.scheme
            else {
                return .refused(message: "the hub sends us on (\(response.status)) to no usable address")
            }
            url = target
        }
        return .refused(message: "the hub sends us on more than \(Self.redirects) times")
    }

    private func transfer(_ request: HubRequest, to url: String) throws(TransferError) -> TransferRequest {
        guard let parts = URLParts(url), parts.scheme == "http" || parts.scheme == "https" else {
            throw TransferError(kind: .badURL, message: "its address is not one of http or https")
        }
        var transfer = TransferRequest(url: url)
        transfer.headers = [
            "User-Agent: \(request.userAgent)", "Content-Type: application/x-www-form-urlencoded",
        ]
        transfer.body = request.form
        transfer.proxy = request.proxy
        transfer.connectTimeout = request.limits.connectTimeout
        transfer.firstByteTimeout = request.limits.firstByteTimeout
        transfer.totalTimeout = request.limits.totalTimeout
        transfer.lowSpeedBytesPerSecond = request.limits.lowSpeedBytesPerSecond
        transfer.lowSpeedTime = request.limits.lowSpeedTime
        transfer.bodyLimit = Self.answerBytes
        transfer.headerLimit = request.limits.headerBytes
        transfer.policy = ConnectPolicy(
            allowed: request.addresses.allowedPrivateBlocks.compactMap { AddressBlock($0) },
            allowsAll: request.addresses.allowsAllPrivate)
        return transfer
    }

    private static func outcome(of response: TransferResponse) -> HubOutcome {
        let status = response.status
        let words = "the hub answers \(status)" + reason(response.body)
        switch status {
        case 200..<300: return .accepted
        case 408, 425, 429, 500...:
            return .failed(message: words, retryAfter: response.retryAfter.flatMap { $0 > .zero ? $0 : nil })
        default: return .refused(message: words)
        }
    }

    private static func reason(_ body: [UInt8]) -> String {
        let text = TerminalText.safe(String(decoding: body.prefix(4 * reasonLength), as: UTF8.self))
        let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(reasonLength)
        return line.isEmpty ? "" : ": \(line)"
    }
}
