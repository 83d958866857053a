//! What stands for signals on Windows: Ctrl-C, Ctrl-Break, and a console window that is closed.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use winapi_util::console;

/// The exit status of a program that Ctrl-C ends: `STATUS_CONTROL_C_EXIT`.
const CONTROL_C_EXIT: i32 = 0xC000_013A_u32.cast_signed();

static STATE: Mutex<State> = Mutex::new(State {
    awaited: false,
    files: Vec::new(),
    console: None,
    listener: None,
});

struct State {
    /// Whether the thread that waits for Ctrl-C is there.
    awaited: bool,
    /// What is removed before Ctrl-C ends the program.
    files: Vec<PathBuf>,
    /// The console that gets this mode back before Ctrl-C ends the program.
    console: Option<(File, u32)>,
    /// Who wants to be told of Ctrl-C, instead of the end.
    listener: Option<Sender<()>>,
}

fn lock() -> MutexGuard<'static, State> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The state, with Ctrl-C waited for from now on. Where the system has no thread left for us, Ctrl-C
/// does what it did.
fn awaiting() -> MutexGuard<'static, State> {
    let mut state = lock();
    state.awaited = state.awaited || ctrlc::set_handler(receive).is_ok();
    state
}

/// Tells the listener of Ctrl-C, or else ends the program.
fn receive() {
    // Held to the end, so that no other file comes into use.
    let mut state = lock();
    let told = state.listener.as_ref();
    if told.is_some_and(|listener| listener.send(()).is_ok()) {
        return;
    }
    for file in state.files.drain(..) {
        let _ = fs::remove_file(file);
    }
    if let Some((console, mode)) = state.console.take() {
        let _ = console::set_mode(&console, mode);
    }
    std::process::exit(CONTROL_C_EXIT);
}

/// Takes `steps` with Ctrl-C waiting until they are taken.
pub fn uninterrupted<T>(steps: impl FnOnce() -> T) -> T {
    let _held = lock();
    steps()
}

/// Windows has no limit on the size of files that a signal tells of.
pub fn report_size_limit() {}

/// A file that Ctrl-C does not leave behind. It is removed when this is dropped, too.
pub struct Removed(PathBuf);

impl Removed {
    /// Calls `create`, which makes a file and returns its path, with Ctrl-C waiting.
    ///
    /// # Errors
    /// Those of `create`.
    pub fn create<T>(create: impl FnOnce() -> io::Result<(T, PathBuf)>) -> io::Result<(T, Self)> {
        let mut state = awaiting();
        let (created, file) = create()?;
        state.files.push(file.clone());
        Ok((created, Self(file)))
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Removed {
    fn drop(&mut self) {
        let mut state = lock();
        // Once the file is in its place there is nothing under this name any more.
        let _ = fs::remove_file(&self.0);
        state.files.retain(|file| *file != self.0);
    }
}

/// The mode of a console, which it has again after Ctrl-C has ended the program.
pub struct ConsoleMode;

impl ConsoleMode {
    /// # Errors
    /// `console` is no console.
    pub fn keep(console: File) -> io::Result<Self> {
        let mode = console::mode(&console)?;
        awaiting().console = Some((console, mode));
        Ok(Self)
    }
}

impl Drop for ConsoleMode {
    fn drop(&mut self) {
        lock().console = None;
    }
}

/// The wish that the program ends, which comes as Ctrl-C.
pub struct Ending {
    arrival: Receiver<()>,
}

impl Ending {
    /// From now on Ctrl-C is waited for, and does not end the program by itself.
    #[expect(clippy::unnecessary_wraps, reason = "signals of Unix can fail")]
    pub fn listen() -> io::Result<Self> {
        let (sender, arrival) = mpsc::channel();
        awaiting().listener = Some(sender);
        Ok(Self { arrival })
    }

    /// Waits for `time`, or until Ctrl-C has come; whether it has.
    #[expect(clippy::unnecessary_wraps, reason = "signals of Unix can fail")]
    pub fn comes_within(&self, time: Duration) -> io::Result<bool> {
        match self.arrival.recv_timeout(time) {
            Ok(()) => Ok(true),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => Ok(false),
        }
    }
}

impl Drop for Ending {
    fn drop(&mut self) {
        lock().listener = None;
    }
}
