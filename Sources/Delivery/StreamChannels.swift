import Model
import Pipeline
import Platform

/// Alerts on standard output, a few lines each with an empty line between.
struct OutputChannel: Channel {
    let executor: QueueExecutor
    let offset: @Sendable (Timestamp) -> Duration?

    func send(_ message: Message, at moment: Timestamp) async throws(DeliveryError) {
        let text = MessageText(message, offset: offset)
        let lines = text.lines.joined(separator: "\n") + "\n\n"
        let isOpen: Bool
        do throws(SystemError) {
            isOpen = try await executor.run { () throws(SystemError) in
                try StandardStreams.write(lines, to: .output)
            }
        } catch {
            throw .unavailable(message: error.description, retryAfter: nil)
        }
        guard isOpen else {
            throw .unavailable(message: "nobody reads standard output", retryAfter: nil)
        }
    }
}

/// Alerts as lines of JSON at the end of a file, each on disk before it counts as delivered.
struct FileChannel: Channel {
    let path: String
    let executor: QueueExecutor

    func send(_ message: Message, at moment: Timestamp) async throws(DeliveryError) {
        let line = message.json
        let path = path
        do throws(SystemError) {
            try await executor.run { () throws(SystemError) in try AppendingFile.append(line, to: path) }
        } catch {
            // A missing folder or a full disk is put right by somebody; nothing about a file is final.
            throw .unavailable(message: error.description, retryAfter: nil)
        }
    }
}
