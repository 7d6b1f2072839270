import FoundationEssentials
import Model
import Pipeline
import Text

/// What the answer of a service means for a delivery.
enum ServiceAnswer {
    /// Columns of the answer that a failure repeats.
    private static let excerptColumns = 200
    /// A secret shorter than this is none, and would be found everywhere.
    private static let shortestSecret = 6

    /// What `response` means; `nil` where the receiver has the message.
    ///
    /// - Parameters:
    ///   - hasToken: whether the service knows us by a token, which a person can put right.
    ///   - secrets: what a failure may not repeat.
    static func failure(
        for response: WebhookResponse, hasToken: Bool = false, hiding secrets: [String] = []
    ) -> DeliveryError? {
        let words = TerminalText.safe(
            hidden(secrets, in: String(decoding: response.excerpt, as: UTF8.self)))
        let excerpt = TerminalText.truncated(
            words.split(separator: " ").joined(separator: " "), to: excerptColumns)
        var message = "status \(response.status)"
        if (300..<400).contains(response.status) { message += ", redirects are not followed" }
        if response.status == 410 { message += ", the receiver is gone" }
        if hasToken, response.status == 401 { message += ", the token is not accepted: check token-file" }
        if !excerpt.isEmpty { message += ": \(excerpt)" }
        switch response.status {
        case 200..<300: return nil
        case 401 where hasToken: return .unavailable(message: message, retryAfter: nil)
        // Too slow, too early, too many: the request itself was in order.
        case 408, 425, 429:
            return .unavailable(
                message: message, retryAfter: response.retryAfter ?? wish(in: response.excerpt))
        case 400..<500: return .refused(message: message)
        default: return .unavailable(message: message, retryAfter: response.retryAfter)
        }
    }

    /// `text` without `secrets`.
    static func hidden(_ secrets: [String], in text: String) -> String {
        var text = text
        for secret in secrets where secret.utf8.count >= shortestSecret {
            text = text.replacing(secret, with: "(not shown)")
        }
        return text
    }

    /// How long the body of an answer asks to wait, where no header does: Telegram and Discord in seconds, Matrix in
    /// milliseconds.
    ///
    /// - Source: https://core.telegram.org/bots/api#responseparameters,
    ///   https://docs.discord.com/developers/topics/rate-limits,
    ///   https://spec.matrix.org/latest/client-server-api/#rate-limiting
    static func wish(in body: [UInt8]) -> Duration? {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        // A body that is no JSON asks for nothing.
        guard let wish = try? decoder.decode(Wish.self, from: Data(body)) else { return nil }
        let seconds = wish.parameters?.retryAfter ?? wish.retryAfter
        guard let milliseconds = seconds.map({ $0 * 1000 }) ?? wish.retryAfterMs,
            milliseconds > 0, milliseconds < 1e12
        else { return nil }
        return .milliseconds(Int64(milliseconds.rounded(.up)))
    }

    private struct Wish: Decodable {
        struct Parameters: Decodable {
            var retryAfter: Double?
        }

        var retryAfter: Double?
        var retryAfterMs: Double?
        var parameters: Parameters?
    }
}
