import Platform

/// What standard output is: found out once, before a pager stands in front of it.
struct Screen: Sendable {
    let isTerminal: Bool
    /// Width of the terminal; `nil` where there is none.
    let columns: Int?
    let paint: Paint

    init(colour: Terminal.ColourChoice, environment: [String: String]) {
        isTerminal = Terminal.isTerminal(.output)
        columns = Terminal.columns(of: .output)
        paint = Paint(
            isOn: Terminal.usesColour(
                choice: colour, isTerminal: isTerminal, term: environment["TERM"],
                noColor: environment["NO_COLOR"], colourForce: environment["CLICOLOR_FORCE"]))
    }
}

/// Colours, or none.
struct Paint: Sendable {
    let isOn: Bool

    /// SGR parameters of ECMA-48.
    enum Colour: String, Sendable {
        case bold = "1"
        case dim = "2"
        case red = "31"
        case green = "32"
        case yellow = "33"
        case cyan = "36"
    }

    /// `text`, which fills its column already, in `colour`.
    func callAsFunction(_ text: String, _ colour: Colour) -> String {
        isOn ? "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m" : text
    }
}
