//! Other programs read the identifiers.

use crate::harness::{has, run};

#[test]
fn python_reads_the_version_the_variant_and_the_time() {
    if !has(&["python3"]) {
        return;
    }
    let script = r#"
secrets uuid -n 200 >v4; secrets uuid --v7 -n 20000 >v7
python3 - <<'END'
import time, uuid
v4, v7 = ([uuid.UUID(line) for line in open(name).read().split()] for name in ("v4", "v7"))
assert all(each.variant == uuid.RFC_4122 for each in v4 + v7)
assert {each.version for each in v4} == {4} and {each.version for each in v7} == {7}
assert len(set(v4)) == 200
assert v7 == sorted(v7) and len(set(v7)) == 20000
# 4096 counters a millisecond at least, so the last is ahead of the clock by seconds at most.
assert all(abs((each.int >> 80) / 1000 - time.time()) < 60 for each in v7)
END"#;
    let outcome = run(script);
    assert_eq!(
        (outcome.status, outcome.stderr.as_str()),
        (0, ""),
        "{}",
        outcome.text()
    );
}

#[test]
fn uuidparse_reads_the_variant_and_that_it_is_random() {
    if !has(&["uuidparse"]) {
        return;
    }
    let outcome = run("secrets uuid | uuidparse -n; secrets uuid --v7 | uuidparse -n");
    let lines = outcome.lines();
    assert!(lines[0].contains("DCE") && lines[0].contains("random"));
    assert!(lines[1].contains("DCE"));
}

#[test]
fn python_ulid_reads_the_time() {
    if !has(&["python3 -c 'import ulid'"]) {
        return;
    }
    let outcome = run(r#"secrets uuid --ulid -n 200 >ulids
python3 -c '
import time, ulid
for line in open("ulids"):
    read = ulid.ULID.from_str(line.strip())
    assert str(read) == line.strip() and abs(read.timestamp - time.time()) < 60
'"#);
    assert_eq!((outcome.status, outcome.stderr.as_str()), (0, ""));
}

#[test]
fn the_entropy_is_stated_without_the_time() {
    for (options, bits) in [("", 122), ("--v7", 74), ("--v7 -n 2", 62), ("--ulid", 80)] {
        let outcome = run(&format!("secrets uuid {options} --json | tail -n 1"));
        let line = outcome.lines()[0];
        assert!(
            line.contains(&format!(r#""entropy_bits":{bits},"#)),
            "{options}: {line}"
        );
    }
}
