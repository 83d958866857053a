//! Faults around the program: signals, a full stdout, an operating system without randomness. strace
//! injects most of them at exact moments.
#![cfg(target_os = "linux")]

use std::fs;
use std::io::{Read, Write, pipe};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::ioctl_fionbio;

use crate::harness::{Directory, GENERATORS, has, run};

const STRACE: &str = "strace -qq -f -o /dev/null";

fn secrets(arguments: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_secrets"));
    command.args(arguments.split(' '));
    command
}

#[test]
fn a_non_blocking_stdout_is_waited_for() {
    let manual = run("secrets man").stdout.len();
    for (command, length) in [
        ("bytes 3M", 3 << 20),
        ("hex -n 20000", 1_300_000),
        ("man", manual),
    ] {
        let (mut reader, writer) = pipe().unwrap();
        ioctl_fionbio(&writer, true).unwrap();
        let stdout = writer.try_clone().unwrap();
        let mut child = secrets(command).stdout(stdout).spawn().unwrap();
        // When the pipe is full, the program has got EAGAIN.
        let has_room = || {
            let mut writable = [PollFd::new(&writer, PollFlags::OUT)];
            poll(&mut writable, Some(&Timespec::default())).unwrap() > 0
        };
        while child.try_wait().unwrap().is_none() && has_room() {}
        drop(writer);
        let mut read = 0;
        let mut part = [0; 7001];
        while let length @ 1.. = reader.read(&mut part).unwrap() {
            read += length;
        }
        assert!(child.wait().unwrap().success(), "{command}");
        assert_eq!(read, length, "{command}");
    }
    // The reader stops in the middle.
    let (mut reader, writer) = pipe().unwrap();
    ioctl_fionbio(&writer, true).unwrap();
    let mut child = secrets("bytes 1T").stdout(writer).spawn().unwrap();
    reader.read_exact(&mut vec![0; 100_000]).unwrap();
    drop(reader);
    assert!(child.wait().unwrap().success());
}

/// Waits until the child sleeps, because it can only wait for us, or has ended.
fn await_sleep(child: &mut Child) {
    let end = Instant::now() + Duration::from_secs(20);
    while child.try_wait().unwrap().is_none() {
        assert!(Instant::now() < end, "it tries again and again");
        let stat = fs::read_to_string(format!("/proc/{}/stat", child.id())).unwrap();
        if stat.rsplit_once(") ").unwrap().1.starts_with('S') {
            return;
        }
    }
}

/// The program gets EAGAIN before each half of its input.
#[test]
fn a_non_blocking_stdin_is_waited_for() {
    for (command, halves, expected) in [
        (
            "compare --expected env:V --actual stdin",
            ["hunt", "er2\n"],
            (Some(0), ""),
        ),
        ("choice", ["on", "ly\n"], (Some(0), "only\n")),
        ("choice --shuffle", ["on", "ly\n"], (Some(0), "only\n")),
        (
            "apikey --style github --prefix acme --check",
            ["acme", "_\n"],
            (Some(1), "invalid: wrong length\n"),
        ),
    ] {
        let (reader, mut writer) = pipe().unwrap();
        ioctl_fionbio(&reader, true).unwrap();
        let mut command = secrets(command);
        command.env("V", "hunter2").stdin(reader);
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        drop(command);
        for half in halves {
            await_sleep(&mut child);
            writer.write_all(half.as_bytes()).unwrap();
        }
        drop(writer);
        let output = child.wait_with_output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert_eq!((output.status.code(), &*text), expected);
    }
}

/// The program gets EAGAIN from a full stderr.
#[test]
fn a_non_blocking_stderr_is_waited_for() {
    for (command, status) in [("hex --mask github", 0), ("below 0", 2)] {
        let (mut reader, writer) = pipe().unwrap();
        ioctl_fionbio(&writer, true).unwrap();
        let mut full = 0;
        while let Ok(length) = (&writer).write(&[b'x'; 4096]) {
            full += length;
        }
        let mut command = secrets(command);
        command.stdout(Stdio::piped()).stderr(writer);
        let mut child = command.spawn().unwrap();
        drop(command);
        await_sleep(&mut child);
        reader.read_exact(&mut vec![0; full]).unwrap();
        let output = child.wait_with_output().unwrap();
        let value = String::from_utf8(output.stdout).unwrap();
        let mut said = String::new();
        reader.read_to_string(&mut said).unwrap();
        assert_eq!(output.status.code(), Some(status));
        let is_mask = said == format!("::add-mask::{value}");
        assert!(
            is_mask || said.starts_with("secrets: there is no number"),
            "{said}"
        );
    }
}

