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
            'secrets,hex') path='secrets hex' ;;
            'secrets,urlsafe') path='secrets urlsafe' ;;
            'secrets,bytes') path='secrets bytes' ;;
            'secrets,uuid') path='secrets uuid' ;;
            'secrets,password') path='secrets password' ;;
            'secrets,passphrase') path='secrets passphrase' ;;
            'secrets,otp') path='secrets otp' ;;
            'secrets,pattern') path='secrets pattern' ;;
            'secrets,below') path='secrets below' ;;
            'secrets,choice') path='secrets choice' ;;
            'secrets,apikey') path='secrets apikey' ;;
            'secrets,hash') path='secrets hash' ;;
            'secrets,compare') path='secrets compare' ;;
            'secrets,hmac') path='secrets hmac' ;;
            'secrets,totp') path='secrets totp' ;;
            'secrets totp,new') path='secrets totp new' ;;
            'secrets totp,code') path='secrets totp code' ;;
            'secrets totp,verify') path='secrets totp verify' ;;
            'secrets totp,uri') path='secrets totp uri' ;;
            'secrets totp,list') path='secrets totp list' ;;
            'secrets,hotp') path='secrets hotp' ;;
            'secrets hotp,new') path='secrets hotp new' ;;
            'secrets hotp,code') path='secrets hotp code' ;;
            'secrets hotp,verify') path='secrets hotp verify' ;;
            'secrets hotp,uri') path='secrets hotp uri' ;;
            'secrets hotp,list') path='secrets hotp list' ;;
            'secrets,for') path='secrets for' ;;
            'secrets,fill') path='secrets fill' ;;
            'secrets,doctor') path='secrets doctor' ;;
            'secrets,completions') path='secrets completions' ;;
            'secrets,man') path='secrets man' ;;
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
        'secrets') options='-h --help -V --version' ;;
        'secrets hex') options='-l --chars -b --bits --allow-weak -n --count -d --distinct -o --output --force --keep --mode -0 --null --no-newline --json --explain --mask --copy --clear-after --qr --no-progress --entropy -h --help' ;;
        'secrets urlsafe') options='-l --chars -b --bits --allow-weak --no-leading-hyphen -n --count -d --distinct -o --output --force --keep --mode -0 --null --no-newline --json --explain --mask --copy --clear-after --qr --no-progress --entropy -h --help' ;;
        'secrets bytes') options='-l --chars -b --bits --allow-weak -e --encoding --no-leading-hyphen -n --count -d --distinct -o --output --force --keep --mode -0 --null --no-newline --json --explain --mask --copy --clear-after --qr --no-progress --entropy -h --help' ;;
        'secrets uuid') options='--v7 --ulid -n --count -d --distinct -o --output --force --keep --mode -0 --null --no-newline --json --explain --mask --copy --clear-after --qr --no-progress --entropy -h --help' ;;
        'secrets password') options='-l --length -b --bits --no-lower --no-upper --no-digits --no-symbols --symbols --charset --exclude --no-ambiguous --min-lower --min-upper --min-digits --min-symbols --any --first --last --max-run --no-repeats --safe --for --allow-weak --hash --hash-output --cost --hash-prefix --user -n --count -d --distinct -o --output --force --keep --mode -0 --null --no-newline --json --explain --mask --copy --clear-after --qr --no-progress --entropy -h --help' ;;
        'secrets passphrase') options='-w --words -b --bits --list -s --separator --separator-random -c --capitalize --digits --symbols -m --max-length --dice --allow-weak --hash --hash-output --cost --hash-prefix --user -n --count -d --distinct -o --output --force --keep --mode -0 --null --no-newline --json --explain --mask --copy --clear-after --qr --no-progress --entropy -h --help' ;;
        'secrets otp') options='-l --length -b --bits --digits --charset --group --separator --no-leading-zero --no-repeats --no-runs --recovery --allow-weak --hash --hash-output --cost --hash-prefix --user -n --count -d --distinct -o --output --force --keep --mode -0 --null --no-newline --json --explain --mask --copy --clear-after --qr --no-progress --entropy -h --help' ;;
        'secrets pattern') options='--max-length -b --bits --hash --hash-output --cost --hash-prefix --user -n --count -d --distinct -o --output --force --keep --mode -0 --null --no-newline --json --explain --mask --copy --clear-after --qr --no-progress --entropy -h --help' ;;
        'secrets below') options='--from -n --count -d --distinct -o --output --force --keep --mode -0 --null --no-newline --json --explain --mask --copy --clear-after --qr --no-progress --entropy -h --help' ;;
        'secrets choice') options='-f --file -s --shuffle -n --count -d --distinct -o --output --force --keep --mode -0 --null --no-newline --json --explain --mask --copy --clear-after --qr --no-progress --entropy -h --help' ;;
        'secrets apikey') options='--prefix -e --encoding -b --bits -l --chars --no-leading-hyphen --allow-weak --checksum --id --style --check --regex --hash --hash-output --cost --hash-prefix --user -n --count -d --distinct -o --output --force --keep --mode -0 --null --no-newline --json --explain --mask --copy --clear-after --qr --no-progress --entropy -h --help' ;;
        'secrets hash') options='--secret --exact --cost --prefix --user --explain -o --output --force --no-newline -h --help' ;;
        'secrets compare') options='--expected --actual --exact --hashed --user --recovery --group --separator --consume -h --help' ;;
        'secrets hmac') options='--key --key-encoding --algorithm -e --encoding --verify --style --timestamp --tolerance --at --no-newline -h --help' ;;
        'secrets totp') options='-h --help' ;;
        'secrets totp new') options='--account --issuer --algorithm -b --bits --digits --only --qr-output --period -n --count -d --distinct -o --output --force --keep --mode -0 --null --no-newline --json --explain --mask --copy --clear-after --no-progress --entropy --qr -h --help' ;;
        'secrets totp code') options='--secret --account --secret-encoding --algorithm --digits --period --style --at --next --remaining --watch --json --no-newline --copy --clear-after -h --help' ;;
        'secrets totp verify') options='--secret --account --secret-encoding --algorithm --digits --code --period --style --at --window --last-used -h --help' ;;
        'secrets totp uri') options='--secret --account --secret-encoding --algorithm --digits --period --style --issuer --migration --qr --qr-output --force -h --help' ;;
        'secrets totp list') options='--secret --json -h --help' ;;
        'secrets hotp') options='-h --help' ;;
        'secrets hotp new') options='--account --issuer --algorithm -b --bits --digits --only --qr-output --counter -n --count -d --distinct -o --output --force --keep --mode -0 --null --no-newline --json --explain --mask --copy --clear-after --no-progress --entropy --qr -h --help' ;;
        'secrets hotp code') options='--secret --account --secret-encoding --algorithm --digits --counter --counter-file --json --no-newline --copy --clear-after -h --help' ;;
        'secrets hotp verify') options='--secret --account --secret-encoding --algorithm --digits --code --next-code --counter --counter-file --window -h --help' ;;
        'secrets hotp uri') options='--secret --account --secret-encoding --algorithm --digits --counter --issuer --migration --qr --qr-output --force -h --help' ;;
        'secrets hotp list') options='--secret --json -h --help' ;;
        'secrets for') options='--recipe --ssid --hash --hash-output --cost --hash-prefix --user -n --count -d --distinct -o --output --force --keep --mode -0 --null --no-newline --json --explain --mask --copy --clear-after --qr --no-progress --entropy -h --help' ;;
        'secrets fill') options='-o --output --format --to --unmasked --name --namespace --from --from-only --rotate --rotate-all --backup --force --in-place --dry-run --explain --check --accept --json --allow-none -h --help' ;;
        'secrets doctor') options='--json -h --help' ;;
        'secrets completions') options='-h --help' ;;
        'secrets man') options='-h --help' ;;
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
        'secrets ')
            kind=names names='hex urlsafe bytes uuid password passphrase otp pattern below choice apikey hash compare hmac totp hotp for fill doctor completions man' ;;
        'secrets hex ' | \
        'secrets hex -l' | \
        'secrets hex --chars' | \
        'secrets hex -b' | \
        'secrets hex --bits' | \
        'secrets hex -n' | \
        'secrets hex --count' | \
        'secrets hex --mode' | \
        'secrets hex --clear-after' | \
        'secrets urlsafe ' | \
        'secrets urlsafe -l' | \
        'secrets urlsafe --chars' | \
        'secrets urlsafe -b' | \
        'secrets urlsafe --bits' | \
        'secrets urlsafe -n' | \
        'secrets urlsafe --count' | \
        'secrets urlsafe --mode' | \
        'secrets urlsafe --clear-after' | \
        'secrets bytes ' | \
        'secrets bytes -l' | \
        'secrets bytes --chars' | \
        'secrets bytes -b' | \
        'secrets bytes --bits' | \
        'secrets bytes -n' | \
        'secrets bytes --count' | \
        'secrets bytes --mode' | \
        'secrets bytes --clear-after' | \
        'secrets uuid ' | \
        'secrets uuid -n' | \
        'secrets uuid --count' | \
        'secrets uuid --mode' | \
        'secrets uuid --clear-after' | \
        'secrets password ' | \
        'secrets password -l' | \
        'secrets password --length' | \
        'secrets password -b' | \
        'secrets password --bits' | \
        'secrets password --symbols' | \
        'secrets password --exclude' | \
        'secrets password --min-lower' | \
        'secrets password --min-upper' | \
        'secrets password --min-digits' | \
        'secrets password --min-symbols' | \
        'secrets password --max-run' | \
        'secrets password --cost' | \
        'secrets password --user' | \
        'secrets password -n' | \
        'secrets password --count' | \
        'secrets password --mode' | \
        'secrets password --clear-after' | \
        'secrets passphrase ' | \
        'secrets passphrase -w' | \
        'secrets passphrase --words' | \
        'secrets passphrase -b' | \
        'secrets passphrase --bits' | \
        'secrets passphrase -s' | \
        'secrets passphrase --separator' | \
        'secrets passphrase --separator-random' | \
        'secrets passphrase --digits' | \
        'secrets passphrase --symbols' | \
        'secrets passphrase -m' | \
        'secrets passphrase --max-length' | \
        'secrets passphrase --cost' | \
        'secrets passphrase --user' | \
        'secrets passphrase -n' | \
        'secrets passphrase --count' | \
        'secrets passphrase --mode' | \
        'secrets passphrase --clear-after' | \
        'secrets otp ' | \
        'secrets otp -l' | \
        'secrets otp --length' | \
        'secrets otp -b' | \
        'secrets otp --bits' | \
        'secrets otp --digits' | \
        'secrets otp --group' | \
        'secrets otp --separator' | \
        'secrets otp --cost' | \
        'secrets otp --user' | \
        'secrets otp -n' | \
        'secrets otp --count' | \
        'secrets otp --mode' | \
        'secrets otp --clear-after' | \
        'secrets pattern ' | \
        'secrets pattern --max-length' | \
        'secrets pattern -b' | \
        'secrets pattern --bits' | \
        'secrets pattern --cost' | \
        'secrets pattern --user' | \
        'secrets pattern -n' | \
        'secrets pattern --count' | \
        'secrets pattern --mode' | \
        'secrets pattern --clear-after' | \
        'secrets below ' | \
        'secrets below --from' | \
        'secrets below -n' | \
        'secrets below --count' | \
        'secrets below --mode' | \
        'secrets below --clear-after' | \
        'secrets choice ' | \
        'secrets choice -n' | \
        'secrets choice --count' | \
        'secrets choice --mode' | \
        'secrets choice --clear-after' | \
        'secrets apikey ' | \
        'secrets apikey --prefix' | \
        'secrets apikey -b' | \
        'secrets apikey --bits' | \
        'secrets apikey -l' | \
        'secrets apikey --chars' | \
        'secrets apikey --cost' | \
        'secrets apikey --user' | \
        'secrets apikey -n' | \
        'secrets apikey --count' | \
        'secrets apikey --mode' | \
        'secrets apikey --clear-after' | \
        'secrets hash --cost' | \
        'secrets hash --user' | \
        'secrets compare ' | \
        'secrets compare --user' | \
        'secrets compare --group' | \
        'secrets compare --separator' | \
        'secrets hmac --timestamp' | \
        'secrets hmac --tolerance' | \
        'secrets hmac --at' | \
        'secrets totp new ' | \
        'secrets totp new --account' | \
        'secrets totp new --issuer' | \
        'secrets totp new -b' | \
        'secrets totp new --bits' | \
        'secrets totp new --digits' | \
        'secrets totp new --period' | \
        'secrets totp new -n' | \
        'secrets totp new --count' | \
        'secrets totp new --mode' | \
        'secrets totp new --clear-after' | \
        'secrets totp code ' | \
        'secrets totp code --account' | \
        'secrets totp code --digits' | \
        'secrets totp code --period' | \
        'secrets totp code --at' | \
        'secrets totp code --clear-after' | \
        'secrets totp verify ' | \
        'secrets totp verify --account' | \
        'secrets totp verify --digits' | \
        'secrets totp verify --period' | \
        'secrets totp verify --at' | \
        'secrets totp verify --window' | \
        'secrets totp verify --last-used' | \
        'secrets totp uri ' | \
        'secrets totp uri --account' | \
        'secrets totp uri --digits' | \
        'secrets totp uri --period' | \
        'secrets totp uri --issuer' | \
        'secrets totp list ' | \
        'secrets hotp new ' | \
        'secrets hotp new --account' | \
        'secrets hotp new --issuer' | \
        'secrets hotp new -b' | \
        'secrets hotp new --bits' | \
        'secrets hotp new --digits' | \
        'secrets hotp new --counter' | \
        'secrets hotp new -n' | \
        'secrets hotp new --count' | \
        'secrets hotp new --mode' | \
        'secrets hotp new --clear-after' | \
        'secrets hotp code ' | \
        'secrets hotp code --account' | \
        'secrets hotp code --digits' | \
        'secrets hotp code --counter' | \
        'secrets hotp code --clear-after' | \
        'secrets hotp verify ' | \
        'secrets hotp verify --account' | \
        'secrets hotp verify --digits' | \
        'secrets hotp verify --counter' | \
        'secrets hotp verify --window' | \
        'secrets hotp uri ' | \
        'secrets hotp uri --account' | \
        'secrets hotp uri --digits' | \
        'secrets hotp uri --counter' | \
        'secrets hotp uri --issuer' | \
        'secrets hotp list ' | \
        'secrets for --ssid' | \
        'secrets for --cost' | \
        'secrets for --user' | \
        'secrets for -n' | \
        'secrets for --count' | \
        'secrets for --mode' | \
        'secrets for --clear-after' | \
        'secrets fill --unmasked' | \
        'secrets fill --name' | \
        'secrets fill --namespace' | \
        'secrets fill --rotate' | \
        'secrets fill --accept' | \
        'secrets doctor ')
            kind=text names='' ;;
        'secrets hex -o' | \
        'secrets hex --output' | \
        'secrets urlsafe -o' | \
        'secrets urlsafe --output' | \
        'secrets bytes -o' | \
        'secrets bytes --output' | \
        'secrets uuid -o' | \
        'secrets uuid --output' | \
        'secrets password --hash-output' | \
        'secrets password -o' | \
        'secrets password --output' | \
        'secrets passphrase --hash-output' | \
        'secrets passphrase -o' | \
        'secrets passphrase --output' | \
        'secrets otp --hash-output' | \
        'secrets otp -o' | \
        'secrets otp --output' | \
        'secrets pattern --hash-output' | \
        'secrets pattern -o' | \
        'secrets pattern --output' | \
        'secrets below -o' | \
        'secrets below --output' | \
        'secrets choice -f' | \
        'secrets choice --file' | \
        'secrets choice -o' | \
        'secrets choice --output' | \
        'secrets apikey --hash-output' | \
        'secrets apikey -o' | \
        'secrets apikey --output' | \
        'secrets hash -o' | \
        'secrets hash --output' | \
        'secrets hmac ' | \
        'secrets totp new --qr-output' | \
        'secrets totp new -o' | \
        'secrets totp new --output' | \
        'secrets totp uri --qr-output' | \
        'secrets hotp new --qr-output' | \
        'secrets hotp new -o' | \
        'secrets hotp new --output' | \
        'secrets hotp code --counter-file' | \
        'secrets hotp verify --counter-file' | \
        'secrets hotp uri --qr-output' | \
        'secrets for --hash-output' | \
        'secrets for -o' | \
        'secrets for --output' | \
        'secrets fill ' | \
        'secrets fill -o' | \
        'secrets fill --output')
            kind=files names='' ;;
        'secrets hex --mask' | \
        'secrets urlsafe --mask' | \
        'secrets bytes --mask' | \
        'secrets uuid --mask' | \
        'secrets password --mask' | \
        'secrets passphrase --mask' | \
        'secrets otp --mask' | \
        'secrets pattern --mask' | \
        'secrets below --mask' | \
        'secrets choice --mask' | \
        'secrets apikey --mask' | \
        'secrets totp new --mask' | \
        'secrets hotp new --mask' | \
        'secrets for --mask')
            kind=names names='github azure' ;;
        'secrets hex --entropy' | \
        'secrets urlsafe --entropy' | \
        'secrets bytes --entropy' | \
        'secrets uuid --entropy' | \
        'secrets password --entropy' | \
        'secrets passphrase --entropy' | \
        'secrets otp --entropy' | \
        'secrets pattern --entropy' | \
        'secrets below --entropy' | \
        'secrets choice --entropy' | \
        'secrets apikey --entropy' | \
        'secrets totp new --entropy' | \
        'secrets hotp new --entropy' | \
        'secrets for --entropy')
            kind=names names='os' ;;
        'secrets bytes -e' | \
        'secrets bytes --encoding')
            kind=names names='hex base64 base64url base64url-padded base32 crockford base58 base62' ;;
        'secrets password --charset' | \
        'secrets otp --charset')
            kind=names names='alnum alpha lower upper digits symbols hex base32 crockford base58 base62 base64 base64url printable' ;;
        'secrets password --first' | \
        'secrets password --last')
            kind=names names='letter alnum lower upper digits symbols' ;;
        'secrets password --safe')
            kind=list names='shell url dotenv yaml json sql xml csv regex cli' ;;
        'secrets password --for')
            kind=names names='help aurora aws-directory azure-vm bcrypt docdb elasticache gitlab-ci ipmi mariadb mssql mysql oci-db oracle postgres-uri rds-mariadb rds-mysql rds-oracle rds-postgres rds-sqlserver redshift snmpv3 vnc windows wpa' ;;
        'secrets password --hash' | \
        'secrets passphrase --hash' | \
        'secrets otp --hash' | \
        'secrets pattern --hash' | \
        'secrets apikey --hash' | \
        'secrets hash ' | \
        'secrets for --hash')
            kind=names names='argon2id bcrypt yescrypt scrypt sha512-crypt pbkdf2-sha256 scram-sha-256 sha256' ;;
        'secrets password --hash-prefix' | \
        'secrets passphrase --hash-prefix' | \
        'secrets otp --hash-prefix' | \
        'secrets pattern --hash-prefix' | \
        'secrets apikey --hash-prefix' | \
        'secrets hash --prefix' | \
        'secrets for --hash-prefix')
            kind=names names='2b 2y 2a' ;;
        'secrets passphrase --list')
            kind=names-files names='large short1 short2' ;;
        'secrets passphrase -c' | \
        'secrets passphrase --capitalize')
            kind=names names='none first all random' ;;
        'secrets apikey -e' | \
        'secrets apikey --encoding')
            kind=names names='hex base62 base58 crockford base64url' ;;
        'secrets apikey --style')
            kind=names names='github stripe' ;;
        'secrets apikey --regex')
            kind=names names='re2 pcre posix' ;;
        'secrets hash --secret' | \
        'secrets compare --expected' | \
        'secrets compare --actual' | \
        'secrets hmac --key' | \
        'secrets hmac --verify' | \
        'secrets totp code --secret' | \
        'secrets totp verify --secret' | \
        'secrets totp verify --code' | \
        'secrets totp uri --secret' | \
        'secrets totp list --secret' | \
        'secrets hotp code --secret' | \
        'secrets hotp verify --secret' | \
        'secrets hotp verify --code' | \
        'secrets hotp verify --next-code' | \
        'secrets hotp uri --secret' | \
        'secrets hotp list --secret' | \
        'secrets fill --from')
            kind=sources names='' ;;
        'secrets hmac --key-encoding')
            kind=names names='text hex base64' ;;
        'secrets hmac --algorithm')
            kind=names names='sha256 sha512 sha384 sha1' ;;
        'secrets hmac -e' | \
        'secrets hmac --encoding')
            kind=names names='hex base64' ;;
        'secrets hmac --style')
            kind=names names='github stripe slack' ;;
        'secrets totp ')
            kind=names names='new code verify uri list' ;;
        'secrets totp new --algorithm' | \
        'secrets totp code --algorithm' | \
        'secrets totp verify --algorithm' | \
        'secrets totp uri --algorithm' | \
        'secrets hotp new --algorithm' | \
        'secrets hotp code --algorithm' | \
        'secrets hotp verify --algorithm' | \
        'secrets hotp uri --algorithm')
            kind=names names='sha1 sha256 sha512' ;;
        'secrets totp new --only' | \
        'secrets hotp new --only')
            kind=names names='secret uri' ;;
        'secrets totp code --secret-encoding' | \
        'secrets totp verify --secret-encoding' | \
        'secrets totp uri --secret-encoding' | \
        'secrets hotp code --secret-encoding' | \
        'secrets hotp verify --secret-encoding' | \
        'secrets hotp uri --secret-encoding')
            kind=names names='base32 hex raw' ;;
        'secrets totp code --style' | \
        'secrets totp verify --style' | \
        'secrets totp uri --style')
            kind=names names='decimal steam' ;;
        'secrets hotp ')
            kind=names names='new code verify uri list' ;;
        'secrets for ')
            kind=names names='help laravel django rails rails-master-key rails-encryption phoenix symfony flask wordpress wordpress-env wordpress-yaml nextauth authjs better-auth iron-session strapi adonis fernet airflow superset jupyter litellm netbox paperless sentry dify searxng synapse mastodon discourse chatwoot n8n authentik vaultwarden gitea gitea-jwt plausible umami outline langfuse calcom directus appwrite immich infisical zitadel authelia oauth2-proxy kibana metabase meilisearch garage firefly woodpecker drone postgrest hasura hasura-jwt grafana minio mongodb-keyfile erlang-cookie rabbitmq-cookie rabbitmq redis kafka-cluster-id k8s-encryption-config etcd-encryption consul nomad serf drbd jwt-hs256 jwt-hs384 jwt-hs512 jwk paseto-local oauth-state pkce csp-nonce webhook aes-128 aes-256 hmac-sha256 hmac-sha512 tsig rndc chrony-key wireguard-psk ipsec-psk radius bgp-md5 keepalived wifi nanoid ipv6-ula mac port ansible-vault luks-keyfile aurora aws-directory azure-vm bcrypt docdb elasticache gitlab-ci ipmi mariadb mssql mysql oci-db oracle postgres-uri rds-mariadb rds-mysql rds-oracle rds-postgres rds-sqlserver redshift snmpv3 vnc windows wpa' ;;
        'secrets fill --format')
            kind=names names='dotenv json yaml toml text' ;;
        'secrets fill --to')
            kind=names names='github-env github-output azure k8s docker json shell systemd gitlab-dotenv command' ;;
        'secrets completions ')
            kind=names names='bash elvish fish powershell zsh' ;;
        'secrets man ')
            kind=names names='hex urlsafe bytes uuid password passphrase otp pattern below choice apikey hash compare hmac totp totp-new totp-code totp-verify totp-list totp-uri hotp hotp-new hotp-code hotp-verify hotp-list hotp-uri for fill doctor completions man' ;;
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
