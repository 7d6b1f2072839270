import Glibc
import Platform

/// Writing for people and programs: results on standard output, everything else on standard error.
enum Output {
    /// Writes results; ends the program quietly where nobody reads them any more, as `| head` expects.
    static func print(_ text: String) { print(Array(text.utf8)) }

    /// The same for text that is UTF-8 already.
    static func print(_ text: [UInt8]) {
        guard !text.isEmpty else { return }
        do {
            if try StandardStreams.write(text, to: .output) { return }
            exit(0)
        } catch {
            self.error("wirewatch: cannot write the result: \(error)\n")
            exit(1)
        }
    }

    /// Writes to standard error; where that cannot be written nothing can be said about it.
    static func error(_ text: String) { _ = try? StandardStreams.write(text, to: .error) }
}