#[test]
fn interrupted_calls_are_repeated() {
    if !has(&["strace"]) {
        return;
    }
    for injection in [
        "write:error=EINTR:when=1..5",
        "getrandom:error=EINTR:when=1..5",
    ] {
        let outcome = run(&format!("{STRACE} -e inject={injection} secrets hex -n 3"));
        assert_eq!(outcome.lines().len(), 3, "{injection}");
        assert_eq!(outcome.text().len(), 3 * 65, "{injection}");
    }
}

/// The random bytes that the system gives in parts of one to seven bytes, recorded by strace.
#[cfg(target_env = "gnu")]
const PARTS: &str = "#define _GNU_SOURCE
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>
ssize_t getrandom(void *out, size_t length, unsigned flags) {
    static size_t calls;
    size_t part = 1 + calls++ % 7;
    ssize_t read = syscall(SYS_getrandom, out, part < length ? part : length, flags);
    int given = open(\"given\", O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (read > 0 && write(given, out, read) != read) _exit(99);
    close(given);
    return read;
}
";

/// The value consists of the system's bytes without the first 32, which only serve to check the source.
#[cfg(target_env = "gnu")]
#[test]
fn short_answers_are_completed_with_bytes_of_the_system() {
    if !has(&["cc"]) {
        return;
    }
    let directory = Directory::new();
    fs::write(directory.path().join("parts.c"), PARTS).unwrap();
    let compiled = directory.run("cc -shared -fPIC -o parts.so parts.c");
    assert_eq!((compiled.status, compiled.stderr.as_str()), (0, ""));
    for (command, expected) in [
        ("bytes 1 --allow-weak", "head -c 1"),
        ("bytes 100", "head -c 100"),
        ("bytes 20K --entropy os", "head -c 20K"),
        ("hex", "od -An -v -tx1 | tr -d ' \\n'; echo"),
    ] {
        let outcome = directory.run(&format!(
            "rm -f given; LD_PRELOAD=$PWD/parts.so secrets {command} >value || exit
            tail -c +33 given | {{ {expected}; }} | cmp - value && echo complete"
        ));
        assert_eq!(outcome.lines(), ["complete"], "{command}");
    }
}

/// The system always gives zeros, like a call that writes nothing and reports success.
#[test]
fn a_system_that_gives_zeros_is_refused() {
    if !has(&["strace"]) {
        return;
    }
    for (command, given) in [("hex", 64), ("password", 64), ("bytes 100", 132)] {
        let script = format!("{STRACE} -e inject=getrandom:retval={given} secrets {command}");
        let outcome = run(&script);
        let said = outcome.trouble(&script);
        assert!(said.contains("repeat themselves"), "{script}: {said}");
    }
}

/// The output is a complete value or an error.
#[test]
fn with_few_descriptors_a_value_is_complete_or_an_error() {
    let mut statuses = Vec::new();
    for limit in 3..9 {
        for (command, length, names) in [
            ("hex", 65, &[][..]),
            ("hex --output key", 0, &["key"]),
            (
                "apikey --hash sha256 --hash-output store --output key",
                0,
                &["key", "store"],
            ),
        ] {
            let directory = Directory::new();
            let outcome = directory.run(&format!("ulimit -n {limit}; exec secrets {command}"));
            let is_well = outcome.status == 0;
            let (length, names) = if is_well {
                (length, names)
            } else {
                (0, &[][..])
            };
            assert_eq!(outcome.stdout.len(), length, "{limit} {command}");
            assert_eq!(directory.files(), names, "{limit} {command}");
            statuses.push(outcome.status);
        }
    }
    // The descriptors that the loader needs are enough for stdout, but not for two files.
    assert!(
        statuses.contains(&2) && statuses.ends_with(&[0, 0, 0]),
        "{statuses:?}"
    );
}

/// If one of two new files fails at any step, none of them is left.
#[test]
fn a_failing_step_restores_the_old_files() {
    if !has(&["strace"]) {
        return;
    }
    for (call, steps) in [("fsync", 4), ("linkat", 2)] {
        for when in 1..=steps {
            let directory = Directory::new();
            let script = format!(
                "{STRACE} -e inject={call}:error=EIO:when={when} \
                    secrets apikey --hash sha256 --hash-output store --output key"
            );
            directory.run(&script).trouble(&script);
            assert_eq!(directory.files(), [""; 0], "{call} {when}");
        }
    }
    // A file that was already replaced stays, because the old file is gone.
    let directory = Directory::new();
    let script = format!(
        "echo old >key; echo old >store; {STRACE} -e inject=rename:error=EIO:when=2 \
            secrets apikey --hash sha256 --hash-output store --output key --force"
    );
    directory.run(&script).trouble(&script);
    assert_eq!(directory.files(), ["key", "store"]);
    // A file that can't be replaced stays, and its replacement is removed.
    for call in ["fsync", "linkat", "rename"] {
        let directory = Directory::new();
        let script = format!(
            "echo old >key; {STRACE} -e inject={call}:error=EIO secrets hex --output key --force"
        );
        directory.run(&script).trouble(&script);
        assert_eq!(directory.files(), ["key"], "{call}");
        let text = fs::read_to_string(directory.path().join("key")).unwrap();
        assert_eq!(text, "old\n", "{call}");
    }
}

/// The standard library panics if it can't seed the hash tables of the JSON library: the output is one
/// line, status 2 and no backtrace.
#[test]
fn a_panic_is_one_line_and_status_2() {
    if !has(&["strace"]) {
        return;
    }
    let mut said = Vec::new();
    for when in 1..12 {
        let script = format!(
            "export RUST_BACKTRACE=full
            printf '{{\"a\": \"{{{{ hex }}}}\"}}\n' >t.json
            {STRACE} -e inject=getrandom:error=EIO:when={when} secrets fill t.json"
        );
        let outcome = run(&script);
        if outcome.status != 0 {
            said.push(outcome.trouble(&script).to_owned());
        }
    }
    let has = |words: &str| said.iter().any(|line| line.contains(words));
    assert!(
        has("the program gave up at ") && has("gave no randomness"),
        "{said:?}"
    );
}

/// The system gives no bytes and no error forever. No command loops, not even for a hash table.
#[test]
fn a_system_that_never_gives_randomness_is_refused() {
    if !has(&["strace"]) {
        return;
    }
    let traced = format!("timeout 60 {STRACE} -e inject=getrandom:retval=0 secrets");
    let further = [
        "secrets password --max-run 2",
        "printf 'a\na\n' | secrets choice --shuffle",
        "secrets apikey --hash sha256 --hash-output store",
        "printf 'A={{ hex }}\n' | secrets fill - -o .env",
        "printf 'a: {{ hex }}\n' | secrets fill - -o f.yaml",
        "printf 'a = \"{{ hex }}\"\n' | secrets fill - -o f.toml",
        "printf '{\"a\": \"{{ hex }}\"}\n' | secrets fill - -o f.json",
    ];
    for script in GENERATORS.iter().chain(&further) {
        let directory = Directory::new();
        let outcome = directory.run(&script.replace("secrets ", &format!("{traced} ")));
        let said = outcome.trouble(script);
        assert!(said.contains("gave no randomness"), "{script}: {said}");
        assert!(directory.files().is_empty(), "{script}");
    }
}

/// The program uses another source of the system, or prints nothing and exits with status 2.
#[test]
fn without_randomness_there_is_no_value() {
    if !has(&["strace"]) {
        return;
    }
    for (command, length) in [("hex", 65), ("password", 21), ("bytes 100K", 102_400)] {
        for error in ["ENOSYS", "EPERM"] {
            let script = format!("{STRACE} -e inject=getrandom:error={error} secrets {command}");
            let outcome = run(&script);
            assert_eq!(
                (outcome.status, outcome.stdout.len()),
                (0, length),
                "{script}"
            );
        }
        for injection in [
            "getrandom:error=EIO",
            "getrandom:error=EFAULT",
            "getrandom:error=EAGAIN",
        ] {
            let script = format!("{STRACE} -e inject={injection} secrets {command}");
            let outcome = run(&script);
            let said = outcome.trouble(&script);
            assert!(said.contains("gave no randomness"), "{script}: {said}");
        }
        // The device can't be opened either. strace counts the files that are opened before it.
        let script = format!(
            "strace -qq -o log -e trace=openat,getrandom -e inject=getrandom:error=ENOSYS secrets {command} >/dev/null || exit
            first=$(awk '/^openat/ {{ n++ }} /\"\\/dev\\/u?random\"/ {{ print n; exit }}' log)
            exec {STRACE} -e trace=openat,getrandom -e inject=getrandom:error=ENOSYS -e inject=openat:error=ENOENT:when=$first+ secrets {command}"
        );
        let outcome = run(&script);
        let said = outcome.trouble(command);
        assert!(said.contains("gave no randomness"), "{command}: {said}");
    }
}

/// The program is killed at each of the system calls that make the file. Only the old or the new file is
/// left, and the status is that of the signal. Between the two calls that replace a file a temporary name
/// can be left, which a later run removes.
#[test]
fn killing_the_program_at_any_step_leaves_the_old_or_the_new_file() {
    if !has(&["strace"]) {
        return;
    }
    let directory = Directory::new();
    let key = directory.path().join("key");
    let mut ends = 0;
    for (call, signals) in [
        ("openat", &["KILL"][..]),
        ("statx", &["KILL"]),
        ("fchmod", &["KILL", "TERM", "INT"]),
        ("write", &["KILL", "TERM", "INT"]),
        ("fsync", &["KILL", "TERM", "INT"]),
        ("linkat", &["KILL", "TERM", "INT", "HUP", "QUIT"]),
        ("rename", &["KILL", "TERM", "INT", "HUP", "QUIT"]),
        ("exit_group", &["KILL"]),
    ] {
        for signal in signals {
            for when in 1..20 {
                fs::write(&key, "old\n").unwrap();
                let outcome = directory.run(&format!(
                    "strace -qq -o /dev/null -e inject={call}:signal={signal}:when={when} \
                        secrets hex --output key --force 2>/dev/null
                    status=$?; [ $status = 0 ] || kill -l $status"
                ));
                let text = fs::read_to_string(&key).unwrap();
                assert!(
                    text == "old\n" || text.len() == 65,
                    "{call} {signal} {when}: {text}"
                );
                for name in directory.files() {
                    let is_other =
                        name.starts_with(".secrets-") && (call, *signal) == ("rename", "KILL");
                    assert!(name == "key" || is_other, "{call} {signal}: {name}");
                    if is_other {
                        fs::remove_file(directory.path().join(name)).unwrap();
                    }
                }
                if outcome.text().is_empty() {
                    break;
                }
                assert_eq!(outcome.text(), format!("{signal}\n"), "{call} {when}");
                ends += 1;
            }
        }
    }
    assert!(ends >= 30, "{ends}");
}

/// The content is synced before the file is named, and the directory is synced before the program ends.
#[test]
fn a_file_is_synced_before_and_after_it_is_named() {
    if !has(&["strace"]) {
        return;
    }
    for (force, calls) in [
        ("", "file linkat directory"),
        ("--force", "file linkat rename directory"),
    ] {
        let outcome = run(&format!(
            "[ -z '{force}' ] || echo old >key
            strace -qq -y -o log -e trace=?open,openat,fsync,linkat,rename secrets hex --output key {force} || exit
            sed -nE \"s:^fsync\\([0-9]+<$PWD>\\) .*:directory:p; s:^fsync.*:file:p; s:^(linkat|rename).*:\\1:p\" log | xargs
            grep -o 'O_TMPFILE.*' log | grep -o ' 0[0-7]*)'"
        ));
        assert_eq!(outcome.lines(), [calls, " 0600)"]);
    }
}

/// On a file system without unnamed files the file has a temporary name until it is complete. A signal
/// removes this file. Signals that the parent ignores are ignored.
#[test]
fn a_signal_leaves_no_file_on_file_systems_without_unnamed_files() {
    if !has(&["strace"]) {
        return;
    }
    for (ignored, size, signal, left) in [
        ("", "1G", "INT", "INT\n"),
        ("", "1G", "TERM", "TERM\n"),
        ("", "1G", "HUP", "HUP\n"),
        ("", "1G", "QUIT", "QUIT\n"),
        ("--ignore-signal=HUP", "200M", "HUP", "EXIT\nkey\n"),
    ] {
        let outcome = run(&format!(
            "env --default-signal {ignored} \
                strace -f -qq -o /dev/null -P $PWD -e inject=?open:error=EOPNOTSUPP \
                secrets bytes {size} --output $PWD/key &
            until [ -s .secrets-*-0.tmp ] || ! kill -0 $! 2>/dev/null; do :; done
            child=$(echo .secrets-*) child=${{child#.secrets-}} child=${{child%%-*}}
            kill -{signal} $child; wait $! 2>/dev/null; kill -l $?; ls -A"
        ));
        assert_eq!(outcome.text(), left, "{ignored} {signal}");
    }
}

#[test]
fn a_later_run_removes_the_files_of_killed_processes() {
    let directory = Directory::new();
    let script = "true & wait; gone=$!; echo x >key
        make() { echo secret >$1; chmod $2 $1; touch -d $3 $1; }
        make .secrets-$gone-0.tmp 600 '1 hour ago'
        make .secrets-$gone-1.tmp 600 now
        make .secrets-$gone-2.tmp 644 '1 hour ago'
        make .secrets-$$-3.tmp 600 '1 hour ago'
        make .secrets-$gone-x.tmp 600 '1 hour ago'
        make .secrets-$gone-5.txt 600 '1 hour ago'
        ln -s key .secrets-$gone-6.tmp
        mkfifo -m 600 .secrets-$gone-8.tmp; touch -d '1 hour ago' .secrets-$gone-8.tmp
        make .secrets-$gone-7.tmp 600 '1 hour ago'; chown 1 .secrets-$gone-7.tmp 2>/dev/null
        secrets hex --output key --force
        # Only root can make the file of somebody else.
        [ $(id -u) = 0 ] || touch .secrets-$gone-7.tmp
        ls -A | sed \"s/$gone/gone/; s/$$/here/\" | sort";
    let left = [
        ".secrets-gone-1.tmp",
        ".secrets-gone-2.tmp",
        ".secrets-gone-5.txt",
        ".secrets-gone-6.tmp",
        ".secrets-gone-7.tmp",
        ".secrets-gone-8.tmp",
        ".secrets-gone-x.tmp",
        ".secrets-here-3.tmp",
        "key",
    ];
    assert_eq!(
        directory.run(&script.replace("-d $3", "-d \"$3\"")).lines(),
        left
    );
}

#[test]
fn directories_that_cannot_be_written_are_named() {
    for (script, message) in [
        (
            "mkdir closed; chmod 555 closed; secrets hex --output closed/key",
            "closed cannot be written to",
        ),
        (
            "mkdir gone; cd gone; rmdir ../gone; secrets hex --output key",
            "cannot be written to",
        ),
    ] {
        let outcome = Directory::new().run_unprivileged(script);
        assert!(
            outcome.trouble(script).contains(message),
            "{}",
            outcome.stderr
        );
    }
}

/// No error and no backtrace shows a secret.
#[test]
fn errors_show_no_secret() {
    let seed = "MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK";
    for script in [
        "echo $S >f; secrets totp code --secret file:f --digits 99",
        "echo $S! | secrets totp code",
        "echo $S$S | sed 's/$/\\x80/' | secrets totp code",
        "echo $S | secrets apikey --check >/dev/full",
        "secrets compare --expected $S --actual stdin",
        "secrets totp code --secret $S",
        "secrets totp verify --secret env:S --code $S",
        "echo A=$S | secrets compare --expected env:S --hashed --actual stdin",
        "echo 'A={{ hex' >t; echo A=$S >.env; secrets fill t -o .env",
    ] {
        let outcome = run(&format!("export S={seed} RUST_BACKTRACE=full; {script}"));
        assert_eq!(outcome.status, 2, "{script}: {}", outcome.stderr);
        assert!(
            !outcome.stderr.contains(&seed[..8]),
            "{script}: {}",
            outcome.stderr
        );
    }
}
