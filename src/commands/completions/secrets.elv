# Completions of secrets for elvish.

use str

fn offer-secrets {|@words|
    # Each command has its options and what its first argument may be.
    var rooms = [
        @ROOMS@
    ]

    fn candidates {|kind names stem word|
        var show = {|name help|
            if (eq $help '') {
                edit:complex-candidate $stem$name &display=$name
            } else {
                edit:complex-candidate $stem$name &display=$name' ('$help')'
            }
        }
        if (and (eq $kind list) (str:contains $word ,)) {
            set stem = $stem$word[..(+ 1 (str:last-index $word ,))]
        }
        for pair $names {
            $show $@pair
        }
        if (eq $kind sources) {
            if (str:has-prefix $word file:) {
                set stem = $stem'file:'
                set word = $word[5..]
                set kind = files
            } else {
                for name [stdin prompt] {
                    edit:complex-candidate $stem$name
                }
                for name [file: fd: env:] {
                    edit:complex-candidate $stem$name &code-suffix=''
                }
            }
        }
        if (str:has-suffix $kind files) {
            edit:complete-filename $word | each {|file|
                edit:complex-candidate $stem$file[stem] &code-suffix=$file[code-suffix]
            }
        }
    }

    var path = secrets
    for word $words[1..-1] {
        if (has-key $rooms $path' '$word) {
            set path = $path' '$word
        }
    }
    var room = $rooms[$path]
    var word = $words[-1]
    var before = $words[-2]
    if (and (str:has-prefix $word --) (str:contains $word =)) {
        var option = $word[..(str:index $word =)]
        for entry $room[options] {
            if (has-value $entry[spellings] $option) {
                candidates $entry[kind] $entry[names] $option= $word[(+ 1 (str:index $word =))..]
            }
        }
        return
    }
    for entry $room[options] {
        if (and (has-value $entry[spellings] $before) (not-eq $entry[kind] none)) {
            candidates $entry[kind] $entry[names] '' $word
            return
        }
    }
    if (not (str:has-prefix $word -)) {
        candidates $room[kind] $room[names] '' $word
    }
    if (or (str:has-prefix $word -) (eq $room[kind] text)) {
        for entry $room[options] {
            for name $entry[spellings] {
                edit:complex-candidate $name &display=$name' ('$entry[help]')'
            }
        }
    }
}

set edit:completion:arg-completer[secrets] = $offer-secrets~
