//! `--copy` and `--clear-after`, with fake clipboard programs that record their input; and `--qr`.

use std::fs;

use crate::harness::{Directory, GENERATORS, Outcome, has, run, scanned};

/// Unsets the variables of displays and sessions, and puts fake clipboard programs into `bin`.
const PRELUDE: &str = r#"
unset SSH_CONNECTION SSH_CLIENT SSH_TTY TMUX STY DISPLAY WAYLAND_DISPLAY WSL_DISTRO_NAME
export TERM=xterm PATH=$PWD/bin:$PATH
mkdir -p bin
program() { printf '#!/bin/sh\necho "$@" >>called\n%s\n' "$2" >bin/$1; chmod +x bin/$1; }
wayland() {
    export WAYLAND_DISPLAY=wayland-0
    program wl-copy 'case $* in
        --help) echo "$SENSITIVE";;
        --clear) : >clipboard;;
        *) cat >clipboard;;
    esac'
    program wl-paste 'cat clipboard'
}
"#;

fn with_clipboard(directory: &Directory, script: &str) -> Outcome {
    directory.run(&format!("{PRELUDE}{script}"))
}

/// The same at a terminal. Ctrl-C is typed when `until` is shown.
fn at_terminal(directory: &Directory, script: &str, until: &str) -> Outcome {
    fs::write(
        directory.path().join("script"),
        format!("{PRELUDE}{script}"),
    )
    .unwrap();
    directory.at_terminal("bash ./script", (80, 24), until)
}

#[test]
fn every_generator_copies_its_value_and_prints_nothing() {
    for generator in GENERATORS {
        let directory = Directory::new();
        let outcome = with_clipboard(&directory, &format!("wayland; {generator} --copy"));
        assert_eq!(
            (outcome.status, outcome.text(), outcome.stderr.as_str()),
            (0, "", "copied to the clipboard (wl-copy)\n"),
            "{generator}"
        );
        let copied = fs::read_to_string(directory.path().join("clipboard")).unwrap();
        assert!(copied.len() >= 16 && !copied.contains('\n'), "{generator}");
        // No value is on a command line.
        let called = fs::read_to_string(directory.path().join("called")).unwrap();
        assert_eq!(called, "--help\n--type text/plain\n", "{generator}");
    }
}

#[test]
fn the_display_decides_which_programs_are_used() {
    let values = "wc -c <clipboard; tail -n 1 called";
    for (script, expected) in [
        (
            "wayland; export SENSITIVE=--sensitive; secrets hex -n 3 --copy",
            ["194", "--type text/plain --sensitive"],
        ),
        (
            "export DISPLAY=:0; program xclip 'cat >clipboard'; secrets hex --copy",
            ["64", "-selection clipboard"],
        ),
        (
            "export DISPLAY=:0 PATH=$PWD/bin:/bin; ln -s $(command -v secrets) bin; program xsel 'cat >clipboard'; secrets hex --copy",
            ["64", "--clipboard --input"],
        ),
        (
            "program pbcopy 'cat >clipboard'; secrets hex --copy",
            ["64", ""],
        ),
        (
            "export WSL_DISTRO_NAME=Debian; program clip.exe 'iconv -f UTF-16LE -t UTF-8 >clipboard'; secrets choice --copy aö aö",
            ["3", ""],
        ),
        (
            "export WSL_DISTRO_NAME=Debian; program clip.exe 'cat >clipboard'; secrets hex --copy",
            ["128", ""],
        ),
    ] {
        let outcome = run(&format!(
            "{PRELUDE}BINARY=$(command -v secrets); secrets() {{ $BINARY \"$@\"; }}; {script} 2>said || cat said; {values}"
        ));
        assert_eq!(outcome.lines(), expected, "{script}");
    }
}

/// Ctrl-C is sent to a whole process group, but some programs serve the clipboard in the background. A
/// program with its own group finds a group with its process id.
#[test]
fn ctrl_c_does_not_reach_the_programs() {
    let script = r#"wayland
        own='kill -s 0 -- -$$ 2>/dev/null; echo $? >>own'
        program wl-copy "cat >clipboard; $own"; program wl-paste "cat clipboard; $own"
        secrets hex --copy --clear-after 1s 2>said; cat own"#;
    let outcome = run(&format!("{PRELUDE}{script}"));
    // The program runs four times: for its options, to copy, to paste and to clear.
    assert_eq!(outcome.lines(), ["0"; 4]);
}

