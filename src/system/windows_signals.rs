//! The signals of Windows: Ctrl-C, Ctrl-Break, and the closing of the console window.

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
    /// Whether a handler for Ctrl-C is installed.
    awaited: bool,
    /// The files that are removed before Ctrl-C ends the program.
    files: Vec<PathBuf>,
    /// A console, and the mode to restore before Ctrl-C ends the program.
    console: Option<(File, u32)>,
    /// The receiver of Ctrl-C. If there is one, Ctrl-C does not end the program.
    listener: Option<Sender<()>>,
}

fn lock() -> MutexGuard<'static, State> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Installs the handler for Ctrl-C and locks the state. If the system has no thread for the handler,
/// Ctrl-C keeps its default effect.
fn awaiting() -> MutexGuard<'static, State> {
    let mut state = lock();
    state.awaited = state.awaited || ctrlc::set_handler(receive).is_ok();
    state
}

/// Notifies the listener of Ctrl-C. Without a listener, ends the program.
fn receive() {
    // The lock is held to the end, so that no further file is created.
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

/// Runs `steps`. Ctrl-C waits until they return.
pub fn uninterrupted<T>(steps: impl FnOnce() -> T) -> T {
    let _held = lock();
    steps()
}

/// Does nothing, because Windows has no signal for a limit on the size of files.
pub fn report_size_limit() {}

/// A file that is removed on drop and before Ctrl-C ends the program.
pub struct Removed(PathBuf);

impl Removed {
    /// Calls `create`, which makes a file and returns its path. Ctrl-C waits until it returns.
    ///
    /// # Errors
    /// The errors of `create`.
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
        // This fails if the file was renamed to its final name.
        let _ = fs::remove_file(&self.0);
        state.files.retain(|file| *file != self.0);
    }
}

/// Restores the mode of a console before Ctrl-C ends the program.
pub struct ConsoleMode;

impl ConsoleMode {
    /// # Errors
    /// `console` is not a console.
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

/// A request to end the program, which arrives as Ctrl-C.
pub struct Ending {
    arrival: Receiver<()>,
}

impl Ending {
    /// Listens for Ctrl-C, which no longer ends the program.
    #[expect(clippy::unnecessary_wraps, reason = "signals of Unix can fail")]
    pub fn listen() -> io::Result<Self> {
        let (sender, arrival) = mpsc::channel();
        awaiting().listener = Some(sender);
        Ok(Self { arrival })
    }

    /// Waits for Ctrl-C, at most for `time`. Returns whether it has arrived.
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
