# Completions of secrets for elvish.

use str

fn offer-secrets {|@words|
    # Each command has its options and what its first argument may be.
    var rooms = [
        &'secrets'=[&kind=names &names=[[bytes 'Random bytes, raw or as text'] [hex 'Random bytes in lower-case hexadecimal'] [urlsafe 'Random bytes as text for URLs and file names (base64url)'] [uuid 'A UUID of version 4 or 7, or a ULID'] [below 'A random whole number below N, of any size'] [choice 'Random picks from items or lines, or all of them shuffled'] [password 'A password of random characters'] [passphrase 'A passphrase of random words, to remember or to type'] [pattern 'A string that matches a regular expression: a licence key, a voucher'] [otp 'A one-time code of decimal digits, or recovery codes'] [totp 'Codes of authenticator apps, which time changes: make, show, check (TOTP, RFC 6238)'] [hotp 'Codes of tokens with a button, which a counter changes (HOTP, RFC 4226)'] [apikey 'A key for an API: 64 hex digits, with a prefix if you like'] [fill 'Fill the recipes of a template with secrets: a project''s .env, CI, Kubernetes'] [compare 'Compare two values in constant time'] [doctor 'Tell where the randomness comes from here, and whether memory is protected'] [completions 'Print the completions for a shell'] [man 'Print the man page of secrets or of one of its commands']] &options=[
            [&spellings=[-h --help] &help='Print help (see more with ''--help'')' &kind=none &names=[]]
            [&spellings=[-V --version] &help='Print version' &kind=none &names=[]]
        ]]
        &'secrets bytes'=[&kind=text &names=[] &options=[
            [&spellings=[--chars] &help='Length of the text, in characters' &kind=text &names=[]]
            [&spellings=[--bits] &help='Least entropy, in bits, rounded up to whole bytes' &kind=text &names=[]]
            [&spellings=[-e --encoding] &help='Write the bytes as text' &kind=names &names=[[hex 'Lower-case hexadecimal'] [base64 'RFC 4648 with + and /, padded'] [base64url 'RFC 4648 with - and _, unpadded'] [base32 'RFC 4648, upper case, padded'] [crockford 'Crockford''s base32: no I, L, O or U, unpadded'] [base58 'Bitcoin''s alphabet: no 0, O, I or l'] [base62 'Digits, upper case, lower case']]]
            [&spellings=[-n --count] &help='Make N values [default: 1]' &kind=text &names=[]]
            [&spellings=[-o --output] &help='Write to FILE, readable by you alone, complete or not at all' &kind=files &names=[]]
            [&spellings=[--force] &help='Replace FILE if it exists' &kind=none &names=[]]
            [&spellings=[-0 --null] &help='End each value with a NUL byte instead of a newline' &kind=none &names=[]]
            [&spellings=[--no-newline] &help='Leave out the newline after the last value' &kind=none &names=[]]
            [&spellings=[--json] &help='Write one JSON object a line: kind, value, entropy_bits and all of --explain' &kind=none &names=[]]
            [&spellings=[--explain] &help='Say on stderr what is drawn from what, and how strong it is' &kind=none &names=[]]
            [&spellings=[--mask] &help='Have the CI runner mask each value in its log: github or azure' &kind=names &names=[[github 'GitHub Actions: ::add-mask::'] [azure 'Azure Pipelines: ##vso[task.setsecret]']]]
            [&spellings=[--copy] &help='Put the value on the clipboard instead of stdout' &kind=none &names=[]]
            [&spellings=[--clear-after] &help='Wait for TIME, as 30s or 2m, then clear the clipboard and end' &kind=text &names=[]]
            [&spellings=[--qr] &help='Show each value as a QR code instead of text' &kind=none &names=[]]
            [&spellings=[--no-progress] &help='Show no progress bar' &kind=none &names=[]]
            [&spellings=[--entropy] &help='Draw every byte from the operating system itself' &kind=names &names=[[os 'The operating system']]]
            [&spellings=[-h --help] &help='Print help (see more with ''--help'')' &kind=none &names=[]]
        ]]
        &'secrets hex'=[&kind=text &names=[] &options=[
            [&spellings=[--chars] &help='Length of the text, in characters' &kind=text &names=[]]
            [&spellings=[--bits] &help='Least entropy, in bits, rounded up to whole bytes' &kind=text &names=[]]
            [&spellings=[-n --count] &help='Make N values [default: 1]' &kind=text &names=[]]
            [&spellings=[-o --output] &help='Write to FILE, readable by you alone, complete or not at all' &kind=files &names=[]]
            [&spellings=[--force] &help='Replace FILE if it exists' &kind=none &names=[]]
            [&spellings=[-0 --null] &help='End each value with a NUL byte instead of a newline' &kind=none &names=[]]
            [&spellings=[--no-newline] &help='Leave out the newline after the last value' &kind=none &names=[]]
            [&spellings=[--json] &help='Write one JSON object a line: kind, value, entropy_bits and all of --explain' &kind=none &names=[]]
            [&spellings=[--explain] &help='Say on stderr what is drawn from what, and how strong it is' &kind=none &names=[]]
            [&spellings=[--mask] &help='Have the CI runner mask each value in its log: github or azure' &kind=names &names=[[github 'GitHub Actions: ::add-mask::'] [azure 'Azure Pipelines: ##vso[task.setsecret]']]]
            [&spellings=[--copy] &help='Put the value on the clipboard instead of stdout' &kind=none &names=[]]
            [&spellings=[--clear-after] &help='Wait for TIME, as 30s or 2m, then clear the clipboard and end' &kind=text &names=[]]
            [&spellings=[--qr] &help='Show each value as a QR code instead of text' &kind=none &names=[]]
            [&spellings=[--no-progress] &help='Show no progress bar' &kind=none &names=[]]
            [&spellings=[--entropy] &help='Draw every byte from the operating system itself' &kind=names &names=[[os 'The operating system']]]
            [&spellings=[-h --help] &help='Print help (see more with ''--help'')' &kind=none &names=[]]
        ]]
        &'secrets urlsafe'=[&kind=text &names=[] &options=[
            [&spellings=[--chars] &help='Length of the text, in characters' &kind=text &names=[]]
            [&spellings=[--bits] &help='Least entropy, in bits, rounded up to whole bytes' &kind=text &names=[]]
            [&spellings=[-n --count] &help='Make N values [default: 1]' &kind=text &names=[]]
            [&spellings=[-o --output] &help='Write to FILE, readable by you alone, complete or not at all' &kind=files &names=[]]
            [&spellings=[--force] &help='Replace FILE if it exists' &kind=none &names=[]]
            [&spellings=[-0 --null] &help='End each value with a NUL byte instead of a newline' &kind=none &names=[]]
            [&spellings=[--no-newline] &help='Leave out the newline after the last value' &kind=none &names=[]]
            [&spellings=[--json] &help='Write one JSON object a line: kind, value, entropy_bits and all of --explain' &kind=none &names=[]]
            [&spellings=[--explain] &help='Say on stderr what is drawn from what, and how strong it is' &kind=none &names=[]]
            [&spellings=[--mask] &help='Have the CI runner mask each value in its log: github or azure' &kind=names &names=[[github 'GitHub Actions: ::add-mask::'] [azure 'Azure Pipelines: ##vso[task.setsecret]']]]
            [&spellings=[--copy] &help='Put the value on the clipboard instead of stdout' &kind=none &names=[]]
            [&spellings=[--clear-after] &help='Wait for TIME, as 30s or 2m, then clear the clipboard and end' &kind=text &names=[]]
            [&spellings=[--qr] &help='Show each value as a QR code instead of text' &kind=none &names=[]]
            [&spellings=[--no-progress] &help='Show no progress bar' &kind=none &names=[]]
            [&spellings=[--entropy] &help='Draw every byte from the operating system itself' &kind=names &names=[[os 'The operating system']]]
            [&spellings=[-h --help] &help='Print help (see more with ''--help'')' &kind=none &names=[]]
        ]]
        &'secrets uuid'=[&kind=text &names=[] &options=[
            [&spellings=[--v7] &help='Version 7: milliseconds since 1970, then random bits, so that identifiers sort by time' &kind=none &names=[]]
            [&spellings=[--ulid] &help='A ULID: the milliseconds and 80 random bits, as 26 characters of Crockford''s base32' &kind=none &names=[]]
            [&spellings=[-n --count] &help='Make N values [default: 1]' &kind=text &names=[]]
            [&spellings=[-o --output] &help='Write to FILE, readable by you alone, complete or not at all' &kind=files &names=[]]
            [&spellings=[--force] &help='Replace FILE if it exists' &kind=none &names=[]]
            [&spellings=[-0 --null] &help='End each value with a NUL byte instead of a newline' &kind=none &names=[]]
            [&spellings=[--no-newline] &help='Leave out the newline after the last value' &kind=none &names=[]]
            [&spellings=[--json] &help='Write one JSON object a line: kind, value, entropy_bits and all of --explain' &kind=none &names=[]]
            [&spellings=[--explain] &help='Say on stderr what is drawn from what, and how strong it is' &kind=none &names=[]]
            [&spellings=[--mask] &help='Have the CI runner mask each value in its log: github or azure' &kind=names &names=[[github 'GitHub Actions: ::add-mask::'] [azure 'Azure Pipelines: ##vso[task.setsecret]']]]
            [&spellings=[--copy] &help='Put the value on the clipboard instead of stdout' &kind=none &names=[]]
            [&spellings=[--clear-after] &help='Wait for TIME, as 30s or 2m, then clear the clipboard and end' &kind=text &names=[]]
            [&spellings=[--qr] &help='Show each value as a QR code instead of text' &kind=none &names=[]]
            [&spellings=[--no-progress] &help='Show no progress bar' &kind=none &names=[]]
            [&spellings=[--entropy] &help='Draw every byte from the operating system itself' &kind=names &names=[[os 'The operating system']]]
            [&spellings=[-h --help] &help='Print help (see more with ''--help'')' &kind=none &names=[]]
        ]]
        &'secrets below'=[&kind=text &names=[] &options=[
            [&spellings=[--from] &help='The start of the range, which may be negative' &kind=text &names=[]]
            [&spellings=[-n --count] &help='Make N values [default: 1]' &kind=text &names=[]]
            [&spellings=[-o --output] &help='Write to FILE, readable by you alone, complete or not at all' &kind=files &names=[]]
            [&spellings=[--force] &help='Replace FILE if it exists' &kind=none &names=[]]
            [&spellings=[-0 --null] &help='End each value with a NUL byte instead of a newline' &kind=none &names=[]]
            [&spellings=[--no-newline] &help='Leave out the newline after the last value' &kind=none &names=[]]
            [&spellings=[--json] &help='Write one JSON object a line: kind, value, entropy_bits and all of --explain' &kind=none &names=[]]
            [&spellings=[--explain] &help='Say on stderr what is drawn from what, and how strong it is' &kind=none &names=[]]
            [&spellings=[--mask] &help='Have the CI runner mask each value in its log: github or azure' &kind=names &names=[[github 'GitHub Actions: ::add-mask::'] [azure 'Azure Pipelines: ##vso[task.setsecret]']]]
            [&spellings=[--copy] &help='Put the value on the clipboard instead of stdout' &kind=none &names=[]]
            [&spellings=[--clear-after] &help='Wait for TIME, as 30s or 2m, then clear the clipboard and end' &kind=text &names=[]]
            [&spellings=[--qr] &help='Show each value as a QR code instead of text' &kind=none &names=[]]
            [&spellings=[--no-progress] &help='Show no progress bar' &kind=none &names=[]]
            [&spellings=[--entropy] &help='Draw every byte from the operating system itself' &kind=names &names=[[os 'The operating system']]]
            [&spellings=[-h --help] &help='Print help (see more with ''--help'')' &kind=none &names=[]]
        ]]
        &'secrets choice'=[&kind=text &names=[] &options=[
            [&spellings=[-f --file] &help='Take each line of FILE as an item; - is stdin' &kind=files &names=[]]
            [&spellings=[-d --distinct] &help='Pick each item at most once: draw without replacement' &kind=none &names=[]]
            [&spellings=[-s --shuffle] &help='Write all items in random order' &kind=none &names=[]]
            [&spellings=[-n --count] &help='Make N values [default: 1]' &kind=text &names=[]]
            [&spellings=[-o --output] &help='Write to FILE, readable by you alone, complete or not at all' &kind=files &names=[]]
            [&spellings=[--force] &help='Replace FILE if it exists' &kind=none &names=[]]
            [&spellings=[-0 --null] &help='End each value with a NUL byte instead of a newline' &kind=none &names=[]]
            [&spellings=[--no-newline] &help='Leave out the newline after the last value' &kind=none &names=[]]
            [&spellings=[--json] &help='Write one JSON object a line: kind, value, entropy_bits and all of --explain' &kind=none &names=[]]
            [&spellings=[--explain] &help='Say on stderr what is drawn from what, and how strong it is' &kind=none &names=[]]
            [&spellings=[--mask] &help='Have the CI runner mask each value in its log: github or azure' &kind=names &names=[[github 'GitHub Actions: ::add-mask::'] [azure 'Azure Pipelines: ##vso[task.setsecret]']]]
            [&spellings=[--copy] &help='Put the value on the clipboard instead of stdout' &kind=none &names=[]]
            [&spellings=[--clear-after] &help='Wait for TIME, as 30s or 2m, then clear the clipboard and end' &kind=text &names=[]]
            [&spellings=[--qr] &help='Show each value as a QR code instead of text' &kind=none &names=[]]
            [&spellings=[--no-progress] &help='Show no progress bar' &kind=none &names=[]]
            [&spellings=[--entropy] &help='Draw every byte from the operating system itself' &kind=names &names=[[os 'The operating system']]]
            [&spellings=[-h --help] &help='Print help (see more with ''--help'')' &kind=none &names=[]]
        ]]
        &'secrets password'=[&kind=text &names=[] &options=[
            [&spellings=[-l --length] &help='Length in characters, 1 to 1024 [default: 20]' &kind=text &names=[]]
            [&spellings=[-b --bits] &help='The shortest length with at least B bits of entropy' &kind=text &names=[]]
            [&spellings=[--no-lower] &help='Leave out lower-case letters' &kind=none &names=[]]
            [&spellings=[--no-upper] &help='Leave out upper-case letters' &kind=none &names=[]]
            [&spellings=[--no-digits] &help='Leave out digits' &kind=none &names=[]]
            [&spellings=[--no-symbols] &help='Leave out symbols' &kind=none &names=[]]
            [&spellings=[--symbols] &help='Use these symbols instead of the 32 of ASCII' &kind=text &names=[]]
            [&spellings=[--charset] &help='Use these characters and no classes: a set, or the name of one' &kind=names &names=[[alnum '62 characters'] [alpha '52 characters'] [lower '26 characters'] [upper '26 characters'] [digits '10 characters'] [hex '16 characters'] [base32 '32 characters'] [crockford '32 characters'] [base58 '58 characters'] [base62 '62 characters'] [base64 '64 characters'] [base64url '64 characters'] [printable '94 characters']]]
            [&spellings=[--exclude] &help='Never use these characters' &kind=text &names=[]]
            [&spellings=[--no-ambiguous] &help='Never use characters that look alike: 0 O o 1 l I |' &kind=none &names=[]]
            [&spellings=[--min-lower] &help='At least N lower-case letters [default: 1]' &kind=text &names=[]]
            [&spellings=[--min-upper] &help='At least N upper-case letters [default: 1]' &kind=text &names=[]]
            [&spellings=[--min-digits] &help='At least N digits [default: 1]; also --min-lower, --min-upper and --min-symbols' &kind=text &names=[]]
            [&spellings=[--min-symbols] &help='At least N symbols [default: 1]' &kind=text &names=[]]
            [&spellings=[--any] &help='Do not ask for one of each class' &kind=none &names=[]]
            [&spellings=[--first] &help='Begin with a letter, alnum, lower, upper, digits or symbols; --last is for the end' &kind=names &names=[[letter ''] [alnum ''] [lower ''] [upper ''] [digits ''] [symbols '']]]
            [&spellings=[--last] &help='End with a character of one of these kinds' &kind=names &names=[[letter ''] [alnum ''] [lower ''] [upper ''] [digits ''] [symbols '']]]
            [&spellings=[--max-run] &help='No character more than N times in a row' &kind=text &names=[]]
            [&spellings=[--distinct] &help='No character twice' &kind=none &names=[]]
            [&spellings=[--safe] &help='Only what needs no quoting in these places, divided by commas' &kind=list &names=[[shell 'A word of sh, bash, zsh or fish'] [url 'Any part of a URL or URI'] [dotenv 'An unquoted value in a .env file'] [yaml 'A plain scalar that stays a string'] [json 'The inside of a string'] [sql 'The inside of a string literal'] [xml 'Text and attribute values'] [csv 'An unquoted field, also in a spreadsheet'] [regex 'A literal in a regular expression'] [cli 'An argument of a command']]]
            [&spellings=[--for] &help='What TARGET accepts: rds-postgres, mssql, windows, wpa …; list them with --for help' &kind=names &names=[[help 'List the targets with their rules and sources'] [aurora 'Amazon Aurora, and RDS Multi-AZ clusters'] [aws-directory 'AWS Directory Service'] [azure-vm 'Azure virtual machines'] [bcrypt 'Whatever hashes with bcrypt'] [docdb 'Amazon DocumentDB'] [elasticache 'Amazon ElastiCache AUTH token'] [gitlab-ci 'GitLab CI/CD variables that can be masked'] [ipmi 'Baseboard management controllers'] [mariadb 'MariaDB with simple_password_check'] [mssql 'Microsoft SQL Server'] [mysql 'MySQL with validate_password'] [oci-db 'Oracle Cloud database systems'] [oracle 'Oracle Database'] [postgres-uri 'PostgreSQL connection URIs'] [rds-mariadb 'Amazon RDS for MariaDB'] [rds-mysql 'Amazon RDS for MySQL'] [rds-oracle 'Amazon RDS for Oracle'] [rds-postgres 'Amazon RDS for PostgreSQL'] [rds-sqlserver 'Amazon RDS for SQL Server'] [redshift 'Amazon Redshift'] [snmpv3 'SNMPv3 users'] [vnc 'VNC authentication'] [windows 'Windows and Active Directory with complexity requirements'] [wpa 'WPA2 personal networks']]]
            [&spellings=[--hash] &help='Add what to store: each line is the value, a tab and its hash' &kind=names &names=[[sha256 'SHA-256 in 64 hex digits, unsalted and fast'] [argon2id 'Argon2id of 19 MiB and 2 passes, the first choice of OWASP, as a PHC string'] [bcrypt 'bcrypt of cost 12, form 2b, for values of at most 72 bytes'] [sha512-crypt 'SHA-512 crypt of 656000 rounds, form 6, as in /etc/shadow']]]
            [&spellings=[--hash-output] &help='Write the hashes to FILE, one a line, and only the values to stdout or --output' &kind=files &names=[]]
            [&spellings=[-n --count] &help='Make N values [default: 1]' &kind=text &names=[]]
            [&spellings=[-o --output] &help='Write to FILE, readable by you alone, complete or not at all' &kind=files &names=[]]
            [&spellings=[--force] &help='Replace FILE if it exists' &kind=none &names=[]]
            [&spellings=[-0 --null] &help='End each value with a NUL byte instead of a newline' &kind=none &names=[]]
            [&spellings=[--no-newline] &help='Leave out the newline after the last value' &kind=none &names=[]]
            [&spellings=[--json] &help='Write one JSON object a line: kind, value, entropy_bits and all of --explain' &kind=none &names=[]]
            [&spellings=[--explain] &help='Say on stderr what is drawn from what, and how strong it is' &kind=none &names=[]]
            [&spellings=[--mask] &help='Have the CI runner mask each value in its log: github or azure' &kind=names &names=[[github 'GitHub Actions: ::add-mask::'] [azure 'Azure Pipelines: ##vso[task.setsecret]']]]
            [&spellings=[--copy] &help='Put the value on the clipboard instead of stdout' &kind=none &names=[]]
            [&spellings=[--clear-after] &help='Wait for TIME, as 30s or 2m, then clear the clipboard and end' &kind=text &names=[]]
            [&spellings=[--qr] &help='Show each value as a QR code instead of text' &kind=none &names=[]]
            [&spellings=[--no-progress] &help='Show no progress bar' &kind=none &names=[]]
            [&spellings=[--entropy] &help='Draw every byte from the operating system itself' &kind=names &names=[[os 'The operating system']]]
            [&spellings=[-h --help] &help='Print help (see more with ''--help'')' &kind=none &names=[]]
        ]]
        &'secrets passphrase'=[&kind=text &names=[] &options=[
            [&spellings=[-w --words] &help='Number of words, 1 to 256 [default: 6 of large]' &kind=text &names=[]]
            [&spellings=[-b --bits] &help='The fewest words with at least B bits of entropy' &kind=text &names=[]]
            [&spellings=[--list] &help='large, short1, short2 or FILE [default: large]' &kind=names-files &names=[[large ''] [short1 ''] [short2 '']]]
            [&spellings=[-s --separator] &help='Put TEXT between words [default: -]' &kind=text &names=[]]
            [&spellings=[--separator-random] &help='A random character of SET between each two words' &kind=text &names=[]]
            [&spellings=[-c --capitalize] &help='Upper case: none, first (letters), all or random' &kind=names &names=[[none 'As the list has them'] [first 'The first letter of every word'] [all 'All letters'] [random 'The first letter of each word or not, at random']]]
            [&spellings=[--digits] &help='Insert N digits, each at the end of a word' &kind=text &names=[]]
            [&spellings=[--symbols] &help='Insert N of !@#$%&*+=? in the same way' &kind=text &names=[]]
            [&spellings=[-m --max-length] &help='Only phrases of at most N characters' &kind=text &names=[]]
            [&spellings=[--dice] &help='Read rolls of real dice from stdin, draw nothing' &kind=none &names=[]]
            [&spellings=[--hash] &help='Add what to store: each line is the value, a tab and its hash' &kind=names &names=[[sha256 'SHA-256 in 64 hex digits, unsalted and fast'] [argon2id 'Argon2id of 19 MiB and 2 passes, the first choice of OWASP, as a PHC string'] [bcrypt 'bcrypt of cost 12, form 2b, for values of at most 72 bytes'] [sha512-crypt 'SHA-512 crypt of 656000 rounds, form 6, as in /etc/shadow']]]
            [&spellings=[--hash-output] &help='Write the hashes to FILE, one a line, and only the values to stdout or --output' &kind=files &names=[]]
            [&spellings=[-n --count] &help='Make N values [default: 1]' &kind=text &names=[]]
            [&spellings=[-o --output] &help='Write to FILE, readable by you alone, complete or not at all' &kind=files &names=[]]
            [&spellings=[--force] &help='Replace FILE if it exists' &kind=none &names=[]]
            [&spellings=[-0 --null] &help='End each value with a NUL byte instead of a newline' &kind=none &names=[]]
            [&spellings=[--no-newline] &help='Leave out the newline after the last value' &kind=none &names=[]]
            [&spellings=[--json] &help='Write one JSON object a line: kind, value, entropy_bits and all of --explain' &kind=none &names=[]]
            [&spellings=[--explain] &help='Say on stderr what is drawn from what, and how strong it is' &kind=none &names=[]]
            [&spellings=[--mask] &help='Have the CI runner mask each value in its log: github or azure' &kind=names &names=[[github 'GitHub Actions: ::add-mask::'] [azure 'Azure Pipelines: ##vso[task.setsecret]']]]
            [&spellings=[--copy] &help='Put the value on the clipboard instead of stdout' &kind=none &names=[]]
            [&spellings=[--clear-after] &help='Wait for TIME, as 30s or 2m, then clear the clipboard and end' &kind=text &names=[]]
            [&spellings=[--qr] &help='Show each value as a QR code instead of text' &kind=none &names=[]]
            [&spellings=[--no-progress] &help='Show no progress bar' &kind=none &names=[]]
            [&spellings=[--entropy] &help='Draw every byte from the operating system itself' &kind=names &names=[[os 'The operating system']]]
            [&spellings=[-h --help] &help='Print help (see more with ''--help'')' &kind=none &names=[]]
        ]]
        &'secrets pattern'=[&kind=text &names=[] &options=[
            [&spellings=[--max-length] &help='Only strings of at most N characters, 1 to 1024' &kind=text &names=[]]
            [&spellings=[-b --bits] &help='Refuse a pattern that holds fewer than B bits of entropy' &kind=text &names=[]]
            [&spellings=[-n --count] &help='Make N values [default: 1]' &kind=text &names=[]]
            [&spellings=[-o --output] &help='Write to FILE, readable by you alone, complete or not at all' &kind=files &names=[]]
            [&spellings=[--force] &help='Replace FILE if it exists' &kind=none &names=[]]
            [&spellings=[-0 --null] &help='End each value with a NUL byte instead of a newline' &kind=none &names=[]]
            [&spellings=[--no-newline] &help='Leave out the newline after the last value' &kind=none &names=[]]
            [&spellings=[--json] &help='Write one JSON object a line: kind, value, entropy_bits and all of --explain' &kind=none &names=[]]
            [&spellings=[--explain] &help='Say on stderr what is drawn from what, and how strong it is' &kind=none &names=[]]
            [&spellings=[--mask] &help='Have the CI runner mask each value in its log: github or azure' &kind=names &names=[[github 'GitHub Actions: ::add-mask::'] [azure 'Azure Pipelines: ##vso[task.setsecret]']]]
            [&spellings=[--copy] &help='Put the value on the clipboard instead of stdout' &kind=none &names=[]]
            [&spellings=[--clear-after] &help='Wait for TIME, as 30s or 2m, then clear the clipboard and end' &kind=text &names=[]]
            [&spellings=[--qr] &help='Show each value as a QR code instead of text' &kind=none &names=[]]
            [&spellings=[--no-progress] &help='Show no progress bar' &kind=none &names=[]]
            [&spellings=[--entropy] &help='Draw every byte from the operating system itself' &kind=names &names=[[os 'The operating system']]]
            [&spellings=[-h --help] &help='Print help (see more with ''--help'')' &kind=none &names=[]]
        ]]
        &'secrets otp'=[&kind=text &names=[] &options=[
            [&spellings=[--digits] &help='Length of a code of decimal digits, 1 to 1024 [default: 6]' &kind=text &names=[]]
            [&spellings=[--charset] &help='Use these characters: a set, or the name of one, as secrets password has it' &kind=text &names=[]]
            [&spellings=[--length] &help='Length in characters of a code of --charset or --recovery, 1 to 1024' &kind=text &names=[]]
            [&spellings=[--group] &help='Divide a code into groups of N characters, the last of which may be shorter' &kind=text &names=[]]
            [&spellings=[--separator] &help='Put this between groups [default: -]' &kind=text &names=[]]
            [&spellings=[--recovery] &help='Make recovery codes: 10, or as many as -n says, all different' &kind=none &names=[]]
            [&spellings=[--hash] &help='Add what to store: each line is the value, a tab and its hash' &kind=names &names=[[sha256 'SHA-256 in 64 hex digits, unsalted and fast'] [argon2id 'Argon2id of 19 MiB and 2 passes, the first choice of OWASP, as a PHC string'] [bcrypt 'bcrypt of cost 12, form 2b, for values of at most 72 bytes'] [sha512-crypt 'SHA-512 crypt of 656000 rounds, form 6, as in /etc/shadow']]]
            [&spellings=[--hash-output] &help='Write the hashes to FILE, one a line, and only the values to stdout or --output' &kind=files &names=[]]
            [&spellings=[-n --count] &help='Make N values [default: 1]' &kind=text &names=[]]
            [&spellings=[-o --output] &help='Write to FILE, readable by you alone, complete or not at all' &kind=files &names=[]]
            [&spellings=[--force] &help='Replace FILE if it exists' &kind=none &names=[]]
            [&spellings=[-0 --null] &help='End each value with a NUL byte instead of a newline' &kind=none &names=[]]
            [&spellings=[--no-newline] &help='Leave out the newline after the last value' &kind=none &names=[]]
            [&spellings=[--json] &help='Write one JSON object a line: kind, value, entropy_bits and all of --explain' &kind=none &names=[]]
            [&spellings=[--explain] &help='Say on stderr what is drawn from what, and how strong it is' &kind=none &names=[]]
            [&spellings=[--mask] &help='Have the CI runner mask each value in its log: github or azure' &kind=names &names=[[github 'GitHub Actions: ::add-mask::'] [azure 'Azure Pipelines: ##vso[task.setsecret]']]]
            [&spellings=[--copy] &help='Put the value on the clipboard instead of stdout' &kind=none &names=[]]
            [&spellings=[--clear-after] &help='Wait for TIME, as 30s or 2m, then clear the clipboard and end' &kind=text &names=[]]
            [&spellings=[--qr] &help='Show each value as a QR code instead of text' &kind=none &names=[]]
            [&spellings=[--no-progress] &help='Show no progress bar' &kind=none &names=[]]
            [&spellings=[--entropy] &help='Draw every byte from the operating system itself' &kind=names &names=[[os 'The operating system']]]
            [&spellings=[-h --help] &help='Print help (see more with ''--help'')' &kind=none &names=[]]
        ]]
        &'secrets totp'=[&kind=names &names=[[new 'Make a secret for an authenticator app'] [code 'Print the code of this moment, or of another'] [verify 'Check a code in constant time']] &options=[
            [&spellings=[-h --help] &help='Print help (see more with ''--help'')' &kind=none &names=[]]
        ]]
        &'secrets totp new'=[&kind=text &names=[] &options=[
            [&spellings=[--account] &help='Whose codes these are, as the app shows it: a name or an address' &kind=text &names=[]]
            [&spellings=[--issuer] &help='Who asks for the codes, as the app shows it: a company or a service' &kind=text &names=[]]
            [&spellings=[--algorithm] &help='Hash function; many apps know sha1 alone [default: sha1]' &kind=names &names=[[sha1 'What every app knows'] [sha256 'Known to fewer apps'] [sha512 'Known to fewer apps']]]
            [&spellings=[--bits] &help='Length of the secret, in bits, rounded up to whole bytes: 128 to 1024' &kind=text &names=[]]
            [&spellings=[--digits] &help='Length of the codes, 6 to 10 digits; many apps know 6 alone [default: 6]' &kind=text &names=[]]
            [&spellings=[--only] &help='Print the secret or the URI alone' &kind=names &names=[[secret 'The secret in base32'] [uri 'The otpauth:// URI']]]
            [&spellings=[--qr-output] &help='Write the QR code of the URI to FILE, which ends in .svg or .png' &kind=files &names=[]]
            [&spellings=[--period] &help='Seconds that a code lasts; many apps know 30 alone [default: 30]' &kind=text &names=[]]
            [&spellings=[-n --count] &help='Make N values [default: 1]' &kind=text &names=[]]
            [&spellings=[-o --output] &help='Write to FILE, readable by you alone, complete or not at all' &kind=files &names=[]]
            [&spellings=[--force] &help='Replace FILE if it exists' &kind=none &names=[]]
            [&spellings=[-0 --null] &help='End each value with a NUL byte instead of a newline' &kind=none &names=[]]
            [&spellings=[--no-newline] &help='Leave out the newline after the last value' &kind=none &names=[]]
            [&spellings=[--json] &help='Write one JSON object a line: kind, value, entropy_bits and all of --explain' &kind=none &names=[]]
            [&spellings=[--explain] &help='Say on stderr what is drawn from what, and how strong it is' &kind=none &names=[]]
            [&spellings=[--mask] &help='Have the CI runner mask each value in its log: github or azure' &kind=names &names=[[github 'GitHub Actions: ::add-mask::'] [azure 'Azure Pipelines: ##vso[task.setsecret]']]]
            [&spellings=[--copy] &help='Put the value on the clipboard instead of stdout' &kind=none &names=[]]
            [&spellings=[--clear-after] &help='Wait for TIME, as 30s or 2m, then clear the clipboard and end' &kind=text &names=[]]
            [&spellings=[--no-progress] &help='Show no progress bar' &kind=none &names=[]]
            [&spellings=[--entropy] &help='Draw every byte from the operating system itself' &kind=names &names=[[os 'The operating system']]]
            [&spellings=[--qr] &help='Draw the QR code of the URI on the terminal, to be scanned by the app' &kind=none &names=[]]
            [&spellings=[-h --help] &help='Print help (see more with ''--help'')' &kind=none &names=[]]
        ]]
        &'secrets totp code'=[&kind=text &names=[] &options=[
            [&spellings=[--secret] &help='Read the secret from stdin, prompt, file:PATH, fd:N or env:NAME' &kind=sources &names=[]]
            [&spellings=[--algorithm] &help='Hash function [default: that of the URI, or sha1]' &kind=names &names=[[sha1 'What every app knows'] [sha256 'Known to fewer apps'] [sha512 'Known to fewer apps']]]
            [&spellings=[--digits] &help='Length of the code, 6 to 10 digits [default: that of the URI, or 6]' &kind=text &names=[]]
            [&spellings=[--period] &help='Seconds that a code lasts [default: that of the URI, or 30]' &kind=text &names=[]]
            [&spellings=[--at] &help='The time, in Unix seconds or as 2026-01-31T12:00:00Z [default: now]' &kind=text &names=[]]
            [&spellings=[--next] &help='Print the code of the step after' &kind=none &names=[]]
            [&spellings=[--remaining] &help='Say on stderr, or in the JSON, for how many more seconds the code is the current one' &kind=none &names=[]]
            [&spellings=[--watch] &help='Show the code and its remaining seconds at the terminal until Ctrl-C' &kind=none &names=[]]
            [&spellings=[--json] &help='Write a JSON object: kind, value, step, period, and the label of a URI' &kind=none &names=[]]
            [&spellings=[--no-newline] &help='Leave out the newline after the code' &kind=none &names=[]]
            [&spellings=[-h --help] &help='Print help (see more with ''--help'')' &kind=none &names=[]]
        ]]
        &'secrets totp verify'=[&kind=text &names=[] &options=[
            [&spellings=[--secret] &help='Read the secret from stdin, prompt, file:PATH, fd:N or env:NAME' &kind=sources &names=[]]
            [&spellings=[--algorithm] &help='Hash function [default: that of the URI, or sha1]' &kind=names &names=[[sha1 'What every app knows'] [sha256 'Known to fewer apps'] [sha512 'Known to fewer apps']]]
            [&spellings=[--digits] &help='Length of the code, 6 to 10 digits [default: that of the URI, or 6]' &kind=text &names=[]]
            [&spellings=[--code] &help='Read the code from stdin, prompt, file:PATH, fd:N or env:NAME' &kind=sources &names=[]]
            [&spellings=[--period] &help='Seconds that a code lasts [default: that of the URI, or 30]' &kind=text &names=[]]
            [&spellings=[--at] &help='The time, in Unix seconds or as 2026-01-31T12:00:00Z [default: now]' &kind=text &names=[]]
            [&spellings=[--window] &help='Accept the codes of N steps before and after, too [default: 1]' &kind=text &names=[]]
            [&spellings=[--last-used] &help='Refuse the codes of step STEP and before, and print the step of an accepted code' &kind=text &names=[]]
            [&spellings=[-h --help] &help='Print help (see more with ''--help'')' &kind=none &names=[]]
        ]]
        &'secrets hotp'=[&kind=names &names=[[new 'Make a secret for a token or an authenticator app'] [code 'Print the code of a counter'] [verify 'Check a code in constant time']] &options=[
            [&spellings=[-h --help] &help='Print help (see more with ''--help'')' &kind=none &names=[]]
        ]]
        &'secrets hotp new'=[&kind=text &names=[] &options=[
            [&spellings=[--account] &help='Whose codes these are, as the app shows it: a name or an address' &kind=text &names=[]]
            [&spellings=[--issuer] &help='Who asks for the codes, as the app shows it: a company or a service' &kind=text &names=[]]
            [&spellings=[--algorithm] &help='Hash function; many apps know sha1 alone [default: sha1]' &kind=names &names=[[sha1 'What every app knows'] [sha256 'Known to fewer apps'] [sha512 'Known to fewer apps']]]
            [&spellings=[--bits] &help='Length of the secret, in bits, rounded up to whole bytes: 128 to 1024' &kind=text &names=[]]
            [&spellings=[--digits] &help='Length of the codes, 6 to 10 digits; many apps know 6 alone [default: 6]' &kind=text &names=[]]
            [&spellings=[--only] &help='Print the secret or the URI alone' &kind=names &names=[[secret 'The secret in base32'] [uri 'The otpauth:// URI']]]
            [&spellings=[--qr-output] &help='Write the QR code of the URI to FILE, which ends in .svg or .png' &kind=files &names=[]]
            [&spellings=[--counter] &help='Counter of the first code [default: 0]' &kind=text &names=[]]
            [&spellings=[-n --count] &help='Make N values [default: 1]' &kind=text &names=[]]
            [&spellings=[-o --output] &help='Write to FILE, readable by you alone, complete or not at all' &kind=files &names=[]]
            [&spellings=[--force] &help='Replace FILE if it exists' &kind=none &names=[]]
            [&spellings=[-0 --null] &help='End each value with a NUL byte instead of a newline' &kind=none &names=[]]
            [&spellings=[--no-newline] &help='Leave out the newline after the last value' &kind=none &names=[]]
            [&spellings=[--json] &help='Write one JSON object a line: kind, value, entropy_bits and all of --explain' &kind=none &names=[]]
            [&spellings=[--explain] &help='Say on stderr what is drawn from what, and how strong it is' &kind=none &names=[]]
            [&spellings=[--mask] &help='Have the CI runner mask each value in its log: github or azure' &kind=names &names=[[github 'GitHub Actions: ::add-mask::'] [azure 'Azure Pipelines: ##vso[task.setsecret]']]]
            [&spellings=[--copy] &help='Put the value on the clipboard instead of stdout' &kind=none &names=[]]
            [&spellings=[--clear-after] &help='Wait for TIME, as 30s or 2m, then clear the clipboard and end' &kind=text &names=[]]
            [&spellings=[--no-progress] &help='Show no progress bar' &kind=none &names=[]]
            [&spellings=[--entropy] &help='Draw every byte from the operating system itself' &kind=names &names=[[os 'The operating system']]]
            [&spellings=[--qr] &help='Draw the QR code of the URI on the terminal, to be scanned by the app' &kind=none &names=[]]
            [&spellings=[-h --help] &help='Print help (see more with ''--help'')' &kind=none &names=[]]
        ]]
        &'secrets hotp code'=[&kind=text &names=[] &options=[
            [&spellings=[--secret] &help='Read the secret from stdin, prompt, file:PATH, fd:N or env:NAME' &kind=sources &names=[]]
            [&spellings=[--algorithm] &help='Hash function [default: that of the URI, or sha1]' &kind=names &names=[[sha1 'What every app knows'] [sha256 'Known to fewer apps'] [sha512 'Known to fewer apps']]]
            [&spellings=[--digits] &help='Length of the code, 6 to 10 digits [default: that of the URI, or 6]' &kind=text &names=[]]
            [&spellings=[--counter] &help='Counter of the code' &kind=text &names=[]]
            [&spellings=[--counter-file] &help='Take the counter from FILE, and put the next one there first' &kind=files &names=[]]
            [&spellings=[--json] &help='Write a JSON object: kind, value, counter, and the label of a URI' &kind=none &names=[]]
            [&spellings=[--no-newline] &help='Leave out the newline after the code' &kind=none &names=[]]
            [&spellings=[-h --help] &help='Print help (see more with ''--help'')' &kind=none &names=[]]
        ]]
        &'secrets hotp verify'=[&kind=text &names=[] &options=[
            [&spellings=[--secret] &help='Read the secret from stdin, prompt, file:PATH, fd:N or env:NAME' &kind=sources &names=[]]
            [&spellings=[--algorithm] &help='Hash function [default: that of the URI, or sha1]' &kind=names &names=[[sha1 'What every app knows'] [sha256 'Known to fewer apps'] [sha512 'Known to fewer apps']]]
            [&spellings=[--digits] &help='Length of the code, 6 to 10 digits [default: that of the URI, or 6]' &kind=text &names=[]]
            [&spellings=[--code] &help='Read the code from stdin, prompt, file:PATH, fd:N or env:NAME' &kind=sources &names=[]]
            [&spellings=[--counter] &help='Counter of the code that is expected next: what verify printed the last time' &kind=text &names=[]]
            [&spellings=[--window] &help='Accept the codes of the N counters after it, too [default: 5]' &kind=text &names=[]]
            [&spellings=[-h --help] &help='Print help (see more with ''--help'')' &kind=none &names=[]]
        ]]
        &'secrets apikey'=[&kind=text &names=[] &options=[
            [&spellings=[--prefix] &help='Begin each key with P and an underscore' &kind=text &names=[]]
            [&spellings=[-e --encoding] &help='Draw the random part from these characters [default: hex, with --id base58]' &kind=names &names=[[hex 'Digits and a to f, 4 bits a character'] [base62 'Digits, upper case, lower case, 5.95 bits'] [base58 'Bitcoin''s alphabet without 0, O, I and l, 5.86 bits'] [crockford 'Crockford''s base32 without I, L, O and U, 5 bits'] [base64url 'Letters, digits, - and _, 6 bits']]]
            [&spellings=[-b --bits] &help='Least entropy of the random part, in bits [default: 256]' &kind=text &names=[]]
            [&spellings=[--chars] &help='Length of the random part, 1 to 1024 characters' &kind=text &names=[]]
            [&spellings=[--checksum] &help='End each key with GitHub''s checksum: CRC-32 in 6 digits of base62' &kind=none &names=[]]
            [&spellings=[--id] &help='Put a public id of 8 base58 characters before the random part: prefix_id_secret' &kind=none &names=[]]
            [&spellings=[--style] &help='Make keys of the shape of a well-known service' &kind=names &names=[[github 'prefix_, 30 characters of base62 and the checksum; give a --prefix of your own'] [stripe 'sk_live_, or another --prefix, and 24 characters of base62']]]
            [&spellings=[--check] &help='Say of each line of stdin whether it is a key of this shape, and if not, why' &kind=none &names=[]]
            [&spellings=[--regex] &help='Print the regular expression of this shape, for secret scanners' &kind=none &names=[]]
            [&spellings=[--hash] &help='Add what to store: each line is the value, a tab and its hash' &kind=names &names=[[sha256 'SHA-256 in 64 hex digits, unsalted and fast'] [argon2id 'Argon2id of 19 MiB and 2 passes, the first choice of OWASP, as a PHC string'] [bcrypt 'bcrypt of cost 12, form 2b, for values of at most 72 bytes'] [sha512-crypt 'SHA-512 crypt of 656000 rounds, form 6, as in /etc/shadow']]]
            [&spellings=[--hash-output] &help='Write the hashes to FILE, one a line, and only the values to stdout or --output' &kind=files &names=[]]
            [&spellings=[-n --count] &help='Make N values [default: 1]' &kind=text &names=[]]
            [&spellings=[-o --output] &help='Write to FILE, readable by you alone, complete or not at all' &kind=files &names=[]]
            [&spellings=[--force] &help='Replace FILE if it exists' &kind=none &names=[]]
            [&spellings=[-0 --null] &help='End each value with a NUL byte instead of a newline' &kind=none &names=[]]
            [&spellings=[--no-newline] &help='Leave out the newline after the last value' &kind=none &names=[]]
            [&spellings=[--json] &help='Write one JSON object a line: kind, value, entropy_bits and all of --explain' &kind=none &names=[]]
            [&spellings=[--explain] &help='Say on stderr what is drawn from what, and how strong it is' &kind=none &names=[]]
            [&spellings=[--mask] &help='Have the CI runner mask each value in its log: github or azure' &kind=names &names=[[github 'GitHub Actions: ::add-mask::'] [azure 'Azure Pipelines: ##vso[task.setsecret]']]]
            [&spellings=[--copy] &help='Put the value on the clipboard instead of stdout' &kind=none &names=[]]
            [&spellings=[--clear-after] &help='Wait for TIME, as 30s or 2m, then clear the clipboard and end' &kind=text &names=[]]
            [&spellings=[--qr] &help='Show each value as a QR code instead of text' &kind=none &names=[]]
            [&spellings=[--no-progress] &help='Show no progress bar' &kind=none &names=[]]
            [&spellings=[--entropy] &help='Draw every byte from the operating system itself' &kind=names &names=[[os 'The operating system']]]
            [&spellings=[-h --help] &help='Print help (see more with ''--help'')' &kind=none &names=[]]
        ]]
        &'secrets fill'=[&kind=files &names=[] &options=[
            [&spellings=[-o --output] &help='Write FILE instead of stdout, or keep what it has' &kind=files &names=[]]
            [&spellings=[--format] &help='What TEMPLATE is: dotenv, json, yaml, toml or text' &kind=names &names=[[dotenv ''] [json ''] [yaml ''] [toml ''] [text '']]]
            [&spellings=[--to] &help='Where the keys with recipes go: k8s, docker, github-env …' &kind=names &names=[[github-env ''] [github-output ''] [azure ''] [k8s ''] [docker ''] [json ''] [shell ''] [systemd '']]]
            [&spellings=[--name] &help='Name of the Kubernetes Secret' &kind=text &names=[]]
            [&spellings=[--namespace] &help='Namespace of the Kubernetes Secret' &kind=text &names=[]]
            [&spellings=[--rotate] &help='Make a new value for KEY, which has a recipe; repeatable' &kind=text &names=[]]
            [&spellings=[--rotate-all] &help='Make new values for all keys that have a recipe' &kind=none &names=[]]
            [&spellings=[--backup] &help='Keep the old FILE as FILE.bak, mode 0600' &kind=none &names=[]]
            [&spellings=[--force] &help='Replace FILE if it exists, where it cannot be filled by key' &kind=none &names=[]]
            [&spellings=[--dry-run] &help='Say what would be done, and do not do it' &kind=none &names=[]]
            [&spellings=[--check] &help='Tell whether FILE is filled, by the exit status' &kind=none &names=[]]
            [&spellings=[--json] &help='Say what was done as JSON on stdout' &kind=none &names=[]]
            [&spellings=[--allow-none] &help='Accept a TEMPLATE without recipes' &kind=none &names=[]]
            [&spellings=[-h --help] &help='Print help (see more with ''--help'')' &kind=none &names=[]]
        ]]
        &'secrets compare'=[&kind=text &names=[] &options=[
            [&spellings=[--expected] &help='Read the expected value from stdin, prompt, file:PATH, fd:N or env:NAME' &kind=sources &names=[]]
            [&spellings=[--actual] &help='Read the actual value from stdin, prompt, file:PATH, fd:N or env:NAME' &kind=sources &names=[]]
            [&spellings=[--exact] &help='Take a final newline of a file, fd or stdin as part of the value' &kind=none &names=[]]
            [&spellings=[--hashed] &help='The expected value is a stored hash of the actual one, as --hash makes it' &kind=none &names=[]]
            [&spellings=[-h --help] &help='Print help (see more with ''--help'')' &kind=none &names=[]]
        ]]
        &'secrets doctor'=[&kind=text &names=[] &options=[
            [&spellings=[--json] &help='Write one JSON object' &kind=none &names=[]]
            [&spellings=[-h --help] &help='Print help (see more with ''--help'')' &kind=none &names=[]]
        ]]
        &'secrets completions'=[&kind=names &names=[[bash ''] [elvish ''] [fish ''] [powershell ''] [zsh '']] &options=[
            [&spellings=[-h --help] &help='Print help (see more with ''--help'')' &kind=none &names=[]]
        ]]
        &'secrets man'=[&kind=names &names=[[bytes ''] [hex ''] [urlsafe ''] [below ''] [choice ''] [password ''] [passphrase ''] [pattern ''] [otp ''] [totp ''] [totp-new ''] [totp-code ''] [totp-verify ''] [hotp ''] [hotp-new ''] [hotp-code ''] [hotp-verify ''] [apikey ''] [fill ''] [compare ''] [doctor ''] [completions ''] [man '']] &options=[
            [&spellings=[-h --help] &help='Print help (see more with ''--help'')' &kind=none &names=[]]
        ]]
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
