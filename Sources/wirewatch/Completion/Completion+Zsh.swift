extension Completion {
    /// For zsh, as the file `_wirewatch` in a folder of `$fpath`.
    static var zsh: String {
        let cases = CommandTable.all.map { command in
            let options = (command.options + commonOptions).flatMap { zshOption($0, of: command) }
            let lines = (options + zshOperands(command)).map { "            " + $0 }
            return "    \(quoted(command.name)))\n        _arguments -s -S : \\\n"
                + lines.joined(separator: " \\\n") + "\n        ;;"
        }
        let commands = firstWords.map {
            "        " + quoted("\($0.word):\($0.help.replacing(":", with: "\\:"))")
        }
        let seconds = groups.map { group in
            "        \(group)) compadd -- \(secondWords(of: group).joined(separator: " ")) ;;"
        }
        return """
            #compdef wirewatch
            # zsh completion of wirewatch, made by `wirewatch completion zsh`

            # What compadd is to be told comes first, the list last.
            _wirewatch_names() {
                local -a names config
                local index=$words[(I)--config]
                ((index)) && config=(--config $words[index+1])
                names=(${(f)"$(_call_program names $_wirewatch_program completion names $argv[-1] $config 2>/dev/null)"})
                compadd "${(@)argv[1,-2]}" -a names
            }

            _wirewatch() {
                local curcontext=$curcontext _wirewatch_program=$words[1] command
                local -a commands=(
            \(commands.joined(separator: "\n"))
                )
                if [[ $words[2] == help ]] && ((CURRENT > 2)); then
                    shift words
                    ((CURRENT--))
                fi
                if ((CURRENT == 2)); then
                    _describe -t commands 'wirewatch command' commands
                    return
                fi
                command=$words[2]
                if ((CURRENT == 3)); then
                    case $command in
            \(seconds.joined(separator: "\n"))
                    esac
                fi
                shift words
                ((CURRENT--))
                case "$command $words[2]" in
                \(pairs.map(quoted).joined(separator: " | ")))
                    ((CURRENT > 2)) || return
                    command="$command $words[2]"
                    shift words
                    ((CURRENT--))
                    ;;
                esac
                case $command in
            \(cases.joined(separator: "\n"))
                esac
            }

            if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
                _wirewatch "$@"
            else
                compdef _wirewatch wirewatch
            fi

            """
    }

    private static func zshOption(_ option: OptionSpec, of command: CommandSpec) -> [String] {
        let help = option.help.replacing("[", with: "\\[").replacing("]", with: "\\]")
        let value = option.value.map { ":\($0):\(zshAction(CompletedValue(option, of: command)))" } ?? ""
        let long = "--\(option.name)" + (option.value == nil ? "" : "=")
        guard let short = option.short else { return [quoted("\(long)[\(help)]\(value)")] }
        let both = "(-\(short) --\(option.name))"
        return [quoted("\(both)-\(short)[\(help)]\(value)"), quoted("\(both)\(long)[\(help)]\(value)")]
    }

    private static func zshOperands(_ command: CommandSpec) -> [String] {
        let values = command.operandValues
        guard let last = values.last else { return [] }
        let words = command.operands.split(separator: " ").map { $0.filter(\.isLetter) }
        let before = zip(words, values).dropLast().enumerated().map { index, pair in
            quoted("\(index + 1):\(pair.0):\(zshAction(pair.1))")
        }
        return before + [quoted("*:\(words.last ?? ""):\(zshAction(last))")]
    }

    private static func zshAction(_ value: CompletedValue) -> String {
        switch value {
        case .nothing: " "
        case .words(let words): "(\(words.joined(separator: " ")))"
        case .names(let list): "_wirewatch_names \(list)"
        case .files: "_files"
        case .folders: "_files -/"
        case .fields(let names): "_sequence compadd - \(names.joined(separator: " "))"
        }
    }
}
