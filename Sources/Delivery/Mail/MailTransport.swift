package import Curl
import Platform

/// The way out for mail: one message to one server.
///
/// Implemented by libcurl in the daemon and by a script in tests.
package protocol MailTransport: Sendable {
    /// - Throws: where the server took the message for nobody.
    func submit(_ submission: MailSubmission) async throws(MailSubmissionError) -> MailReceipt
}

/// Mail over libcurl, each message on the route's own thread.
struct CurlMailTransport: MailTransport {
    let executor: QueueExecutor

    func submit(_ submission: MailSubmission) async throws(MailSubmissionError) -> MailReceipt {
        let cancellation = MailCancellation()
        let result: Result<MailReceipt, MailSubmissionError> = await withTaskCancellationHandler {
            await executor.run {
                Result { () throws(MailSubmissionError) in try submission.perform(unless: cancellation) }
            }
        } onCancel: {
            cancellation.cancel()
        }
        return try result.get()
    }
}
