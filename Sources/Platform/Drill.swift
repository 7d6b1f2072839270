import Glibc

/// Crashes on purpose, for tests of what survives them.
package enum Drill {
    /// Ends the process at once, with nothing flushed and nothing closed: `kill -9` from inside.
    package static func die() { kill(getpid(), SIGKILL) }
}
