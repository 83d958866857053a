//! `--safe`: the real readers of each destination read the values unchanged.

use crate::harness::{Directory, NODE_WITH_DOTENV, Outcome, has};

/// Runs `script` with many values of the destination, of several lengths, in the lines of `values`.
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
    if !has(&[&format!("python3 -c '{imports}'")]) {
        return;
    }
    unchanged(
        destination,
        &format!(
            "cat >check.py <<'END'
{imports}
values = open('values').read().split()
assert len(values) == 1200
{check}
END
python3 check.py"
        ),
    );
}

/// Reads the values as words of a command, alone and after other characters.
fn words(shell: &str) {
    let script = r#"sed 's/.*/printf "%s\\n" & --option=& x&/' values >script"#;
    let expected = r"sed 's/.*/&\n--option=&\nx&/' values >expected";
    unchanged(
        "shell",
        &format!("{script}; {expected}; {shell} script >read && cmp read expected"),
    );
}

fn assignments(shell: &str) {
    let script = r#"sed 's/.*/V=&; printf "%s\\n" "$V"/' values >script"#;
    unchanged(
        "shell",
        &format!("{script}; {shell} script >read && cmp read values"),
    );
}

#[test]
fn sh_and_bash_read_values_as_words_and_in_assignments() {
    for shell in ["sh", "bash"] {
        words(shell);
        assignments(shell);
    }
}

#[test]
fn zsh_reads_values_as_words_and_in_assignments() {
    if has(&["zsh"]) {
        words("zsh");
        assignments("zsh");
    }
}

#[test]
fn fish_reads_values_as_words() {
    if has(&["fish"]) {
        words("fish");
    }
}

/// Makes a dotenv file with the unquoted values.
const DOTENV: &str = "awk '{ print \"KEY\" NR \"=\" $0 }' values >.env";

#[test]
fn shells_read_unquoted_values_of_a_dotenv_file() {
    for shell in ["sh", "bash"] {
        let print = r#"awk '{ print "printf \"%s\\n\" \"$KEY" NR "\"" }' values"#;
        unchanged(
            "dotenv",
            &format!(
                "{DOTENV}; {{ echo '. ./.env'; {print}; }} >script; {shell} script >read; cmp read values"
            ),
        );
    }
}

#[test]
fn node_reads_unquoted_values_of_a_dotenv_file() {
    if has(&[NODE_WITH_DOTENV]) {
        let program = "for (let i = 1; i <= 1200; i++) console.log(process.env[\"KEY\" + i])";
        unchanged(
            "dotenv",
            &format!("{DOTENV}; node --env-file=.env -e '{program}' >read; cmp read values"),
        );
    }
}

#[test]
fn python_reads_unquoted_values_of_a_dotenv_file() {
    python(
        "dotenv",
        "import dotenv",
        "open('.env', 'w').writelines(f'KEY{n}={value}\\n' for n, value in enumerate(values))
read = dotenv.dotenv_values('.env')
assert [read[f'KEY{n}'] for n in range(1200)] == values",
    );
}

#[test]
fn yaml_reads_values_as_plain_strings() {
    python(
        "yaml",
        "import yaml",
        "assert yaml.safe_load(''.join(f'k{n}: {value}\\n' for n, value in enumerate(values))) == {f'k{n}': value for n, value in enumerate(values)}
assert yaml.safe_load(''.join(f'- {value}\\n' for value in values)) == values
assert yaml.safe_load('[' + ', '.join(values) + ']') == values",
    );
}

#[test]
fn json_reads_values_between_quotes() {
    let outcome = with_values("json", "cat values");
    let values = outcome.lines();
    assert_eq!(values.len(), 1200);
    let text = format!("[\"{}\"]", values.join("\",\""));
    assert_eq!(serde_json::from_str::<Vec<&str>>(&text).unwrap(), values);
    assert_eq!(serde_json::to_string(&values).unwrap(), text);
}

#[test]
fn xml_reads_values_as_text_and_in_attributes() {
    python(
        "xml",
        "import xml.etree.ElementTree as xml",
        "for value in values:
    element = xml.fromstring(f'<a b=\"{value}\" c=\\'{value}\\'>{value}</a>')
    assert (element.text, element.get('b'), element.get('c')) == (value,) * 3",
    );
}

#[test]
fn csv_reads_values_with_each_separator() {
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
}

#[test]
fn sql_reads_values_between_quotes() {
    python(
        "sql",
        "import sqlite3",
        "database = sqlite3.connect(':memory:')
for value in values:
    assert database.execute(f\"select '{value}'\").fetchone()[0] == value",
    );
}

/// As a regular expression, each value matches only itself.
#[test]
fn grep_matches_each_value_as_a_regular_expression() {
    unchanged(
        "regex",
        "for syntax in -E -G; do grep $syntax -x -f values values | cmp - values; done",
    );
}

#[test]
fn python_matches_each_value_as_a_regular_expression() {
    python(
        "regex",
        "import re",
        "for value in values:
    assert re.fullmatch(value, value) and re.escape(value) == value",
    );
}

#[test]
fn python_reads_values_in_every_part_of_a_url() {
    python(
        "url",
        "import urllib.parse as url",
        "for value in values:
    parts = url.urlsplit(f'postgres://user:{value}@host:5432/{value}?key={value}#{value}')
    assert (parts.password, parts.path[1:], url.parse_qs(parts.query)['key'][0], parts.fragment) == (value,) * 4
    assert url.quote(value, safe='') == value",
    );
}

#[test]
fn node_reads_values_in_every_part_of_a_url() {
    if has(&["node"]) {
        let program = r##"for (const v of require("fs").readFileSync("values", "utf8").trim().split("\n")) {
            const u = new URL(`http://user:${v}@host/${v}?key=${v}#${v}`);
            if (u.password !== v || u.pathname !== "/" + v || u.searchParams.get("key") !== v || u.hash !== "#" + v) console.log(v);
        }"##;
        unchanged("url", &format!("node -e '{program}'"));
    }
}

#[test]
fn commands_read_values_as_arguments() {
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
