# SPDX-License-Identifier: Apache-2.0
# Completion for bash: the program itself says which commands and options there are.
_lockstep() {
    local word=${COMP_WORDS[COMP_CWORD]} before=("${COMP_WORDS[@]:1:COMP_CWORD-1}") commands=() each
    for each in "${before[@]}"; do
        [[ $each == -* ]] || commands+=("$each")
    done
    local help
    help=$(command lockstep "${commands[@]}" --help 2>/dev/null) || help=$(command lockstep --help 2>/dev/null)
    if [[ $word == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$(grep -oE -- '--[a-z-]+' <<<"$help" | sort -u)" -- "$word")
    else
        local names
        names=$(sed -n '/^Subcommands:/,$p' <<<"$help" | sed -nE 's/^  ([a-z-]+) .*/\1/p')
        mapfile -t COMPREPLY < <(compgen -W "$names" -- "$word")
        [[ ${#COMPREPLY[@]} -gt 0 ]] || mapfile -t COMPREPLY < <(compgen -f -- "$word")
    fi
}
complete -o filenames -F _lockstep lockstep lockstep-admin