#[test]
fn the_terminal_sets_the_clipboard_where_no_program_can() {
    for (script, is_terminal) in [
        ("", true),
        ("export SSH_TTY=x; wayland; ", true),
        ("wayland; ", false),
        ("export TERM=dumb; wayland; ", false),
    ] {
        let directory = Directory::new();
        let outcome = at_terminal(
            &directory,
            &format!("{script}secrets choice --copy hunter2 hunter2"),
            "",
        );
        assert_eq!(outcome.status, 0, "{}", outcome.text());
        let (sequence, copied) = if is_terminal {
            ("\u{1b}]52;c;aHVudGVyMg==\u{7}sent to the terminal", false)
        } else {
            ("copied to the clipboard (wl-copy)", true)
        };
        assert!(outcome.text().starts_with(sequence), "{:?}", outcome.text());
        assert_eq!(directory.path().join("clipboard").exists(), copied);
    }
    // Screen needs pieces. tmux accepts the sequence, and an old tmux needs it wrapped.
    let piece = "\u{1b}P\u{1b}]52;c;";
    let tmux =
        "export TMUX=x; program tmux 'case $1 in -V) echo tmux $V;; *) cat >clipboard;; esac'; ";
    for (script, shown) in [
        ("export STY=x; ", piece),
        (
            &format!("export V=3.1c; {tmux}"),
            "\u{1b}Ptmux;\u{1b}\u{1b}]52;c;",
        ),
        (
            &format!("export V=3.4; {tmux}"),
            "handed to tmux for its terminal's clipboard (OSC 52), which does not answer",
        ),
    ] {
        let outcome = at_terminal(
            &Directory::new(),
            &format!("{script}secrets hex --copy"),
            "",
        );
        assert!(outcome.text().starts_with(shown), "{:?}", outcome.text());
    }
}

#[test]
fn the_clipboard_is_cleared_after_the_time_or_at_ctrl_c_unless_it_has_changed() {
    let directory = Directory::new();
    let script = "wayland; time -p secrets hex --copy --clear-after 1s; wc -c <clipboard";
    let outcome = with_clipboard(&directory, script);
    assert_eq!((outcome.status, outcome.text()), (0, "0\n"));
    let said = "copied to the clipboard (wl-copy)\nclearing in 1 s; Ctrl-C clears now\ncleared the clipboard\nreal 1.";
    assert!(outcome.stderr.starts_with(said), "{}", outcome.stderr);

    let clear = "secrets hex --copy --clear-after 1h";
    let script = format!("wayland; {clear}; echo status $?; wc -c <clipboard");
    let outcome = at_terminal(&Directory::new(), &script, "clears now");
    assert!(
        outcome
            .text()
            .ends_with("cleared the clipboard\r\nstatus 0\r\n0\r\n"),
        "{}",
        outcome.text()
    );
    for signal in ["TERM", "HUP", "INT"] {
        // The message on the pipe shows that the clipboard is set.
        let script = format!(
            "wayland; exec 3< <(exec secrets hex --copy --clear-after 1h 2>&1); child=$!
            read -r _ <&3; read -r _ <&3; kill -{signal} $child; cat <&3; wait $child; echo $?; wc -c <clipboard"
        );
        let outcome = run(&format!("{PRELUDE}{script}"));
        assert_eq!(
            outcome.lines(),
            ["cleared the clipboard", "0", "0"],
            "{signal}"
        );
    }
    // A later copy stays, even if it begins with the value.
    for (copied, length) in [("echo other >", 6), ("echo other >>", 70)] {
        let script = format!(
            "wayland; exec 3< <(exec secrets hex --copy --clear-after 1h 2>&1); child=$!
            read -r _ <&3; read -r _ <&3; {copied}clipboard; kill $child; cat <&3; wait $child; echo $?; wc -c <clipboard"
        );
        let outcome = run(&format!("{PRELUDE}{script}"));
        let left = "the clipboard has something else by now, and was left alone";
        assert_eq!(outcome.lines(), [left, "0", &length.to_string()]);
    }

    let outcome = at_terminal(&Directory::new(), clear, "clears now");
    assert!(
        outcome
            .text()
            .contains("\u{1b}]52;c;IA==\u{7}\u{1b}]52;c;\u{7}"),
        "{:?}",
        outcome.text()
    );
}

