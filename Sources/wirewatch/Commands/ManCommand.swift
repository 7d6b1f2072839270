import Text

/// `man`: the manual, also where it is not installed.
enum ManCommand {
    static let spec = CommandSpec(
        "man", operands: "[\(Manual.pages.map(\.name).joined(separator: "|"))]", count: 0...1,
        summary: "shows a page of the manual; in a pipe it prints its source, man(7)",
        examples: ["man", "man feeds.conf", "man wirewatch-query | groff -man -Tpdf > query.pdf"],
        paging: .manual
    ) { invocation throws(CommandFailure) in
        let typed = invocation.operands.first ?? Manual.pages[0].name
        guard let page = Manual.pages.first(where: { typed == $0.name || typed == $0.file }) else {
            let names = Manual.pages.map(\.name)
            let hint = Suggestion.nearest(to: typed, among: names).map { "; did you mean `\($0)`?" } ?? ""
            throw .usage(
                "there is no page `\(TerminalText.safe(typed))`\(hint)\nthere are: \(names.joined(separator: ", "))"
            )
        }
        Output.print(page.text())
        return .done
    }
}
