import Synchronization

/// Hands what many tasks report to the one that waits for it, all that has come at once.
final class Mailbox<Letter: Sendable>: Sendable {
    private struct State {
        var letters: [Letter] = []
        var reader: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    init() {}

    func post(_ letter: Letter) {
        let reader = state.withLock { state in
            state.letters.append(letter)
            let reader = state.reader
            state.reader = nil
            return reader
        }
        reader?.resume()
    }

    /// What has come since the last call, in order; waits for the first letter where nothing has.
    ///
    /// For one reader. It is not ended by cancellation: whoever posts has to.
    func take() async -> [Letter] {
        await withCheckedContinuation { continuation in
            let isWaiting = state.withLock { state in
                guard state.letters.isEmpty else { return false }
                state.reader = continuation
                return true
            }
            if !isWaiting { continuation.resume() }
        }
        return state.withLock { state in
            let letters = state.letters
            state.letters = []
            return letters
        }
    }
}
