/// The completion scripts, all made from the table of commands.
enum Completion {
    /// First words of commands, each once, with what follows the group's name in its place.
    static let firstWords: [(word: String, help: String)] = {
        var words: [(String, String)] = []
        for command in CommandTable.all {
            let parts = command.name.split(separator: " ").map(String.init)
            guard let first = parts.first, !words.contains(where: { $0.0 == first }) else { continue }
            let members = secondWords(of: first)
            words.append(
                (
                    first,
                    members.isEmpty || parts.count == 1 ? command.summary : members.joined(separator: ", ")
                ))
        }
        return words + [("help", "options and examples of one command")]
    }()

    /// Second words of the commands that begin with `first`.
    static func secondWords(of first: String) -> [String] {
        CommandTable.all.map(\.name).filter { $0.hasPrefix(first + " ") }.map {
            String($0.dropFirst(first.count + 1))
        }
    }

    /// Words that other words may follow, `feed` say.
    static let groups: [String] = firstWords.map(\.word).filter { !secondWords(of: $0).isEmpty }

    static let pairs: [String] = CommandTable.all.map(\.name).filter { $0.contains(" ") }

    /// `text` in single quotes, as all three shells read them.
    static func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "'\\''") + "'" }
}
