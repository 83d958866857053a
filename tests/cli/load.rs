//! Load tests. They take minutes, so they run only on request:
//!
//!   cargo test --release --test cli load -- --ignored

use std::fs;
use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::harness::Directory;

fn secrets(arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_secrets"))
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// The whole output of the program. Asserts that it succeeds.
fn all_of(mut child: Child) -> Vec<u8> {
    let mut bytes = Vec::new();
    child
        .stdout
        .take()
        .unwrap()
        .read_to_end(&mut bytes)
        .unwrap();
    assert!(child.wait().unwrap().success());
    bytes
}

fn assert_all_differ(mut tokens: Vec<u128>, count: usize) {
    assert_eq!(tokens.len(), count);
    tokens.sort_unstable();
    assert!(tokens.windows(2).all(|pair| pair[0] != pair[1]));
}

/// Two of 10^7 tokens of 128 bits are equal with odds below 2^-82.
#[test]
#[ignore = "takes half a minute"]
fn ten_million_tokens_of_eight_processes_all_differ() {
    const EACH: usize = 1_250_000;
    let children: Vec<Child> = (0..8)
        .map(|_| secrets(&["hex", "16", "-n", &EACH.to_string()]))
        .collect();
    // All pipes are read at once. Otherwise a full pipe would make the processes run one after the other.
    let readers = children
        .into_iter()
        .map(|child| thread::spawn(move || all_of(child)));
    let tokens = readers
        .collect::<Vec<_>>()
        .into_iter()
        .flat_map(|reader| {
            let text = String::from_utf8(reader.join().unwrap()).unwrap();
            text.lines()
                .map(|token| u128::from_str_radix(token, 16).unwrap())
                .collect::<Vec<_>>()
        })
        .collect();
    assert_all_differ(tokens, 8 * EACH);
}

/// Two of 10^6 tokens of 128 bits are equal with odds below 2^-88.
#[test]
#[ignore = "takes a quarter of an hour"]
fn a_million_short_runs_all_end_well_and_differ() {
    const EACH: usize = 250_000;
    let runners = (0..4).map(|_| {
        thread::spawn(|| {
            (0..EACH)
                .map(|_| all_of(secrets(&["bytes", "16"])))
                .map(|bytes| u128::from_le_bytes(bytes.try_into().unwrap()))
                .collect::<Vec<_>>()
        })
    });
    let tokens = runners
        .collect::<Vec<_>>()
        .into_iter()
        .flat_map(|runner| runner.join().unwrap())
        .collect();
    assert_all_differ(tokens, 4 * EACH);
}

/// The peak memory does not grow with the output, neither for one long value nor for many short values.
#[cfg(target_os = "linux")]
#[test]
#[ignore = "takes half a minute"]
fn ten_gigabytes_go_through_a_pipe_in_flat_memory() {
    /// The limit of the peak memory, in KiB, with the code of the program.
    const MOST: u64 = 6 * 1024;
    for arguments in [
        &["bytes", "10G"][..],
        &["hex", "5G"],
        &["password", "--length", "99", "-n", "100000000"],
    ] {
        let mut child = secrets(arguments);
        let mut stdout = child.stdout.take().unwrap();
        let mut block = vec![0; 1 << 20];
        let mut left: u64 = 10_000_000_000 - (1 << 20);
        while left > 0 {
            let wanted = block.len().min(left as usize);
            let read = stdout.read(&mut block[..wanted]).unwrap();
            assert!(read > 0, "{arguments:?} ended {left} bytes early");
            left -= read as u64;
        }
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
        let peak = status
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB"))
            .unwrap();
        assert!(
            peak.trim().parse::<u64>().unwrap() < MOST,
            "{arguments:?}: {peak}"
        );
        let mut rest = Vec::new();
        stdout.read_to_end(&mut rest).unwrap();
        assert!(child.wait().unwrap().success(), "{arguments:?}");
        assert!(rest.len() >= 1 << 20, "{arguments:?}");
    }
}

/// A signal arrives at any moment of a run that replaces a file. The old or the complete new file is left,
/// and no other file, unless the signal can't be caught.
#[test]
#[ignore = "takes half a minute"]
fn a_thousand_kills_leave_the_old_or_the_new_file() {
    const NEW: usize = 128 * 1024 + 1;
    let directory = Directory::new();
    let file = directory.path().join("f");
    let (mut old, mut new) = (0, 0);
    for round in 0..1000u64 {
        fs::write(&file, "old").unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_secrets"))
            .args(["hex", "64K", "--force", "--output"])
            .arg(&file)
            .spawn()
            .unwrap();
        // The delays are spread over the three milliseconds of a run, in random order.
        let moment = Duration::from_nanos(round * 2_718_281 % 3_141_593);
        let start = Instant::now();
        while start.elapsed() < moment {
            std::hint::spin_loop();
        }
        let signal = [Signal::KILL, Signal::TERM, Signal::INT][round as usize % 3];
        // The program may have ended.
        let _ = kill_process(Pid::from_child(&child), signal);
        child.wait().unwrap();
        match fs::read(&file).unwrap() {
            text if text == b"old" => old += 1,
            text => {
                assert_eq!(text.len(), NEW, "round {round}");
                new += 1;
            }
        }
        let others = directory.files().into_iter().filter(|name| name != "f");
        for name in others {
            assert!(name.starts_with(".secrets-"), "{name} after {signal:?}");
            fs::remove_file(directory.path().join(name)).unwrap();
        }
    }
    assert!(old > 0 && new > 0, "{old} old files and {new} new ones");
}
