# Completions of secrets for fish.

# Whether the words before the cursor lead to this command.
function __secrets_at
    set -l path secrets
    for word in (commandline -opc)[2..]
        if string match -q -- '-*' $word
            continue
        else if contains -- "$path" @ABOVE@
            set -a path $word
        else
            break
        end
    end
    test "$path" = "$argv"
end

function __secrets_sources
    set -l word (commandline -t | string replace -r -- '^--[a-z-]+=' '')
    switch "$word"
        case 'file:*'
            printf 'file:%s\n' (__fish_complete_path (string replace file: '' -- $word))
        case 'env:*'
            printf 'env:%s\n' (set -xn)
        case '*'
            printf '%s\n' stdin prompt file: fd: env:
    end
end

@LISTS@
complete -c secrets -f
@LINES@
