# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_secrets_global_optspecs
    string join \n h/help V/version
end

function __fish_secrets_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_secrets_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_secrets_using_subcommand
    set -l cmd (__fish_secrets_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c secrets -n "__fish_secrets_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n "__fish_secrets_needs_command" -s V -l version -d 'Print version'
complete -c secrets -n "__fish_secrets_needs_command" -f -a "bytes" -d 'Random bytes, raw or as text'
complete -c secrets -n "__fish_secrets_needs_command" -f -a "hex" -d 'Random bytes in lower-case hexadecimal'
complete -c secrets -n "__fish_secrets_needs_command" -f -a "urlsafe" -d 'Random bytes as text for URLs and file names (base64url)'
complete -c secrets -n "__fish_secrets_needs_command" -f -a "below" -d 'A random whole number below N, of any size'
complete -c secrets -n "__fish_secrets_needs_command" -f -a "choice" -d 'Random picks from items or lines, or all of them shuffled'
complete -c secrets -n "__fish_secrets_needs_command" -f -a "password" -d 'A password of random characters'
complete -c secrets -n "__fish_secrets_needs_command" -f -a "passphrase" -d 'A passphrase of random words, to remember or to type'
complete -c secrets -n "__fish_secrets_needs_command" -f -a "pattern" -d 'A string that matches a regular expression: a licence key, a voucher'
complete -c secrets -n "__fish_secrets_needs_command" -f -a "otp" -d 'A one-time code of decimal digits, or recovery codes'
complete -c secrets -n "__fish_secrets_needs_command" -f -a "totp" -d 'Codes of authenticator apps, which time changes: make, show, check (TOTP, RFC 6238)'
complete -c secrets -n "__fish_secrets_needs_command" -f -a "hotp" -d 'Codes of tokens with a button, which a counter changes (HOTP, RFC 4226)'
complete -c secrets -n "__fish_secrets_needs_command" -f -a "apikey" -d 'A key for an API: 64 hex digits, with a prefix if you like'
complete -c secrets -n "__fish_secrets_needs_command" -f -a "fill" -d 'Fill the recipes of a template with secrets: a project\'s .env, CI, Kubernetes'
complete -c secrets -n "__fish_secrets_needs_command" -f -a "compare" -d 'Compare two values in constant time'
complete -c secrets -n "__fish_secrets_needs_command" -f -a "doctor" -d 'Tell where the randomness comes from here, and whether memory is protected'
complete -c secrets -n "__fish_secrets_needs_command" -f -a "completions" -d 'Print the completions for a shell'
complete -c secrets -n "__fish_secrets_needs_command" -f -a "man" -d 'Print the man page of secrets or of one of its commands'
complete -c secrets -n "__fish_secrets_using_subcommand bytes" -l chars -d 'Length of the text, in characters' -r
complete -c secrets -n "__fish_secrets_using_subcommand bytes" -l bits -d 'Least entropy, in bits, rounded up to whole bytes' -r
complete -c secrets -n "__fish_secrets_using_subcommand bytes" -s e -l encoding -d 'Write the bytes as text' -r -f -a "hex\t'Lower-case hexadecimal'
base64\t'RFC 4648 with + and /, padded'
base64url\t'RFC 4648 with - and _, unpadded'
base32\t'RFC 4648, upper case, padded'
crockford\t'Crockford\'s base32: no I, L, O or U, unpadded'
base58\t'Bitcoin\'s alphabet: no 0, O, I or l'
base62\t'Digits, upper case, lower case'"
complete -c secrets -n "__fish_secrets_using_subcommand bytes" -s n -l count -d 'Make N values [default: 1]' -r
complete -c secrets -n "__fish_secrets_using_subcommand bytes" -s o -l output -d 'Write to FILE, readable by you alone, complete or not at all' -r -F
complete -c secrets -n "__fish_secrets_using_subcommand bytes" -l mask -d 'Have the CI runner mask each value in its log: github or azure' -r -f -a "github\t'GitHub Actions: ::add-mask::'
azure\t'Azure Pipelines: ##vso[task.setsecret]'"
complete -c secrets -n "__fish_secrets_using_subcommand bytes" -l entropy -d 'Draw every byte from the operating system itself' -r -f -a "os\t'The operating system'"
complete -c secrets -n "__fish_secrets_using_subcommand bytes" -l force -d 'Replace FILE if it exists'
complete -c secrets -n "__fish_secrets_using_subcommand bytes" -s 0 -l null -d 'End each value with a NUL byte instead of a newline'
complete -c secrets -n "__fish_secrets_using_subcommand bytes" -l no-newline -d 'Leave out the newline after the last value'
complete -c secrets -n "__fish_secrets_using_subcommand bytes" -l json -d 'Write one JSON object a line: kind, value, entropy_bits and all of --explain'
complete -c secrets -n "__fish_secrets_using_subcommand bytes" -l explain -d 'Say on stderr what is drawn from what, and how strong it is'
complete -c secrets -n "__fish_secrets_using_subcommand bytes" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n "__fish_secrets_using_subcommand hex" -l chars -d 'Length of the text, in characters' -r
complete -c secrets -n "__fish_secrets_using_subcommand hex" -l bits -d 'Least entropy, in bits, rounded up to whole bytes' -r
complete -c secrets -n "__fish_secrets_using_subcommand hex" -s n -l count -d 'Make N values [default: 1]' -r
complete -c secrets -n "__fish_secrets_using_subcommand hex" -s o -l output -d 'Write to FILE, readable by you alone, complete or not at all' -r -F
complete -c secrets -n "__fish_secrets_using_subcommand hex" -l mask -d 'Have the CI runner mask each value in its log: github or azure' -r -f -a "github\t'GitHub Actions: ::add-mask::'
azure\t'Azure Pipelines: ##vso[task.setsecret]'"
complete -c secrets -n "__fish_secrets_using_subcommand hex" -l entropy -d 'Draw every byte from the operating system itself' -r -f -a "os\t'The operating system'"
complete -c secrets -n "__fish_secrets_using_subcommand hex" -l force -d 'Replace FILE if it exists'
complete -c secrets -n "__fish_secrets_using_subcommand hex" -s 0 -l null -d 'End each value with a NUL byte instead of a newline'
complete -c secrets -n "__fish_secrets_using_subcommand hex" -l no-newline -d 'Leave out the newline after the last value'
complete -c secrets -n "__fish_secrets_using_subcommand hex" -l json -d 'Write one JSON object a line: kind, value, entropy_bits and all of --explain'
complete -c secrets -n "__fish_secrets_using_subcommand hex" -l explain -d 'Say on stderr what is drawn from what, and how strong it is'
complete -c secrets -n "__fish_secrets_using_subcommand hex" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n "__fish_secrets_using_subcommand urlsafe" -l chars -d 'Length of the text, in characters' -r
complete -c secrets -n "__fish_secrets_using_subcommand urlsafe" -l bits -d 'Least entropy, in bits, rounded up to whole bytes' -r
complete -c secrets -n "__fish_secrets_using_subcommand urlsafe" -s n -l count -d 'Make N values [default: 1]' -r
complete -c secrets -n "__fish_secrets_using_subcommand urlsafe" -s o -l output -d 'Write to FILE, readable by you alone, complete or not at all' -r -F
complete -c secrets -n "__fish_secrets_using_subcommand urlsafe" -l mask -d 'Have the CI runner mask each value in its log: github or azure' -r -f -a "github\t'GitHub Actions: ::add-mask::'
azure\t'Azure Pipelines: ##vso[task.setsecret]'"
complete -c secrets -n "__fish_secrets_using_subcommand urlsafe" -l entropy -d 'Draw every byte from the operating system itself' -r -f -a "os\t'The operating system'"
complete -c secrets -n "__fish_secrets_using_subcommand urlsafe" -l force -d 'Replace FILE if it exists'
complete -c secrets -n "__fish_secrets_using_subcommand urlsafe" -s 0 -l null -d 'End each value with a NUL byte instead of a newline'
complete -c secrets -n "__fish_secrets_using_subcommand urlsafe" -l no-newline -d 'Leave out the newline after the last value'
complete -c secrets -n "__fish_secrets_using_subcommand urlsafe" -l json -d 'Write one JSON object a line: kind, value, entropy_bits and all of --explain'
complete -c secrets -n "__fish_secrets_using_subcommand urlsafe" -l explain -d 'Say on stderr what is drawn from what, and how strong it is'
complete -c secrets -n "__fish_secrets_using_subcommand urlsafe" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n "__fish_secrets_using_subcommand below" -l from -d 'The start of the range, which may be negative' -r
complete -c secrets -n "__fish_secrets_using_subcommand below" -s n -l count -d 'Make N values [default: 1]' -r
complete -c secrets -n "__fish_secrets_using_subcommand below" -s o -l output -d 'Write to FILE, readable by you alone, complete or not at all' -r -F
complete -c secrets -n "__fish_secrets_using_subcommand below" -l mask -d 'Have the CI runner mask each value in its log: github or azure' -r -f -a "github\t'GitHub Actions: ::add-mask::'
azure\t'Azure Pipelines: ##vso[task.setsecret]'"
complete -c secrets -n "__fish_secrets_using_subcommand below" -l entropy -d 'Draw every byte from the operating system itself' -r -f -a "os\t'The operating system'"
complete -c secrets -n "__fish_secrets_using_subcommand below" -l force -d 'Replace FILE if it exists'
complete -c secrets -n "__fish_secrets_using_subcommand below" -s 0 -l null -d 'End each value with a NUL byte instead of a newline'
complete -c secrets -n "__fish_secrets_using_subcommand below" -l no-newline -d 'Leave out the newline after the last value'
complete -c secrets -n "__fish_secrets_using_subcommand below" -l json -d 'Write one JSON object a line: kind, value, entropy_bits and all of --explain'
complete -c secrets -n "__fish_secrets_using_subcommand below" -l explain -d 'Say on stderr what is drawn from what, and how strong it is'
complete -c secrets -n "__fish_secrets_using_subcommand below" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n "__fish_secrets_using_subcommand choice" -s f -l file -d 'Take each line of FILE as an item; - is stdin' -r -F
complete -c secrets -n "__fish_secrets_using_subcommand choice" -s n -l count -d 'Make N values [default: 1]' -r
complete -c secrets -n "__fish_secrets_using_subcommand choice" -s o -l output -d 'Write to FILE, readable by you alone, complete or not at all' -r -F
complete -c secrets -n "__fish_secrets_using_subcommand choice" -l mask -d 'Have the CI runner mask each value in its log: github or azure' -r -f -a "github\t'GitHub Actions: ::add-mask::'
azure\t'Azure Pipelines: ##vso[task.setsecret]'"
complete -c secrets -n "__fish_secrets_using_subcommand choice" -l entropy -d 'Draw every byte from the operating system itself' -r -f -a "os\t'The operating system'"
complete -c secrets -n "__fish_secrets_using_subcommand choice" -s d -l distinct -d 'Pick each item at most once: draw without replacement'
complete -c secrets -n "__fish_secrets_using_subcommand choice" -s s -l shuffle -d 'Write all items in random order'
complete -c secrets -n "__fish_secrets_using_subcommand choice" -l force -d 'Replace FILE if it exists'
complete -c secrets -n "__fish_secrets_using_subcommand choice" -s 0 -l null -d 'End each value with a NUL byte instead of a newline'
complete -c secrets -n "__fish_secrets_using_subcommand choice" -l no-newline -d 'Leave out the newline after the last value'
complete -c secrets -n "__fish_secrets_using_subcommand choice" -l json -d 'Write one JSON object a line: kind, value, entropy_bits and all of --explain'
complete -c secrets -n "__fish_secrets_using_subcommand choice" -l explain -d 'Say on stderr what is drawn from what, and how strong it is'
complete -c secrets -n "__fish_secrets_using_subcommand choice" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n "__fish_secrets_using_subcommand password" -s l -l length -d 'Length in characters, 1 to 1024 [default: 20]' -r
complete -c secrets -n "__fish_secrets_using_subcommand password" -s b -l bits -d 'The shortest length with at least B bits of entropy' -r
complete -c secrets -n "__fish_secrets_using_subcommand password" -l symbols -d 'Use these symbols instead of the 32 of ASCII' -r
complete -c secrets -n "__fish_secrets_using_subcommand password" -l charset -d 'Use these characters and no classes: a set, or the name of one' -r -f -a "alnum\t'62 characters'
alpha\t'52 characters'
lower\t'26 characters'
upper\t'26 characters'
digits\t'10 characters'
hex\t'16 characters'
base32\t'32 characters'
crockford\t'32 characters'
base58\t'58 characters'
base62\t'62 characters'
base64\t'64 characters'
base64url\t'64 characters'
printable\t'94 characters'"
complete -c secrets -n "__fish_secrets_using_subcommand password" -l exclude -d 'Never use these characters' -r
complete -c secrets -n "__fish_secrets_using_subcommand password" -l min-lower -d 'At least N lower-case letters [default: 1]' -r
complete -c secrets -n "__fish_secrets_using_subcommand password" -l min-upper -d 'At least N upper-case letters [default: 1]' -r
complete -c secrets -n "__fish_secrets_using_subcommand password" -l min-digits -d 'At least N digits [default: 1]; also --min-lower, --min-upper and --min-symbols' -r
complete -c secrets -n "__fish_secrets_using_subcommand password" -l min-symbols -d 'At least N symbols [default: 1]' -r
complete -c secrets -n "__fish_secrets_using_subcommand password" -l first -d 'Begin with a letter, alnum, lower, upper, digits or symbols; --last is for the end' -r -f -a "letter\t''
alnum\t''
lower\t''
upper\t''
digits\t''
symbols\t''"
complete -c secrets -n "__fish_secrets_using_subcommand password" -l last -d 'End with a character of one of these kinds' -r -f -a "letter\t''
alnum\t''
lower\t''
upper\t''
digits\t''
symbols\t''"
complete -c secrets -n "__fish_secrets_using_subcommand password" -l max-run -d 'No character more than N times in a row' -r
complete -c secrets -n "__fish_secrets_using_subcommand password" -l safe -d 'Only what needs no quoting in these places, divided by commas' -r -f -a "shell\t'A word of sh, bash, zsh or fish'
url\t'Any part of a URL or URI'
dotenv\t'An unquoted value in a .env file'
yaml\t'A plain scalar that stays a string'
json\t'The inside of a string'
sql\t'The inside of a string literal'
xml\t'Text and attribute values'
csv\t'An unquoted field, also in a spreadsheet'
regex\t'A literal in a regular expression'
cli\t'An argument of a command'"
complete -c secrets -n "__fish_secrets_using_subcommand password" -l for -d 'What TARGET accepts: rds-postgres, mssql, windows, wpa …; list them with --for help' -r -f -a "help\t'List the targets with their rules and sources'
aurora\t'Amazon Aurora, and RDS Multi-AZ clusters'
aws-directory\t'AWS Directory Service'
azure-vm\t'Azure virtual machines'
bcrypt\t'Whatever hashes with bcrypt'
docdb\t'Amazon DocumentDB'
elasticache\t'Amazon ElastiCache AUTH token'
gitlab-ci\t'GitLab CI/CD variables that can be masked'
ipmi\t'Baseboard management controllers'
mariadb\t'MariaDB with simple_password_check'
mssql\t'Microsoft SQL Server'
mysql\t'MySQL with validate_password'
oci-db\t'Oracle Cloud database systems'
oracle\t'Oracle Database'
postgres-uri\t'PostgreSQL connection URIs'
rds-mariadb\t'Amazon RDS for MariaDB'
rds-mysql\t'Amazon RDS for MySQL'
rds-oracle\t'Amazon RDS for Oracle'
rds-postgres\t'Amazon RDS for PostgreSQL'
rds-sqlserver\t'Amazon RDS for SQL Server'
redshift\t'Amazon Redshift'
snmpv3\t'SNMPv3 users'
vnc\t'VNC authentication'
windows\t'Windows and Active Directory with complexity requirements'
wpa\t'WPA2 personal networks'"
complete -c secrets -n "__fish_secrets_using_subcommand password" -l hash -d 'Add what to store: each line is the value, a tab and its hash' -r -f -a "sha256\t'SHA-256 in 64 hex digits, unsalted and fast'
argon2id\t'Argon2id of 19 MiB and 2 passes, the first choice of OWASP, as a PHC string'
bcrypt\t'bcrypt of cost 12, form 2b, for values of at most 72 bytes'
sha512-crypt\t'SHA-512 crypt of 656000 rounds, form 6, as in /etc/shadow'"
complete -c secrets -n "__fish_secrets_using_subcommand password" -l hash-output -d 'Write the hashes to FILE, one a line, and only the values to stdout or --output' -r -F
complete -c secrets -n "__fish_secrets_using_subcommand password" -s n -l count -d 'Make N values [default: 1]' -r
complete -c secrets -n "__fish_secrets_using_subcommand password" -s o -l output -d 'Write to FILE, readable by you alone, complete or not at all' -r -F
complete -c secrets -n "__fish_secrets_using_subcommand password" -l mask -d 'Have the CI runner mask each value in its log: github or azure' -r -f -a "github\t'GitHub Actions: ::add-mask::'
azure\t'Azure Pipelines: ##vso[task.setsecret]'"
complete -c secrets -n "__fish_secrets_using_subcommand password" -l entropy -d 'Draw every byte from the operating system itself' -r -f -a "os\t'The operating system'"
complete -c secrets -n "__fish_secrets_using_subcommand password" -l no-lower -d 'Leave out lower-case letters'
complete -c secrets -n "__fish_secrets_using_subcommand password" -l no-upper -d 'Leave out upper-case letters'
complete -c secrets -n "__fish_secrets_using_subcommand password" -l no-digits -d 'Leave out digits'
complete -c secrets -n "__fish_secrets_using_subcommand password" -l no-symbols -d 'Leave out symbols'
complete -c secrets -n "__fish_secrets_using_subcommand password" -l no-ambiguous -d 'Never use characters that look alike: 0 O o 1 l I |'
complete -c secrets -n "__fish_secrets_using_subcommand password" -l any -d 'Do not ask for one of each class'
complete -c secrets -n "__fish_secrets_using_subcommand password" -l distinct -d 'No character twice'
complete -c secrets -n "__fish_secrets_using_subcommand password" -l force -d 'Replace FILE if it exists'
complete -c secrets -n "__fish_secrets_using_subcommand password" -s 0 -l null -d 'End each value with a NUL byte instead of a newline'
complete -c secrets -n "__fish_secrets_using_subcommand password" -l no-newline -d 'Leave out the newline after the last value'
complete -c secrets -n "__fish_secrets_using_subcommand password" -l json -d 'Write one JSON object a line: kind, value, entropy_bits and all of --explain'
complete -c secrets -n "__fish_secrets_using_subcommand password" -l explain -d 'Say on stderr what is drawn from what, and how strong it is'
complete -c secrets -n "__fish_secrets_using_subcommand password" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n "__fish_secrets_using_subcommand passphrase" -s w -l words -d 'Number of words, 1 to 256 [default: 6 of large]' -r
complete -c secrets -n "__fish_secrets_using_subcommand passphrase" -s b -l bits -d 'The fewest words with at least B bits of entropy' -r
complete -c secrets -n "__fish_secrets_using_subcommand passphrase" -l list -d 'large, short1, short2 or FILE [default: large]' -r -F -a "large\t''
short1\t''
short2\t''"
complete -c secrets -n "__fish_secrets_using_subcommand passphrase" -s s -l separator -d 'Put TEXT between words [default: -]' -r
complete -c secrets -n "__fish_secrets_using_subcommand passphrase" -l separator-random -d 'A random character of SET between each two words' -r
complete -c secrets -n "__fish_secrets_using_subcommand passphrase" -s c -l capitalize -d 'Upper case: none, first (letters), all or random' -r -f -a "none\t'As the list has them'
first\t'The first letter of every word'
all\t'All letters'
random\t'The first letter of each word or not, at random'"
complete -c secrets -n "__fish_secrets_using_subcommand passphrase" -l digits -d 'Insert N digits, each at the end of a word' -r
complete -c secrets -n "__fish_secrets_using_subcommand passphrase" -l symbols -d 'Insert N of !@#$%&*+=? in the same way' -r
complete -c secrets -n "__fish_secrets_using_subcommand passphrase" -s m -l max-length -d 'Only phrases of at most N characters' -r
complete -c secrets -n "__fish_secrets_using_subcommand passphrase" -l hash -d 'Add what to store: each line is the value, a tab and its hash' -r -f -a "sha256\t'SHA-256 in 64 hex digits, unsalted and fast'
argon2id\t'Argon2id of 19 MiB and 2 passes, the first choice of OWASP, as a PHC string'
bcrypt\t'bcrypt of cost 12, form 2b, for values of at most 72 bytes'
sha512-crypt\t'SHA-512 crypt of 656000 rounds, form 6, as in /etc/shadow'"
complete -c secrets -n "__fish_secrets_using_subcommand passphrase" -l hash-output -d 'Write the hashes to FILE, one a line, and only the values to stdout or --output' -r -F
complete -c secrets -n "__fish_secrets_using_subcommand passphrase" -s n -l count -d 'Make N values [default: 1]' -r
complete -c secrets -n "__fish_secrets_using_subcommand passphrase" -s o -l output -d 'Write to FILE, readable by you alone, complete or not at all' -r -F
complete -c secrets -n "__fish_secrets_using_subcommand passphrase" -l mask -d 'Have the CI runner mask each value in its log: github or azure' -r -f -a "github\t'GitHub Actions: ::add-mask::'
azure\t'Azure Pipelines: ##vso[task.setsecret]'"
complete -c secrets -n "__fish_secrets_using_subcommand passphrase" -l entropy -d 'Draw every byte from the operating system itself' -r -f -a "os\t'The operating system'"
complete -c secrets -n "__fish_secrets_using_subcommand passphrase" -l dice -d 'Read rolls of real dice from stdin, draw nothing'
complete -c secrets -n "__fish_secrets_using_subcommand passphrase" -l force -d 'Replace FILE if it exists'
complete -c secrets -n "__fish_secrets_using_subcommand passphrase" -s 0 -l null -d 'End each value with a NUL byte instead of a newline'
complete -c secrets -n "__fish_secrets_using_subcommand passphrase" -l no-newline -d 'Leave out the newline after the last value'
complete -c secrets -n "__fish_secrets_using_subcommand passphrase" -l json -d 'Write one JSON object a line: kind, value, entropy_bits and all of --explain'
complete -c secrets -n "__fish_secrets_using_subcommand passphrase" -l explain -d 'Say on stderr what is drawn from what, and how strong it is'
complete -c secrets -n "__fish_secrets_using_subcommand passphrase" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n "__fish_secrets_using_subcommand pattern" -l max-length -d 'Only strings of at most N characters, 1 to 1024' -r
complete -c secrets -n "__fish_secrets_using_subcommand pattern" -s b -l bits -d 'Refuse a pattern that holds fewer than B bits of entropy' -r
complete -c secrets -n "__fish_secrets_using_subcommand pattern" -s n -l count -d 'Make N values [default: 1]' -r
complete -c secrets -n "__fish_secrets_using_subcommand pattern" -s o -l output -d 'Write to FILE, readable by you alone, complete or not at all' -r -F
complete -c secrets -n "__fish_secrets_using_subcommand pattern" -l mask -d 'Have the CI runner mask each value in its log: github or azure' -r -f -a "github\t'GitHub Actions: ::add-mask::'
azure\t'Azure Pipelines: ##vso[task.setsecret]'"
complete -c secrets -n "__fish_secrets_using_subcommand pattern" -l entropy -d 'Draw every byte from the operating system itself' -r -f -a "os\t'The operating system'"
complete -c secrets -n "__fish_secrets_using_subcommand pattern" -l force -d 'Replace FILE if it exists'
complete -c secrets -n "__fish_secrets_using_subcommand pattern" -s 0 -l null -d 'End each value with a NUL byte instead of a newline'
complete -c secrets -n "__fish_secrets_using_subcommand pattern" -l no-newline -d 'Leave out the newline after the last value'
complete -c secrets -n "__fish_secrets_using_subcommand pattern" -l json -d 'Write one JSON object a line: kind, value, entropy_bits and all of --explain'
complete -c secrets -n "__fish_secrets_using_subcommand pattern" -l explain -d 'Say on stderr what is drawn from what, and how strong it is'
complete -c secrets -n "__fish_secrets_using_subcommand pattern" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n "__fish_secrets_using_subcommand otp" -l digits -d 'Length of a code of decimal digits, 1 to 1024 [default: 6]' -r
complete -c secrets -n "__fish_secrets_using_subcommand otp" -l charset -d 'Use these characters: a set, or the name of one, as secrets password has it' -r
complete -c secrets -n "__fish_secrets_using_subcommand otp" -l length -d 'Length in characters of a code of --charset or --recovery, 1 to 1024' -r
complete -c secrets -n "__fish_secrets_using_subcommand otp" -l group -d 'Divide a code into groups of N characters, the last of which may be shorter' -r
complete -c secrets -n "__fish_secrets_using_subcommand otp" -l separator -d 'Put this between groups [default: -]' -r
complete -c secrets -n "__fish_secrets_using_subcommand otp" -l hash -d 'Add what to store: each line is the value, a tab and its hash' -r -f -a "sha256\t'SHA-256 in 64 hex digits, unsalted and fast'
argon2id\t'Argon2id of 19 MiB and 2 passes, the first choice of OWASP, as a PHC string'
bcrypt\t'bcrypt of cost 12, form 2b, for values of at most 72 bytes'
sha512-crypt\t'SHA-512 crypt of 656000 rounds, form 6, as in /etc/shadow'"
complete -c secrets -n "__fish_secrets_using_subcommand otp" -l hash-output -d 'Write the hashes to FILE, one a line, and only the values to stdout or --output' -r -F
complete -c secrets -n "__fish_secrets_using_subcommand otp" -s n -l count -d 'Make N values [default: 1]' -r
complete -c secrets -n "__fish_secrets_using_subcommand otp" -s o -l output -d 'Write to FILE, readable by you alone, complete or not at all' -r -F
complete -c secrets -n "__fish_secrets_using_subcommand otp" -l mask -d 'Have the CI runner mask each value in its log: github or azure' -r -f -a "github\t'GitHub Actions: ::add-mask::'
azure\t'Azure Pipelines: ##vso[task.setsecret]'"
complete -c secrets -n "__fish_secrets_using_subcommand otp" -l entropy -d 'Draw every byte from the operating system itself' -r -f -a "os\t'The operating system'"
complete -c secrets -n "__fish_secrets_using_subcommand otp" -l recovery -d 'Make recovery codes: 10, or as many as -n says, all different'
complete -c secrets -n "__fish_secrets_using_subcommand otp" -l force -d 'Replace FILE if it exists'
complete -c secrets -n "__fish_secrets_using_subcommand otp" -s 0 -l null -d 'End each value with a NUL byte instead of a newline'
complete -c secrets -n "__fish_secrets_using_subcommand otp" -l no-newline -d 'Leave out the newline after the last value'
complete -c secrets -n "__fish_secrets_using_subcommand otp" -l json -d 'Write one JSON object a line: kind, value, entropy_bits and all of --explain'
complete -c secrets -n "__fish_secrets_using_subcommand otp" -l explain -d 'Say on stderr what is drawn from what, and how strong it is'
complete -c secrets -n "__fish_secrets_using_subcommand otp" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n "__fish_secrets_using_subcommand totp; and not __fish_seen_subcommand_from new code verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n "__fish_secrets_using_subcommand totp; and not __fish_seen_subcommand_from new code verify" -f -a "new" -d 'Make a secret for an authenticator app'
complete -c secrets -n "__fish_secrets_using_subcommand totp; and not __fish_seen_subcommand_from new code verify" -f -a "code" -d 'Print the code of this moment, or of another'
complete -c secrets -n "__fish_secrets_using_subcommand totp; and not __fish_seen_subcommand_from new code verify" -f -a "verify" -d 'Check a code in constant time'
complete -c secrets -n "__fish_secrets_using_subcommand totp; and __fish_seen_subcommand_from new" -l account -d 'Whose codes these are, as the app shows it: a name or an address' -r
complete -c secrets -n "__fish_secrets_using_subcommand totp; and __fish_seen_subcommand_from new" -l issuer -d 'Who asks for the codes, as the app shows it: a company or a service' -r
complete -c secrets -n "__fish_secrets_using_subcommand totp; and __fish_seen_subcommand_from new" -l algorithm -d 'Hash function; many apps know sha1 alone [default: sha1]' -r -f -a "sha1\t'What every app knows'
sha256\t'Known to fewer apps'
sha512\t'Known to fewer apps'"
complete -c secrets -n "__fish_secrets_using_subcommand totp; and __fish_seen_subcommand_from new" -l bits -d 'Length of the secret, in bits, rounded up to whole bytes: 128 to 1024' -r
complete -c secrets -n "__fish_secrets_using_subcommand totp; and __fish_seen_subcommand_from new" -l digits -d 'Length of the codes, 6 to 10 digits; many apps know 6 alone [default: 6]' -r
complete -c secrets -n "__fish_secrets_using_subcommand totp; and __fish_seen_subcommand_from new" -l only -d 'Print the secret or the URI alone' -r -f -a "secret\t'The secret in base32'
uri\t'The otpauth:// URI'"
complete -c secrets -n "__fish_secrets_using_subcommand totp; and __fish_seen_subcommand_from new" -l qr-output -d 'Write the QR code of the URI to FILE, which ends in .svg or .png' -r -F
complete -c secrets -n "__fish_secrets_using_subcommand totp; and __fish_seen_subcommand_from new" -l period -d 'Seconds that a code lasts; many apps know 30 alone [default: 30]' -r
complete -c secrets -n "__fish_secrets_using_subcommand totp; and __fish_seen_subcommand_from new" -s n -l count -d 'Make N values [default: 1]' -r
complete -c secrets -n "__fish_secrets_using_subcommand totp; and __fish_seen_subcommand_from new" -s o -l output -d 'Write to FILE, readable by you alone, complete or not at all' -r -F
complete -c secrets -n "__fish_secrets_using_subcommand totp; and __fish_seen_subcommand_from new" -l mask -d 'Have the CI runner mask each value in its log: github or azure' -r -f -a "github\t'GitHub Actions: ::add-mask::'
azure\t'Azure Pipelines: ##vso[task.setsecret]'"
complete -c secrets -n "__fish_secrets_using_subcommand totp; and __fish_seen_subcommand_from new" -l entropy -d 'Draw every byte from the operating system itself' -r -f -a "os\t'The operating system'"
complete -c secrets -n "__fish_secrets_using_subcommand totp; and __fish_seen_subcommand_from new" -l qr -d 'Draw the QR code of the URI on the terminal, to be scanned by the app'
complete -c secrets -n "__fish_secrets_using_subcommand totp; and __fish_seen_subcommand_from new" -l force -d 'Replace FILE if it exists'
complete -c secrets -n "__fish_secrets_using_subcommand totp; and __fish_seen_subcommand_from new" -s 0 -l null -d 'End each value with a NUL byte instead of a newline'
complete -c secrets -n "__fish_secrets_using_subcommand totp; and __fish_seen_subcommand_from new" -l no-newline -d 'Leave out the newline after the last value'
complete -c secrets -n "__fish_secrets_using_subcommand totp; and __fish_seen_subcommand_from new" -l json -d 'Write one JSON object a line: kind, value, entropy_bits and all of --explain'
complete -c secrets -n "__fish_secrets_using_subcommand totp; and __fish_seen_subcommand_from new" -l explain -d 'Say on stderr what is drawn from what, and how strong it is'
complete -c secrets -n "__fish_secrets_using_subcommand totp; and __fish_seen_subcommand_from new" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n "__fish_secrets_using_subcommand totp; and __fish_seen_subcommand_from code" -l secret -d 'Read the secret from stdin, prompt, file:PATH, fd:N or env:NAME' -r
complete -c secrets -n "__fish_secrets_using_subcommand totp; and __fish_seen_subcommand_from code" -l algorithm -d 'Hash function [default: that of the URI, or sha1]' -r -f -a "sha1\t'What every app knows'
sha256\t'Known to fewer apps'
sha512\t'Known to fewer apps'"
complete -c secrets -n "__fish_secrets_using_subcommand totp; and __fish_seen_subcommand_from code" -l digits -d 'Length of the code, 6 to 10 digits [default: that of the URI, or 6]' -r
complete -c secrets -n "__fish_secrets_using_subcommand totp; and __fish_seen_subcommand_from code" -l period -d 'Seconds that a code lasts [default: that of the URI, or 30]' -r
complete -c secrets -n "__fish_secrets_using_subcommand totp; and __fish_seen_subcommand_from code" -l at -d 'The time, in Unix seconds or as 2026-01-31T12:00:00Z [default: now]' -r
complete -c secrets -n "__fish_secrets_using_subcommand totp; and __fish_seen_subcommand_from code" -l next -d 'Print the code of the step after'
complete -c secrets -n "__fish_secrets_using_subcommand totp; and __fish_seen_subcommand_from code" -l remaining -d 'Say on stderr, or in the JSON, for how many more seconds the code is the current one'
complete -c secrets -n "__fish_secrets_using_subcommand totp; and __fish_seen_subcommand_from code" -l watch -d 'Show the code and its remaining seconds at the terminal until Ctrl-C'
complete -c secrets -n "__fish_secrets_using_subcommand totp; and __fish_seen_subcommand_from code" -l json -d 'Write a JSON object: kind, value, step, period, and the label of a URI'
complete -c secrets -n "__fish_secrets_using_subcommand totp; and __fish_seen_subcommand_from code" -l no-newline -d 'Leave out the newline after the code'
complete -c secrets -n "__fish_secrets_using_subcommand totp; and __fish_seen_subcommand_from code" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n "__fish_secrets_using_subcommand totp; and __fish_seen_subcommand_from verify" -l secret -d 'Read the secret from stdin, prompt, file:PATH, fd:N or env:NAME' -r
complete -c secrets -n "__fish_secrets_using_subcommand totp; and __fish_seen_subcommand_from verify" -l algorithm -d 'Hash function [default: that of the URI, or sha1]' -r -f -a "sha1\t'What every app knows'
sha256\t'Known to fewer apps'
sha512\t'Known to fewer apps'"
complete -c secrets -n "__fish_secrets_using_subcommand totp; and __fish_seen_subcommand_from verify" -l digits -d 'Length of the code, 6 to 10 digits [default: that of the URI, or 6]' -r
complete -c secrets -n "__fish_secrets_using_subcommand totp; and __fish_seen_subcommand_from verify" -l code -d 'Read the code from stdin, prompt, file:PATH, fd:N or env:NAME' -r
complete -c secrets -n "__fish_secrets_using_subcommand totp; and __fish_seen_subcommand_from verify" -l period -d 'Seconds that a code lasts [default: that of the URI, or 30]' -r
complete -c secrets -n "__fish_secrets_using_subcommand totp; and __fish_seen_subcommand_from verify" -l at -d 'The time, in Unix seconds or as 2026-01-31T12:00:00Z [default: now]' -r
complete -c secrets -n "__fish_secrets_using_subcommand totp; and __fish_seen_subcommand_from verify" -l window -d 'Accept the codes of N steps before and after, too [default: 1]' -r
complete -c secrets -n "__fish_secrets_using_subcommand totp; and __fish_seen_subcommand_from verify" -l last-used -d 'Refuse the codes of step STEP and before, and print the step of an accepted code' -r
complete -c secrets -n "__fish_secrets_using_subcommand totp; and __fish_seen_subcommand_from verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n "__fish_secrets_using_subcommand hotp; and not __fish_seen_subcommand_from new code verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n "__fish_secrets_using_subcommand hotp; and not __fish_seen_subcommand_from new code verify" -f -a "new" -d 'Make a secret for a token or an authenticator app'
complete -c secrets -n "__fish_secrets_using_subcommand hotp; and not __fish_seen_subcommand_from new code verify" -f -a "code" -d 'Print the code of a counter'
complete -c secrets -n "__fish_secrets_using_subcommand hotp; and not __fish_seen_subcommand_from new code verify" -f -a "verify" -d 'Check a code in constant time'
complete -c secrets -n "__fish_secrets_using_subcommand hotp; and __fish_seen_subcommand_from new" -l account -d 'Whose codes these are, as the app shows it: a name or an address' -r
complete -c secrets -n "__fish_secrets_using_subcommand hotp; and __fish_seen_subcommand_from new" -l issuer -d 'Who asks for the codes, as the app shows it: a company or a service' -r
complete -c secrets -n "__fish_secrets_using_subcommand hotp; and __fish_seen_subcommand_from new" -l algorithm -d 'Hash function; many apps know sha1 alone [default: sha1]' -r -f -a "sha1\t'What every app knows'
sha256\t'Known to fewer apps'
sha512\t'Known to fewer apps'"
complete -c secrets -n "__fish_secrets_using_subcommand hotp; and __fish_seen_subcommand_from new" -l bits -d 'Length of the secret, in bits, rounded up to whole bytes: 128 to 1024' -r
complete -c secrets -n "__fish_secrets_using_subcommand hotp; and __fish_seen_subcommand_from new" -l digits -d 'Length of the codes, 6 to 10 digits; many apps know 6 alone [default: 6]' -r
complete -c secrets -n "__fish_secrets_using_subcommand hotp; and __fish_seen_subcommand_from new" -l only -d 'Print the secret or the URI alone' -r -f -a "secret\t'The secret in base32'
uri\t'The otpauth:// URI'"
complete -c secrets -n "__fish_secrets_using_subcommand hotp; and __fish_seen_subcommand_from new" -l qr-output -d 'Write the QR code of the URI to FILE, which ends in .svg or .png' -r -F
complete -c secrets -n "__fish_secrets_using_subcommand hotp; and __fish_seen_subcommand_from new" -l counter -d 'Counter of the first code [default: 0]' -r
complete -c secrets -n "__fish_secrets_using_subcommand hotp; and __fish_seen_subcommand_from new" -s n -l count -d 'Make N values [default: 1]' -r
complete -c secrets -n "__fish_secrets_using_subcommand hotp; and __fish_seen_subcommand_from new" -s o -l output -d 'Write to FILE, readable by you alone, complete or not at all' -r -F
complete -c secrets -n "__fish_secrets_using_subcommand hotp; and __fish_seen_subcommand_from new" -l mask -d 'Have the CI runner mask each value in its log: github or azure' -r -f -a "github\t'GitHub Actions: ::add-mask::'
azure\t'Azure Pipelines: ##vso[task.setsecret]'"
complete -c secrets -n "__fish_secrets_using_subcommand hotp; and __fish_seen_subcommand_from new" -l entropy -d 'Draw every byte from the operating system itself' -r -f -a "os\t'The operating system'"
complete -c secrets -n "__fish_secrets_using_subcommand hotp; and __fish_seen_subcommand_from new" -l qr -d 'Draw the QR code of the URI on the terminal, to be scanned by the app'
complete -c secrets -n "__fish_secrets_using_subcommand hotp; and __fish_seen_subcommand_from new" -l force -d 'Replace FILE if it exists'
complete -c secrets -n "__fish_secrets_using_subcommand hotp; and __fish_seen_subcommand_from new" -s 0 -l null -d 'End each value with a NUL byte instead of a newline'
complete -c secrets -n "__fish_secrets_using_subcommand hotp; and __fish_seen_subcommand_from new" -l no-newline -d 'Leave out the newline after the last value'
complete -c secrets -n "__fish_secrets_using_subcommand hotp; and __fish_seen_subcommand_from new" -l json -d 'Write one JSON object a line: kind, value, entropy_bits and all of --explain'
complete -c secrets -n "__fish_secrets_using_subcommand hotp; and __fish_seen_subcommand_from new" -l explain -d 'Say on stderr what is drawn from what, and how strong it is'
complete -c secrets -n "__fish_secrets_using_subcommand hotp; and __fish_seen_subcommand_from new" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n "__fish_secrets_using_subcommand hotp; and __fish_seen_subcommand_from code" -l secret -d 'Read the secret from stdin, prompt, file:PATH, fd:N or env:NAME' -r
complete -c secrets -n "__fish_secrets_using_subcommand hotp; and __fish_seen_subcommand_from code" -l algorithm -d 'Hash function [default: that of the URI, or sha1]' -r -f -a "sha1\t'What every app knows'
sha256\t'Known to fewer apps'
sha512\t'Known to fewer apps'"
complete -c secrets -n "__fish_secrets_using_subcommand hotp; and __fish_seen_subcommand_from code" -l digits -d 'Length of the code, 6 to 10 digits [default: that of the URI, or 6]' -r
complete -c secrets -n "__fish_secrets_using_subcommand hotp; and __fish_seen_subcommand_from code" -l counter -d 'Counter of the code' -r
complete -c secrets -n "__fish_secrets_using_subcommand hotp; and __fish_seen_subcommand_from code" -l counter-file -d 'Take the counter from FILE, and put the next one there first' -r -F
complete -c secrets -n "__fish_secrets_using_subcommand hotp; and __fish_seen_subcommand_from code" -l json -d 'Write a JSON object: kind, value, counter, and the label of a URI'
complete -c secrets -n "__fish_secrets_using_subcommand hotp; and __fish_seen_subcommand_from code" -l no-newline -d 'Leave out the newline after the code'
complete -c secrets -n "__fish_secrets_using_subcommand hotp; and __fish_seen_subcommand_from code" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n "__fish_secrets_using_subcommand hotp; and __fish_seen_subcommand_from verify" -l secret -d 'Read the secret from stdin, prompt, file:PATH, fd:N or env:NAME' -r
complete -c secrets -n "__fish_secrets_using_subcommand hotp; and __fish_seen_subcommand_from verify" -l algorithm -d 'Hash function [default: that of the URI, or sha1]' -r -f -a "sha1\t'What every app knows'
sha256\t'Known to fewer apps'
sha512\t'Known to fewer apps'"
complete -c secrets -n "__fish_secrets_using_subcommand hotp; and __fish_seen_subcommand_from verify" -l digits -d 'Length of the code, 6 to 10 digits [default: that of the URI, or 6]' -r
complete -c secrets -n "__fish_secrets_using_subcommand hotp; and __fish_seen_subcommand_from verify" -l code -d 'Read the code from stdin, prompt, file:PATH, fd:N or env:NAME' -r
complete -c secrets -n "__fish_secrets_using_subcommand hotp; and __fish_seen_subcommand_from verify" -l counter -d 'Counter of the code that is expected next: what verify printed the last time' -r
complete -c secrets -n "__fish_secrets_using_subcommand hotp; and __fish_seen_subcommand_from verify" -l window -d 'Accept the codes of the N counters after it, too [default: 5]' -r
complete -c secrets -n "__fish_secrets_using_subcommand hotp; and __fish_seen_subcommand_from verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n "__fish_secrets_using_subcommand apikey" -l prefix -d 'Begin each key with P and an underscore' -r
complete -c secrets -n "__fish_secrets_using_subcommand apikey" -s e -l encoding -d 'Draw the random part from these characters [default: hex, with --id base58]' -r -f -a "hex\t'Digits and a to f, 4 bits a character'
base62\t'Digits, upper case, lower case, 5.95 bits'
base58\t'Bitcoin\'s alphabet without 0, O, I and l, 5.86 bits'
crockford\t'Crockford\'s base32 without I, L, O and U, 5 bits'
base64url\t'Letters, digits, - and _, 6 bits'"
complete -c secrets -n "__fish_secrets_using_subcommand apikey" -s b -l bits -d 'Least entropy of the random part, in bits [default: 256]' -r
complete -c secrets -n "__fish_secrets_using_subcommand apikey" -l chars -d 'Length of the random part, 1 to 1024 characters' -r
complete -c secrets -n "__fish_secrets_using_subcommand apikey" -l style -d 'Make keys of the shape of a well-known service' -r -f -a "github\t'prefix_, 30 characters of base62 and the checksum; give a --prefix of your own'
stripe\t'sk_live_, or another --prefix, and 24 characters of base62'"
complete -c secrets -n "__fish_secrets_using_subcommand apikey" -l hash -d 'Add what to store: each line is the value, a tab and its hash' -r -f -a "sha256\t'SHA-256 in 64 hex digits, unsalted and fast'
argon2id\t'Argon2id of 19 MiB and 2 passes, the first choice of OWASP, as a PHC string'
bcrypt\t'bcrypt of cost 12, form 2b, for values of at most 72 bytes'
sha512-crypt\t'SHA-512 crypt of 656000 rounds, form 6, as in /etc/shadow'"
complete -c secrets -n "__fish_secrets_using_subcommand apikey" -l hash-output -d 'Write the hashes to FILE, one a line, and only the values to stdout or --output' -r -F
complete -c secrets -n "__fish_secrets_using_subcommand apikey" -s n -l count -d 'Make N values [default: 1]' -r
complete -c secrets -n "__fish_secrets_using_subcommand apikey" -s o -l output -d 'Write to FILE, readable by you alone, complete or not at all' -r -F
complete -c secrets -n "__fish_secrets_using_subcommand apikey" -l mask -d 'Have the CI runner mask each value in its log: github or azure' -r -f -a "github\t'GitHub Actions: ::add-mask::'
azure\t'Azure Pipelines: ##vso[task.setsecret]'"
complete -c secrets -n "__fish_secrets_using_subcommand apikey" -l entropy -d 'Draw every byte from the operating system itself' -r -f -a "os\t'The operating system'"
complete -c secrets -n "__fish_secrets_using_subcommand apikey" -l checksum -d 'End each key with GitHub\'s checksum: CRC-32 in 6 digits of base62'
complete -c secrets -n "__fish_secrets_using_subcommand apikey" -l id -d 'Put a public id of 8 base58 characters before the random part: prefix_id_secret'
complete -c secrets -n "__fish_secrets_using_subcommand apikey" -l check -d 'Say of each line of stdin whether it is a key of this shape, and if not, why'
complete -c secrets -n "__fish_secrets_using_subcommand apikey" -l regex -d 'Print the regular expression of this shape, for secret scanners'
complete -c secrets -n "__fish_secrets_using_subcommand apikey" -l force -d 'Replace FILE if it exists'
complete -c secrets -n "__fish_secrets_using_subcommand apikey" -s 0 -l null -d 'End each value with a NUL byte instead of a newline'
complete -c secrets -n "__fish_secrets_using_subcommand apikey" -l no-newline -d 'Leave out the newline after the last value'
complete -c secrets -n "__fish_secrets_using_subcommand apikey" -l json -d 'Write one JSON object a line: kind, value, entropy_bits and all of --explain'
complete -c secrets -n "__fish_secrets_using_subcommand apikey" -l explain -d 'Say on stderr what is drawn from what, and how strong it is'
complete -c secrets -n "__fish_secrets_using_subcommand apikey" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n "__fish_secrets_using_subcommand fill" -s o -l output -d 'Write FILE instead of stdout, or keep what it has' -r -F
complete -c secrets -n "__fish_secrets_using_subcommand fill" -l format -d 'What TEMPLATE is: dotenv, json, yaml, toml or text' -r -f -a "dotenv\t''
json\t''
yaml\t''
toml\t''
text\t''"
complete -c secrets -n "__fish_secrets_using_subcommand fill" -l to -d 'Where the keys with recipes go: k8s, docker, github-env …' -r -f -a "github-env\t''
github-output\t''
azure\t''
k8s\t''
docker\t''
json\t''
shell\t''
systemd\t''"
complete -c secrets -n "__fish_secrets_using_subcommand fill" -l name -d 'Name of the Kubernetes Secret' -r
complete -c secrets -n "__fish_secrets_using_subcommand fill" -l namespace -d 'Namespace of the Kubernetes Secret' -r
complete -c secrets -n "__fish_secrets_using_subcommand fill" -l rotate -d 'Make a new value for KEY, which has a recipe; repeatable' -r
complete -c secrets -n "__fish_secrets_using_subcommand fill" -l rotate-all -d 'Make new values for all keys that have a recipe'
complete -c secrets -n "__fish_secrets_using_subcommand fill" -l backup -d 'Keep the old FILE as FILE.bak, mode 0600'
complete -c secrets -n "__fish_secrets_using_subcommand fill" -l force -d 'Replace FILE if it exists, where it cannot be filled by key'
complete -c secrets -n "__fish_secrets_using_subcommand fill" -l dry-run -d 'Say what would be done, and do not do it'
complete -c secrets -n "__fish_secrets_using_subcommand fill" -l check -d 'Tell whether FILE is filled, by the exit status'
complete -c secrets -n "__fish_secrets_using_subcommand fill" -l json -d 'Say what was done as JSON on stdout'
complete -c secrets -n "__fish_secrets_using_subcommand fill" -l allow-none -d 'Accept a TEMPLATE without recipes'
complete -c secrets -n "__fish_secrets_using_subcommand fill" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n "__fish_secrets_using_subcommand compare" -l expected -d 'Read the expected value from stdin, prompt, file:PATH, fd:N or env:NAME' -r
complete -c secrets -n "__fish_secrets_using_subcommand compare" -l actual -d 'Read the actual value from stdin, prompt, file:PATH, fd:N or env:NAME' -r
complete -c secrets -n "__fish_secrets_using_subcommand compare" -l exact -d 'Take a final newline of a file, fd or stdin as part of the value'
complete -c secrets -n "__fish_secrets_using_subcommand compare" -l hashed -d 'The expected value is a stored hash of the actual one, as --hash makes it'
complete -c secrets -n "__fish_secrets_using_subcommand compare" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n "__fish_secrets_using_subcommand doctor" -l json -d 'Write one JSON object'
complete -c secrets -n "__fish_secrets_using_subcommand doctor" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n "__fish_secrets_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n "__fish_secrets_using_subcommand man" -s h -l help -d 'Print help (see more with \'--help\')'
