//! Values of a template that are made of another value: hashes and base64.

use std::fs;

use crate::harness::{Directory, NODE_WITH_DOTENV, has};

/// A hash for the program, and in a file of its own the password for a person.
const PROJECT: [(&str, &str); 2] = [
    (
        ".env.example",
        "ADMIN_HASH='{{ hash admin --scheme bcrypt --cost 10 }}'
BASIC={{ base64 db --text 'app:{}' }}
DB={{ db = hex 16 }}
",
    ),
    (
        "admin.env.example",
        "ADMIN_PASSWORD={{ admin = password --length 24 --safe url,dotenv }}\n",
    ),
];

const FILL: &str = "secrets fill .env.example admin.env.example";

fn with(files: &[(&str, &str)]) -> Directory {
    let directory = Directory::new();
    for (name, text) in files {
        fs::write(directory.path().join(name), text).unwrap();
    }
    directory
}

/// The value of a key, without quotes.
fn value(directory: &Directory, file: &str, key: &str) -> String {
    let text = fs::read_to_string(directory.path().join(file)).unwrap();
    let mut lines = text.lines();
    let value = lines.find_map(|line| line.strip_prefix(&format!("{key}=")));
    value.unwrap().trim_matches('\'').to_owned()
}

fn says(directory: &Directory, script: &str, status: i32, said: &str) {
    let outcome = directory.run(script);
    assert_eq!(
        (outcome.status, outcome.stderr.as_str()),
        (status, said),
        "{script}"
    );
}

#[test]
fn a_hash_is_kept_while_it_fits_its_password_and_made_anew_with_it() {
    let directory = with(&PROJECT);
    directory.run(FILL);
    let hash = || value(&directory, ".env", "ADMIN_HASH");
    let matches = || {
        let password = value(&directory, "admin.env", "ADMIN_PASSWORD");
        let outcome = directory.run(&format!(
            "printf '%s' '{}' >stored; printf '%s' '{password}' | secrets compare --hashed --expected file:stored --actual stdin",
            hash()
        ));
        assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    };
    let basic = || {
        let coded = value(&directory, ".env", "BASIC");
        let decoded = directory.run(&format!("echo '{coded}' | base64 -d"));
        let db = value(&directory, ".env", "DB");
        assert_eq!(decoded.text(), format!("app:{db}"));
    };
    matches();
    basic();
    let kept = ".env: kept ADMIN_HASH, BASIC, DB\nadmin.env: kept ADMIN_PASSWORD\n";
    says(&directory, &format!("{FILL} && {FILL} --check"), 0, kept);
    for (options, said) in [
        (
            "--rotate ADMIN_PASSWORD",
            ".env: filled ADMIN_HASH; kept BASIC, DB\nadmin.env: filled ADMIN_PASSWORD\n",
        ),
        (
            "--rotate admin",
            ".env: filled ADMIN_HASH; kept BASIC, DB\nadmin.env: filled ADMIN_PASSWORD\n",
        ),
        (
            "--rotate ADMIN_HASH",
            ".env: filled ADMIN_HASH; kept BASIC, DB\nadmin.env: kept ADMIN_PASSWORD\n",
        ),
        (
            "--rotate db",
            ".env: filled BASIC, DB; kept ADMIN_HASH\nadmin.env: kept ADMIN_PASSWORD\n",
        ),
        (
            "--rotate-all",
            ".env: filled ADMIN_HASH, BASIC, DB\nadmin.env: filled ADMIN_PASSWORD\n",
        ),
    ] {
        let before = hash();
        says(&directory, &format!("{FILL} {options}"), 0, said);
        assert_eq!(before == hash(), options == "--rotate db");
        matches();
        basic();
    }
    // Changed by hand, and told before it is mended.
    let change = "sed -i 's/^DB=.*/DB=00112233445566778899aabbccddeeff/' .env
        sed -i 's/^ADMIN_PASSWORD=.*/ADMIN_PASSWORD=abcdefghijklmnopqrst0-9A/' admin.env";
    says(
        &directory,
        &format!("{change}; {FILL} --check"),
        1,
        ".env: ADMIN_HASH is not the hash of the value of ADMIN_PASSWORD of admin.env
.env: BASIC is not the base64 of the value of DB\n",
    );
    says(
        &directory,
        &format!("{FILL} && {FILL} --check"),
        0,
        ".env: filled ADMIN_HASH, BASIC; kept DB\nadmin.env: kept ADMIN_PASSWORD\n",
    );
    matches();
    basic();
}

