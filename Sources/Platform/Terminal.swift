import CLinux
import Glibc

/// What standard output and error lead to.
package enum Terminal {
    /// Whether a person looks at `stream`. The corresponding C function is `isatty(3)`.
    package static func isTerminal(_ stream: StandardStream) -> Bool { isatty(stream.rawValue) == 1 }

    /// The width of the terminal in columns; `nil` where `stream` is none or does not tell.
    package static func columns(of stream: StandardStream) -> Int? {
        let columns = ww_columns(stream.rawValue)
        return columns > 0 ? Int(columns) : nil
    }

    /// When output is coloured, as `--color` says.
    package enum ColourChoice: String, Sendable, CaseIterable {
        case auto
        case always
        case never
    }

    /// Whether to colour output, by the values of `TERM`, `NO_COLOR` and `CLICOLOR_FORCE`.
    ///
    /// `choice` overrules all; then `NO_COLOR` and `CLICOLOR_FORCE` count where they are not empty.
    /// - Source: https://no-color.org , https://bixense.com/clicolors/
    package static func usesColour(
        choice: ColourChoice, isTerminal: Bool, term: String?, noColor: String?, colourForce: String?
    ) -> Bool {
        switch choice {
        case .always: return true
        case .never: return false
        case .auto: break
        }
        if let noColor, !noColor.isEmpty { return false }
        if let colourForce, !colourForce.isEmpty, colourForce != "0" { return true }
        return isTerminal && term != nil && term != "" && term != "dumb"
    }
}
