import Platform
import Testing

@Suite struct `a terminal` {
    struct Case: Sendable, CustomTestStringConvertible {
        var choice = Terminal.ColourChoice.auto
        var isTerminal = true
        var term: String? = "xterm"
        var noColor: String?
        var force: String?
        let isColoured: Bool

        var testDescription: String {
            "\(choice), terminal \(isTerminal), TERM=\(term ?? "-") NO_COLOR=\(noColor ?? "-") force=\(force ?? "-")"
        }
    }

    @Test(arguments: [
        Case(isColoured: true),
        Case(isTerminal: false, isColoured: false),
        Case(term: "dumb", isColoured: false),
        Case(term: nil, isColoured: false),
        Case(term: "", isColoured: false),
        Case(noColor: "1", isColoured: false),
        Case(noColor: "", isColoured: true),
        Case(isTerminal: false, force: "1", isColoured: true),
        Case(isTerminal: false, force: "0", isColoured: false),
        Case(noColor: "1", force: "1", isColoured: false),
        Case(choice: .always, isTerminal: false, noColor: "1", isColoured: true),
        Case(choice: .never, force: "1", isColoured: false),
    ])
    func `is coloured where its user wants it`(_ case: Case) {
        let isColoured = Terminal.usesColour(
            choice: `case`.choice, isTerminal: `case`.isTerminal, term: `case`.term, noColor: `case`.noColor,
            colourForce: `case`.force)
        #expect(isColoured == `case`.isColoured)
    }
}
