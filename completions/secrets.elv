
use builtin;
use str;

set edit:completion:arg-completer[secrets] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'secrets'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'secrets'= {
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand bytes 'Random bytes, raw or as text'
            cand hex 'Random bytes in lower-case hexadecimal'
            cand urlsafe 'Random bytes as text for URLs and file names (base64url)'
            cand below 'A random whole number below N, of any size'
            cand choice 'Random picks from items or lines, or all of them shuffled'
            cand password 'A password of random characters'
            cand pattern 'A string that matches a regular expression: a licence key, a voucher'
            cand otp 'A one-time code of decimal digits'
            cand apikey 'A key for an API: 64 hex digits, with a prefix if you like'
            cand compare 'Compare two values in constant time'
            cand completions 'Print the completions for a shell'
            cand man 'Print the man page of secrets or of one of its commands'
        }
        &'secrets;bytes'= {
            cand --chars 'Length of the text, in characters'
            cand --bits 'Least entropy, in bits, rounded up to whole bytes'
            cand -e 'Write the bytes as text'
            cand --encoding 'Write the bytes as text'
            cand -n 'Make N values [default: 1]'
            cand --count 'Make N values [default: 1]'
            cand -o 'Write to FILE, readable by you alone, complete or not at all'
            cand --output 'Write to FILE, readable by you alone, complete or not at all'
            cand --mask 'Have the CI runner mask each value in its log, by a line on stderr'
            cand --force 'Replace FILE if it exists'
            cand -0 'End each value with a NUL byte instead of a newline'
            cand --null 'End each value with a NUL byte instead of a newline'
            cand --no-newline 'Leave out the newline after the last value'
            cand --json 'Write one JSON object a line: kind, value, entropy_bits and what --explain says'
            cand --explain 'Say on stderr what is drawn from what, and how strong it is'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'secrets;hex'= {
            cand --chars 'Length of the text, in characters'
            cand --bits 'Least entropy, in bits, rounded up to whole bytes'
            cand -n 'Make N values [default: 1]'
            cand --count 'Make N values [default: 1]'
            cand -o 'Write to FILE, readable by you alone, complete or not at all'
            cand --output 'Write to FILE, readable by you alone, complete or not at all'
            cand --mask 'Have the CI runner mask each value in its log, by a line on stderr'
            cand --force 'Replace FILE if it exists'
            cand -0 'End each value with a NUL byte instead of a newline'
            cand --null 'End each value with a NUL byte instead of a newline'
            cand --no-newline 'Leave out the newline after the last value'
            cand --json 'Write one JSON object a line: kind, value, entropy_bits and what --explain says'
            cand --explain 'Say on stderr what is drawn from what, and how strong it is'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'secrets;urlsafe'= {
            cand --chars 'Length of the text, in characters'
            cand --bits 'Least entropy, in bits, rounded up to whole bytes'
            cand -n 'Make N values [default: 1]'
            cand --count 'Make N values [default: 1]'
            cand -o 'Write to FILE, readable by you alone, complete or not at all'
            cand --output 'Write to FILE, readable by you alone, complete or not at all'
            cand --mask 'Have the CI runner mask each value in its log, by a line on stderr'
            cand --force 'Replace FILE if it exists'
            cand -0 'End each value with a NUL byte instead of a newline'
            cand --null 'End each value with a NUL byte instead of a newline'
            cand --no-newline 'Leave out the newline after the last value'
            cand --json 'Write one JSON object a line: kind, value, entropy_bits and what --explain says'
            cand --explain 'Say on stderr what is drawn from what, and how strong it is'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'secrets;below'= {
            cand --from 'The start of the range, which may be negative'
            cand -n 'Make N values [default: 1]'
            cand --count 'Make N values [default: 1]'
            cand -o 'Write to FILE, readable by you alone, complete or not at all'
            cand --output 'Write to FILE, readable by you alone, complete or not at all'
            cand --mask 'Have the CI runner mask each value in its log, by a line on stderr'
            cand --force 'Replace FILE if it exists'
            cand -0 'End each value with a NUL byte instead of a newline'
            cand --null 'End each value with a NUL byte instead of a newline'
            cand --no-newline 'Leave out the newline after the last value'
            cand --json 'Write one JSON object a line: kind, value, entropy_bits and what --explain says'
            cand --explain 'Say on stderr what is drawn from what, and how strong it is'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'secrets;choice'= {
            cand -f 'Take each line of FILE as an item'
            cand --file 'Take each line of FILE as an item'
            cand -n 'Make N values [default: 1]'
            cand --count 'Make N values [default: 1]'
            cand -o 'Write to FILE, readable by you alone, complete or not at all'
            cand --output 'Write to FILE, readable by you alone, complete or not at all'
            cand --mask 'Have the CI runner mask each value in its log, by a line on stderr'
            cand -d 'Pick each item at most once: draw without replacement'
            cand --distinct 'Pick each item at most once: draw without replacement'
            cand -s 'Write all items in random order'
            cand --shuffle 'Write all items in random order'
            cand --force 'Replace FILE if it exists'
            cand -0 'End each value with a NUL byte instead of a newline'
            cand --null 'End each value with a NUL byte instead of a newline'
            cand --no-newline 'Leave out the newline after the last value'
            cand --json 'Write one JSON object a line: kind, value, entropy_bits and what --explain says'
            cand --explain 'Say on stderr what is drawn from what, and how strong it is'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'secrets;password'= {
            cand -l 'Length in characters, 1 to 1024 [default: 20]'
            cand --length 'Length in characters, 1 to 1024 [default: 20]'
            cand -b 'The shortest length with at least B bits of entropy'
            cand --bits 'The shortest length with at least B bits of entropy'
            cand --symbols 'Use these symbols instead of the 32 of ASCII'
            cand --charset 'Use these characters and no classes: a set, or the name of one'
            cand --exclude 'Never use these characters'
            cand --min-lower 'At least N lower-case letters [default: 1]'
            cand --min-upper 'At least N upper-case letters [default: 1]'
            cand --min-digits 'At least N digits [default: 1]'
            cand --min-symbols 'At least N symbols [default: 1]'
            cand --first 'Begin with a letter, alnum, lower, upper, digits or symbols'
            cand --last 'End with a character of one of these kinds'
            cand --max-run 'No character more than N times in a row'
            cand --safe 'Only what needs no quoting in these places, divided by commas'
            cand --for 'What TARGET accepts: rds-postgres, mssql, windows, wpa …; list them with --for help'
            cand -n 'Make N values [default: 1]'
            cand --count 'Make N values [default: 1]'
            cand -o 'Write to FILE, readable by you alone, complete or not at all'
            cand --output 'Write to FILE, readable by you alone, complete or not at all'
            cand --mask 'Have the CI runner mask each value in its log, by a line on stderr'
            cand --no-lower 'Leave out lower-case letters'
            cand --no-upper 'Leave out upper-case letters'
            cand --no-digits 'Leave out digits'
            cand --no-symbols 'Leave out symbols'
            cand --no-ambiguous 'Never use characters that look alike: 0 O o 1 l I |'
            cand --any 'Do not ask for one of each class'
            cand --distinct 'No character twice'
            cand --force 'Replace FILE if it exists'
            cand -0 'End each value with a NUL byte instead of a newline'
            cand --null 'End each value with a NUL byte instead of a newline'
            cand --no-newline 'Leave out the newline after the last value'
            cand --json 'Write one JSON object a line: kind, value, entropy_bits and what --explain says'
            cand --explain 'Say on stderr what is drawn from what, and how strong it is'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'secrets;pattern'= {
            cand --max-length 'Only strings of at most N characters, 1 to 1024'
            cand -b 'Refuse a pattern that holds fewer than B bits of entropy'
            cand --bits 'Refuse a pattern that holds fewer than B bits of entropy'
            cand -n 'Make N values [default: 1]'
            cand --count 'Make N values [default: 1]'
            cand -o 'Write to FILE, readable by you alone, complete or not at all'
            cand --output 'Write to FILE, readable by you alone, complete or not at all'
            cand --mask 'Have the CI runner mask each value in its log, by a line on stderr'
            cand --force 'Replace FILE if it exists'
            cand -0 'End each value with a NUL byte instead of a newline'
            cand --null 'End each value with a NUL byte instead of a newline'
            cand --no-newline 'Leave out the newline after the last value'
            cand --json 'Write one JSON object a line: kind, value, entropy_bits and what --explain says'
            cand --explain 'Say on stderr what is drawn from what, and how strong it is'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'secrets;otp'= {
            cand --digits 'Length of the code, 1 to 1024 digits'
            cand -n 'Make N values [default: 1]'
            cand --count 'Make N values [default: 1]'
            cand -o 'Write to FILE, readable by you alone, complete or not at all'
            cand --output 'Write to FILE, readable by you alone, complete or not at all'
            cand --mask 'Have the CI runner mask each value in its log, by a line on stderr'
            cand --force 'Replace FILE if it exists'
            cand -0 'End each value with a NUL byte instead of a newline'
            cand --null 'End each value with a NUL byte instead of a newline'
            cand --no-newline 'Leave out the newline after the last value'
            cand --json 'Write one JSON object a line: kind, value, entropy_bits and what --explain says'
            cand --explain 'Say on stderr what is drawn from what, and how strong it is'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'secrets;apikey'= {
            cand --prefix 'Begin each key with P and an underscore'
            cand -n 'Make N values [default: 1]'
            cand --count 'Make N values [default: 1]'
            cand -o 'Write to FILE, readable by you alone, complete or not at all'
            cand --output 'Write to FILE, readable by you alone, complete or not at all'
            cand --mask 'Have the CI runner mask each value in its log, by a line on stderr'
            cand --force 'Replace FILE if it exists'
            cand -0 'End each value with a NUL byte instead of a newline'
            cand --null 'End each value with a NUL byte instead of a newline'
            cand --no-newline 'Leave out the newline after the last value'
            cand --json 'Write one JSON object a line: kind, value, entropy_bits and what --explain says'
            cand --explain 'Say on stderr what is drawn from what, and how strong it is'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'secrets;compare'= {
            cand --expected 'Read the expected value from stdin, file:PATH, fd:N or env:NAME'
            cand --actual 'Read the actual value from stdin, file:PATH, fd:N or env:NAME'
            cand --exact 'Take a final newline of a file, fd or stdin as part of the value'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'secrets;completions'= {
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'secrets;man'= {
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
    ]
    $completions[$command]
}
