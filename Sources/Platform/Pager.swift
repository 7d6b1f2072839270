import CLinux
import Glibc

/// A program that shows what this one prints, `less` say, between standard output and the terminal.
package struct Pager: Sendable {
    private let pid: pid_t

    /// Starts `command`, which a shell reads as `$PAGER` is read, and leads standard output to it from now on.
    ///
    /// It stays in the foreground with this program, to read keys. The corresponding C functions are
    /// `posix_spawn(3)` and `dup2(2)`.
    package init(_ command: String) throws(SystemError) {
        guard !command.utf8.contains(0) else { throw SystemError("run the pager", code: EINVAL) }
        let pipe = try Descriptor.pipe()
        var pid: pid_t = 0
        let code = unsafe command.withCString { unsafe ww_spawn_shell($0, pipe.reading.number, &pid) }
        guard code == 0 else { throw SystemError("run \(command)", code: code) }
        guard dup2(pipe.writing.number, STDOUT_FILENO) >= 0 else { throw .last("dup2") }
        self.pid = pid
    }

    /// Says that nothing more comes, and waits until the reader has read enough; what is printed later is lost.
    package func finish() {
        let nothing = unsafe ww_open("/dev/null", O_WRONLY | O_CLOEXEC, 0)
        if nothing >= 0 {
            dup2(nothing, STDOUT_FILENO)
            close(nothing)
        } else {
            close(STDOUT_FILENO)
        }
        var (bySignal, code): (CInt, CInt) = (0, 0)
        // How it ended is between it and its reader.
        _ = unsafe ww_reap(pid, &bySignal, &code)
    }

    /// Whether a program of this name is in one of the folders of `path`.
    package static func isInstalled(_ name: String, path: String?) -> Bool {
        let child = ChildProcess(
            command: [name], environment: path.map { ["PATH": $0] } ?? [:], timeLimit: .seconds(1))
        return (try? child.executable()) != nil
    }
}
