# Completions of secrets for bash, from 3.2 on.

_secrets() {
    local line=${COMP_LINE:0:COMP_POINT} path=secrets options='' option='' kind=text names=''
    local -a words
    read -ra words <<<"$line"
    [[ $line == *[[:space:]] ]] && words+=('')
    local last=$((${#words[@]} - 1)) word start=0
    while [[ $start -lt $last && ${words[start]} != "$1" ]]; do start=$((start + 1)); done
    for word in "${words[@]:start + 1:last - start - 1}"; do
        case $path,$word in
            @COMMANDS@
        esac
    done

    # The word is --option=value, or the value of the option before it.
    local whole=${words[last]} current
    current=$whole
    if [[ $whole == --*=* ]]; then
        option=${whole%%=*} current=${whole#*=}
    elif [[ ${words[last - 1]} == -* ]]; then
        option=${words[last - 1]}
    fi
    case $path in
        @OPTIONS@
    esac
    __secrets_values "$path" "$option"
    if [[ $kind == none ]]; then
        __secrets_values "$path" ''
        option=
    fi
    COMPREPLY=()
    if [[ ${words[last - 1]} == *[\<\>] || $whole == *[\<\>]* ]]; then
        current=$2 kind=files
    elif [[ -z $option && ( $current == -* || $kind == text ) ]]; then
        kind=names names=$options
    fi
    __secrets_offer "${whole%"$current"}" "$current"
    # Only what follows the last character that divides words, such as = and :, is replaced.
    local divided=${whole%"$2"} index
    for index in "${!COMPREPLY[@]}"; do
        COMPREPLY[index]=${COMPREPLY[index]#"$divided"}
    done
}

# Sets kind and names to those of an option's value, or, where no option is given, of an argument.
__secrets_values() {
    kind=none
    [[ -z $2 ]] && kind=text
    case "$1 $2" in
        @VALUES@
    esac
}

# Offers what the word $2 can become, with $1 before it.
__secrets_offer() {
    local before=$1 word=$2 candidate
    case $kind,$word in
        list,*,*)
            before+=${word%,*}, word=${word##*,}
            ;;
        sources,file:*)
            before+=file: word=${word#file:} kind=files
            ;;
        sources,env:*)
            before+=env: word=${word#env:}
            names=$(compgen -e)
            ;;
        sources,*)
            names='stdin prompt file: fd: env:'
            [[ $word == [fe]* ]] && compopt -o nospace 2>/dev/null
            ;;
    esac
    while IFS= read -r candidate; do
        [[ $kind == list && ,$before == *[,=]"$candidate",* ]] && continue
        COMPREPLY+=("$before$candidate")
    done < <(
        [[ -n $names ]] && compgen -W "$names" -- "$word"
        [[ $kind == *files ]] && compgen -f -- "$word"
    )
    [[ $kind == *files ]] && compopt -o filenames 2>/dev/null
    return 0
}

if [[ ${BASH_VERSINFO[0]} -gt 4 || ${BASH_VERSINFO[0]} -eq 4 && ${BASH_VERSINFO[1]} -ge 4 ]]; then
    complete -o nosort -F _secrets secrets
else
    complete -F _secrets secrets
fi
