extension Completion {
    /// For fish 3.
    static var fish: String {
        var lines: [String] = []
        for (word, help) in firstWords {
            lines.append("complete -c wirewatch -n '__wirewatch_at_start' -a \(word) -d \(fishQuoted(help))")
        }
        lines.append(
            "complete -c wirewatch -n '__wirewatch_at_start' -l version -d 'versions of the program and its libraries'"
        )
        for group in groups {
            lines.append(
                "complete -c wirewatch -n '__wirewatch_is \(group) 1' -a '\(secondWords(of: group).joined(separator: " "))'"
            )
        }
        for command in CommandTable.all {
            let condition = "-n '__wirewatch_is \(command.name)'"
            for option in command.options + commonOptions {
                let short = option.short.map { " -s \($0)" } ?? ""
                let value = option.value == nil ? "" : " " + fishValue(CompletedValue(option, of: command))
                lines.append(
                    "complete -c wirewatch \(condition) -l \(option.name)\(short)\(value) -d \(fishQuoted(option.help))"
                )
            }
            for value in command.operandValues where value != .nothing {
                let given = fishValue(value).replacing("-x ", with: "").replacing("-r ", with: "")
                lines.append("complete -c wirewatch \(condition) \(given)")
            }
        }
        return """
            # fish completion of wirewatch, made by `wirewatch completion fish`

            function __wirewatch_words
                set -l words (commandline -opc)
                set -e words[1]
                test "$words[1]" = help; and set -e words[1]
                string join \\n -- $words
            end

            function __wirewatch_at_start
                test (count (__wirewatch_words)) = 0
            end

            # Whether the command is that of the arguments; with 1 behind it, whether nothing follows it yet.
            function __wirewatch_is
                set -l words (__wirewatch_words)
                set -l name $words[1]
                contains -- "$words[1] $words[2]" \(pairs.map(quoted).joined(separator: " ")); and set name "$words[1] $words[2]"
                if test "$argv[-1]" = 1
                    test "$name" = "$argv[1]" -a (count $words) = 1
                else
                    test "$name" = "$argv"
                end
            end

            function __wirewatch_names
                set -l words (commandline -opc)
                set -l config
                if set -l index (contains -i -- --config $words)
                    set config --config $words[(math $index + 1)]
                end
                $words[1] completion names $argv[1] $config 2>/dev/null
            end

            complete -c wirewatch -f
            \(lines.joined(separator: "\n"))

            """
    }

    /// In single quotes, which fish lets a backslash escape.
    private static func fishQuoted(_ text: String) -> String {
        "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
    }

    private static func fishValue(_ value: CompletedValue) -> String {
        switch value {
        case .nothing: "-x "
        case .words(let words): "-x -a '\(words.joined(separator: " "))'"
        case .names(let list): "-x -a '(__wirewatch_names \(list))'"
        case .files: "-r -F"
        case .folders: "-x -a '(__fish_complete_directories)'"
        case .fields(let names): "-x -a '\(names.joined(separator: " "))'"
        }
    }
}
