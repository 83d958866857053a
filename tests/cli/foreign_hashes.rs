//! Other programs match our hashes, and we match theirs.

use crate::harness::{Directory, has};

/// Runs a part of foreign_hashes.py, if its programs are installed.
fn both_ways(part: &str, needs: &[&str]) {
    if !has(&[&["python3"], needs].concat()) {
        return;
    }
    let directory = Directory::new();
    let path = directory.path().join("foreign_hashes.py");
    std::fs::write(path, include_str!("foreign_hashes.py")).unwrap();
    let outcome = directory.run(&format!("python3 -W ignore foreign_hashes.py {part}"));
    assert_eq!(outcome.text(), "both ways\n", "{part}: {}", outcome.stderr);
}

#[test]
fn passlib_and_we_match_each_others_hashes() {
    both_ways("passlib", &["python3 -W ignore -c 'import passlib.hash'"]);
}

#[test]
fn argon2_cffi_reads_and_writes_the_same() {
    both_ways("argon2_cffi", &["python3 -c 'import argon2'"]);
}

#[test]
fn pyca_bcrypt_and_we_match_each_others_hashes() {
    both_ways("bcrypt", &["python3 -c 'import bcrypt'"]);
}

#[test]
fn django_and_we_match_each_others_hashes() {
    both_ways("django", &["python3 -c 'import django, argon2, bcrypt'"]);
}

#[test]
fn htpasswd_and_we_match_each_others_hashes() {
    both_ways("htpasswd", &["htpasswd"]);
}

/// Perl and mkpasswd call crypt(3) of the system.
#[test]
fn crypt_and_we_match_each_others_hashes() {
    both_ways("crypt", &["mkpasswd", "perl"]);
}

#[test]
fn php_and_we_match_each_others_hashes() {
    both_ways("php", &["php"]);
}

#[test]
fn hashes_of_the_argon2_command_match() {
    both_ways("argon2", &["argon2"]);
}

/// Starts a new server on a socket in the directory, with password authentication.
const SERVER: &str = r#"
    export PATH=$PATH:$(ls -d /usr/lib/postgresql/*/bin | tail -1) LC_ALL=C.UTF-8
    if [ $(id -u) = 0 ]; then
        chown 65534:65534 .; as() { setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; }
    else
        as() { "$@"; }
    fi
    as initdb -D data -U owner -A trust -E UTF8 >log 2>&1 || { cat log >&2; exit 9; }
    printf 'local all owner trust\nlocal all all scram-sha-256\n' >data/pg_hba.conf
    as pg_ctl -D data -w -l server -o "-k $PWD -c listen_addresses= -c fsync=off" start >log 2>&1 || { cat log server >&2; exit 9; }
    trap 'as pg_ctl -D data -m immediate stop >/dev/null 2>&1' EXIT
    export PGHOST=$PWD PGDATABASE=postgres
    sql() { psql -X -q -A -t -U owner -v ON_ERROR_STOP=1 "$@"; }
"#;

/// PostgreSQL stores our hash unchanged and accepts the password. It prepares passwords with SASLprep as we
/// do: we match its hashes of passwords with all kinds of characters.
#[cfg(target_os = "linux")]
#[test]
fn a_postgresql_server_lets_the_user_in() {
    if !has(&[
        "ls -d /usr/lib/postgresql/*/bin",
        "psql",
        "setpriv",
        "python3",
    ]) {
        return;
    }
    let script = r#"
        login() { PGPASSWORD=$1 psql -X -q -A -t -w -U ann -c 'SELECT 1' 2>&1 | tail -1; }
        sql -c 'CREATE ROLE ann LOGIN'
        for password in 'correct horse' $'p\u00e4ssword' $'\u2168\u00a0\u00ad\ufb01' $'a\u0340' $'\u0627x' '"$x'; do
            for cost in 4096 10000; do
                hash=$(printf %s "$password" | secrets hash scram-sha-256 --exact --cost $cost)
                echo "ALTER ROLE ann PASSWORD '$hash'" | sql
                login "$password"
                login "${password}x" | grep -o 'password authentication failed'
            done
        done
        # What the server makes of characters, each between two others; no NUL, and no surrogates.
        cat >characters.sql <<'END'
SET password_encryption = 'scram-sha-256';
DO $do$ DECLARE code int; BEGIN
    FOR code IN SELECT generate_series(1, 120000, 211) UNION SELECT unnest(ARRAY[160, 173, 832, 847, 1470, 1575, 6150, 8192, 8203, 8206, 8232, 8288, 12288, 64257, 64285, 65024, 65279, 65529, 65533, 917505]) LOOP
        IF code NOT BETWEEN 55296 AND 57343 THEN
            EXECUTE format('CREATE ROLE %I PASSWORD %L', 'c' || code, chr(code) || 'a1' || chr(code));
        END IF;
    END LOOP;
END $do$;
END
        sql -f characters.sql
        sql -c "SELECT substr(rolname, 2) || ' ' || rolpassword FROM pg_authid WHERE rolname ~ '^c[0-9]+$'" >stored
        cat >match.py <<'END'
import subprocess
count = 0
for line in open('stored'):
    code, stored = line.split()
    with open('store', 'w') as file: file.write(stored)
    password = chr(int(code)) + 'a1' + chr(int(code))
    done = subprocess.run(['secrets', 'compare', '--hashed', '--exact', '--expected', 'file:store', '--actual', 'stdin'], input=password.encode())
    if done.returncode: print('differs:', hex(int(code)))
    count += 1
print(count > 500)
END
        python3 match.py"#;
    let outcome = Directory::new().run(&format!("{SERVER}{script}"));
    let expected = "1\npassword authentication failed\n".repeat(12) + "True\n";
    assert_eq!(outcome.text(), expected, "{}", outcome.stderr);
}