#[test]
fn a_hash_outlives_the_file_of_its_password() {
    let directory = with(&PROJECT);
    let outcome = directory.run("secrets fill");
    assert_eq!(
        outcome.trouble("no password"),
        "secrets: ADMIN_HASH is made of 'admin', which has no value in this run"
    );
    assert!(
        outcome
            .stderr
            .contains("secrets fill .env.example admin.env.example")
    );
    directory.run(&format!("{FILL}; rm admin.env"));
    says(
        &directory,
        "secrets fill && secrets fill --check",
        0,
        ".env: kept ADMIN_HASH, BASIC, DB\n",
    );
    let outcome = directory.run(FILL);
    assert_eq!(
        outcome.trouble("a new password"),
        "secrets: ADMIN_PASSWORD of admin.env shares 'admin' with ADMIN_HASH of .env, whose value is kept and does not show it"
    );
    directory
        .run("secrets fill --rotate ADMIN_HASH")
        .trouble("a new hash");
    let before = value(&directory, ".env", "DB");
    says(
        &directory,
        &format!("{FILL} --rotate admin"),
        0,
        ".env: filled ADMIN_HASH; kept BASIC, DB\nadmin.env: filled ADMIN_PASSWORD\n",
    );
    assert_eq!(value(&directory, ".env", "DB"), before);
    // A value that is no hash at all is no value of the recipe.
    says(
        &directory,
        "sed -i \"s/^ADMIN_HASH.*/ADMIN_HASH='changeme'/\" .env; secrets fill --check",
        1,
        ".env: ADMIN_HASH is no value that its recipe makes\n",
    );
}

#[test]
fn every_scheme_makes_a_hash_that_is_found_again() {
    let directory = Directory::new();
    for scheme in [
        "argon2id",
        "bcrypt --cost 10 --prefix 2y --user ann",
        "yescrypt",
        "scrypt",
        "sha512-crypt --cost 5000",
        "pbkdf2-sha256 --cost 600000",
        "scram-sha-256",
        "sha256",
    ] {
        let template = format!(
            "H='{{{{ hash key --scheme {scheme} }}}}'\nKEY={{{{ key = hex }}}}\nB={{{{ base64 key }}}}\n"
        );
        fs::write(directory.path().join("t.env"), template).unwrap();
        let fill = "secrets fill t.env -o .env";
        let script = format!("rm -f .env; {fill} && {fill} && {fill} --check");
        says(&directory, &script, 0, "filled H, KEY, B\nkept H, KEY, B\n");
    }
}

#[test]
fn shells_and_libraries_read_a_hash_from_a_dotenv_file() {
    let directory = with(&PROJECT);
    directory.run(FILL);
    let hash = value(&directory, ".env", "ADMIN_HASH") + "\n";
    let script = ". ./.env; echo \"$ADMIN_HASH\"";
    for shell in ["sh", "bash"] {
        assert_eq!(
            directory.run(&format!("{shell} -c '{script}'")).text(),
            hash
        );
    }
    if has(&[NODE_WITH_DOTENV]) {
        let script = "node --env-file=.env -e 'console.log(process.env.ADMIN_HASH)'";
        assert_eq!(directory.run(script).text(), hash);
    }
    if has(&["python3 -c 'import dotenv'"]) {
        let script =
            "python3 -c 'import dotenv; print(dotenv.dotenv_values(\".env\")[\"ADMIN_HASH\"])'";
        assert_eq!(directory.run(script).text(), hash);
    }
}

