//! What others can learn of a run: from its memory, its files in /proc, a dump, or the time it takes.

use crate::harness::Directory;

/// The program waits for the second value, so it has been through its start.
#[cfg(target_os = "linux")]
#[test]
fn nobody_reads_the_process_and_no_core_is_dumped() {
    let script = "mkfifo first second
        ulimit -c unlimited 2>/dev/null
        KEY=hunter2 secrets compare --expected file:first --actual file:second & process=$!
        echo hunter2 >first
        for file in environ mem maps; do
            cat /proc/self/$file 2>/dev/null | head -c 1 | wc -c
            head -c 1 /proc/$process/$file >/dev/null 2>&1; echo $?
        done
        grep -c '^Max core file size  *0  *0 ' /proc/$process/limits
        echo hunter2 >second
        wait $process; echo $?";
    let outcome = Directory::new().run_unprivileged(script);
    // mem has nothing at its beginning, not even for its own process.
    let lines = ["1", "1", "0", "1", "1", "1", "1", "0"];
    assert_eq!(outcome.lines(), lines);
}

/// A process that nobody reads has files in /proc that belong to root, and uses them itself.
#[test]
fn whoever_is_not_root_has_every_way_to_read_and_write() {
    let directory = Directory::new();
    let script = "set -e
        secrets hex --output key; secrets hex --output key --force; secrets bytes 1M --output noise
        secrets apikey --hash sha256 --hash-output store >plain
        exec 3<store; secrets compare --hashed --expected fd:3 --actual file:plain
        A=hunter2 B=hunter2 secrets compare --expected env:A --actual env:B
        echo GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ >seed; echo 0 >counter
        secrets hotp code --counter-file counter --secret file:seed
        cat seed | secrets hotp code --counter-file counter
        echo 'A={{ hex 32 }}' >template
        secrets fill template -o .env 2>/dev/null; secrets fill template -o .env --rotate-all --backup 2>/dev/null
        cat counter";
    let outcome = directory.run_unprivileged(script);
    assert_eq!(outcome.lines(), ["755224", "287082", "2"]);
    let files = [
        ".env", ".env.bak", "counter", "key", "noise", "plain", "seed", "store", "template",
    ];
    assert_eq!(directory.files(), files);
}
