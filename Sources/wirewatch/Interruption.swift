import Platform

/// Signals of the keyboard and of whoever waits, for commands that only read: they end at once.
enum Interruption {
    /// Ends the process by the first signal that comes; what is on disk is whole at any moment.
    ///
    /// - Parameter pager: is left in peace: Ctrl-C is its reader's, who goes on reading what has come until they end it.
    static func watch(pager: Pager?, clear: @escaping @Sendable () -> Void = {}) {
        Task {
            // Without a thread for signals they are held back, and the command comes to its own end.
            guard let signals = try? Signals.arriving() else { return }
            for await signal in signals {
                pager?.finish()
                clear()
                Signals.die(of: signal)
            }
        }
    }
}

/// The pager of a command that prints to a terminal.
enum Paging {
    static func start(_ invocation: Invocation) throws(CommandFailure) -> Pager? {
        guard invocation.screen.isTerminal, !invocation.has("no-pager"), let command = command(invocation)
        else {
            return nil
        }
        do throws(SystemError) { return try Pager(command) } catch {
            throw CommandFailure(code: .unreachable, message: "\(error.description)\ntry: --no-pager")
        }
    }

    /// `$WIREWATCH_PAGER`, `$PAGER`, `less` where it is installed; empty or `cat` means none.
    private static func command(_ invocation: Invocation) -> String? {
        let environment = invocation.environment
        let path = environment["PATH"]
        switch invocation.command.paging {
        case .none: return nil
        case .manual: return Pager.isInstalled("man", path: path) ? "man -l -" : nil
        case .text: break
        }
        if let chosen = environment["WIREWATCH_PAGER"] ?? environment["PAGER"] {
            // As git has it: less quits where all fits on the screen, keeps colours, and leaves the text there.
            return chosen.isEmpty || chosen == "cat"
                ? nil : ": ${LESS=FRX} ${LV=-c}; export LESS LV; \(chosen)"
        }
        let isDumb = environment["TERM"] ?? "dumb" == "dumb"
        return !isDumb && Pager.isInstalled("less", path: path) ? "less -FRX" : nil
    }
}
