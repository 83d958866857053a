//! Names that files have until they are in their places.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use signals::InUse;
pub use signals::uninterrupted;

/// The name of a file until it has its own. What has it is removed when this is dropped, and when INT,
/// TERM, HUP or QUIT ends the program; a later run removes what other signals leave.
pub struct TemporaryName(PathBuf);

impl TemporaryName {
    /// Calls `create` with names in `directory` until one is free.
    pub fn create<T>(
        directory: &Path,
        create: impl Fn(&Path) -> io::Result<T>,
    ) -> io::Result<(T, Self)> {
        clear_stale(directory);
        let mut in_use = InUse::lock();
        let (created, name) = with_free_name(directory, create)?;
        in_use.names().push(name.clone());
        Ok((created, Self(name)))
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for TemporaryName {
    fn drop(&mut self) {
        let mut in_use = InUse::lock();
        // Once the file is in its place there is nothing under this name any more.
        let _ = fs::remove_file(&self.0);
        in_use.names().retain(|name| *name != self.0);
    }
}

/// Calls `create` with names in `directory` until one is free.
pub fn with_free_name<T>(
    directory: &Path,
    create: impl Fn(&Path) -> io::Result<T>,
) -> io::Result<(T, PathBuf)> {
    let mut number = 0;
    loop {
        let name = directory.join(format!(".secrets-{}-{number}.tmp", std::process::id()));
        match create(&name) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => number += 1,
            created => return created.map(|created| (created, name)),
        }
    }
}

/// Removes what killed processes left in `directory`: regular files with a name of
/// [`with_free_name`] whose process is gone, which are ours with mode 0600, and which nobody has
/// written to for a minute. The minute is for a process of another container, which can't be seen
/// from here; should it be slower, its file can't be moved into place, and it says so.
#[cfg(unix)]
pub fn clear_stale(directory: &Path) {
    for entry in fs::read_dir(directory).into_iter().flatten().flatten() {
        if is_stale(&entry).unwrap_or(false) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

#[cfg(unix)]
fn is_stale(entry: &fs::DirEntry) -> Option<bool> {
    use rustix::io::Errno;
    use rustix::process::{Pid, geteuid, test_kill_process};
    use std::os::unix::fs::MetadataExt;
    let name = entry.file_name();
    let numbers = name
        .to_str()?
        .strip_prefix(".secrets-")?
        .strip_suffix(".tmp")?;
    let (process, number) = numbers.split_once('-')?;
    number.parse::<u32>().ok()?;
    let process = process.parse().ok().filter(|process| *process > 0)?;
    let found = entry.metadata().ok()?;
    let age = found.modified().ok()?.elapsed().ok()?;
    Some(
        found.is_file()
            && found.uid() == geteuid().as_raw()
            && found.mode() & 0o7777 == 0o600
            && age.as_secs() > 60
            && test_kill_process(Pid::from_raw(process)?) == Err(Errno::SRCH),
    )
}

#[cfg(not(unix))]
pub fn clear_stale(_: &Path) {}

/// The names that signals are not to leave behind.
#[cfg(unix)]
mod signals {
    use std::fs;
    use std::path::PathBuf;
    use std::sync::{Mutex, MutexGuard, PoisonError};
    use std::thread;

    use nix::sys::signal::{SigSet, SigmaskHow, Signal, raise};

    use crate::system::protection::status_of;

    struct State {
        names: Vec<PathBuf>,
        /// Whether the thread that waits for signals is there.
        awaited: bool,
        /// What the signals of this thread were before it left them to that one.
        before: Option<SigSet>,
    }

    static STATE: Mutex<State> = Mutex::new(State {
        names: Vec::new(),
        awaited: false,
        before: None,
    });

    /// The names in use, to be changed. As long as there is one, a thread of its own receives what
    /// ends the program, and waits with that while this is held.
    pub struct InUse(MutexGuard<'static, State>);

    impl InUse {
        pub fn lock() -> Self {
            let mut state = lock();
            if state.before.is_none() {
                state.await_signals();
            }
            Self(state)
        }

        pub fn names(&mut self) -> &mut Vec<PathBuf> {
            &mut self.0.names
        }
    }

    impl Drop for InUse {
        fn drop(&mut self) {
            if self.0.names.is_empty()
                && let Some(before) = self.0.before.take()
            {
                let _ = before.thread_set_mask();
            }
        }
    }

    fn lock() -> MutexGuard<'static, State> {
        STATE.lock().unwrap_or_else(PoisonError::into_inner)
    }

    impl State {
        /// Leaves the signals to a thread that removes the names. Without it they do what they did.
        fn await_signals(&mut self) {
            let signals = ending_signals();
            let Ok(before) = signals.thread_swap_mask(SigmaskHow::SIG_BLOCK) else {
                return;
            };
            self.awaited = self.awaited
                || thread::Builder::new()
                    .spawn(move || end_cleanly(signals))
                    .is_ok();
            if self.awaited {
                self.before = Some(before);
            } else {
                let _ = before.thread_set_mask();
            }
        }
    }

    /// Those of INT, TERM, HUP and QUIT that end the program: whoever started it in the background or
    /// with nohup can have it ignore some.
    fn ending_signals() -> SigSet {
        let ignored = status_of("SigIgn");
        let ignored = ignored.and_then(|bits| u64::from_str_radix(&bits, 16).ok());
        let is_ignored = |signal: Signal| ignored.unwrap_or(0) >> (signal as i32 - 1) & 1 == 1;
        [
            Signal::SIGINT,
            Signal::SIGTERM,
            Signal::SIGHUP,
            Signal::SIGQUIT,
        ]
        .into_iter()
        .filter(|&signal| !is_ignored(signal))
        .collect()
    }

    /// Waits for a signal, removes what has a name in use, and lets the signal do what it does.
    fn end_cleanly(signals: SigSet) {
        loop {
            let Ok(signal) = signals.wait() else { continue };
            // Held to the end, so that no other name comes into use.
            let mut state = lock();
            for name in state.names.drain(..) {
                let _ = fs::remove_file(name);
            }
            let mut open = SigSet::empty();
            open.add(signal);
            let _ = open.thread_unblock();
            let _ = raise(signal);
            let _ = open.thread_block();
        }
    }

    /// Takes `steps` with every signal waiting until they are taken: one that ends the program then
    /// does, as it would have before. No thread must run that receives signals, but that of the names.
    pub fn uninterrupted<T>(steps: impl FnOnce() -> T) -> T {
        let _held = lock();
        let before = SigSet::all().thread_swap_mask(SigmaskHow::SIG_BLOCK);
        let taken = steps();
        let _ = before.and_then(|before| before.thread_set_mask());
        taken
    }
}

/// Elsewhere Ctrl-C can leave a name behind.
#[cfg(not(unix))]
mod signals {
    use std::path::PathBuf;

    pub struct InUse(Vec<PathBuf>);

    impl InUse {
        pub fn lock() -> Self {
            Self(Vec::new())
        }

        pub fn names(&mut self) -> &mut Vec<PathBuf> {
            &mut self.0
        }
    }

    pub fn uninterrupted<T>(steps: impl FnOnce() -> T) -> T {
        steps()
    }
}