#[test]
fn other_places_get_what_is_made_of_their_values() {
    let directory = with(&[(
        "t.env",
        "A='ann:{{ hash a --scheme bcrypt --cost 10 }}'\nB={{ a = hex }}\nC={{ base64 a }}\n",
    )]);
    for to in [
        "shell",
        "docker -o d",
        "json -o j.json",
        "k8s --name x -o k.yaml",
    ] {
        says(
            &directory,
            &format!("secrets fill t.env --to {to}"),
            0,
            "filled A, B, C\n",
        );
    }
    for to in ["docker -o d", "json -o j.json", "k8s --name x -o k.yaml"] {
        let fill = format!("secrets fill t.env --to {to}");
        says(
            &directory,
            &format!("{fill} --rotate a && {fill} --check"),
            0,
            "filled A, B, C\n",
        );
        says(
            &directory,
            &format!("{fill} --rotate C && {fill} --check"),
            0,
            "filled C; kept A, B\n",
        );
    }
}

#[test]
fn a_password_that_a_person_gives_is_hashed() {
    let directory = with(&[(
        ".env.example",
        "PASSWORD='{{ admin = ask }}'\nHASH='{{ hash admin --scheme bcrypt --cost 10 }}'\n",
    )]);
    says(
        &directory,
        "PASSWORD='hunter $2' secrets fill --from env && secrets fill --check",
        0,
        ".env: filled HASH; carried over PASSWORD\n",
    );
}

#[cfg(unix)]
#[test]
fn a_password_that_a_person_types_is_hashed() {
    let directory = with(&[(
        ".env.example",
        "PASSWORD='{{ admin = ask }}'\nHASH='{{ hash admin --scheme bcrypt --cost 10 }}'\n",
    )]);
    let outcome = directory.typed_at_terminal(
        "secrets fill && secrets fill --check",
        (80, 24),
        &[("PASSWORD: ", "correct $horse\n")],
    );
    assert!(
        outcome.text().contains(".env: filled PASSWORD, HASH"),
        "{}",
        outcome.text()
    );
}

#[test]
fn a_recipe_of_another_value_that_cannot_be_made_is_named_with_its_place() {
    for (template, message) in [
        (
            "A={{ hash b }}\nB={{ b = hex }}\n",
            "t.env:1:3: a hash has $, which most readers of dotenv files expand here",
        ),
        (
            "A=\"{{ hash b }}\"\nB={{ b = hex }}\n",
            "t.env:1:4: a hash has $, which most readers of dotenv files expand here",
        ),
        (
            "A='{{ hash }}'\n",
            "t.env:1:4: hash needs the name of a recipe",
        ),
        (
            "A='{{ a = hash b }}'\nB={{ b = hex }}\nC={{ base64 a }}\n",
            "t.env:3:3: 'a' is made of another value itself: name that one",
        ),
        (
            "A={{ a = base64 a }}\n",
            "t.env:1:3: 'a' is made of another value itself: name that one",
        ),
        (
            "A={{ base64 = hex }}\n",
            "t.env:1:3: 'base64' is a command, so it cannot be the name of a recipe",
        ),
        (
            "A={{ base64 a }}\n",
            "A is made of 'a', which has no value in this run",
        ),
        (
            "A='{{ hash b --scheme bcrypt }}'\nB={{ b = hex 50 }}\n",
            "t.env:1:4: the value is longer than the 72 bytes that bcrypt takes",
        ),
    ] {
        let directory = with(&[("t.env", template)]);
        let outcome = directory.run("secrets fill t.env -o .env");
        let found = outcome.trouble(template);
        assert!(found.starts_with(&format!("secrets: {message}")), "{found}");
        assert_eq!(directory.files(), ["t.env"]);
    }
}