#[test]
fn a_clipboard_that_cannot_be_written_is_trouble() {
    for (script, said) in [
        ("secrets hex --copy", "there is no clipboard"),
        (
            "export DISPLAY=:0; program xclip 'exit 1'; secrets hex --copy",
            "xclip failed (exit status: 1)",
        ),
        ("wayland; secrets bytes --copy", "raw bytes"),
        ("wayland; secrets choice --copy $'\\xff' $'\\xff'", "UTF-8"),
        ("wayland; secrets hex 1M --copy", "at most 65536 bytes"),
        ("wayland; secrets hex -n 1100 --copy", "at most 65536 bytes"),
        (
            "wayland; secrets passphrase -n 10000 --copy",
            "at most 65536 bytes",
        ),
        (
            "wayland; secrets apikey --hash sha256 --copy",
            "--hash adds what to store",
        ),
        ("wayland; secrets hex --clear-after 5", "--copy"),
        ("wayland; secrets hex --copy --clear-after 0", "'0'"),
        ("wayland; secrets hex --copy --clear-after 5x", "'5x'"),
        ("wayland; secrets hex --copy --clear-after 25h", "'25h'"),
        ("wayland; secrets hex --copy --json", "--json"),
        ("wayland; secrets hex --copy --output x", "--output"),
        ("wayland; secrets hex --copy --mask github", "--mask"),
        ("wayland; secrets hex --copy -0", "--null"),
        ("wayland; secrets hex --copy --no-newline", "--no-newline"),
        ("wayland; secrets hex --copy --qr", "--qr"),
    ] {
        let directory = Directory::new();
        // setsid removes the terminal that the tests may run at.
        let outcome = with_clipboard(&directory, &script.replace("secrets", "setsid -w secrets"));
        assert!(
            outcome.trouble(script).contains(said),
            "{script}: {}",
            outcome.stderr
        );
        assert!(!directory.path().join("clipboard").exists(), "{script}");
    }
    // If the value can't be copied, its hash is not written.
    let directory = Directory::new();
    let script = "export DISPLAY=:0; program xclip 'exit 1'; secrets apikey --hash sha256 --hash-output stored --copy";
    with_clipboard(&directory, script).trouble("xclip");
    assert!(!directory.path().join("stored").exists());
}

#[test]
fn a_value_is_cleared_if_its_hash_cannot_be_written() {
    if !has(&["strace"]) {
        return;
    }
    let script = "wayland; strace -qq -o /dev/null -e inject=linkat:error=EIO \
        secrets apikey --hash sha256 --hash-output stored --copy; echo $?; wc -c <clipboard";
    let outcome = with_clipboard(&Directory::new(), script);
    assert_eq!(outcome.text(), "2\n0\n");
}

#[test]
fn a_qr_code_is_shown_instead_of_the_value() {
    for generator in GENERATORS.iter().filter(|line| !line.contains(" new")) {
        let outcome = run(&format!("{generator} -n 2 --qr"));
        assert_eq!((outcome.status, outcome.stderr.as_str()), (0, ""));
        let (found, rest) = scanned(outcome.text());
        assert_eq!((found.len(), rest), (2, Vec::new()), "{generator}");
        assert!(found[0] != found[1] && found[0].len() >= 16, "{generator}");
    }
    let outcome = run("secrets choice --qr 'häm ster' 'häm ster'");
    assert_eq!(scanned(outcome.text()).0, ["häm ster"]);
}

#[test]
fn a_qr_code_that_does_not_fit_is_not_shown() {
    for (size, problem) in [
        ((41, 22), ""),
        ((40, 22), "41 columns wide, and the terminal has 40"),
        (
            (41, 21),
            "22 lines high with the cursor, and the terminal has 21",
        ),
    ] {
        let outcome = Directory::new().at_terminal("secrets hex --qr", size, "");
        if problem.is_empty() {
            assert_eq!(scanned(outcome.text()).0[0].len(), 64);
        } else {
            let said = format!("secrets: the QR code is {problem}\r\nhint: make the window larger");
            assert!(outcome.text().starts_with(&said), "{}", outcome.text());
        }
    }
    let directory = Directory::new();
    let command = "secrets totp new --account alice@example.org --qr --output new";
    let outcome = directory.at_terminal(command, (80, 23), "");
    assert!(
        outcome.text().contains("24 lines high"),
        "{}",
        outcome.text()
    );
    assert_eq!(directory.files(), [""; 0]);
    for (script, said) in [
        ("secrets bytes --qr", "raw bytes"),
        ("secrets hex 1477 --qr", "2954 characters are too long"),
        (
            "secrets choice --qr $(printf %03000d 1 2)x",
            "too long for a QR code",
        ),
        ("secrets choice --qr $'\\xff' $'\\xff'", "UTF-8"),
        (
            "secrets apikey --hash sha256 --qr",
            "--hash adds what to store",
        ),
        ("secrets hex --qr --json", "--json"),
        ("secrets hex --qr --mask github", "--mask"),
        ("secrets hex --qr --null", "--null"),
        ("secrets hex --qr --no-newline", "--no-newline"),
    ] {
        let outcome = run(script);
        assert!(
            outcome.trouble(script).contains(said),
            "{script}: {}",
            outcome.stderr
        );
    }
}
