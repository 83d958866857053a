//! Runs CPython's tests of its `secrets` module against this program, and compares the stated entropy with
//! counts in Python.

use crate::harness::{Directory, has, run};

/// The interface of the Python module, in which each function calls the program.
const MODULE: &str = r#"
import subprocess

def call(*args, stdin=None):
    done = subprocess.run(["secrets", *map(str, args)], input=stdin, capture_output=True)
    if done.returncode == 2:
        raise ValueError(done.stderr.decode())
    return done

def text(*args):
    return call(*args).stdout.decode().rstrip("\n")

def randbelow(n):
    return int(text("below", n))

def randbits(k):
    return int(text("below", f"2^{k}"))

def choice(items):
    try:
        number = int(text("below", len(items)))
    except ValueError as error:
        raise IndexError("nothing to choose from") from error
    return items[number]

def size(nbytes):
    return [] if nbytes is None else [nbytes]

def token_bytes(nbytes=None):
    return call("bytes", *size(nbytes)).stdout

def token_hex(nbytes=None):
    return text("hex", *size(nbytes))

def token_urlsafe(nbytes=None):
    return text("urlsafe", *size(nbytes))

def compare_digest(a, b):
    if type(a) is not type(b) or not isinstance(a, (str, bytes)) or (isinstance(a, str) and not a.isascii()):
        raise TypeError("two ASCII strings or two byte strings")
    return call("compare", a, b).returncode == 0 if isinstance(a, str) else \
        call("compare", a.decode("latin-1"), b.decode("latin-1")).returncode == 0

DEFAULT_ENTROPY = len(token_bytes())

import random
class SystemRandom(random.SystemRandom):
    pass

__all__ = ['choice', 'randbelow', 'randbits', 'SystemRandom', 'token_bytes', 'token_hex', 'token_urlsafe', 'compare_digest']
"#;

/// Debian has CPython's tests in a separate package.
#[test]
fn passes_the_tests_of_the_python_module_secrets() {
    if !has(&["python3 -c 'import test.test_secrets'"]) {
        return;
    }
    let directory = Directory::new();
    std::fs::write(directory.path().join("secrets.py"), MODULE).unwrap();
    let script = "PYTHONPATH=. python3 -c '
import secrets, sys
assert secrets.__file__.startswith(sys.path[1]) or secrets.__file__ == \"./secrets.py\" or \"secrets-test\" in secrets.__file__, secrets.__file__
import unittest
import test.test_secrets as tests
result = unittest.TextTestRunner(stream=sys.stdout).run(unittest.defaultTestLoader.loadTestsFromModule(tests))
sys.exit(not (result.wasSuccessful() and result.testsRun >= 10))'";
    let outcome = directory.run(script);
    assert_eq!(outcome.status, 0, "{}{}", outcome.text(), outcome.stderr);
}

/// entropy.py counts the values of hundreds of recipes independently.
#[test]
fn the_entropy_of_every_recipe_matches_an_independent_count() {
    if !has(&["python3"]) {
        return;
    }
    let outcome = run(concat!(
        "python3 '",
        env!("CARGO_MANIFEST_DIR"),
        "/tests/cli/entropy.py'"
    ));
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    assert!(outcome.text().contains(" recipes checked: "));
}
