
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'secrets' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'secrets'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'secrets' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('bytes', 'bytes', [CompletionResultType]::ParameterValue, 'Random bytes, raw or as text')
            [CompletionResult]::new('hex', 'hex', [CompletionResultType]::ParameterValue, 'Random bytes in lower-case hexadecimal')
            [CompletionResult]::new('urlsafe', 'urlsafe', [CompletionResultType]::ParameterValue, 'Random bytes as text for URLs and file names (base64url)')
            [CompletionResult]::new('below', 'below', [CompletionResultType]::ParameterValue, 'A random whole number below N, of any size')
            [CompletionResult]::new('choice', 'choice', [CompletionResultType]::ParameterValue, 'Random picks from items or lines, or all of them shuffled')
            [CompletionResult]::new('password', 'password', [CompletionResultType]::ParameterValue, 'A password of random characters')
            [CompletionResult]::new('passphrase', 'passphrase', [CompletionResultType]::ParameterValue, 'A passphrase of random words, to remember or to type')
            [CompletionResult]::new('pattern', 'pattern', [CompletionResultType]::ParameterValue, 'A string that matches a regular expression: a licence key, a voucher')
            [CompletionResult]::new('otp', 'otp', [CompletionResultType]::ParameterValue, 'A one-time code of decimal digits, or recovery codes')
            [CompletionResult]::new('totp', 'totp', [CompletionResultType]::ParameterValue, 'Codes of authenticator apps, which time changes: make, show, check (TOTP, RFC 6238)')
            [CompletionResult]::new('hotp', 'hotp', [CompletionResultType]::ParameterValue, 'Codes of tokens with a button, which a counter changes (HOTP, RFC 4226)')
            [CompletionResult]::new('apikey', 'apikey', [CompletionResultType]::ParameterValue, 'A key for an API: 64 hex digits, with a prefix if you like')
            [CompletionResult]::new('fill', 'fill', [CompletionResultType]::ParameterValue, 'Fill the recipes of a template with secrets: a project''s .env, CI, Kubernetes')
            [CompletionResult]::new('compare', 'compare', [CompletionResultType]::ParameterValue, 'Compare two values in constant time')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Tell where the randomness comes from here, and whether memory is protected')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completions for a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the man page of secrets or of one of its commands')
            break
        }
        'secrets;bytes' {
            [CompletionResult]::new('--chars', '--chars', [CompletionResultType]::ParameterName, 'Length of the text, in characters')
            [CompletionResult]::new('--bits', '--bits', [CompletionResultType]::ParameterName, 'Least entropy, in bits, rounded up to whole bytes')
            [CompletionResult]::new('-e', '-e', [CompletionResultType]::ParameterName, 'Write the bytes as text')
            [CompletionResult]::new('--encoding', '--encoding', [CompletionResultType]::ParameterName, 'Write the bytes as text')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Make N values [default: 1]')
            [CompletionResult]::new('--count', '--count', [CompletionResultType]::ParameterName, 'Make N values [default: 1]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write to FILE, readable by you alone, complete or not at all')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write to FILE, readable by you alone, complete or not at all')
            [CompletionResult]::new('--mask', '--mask', [CompletionResultType]::ParameterName, 'Have the CI runner mask each value in its log: github or azure')
            [CompletionResult]::new('--entropy', '--entropy', [CompletionResultType]::ParameterName, 'Draw every byte from the operating system itself')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace FILE if it exists')
            [CompletionResult]::new('-0', '-0', [CompletionResultType]::ParameterName, 'End each value with a NUL byte instead of a newline')
            [CompletionResult]::new('--null', '--null', [CompletionResultType]::ParameterName, 'End each value with a NUL byte instead of a newline')
            [CompletionResult]::new('--no-newline', '--no-newline', [CompletionResultType]::ParameterName, 'Leave out the newline after the last value')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write one JSON object a line: kind, value, entropy_bits and all of --explain')
            [CompletionResult]::new('--explain', '--explain', [CompletionResultType]::ParameterName, 'Say on stderr what is drawn from what, and how strong it is')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'secrets;hex' {
            [CompletionResult]::new('--chars', '--chars', [CompletionResultType]::ParameterName, 'Length of the text, in characters')
            [CompletionResult]::new('--bits', '--bits', [CompletionResultType]::ParameterName, 'Least entropy, in bits, rounded up to whole bytes')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Make N values [default: 1]')
            [CompletionResult]::new('--count', '--count', [CompletionResultType]::ParameterName, 'Make N values [default: 1]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write to FILE, readable by you alone, complete or not at all')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write to FILE, readable by you alone, complete or not at all')
            [CompletionResult]::new('--mask', '--mask', [CompletionResultType]::ParameterName, 'Have the CI runner mask each value in its log: github or azure')
            [CompletionResult]::new('--entropy', '--entropy', [CompletionResultType]::ParameterName, 'Draw every byte from the operating system itself')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace FILE if it exists')
            [CompletionResult]::new('-0', '-0', [CompletionResultType]::ParameterName, 'End each value with a NUL byte instead of a newline')
            [CompletionResult]::new('--null', '--null', [CompletionResultType]::ParameterName, 'End each value with a NUL byte instead of a newline')
            [CompletionResult]::new('--no-newline', '--no-newline', [CompletionResultType]::ParameterName, 'Leave out the newline after the last value')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write one JSON object a line: kind, value, entropy_bits and all of --explain')
            [CompletionResult]::new('--explain', '--explain', [CompletionResultType]::ParameterName, 'Say on stderr what is drawn from what, and how strong it is')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'secrets;urlsafe' {
            [CompletionResult]::new('--chars', '--chars', [CompletionResultType]::ParameterName, 'Length of the text, in characters')
            [CompletionResult]::new('--bits', '--bits', [CompletionResultType]::ParameterName, 'Least entropy, in bits, rounded up to whole bytes')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Make N values [default: 1]')
            [CompletionResult]::new('--count', '--count', [CompletionResultType]::ParameterName, 'Make N values [default: 1]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write to FILE, readable by you alone, complete or not at all')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write to FILE, readable by you alone, complete or not at all')
            [CompletionResult]::new('--mask', '--mask', [CompletionResultType]::ParameterName, 'Have the CI runner mask each value in its log: github or azure')
            [CompletionResult]::new('--entropy', '--entropy', [CompletionResultType]::ParameterName, 'Draw every byte from the operating system itself')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace FILE if it exists')
            [CompletionResult]::new('-0', '-0', [CompletionResultType]::ParameterName, 'End each value with a NUL byte instead of a newline')
            [CompletionResult]::new('--null', '--null', [CompletionResultType]::ParameterName, 'End each value with a NUL byte instead of a newline')
            [CompletionResult]::new('--no-newline', '--no-newline', [CompletionResultType]::ParameterName, 'Leave out the newline after the last value')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write one JSON object a line: kind, value, entropy_bits and all of --explain')
            [CompletionResult]::new('--explain', '--explain', [CompletionResultType]::ParameterName, 'Say on stderr what is drawn from what, and how strong it is')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'secrets;below' {
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'The start of the range, which may be negative')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Make N values [default: 1]')
            [CompletionResult]::new('--count', '--count', [CompletionResultType]::ParameterName, 'Make N values [default: 1]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write to FILE, readable by you alone, complete or not at all')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write to FILE, readable by you alone, complete or not at all')
            [CompletionResult]::new('--mask', '--mask', [CompletionResultType]::ParameterName, 'Have the CI runner mask each value in its log: github or azure')
            [CompletionResult]::new('--entropy', '--entropy', [CompletionResultType]::ParameterName, 'Draw every byte from the operating system itself')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace FILE if it exists')
            [CompletionResult]::new('-0', '-0', [CompletionResultType]::ParameterName, 'End each value with a NUL byte instead of a newline')
            [CompletionResult]::new('--null', '--null', [CompletionResultType]::ParameterName, 'End each value with a NUL byte instead of a newline')
            [CompletionResult]::new('--no-newline', '--no-newline', [CompletionResultType]::ParameterName, 'Leave out the newline after the last value')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write one JSON object a line: kind, value, entropy_bits and all of --explain')
            [CompletionResult]::new('--explain', '--explain', [CompletionResultType]::ParameterName, 'Say on stderr what is drawn from what, and how strong it is')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'secrets;choice' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Take each line of FILE as an item; - is stdin')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'Take each line of FILE as an item; - is stdin')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Make N values [default: 1]')
            [CompletionResult]::new('--count', '--count', [CompletionResultType]::ParameterName, 'Make N values [default: 1]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write to FILE, readable by you alone, complete or not at all')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write to FILE, readable by you alone, complete or not at all')
            [CompletionResult]::new('--mask', '--mask', [CompletionResultType]::ParameterName, 'Have the CI runner mask each value in its log: github or azure')
            [CompletionResult]::new('--entropy', '--entropy', [CompletionResultType]::ParameterName, 'Draw every byte from the operating system itself')
            [CompletionResult]::new('-d', '-d', [CompletionResultType]::ParameterName, 'Pick each item at most once: draw without replacement')
            [CompletionResult]::new('--distinct', '--distinct', [CompletionResultType]::ParameterName, 'Pick each item at most once: draw without replacement')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Write all items in random order')
            [CompletionResult]::new('--shuffle', '--shuffle', [CompletionResultType]::ParameterName, 'Write all items in random order')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace FILE if it exists')
            [CompletionResult]::new('-0', '-0', [CompletionResultType]::ParameterName, 'End each value with a NUL byte instead of a newline')
            [CompletionResult]::new('--null', '--null', [CompletionResultType]::ParameterName, 'End each value with a NUL byte instead of a newline')
            [CompletionResult]::new('--no-newline', '--no-newline', [CompletionResultType]::ParameterName, 'Leave out the newline after the last value')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write one JSON object a line: kind, value, entropy_bits and all of --explain')
            [CompletionResult]::new('--explain', '--explain', [CompletionResultType]::ParameterName, 'Say on stderr what is drawn from what, and how strong it is')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'secrets;password' {
            [CompletionResult]::new('-l', '-l', [CompletionResultType]::ParameterName, 'Length in characters, 1 to 1024 [default: 20]')
            [CompletionResult]::new('--length', '--length', [CompletionResultType]::ParameterName, 'Length in characters, 1 to 1024 [default: 20]')
            [CompletionResult]::new('-b', '-b', [CompletionResultType]::ParameterName, 'The shortest length with at least B bits of entropy')
            [CompletionResult]::new('--bits', '--bits', [CompletionResultType]::ParameterName, 'The shortest length with at least B bits of entropy')
            [CompletionResult]::new('--symbols', '--symbols', [CompletionResultType]::ParameterName, 'Use these symbols instead of the 32 of ASCII')
            [CompletionResult]::new('--charset', '--charset', [CompletionResultType]::ParameterName, 'Use these characters and no classes: a set, or the name of one')
            [CompletionResult]::new('--exclude', '--exclude', [CompletionResultType]::ParameterName, 'Never use these characters')
            [CompletionResult]::new('--min-lower', '--min-lower', [CompletionResultType]::ParameterName, 'At least N lower-case letters [default: 1]')
            [CompletionResult]::new('--min-upper', '--min-upper', [CompletionResultType]::ParameterName, 'At least N upper-case letters [default: 1]')
            [CompletionResult]::new('--min-digits', '--min-digits', [CompletionResultType]::ParameterName, 'At least N digits [default: 1]; also --min-lower, --min-upper and --min-symbols')
            [CompletionResult]::new('--min-symbols', '--min-symbols', [CompletionResultType]::ParameterName, 'At least N symbols [default: 1]')
            [CompletionResult]::new('--first', '--first', [CompletionResultType]::ParameterName, 'Begin with a letter, alnum, lower, upper, digits or symbols; --last is for the end')
            [CompletionResult]::new('--last', '--last', [CompletionResultType]::ParameterName, 'End with a character of one of these kinds')
            [CompletionResult]::new('--max-run', '--max-run', [CompletionResultType]::ParameterName, 'No character more than N times in a row')
            [CompletionResult]::new('--safe', '--safe', [CompletionResultType]::ParameterName, 'Only what needs no quoting in these places, divided by commas')
            [CompletionResult]::new('--for', '--for', [CompletionResultType]::ParameterName, 'What TARGET accepts: rds-postgres, mssql, windows, wpa …; list them with --for help')
            [CompletionResult]::new('--hash', '--hash', [CompletionResultType]::ParameterName, 'Add what to store: each line is the value, a tab and its hash')
            [CompletionResult]::new('--hash-output', '--hash-output', [CompletionResultType]::ParameterName, 'Write the hashes to FILE, one a line, and only the values to stdout or --output')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Make N values [default: 1]')
            [CompletionResult]::new('--count', '--count', [CompletionResultType]::ParameterName, 'Make N values [default: 1]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write to FILE, readable by you alone, complete or not at all')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write to FILE, readable by you alone, complete or not at all')
            [CompletionResult]::new('--mask', '--mask', [CompletionResultType]::ParameterName, 'Have the CI runner mask each value in its log: github or azure')
            [CompletionResult]::new('--entropy', '--entropy', [CompletionResultType]::ParameterName, 'Draw every byte from the operating system itself')
            [CompletionResult]::new('--no-lower', '--no-lower', [CompletionResultType]::ParameterName, 'Leave out lower-case letters')
            [CompletionResult]::new('--no-upper', '--no-upper', [CompletionResultType]::ParameterName, 'Leave out upper-case letters')
            [CompletionResult]::new('--no-digits', '--no-digits', [CompletionResultType]::ParameterName, 'Leave out digits')
            [CompletionResult]::new('--no-symbols', '--no-symbols', [CompletionResultType]::ParameterName, 'Leave out symbols')
            [CompletionResult]::new('--no-ambiguous', '--no-ambiguous', [CompletionResultType]::ParameterName, 'Never use characters that look alike: 0 O o 1 l I |')
            [CompletionResult]::new('--any', '--any', [CompletionResultType]::ParameterName, 'Do not ask for one of each class')
            [CompletionResult]::new('--distinct', '--distinct', [CompletionResultType]::ParameterName, 'No character twice')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace FILE if it exists')
            [CompletionResult]::new('-0', '-0', [CompletionResultType]::ParameterName, 'End each value with a NUL byte instead of a newline')
            [CompletionResult]::new('--null', '--null', [CompletionResultType]::ParameterName, 'End each value with a NUL byte instead of a newline')
            [CompletionResult]::new('--no-newline', '--no-newline', [CompletionResultType]::ParameterName, 'Leave out the newline after the last value')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write one JSON object a line: kind, value, entropy_bits and all of --explain')
            [CompletionResult]::new('--explain', '--explain', [CompletionResultType]::ParameterName, 'Say on stderr what is drawn from what, and how strong it is')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'secrets;passphrase' {
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Number of words, 1 to 256 [default: 6 of large]')
            [CompletionResult]::new('--words', '--words', [CompletionResultType]::ParameterName, 'Number of words, 1 to 256 [default: 6 of large]')
            [CompletionResult]::new('-b', '-b', [CompletionResultType]::ParameterName, 'The fewest words with at least B bits of entropy')
            [CompletionResult]::new('--bits', '--bits', [CompletionResultType]::ParameterName, 'The fewest words with at least B bits of entropy')
            [CompletionResult]::new('--list', '--list', [CompletionResultType]::ParameterName, 'large, short1, short2 or FILE [default: large]')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Put TEXT between words [default: -]')
            [CompletionResult]::new('--separator', '--separator', [CompletionResultType]::ParameterName, 'Put TEXT between words [default: -]')
            [CompletionResult]::new('--separator-random', '--separator-random', [CompletionResultType]::ParameterName, 'A random character of SET between each two words')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Upper case: none, first (letters), all or random')
            [CompletionResult]::new('--capitalize', '--capitalize', [CompletionResultType]::ParameterName, 'Upper case: none, first (letters), all or random')
            [CompletionResult]::new('--digits', '--digits', [CompletionResultType]::ParameterName, 'Insert N digits, each at the end of a word')
            [CompletionResult]::new('--symbols', '--symbols', [CompletionResultType]::ParameterName, 'Insert N of !@#$%&*+=? in the same way')
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'Only phrases of at most N characters')
            [CompletionResult]::new('--max-length', '--max-length', [CompletionResultType]::ParameterName, 'Only phrases of at most N characters')
            [CompletionResult]::new('--hash', '--hash', [CompletionResultType]::ParameterName, 'Add what to store: each line is the value, a tab and its hash')
            [CompletionResult]::new('--hash-output', '--hash-output', [CompletionResultType]::ParameterName, 'Write the hashes to FILE, one a line, and only the values to stdout or --output')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Make N values [default: 1]')
            [CompletionResult]::new('--count', '--count', [CompletionResultType]::ParameterName, 'Make N values [default: 1]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write to FILE, readable by you alone, complete or not at all')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write to FILE, readable by you alone, complete or not at all')
            [CompletionResult]::new('--mask', '--mask', [CompletionResultType]::ParameterName, 'Have the CI runner mask each value in its log: github or azure')
            [CompletionResult]::new('--entropy', '--entropy', [CompletionResultType]::ParameterName, 'Draw every byte from the operating system itself')
            [CompletionResult]::new('--dice', '--dice', [CompletionResultType]::ParameterName, 'Read rolls of real dice from stdin, draw nothing')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace FILE if it exists')
            [CompletionResult]::new('-0', '-0', [CompletionResultType]::ParameterName, 'End each value with a NUL byte instead of a newline')
            [CompletionResult]::new('--null', '--null', [CompletionResultType]::ParameterName, 'End each value with a NUL byte instead of a newline')
            [CompletionResult]::new('--no-newline', '--no-newline', [CompletionResultType]::ParameterName, 'Leave out the newline after the last value')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write one JSON object a line: kind, value, entropy_bits and all of --explain')
            [CompletionResult]::new('--explain', '--explain', [CompletionResultType]::ParameterName, 'Say on stderr what is drawn from what, and how strong it is')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'secrets;pattern' {
            [CompletionResult]::new('--max-length', '--max-length', [CompletionResultType]::ParameterName, 'Only strings of at most N characters, 1 to 1024')
            [CompletionResult]::new('-b', '-b', [CompletionResultType]::ParameterName, 'Refuse a pattern that holds fewer than B bits of entropy')
            [CompletionResult]::new('--bits', '--bits', [CompletionResultType]::ParameterName, 'Refuse a pattern that holds fewer than B bits of entropy')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Make N values [default: 1]')
            [CompletionResult]::new('--count', '--count', [CompletionResultType]::ParameterName, 'Make N values [default: 1]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write to FILE, readable by you alone, complete or not at all')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write to FILE, readable by you alone, complete or not at all')
            [CompletionResult]::new('--mask', '--mask', [CompletionResultType]::ParameterName, 'Have the CI runner mask each value in its log: github or azure')
            [CompletionResult]::new('--entropy', '--entropy', [CompletionResultType]::ParameterName, 'Draw every byte from the operating system itself')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace FILE if it exists')
            [CompletionResult]::new('-0', '-0', [CompletionResultType]::ParameterName, 'End each value with a NUL byte instead of a newline')
            [CompletionResult]::new('--null', '--null', [CompletionResultType]::ParameterName, 'End each value with a NUL byte instead of a newline')
            [CompletionResult]::new('--no-newline', '--no-newline', [CompletionResultType]::ParameterName, 'Leave out the newline after the last value')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write one JSON object a line: kind, value, entropy_bits and all of --explain')
            [CompletionResult]::new('--explain', '--explain', [CompletionResultType]::ParameterName, 'Say on stderr what is drawn from what, and how strong it is')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'secrets;otp' {
            [CompletionResult]::new('--digits', '--digits', [CompletionResultType]::ParameterName, 'Length of a code of decimal digits, 1 to 1024 [default: 6]')
            [CompletionResult]::new('--charset', '--charset', [CompletionResultType]::ParameterName, 'Use these characters: a set, or the name of one, as secrets password has it')
            [CompletionResult]::new('--length', '--length', [CompletionResultType]::ParameterName, 'Length in characters of a code of --charset or --recovery, 1 to 1024')
            [CompletionResult]::new('--group', '--group', [CompletionResultType]::ParameterName, 'Divide a code into groups of N characters, the last of which may be shorter')
            [CompletionResult]::new('--separator', '--separator', [CompletionResultType]::ParameterName, 'Put this between groups [default: -]')
            [CompletionResult]::new('--hash', '--hash', [CompletionResultType]::ParameterName, 'Add what to store: each line is the value, a tab and its hash')
            [CompletionResult]::new('--hash-output', '--hash-output', [CompletionResultType]::ParameterName, 'Write the hashes to FILE, one a line, and only the values to stdout or --output')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Make N values [default: 1]')
            [CompletionResult]::new('--count', '--count', [CompletionResultType]::ParameterName, 'Make N values [default: 1]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write to FILE, readable by you alone, complete or not at all')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write to FILE, readable by you alone, complete or not at all')
            [CompletionResult]::new('--mask', '--mask', [CompletionResultType]::ParameterName, 'Have the CI runner mask each value in its log: github or azure')
            [CompletionResult]::new('--entropy', '--entropy', [CompletionResultType]::ParameterName, 'Draw every byte from the operating system itself')
            [CompletionResult]::new('--recovery', '--recovery', [CompletionResultType]::ParameterName, 'Make recovery codes: 10, or as many as -n says, all different')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace FILE if it exists')
            [CompletionResult]::new('-0', '-0', [CompletionResultType]::ParameterName, 'End each value with a NUL byte instead of a newline')
            [CompletionResult]::new('--null', '--null', [CompletionResultType]::ParameterName, 'End each value with a NUL byte instead of a newline')
            [CompletionResult]::new('--no-newline', '--no-newline', [CompletionResultType]::ParameterName, 'Leave out the newline after the last value')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write one JSON object a line: kind, value, entropy_bits and all of --explain')
            [CompletionResult]::new('--explain', '--explain', [CompletionResultType]::ParameterName, 'Say on stderr what is drawn from what, and how strong it is')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'secrets;totp' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('new', 'new', [CompletionResultType]::ParameterValue, 'Make a secret for an authenticator app')
            [CompletionResult]::new('code', 'code', [CompletionResultType]::ParameterValue, 'Print the code of this moment, or of another')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check a code in constant time')
            break
        }
        'secrets;totp;new' {
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'Whose codes these are, as the app shows it: a name or an address')
            [CompletionResult]::new('--issuer', '--issuer', [CompletionResultType]::ParameterName, 'Who asks for the codes, as the app shows it: a company or a service')
            [CompletionResult]::new('--algorithm', '--algorithm', [CompletionResultType]::ParameterName, 'Hash function; many apps know sha1 alone [default: sha1]')
            [CompletionResult]::new('--bits', '--bits', [CompletionResultType]::ParameterName, 'Length of the secret, in bits, rounded up to whole bytes: 128 to 1024')
            [CompletionResult]::new('--digits', '--digits', [CompletionResultType]::ParameterName, 'Length of the codes, 6 to 10 digits; many apps know 6 alone [default: 6]')
            [CompletionResult]::new('--only', '--only', [CompletionResultType]::ParameterName, 'Print the secret or the URI alone')
            [CompletionResult]::new('--qr-output', '--qr-output', [CompletionResultType]::ParameterName, 'Write the QR code of the URI to FILE, which ends in .svg or .png')
            [CompletionResult]::new('--period', '--period', [CompletionResultType]::ParameterName, 'Seconds that a code lasts; many apps know 30 alone [default: 30]')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Make N values [default: 1]')
            [CompletionResult]::new('--count', '--count', [CompletionResultType]::ParameterName, 'Make N values [default: 1]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write to FILE, readable by you alone, complete or not at all')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write to FILE, readable by you alone, complete or not at all')
            [CompletionResult]::new('--mask', '--mask', [CompletionResultType]::ParameterName, 'Have the CI runner mask each value in its log: github or azure')
            [CompletionResult]::new('--entropy', '--entropy', [CompletionResultType]::ParameterName, 'Draw every byte from the operating system itself')
            [CompletionResult]::new('--qr', '--qr', [CompletionResultType]::ParameterName, 'Draw the QR code of the URI on the terminal, to be scanned by the app')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace FILE if it exists')
            [CompletionResult]::new('-0', '-0', [CompletionResultType]::ParameterName, 'End each value with a NUL byte instead of a newline')
            [CompletionResult]::new('--null', '--null', [CompletionResultType]::ParameterName, 'End each value with a NUL byte instead of a newline')
            [CompletionResult]::new('--no-newline', '--no-newline', [CompletionResultType]::ParameterName, 'Leave out the newline after the last value')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write one JSON object a line: kind, value, entropy_bits and all of --explain')
            [CompletionResult]::new('--explain', '--explain', [CompletionResultType]::ParameterName, 'Say on stderr what is drawn from what, and how strong it is')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'secrets;totp;code' {
            [CompletionResult]::new('--secret', '--secret', [CompletionResultType]::ParameterName, 'Read the secret from stdin, prompt, file:PATH, fd:N or env:NAME')
            [CompletionResult]::new('--algorithm', '--algorithm', [CompletionResultType]::ParameterName, 'Hash function [default: that of the URI, or sha1]')
            [CompletionResult]::new('--digits', '--digits', [CompletionResultType]::ParameterName, 'Length of the code, 6 to 10 digits [default: that of the URI, or 6]')
            [CompletionResult]::new('--period', '--period', [CompletionResultType]::ParameterName, 'Seconds that a code lasts [default: that of the URI, or 30]')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'The time, in Unix seconds or as 2026-01-31T12:00:00Z [default: now]')
            [CompletionResult]::new('--next', '--next', [CompletionResultType]::ParameterName, 'Print the code of the step after')
            [CompletionResult]::new('--remaining', '--remaining', [CompletionResultType]::ParameterName, 'Say on stderr, or in the JSON, for how many more seconds the code is the current one')
            [CompletionResult]::new('--watch', '--watch', [CompletionResultType]::ParameterName, 'Show the code and its remaining seconds at the terminal until Ctrl-C')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write a JSON object: kind, value, step, period, and the label of a URI')
            [CompletionResult]::new('--no-newline', '--no-newline', [CompletionResultType]::ParameterName, 'Leave out the newline after the code')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'secrets;totp;verify' {
            [CompletionResult]::new('--secret', '--secret', [CompletionResultType]::ParameterName, 'Read the secret from stdin, prompt, file:PATH, fd:N or env:NAME')
            [CompletionResult]::new('--algorithm', '--algorithm', [CompletionResultType]::ParameterName, 'Hash function [default: that of the URI, or sha1]')
            [CompletionResult]::new('--digits', '--digits', [CompletionResultType]::ParameterName, 'Length of the code, 6 to 10 digits [default: that of the URI, or 6]')
            [CompletionResult]::new('--code', '--code', [CompletionResultType]::ParameterName, 'Read the code from stdin, prompt, file:PATH, fd:N or env:NAME')
            [CompletionResult]::new('--period', '--period', [CompletionResultType]::ParameterName, 'Seconds that a code lasts [default: that of the URI, or 30]')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'The time, in Unix seconds or as 2026-01-31T12:00:00Z [default: now]')
            [CompletionResult]::new('--window', '--window', [CompletionResultType]::ParameterName, 'Accept the codes of N steps before and after, too [default: 1]')
            [CompletionResult]::new('--last-used', '--last-used', [CompletionResultType]::ParameterName, 'Refuse the codes of step STEP and before, and print the step of an accepted code')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'secrets;hotp' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('new', 'new', [CompletionResultType]::ParameterValue, 'Make a secret for a token or an authenticator app')
            [CompletionResult]::new('code', 'code', [CompletionResultType]::ParameterValue, 'Print the code of a counter')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check a code in constant time')
            break
        }
        'secrets;hotp;new' {
            [CompletionResult]::new('--account', '--account', [CompletionResultType]::ParameterName, 'Whose codes these are, as the app shows it: a name or an address')
            [CompletionResult]::new('--issuer', '--issuer', [CompletionResultType]::ParameterName, 'Who asks for the codes, as the app shows it: a company or a service')
            [CompletionResult]::new('--algorithm', '--algorithm', [CompletionResultType]::ParameterName, 'Hash function; many apps know sha1 alone [default: sha1]')
            [CompletionResult]::new('--bits', '--bits', [CompletionResultType]::ParameterName, 'Length of the secret, in bits, rounded up to whole bytes: 128 to 1024')
            [CompletionResult]::new('--digits', '--digits', [CompletionResultType]::ParameterName, 'Length of the codes, 6 to 10 digits; many apps know 6 alone [default: 6]')
            [CompletionResult]::new('--only', '--only', [CompletionResultType]::ParameterName, 'Print the secret or the URI alone')
            [CompletionResult]::new('--qr-output', '--qr-output', [CompletionResultType]::ParameterName, 'Write the QR code of the URI to FILE, which ends in .svg or .png')
            [CompletionResult]::new('--counter', '--counter', [CompletionResultType]::ParameterName, 'Counter of the first code [default: 0]')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Make N values [default: 1]')
            [CompletionResult]::new('--count', '--count', [CompletionResultType]::ParameterName, 'Make N values [default: 1]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write to FILE, readable by you alone, complete or not at all')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write to FILE, readable by you alone, complete or not at all')
            [CompletionResult]::new('--mask', '--mask', [CompletionResultType]::ParameterName, 'Have the CI runner mask each value in its log: github or azure')
            [CompletionResult]::new('--entropy', '--entropy', [CompletionResultType]::ParameterName, 'Draw every byte from the operating system itself')
            [CompletionResult]::new('--qr', '--qr', [CompletionResultType]::ParameterName, 'Draw the QR code of the URI on the terminal, to be scanned by the app')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace FILE if it exists')
            [CompletionResult]::new('-0', '-0', [CompletionResultType]::ParameterName, 'End each value with a NUL byte instead of a newline')
            [CompletionResult]::new('--null', '--null', [CompletionResultType]::ParameterName, 'End each value with a NUL byte instead of a newline')
            [CompletionResult]::new('--no-newline', '--no-newline', [CompletionResultType]::ParameterName, 'Leave out the newline after the last value')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write one JSON object a line: kind, value, entropy_bits and all of --explain')
            [CompletionResult]::new('--explain', '--explain', [CompletionResultType]::ParameterName, 'Say on stderr what is drawn from what, and how strong it is')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'secrets;hotp;code' {
            [CompletionResult]::new('--secret', '--secret', [CompletionResultType]::ParameterName, 'Read the secret from stdin, prompt, file:PATH, fd:N or env:NAME')
            [CompletionResult]::new('--algorithm', '--algorithm', [CompletionResultType]::ParameterName, 'Hash function [default: that of the URI, or sha1]')
            [CompletionResult]::new('--digits', '--digits', [CompletionResultType]::ParameterName, 'Length of the code, 6 to 10 digits [default: that of the URI, or 6]')
            [CompletionResult]::new('--counter', '--counter', [CompletionResultType]::ParameterName, 'Counter of the code')
            [CompletionResult]::new('--counter-file', '--counter-file', [CompletionResultType]::ParameterName, 'Take the counter from FILE, and put the next one there first')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write a JSON object: kind, value, counter, and the label of a URI')
            [CompletionResult]::new('--no-newline', '--no-newline', [CompletionResultType]::ParameterName, 'Leave out the newline after the code')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'secrets;hotp;verify' {
            [CompletionResult]::new('--secret', '--secret', [CompletionResultType]::ParameterName, 'Read the secret from stdin, prompt, file:PATH, fd:N or env:NAME')
            [CompletionResult]::new('--algorithm', '--algorithm', [CompletionResultType]::ParameterName, 'Hash function [default: that of the URI, or sha1]')
            [CompletionResult]::new('--digits', '--digits', [CompletionResultType]::ParameterName, 'Length of the code, 6 to 10 digits [default: that of the URI, or 6]')
            [CompletionResult]::new('--code', '--code', [CompletionResultType]::ParameterName, 'Read the code from stdin, prompt, file:PATH, fd:N or env:NAME')
            [CompletionResult]::new('--counter', '--counter', [CompletionResultType]::ParameterName, 'Counter of the code that is expected next: what verify printed the last time')
            [CompletionResult]::new('--window', '--window', [CompletionResultType]::ParameterName, 'Accept the codes of the N counters after it, too [default: 5]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'secrets;apikey' {
            [CompletionResult]::new('--prefix', '--prefix', [CompletionResultType]::ParameterName, 'Begin each key with P and an underscore')
            [CompletionResult]::new('-e', '-e', [CompletionResultType]::ParameterName, 'Draw the random part from these characters [default: hex, with --id base58]')
            [CompletionResult]::new('--encoding', '--encoding', [CompletionResultType]::ParameterName, 'Draw the random part from these characters [default: hex, with --id base58]')
            [CompletionResult]::new('-b', '-b', [CompletionResultType]::ParameterName, 'Least entropy of the random part, in bits [default: 256]')
            [CompletionResult]::new('--bits', '--bits', [CompletionResultType]::ParameterName, 'Least entropy of the random part, in bits [default: 256]')
            [CompletionResult]::new('--chars', '--chars', [CompletionResultType]::ParameterName, 'Length of the random part, 1 to 1024 characters')
            [CompletionResult]::new('--style', '--style', [CompletionResultType]::ParameterName, 'Make keys of the shape of a well-known service')
            [CompletionResult]::new('--hash', '--hash', [CompletionResultType]::ParameterName, 'Add what to store: each line is the value, a tab and its hash')
            [CompletionResult]::new('--hash-output', '--hash-output', [CompletionResultType]::ParameterName, 'Write the hashes to FILE, one a line, and only the values to stdout or --output')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Make N values [default: 1]')
            [CompletionResult]::new('--count', '--count', [CompletionResultType]::ParameterName, 'Make N values [default: 1]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write to FILE, readable by you alone, complete or not at all')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write to FILE, readable by you alone, complete or not at all')
            [CompletionResult]::new('--mask', '--mask', [CompletionResultType]::ParameterName, 'Have the CI runner mask each value in its log: github or azure')
            [CompletionResult]::new('--entropy', '--entropy', [CompletionResultType]::ParameterName, 'Draw every byte from the operating system itself')
            [CompletionResult]::new('--checksum', '--checksum', [CompletionResultType]::ParameterName, 'End each key with GitHub''s checksum: CRC-32 in 6 digits of base62')
            [CompletionResult]::new('--id', '--id', [CompletionResultType]::ParameterName, 'Put a public id of 8 base58 characters before the random part: prefix_id_secret')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'Say of each line of stdin whether it is a key of this shape, and if not, why')
            [CompletionResult]::new('--regex', '--regex', [CompletionResultType]::ParameterName, 'Print the regular expression of this shape, for secret scanners')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace FILE if it exists')
            [CompletionResult]::new('-0', '-0', [CompletionResultType]::ParameterName, 'End each value with a NUL byte instead of a newline')
            [CompletionResult]::new('--null', '--null', [CompletionResultType]::ParameterName, 'End each value with a NUL byte instead of a newline')
            [CompletionResult]::new('--no-newline', '--no-newline', [CompletionResultType]::ParameterName, 'Leave out the newline after the last value')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write one JSON object a line: kind, value, entropy_bits and all of --explain')
            [CompletionResult]::new('--explain', '--explain', [CompletionResultType]::ParameterName, 'Say on stderr what is drawn from what, and how strong it is')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'secrets;fill' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write FILE instead of stdout, or keep what it has')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write FILE instead of stdout, or keep what it has')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What TEMPLATE is: dotenv, json, yaml, toml or text')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'Where the keys with recipes go: k8s, docker, github-env …')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'Name of the Kubernetes Secret')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace of the Kubernetes Secret')
            [CompletionResult]::new('--rotate', '--rotate', [CompletionResultType]::ParameterName, 'Make a new value for KEY, which has a recipe; repeatable')
            [CompletionResult]::new('--rotate-all', '--rotate-all', [CompletionResultType]::ParameterName, 'Make new values for all keys that have a recipe')
            [CompletionResult]::new('--backup', '--backup', [CompletionResultType]::ParameterName, 'Keep the old FILE as FILE.bak, mode 0600')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace FILE if it exists, where it cannot be filled by key')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Say what would be done, and do not do it')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'Tell whether FILE is filled, by the exit status')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Say what was done as JSON on stdout')
            [CompletionResult]::new('--allow-none', '--allow-none', [CompletionResultType]::ParameterName, 'Accept a TEMPLATE without recipes')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'secrets;compare' {
            [CompletionResult]::new('--expected', '--expected', [CompletionResultType]::ParameterName, 'Read the expected value from stdin, prompt, file:PATH, fd:N or env:NAME')
            [CompletionResult]::new('--actual', '--actual', [CompletionResultType]::ParameterName, 'Read the actual value from stdin, prompt, file:PATH, fd:N or env:NAME')
            [CompletionResult]::new('--exact', '--exact', [CompletionResultType]::ParameterName, 'Take a final newline of a file, fd or stdin as part of the value')
            [CompletionResult]::new('--hashed', '--hashed', [CompletionResultType]::ParameterName, 'The expected value is a stored hash of the actual one, as --hash makes it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'secrets;doctor' {
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Write one JSON object')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'secrets;completions' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'secrets;man' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
