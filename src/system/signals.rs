//! The signals that end the program: INT, TERM, HUP and QUIT.
//!
//! While something must be done before the program ends, the signals are blocked in all threads, and
//! one thread waits for them. So no signal handler interrupts other code.

use std::fs;
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use nix::sys::signal::{SigSet, SigmaskHow, Signal, raise};

use super::protection::status_of;

const ENDING: [Signal; 4] = [
    Signal::SIGINT,
    Signal::SIGTERM,
    Signal::SIGHUP,
    Signal::SIGQUIT,
];

static STATE: Mutex<State> = Mutex::new(State {
    blocks: 0,
    awaited: false,
    before: None,
    files: Vec::new(),
    listener: None,
    last: None,
});

struct State {
    /// The number of values of [`Blocked`].
    blocks: usize,
    /// Whether the thread that waits for signals is running.
    awaited: bool,
    /// The signal mask before the signals were blocked.
    before: Option<SigSet>,
    /// The files to remove before a signal ends the program.
    files: Vec<PathBuf>,
    /// Gets a byte for each signal. While it is set, signals do not end the program.
    listener: Option<UnixStream>,
    /// The last signal that was sent to the listener.
    last: Option<Signal>,
}

fn lock() -> MutexGuard<'static, State> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Blocks the signals in this thread, and in threads that it starts, until this is dropped.
struct Blocked;

impl Blocked {
    /// Blocks the signals. If the system has no thread left to wait for them, it does nothing.
    fn new() -> Self {
        let mut state = lock();
        state.blocks += 1;
        if state.blocks == 1 {
            state.await_signals();
        }
        Self
    }
}

impl Drop for Blocked {
    fn drop(&mut self) {
        let mut state = lock();
        state.blocks -= 1;
        if state.blocks == 0
            && let Some(before) = state.before.take()
        {
            let _ = before.thread_set_mask();
        }
    }
}

impl State {
    fn await_signals(&mut self) {
        let signals: SigSet = ENDING.into_iter().collect();
        let Ok(before) = signals.thread_swap_mask(SigmaskHow::SIG_BLOCK) else {
            return;
        };
        self.awaited = self.awaited
            || thread::Builder::new()
                .spawn(move || receive(signals))
                .is_ok();
        if self.awaited {
            self.before = Some(before);
        } else {
            let _ = before.thread_set_mask();
        }
    }
}

/// Whether the program was started with `signal` ignored, for example by nohup.
fn is_ignored(signal: Signal) -> bool {
    let ignored = status_of("SigIgn");
    let ignored = ignored.and_then(|bits| u64::from_str_radix(&bits, 16).ok());
    ignored.unwrap_or(0) >> (signal as i32 - 1) & 1 == 1
}

/// Waits for signals forever. Sends each to the listener, or ends the program if there is none.
fn receive(signals: SigSet) {
    loop {
        let Ok(signal) = signals.wait() else { continue };
        // The lock is held until the program ends, so that no further file is created.
        let mut state = lock();
        let told = state.listener.as_ref();
        if told.is_some_and(|mut listener| listener.write_all(&[0]).is_ok()) {
            state.last = Some(signal);
            continue;
        }
        if is_ignored(signal) {
            continue;
        }
        for file in state.files.drain(..) {
            let _ = fs::remove_file(file);
        }
        end_by(signal);
    }
}

/// Ends the program by `signal`, so that its parent sees the signal. If the signal is ignored, exits
/// with the status that a shell shows for the signal.
pub fn end_by(signal: Signal) -> ! {
    let mut open = SigSet::empty();
    open.add(signal);
    let _ = open.thread_unblock();
    let _ = raise(signal);
    std::process::exit(128 + signal as i32)
}

/// Calls `steps` with all signals blocked. A signal that arrives meanwhile takes effect afterwards.
pub fn uninterrupted<T>(steps: impl FnOnce() -> T) -> T {
    let _held = lock();
    let before = SigSet::all().thread_swap_mask(SigmaskHow::SIG_BLOCK);
    let taken = steps();
    let _ = before.and_then(|before| before.thread_set_mask());
    taken
}

/// Blocks SIGXFSZ: a write beyond the limit of file sizes then fails, and the error is reported. If
/// the signal can't be blocked, it ends the program.
pub fn report_size_limit() {
    let mut limit = SigSet::empty();
    limit.add(Signal::SIGXFSZ);
    let _ = limit.thread_block();
}

/// A file that is removed when this is dropped, or when a signal ends the program.
pub struct Removed {
    file: PathBuf,
    _blocked: Blocked,
}

impl Removed {
    /// Calls `create`, which makes a file and returns its path, with the signals blocked.
    ///
    /// # Errors
    /// The errors of `create`.
    pub fn create<T>(create: impl FnOnce() -> io::Result<(T, PathBuf)>) -> io::Result<(T, Self)> {
        let blocked = Blocked::new();
        let mut state = lock();
        let (created, file) = create()?;
        state.files.push(file.clone());
        drop(state);
        let removed = Self {
            file,
            _blocked: blocked,
        };
        Ok((created, removed))
    }

    pub fn path(&self) -> &Path {
        &self.file
    }
}

impl Drop for Removed {
    fn drop(&mut self) {
        let mut state = lock();
        // If the file was moved into place, no file has this name any more.
        let _ = fs::remove_file(&self.file);
        state.files.retain(|file| *file != self.file);
    }
}

/// A request to end the program, which arrives as a signal.
pub struct Ending {
    arrival: UnixStream,
    _blocked: Blocked,
}

impl Ending {
    /// Starts to listen: from now on the signals do not end the program.
    ///
    /// # Errors
    /// The system has no descriptors left.
    pub fn listen() -> io::Result<Self> {
        let (arrival, sender) = UnixStream::pair()?;
        let blocked = Blocked::new();
        let mut state = lock();
        state.listener = Some(sender);
        state.last = None;
        Ok(Self {
            arrival,
            _blocked: blocked,
        })
    }

    /// Waits for `time` or until a signal arrives. Returns whether a signal has arrived.
    pub fn comes_within(&self, time: Duration) -> io::Result<bool> {
        let end = Instant::now() + time;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(false);
            }
            self.arrival.set_read_timeout(Some(left))?;
            match (&self.arrival).read_exact(&mut [0]) {
                Ok(()) => return Ok(true),
                Err(error) => match error.kind() {
                    ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted => {}
                    _ => return Err(error),
                },
            }
        }
    }

    /// A stream that becomes readable when a signal has arrived.
    pub fn arrival(&self) -> &UnixStream {
        &self.arrival
    }

    /// Stops listening, and returns the last signal that has arrived.
    pub fn finish(self) -> Option<Signal> {
        drop(self);
        lock().last
    }
}

impl Drop for Ending {
    fn drop(&mut self) {
        lock().listener = None;
    }
}
