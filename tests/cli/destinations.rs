//! `--safe`: values go through the real readers of each destination and come back unchanged.

use crate::harness::{Directory, Outcome};

/// Values of the destination, many and of several lengths, one a line in the file `values`.
fn with_values(destination: &str, script: &str) -> Outcome {
    let directory = Directory::new();
    let prepare = format!(
        "for length in 16 17 40; do secrets password --safe {destination} -l $length -n 300 || exit; done >values
        secrets password --safe {destination} -l 30 --any -n 300 >>values || exit
        {script}"
    );
    directory.run(&prepare)
}

fn unchanged(destination: &str, script: &str) {
    let outcome = with_values(destination, script);
    assert_eq!(
        (outcome.status, outcome.text(), outcome.stderr.as_str()),
        (0, "", ""),
        "{destination}: {script}"
    );
}

/// Runs a Python check over `values`, a list.
fn python(destination: &str, imports: &str, check: &str) {
    let module = imports.split([' ', ',', '.']).nth(1).unwrap();
    let script = format!(
        "cat >check.py <<'END'
{imports}
values = open('values').read().split()
assert len(values) == 1200
{check}
END
python3 check.py"
    );
    let standard = ["json", "csv", "re", "sqlite3", "urllib", "xml", "argparse"];
    if standard.contains(&module) || is_here(&format!("python3 -c 'import {module}'")) {
        unchanged(destination, &script);
    }
}

/// Whether a reader is installed. CI has them all.
pub fn is_here(probe: &str) -> bool {
    let here = Directory::new().run(probe).status == 0;
    assert!(
        here || std::env::var_os("CI").is_none(),
        "CI must have what '{probe}' asks for"
    );
    here
}

#[test]
fn shells_take_them_as_words() {
    for shell in ["sh", "bash", "zsh", "fish"] {
        if !is_here(&format!("command -v {shell}")) {
            continue;
        }
        let words = r#"sed 's/.*/printf "%s\\n" & --option=& x&/' values >script"#;
        let expected = r"sed 's/.*/&\n--option=&\nx&/' values >expected";
        unchanged(
            "shell",
            &format!("{words}; {expected}; {shell} script >read && cmp read expected"),
        );
    }
    for shell in ["sh", "bash", "zsh"] {
        if is_here(&format!("command -v {shell}")) {
            let script = r#"sed 's/.*/V=&; printf "%s\\n" "$V"/' values >script"#;
            unchanged(
                "shell",
                &format!("{script}; {shell} script >read && cmp read values"),
            );
        }
    }
}

#[test]
fn dotenv_readers_take_them_unquoted() {
    let file = "awk '{ print \"KEY\" NR \"=\" $0 }' values >.env";
    for shell in ["sh", "bash"] {
        let print = r#"awk '{ print "printf \"%s\\n\" \"$KEY" NR "\"" }' values"#;
        unchanged(
            "dotenv",
            &format!(
                "{file}; {{ echo '. ./.env'; {print}; }} >script; {shell} script >read; cmp read values"
            ),
        );
    }
    if is_here("node --env-file=/dev/null -e 1") {
        let program = "for (let i = 1; i <= 1200; i++) console.log(process.env[\"KEY\" + i])";
        unchanged(
            "dotenv",
            &format!("{file}; node --env-file=.env -e '{program}' >read; cmp read values"),
        );
    }
    python(
        "dotenv",
        "import dotenv",
        "open('.env', 'w').writelines(f'KEY{n}={value}\\n' for n, value in enumerate(values))
read = dotenv.dotenv_values('.env')
assert [read[f'KEY{n}'] for n in range(1200)] == values",
    );
}

#[test]
fn yaml_takes_them_as_plain_strings() {
    python(
        "yaml",
        "import yaml",
        "assert yaml.safe_load(''.join(f'k{n}: {value}\\n' for n, value in enumerate(values))) == {f'k{n}': value for n, value in enumerate(values)}
assert yaml.safe_load(''.join(f'- {value}\\n' for value in values)) == values
assert yaml.safe_load('[' + ', '.join(values) + ']') == values",
    );
}

#[test]
fn json_xml_csv_sql_and_regular_expressions_take_them() {
    python(
        "json",
        "import json",
        "assert json.loads('[\"' + '\",\"'.join(values) + '\"]') == values
assert json.dumps(values, separators=(',', ':')) == '[\"' + '\",\"'.join(values) + '\"]'",
    );
    python(
        "xml",
        "import xml.etree.ElementTree as xml",
        "for value in values:
    element = xml.fromstring(f'<a b=\"{value}\" c=\\'{value}\\'>{value}</a>')
    assert (element.text, element.get('b'), element.get('c')) == (value,) * 3",
    );
    python(
        "csv",
        "import csv, io",
        "for delimiter in ',;\\t|':
    row = delimiter.join(values)
    assert next(csv.reader([row], delimiter=delimiter)) == values
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator='').writerow(values)
    assert out.getvalue() == row
assert not any(value[0] in '=+-@' for value in values)",
    );
    python(
        "sql",
        "import sqlite3",
        "for value in values:
    assert sqlite3.connect(':memory:').execute(f\"select '{value}'\").fetchone()[0] == value",
    );
    python(
        "regex",
        "import re",
        "for value in values:
    assert re.fullmatch(value, value) and re.escape(value) == value",
    );
    unchanged(
        "regex",
        "while read -r v; do echo \"$v\" | grep -qxE -e \"$v\" && echo \"$v\" | grep -qx -e \"$v\" || echo \"$v\"; done <values",
    );
}

#[test]
fn urls_take_them_in_every_part() {
    python(
        "url",
        "import urllib.parse as url",
        "for value in values:
    parts = url.urlsplit(f'postgres://user:{value}@host:5432/{value}?key={value}#{value}')
    assert (parts.password, parts.path[1:], url.parse_qs(parts.query)['key'][0], parts.fragment) == (value,) * 4
    assert url.quote(value, safe='') == value",
    );
    if is_here("node -e 1") {
        let program = r##"for (const v of require("fs").readFileSync("values", "utf8").trim().split("\n")) {
            const u = new URL(`http://user:${v}@host/${v}?key=${v}#${v}`);
            if (u.password !== v || u.pathname !== "/" + v || u.searchParams.get("key") !== v || u.hash !== "#" + v) console.log(v);
        }"##;
        unchanged("url", &format!("node -e '{program}'"));
    }
}

#[test]
fn commands_take_them_as_values() {
    python(
        "cli",
        "import argparse",
        "parser = argparse.ArgumentParser()
parser.add_argument('--flag')
parser.add_argument('word')
for value in values:
    for options in (['--flag', value], [f'--flag={value}']):
        read = parser.parse_args([*options, value])
        assert (read.flag, read.word) == (value, value)",
    );
}
