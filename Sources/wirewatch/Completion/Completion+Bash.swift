extension Completion {
    /// For bash 4 and later, with or without the package bash-completion.
    static var bash: String {
        var values: [String] = []
        var options: [String] = []
        var operands: [String] = []
        for command in CommandTable.all {
            let all = command.options + commonOptions
            for option in command.options where option.value != nil {
                let names = (["--" + option.name] + (option.short.map { ["-" + $0] } ?? []))
                    .map { "\"\(command.name) \($0)\"" }
                let action = bashAction(CompletedValue(option, of: command))
                values.append("        \(names.joined(separator: " | "))) \(action); return ;;")
            }
            let names = all.map { "--" + $0.name } + all.compactMap { $0.short.map { "-" + $0 } }
            options.append("        \"\(command.name)\") list='\(names.joined(separator: " "))' ;;")
            let actions = command.operandValues
            if let last = actions.last, actions.contains(where: { $0 != .nothing }) {
                for (index, value) in actions.dropLast().enumerated() {
                    operands.append("        \"\(command.name) \(index)\") \(bashAction(value)) ;;")
                }
                let rest =
                    actions.count == 1 || command.operandCount.upperBound > actions.count
                    ? "*" : "\(actions.count - 1)"
                operands.append("        \"\(command.name) \"\(rest)) \(bashAction(last)) ;;")
            }
        }
        for option in commonOptions where option.value != nil {
            let action = bashAction(CompletedValue(option, of: CommandTable.all[0]))
            values.append("        *\" --\(option.name)\") \(action); return ;;")
        }
        let seconds = groups.map {
            "        \($0)) _wirewatch_words '\(secondWords(of: $0).joined(separator: " "))' ;;"
        }
        let pairTests = pairs.map { "\"\($0)\"" }.joined(separator: " | ")
        return """
            # bash completion of wirewatch, made by `wirewatch completion bash`

            _wirewatch_words() { mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -W "$1" -- "$cur"); }

            _wirewatch_names() {
                _wirewatch_words "$("${COMP_WORDS[0]/#\\~/$HOME}" completion names "$1" "${config[@]}" 2>/dev/null)"
            }

            _wirewatch_files() {
                compopt -o filenames 2>/dev/null
                mapfile -t COMPREPLY < <(compgen "$1" -- "$cur")
            }

            # The last of names with commas between; the others stay.
            _wirewatch_fields() {
                local before=
                [[ $cur == *,* ]] && before=${cur%,*},
                compopt -o nospace 2>/dev/null
                mapfile -t COMPREPLY < <(compgen -P "$before" -W "$1" -- "${cur##*,}")
            }

            _wirewatch() {
                local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
                local start=1 first command list index operand=0 config=()
                COMPREPLY=()
                # "--watch=x" comes as three words.
                [[ $prev == = && COMP_CWORD -gt 2 ]] && prev=${COMP_WORDS[COMP_CWORD - 2]}
                [[ $cur == = ]] && cur=
                if [[ ${COMP_WORDS[1]} == help && COMP_CWORD -gt 1 ]]; then start=2; fi
                if ((COMP_CWORD == start)); then
                    _wirewatch_words '\(firstWords.map(\.word).joined(separator: " "))'
                    ((start == 1)) && [[ $cur == -* ]] && _wirewatch_words '--help --version -h'
                    return
                fi
                first=${COMP_WORDS[start]} command=$first
                if ((COMP_CWORD == start + 1)); then
                    case $first in
            \(seconds.joined(separator: "\n"))
                    esac
                else
                    case "$first ${COMP_WORDS[start + 1]}" in
                    \(pairTests)) command="$first ${COMP_WORDS[start + 1]}" start=$((start + 1)) ;;
                    esac
                fi
                ((start == 2)) && [[ ${COMP_WORDS[1]} == help ]] && return
                for ((index = start + 1; index < COMP_CWORD; index++)); do
                    case ${COMP_WORDS[index]} in
                    --config)
                        list=${COMP_WORDS[index + 1]}
                        [[ $list == = ]] && list=${COMP_WORDS[index + 2]}
                        config=(--config "${list/#\\~/$HOME}")
                        ;;
                    -* | =) ;;
                    *) [[ ${COMP_WORDS[index - 1]} == -* || ${COMP_WORDS[index - 1]} == = ]] || ((operand++)) ;;
                    esac
                done
                list=
                case "$command $prev" in
            \(values.joined(separator: "\n"))
                esac
                if [[ $cur == -* ]]; then
                    case $command in
            \(options.joined(separator: "\n"))
                    esac
                    _wirewatch_words "$list"
                    return
                fi
                case "$command $operand" in
            \(operands.joined(separator: "\n"))
                esac
            }

            complete -F _wirewatch wirewatch

            """
    }

    private static func bashAction(_ value: CompletedValue) -> String {
        switch value {
        case .nothing: "true"
        case .words(let words): "_wirewatch_words '\(words.joined(separator: " "))'"
        case .names(let list): "_wirewatch_names \(list)"
        case .files: "_wirewatch_files -f"
        case .folders: "_wirewatch_files -d"
        case .fields(let names): "_wirewatch_fields '\(names.joined(separator: " "))'"
        }
    }
}
