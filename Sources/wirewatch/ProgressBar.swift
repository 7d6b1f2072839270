import Daemon
import Platform
import Synchronization
import Text

/// Feeds done of feeds due, on a terminal; nothing of it in a pipe.
final class ProgressBar: Sendable {
    private let isShown: Bool
    private let columns: Int
    private let lastShown = Mutex(Int64.min)

    /// Milliseconds between two pictures.
    private static let interval: Int64 = 50

    init() {
        isShown = Terminal.isTerminal(.error)
        columns = min(Terminal.columns(of: .error) ?? 80, 100)
    }

    func show(_ progress: PollProgress) {
        guard isShown else { return }
        let now = SystemClock.monotonicMilliseconds()
        let isDue = lastShown.withLock { last in
            guard progress.done == progress.feeds || now >= last &+ Self.interval else { return false }
            last = now
            return true
        }
        guard isDue else { return }
        let figures =
            " \(progress.done)/\(progress.feeds) feeds, \(progress.newItems) new items, \(progress.failed) errors"
        let width = max(10, columns - figures.count - 3)
        let filled = progress.feeds > 0 ? width * progress.done / progress.feeds : width
        let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
        Output.error("\r[\(bar)]\(figures)")
    }

    /// Takes the bar away, so that what follows begins on a clean line.
    func clear() {
        if isShown { Output.error("\r\u{1B}[K") }
    }
}
