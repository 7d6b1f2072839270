import Platform
import Text

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

extension Screen {
    /// A part of a row and its colour.
    struct Cell: Sendable {
        var text: String
        var colour: Paint.Colour?

        init(_ text: String, _ colour: Paint.Colour? = nil) {
            self.text = text
            self.colour = colour
        }
    }

    /// One row: `head`, then `text` in plain words, then `tail`; one line, but on a terminal that is too narrow for it, where
    /// text and tail stand below, indented and broken at words.
    ///
    /// - Parameter show: what marks words in a line of the text.
    func row(
        _ head: [Cell], _ text: String, tail: Cell? = nil, show: (String) -> String = { $0 }
    ) -> String {
        let whole = (head + [Cell(text)] + (tail.map { [$0] } ?? [])).map(\.text).joined(separator: Self.gap)
        let front = head.map(painted).joined(separator: Self.gap)
        let end = tail.map { Self.gap + painted($0) } ?? ""
        guard let columns, TerminalText.columns(of: whole) > columns else {
            return front + Self.gap + show(text) + end
        }
        let width = columns - Self.indent.count
        var lines = TerminalText.wrapped(text, width: width)
        let last = TerminalText.columns(of: (lines.last ?? "") + Self.gap + (tail?.text ?? ""))
        let below = lines.map(show)
        lines = last <= width ? below.dropLast() + [(below.last ?? "") + end] : below
        if last > width, let tail { lines.append(painted(tail)) }
        return ([front] + lines).joined(separator: "\n" + Self.indent)
    }

    private func painted(_ cell: Cell) -> String {
        cell.colour.map { paint(cell.text, $0) } ?? cell.text
    }

    private static let gap = "  "
    /// Before what belongs to the row above.
    static let indent = "    "
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
        case magenta = "35"
        case cyan = "36"
    }

    /// `text`, which fills its column already, in `colour`.
    func callAsFunction(_ text: String, _ colour: Colour) -> String {
        isOn ? "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m" : text
    }
}
