# Completions of secrets for fish.

# Whether the words before the cursor lead to this command.
function __secrets_at
    set -l path secrets
    for word in (commandline -opc)[2..]
        if string match -q -- '-*' $word
            continue
        else if contains -- "$path" 'secrets' 'secrets totp' 'secrets hotp'
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

function __secrets_safe
    printf '%s\n' shell\t'A word of sh, bash, zsh or fish' url\t'Any part of a URL or URI' dotenv\t'An unquoted value in a .env file' yaml\t'A plain scalar that stays a string' json\t'The inside of a string' sql\t'The inside of a string literal' xml\t'Text and attribute values' csv\t'An unquoted field, also in a spreadsheet' regex\t'A literal in a regular expression' cli\t'An argument of a command'
end

complete -c secrets -f
complete -c secrets -n '__secrets_at secrets' -a "hex\t'Random bytes in lower-case hexadecimal' urlsafe\t'Random bytes as text for URLs and file names (base64url)' bytes\t'Random bytes, raw or as text' uuid\t'A UUID of version 4 or 7, or a ULID' password\t'A password of random characters' passphrase\t'A passphrase of random words, to remember or to type' otp\t'A one-time code of decimal digits, or recovery codes' pattern\t'A string of a regular expression: a licence key, a voucher' below\t'A random whole number below N, of any size' choice\t'Random picks from items or lines, or all of them shuffled' apikey\t'A key for an API: 64 hex digits, with a prefix if you like' hash\t'The hash of an existing secret, for a store' compare\t'Compare two values in constant time' hmac\t'Authenticate a file or a webhook: make an HMAC, or check one' totp\t'Codes of authenticator apps, changed by time (TOTP)' hotp\t'Codes of tokens with a button, changed by a counter (HOTP)' for\t'The secret of a program, by its name: laravel, jwt-hs256 …' fill\t'Fill a template with secrets: a project\'s .env, CI, Kubernetes' doctor\t'Where the randomness comes from, and if memory is protected' completions\t'Print the completions for a shell' man\t'Show the man page of secrets or of one of its commands'"
complete -c secrets -n '__secrets_at secrets' -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n '__secrets_at secrets' -s V -l version -d 'Print version'
complete -c secrets -n '__secrets_at secrets hex' -s l -l chars -d 'Length of the text, in characters' -x
complete -c secrets -n '__secrets_at secrets hex' -s b -l bits -d 'Minimum entropy in bits, rounded up to whole bytes' -x
complete -c secrets -n '__secrets_at secrets hex' -l allow-weak -d 'Make a token of fewer than 64 bits without a warning'
complete -c secrets -n '__secrets_at secrets hex' -s n -l count -d 'Make N values [default: 1]' -x
complete -c secrets -n '__secrets_at secrets hex' -s d -l distinct -d 'Make only different values; choice takes each item at most once'
complete -c secrets -n '__secrets_at secrets hex' -s o -l output -d 'Write to FILE, readable by you alone, complete or not at all' -r -F
complete -c secrets -n '__secrets_at secrets hex' -l force -d 'Replace FILE if it exists'
complete -c secrets -n '__secrets_at secrets hex' -l keep -d 'Make FILE only if it is missing or empty, and otherwise keep it'
complete -c secrets -n '__secrets_at secrets hex' -l mode -d 'Give FILE these permissions, in octal, at most 0640 [default: 0600]' -x
complete -c secrets -n '__secrets_at secrets hex' -s 0 -l null -d 'End each value with a NUL byte instead of a newline'
complete -c secrets -n '__secrets_at secrets hex' -l no-newline -d 'Leave out the newline after the last value'
complete -c secrets -n '__secrets_at secrets hex' -l json -d 'Write one JSON object a line: kind, value, entropy_bits and all of --explain'
complete -c secrets -n '__secrets_at secrets hex' -l explain -d 'Say on stderr what the value is drawn from, and how strong it is'
complete -c secrets -n '__secrets_at secrets hex' -l mask -d 'Have the CI runner mask each value in its log: github or azure' -x -a "github\t'GitHub Actions: ::add-mask::' azure\t'Azure Pipelines: ##vso[task.setsecret]'"
complete -c secrets -n '__secrets_at secrets hex' -l copy -d 'Put the value on the clipboard instead of stdout'
complete -c secrets -n '__secrets_at secrets hex' -l clear-after -d 'Wait for TIME, as 30s or 2m, then clear the clipboard and end' -x
complete -c secrets -n '__secrets_at secrets hex' -l qr -d 'Show each value as a QR code instead of text'
complete -c secrets -n '__secrets_at secrets hex' -l no-progress -d 'Show no progress bar'
complete -c secrets -n '__secrets_at secrets hex' -l entropy -d 'Draw every byte from the operating system itself' -x -a "os\t'The operating system'"
complete -c secrets -n '__secrets_at secrets hex' -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n '__secrets_at secrets urlsafe' -s l -l chars -d 'Length of the text, in characters' -x
complete -c secrets -n '__secrets_at secrets urlsafe' -s b -l bits -d 'Minimum entropy in bits, rounded up to whole bytes' -x
complete -c secrets -n '__secrets_at secrets urlsafe' -l allow-weak -d 'Make a token of fewer than 64 bits without a warning'
complete -c secrets -n '__secrets_at secrets urlsafe' -l no-leading-hyphen -d 'Never begin with -, which some commands read as an option'
complete -c secrets -n '__secrets_at secrets urlsafe' -s n -l count -d 'Make N values [default: 1]' -x
complete -c secrets -n '__secrets_at secrets urlsafe' -s d -l distinct -d 'Make only different values; choice takes each item at most once'
complete -c secrets -n '__secrets_at secrets urlsafe' -s o -l output -d 'Write to FILE, readable by you alone, complete or not at all' -r -F
complete -c secrets -n '__secrets_at secrets urlsafe' -l force -d 'Replace FILE if it exists'
complete -c secrets -n '__secrets_at secrets urlsafe' -l keep -d 'Make FILE only if it is missing or empty, and otherwise keep it'
complete -c secrets -n '__secrets_at secrets urlsafe' -l mode -d 'Give FILE these permissions, in octal, at most 0640 [default: 0600]' -x
complete -c secrets -n '__secrets_at secrets urlsafe' -s 0 -l null -d 'End each value with a NUL byte instead of a newline'
complete -c secrets -n '__secrets_at secrets urlsafe' -l no-newline -d 'Leave out the newline after the last value'
complete -c secrets -n '__secrets_at secrets urlsafe' -l json -d 'Write one JSON object a line: kind, value, entropy_bits and all of --explain'
complete -c secrets -n '__secrets_at secrets urlsafe' -l explain -d 'Say on stderr what the value is drawn from, and how strong it is'
complete -c secrets -n '__secrets_at secrets urlsafe' -l mask -d 'Have the CI runner mask each value in its log: github or azure' -x -a "github\t'GitHub Actions: ::add-mask::' azure\t'Azure Pipelines: ##vso[task.setsecret]'"
complete -c secrets -n '__secrets_at secrets urlsafe' -l copy -d 'Put the value on the clipboard instead of stdout'
complete -c secrets -n '__secrets_at secrets urlsafe' -l clear-after -d 'Wait for TIME, as 30s or 2m, then clear the clipboard and end' -x
complete -c secrets -n '__secrets_at secrets urlsafe' -l qr -d 'Show each value as a QR code instead of text'
complete -c secrets -n '__secrets_at secrets urlsafe' -l no-progress -d 'Show no progress bar'
complete -c secrets -n '__secrets_at secrets urlsafe' -l entropy -d 'Draw every byte from the operating system itself' -x -a "os\t'The operating system'"
complete -c secrets -n '__secrets_at secrets urlsafe' -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n '__secrets_at secrets bytes' -s l -l chars -d 'Length of the text, in characters' -x
complete -c secrets -n '__secrets_at secrets bytes' -s b -l bits -d 'Minimum entropy in bits, rounded up to whole bytes' -x
complete -c secrets -n '__secrets_at secrets bytes' -l allow-weak -d 'Make a token of fewer than 64 bits without a warning'
complete -c secrets -n '__secrets_at secrets bytes' -s e -l encoding -d 'Write the bytes as text' -x -a "hex\t'Lower-case hexadecimal' base64\t'RFC 4648 with + and /, padded' base64url\t'RFC 4648 with - and _, unpadded' base64url-padded\t'RFC 4648 with - and _, padded' base32\t'RFC 4648, upper case, padded' crockford\t'Crockford\'s base32: no I, L, O or U, unpadded' base58\t'Bitcoin\'s alphabet: no 0, O, I or l' base62\t'Digits, upper case, lower case'"
complete -c secrets -n '__secrets_at secrets bytes' -l no-leading-hyphen -d 'Make base64url text that does not begin with -, which some commands read as an option'
complete -c secrets -n '__secrets_at secrets bytes' -s n -l count -d 'Make N values [default: 1]' -x
complete -c secrets -n '__secrets_at secrets bytes' -s d -l distinct -d 'Make only different values; choice takes each item at most once'
complete -c secrets -n '__secrets_at secrets bytes' -s o -l output -d 'Write to FILE, readable by you alone, complete or not at all' -r -F
complete -c secrets -n '__secrets_at secrets bytes' -l force -d 'Replace FILE if it exists'
complete -c secrets -n '__secrets_at secrets bytes' -l keep -d 'Make FILE only if it is missing or empty, and otherwise keep it'
complete -c secrets -n '__secrets_at secrets bytes' -l mode -d 'Give FILE these permissions, in octal, at most 0640 [default: 0600]' -x
complete -c secrets -n '__secrets_at secrets bytes' -s 0 -l null -d 'End each value with a NUL byte instead of a newline'
complete -c secrets -n '__secrets_at secrets bytes' -l no-newline -d 'Leave out the newline after the last value'
complete -c secrets -n '__secrets_at secrets bytes' -l json -d 'Write one JSON object a line: kind, value, entropy_bits and all of --explain'
complete -c secrets -n '__secrets_at secrets bytes' -l explain -d 'Say on stderr what the value is drawn from, and how strong it is'
complete -c secrets -n '__secrets_at secrets bytes' -l mask -d 'Have the CI runner mask each value in its log: github or azure' -x -a "github\t'GitHub Actions: ::add-mask::' azure\t'Azure Pipelines: ##vso[task.setsecret]'"
complete -c secrets -n '__secrets_at secrets bytes' -l copy -d 'Put the value on the clipboard instead of stdout'
complete -c secrets -n '__secrets_at secrets bytes' -l clear-after -d 'Wait for TIME, as 30s or 2m, then clear the clipboard and end' -x
complete -c secrets -n '__secrets_at secrets bytes' -l qr -d 'Show each value as a QR code instead of text'
complete -c secrets -n '__secrets_at secrets bytes' -l no-progress -d 'Show no progress bar'
complete -c secrets -n '__secrets_at secrets bytes' -l entropy -d 'Draw every byte from the operating system itself' -x -a "os\t'The operating system'"
complete -c secrets -n '__secrets_at secrets bytes' -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n '__secrets_at secrets uuid' -l v7 -d 'Version 7: milliseconds since 1970, then random bits, so that identifiers sort by time'
complete -c secrets -n '__secrets_at secrets uuid' -l ulid -d 'A ULID: the milliseconds and 80 random bits, as 26 characters of Crockford\'s base32'
complete -c secrets -n '__secrets_at secrets uuid' -s n -l count -d 'Make N values [default: 1]' -x
complete -c secrets -n '__secrets_at secrets uuid' -s d -l distinct -d 'Make only different values; choice takes each item at most once'
complete -c secrets -n '__secrets_at secrets uuid' -s o -l output -d 'Write to FILE, readable by you alone, complete or not at all' -r -F
complete -c secrets -n '__secrets_at secrets uuid' -l force -d 'Replace FILE if it exists'
complete -c secrets -n '__secrets_at secrets uuid' -l keep -d 'Make FILE only if it is missing or empty, and otherwise keep it'
complete -c secrets -n '__secrets_at secrets uuid' -l mode -d 'Give FILE these permissions, in octal, at most 0640 [default: 0600]' -x
complete -c secrets -n '__secrets_at secrets uuid' -s 0 -l null -d 'End each value with a NUL byte instead of a newline'
complete -c secrets -n '__secrets_at secrets uuid' -l no-newline -d 'Leave out the newline after the last value'
complete -c secrets -n '__secrets_at secrets uuid' -l json -d 'Write one JSON object a line: kind, value, entropy_bits and all of --explain'
complete -c secrets -n '__secrets_at secrets uuid' -l explain -d 'Say on stderr what the value is drawn from, and how strong it is'
complete -c secrets -n '__secrets_at secrets uuid' -l mask -d 'Have the CI runner mask each value in its log: github or azure' -x -a "github\t'GitHub Actions: ::add-mask::' azure\t'Azure Pipelines: ##vso[task.setsecret]'"
complete -c secrets -n '__secrets_at secrets uuid' -l copy -d 'Put the value on the clipboard instead of stdout'
complete -c secrets -n '__secrets_at secrets uuid' -l clear-after -d 'Wait for TIME, as 30s or 2m, then clear the clipboard and end' -x
complete -c secrets -n '__secrets_at secrets uuid' -l qr -d 'Show each value as a QR code instead of text'
complete -c secrets -n '__secrets_at secrets uuid' -l no-progress -d 'Show no progress bar'
complete -c secrets -n '__secrets_at secrets uuid' -l entropy -d 'Draw every byte from the operating system itself' -x -a "os\t'The operating system'"
complete -c secrets -n '__secrets_at secrets uuid' -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n '__secrets_at secrets password' -s l -l length -d 'Length in characters, 1 to 1024 [default: as 128 bits need, 20 with all classes]' -x
complete -c secrets -n '__secrets_at secrets password' -s b -l bits -d 'The shortest length with at least B bits of entropy' -x
complete -c secrets -n '__secrets_at secrets password' -l no-lower -d 'Leave out lower-case letters'
complete -c secrets -n '__secrets_at secrets password' -l no-upper -d 'Leave out upper-case letters'
complete -c secrets -n '__secrets_at secrets password' -l no-digits -d 'Leave out digits'
complete -c secrets -n '__secrets_at secrets password' -l no-symbols -d 'Leave out symbols'
complete -c secrets -n '__secrets_at secrets password' -l symbols -d 'Use these symbols instead of the 32 of ASCII' -x
complete -c secrets -n '__secrets_at secrets password' -l charset -d 'Use these characters and no classes: a set, or the name of one' -x -a "alnum\t'62 characters' alpha\t'52 characters' lower\t'26 characters' upper\t'26 characters' digits\t'10 characters' symbols\t'32 characters' hex\t'16 characters' base32\t'32 characters' crockford\t'32 characters' base58\t'58 characters' base62\t'62 characters' base64\t'64 characters' base64url\t'64 characters' printable\t'94 characters'"
complete -c secrets -n '__secrets_at secrets password' -l exclude -d 'Never use these characters' -x
complete -c secrets -n '__secrets_at secrets password' -l no-ambiguous -d 'Never use characters that look alike: 0 O o 1 l I |'
complete -c secrets -n '__secrets_at secrets password' -l min-lower -d 'At least N lower-case letters [default: 1]' -x
complete -c secrets -n '__secrets_at secrets password' -l min-upper -d 'At least N upper-case letters [default: 1]' -x
complete -c secrets -n '__secrets_at secrets password' -l min-digits -d 'At least N digits [default: 1]; also --min-lower, --min-upper and --min-symbols' -x
complete -c secrets -n '__secrets_at secrets password' -l min-symbols -d 'At least N symbols [default: 1]' -x
complete -c secrets -n '__secrets_at secrets password' -l any -d 'Do not require a character of each class'
complete -c secrets -n '__secrets_at secrets password' -l first -d 'Begin with a letter, alnum, lower, upper, digits or symbols; --last sets the end' -x -a "letter\t'' alnum\t'' lower\t'' upper\t'' digits\t'' symbols\t''"
complete -c secrets -n '__secrets_at secrets password' -l last -d 'End with a character of one of these kinds' -x -a "letter\t'' alnum\t'' lower\t'' upper\t'' digits\t'' symbols\t''"
complete -c secrets -n '__secrets_at secrets password' -l max-run -d 'No character more than N times in a row' -x
complete -c secrets -n '__secrets_at secrets password' -l no-repeats -d 'No character twice'
complete -c secrets -n '__secrets_at secrets password' -l safe -d 'Only characters that need no quoting in these places, divided by commas' -x -a '(__fish_complete_list , __secrets_safe)'
complete -c secrets -n '__secrets_at secrets password' -l for -d 'Follow the rules of TARGET: rds-postgres, mssql, windows, wpa …; list them with --for help' -x -a "help\t'List the targets with their rules and sources' aurora\t'Amazon Aurora, and RDS Multi-AZ clusters' aws-directory\t'AWS Directory Service' azure-vm\t'Azure virtual machines' bcrypt\t'Programs that hash with bcrypt' docdb\t'Amazon DocumentDB' elasticache\t'Amazon ElastiCache AUTH token' gitlab-ci\t'GitLab CI/CD variables that can be masked' ipmi\t'Baseboard management controllers' mariadb\t'MariaDB with simple_password_check' mssql\t'Microsoft SQL Server' mysql\t'MySQL with validate_password' oci-db\t'Oracle Cloud database systems' oracle\t'Oracle Database' postgres-uri\t'PostgreSQL connection URIs' rds-mariadb\t'Amazon RDS for MariaDB' rds-mysql\t'Amazon RDS for MySQL' rds-oracle\t'Amazon RDS for Oracle' rds-postgres\t'Amazon RDS for PostgreSQL' rds-sqlserver\t'Amazon RDS for SQL Server' redshift\t'Amazon Redshift' snmpv3\t'SNMPv3 users' vnc\t'VNC authentication' windows\t'Windows and Active Directory with complexity requirements' wpa\t'WPA2 personal networks'"
complete -c secrets -n '__secrets_at secrets password' -l allow-weak -d 'Make a password of fewer than 40 bits without a warning'
complete -c secrets -n '__secrets_at secrets password' -l hash -d 'Add the hash to store: each line is the value, a tab and its hash' -x -a "argon2id\t'Argon2id as a PHC string, the first choice of OWASP: 19 MiB and 2 passes' bcrypt\t'bcrypt of cost 12, for values of at most 72 bytes without NUL' yescrypt\t'yescrypt of crypt(3) and /etc/shadow, cost 5: 16 MiB' scrypt\t'scrypt as a PHC string: 128 MiB' sha512-crypt\t'SHA-512 crypt of crypt(3) and /etc/shadow, 656000 rounds' pbkdf2-sha256\t'PBKDF2 with HMAC-SHA-256 as Django stores it, 1200000 rounds' scram-sha-256\t'SCRAM-SHA-256 as PostgreSQL stores it, 4096 rounds' sha256\t'SHA-256 in hex, unsalted and fast: for keys of at least 128 bits'"
complete -c secrets -n '__secrets_at secrets password' -l hash-output -d 'Write the hashes to FILE, one a line, and only the values to stdout or --output' -r -F
complete -c secrets -n '__secrets_at secrets password' -l cost -d 'Cost of a hash, in the terms of its scheme: see secrets hash --help' -x
complete -c secrets -n '__secrets_at secrets password' -l hash-prefix -d 'Prefix of a bcrypt hash: 2b, 2y or 2a' -x -a "2b\t'OpenBSD\'s, for most programs' 2y\t'PHP\'s and Apache\'s' 2a\t'For older programs'"
complete -c secrets -n '__secrets_at secrets password' -l user -d 'Write each hash as NAME:HASH, for nginx, Apache, Traefik and registries' -x
complete -c secrets -n '__secrets_at secrets password' -s n -l count -d 'Make N values [default: 1]' -x
complete -c secrets -n '__secrets_at secrets password' -s d -l distinct -d 'Make only different values; choice takes each item at most once'
complete -c secrets -n '__secrets_at secrets password' -s o -l output -d 'Write to FILE, readable by you alone, complete or not at all' -r -F
complete -c secrets -n '__secrets_at secrets password' -l force -d 'Replace FILE if it exists'
complete -c secrets -n '__secrets_at secrets password' -l keep -d 'Make FILE only if it is missing or empty, and otherwise keep it'
complete -c secrets -n '__secrets_at secrets password' -l mode -d 'Give FILE these permissions, in octal, at most 0640 [default: 0600]' -x
complete -c secrets -n '__secrets_at secrets password' -s 0 -l null -d 'End each value with a NUL byte instead of a newline'
complete -c secrets -n '__secrets_at secrets password' -l no-newline -d 'Leave out the newline after the last value'
complete -c secrets -n '__secrets_at secrets password' -l json -d 'Write one JSON object a line: kind, value, entropy_bits and all of --explain'
complete -c secrets -n '__secrets_at secrets password' -l explain -d 'Say on stderr what the value is drawn from, and how strong it is'
complete -c secrets -n '__secrets_at secrets password' -l mask -d 'Have the CI runner mask each value in its log: github or azure' -x -a "github\t'GitHub Actions: ::add-mask::' azure\t'Azure Pipelines: ##vso[task.setsecret]'"
complete -c secrets -n '__secrets_at secrets password' -l copy -d 'Put the value on the clipboard instead of stdout'
complete -c secrets -n '__secrets_at secrets password' -l clear-after -d 'Wait for TIME, as 30s or 2m, then clear the clipboard and end' -x
complete -c secrets -n '__secrets_at secrets password' -l qr -d 'Show each value as a QR code instead of text'
complete -c secrets -n '__secrets_at secrets password' -l no-progress -d 'Show no progress bar'
complete -c secrets -n '__secrets_at secrets password' -l entropy -d 'Draw every byte from the operating system itself' -x -a "os\t'The operating system'"
complete -c secrets -n '__secrets_at secrets password' -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n '__secrets_at secrets passphrase' -s w -l words -d 'Number of words, 1 to 256 [default: 6 of large]' -x
complete -c secrets -n '__secrets_at secrets passphrase' -s b -l bits -d 'The fewest words with at least B bits of entropy' -x
complete -c secrets -n '__secrets_at secrets passphrase' -l list -d 'large, short1, short2 or FILE [default: large]' -r -F -a "large\t'' short1\t'' short2\t''"
complete -c secrets -n '__secrets_at secrets passphrase' -s s -l separator -d 'Put TEXT between words [default: -]' -x
complete -c secrets -n '__secrets_at secrets passphrase' -l separator-random -d 'A random character of SET between each two words' -x
complete -c secrets -n '__secrets_at secrets passphrase' -s c -l capitalize -d 'Upper case: none, first (letters), all or random' -x -a "none\t'As the list has them' first\t'The first letter of every word' all\t'All letters' random\t'The first letter of each word, or not, at random'"
complete -c secrets -n '__secrets_at secrets passphrase' -l digits -d 'Insert N digits, each at the end of a word' -x
complete -c secrets -n '__secrets_at secrets passphrase' -l symbols -d 'Insert N of !@#$%&*+=? in the same way' -x
complete -c secrets -n '__secrets_at secrets passphrase' -s m -l max-length -d 'Only phrases of at most N characters' -x
complete -c secrets -n '__secrets_at secrets passphrase' -l dice -d 'Read rolls of real dice from stdin, draw nothing'
complete -c secrets -n '__secrets_at secrets passphrase' -l allow-weak -d 'Make a passphrase of fewer than 40 bits without a warning'
complete -c secrets -n '__secrets_at secrets passphrase' -l hash -d 'Add the hash to store: each line is the value, a tab and its hash' -x -a "argon2id\t'Argon2id as a PHC string, the first choice of OWASP: 19 MiB and 2 passes' bcrypt\t'bcrypt of cost 12, for values of at most 72 bytes without NUL' yescrypt\t'yescrypt of crypt(3) and /etc/shadow, cost 5: 16 MiB' scrypt\t'scrypt as a PHC string: 128 MiB' sha512-crypt\t'SHA-512 crypt of crypt(3) and /etc/shadow, 656000 rounds' pbkdf2-sha256\t'PBKDF2 with HMAC-SHA-256 as Django stores it, 1200000 rounds' scram-sha-256\t'SCRAM-SHA-256 as PostgreSQL stores it, 4096 rounds' sha256\t'SHA-256 in hex, unsalted and fast: for keys of at least 128 bits'"
complete -c secrets -n '__secrets_at secrets passphrase' -l hash-output -d 'Write the hashes to FILE, one a line, and only the values to stdout or --output' -r -F
complete -c secrets -n '__secrets_at secrets passphrase' -l cost -d 'Cost of a hash, in the terms of its scheme: see secrets hash --help' -x
complete -c secrets -n '__secrets_at secrets passphrase' -l hash-prefix -d 'Prefix of a bcrypt hash: 2b, 2y or 2a' -x -a "2b\t'OpenBSD\'s, for most programs' 2y\t'PHP\'s and Apache\'s' 2a\t'For older programs'"
complete -c secrets -n '__secrets_at secrets passphrase' -l user -d 'Write each hash as NAME:HASH, for nginx, Apache, Traefik and registries' -x
complete -c secrets -n '__secrets_at secrets passphrase' -s n -l count -d 'Make N values [default: 1]' -x
complete -c secrets -n '__secrets_at secrets passphrase' -s d -l distinct -d 'Make only different values; choice takes each item at most once'
complete -c secrets -n '__secrets_at secrets passphrase' -s o -l output -d 'Write to FILE, readable by you alone, complete or not at all' -r -F
complete -c secrets -n '__secrets_at secrets passphrase' -l force -d 'Replace FILE if it exists'
complete -c secrets -n '__secrets_at secrets passphrase' -l keep -d 'Make FILE only if it is missing or empty, and otherwise keep it'
complete -c secrets -n '__secrets_at secrets passphrase' -l mode -d 'Give FILE these permissions, in octal, at most 0640 [default: 0600]' -x
complete -c secrets -n '__secrets_at secrets passphrase' -s 0 -l null -d 'End each value with a NUL byte instead of a newline'
complete -c secrets -n '__secrets_at secrets passphrase' -l no-newline -d 'Leave out the newline after the last value'
complete -c secrets -n '__secrets_at secrets passphrase' -l json -d 'Write one JSON object a line: kind, value, entropy_bits and all of --explain'
complete -c secrets -n '__secrets_at secrets passphrase' -l explain -d 'Say on stderr what the value is drawn from, and how strong it is'
complete -c secrets -n '__secrets_at secrets passphrase' -l mask -d 'Have the CI runner mask each value in its log: github or azure' -x -a "github\t'GitHub Actions: ::add-mask::' azure\t'Azure Pipelines: ##vso[task.setsecret]'"
complete -c secrets -n '__secrets_at secrets passphrase' -l copy -d 'Put the value on the clipboard instead of stdout'
complete -c secrets -n '__secrets_at secrets passphrase' -l clear-after -d 'Wait for TIME, as 30s or 2m, then clear the clipboard and end' -x
complete -c secrets -n '__secrets_at secrets passphrase' -l qr -d 'Show each value as a QR code instead of text'
complete -c secrets -n '__secrets_at secrets passphrase' -l no-progress -d 'Show no progress bar'
complete -c secrets -n '__secrets_at secrets passphrase' -l entropy -d 'Draw every byte from the operating system itself' -x -a "os\t'The operating system'"
complete -c secrets -n '__secrets_at secrets passphrase' -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n '__secrets_at secrets otp' -s l -l length -d 'Length in characters, 1 to 1024 [default: 6]' -x
complete -c secrets -n '__secrets_at secrets otp' -s b -l bits -d 'The shortest length with at least B bits of entropy' -x
complete -c secrets -n '__secrets_at secrets otp' -l digits -d 'Length of a code of decimal digits: --length, and no --charset' -x
complete -c secrets -n '__secrets_at secrets otp' -l charset -d 'Use these characters: a set or the name of a set, as in secrets password' -x -a "alnum\t'62 characters' alpha\t'52 characters' lower\t'26 characters' upper\t'26 characters' digits\t'10 characters' symbols\t'32 characters' hex\t'16 characters' base32\t'32 characters' crockford\t'32 characters' base58\t'58 characters' base62\t'62 characters' base64\t'64 characters' base64url\t'64 characters' printable\t'94 characters'"
complete -c secrets -n '__secrets_at secrets otp' -l group -d 'Divide a code into groups of N characters, the last of which may be shorter' -x
complete -c secrets -n '__secrets_at secrets otp' -l separator -d 'Put this between groups [default: -]' -x
complete -c secrets -n '__secrets_at secrets otp' -l no-leading-zero -d 'The first digit is not 0'
complete -c secrets -n '__secrets_at secrets otp' -l no-repeats -d 'No digit twice'
complete -c secrets -n '__secrets_at secrets otp' -l no-runs -d 'No three digits in a row that count up or down, such as 123 or 987'
complete -c secrets -n '__secrets_at secrets otp' -l recovery -d 'Make recovery codes: 10, or as many as -n says, all different'
complete -c secrets -n '__secrets_at secrets otp' -l allow-weak -d 'Make a code of fewer than 10 bits without a warning'
complete -c secrets -n '__secrets_at secrets otp' -l hash -d 'Add the hash to store: each line is the value, a tab and its hash' -x -a "argon2id\t'Argon2id as a PHC string, the first choice of OWASP: 19 MiB and 2 passes' bcrypt\t'bcrypt of cost 12, for values of at most 72 bytes without NUL' yescrypt\t'yescrypt of crypt(3) and /etc/shadow, cost 5: 16 MiB' scrypt\t'scrypt as a PHC string: 128 MiB' sha512-crypt\t'SHA-512 crypt of crypt(3) and /etc/shadow, 656000 rounds' pbkdf2-sha256\t'PBKDF2 with HMAC-SHA-256 as Django stores it, 1200000 rounds' scram-sha-256\t'SCRAM-SHA-256 as PostgreSQL stores it, 4096 rounds' sha256\t'SHA-256 in hex, unsalted and fast: for keys of at least 128 bits'"
complete -c secrets -n '__secrets_at secrets otp' -l hash-output -d 'Write the hashes to FILE, one a line, and only the values to stdout or --output' -r -F
complete -c secrets -n '__secrets_at secrets otp' -l cost -d 'Cost of a hash, in the terms of its scheme: see secrets hash --help' -x
complete -c secrets -n '__secrets_at secrets otp' -l hash-prefix -d 'Prefix of a bcrypt hash: 2b, 2y or 2a' -x -a "2b\t'OpenBSD\'s, for most programs' 2y\t'PHP\'s and Apache\'s' 2a\t'For older programs'"
complete -c secrets -n '__secrets_at secrets otp' -l user -d 'Write each hash as NAME:HASH, for nginx, Apache, Traefik and registries' -x
complete -c secrets -n '__secrets_at secrets otp' -s n -l count -d 'Make N values [default: 1]' -x
complete -c secrets -n '__secrets_at secrets otp' -s d -l distinct -d 'Make only different values; choice takes each item at most once'
complete -c secrets -n '__secrets_at secrets otp' -s o -l output -d 'Write to FILE, readable by you alone, complete or not at all' -r -F
complete -c secrets -n '__secrets_at secrets otp' -l force -d 'Replace FILE if it exists'
complete -c secrets -n '__secrets_at secrets otp' -l keep -d 'Make FILE only if it is missing or empty, and otherwise keep it'
complete -c secrets -n '__secrets_at secrets otp' -l mode -d 'Give FILE these permissions, in octal, at most 0640 [default: 0600]' -x
complete -c secrets -n '__secrets_at secrets otp' -s 0 -l null -d 'End each value with a NUL byte instead of a newline'
complete -c secrets -n '__secrets_at secrets otp' -l no-newline -d 'Leave out the newline after the last value'
complete -c secrets -n '__secrets_at secrets otp' -l json -d 'Write one JSON object a line: kind, value, entropy_bits and all of --explain'
complete -c secrets -n '__secrets_at secrets otp' -l explain -d 'Say on stderr what the value is drawn from, and how strong it is'
complete -c secrets -n '__secrets_at secrets otp' -l mask -d 'Have the CI runner mask each value in its log: github or azure' -x -a "github\t'GitHub Actions: ::add-mask::' azure\t'Azure Pipelines: ##vso[task.setsecret]'"
complete -c secrets -n '__secrets_at secrets otp' -l copy -d 'Put the value on the clipboard instead of stdout'
complete -c secrets -n '__secrets_at secrets otp' -l clear-after -d 'Wait for TIME, as 30s or 2m, then clear the clipboard and end' -x
complete -c secrets -n '__secrets_at secrets otp' -l qr -d 'Show each value as a QR code instead of text'
complete -c secrets -n '__secrets_at secrets otp' -l no-progress -d 'Show no progress bar'
complete -c secrets -n '__secrets_at secrets otp' -l entropy -d 'Draw every byte from the operating system itself' -x -a "os\t'The operating system'"
complete -c secrets -n '__secrets_at secrets otp' -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n '__secrets_at secrets pattern' -l max-length -d 'Only strings of at most N characters, 1 to 1024' -x
complete -c secrets -n '__secrets_at secrets pattern' -s b -l bits -d 'Refuse a pattern that holds fewer than B bits of entropy' -x
complete -c secrets -n '__secrets_at secrets pattern' -l hash -d 'Add the hash to store: each line is the value, a tab and its hash' -x -a "argon2id\t'Argon2id as a PHC string, the first choice of OWASP: 19 MiB and 2 passes' bcrypt\t'bcrypt of cost 12, for values of at most 72 bytes without NUL' yescrypt\t'yescrypt of crypt(3) and /etc/shadow, cost 5: 16 MiB' scrypt\t'scrypt as a PHC string: 128 MiB' sha512-crypt\t'SHA-512 crypt of crypt(3) and /etc/shadow, 656000 rounds' pbkdf2-sha256\t'PBKDF2 with HMAC-SHA-256 as Django stores it, 1200000 rounds' scram-sha-256\t'SCRAM-SHA-256 as PostgreSQL stores it, 4096 rounds' sha256\t'SHA-256 in hex, unsalted and fast: for keys of at least 128 bits'"
complete -c secrets -n '__secrets_at secrets pattern' -l hash-output -d 'Write the hashes to FILE, one a line, and only the values to stdout or --output' -r -F
complete -c secrets -n '__secrets_at secrets pattern' -l cost -d 'Cost of a hash, in the terms of its scheme: see secrets hash --help' -x
complete -c secrets -n '__secrets_at secrets pattern' -l hash-prefix -d 'Prefix of a bcrypt hash: 2b, 2y or 2a' -x -a "2b\t'OpenBSD\'s, for most programs' 2y\t'PHP\'s and Apache\'s' 2a\t'For older programs'"
complete -c secrets -n '__secrets_at secrets pattern' -l user -d 'Write each hash as NAME:HASH, for nginx, Apache, Traefik and registries' -x
complete -c secrets -n '__secrets_at secrets pattern' -s n -l count -d 'Make N values [default: 1]' -x
complete -c secrets -n '__secrets_at secrets pattern' -s d -l distinct -d 'Make only different values; choice takes each item at most once'
complete -c secrets -n '__secrets_at secrets pattern' -s o -l output -d 'Write to FILE, readable by you alone, complete or not at all' -r -F
complete -c secrets -n '__secrets_at secrets pattern' -l force -d 'Replace FILE if it exists'
complete -c secrets -n '__secrets_at secrets pattern' -l keep -d 'Make FILE only if it is missing or empty, and otherwise keep it'
complete -c secrets -n '__secrets_at secrets pattern' -l mode -d 'Give FILE these permissions, in octal, at most 0640 [default: 0600]' -x
complete -c secrets -n '__secrets_at secrets pattern' -s 0 -l null -d 'End each value with a NUL byte instead of a newline'
complete -c secrets -n '__secrets_at secrets pattern' -l no-newline -d 'Leave out the newline after the last value'
complete -c secrets -n '__secrets_at secrets pattern' -l json -d 'Write one JSON object a line: kind, value, entropy_bits and all of --explain'
complete -c secrets -n '__secrets_at secrets pattern' -l explain -d 'Say on stderr what the value is drawn from, and how strong it is'
complete -c secrets -n '__secrets_at secrets pattern' -l mask -d 'Have the CI runner mask each value in its log: github or azure' -x -a "github\t'GitHub Actions: ::add-mask::' azure\t'Azure Pipelines: ##vso[task.setsecret]'"
complete -c secrets -n '__secrets_at secrets pattern' -l copy -d 'Put the value on the clipboard instead of stdout'
complete -c secrets -n '__secrets_at secrets pattern' -l clear-after -d 'Wait for TIME, as 30s or 2m, then clear the clipboard and end' -x
complete -c secrets -n '__secrets_at secrets pattern' -l qr -d 'Show each value as a QR code instead of text'
complete -c secrets -n '__secrets_at secrets pattern' -l no-progress -d 'Show no progress bar'
complete -c secrets -n '__secrets_at secrets pattern' -l entropy -d 'Draw every byte from the operating system itself' -x -a "os\t'The operating system'"
complete -c secrets -n '__secrets_at secrets pattern' -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n '__secrets_at secrets below' -l from -d 'The start of the range, which may be negative' -x
complete -c secrets -n '__secrets_at secrets below' -s n -l count -d 'Make N values [default: 1]' -x
complete -c secrets -n '__secrets_at secrets below' -s d -l distinct -d 'Make only different values; choice takes each item at most once'
complete -c secrets -n '__secrets_at secrets below' -s o -l output -d 'Write to FILE, readable by you alone, complete or not at all' -r -F
complete -c secrets -n '__secrets_at secrets below' -l force -d 'Replace FILE if it exists'
complete -c secrets -n '__secrets_at secrets below' -l keep -d 'Make FILE only if it is missing or empty, and otherwise keep it'
complete -c secrets -n '__secrets_at secrets below' -l mode -d 'Give FILE these permissions, in octal, at most 0640 [default: 0600]' -x
complete -c secrets -n '__secrets_at secrets below' -s 0 -l null -d 'End each value with a NUL byte instead of a newline'
complete -c secrets -n '__secrets_at secrets below' -l no-newline -d 'Leave out the newline after the last value'
complete -c secrets -n '__secrets_at secrets below' -l json -d 'Write one JSON object a line: kind, value, entropy_bits and all of --explain'
complete -c secrets -n '__secrets_at secrets below' -l explain -d 'Say on stderr what the value is drawn from, and how strong it is'
complete -c secrets -n '__secrets_at secrets below' -l mask -d 'Have the CI runner mask each value in its log: github or azure' -x -a "github\t'GitHub Actions: ::add-mask::' azure\t'Azure Pipelines: ##vso[task.setsecret]'"
complete -c secrets -n '__secrets_at secrets below' -l copy -d 'Put the value on the clipboard instead of stdout'
complete -c secrets -n '__secrets_at secrets below' -l clear-after -d 'Wait for TIME, as 30s or 2m, then clear the clipboard and end' -x
complete -c secrets -n '__secrets_at secrets below' -l qr -d 'Show each value as a QR code instead of text'
complete -c secrets -n '__secrets_at secrets below' -l no-progress -d 'Show no progress bar'
complete -c secrets -n '__secrets_at secrets below' -l entropy -d 'Draw every byte from the operating system itself' -x -a "os\t'The operating system'"
complete -c secrets -n '__secrets_at secrets below' -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n '__secrets_at secrets choice' -s f -l file -d 'Take each line of FILE as an item; - is stdin' -r -F
complete -c secrets -n '__secrets_at secrets choice' -s s -l shuffle -d 'Write all items in random order'
complete -c secrets -n '__secrets_at secrets choice' -s n -l count -d 'Make N values [default: 1]' -x
complete -c secrets -n '__secrets_at secrets choice' -s d -l distinct -d 'Make only different values; choice takes each item at most once'
complete -c secrets -n '__secrets_at secrets choice' -s o -l output -d 'Write to FILE, readable by you alone, complete or not at all' -r -F
complete -c secrets -n '__secrets_at secrets choice' -l force -d 'Replace FILE if it exists'
complete -c secrets -n '__secrets_at secrets choice' -l keep -d 'Make FILE only if it is missing or empty, and otherwise keep it'
complete -c secrets -n '__secrets_at secrets choice' -l mode -d 'Give FILE these permissions, in octal, at most 0640 [default: 0600]' -x
complete -c secrets -n '__secrets_at secrets choice' -s 0 -l null -d 'End each value with a NUL byte instead of a newline'
complete -c secrets -n '__secrets_at secrets choice' -l no-newline -d 'Leave out the newline after the last value'
complete -c secrets -n '__secrets_at secrets choice' -l json -d 'Write one JSON object a line: kind, value, entropy_bits and all of --explain'
complete -c secrets -n '__secrets_at secrets choice' -l explain -d 'Say on stderr what the value is drawn from, and how strong it is'
complete -c secrets -n '__secrets_at secrets choice' -l mask -d 'Have the CI runner mask each value in its log: github or azure' -x -a "github\t'GitHub Actions: ::add-mask::' azure\t'Azure Pipelines: ##vso[task.setsecret]'"
complete -c secrets -n '__secrets_at secrets choice' -l copy -d 'Put the value on the clipboard instead of stdout'
complete -c secrets -n '__secrets_at secrets choice' -l clear-after -d 'Wait for TIME, as 30s or 2m, then clear the clipboard and end' -x
complete -c secrets -n '__secrets_at secrets choice' -l qr -d 'Show each value as a QR code instead of text'
complete -c secrets -n '__secrets_at secrets choice' -l no-progress -d 'Show no progress bar'
complete -c secrets -n '__secrets_at secrets choice' -l entropy -d 'Draw every byte from the operating system itself' -x -a "os\t'The operating system'"
complete -c secrets -n '__secrets_at secrets choice' -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n '__secrets_at secrets apikey' -l prefix -d 'Begin each key with P and an underscore' -x
complete -c secrets -n '__secrets_at secrets apikey' -s e -l encoding -d 'Draw the random part from these characters [default: hex, with --id base58]' -x -a "hex\t'Digits and a to f, 4 bits a character' base62\t'Digits, upper case, lower case, 5.95 bits' base58\t'Bitcoin\'s alphabet without 0, O, I and l, 5.86 bits' crockford\t'Crockford\'s base32 without I, L, O and U, 5 bits' base64url\t'Letters, digits, - and _, 6 bits'"
complete -c secrets -n '__secrets_at secrets apikey' -s b -l bits -d 'Least entropy of the random part, in bits [default: 256]' -x
complete -c secrets -n '__secrets_at secrets apikey' -s l -l chars -d 'Length of the random part, 1 to 1024 characters' -x
complete -c secrets -n '__secrets_at secrets apikey' -l no-leading-hyphen -d 'Never begin with -, for a key of --encoding base64url without a prefix'
complete -c secrets -n '__secrets_at secrets apikey' -l allow-weak -d 'Make a key of fewer than 64 bits without a warning'
complete -c secrets -n '__secrets_at secrets apikey' -l checksum -d 'End each key with GitHub\'s checksum: CRC-32 in 6 digits of base62'
complete -c secrets -n '__secrets_at secrets apikey' -l id -d 'Put a public id of 8 base58 characters before the random part: prefix_id_secret'
complete -c secrets -n '__secrets_at secrets apikey' -l style -d 'Make keys of the shape of a well-known service' -x -a "github\t'prefix_, 30 characters of base62 and the checksum; give a --prefix of your own' stripe\t'sk_live_, or another --prefix, and 24 characters of base62'"
complete -c secrets -n '__secrets_at secrets apikey' -l check -d 'Check whether each line of stdin is a key of this shape, and if not, say why'
complete -c secrets -n '__secrets_at secrets apikey' -l regex -d 'Print the regular expression of this shape, for secret scanners [default: re2]' -x -a "re2\t'' pcre\t'' posix\t''"
complete -c secrets -n '__secrets_at secrets apikey' -l hash -d 'Add the hash to store: each line is the value, a tab and its hash' -x -a "argon2id\t'Argon2id as a PHC string, the first choice of OWASP: 19 MiB and 2 passes' bcrypt\t'bcrypt of cost 12, for values of at most 72 bytes without NUL' yescrypt\t'yescrypt of crypt(3) and /etc/shadow, cost 5: 16 MiB' scrypt\t'scrypt as a PHC string: 128 MiB' sha512-crypt\t'SHA-512 crypt of crypt(3) and /etc/shadow, 656000 rounds' pbkdf2-sha256\t'PBKDF2 with HMAC-SHA-256 as Django stores it, 1200000 rounds' scram-sha-256\t'SCRAM-SHA-256 as PostgreSQL stores it, 4096 rounds' sha256\t'SHA-256 in hex, unsalted and fast: for keys of at least 128 bits'"
complete -c secrets -n '__secrets_at secrets apikey' -l hash-output -d 'Write the hashes to FILE, one a line, and only the values to stdout or --output' -r -F
complete -c secrets -n '__secrets_at secrets apikey' -l cost -d 'Cost of a hash, in the terms of its scheme: see secrets hash --help' -x
complete -c secrets -n '__secrets_at secrets apikey' -l hash-prefix -d 'Prefix of a bcrypt hash: 2b, 2y or 2a' -x -a "2b\t'OpenBSD\'s, for most programs' 2y\t'PHP\'s and Apache\'s' 2a\t'For older programs'"
complete -c secrets -n '__secrets_at secrets apikey' -l user -d 'Write each hash as NAME:HASH, for nginx, Apache, Traefik and registries' -x
complete -c secrets -n '__secrets_at secrets apikey' -s n -l count -d 'Make N values [default: 1]' -x
complete -c secrets -n '__secrets_at secrets apikey' -s d -l distinct -d 'Make only different values; choice takes each item at most once'
complete -c secrets -n '__secrets_at secrets apikey' -s o -l output -d 'Write to FILE, readable by you alone, complete or not at all' -r -F
complete -c secrets -n '__secrets_at secrets apikey' -l force -d 'Replace FILE if it exists'
complete -c secrets -n '__secrets_at secrets apikey' -l keep -d 'Make FILE only if it is missing or empty, and otherwise keep it'
complete -c secrets -n '__secrets_at secrets apikey' -l mode -d 'Give FILE these permissions, in octal, at most 0640 [default: 0600]' -x
complete -c secrets -n '__secrets_at secrets apikey' -s 0 -l null -d 'End each value with a NUL byte instead of a newline'
complete -c secrets -n '__secrets_at secrets apikey' -l no-newline -d 'Leave out the newline after the last value'
complete -c secrets -n '__secrets_at secrets apikey' -l json -d 'Write one JSON object a line: kind, value, entropy_bits and all of --explain'
complete -c secrets -n '__secrets_at secrets apikey' -l explain -d 'Say on stderr what the value is drawn from, and how strong it is'
complete -c secrets -n '__secrets_at secrets apikey' -l mask -d 'Have the CI runner mask each value in its log: github or azure' -x -a "github\t'GitHub Actions: ::add-mask::' azure\t'Azure Pipelines: ##vso[task.setsecret]'"
complete -c secrets -n '__secrets_at secrets apikey' -l copy -d 'Put the value on the clipboard instead of stdout'
complete -c secrets -n '__secrets_at secrets apikey' -l clear-after -d 'Wait for TIME, as 30s or 2m, then clear the clipboard and end' -x
complete -c secrets -n '__secrets_at secrets apikey' -l qr -d 'Show each value as a QR code instead of text'
complete -c secrets -n '__secrets_at secrets apikey' -l no-progress -d 'Show no progress bar'
complete -c secrets -n '__secrets_at secrets apikey' -l entropy -d 'Draw every byte from the operating system itself' -x -a "os\t'The operating system'"
complete -c secrets -n '__secrets_at secrets apikey' -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n '__secrets_at secrets hash' -a "argon2id\t'Argon2id as a PHC string, the first choice of OWASP: 19 MiB and 2 passes' bcrypt\t'bcrypt of cost 12, for values of at most 72 bytes without NUL' yescrypt\t'yescrypt of crypt(3) and /etc/shadow, cost 5: 16 MiB' scrypt\t'scrypt as a PHC string: 128 MiB' sha512-crypt\t'SHA-512 crypt of crypt(3) and /etc/shadow, 656000 rounds' pbkdf2-sha256\t'PBKDF2 with HMAC-SHA-256 as Django stores it, 1200000 rounds' scram-sha-256\t'SCRAM-SHA-256 as PostgreSQL stores it, 4096 rounds' sha256\t'SHA-256 in hex, unsalted and fast: for keys of at least 128 bits'"
complete -c secrets -n '__secrets_at secrets hash' -l secret -d 'Read the secret from stdin, prompt, file:PATH, fd:N or env:NAME [default: prompt at a terminal]' -x -a '(__secrets_sources)'
complete -c secrets -n '__secrets_at secrets hash' -l exact -d 'Take a final newline or CRLF of a file, fd or stdin as part of the secret'
complete -c secrets -n '__secrets_at secrets hash' -l cost -d 'The cost of a hash, in the terms of its scheme' -x
complete -c secrets -n '__secrets_at secrets hash' -l prefix -d 'Begin a bcrypt hash with this: 2b, 2y for PHP and Apache, or 2a for older programs' -x -a "2b\t'OpenBSD\'s, for most programs' 2y\t'PHP\'s and Apache\'s' 2a\t'For older programs'"
complete -c secrets -n '__secrets_at secrets hash' -l user -d 'Write NAME:HASH, for nginx, Apache, Traefik and registries' -x
complete -c secrets -n '__secrets_at secrets hash' -l explain -d 'Say on stderr what guessing a secret costs on this machine'
complete -c secrets -n '__secrets_at secrets hash' -s o -l output -d 'Write to FILE, readable by you alone, complete or not at all' -r -F
complete -c secrets -n '__secrets_at secrets hash' -l force -d 'Replace FILE if it exists'
complete -c secrets -n '__secrets_at secrets hash' -l no-newline -d 'Leave out the newline after the hash'
complete -c secrets -n '__secrets_at secrets hash' -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n '__secrets_at secrets compare' -l expected -d 'Read the expected value from stdin, prompt, file:PATH, fd:N or env:NAME' -x -a '(__secrets_sources)'
complete -c secrets -n '__secrets_at secrets compare' -l actual -d 'Read the actual value from stdin, prompt, file:PATH, fd:N or env:NAME' -x -a '(__secrets_sources)'
complete -c secrets -n '__secrets_at secrets compare' -l exact -d 'Take a final newline or CRLF of a file, fd or stdin as part of the value'
complete -c secrets -n '__secrets_at secrets compare' -l hashed -d 'The expected value is a store of hashes, one on each line, any of which may match'
complete -c secrets -n '__secrets_at secrets compare' -l user -d 'Compare only with the lines of NAME, which begin with NAME:' -x
complete -c secrets -n '__secrets_at secrets compare' -l recovery -d 'The actual value is a recovery code as a person types it'
complete -c secrets -n '__secrets_at secrets compare' -l group -d 'Length of a group of the recovery codes, as given to otp --recovery [default: 5]' -x
complete -c secrets -n '__secrets_at secrets compare' -l separator -d 'Separator of the groups, as given to otp --recovery [default: -]' -x
complete -c secrets -n '__secrets_at secrets compare' -l consume -d 'Remove the matching line from the file, so that no value is accepted twice'
complete -c secrets -n '__secrets_at secrets compare' -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n '__secrets_at secrets hmac' -F
complete -c secrets -n '__secrets_at secrets hmac' -l key -d 'Read the key from stdin, prompt, file:PATH, fd:N or env:NAME' -x -a '(__secrets_sources)'
complete -c secrets -n '__secrets_at secrets hmac' -l key-encoding -d 'How the key is written' -x -a "text\t'The bytes themselves' hex\t'Hexadecimal' base64\t'Base64 or base64url, padded or not'"
complete -c secrets -n '__secrets_at secrets hmac' -l algorithm -d 'Hash function [default: sha256]' -x -a "sha256\t'SHA-256' sha512\t'SHA-512' sha384\t'SHA-384' sha1\t'SHA-1, for old services'"
complete -c secrets -n '__secrets_at secrets hmac' -s e -l encoding -d 'Encoding of the code that is written, or read by --verify [default: hex]' -x -a "hex\t'Hexadecimal, written in lower case, read in either case' base64\t'RFC 4648 with + and /, padded; also read unpadded and with - and _'"
complete -c secrets -n '__secrets_at secrets hmac' -l verify -d 'Check the code from stdin, prompt, file:PATH, fd:N or env:NAME, and print nothing' -x -a '(__secrets_sources)'
complete -c secrets -n '__secrets_at secrets hmac' -l style -d 'Make or check the signature of a webhook, in the header of a service' -x -a "github\t'X-Hub-Signature-256: sha256=HEX' stripe\t'Stripe-Signature: t=SECONDS,v1=HEX with one v1 or more' slack\t'X-Slack-Signature: v0=HEX; give --timestamp too'"
complete -c secrets -n '__secrets_at secrets hmac' -l timestamp -d 'The value of Slack\'s X-Slack-Request-Timestamp, which is part of what is signed' -x
complete -c secrets -n '__secrets_at secrets hmac' -l tolerance -d 'How old a signature of Stripe or Slack may be, as 300s or 5m [default: 5m]' -x
complete -c secrets -n '__secrets_at secrets hmac' -l at -d 'The time, in Unix seconds or as 2026-01-31T12:00:00Z [default: now]' -x
complete -c secrets -n '__secrets_at secrets hmac' -l no-newline -d 'Leave out the newline after the code'
complete -c secrets -n '__secrets_at secrets hmac' -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n '__secrets_at secrets totp' -a "new\t'Make a secret for an authenticator app or a token' code\t'Print the current code, or the code at another time' verify\t'Check a code in constant time' uri\t'Print the otpauth:// URI of an existing secret, or its QR code' list\t'Show the accounts of a source without their secrets'"
complete -c secrets -n '__secrets_at secrets totp' -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n '__secrets_at secrets totp new' -l account -d 'The owner of the codes, as the app shows it: a name or an address' -x
complete -c secrets -n '__secrets_at secrets totp new' -l issuer -d 'The company or service that asks for the codes, as the app shows it' -x
complete -c secrets -n '__secrets_at secrets totp new' -l algorithm -d 'Hash function; many apps support only sha1 [default: sha1]' -x -a "sha1\t'SHA-1, which every app supports' sha256\t'SHA-256, which fewer apps support' sha512\t'SHA-512, which fewer apps support'"
complete -c secrets -n '__secrets_at secrets totp new' -s b -l bits -d 'Length of the secret, in bits, rounded up to whole bytes: 128 to 1024' -x
complete -c secrets -n '__secrets_at secrets totp new' -l digits -d 'Length of the codes, 6 to 10 digits; many apps support only 6 [default: 6]' -x
complete -c secrets -n '__secrets_at secrets totp new' -l only -d 'Print only the secret or only the URI' -x -a "secret\t'The secret in base32' uri\t'The otpauth:// URI'"
complete -c secrets -n '__secrets_at secrets totp new' -l qr-output -d 'Write the QR code of the URI to FILE, which ends in .svg or .png' -r -F
complete -c secrets -n '__secrets_at secrets totp new' -l period -d 'Seconds that a code lasts; many apps support only 30 [default: 30]' -x
complete -c secrets -n '__secrets_at secrets totp new' -s n -l count -d 'Make N values [default: 1]' -x
complete -c secrets -n '__secrets_at secrets totp new' -s d -l distinct -d 'Make only different values; choice takes each item at most once'
complete -c secrets -n '__secrets_at secrets totp new' -s o -l output -d 'Write to FILE, readable by you alone, complete or not at all' -r -F
complete -c secrets -n '__secrets_at secrets totp new' -l force -d 'Replace FILE if it exists'
complete -c secrets -n '__secrets_at secrets totp new' -l keep -d 'Make FILE only if it is missing or empty, and otherwise keep it'
complete -c secrets -n '__secrets_at secrets totp new' -l mode -d 'Give FILE these permissions, in octal, at most 0640 [default: 0600]' -x
complete -c secrets -n '__secrets_at secrets totp new' -s 0 -l null -d 'End each value with a NUL byte instead of a newline'
complete -c secrets -n '__secrets_at secrets totp new' -l no-newline -d 'Leave out the newline after the last value'
complete -c secrets -n '__secrets_at secrets totp new' -l json -d 'Write one JSON object a line: kind, value, entropy_bits and all of --explain'
complete -c secrets -n '__secrets_at secrets totp new' -l explain -d 'Say on stderr what the value is drawn from, and how strong it is'
complete -c secrets -n '__secrets_at secrets totp new' -l mask -d 'Have the CI runner mask each value in its log: github or azure' -x -a "github\t'GitHub Actions: ::add-mask::' azure\t'Azure Pipelines: ##vso[task.setsecret]'"
complete -c secrets -n '__secrets_at secrets totp new' -l copy -d 'Put the value on the clipboard instead of stdout'
complete -c secrets -n '__secrets_at secrets totp new' -l clear-after -d 'Wait for TIME, as 30s or 2m, then clear the clipboard and end' -x
complete -c secrets -n '__secrets_at secrets totp new' -l no-progress -d 'Show no progress bar'
complete -c secrets -n '__secrets_at secrets totp new' -l entropy -d 'Draw every byte from the operating system itself' -x -a "os\t'The operating system'"
complete -c secrets -n '__secrets_at secrets totp new' -l qr -d 'Draw the QR code of the URI on the terminal, to be scanned by the app'
complete -c secrets -n '__secrets_at secrets totp new' -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n '__secrets_at secrets totp code' -l secret -d 'Read the secret from stdin, prompt, file:PATH, fd:N or env:NAME' -x -a '(__secrets_sources)'
complete -c secrets -n '__secrets_at secrets totp code' -l account -d 'Take the account NAME of a source with several accounts' -x
complete -c secrets -n '__secrets_at secrets totp code' -l secret-encoding -d 'Encoding of a secret that is no URI [default: base32]' -x -a "base32\t'Letters and the digits 2 to 7, as apps show it' hex\t'Hexadecimal digits, as makers of hardware tokens use it' raw\t'All bytes of the source'"
complete -c secrets -n '__secrets_at secrets totp code' -l algorithm -d 'Hash function [default: as in the URI, or sha1]' -x -a "sha1\t'SHA-1, which every app supports' sha256\t'SHA-256, which fewer apps support' sha512\t'SHA-512, which fewer apps support'"
complete -c secrets -n '__secrets_at secrets totp code' -l digits -d 'Length of the code, 6 to 10 digits [default: as in the URI, or 6]' -x
complete -c secrets -n '__secrets_at secrets totp code' -l period -d 'Seconds that a code lasts [default: as in the URI, or 30]' -x
complete -c secrets -n '__secrets_at secrets totp code' -l style -d 'Style of a code [default: as in the URI, or steam for the issuer Steam, or decimal]' -x -a "decimal\t'Digits' steam\t'The five letters and digits of Steam'"
complete -c secrets -n '__secrets_at secrets totp code' -l at -d 'The time, in Unix seconds or as 2026-01-31T12:00:00Z [default: now]' -x
complete -c secrets -n '__secrets_at secrets totp code' -l next -d 'Print the code of the next period'
complete -c secrets -n '__secrets_at secrets totp code' -l remaining -d 'Say on stderr, or in the JSON, how many seconds the code still lasts'
complete -c secrets -n '__secrets_at secrets totp code' -l watch -d 'Show the code and its remaining seconds at the terminal until Ctrl-C'
complete -c secrets -n '__secrets_at secrets totp code' -l json -d 'Write a JSON object: kind, value, the numbers behind the code, and the label of the account'
complete -c secrets -n '__secrets_at secrets totp code' -l no-newline -d 'Leave out the newline after the code'
complete -c secrets -n '__secrets_at secrets totp code' -l copy -d 'Put the code on the clipboard instead of stdout'
complete -c secrets -n '__secrets_at secrets totp code' -l clear-after -d 'Wait for TIME, as 30s or 2m, then clear the clipboard and end' -x
complete -c secrets -n '__secrets_at secrets totp code' -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n '__secrets_at secrets totp verify' -l secret -d 'Read the secret from stdin, prompt, file:PATH, fd:N or env:NAME' -x -a '(__secrets_sources)'
complete -c secrets -n '__secrets_at secrets totp verify' -l account -d 'Take the account NAME of a source with several accounts' -x
complete -c secrets -n '__secrets_at secrets totp verify' -l secret-encoding -d 'Encoding of a secret that is no URI [default: base32]' -x -a "base32\t'Letters and the digits 2 to 7, as apps show it' hex\t'Hexadecimal digits, as makers of hardware tokens use it' raw\t'All bytes of the source'"
complete -c secrets -n '__secrets_at secrets totp verify' -l algorithm -d 'Hash function [default: as in the URI, or sha1]' -x -a "sha1\t'SHA-1, which every app supports' sha256\t'SHA-256, which fewer apps support' sha512\t'SHA-512, which fewer apps support'"
complete -c secrets -n '__secrets_at secrets totp verify' -l digits -d 'Length of the code, 6 to 10 digits [default: as in the URI, or 6]' -x
complete -c secrets -n '__secrets_at secrets totp verify' -l code -d 'Read the code from stdin, prompt, file:PATH, fd:N or env:NAME' -x -a '(__secrets_sources)'
complete -c secrets -n '__secrets_at secrets totp verify' -l period -d 'Seconds that a code lasts [default: as in the URI, or 30]' -x
complete -c secrets -n '__secrets_at secrets totp verify' -l style -d 'Style of a code [default: as in the URI, or steam for the issuer Steam, or decimal]' -x -a "decimal\t'Digits' steam\t'The five letters and digits of Steam'"
complete -c secrets -n '__secrets_at secrets totp verify' -l at -d 'The time, in Unix seconds or as 2026-01-31T12:00:00Z [default: now]' -x
complete -c secrets -n '__secrets_at secrets totp verify' -l window -d 'Also accept the codes of N steps before and after [default: 1]' -x
complete -c secrets -n '__secrets_at secrets totp verify' -l last-used -d 'Refuse the codes of step STEP and before, and print the step of an accepted code' -x
complete -c secrets -n '__secrets_at secrets totp verify' -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n '__secrets_at secrets totp uri' -l secret -d 'Read the secret from stdin, prompt, file:PATH, fd:N or env:NAME' -x -a '(__secrets_sources)'
complete -c secrets -n '__secrets_at secrets totp uri' -l account -d 'Take the account NAME of a source with several accounts' -x
complete -c secrets -n '__secrets_at secrets totp uri' -l secret-encoding -d 'Encoding of a secret that is no URI [default: base32]' -x -a "base32\t'Letters and the digits 2 to 7, as apps show it' hex\t'Hexadecimal digits, as makers of hardware tokens use it' raw\t'All bytes of the source'"
complete -c secrets -n '__secrets_at secrets totp uri' -l algorithm -d 'Hash function [default: as in the URI, or sha1]' -x -a "sha1\t'SHA-1, which every app supports' sha256\t'SHA-256, which fewer apps support' sha512\t'SHA-512, which fewer apps support'"
complete -c secrets -n '__secrets_at secrets totp uri' -l digits -d 'Length of the code, 6 to 10 digits [default: as in the URI, or 6]' -x
complete -c secrets -n '__secrets_at secrets totp uri' -l period -d 'Seconds that a code lasts [default: as in the URI, or 30]' -x
complete -c secrets -n '__secrets_at secrets totp uri' -l style -d 'Style of a code [default: as in the URI, or steam for the issuer Steam, or decimal]' -x -a "decimal\t'Digits' steam\t'The five letters and digits of Steam'"
complete -c secrets -n '__secrets_at secrets totp uri' -l issuer -d 'The company or service that asks for the codes, instead of the issuer in the source' -x
complete -c secrets -n '__secrets_at secrets totp uri' -l migration -d 'Print a URI that Google Authenticator imports, for up to 10 accounts each'
complete -c secrets -n '__secrets_at secrets totp uri' -l qr -d 'Show each URI as a QR code instead of text'
complete -c secrets -n '__secrets_at secrets totp uri' -l qr-output -d 'Write the QR code to FILE, which ends in .svg or .png, instead of the URI' -r -F
complete -c secrets -n '__secrets_at secrets totp uri' -l force -d 'Replace FILE if it exists'
complete -c secrets -n '__secrets_at secrets totp uri' -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n '__secrets_at secrets totp list' -l secret -d 'Read the secret from stdin, prompt, file:PATH, fd:N or env:NAME' -x -a '(__secrets_sources)'
complete -c secrets -n '__secrets_at secrets totp list' -l json -d 'Write a JSON object for each account'
complete -c secrets -n '__secrets_at secrets totp list' -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n '__secrets_at secrets hotp' -a "new\t'Make a secret for an authenticator app or a token' code\t'Print the code of a counter' verify\t'Check a code in constant time' uri\t'Print the otpauth:// URI of an existing secret, or its QR code' list\t'Show the accounts of a source without their secrets'"
complete -c secrets -n '__secrets_at secrets hotp' -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n '__secrets_at secrets hotp new' -l account -d 'The owner of the codes, as the app shows it: a name or an address' -x
complete -c secrets -n '__secrets_at secrets hotp new' -l issuer -d 'The company or service that asks for the codes, as the app shows it' -x
complete -c secrets -n '__secrets_at secrets hotp new' -l algorithm -d 'Hash function; many apps support only sha1 [default: sha1]' -x -a "sha1\t'SHA-1, which every app supports' sha256\t'SHA-256, which fewer apps support' sha512\t'SHA-512, which fewer apps support'"
complete -c secrets -n '__secrets_at secrets hotp new' -s b -l bits -d 'Length of the secret, in bits, rounded up to whole bytes: 128 to 1024' -x
complete -c secrets -n '__secrets_at secrets hotp new' -l digits -d 'Length of the codes, 6 to 10 digits; many apps support only 6 [default: 6]' -x
complete -c secrets -n '__secrets_at secrets hotp new' -l only -d 'Print only the secret or only the URI' -x -a "secret\t'The secret in base32' uri\t'The otpauth:// URI'"
complete -c secrets -n '__secrets_at secrets hotp new' -l qr-output -d 'Write the QR code of the URI to FILE, which ends in .svg or .png' -r -F
complete -c secrets -n '__secrets_at secrets hotp new' -l counter -d 'Counter of the first code [default: 0]' -x
complete -c secrets -n '__secrets_at secrets hotp new' -s n -l count -d 'Make N values [default: 1]' -x
complete -c secrets -n '__secrets_at secrets hotp new' -s d -l distinct -d 'Make only different values; choice takes each item at most once'
complete -c secrets -n '__secrets_at secrets hotp new' -s o -l output -d 'Write to FILE, readable by you alone, complete or not at all' -r -F
complete -c secrets -n '__secrets_at secrets hotp new' -l force -d 'Replace FILE if it exists'
complete -c secrets -n '__secrets_at secrets hotp new' -l keep -d 'Make FILE only if it is missing or empty, and otherwise keep it'
complete -c secrets -n '__secrets_at secrets hotp new' -l mode -d 'Give FILE these permissions, in octal, at most 0640 [default: 0600]' -x
complete -c secrets -n '__secrets_at secrets hotp new' -s 0 -l null -d 'End each value with a NUL byte instead of a newline'
complete -c secrets -n '__secrets_at secrets hotp new' -l no-newline -d 'Leave out the newline after the last value'
complete -c secrets -n '__secrets_at secrets hotp new' -l json -d 'Write one JSON object a line: kind, value, entropy_bits and all of --explain'
complete -c secrets -n '__secrets_at secrets hotp new' -l explain -d 'Say on stderr what the value is drawn from, and how strong it is'
complete -c secrets -n '__secrets_at secrets hotp new' -l mask -d 'Have the CI runner mask each value in its log: github or azure' -x -a "github\t'GitHub Actions: ::add-mask::' azure\t'Azure Pipelines: ##vso[task.setsecret]'"
complete -c secrets -n '__secrets_at secrets hotp new' -l copy -d 'Put the value on the clipboard instead of stdout'
complete -c secrets -n '__secrets_at secrets hotp new' -l clear-after -d 'Wait for TIME, as 30s or 2m, then clear the clipboard and end' -x
complete -c secrets -n '__secrets_at secrets hotp new' -l no-progress -d 'Show no progress bar'
complete -c secrets -n '__secrets_at secrets hotp new' -l entropy -d 'Draw every byte from the operating system itself' -x -a "os\t'The operating system'"
complete -c secrets -n '__secrets_at secrets hotp new' -l qr -d 'Draw the QR code of the URI on the terminal, to be scanned by the app'
complete -c secrets -n '__secrets_at secrets hotp new' -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n '__secrets_at secrets hotp code' -l secret -d 'Read the secret from stdin, prompt, file:PATH, fd:N or env:NAME' -x -a '(__secrets_sources)'
complete -c secrets -n '__secrets_at secrets hotp code' -l account -d 'Take the account NAME of a source with several accounts' -x
complete -c secrets -n '__secrets_at secrets hotp code' -l secret-encoding -d 'Encoding of a secret that is no URI [default: base32]' -x -a "base32\t'Letters and the digits 2 to 7, as apps show it' hex\t'Hexadecimal digits, as makers of hardware tokens use it' raw\t'All bytes of the source'"
complete -c secrets -n '__secrets_at secrets hotp code' -l algorithm -d 'Hash function [default: as in the URI, or sha1]' -x -a "sha1\t'SHA-1, which every app supports' sha256\t'SHA-256, which fewer apps support' sha512\t'SHA-512, which fewer apps support'"
complete -c secrets -n '__secrets_at secrets hotp code' -l digits -d 'Length of the code, 6 to 10 digits [default: as in the URI, or 6]' -x
complete -c secrets -n '__secrets_at secrets hotp code' -l counter -d 'Counter of the next code [default: as in the URI]' -x
complete -c secrets -n '__secrets_at secrets hotp code' -l counter-file -d 'Take the counter from FILE, and write the next counter there' -r -F
complete -c secrets -n '__secrets_at secrets hotp code' -l json -d 'Write a JSON object: kind, value, the numbers behind the code, and the label of the account'
complete -c secrets -n '__secrets_at secrets hotp code' -l no-newline -d 'Leave out the newline after the code'
complete -c secrets -n '__secrets_at secrets hotp code' -l copy -d 'Put the code on the clipboard instead of stdout'
complete -c secrets -n '__secrets_at secrets hotp code' -l clear-after -d 'Wait for TIME, as 30s or 2m, then clear the clipboard and end' -x
complete -c secrets -n '__secrets_at secrets hotp code' -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n '__secrets_at secrets hotp verify' -l secret -d 'Read the secret from stdin, prompt, file:PATH, fd:N or env:NAME' -x -a '(__secrets_sources)'
complete -c secrets -n '__secrets_at secrets hotp verify' -l account -d 'Take the account NAME of a source with several accounts' -x
complete -c secrets -n '__secrets_at secrets hotp verify' -l secret-encoding -d 'Encoding of a secret that is no URI [default: base32]' -x -a "base32\t'Letters and the digits 2 to 7, as apps show it' hex\t'Hexadecimal digits, as makers of hardware tokens use it' raw\t'All bytes of the source'"
complete -c secrets -n '__secrets_at secrets hotp verify' -l algorithm -d 'Hash function [default: as in the URI, or sha1]' -x -a "sha1\t'SHA-1, which every app supports' sha256\t'SHA-256, which fewer apps support' sha512\t'SHA-512, which fewer apps support'"
complete -c secrets -n '__secrets_at secrets hotp verify' -l digits -d 'Length of the code, 6 to 10 digits [default: as in the URI, or 6]' -x
complete -c secrets -n '__secrets_at secrets hotp verify' -l code -d 'Read the code from stdin, prompt, file:PATH, fd:N or env:NAME' -x -a '(__secrets_sources)'
complete -c secrets -n '__secrets_at secrets hotp verify' -l next-code -d 'Read the next code after --code, for a token that is far ahead' -x -a '(__secrets_sources)'
complete -c secrets -n '__secrets_at secrets hotp verify' -l counter -d 'Counter of the next code [default: as in the URI]' -x
complete -c secrets -n '__secrets_at secrets hotp verify' -l counter-file -d 'Take the counter from FILE, and write the next counter there' -r -F
complete -c secrets -n '__secrets_at secrets hotp verify' -l window -d 'Also accept the codes of the next N counters [default: 5]' -x
complete -c secrets -n '__secrets_at secrets hotp verify' -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n '__secrets_at secrets hotp uri' -l secret -d 'Read the secret from stdin, prompt, file:PATH, fd:N or env:NAME' -x -a '(__secrets_sources)'
complete -c secrets -n '__secrets_at secrets hotp uri' -l account -d 'Take the account NAME of a source with several accounts' -x
complete -c secrets -n '__secrets_at secrets hotp uri' -l secret-encoding -d 'Encoding of a secret that is no URI [default: base32]' -x -a "base32\t'Letters and the digits 2 to 7, as apps show it' hex\t'Hexadecimal digits, as makers of hardware tokens use it' raw\t'All bytes of the source'"
complete -c secrets -n '__secrets_at secrets hotp uri' -l algorithm -d 'Hash function [default: as in the URI, or sha1]' -x -a "sha1\t'SHA-1, which every app supports' sha256\t'SHA-256, which fewer apps support' sha512\t'SHA-512, which fewer apps support'"
complete -c secrets -n '__secrets_at secrets hotp uri' -l digits -d 'Length of the code, 6 to 10 digits [default: as in the URI, or 6]' -x
complete -c secrets -n '__secrets_at secrets hotp uri' -l counter -d 'Counter of the next code [default: as in the URI]' -x
complete -c secrets -n '__secrets_at secrets hotp uri' -l issuer -d 'The company or service that asks for the codes, instead of the issuer in the source' -x
complete -c secrets -n '__secrets_at secrets hotp uri' -l migration -d 'Print a URI that Google Authenticator imports, for up to 10 accounts each'
complete -c secrets -n '__secrets_at secrets hotp uri' -l qr -d 'Show each URI as a QR code instead of text'
complete -c secrets -n '__secrets_at secrets hotp uri' -l qr-output -d 'Write the QR code to FILE, which ends in .svg or .png, instead of the URI' -r -F
complete -c secrets -n '__secrets_at secrets hotp uri' -l force -d 'Replace FILE if it exists'
complete -c secrets -n '__secrets_at secrets hotp uri' -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n '__secrets_at secrets hotp list' -l secret -d 'Read the secret from stdin, prompt, file:PATH, fd:N or env:NAME' -x -a '(__secrets_sources)'
complete -c secrets -n '__secrets_at secrets hotp list' -l json -d 'Write a JSON object for each account'
complete -c secrets -n '__secrets_at secrets hotp list' -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n '__secrets_at secrets for' -a "help\t'List the names with their sources' laravel\t'APP_KEY: the key that encrypts cookies and data, AES-256' django\t'SECRET_KEY: signs sessions and tokens; 50 characters or more' rails\t'SECRET_KEY_BASE: what bin/rails secret prints' rails-master-key\t'config/master.key or RAILS_MASTER_KEY: decrypts the credentials' rails-encryption\t'active_record_encryption in the credentials: what bin/rails db:encryption:init prints' phoenix\t'SECRET_KEY_BASE: signs and encrypts sessions; 64 bytes of text or more' symfony\t'APP_SECRET: 32 hex digits' flask\t'SECRET_KEY: signs sessions' wordpress\t'wp-config.php: the eight keys and salts' wordpress-env\t'.env of Bedrock: the eight keys and salts' wordpress-yaml\t'A YAML mapping with the names of wp-config.php: the eight keys and salts' nextauth\t'NEXTAUTH_SECRET, or AUTH_SECRET of Auth.js: encrypts sessions' authjs\t'AUTH_SECRET: encrypts sessions; as npx auth secret makes it' better-auth\t'BETTER_AUTH_SECRET: 32 characters or more' iron-session\t'Password of an iron-session: 32 characters or more' strapi\t'.env: the keys and salts that create-strapi-app writes' adonis\t'APP_KEY: encrypts cookies; as node ace generate:key makes it' fernet\t'A Fernet key: base64url of 32 bytes, padded' airflow\t'.env: the keys of Apache Airflow 3' superset\t'SUPERSET_SECRET_KEY: signs sessions and encrypts credentials' jupyter\t'JUPYTER_TOKEN: the token of a server' litellm\t'.env: the master key, which begins with sk-, and the salt key' netbox\t'SECRET_KEY or a pepper of API_TOKEN_PEPPERS: 50 characters or more' paperless\t'PAPERLESS_SECRET_KEY: signs sessions' sentry\t'SENTRY_SYSTEM_SECRET_KEY: signs sessions' dify\t'SECRET_KEY: signs sessions' searxng\t'SEARXNG_SECRET: server.secret_key of settings.yml' synapse\t'registration_shared_secret, macaroon_secret_key or form_secret of homeserver.yaml' mastodon\t'.env.production: the secrets that mastodon:setup makes, without its key pair' discourse\t'DISCOURSE_SECRET_KEY_BASE: exactly 128 hex digits in lower case' chatwoot\t'SECRET_KEY_BASE: letters and digits' n8n\t'N8N_ENCRYPTION_KEY: encrypts credentials' authentik\t'AUTHENTIK_SECRET_KEY: signs sessions' vaultwarden\t'The admin password and its Argon2id hash for ADMIN_TOKEN, which goes in single quotes' gitea\t'SECRET_KEY of app.ini' gitea-jwt\t'JWT_SECRET and LFS_JWT_SECRET of app.ini: base64url of 32 bytes' plausible\t'.env: the secret of sessions and the key of TOTP' umami\t'APP_SECRET: signs tokens' outline\t'.env: SECRET_KEY, of exactly 64 hex digits, and UTILS_SECRET' langfuse\t'.env: ENCRYPTION_KEY, of exactly 64 hex digits, SALT and NEXTAUTH_SECRET' calcom\t'.env: NEXTAUTH_SECRET, and CALENDSO_ENCRYPTION_KEY, whose 32 characters are an AES key' directus\t'SECRET: signs tokens' appwrite\t'_APP_OPENSSL_KEY_V1: 64 characters, of which AES-128 takes the first 16' immich\t'DB_PASSWORD: letters and digits only' infisical\t'.env: ENCRYPTION_KEY, of 32 hex digits, and AUTH_SECRET' zitadel\t'ZITADEL_MASTERKEY: exactly 32 characters, which are an AES key' authelia\t'storage.encryption_key, session.secret, jwt_secret or hmac_secret' oauth2-proxy\t'OAUTH2_PROXY_COOKIE_SECRET: base64url of 32 bytes, padded' kibana\t'An xpack encryptionKey of kibana.yml: 32 characters or more' metabase\t'MB_ENCRYPTION_SECRET_KEY: 16 characters or more' meilisearch\t'MEILI_MASTER_KEY: 16 bytes or more' garage\t'rpc_secret of garage.toml: exactly 64 hex digits' firefly\t'APP_KEY and STATIC_CRON_TOKEN: exactly 32 characters' woodpecker\t'WOODPECKER_AGENT_SECRET: what server and agents share' drone\t'DRONE_RPC_SECRET: what server and runners share' postgrest\t'PGRST_JWT_SECRET: 32 bytes or more, for HS256' hasura\t'HASURA_GRAPHQL_ADMIN_SECRET' hasura-jwt\t'HASURA_GRAPHQL_JWT_SECRET: a JSON object with a key for HS256' grafana\t'GF_SECURITY_SECRET_KEY, of a new instance: encrypts its stored secrets' minio\t'MINIO_ROOT_PASSWORD: 40 characters, as MinIO makes them' mongodb-keyfile\t'The keyFile of a replica set: 6 to 1024 characters of base64' erlang-cookie\t'.erlang.cookie or RELEASE_COOKIE: at most 255 characters' rabbitmq-cookie\t'The .erlang.cookie of a cluster: at most 255 letters and digits' rabbitmq\t'Password of a user: 40 to 100 letters and digits' redis\t'requirepass or a password of ACL SETUSER: as ACL GENPASS makes it' kafka-cluster-id\t'The id of a KRaft cluster, no secret: base64url of 16 bytes, not beginning with a hyphen' k8s-encryption-config\t'The file of kube-apiserver --encryption-provider-config: Secrets encrypted with secretbox' etcd-encryption\t'A key of secretbox, aescbc or aesgcm in an EncryptionConfiguration of Kubernetes' consul\t'encrypt: the gossip key, as consul keygen makes it' nomad\t'encrypt of the server block: the gossip key' serf\t'encrypt_key: the gossip key, as serf keygen makes it' drbd\t'shared-secret of a resource: at most 64 characters' jwt-hs256\t'A JWT_SECRET for HS256: a key as long as the hash, whether read as text or as base64url' jwt-hs384\t'A JWT_SECRET for HS384: a key as long as the hash, whether read as text or as base64url' jwt-hs512\t'A JWT_SECRET for HS512: a key as long as the hash, whether read as text or as base64url' jwk\t'A JSON Web Key for HS256' paseto-local\t'A key for v4.local, as PASERK writes it' oauth-state\t'The state or nonce of an OAuth 2.0 request' pkce\t'The code_verifier of PKCE: 43 characters' csp-nonce\t'The nonce of a Content-Security-Policy, new for each response' webhook\t'The secret of a Standard Webhook, which begins with whsec_' aes-128\t'A key of AES-128: 16 bytes' aes-256\t'A key of AES-256: 32 bytes' hmac-sha256\t'A key of HMAC-SHA-256, as long as the hash' hmac-sha512\t'A key of HMAC-SHA-512, as long as the hash' tsig\t'A key statement of named.conf, for updates and transfers of DNS' rndc\t'rndc.key: the key by which rndc controls named' chrony-key\t'A line of chrony.keys' wireguard-psk\t'PresharedKey of a peer, as wg genpsk makes it' ipsec-psk\t'secret of swanctl.conf or PSK of ipsec.secrets, as base64' radius\t'secret of clients.conf: 16 octets or more' bgp-md5\t'Password of a BGP neighbour: at most 80 bytes of ASCII' keepalived\t'auth_pass of VRRP: of its characters only eight count' wifi\t'Passphrase of a WPA network; with --ssid, the text of a QR code that joins it' nanoid\t'A Nano ID: 21 characters' ipv6-ula\t'A unique local prefix of IPv6: 40 random bits' mac\t'A MAC address: unicast, locally administered' port\t'A dynamic port, no secret: 49152 to 65535' ansible-vault\t'A vault password file' luks-keyfile\t'A key file for cryptsetup, without a newline, which would be part of the key' aurora\t'Amazon Aurora, and RDS Multi-AZ clusters' aws-directory\t'AWS Directory Service' azure-vm\t'Azure virtual machines' bcrypt\t'Programs that hash with bcrypt' docdb\t'Amazon DocumentDB' elasticache\t'Amazon ElastiCache AUTH token' gitlab-ci\t'GitLab CI/CD variables that can be masked' ipmi\t'Baseboard management controllers' mariadb\t'MariaDB with simple_password_check' mssql\t'Microsoft SQL Server' mysql\t'MySQL with validate_password' oci-db\t'Oracle Cloud database systems' oracle\t'Oracle Database' postgres-uri\t'PostgreSQL connection URIs' rds-mariadb\t'Amazon RDS for MariaDB' rds-mysql\t'Amazon RDS for MySQL' rds-oracle\t'Amazon RDS for Oracle' rds-postgres\t'Amazon RDS for PostgreSQL' rds-sqlserver\t'Amazon RDS for SQL Server' redshift\t'Amazon Redshift' snmpv3\t'SNMPv3 users' vnc\t'VNC authentication' windows\t'Windows and Active Directory with complexity requirements' wpa\t'WPA2 personal networks'"
complete -c secrets -n '__secrets_at secrets for' -l recipe -d 'Show the template instead of a value: the lines that secrets fill takes'
complete -c secrets -n '__secrets_at secrets for' -l ssid -d 'With wifi: the text of a QR code that joins the network SSID, to be shown with --qr' -x
complete -c secrets -n '__secrets_at secrets for' -l hash -d 'Add the hash to store: each line is the value, a tab and its hash' -x -a "argon2id\t'Argon2id as a PHC string, the first choice of OWASP: 19 MiB and 2 passes' bcrypt\t'bcrypt of cost 12, for values of at most 72 bytes without NUL' yescrypt\t'yescrypt of crypt(3) and /etc/shadow, cost 5: 16 MiB' scrypt\t'scrypt as a PHC string: 128 MiB' sha512-crypt\t'SHA-512 crypt of crypt(3) and /etc/shadow, 656000 rounds' pbkdf2-sha256\t'PBKDF2 with HMAC-SHA-256 as Django stores it, 1200000 rounds' scram-sha-256\t'SCRAM-SHA-256 as PostgreSQL stores it, 4096 rounds' sha256\t'SHA-256 in hex, unsalted and fast: for keys of at least 128 bits'"
complete -c secrets -n '__secrets_at secrets for' -l hash-output -d 'Write the hashes to FILE, one a line, and only the values to stdout or --output' -r -F
complete -c secrets -n '__secrets_at secrets for' -l cost -d 'Cost of a hash, in the terms of its scheme: see secrets hash --help' -x
complete -c secrets -n '__secrets_at secrets for' -l hash-prefix -d 'Prefix of a bcrypt hash: 2b, 2y or 2a' -x -a "2b\t'OpenBSD\'s, for most programs' 2y\t'PHP\'s and Apache\'s' 2a\t'For older programs'"
complete -c secrets -n '__secrets_at secrets for' -l user -d 'Write each hash as NAME:HASH, for nginx, Apache, Traefik and registries' -x
complete -c secrets -n '__secrets_at secrets for' -s n -l count -d 'Make N values [default: 1]' -x
complete -c secrets -n '__secrets_at secrets for' -s d -l distinct -d 'Make only different values; choice takes each item at most once'
complete -c secrets -n '__secrets_at secrets for' -s o -l output -d 'Write to FILE, readable by you alone, complete or not at all' -r -F
complete -c secrets -n '__secrets_at secrets for' -l force -d 'Replace FILE if it exists'
complete -c secrets -n '__secrets_at secrets for' -l keep -d 'Make FILE only if it is missing or empty, and otherwise keep it'
complete -c secrets -n '__secrets_at secrets for' -l mode -d 'Give FILE these permissions, in octal, at most 0640 [default: 0600]' -x
complete -c secrets -n '__secrets_at secrets for' -s 0 -l null -d 'End each value with a NUL byte instead of a newline'
complete -c secrets -n '__secrets_at secrets for' -l no-newline -d 'Leave out the newline after the last value'
complete -c secrets -n '__secrets_at secrets for' -l json -d 'Write one JSON object a line: kind, value, entropy_bits and all of --explain'
complete -c secrets -n '__secrets_at secrets for' -l explain -d 'Say on stderr what the value is drawn from, and how strong it is'
complete -c secrets -n '__secrets_at secrets for' -l mask -d 'Have the CI runner mask each value in its log: github or azure' -x -a "github\t'GitHub Actions: ::add-mask::' azure\t'Azure Pipelines: ##vso[task.setsecret]'"
complete -c secrets -n '__secrets_at secrets for' -l copy -d 'Put the value on the clipboard instead of stdout'
complete -c secrets -n '__secrets_at secrets for' -l clear-after -d 'Wait for TIME, as 30s or 2m, then clear the clipboard and end' -x
complete -c secrets -n '__secrets_at secrets for' -l qr -d 'Show each value as a QR code instead of text'
complete -c secrets -n '__secrets_at secrets for' -l no-progress -d 'Show no progress bar'
complete -c secrets -n '__secrets_at secrets for' -l entropy -d 'Draw every byte from the operating system itself' -x -a "os\t'The operating system'"
complete -c secrets -n '__secrets_at secrets for' -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n '__secrets_at secrets fill' -F
complete -c secrets -n '__secrets_at secrets fill' -s o -l output -d 'Fill FILE and keep its values; - is stdout' -r -F
complete -c secrets -n '__secrets_at secrets fill' -l format -d 'Format of TEMPLATE: dotenv, json, yaml, toml or text' -x -a "dotenv\t'' json\t'' yaml\t'' toml\t'' text\t''"
complete -c secrets -n '__secrets_at secrets fill' -l to -d 'Destination of the keys with recipes: k8s, docker, github-env, command …' -x -a "github-env\t'' github-output\t'' azure\t'' k8s\t'' docker\t'' json\t'' shell\t'' systemd\t'' gitlab-dotenv\t'' command\t''"
complete -c secrets -n '__secrets_at secrets fill' -l unmasked -d 'Write KEY without a mask, because it is no secret; repeatable' -x
complete -c secrets -n '__secrets_at secrets fill' -l name -d 'Name of the Kubernetes Secret' -x
complete -c secrets -n '__secrets_at secrets fill' -l namespace -d 'Namespace of the Kubernetes Secret' -x
complete -c secrets -n '__secrets_at secrets fill' -l from -d 'Take existing values from a source: env, or a FILE; repeatable' -x -a '(__secrets_sources)'
complete -c secrets -n '__secrets_at secrets fill' -l from-only -d 'Take every missing value from --from, and draw none'
complete -c secrets -n '__secrets_at secrets fill' -l rotate -d 'Make a new value for KEY, or for all keys with the named recipe KEY; repeatable' -x
complete -c secrets -n '__secrets_at secrets fill' -l rotate-all -d 'Make new values for all keys that have a recipe'
complete -c secrets -n '__secrets_at secrets fill' -l backup -d 'Keep the old FILE as FILE.bak, mode 0600'
complete -c secrets -n '__secrets_at secrets fill' -l force -d 'Replace a FILE whose text differs from a TEMPLATE without keys'
complete -c secrets -n '__secrets_at secrets fill' -l in-place -d 'Write into FILE instead of replacing it, after a backup'
complete -c secrets -n '__secrets_at secrets fill' -l dry-run -d 'Say what would be done, without doing it'
complete -c secrets -n '__secrets_at secrets fill' -l explain -d 'Say on stderr what each new value is drawn from, and its entropy'
complete -c secrets -n '__secrets_at secrets fill' -l check -d 'Check whether FILE is filled: exit status 0 or 1'
complete -c secrets -n '__secrets_at secrets fill' -l accept -d 'Accept the value of KEY even if its recipe cannot make it; repeatable' -x
complete -c secrets -n '__secrets_at secrets fill' -l json -d 'Say what was done as JSON on stdout'
complete -c secrets -n '__secrets_at secrets fill' -l allow-none -d 'Accept a TEMPLATE without recipes'
complete -c secrets -n '__secrets_at secrets fill' -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n '__secrets_at secrets doctor' -l json -d 'Write one JSON object'
complete -c secrets -n '__secrets_at secrets doctor' -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n '__secrets_at secrets completions' -a "bash\t'' elvish\t'' fish\t'' powershell\t'' zsh\t''"
complete -c secrets -n '__secrets_at secrets completions' -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n '__secrets_at secrets man' -a "hex\t'' urlsafe\t'' bytes\t'' uuid\t'' password\t'' passphrase\t'' otp\t'' pattern\t'' below\t'' choice\t'' apikey\t'' hash\t'' compare\t'' hmac\t'' totp\t'' totp-new\t'' totp-code\t'' totp-verify\t'' totp-list\t'' totp-uri\t'' hotp\t'' hotp-new\t'' hotp-code\t'' hotp-verify\t'' hotp-list\t'' hotp-uri\t'' for\t'' fill\t'' doctor\t'' completions\t'' man\t''"
complete -c secrets -n '__secrets_at secrets man' -s h -l help -d 'Print help (see more with \'--help\')'
