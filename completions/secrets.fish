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
complete -c secrets -n "__fish_secrets_needs_command" -f -a "otp" -d 'A one-time code of decimal digits'
complete -c secrets -n "__fish_secrets_needs_command" -f -a "apikey" -d 'A key for an API: 64 hex digits, with a prefix if you like'
complete -c secrets -n "__fish_secrets_needs_command" -f -a "fill" -d 'Fill the recipes of a template with secrets: a project\'s .env, CI, Kubernetes'
complete -c secrets -n "__fish_secrets_needs_command" -f -a "compare" -d 'Compare two values in constant time'
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
complete -c secrets -n "__fish_secrets_using_subcommand bytes" -l mask -d 'Have the CI runner mask each value in its log, by a line on stderr' -r -f -a "github\t'GitHub Actions: ::add-mask::'
azure\t'Azure Pipelines: ##vso[task.setsecret]'"
complete -c secrets -n "__fish_secrets_using_subcommand bytes" -l force -d 'Replace FILE if it exists'
complete -c secrets -n "__fish_secrets_using_subcommand bytes" -s 0 -l null -d 'End each value with a NUL byte instead of a newline'
complete -c secrets -n "__fish_secrets_using_subcommand bytes" -l no-newline -d 'Leave out the newline after the last value'
complete -c secrets -n "__fish_secrets_using_subcommand bytes" -l json -d 'Write one JSON object a line: kind, value, entropy_bits and what --explain says'
complete -c secrets -n "__fish_secrets_using_subcommand bytes" -l explain -d 'Say on stderr what is drawn from what, and how strong it is'
complete -c secrets -n "__fish_secrets_using_subcommand bytes" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n "__fish_secrets_using_subcommand hex" -l chars -d 'Length of the text, in characters' -r
complete -c secrets -n "__fish_secrets_using_subcommand hex" -l bits -d 'Least entropy, in bits, rounded up to whole bytes' -r
complete -c secrets -n "__fish_secrets_using_subcommand hex" -s n -l count -d 'Make N values [default: 1]' -r
complete -c secrets -n "__fish_secrets_using_subcommand hex" -s o -l output -d 'Write to FILE, readable by you alone, complete or not at all' -r -F
complete -c secrets -n "__fish_secrets_using_subcommand hex" -l mask -d 'Have the CI runner mask each value in its log, by a line on stderr' -r -f -a "github\t'GitHub Actions: ::add-mask::'
azure\t'Azure Pipelines: ##vso[task.setsecret]'"
complete -c secrets -n "__fish_secrets_using_subcommand hex" -l force -d 'Replace FILE if it exists'
complete -c secrets -n "__fish_secrets_using_subcommand hex" -s 0 -l null -d 'End each value with a NUL byte instead of a newline'
complete -c secrets -n "__fish_secrets_using_subcommand hex" -l no-newline -d 'Leave out the newline after the last value'
complete -c secrets -n "__fish_secrets_using_subcommand hex" -l json -d 'Write one JSON object a line: kind, value, entropy_bits and what --explain says'
complete -c secrets -n "__fish_secrets_using_subcommand hex" -l explain -d 'Say on stderr what is drawn from what, and how strong it is'
complete -c secrets -n "__fish_secrets_using_subcommand hex" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n "__fish_secrets_using_subcommand urlsafe" -l chars -d 'Length of the text, in characters' -r
complete -c secrets -n "__fish_secrets_using_subcommand urlsafe" -l bits -d 'Least entropy, in bits, rounded up to whole bytes' -r
complete -c secrets -n "__fish_secrets_using_subcommand urlsafe" -s n -l count -d 'Make N values [default: 1]' -r
complete -c secrets -n "__fish_secrets_using_subcommand urlsafe" -s o -l output -d 'Write to FILE, readable by you alone, complete or not at all' -r -F
complete -c secrets -n "__fish_secrets_using_subcommand urlsafe" -l mask -d 'Have the CI runner mask each value in its log, by a line on stderr' -r -f -a "github\t'GitHub Actions: ::add-mask::'
azure\t'Azure Pipelines: ##vso[task.setsecret]'"
complete -c secrets -n "__fish_secrets_using_subcommand urlsafe" -l force -d 'Replace FILE if it exists'
complete -c secrets -n "__fish_secrets_using_subcommand urlsafe" -s 0 -l null -d 'End each value with a NUL byte instead of a newline'
complete -c secrets -n "__fish_secrets_using_subcommand urlsafe" -l no-newline -d 'Leave out the newline after the last value'
complete -c secrets -n "__fish_secrets_using_subcommand urlsafe" -l json -d 'Write one JSON object a line: kind, value, entropy_bits and what --explain says'
complete -c secrets -n "__fish_secrets_using_subcommand urlsafe" -l explain -d 'Say on stderr what is drawn from what, and how strong it is'
complete -c secrets -n "__fish_secrets_using_subcommand urlsafe" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n "__fish_secrets_using_subcommand below" -l from -d 'The start of the range, which may be negative' -r
complete -c secrets -n "__fish_secrets_using_subcommand below" -s n -l count -d 'Make N values [default: 1]' -r
complete -c secrets -n "__fish_secrets_using_subcommand below" -s o -l output -d 'Write to FILE, readable by you alone, complete or not at all' -r -F
complete -c secrets -n "__fish_secrets_using_subcommand below" -l mask -d 'Have the CI runner mask each value in its log, by a line on stderr' -r -f -a "github\t'GitHub Actions: ::add-mask::'
azure\t'Azure Pipelines: ##vso[task.setsecret]'"
complete -c secrets -n "__fish_secrets_using_subcommand below" -l force -d 'Replace FILE if it exists'
complete -c secrets -n "__fish_secrets_using_subcommand below" -s 0 -l null -d 'End each value with a NUL byte instead of a newline'
complete -c secrets -n "__fish_secrets_using_subcommand below" -l no-newline -d 'Leave out the newline after the last value'
complete -c secrets -n "__fish_secrets_using_subcommand below" -l json -d 'Write one JSON object a line: kind, value, entropy_bits and what --explain says'
complete -c secrets -n "__fish_secrets_using_subcommand below" -l explain -d 'Say on stderr what is drawn from what, and how strong it is'
complete -c secrets -n "__fish_secrets_using_subcommand below" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n "__fish_secrets_using_subcommand choice" -s f -l file -d 'Take each line of FILE as an item' -r -F
complete -c secrets -n "__fish_secrets_using_subcommand choice" -s n -l count -d 'Make N values [default: 1]' -r
complete -c secrets -n "__fish_secrets_using_subcommand choice" -s o -l output -d 'Write to FILE, readable by you alone, complete or not at all' -r -F
complete -c secrets -n "__fish_secrets_using_subcommand choice" -l mask -d 'Have the CI runner mask each value in its log, by a line on stderr' -r -f -a "github\t'GitHub Actions: ::add-mask::'
azure\t'Azure Pipelines: ##vso[task.setsecret]'"
complete -c secrets -n "__fish_secrets_using_subcommand choice" -s d -l distinct -d 'Pick each item at most once: draw without replacement'
complete -c secrets -n "__fish_secrets_using_subcommand choice" -s s -l shuffle -d 'Write all items in random order'
complete -c secrets -n "__fish_secrets_using_subcommand choice" -l force -d 'Replace FILE if it exists'
complete -c secrets -n "__fish_secrets_using_subcommand choice" -s 0 -l null -d 'End each value with a NUL byte instead of a newline'
complete -c secrets -n "__fish_secrets_using_subcommand choice" -l no-newline -d 'Leave out the newline after the last value'
complete -c secrets -n "__fish_secrets_using_subcommand choice" -l json -d 'Write one JSON object a line: kind, value, entropy_bits and what --explain says'
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
complete -c secrets -n "__fish_secrets_using_subcommand password" -l min-digits -d 'At least N digits [default: 1]' -r
complete -c secrets -n "__fish_secrets_using_subcommand password" -l min-symbols -d 'At least N symbols [default: 1]' -r
complete -c secrets -n "__fish_secrets_using_subcommand password" -l first -d 'Begin with a letter, alnum, lower, upper, digits or symbols' -r -f -a "letter\t''
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
complete -c secrets -n "__fish_secrets_using_subcommand password" -s n -l count -d 'Make N values [default: 1]' -r
complete -c secrets -n "__fish_secrets_using_subcommand password" -s o -l output -d 'Write to FILE, readable by you alone, complete or not at all' -r -F
complete -c secrets -n "__fish_secrets_using_subcommand password" -l mask -d 'Have the CI runner mask each value in its log, by a line on stderr' -r -f -a "github\t'GitHub Actions: ::add-mask::'
azure\t'Azure Pipelines: ##vso[task.setsecret]'"
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
complete -c secrets -n "__fish_secrets_using_subcommand password" -l json -d 'Write one JSON object a line: kind, value, entropy_bits and what --explain says'
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
complete -c secrets -n "__fish_secrets_using_subcommand passphrase" -s n -l count -d 'Make N values [default: 1]' -r
complete -c secrets -n "__fish_secrets_using_subcommand passphrase" -s o -l output -d 'Write to FILE, readable by you alone, complete or not at all' -r -F
complete -c secrets -n "__fish_secrets_using_subcommand passphrase" -l mask -d 'Have the CI runner mask each value in its log, by a line on stderr' -r -f -a "github\t'GitHub Actions: ::add-mask::'
azure\t'Azure Pipelines: ##vso[task.setsecret]'"
complete -c secrets -n "__fish_secrets_using_subcommand passphrase" -l dice -d 'Read rolls of real dice from stdin, draw nothing'
complete -c secrets -n "__fish_secrets_using_subcommand passphrase" -l force -d 'Replace FILE if it exists'
complete -c secrets -n "__fish_secrets_using_subcommand passphrase" -s 0 -l null -d 'End each value with a NUL byte instead of a newline'
complete -c secrets -n "__fish_secrets_using_subcommand passphrase" -l no-newline -d 'Leave out the newline after the last value'
complete -c secrets -n "__fish_secrets_using_subcommand passphrase" -l json -d 'Write one JSON object a line: kind, value, entropy_bits and what --explain says'
complete -c secrets -n "__fish_secrets_using_subcommand passphrase" -l explain -d 'Say on stderr what is drawn from what, and how strong it is'
complete -c secrets -n "__fish_secrets_using_subcommand passphrase" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n "__fish_secrets_using_subcommand pattern" -l max-length -d 'Only strings of at most N characters, 1 to 1024' -r
complete -c secrets -n "__fish_secrets_using_subcommand pattern" -s b -l bits -d 'Refuse a pattern that holds fewer than B bits of entropy' -r
complete -c secrets -n "__fish_secrets_using_subcommand pattern" -s n -l count -d 'Make N values [default: 1]' -r
complete -c secrets -n "__fish_secrets_using_subcommand pattern" -s o -l output -d 'Write to FILE, readable by you alone, complete or not at all' -r -F
complete -c secrets -n "__fish_secrets_using_subcommand pattern" -l mask -d 'Have the CI runner mask each value in its log, by a line on stderr' -r -f -a "github\t'GitHub Actions: ::add-mask::'
azure\t'Azure Pipelines: ##vso[task.setsecret]'"
complete -c secrets -n "__fish_secrets_using_subcommand pattern" -l force -d 'Replace FILE if it exists'
complete -c secrets -n "__fish_secrets_using_subcommand pattern" -s 0 -l null -d 'End each value with a NUL byte instead of a newline'
complete -c secrets -n "__fish_secrets_using_subcommand pattern" -l no-newline -d 'Leave out the newline after the last value'
complete -c secrets -n "__fish_secrets_using_subcommand pattern" -l json -d 'Write one JSON object a line: kind, value, entropy_bits and what --explain says'
complete -c secrets -n "__fish_secrets_using_subcommand pattern" -l explain -d 'Say on stderr what is drawn from what, and how strong it is'
complete -c secrets -n "__fish_secrets_using_subcommand pattern" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n "__fish_secrets_using_subcommand otp" -l digits -d 'Length of the code, 1 to 1024 digits' -r
complete -c secrets -n "__fish_secrets_using_subcommand otp" -s n -l count -d 'Make N values [default: 1]' -r
complete -c secrets -n "__fish_secrets_using_subcommand otp" -s o -l output -d 'Write to FILE, readable by you alone, complete or not at all' -r -F
complete -c secrets -n "__fish_secrets_using_subcommand otp" -l mask -d 'Have the CI runner mask each value in its log, by a line on stderr' -r -f -a "github\t'GitHub Actions: ::add-mask::'
azure\t'Azure Pipelines: ##vso[task.setsecret]'"
complete -c secrets -n "__fish_secrets_using_subcommand otp" -l force -d 'Replace FILE if it exists'
complete -c secrets -n "__fish_secrets_using_subcommand otp" -s 0 -l null -d 'End each value with a NUL byte instead of a newline'
complete -c secrets -n "__fish_secrets_using_subcommand otp" -l no-newline -d 'Leave out the newline after the last value'
complete -c secrets -n "__fish_secrets_using_subcommand otp" -l json -d 'Write one JSON object a line: kind, value, entropy_bits and what --explain says'
complete -c secrets -n "__fish_secrets_using_subcommand otp" -l explain -d 'Say on stderr what is drawn from what, and how strong it is'
complete -c secrets -n "__fish_secrets_using_subcommand otp" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n "__fish_secrets_using_subcommand apikey" -l prefix -d 'Begin each key with P and an underscore' -r
complete -c secrets -n "__fish_secrets_using_subcommand apikey" -s n -l count -d 'Make N values [default: 1]' -r
complete -c secrets -n "__fish_secrets_using_subcommand apikey" -s o -l output -d 'Write to FILE, readable by you alone, complete or not at all' -r -F
complete -c secrets -n "__fish_secrets_using_subcommand apikey" -l mask -d 'Have the CI runner mask each value in its log, by a line on stderr' -r -f -a "github\t'GitHub Actions: ::add-mask::'
azure\t'Azure Pipelines: ##vso[task.setsecret]'"
complete -c secrets -n "__fish_secrets_using_subcommand apikey" -l force -d 'Replace FILE if it exists'
complete -c secrets -n "__fish_secrets_using_subcommand apikey" -s 0 -l null -d 'End each value with a NUL byte instead of a newline'
complete -c secrets -n "__fish_secrets_using_subcommand apikey" -l no-newline -d 'Leave out the newline after the last value'
complete -c secrets -n "__fish_secrets_using_subcommand apikey" -l json -d 'Write one JSON object a line: kind, value, entropy_bits and what --explain says'
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
complete -c secrets -n "__fish_secrets_using_subcommand compare" -l expected -d 'Read the expected value from stdin, file:PATH, fd:N or env:NAME' -r
complete -c secrets -n "__fish_secrets_using_subcommand compare" -l actual -d 'Read the actual value from stdin, file:PATH, fd:N or env:NAME' -r
complete -c secrets -n "__fish_secrets_using_subcommand compare" -l exact -d 'Take a final newline of a file, fd or stdin as part of the value'
complete -c secrets -n "__fish_secrets_using_subcommand compare" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n "__fish_secrets_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c secrets -n "__fish_secrets_using_subcommand man" -s h -l help -d 'Print help (see more with \'--help\')'
