import Delivery
import Synchronization

/// Answers in the order given, and keeps what was asked.
final class ScriptedTransport: WebhookTransport {
    typealias Answer = Result<WebhookResponse, WebhookTransportError>

    private let state: Mutex<(answers: [Answer], requests: [WebhookRequest])>

    init(_ answers: [Answer]) { state = Mutex((answers, [])) }

    var requests: [WebhookRequest] { state.withLock { $0.requests } }

    func post(_ request: WebhookRequest) async throws(WebhookTransportError) -> WebhookResponse {
        let answer = state.withLock { state -> Answer in
            state.requests.append(request)
            guard !state.answers.isEmpty else {
                return .failure(WebhookTransportError(message: "the script has ended"))
            }
            return state.answers.removeFirst()
        }
        return try answer.get()
    }
}
