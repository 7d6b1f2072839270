import CLinux
import Glibc

/// The variables that the process was started with; only the command line reads them and hands values down.
package enum Environment {
    /// The value of `name`; `nil` where it is not set. The corresponding C function is `getenv(3)`.
    package static func value(_ name: String) -> String? {
        guard let value = unsafe getenv(name) else { return nil }
        return unsafe String(cString: value)
    }

    /// All variables. What is no UTF-8 is repaired.
    package static func all() -> [String: String] {
        var variables: [String: String] = [:]
        guard var entry = unsafe ww_environ() else { return variables }
        while let text = unsafe entry.pointee {
            let line = unsafe String(cString: text)
            if let separator = line.firstIndex(of: "=") {
                variables[String(line[..<separator])] = String(line[line.index(after: separator)...])
            }
            unsafe entry += 1
        }
        return variables
    }
}
