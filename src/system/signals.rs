//! The signals by which somebody ends the program: INT, TERM, HUP and QUIT.
//!
//! As long as something has to be done before the end, they are blocked in every thread but one, which
//! waits for them. No handler runs in the middle of other code.

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
    /// How many values of [`Blocked`] there are.
    blocks: usize,
    /// Whether the thread that waits for signals is there.
    awaited: bool,
    /// The signal mask of the blocking thread before.
    before: Option<SigSet>,
    /// What is removed before a signal ends the program.
    files: Vec<PathBuf>,
    /// Who wants to be told of a signal, instead of the end.
    listener: Option<UnixStream>,
    /// The last signal that the listener was told of.
    last: Option<Signal>,
}

fn lock() -> MutexGuard<'static, State> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Keeps the signals from this thread until it is dropped. Threads that are started meanwhile inherit
/// that.
struct Blocked;

impl Blocked {
    /// Where the system has no thread left for us, signals do what they did.
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

/// Whether `signal` does not end the program: whoever started it in the background or with nohup can
/// have it ignore some.
fn is_ignored(signal: Signal) -> bool {
    let ignored = status_of("SigIgn");
    let ignored = ignored.and_then(|bits| u64::from_str_radix(&bits, 16).ok());
    ignored.unwrap_or(0) >> (signal as i32 - 1) & 1 == 1
}

/// Waits for signals, for ever. Tells the listener of each, or else ends the program by it.
fn receive(signals: SigSet) {
    loop {
        let Ok(signal) = signals.wait() else { continue };
        // Held to the end, so that no other file comes into use.
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

/// Ends the program as `signal` does by default, so that its parent learns of the signal. Where the
/// program was started to ignore it, the exit status is the one that a shell shows for it.
pub fn end_by(signal: Signal) -> ! {
    let mut open = SigSet::empty();
    open.add(signal);
    let _ = open.thread_unblock();
    let _ = raise(signal);
    std::process::exit(128 + signal as i32)
}

/// Takes `steps` with every signal waiting until they are taken: a signal that ends the program then
/// does, as it would have before.
pub fn uninterrupted<T>(steps: impl FnOnce() -> T) -> T {
    let _held = lock();
    let before = SigSet::all().thread_swap_mask(SigmaskHow::SIG_BLOCK);
    let taken = steps();
    let _ = before.and_then(|before| before.thread_set_mask());
    taken
}

/// Has a write beyond a limit on the size of files fail, which is reported, instead of ending the
/// program by a signal. Where that can't be done, the signal ends it.
pub fn report_size_limit() {
    let mut limit = SigSet::empty();
    limit.add(Signal::SIGXFSZ);
    let _ = limit.thread_block();
}

/// A file that a signal does not leave behind. It is removed when this is dropped, too.
pub struct Removed {
    file: PathBuf,
    _blocked: Blocked,
}

impl Removed {
    /// Calls `create`, which makes a file and returns its path, with the signals waiting.
    ///
    /// # Errors
    /// Those of `create`.
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
        // Once the file is in its place there is nothing under this name any more.
        let _ = fs::remove_file(&self.file);
        state.files.retain(|file| *file != self.file);
    }
}

/// The wish that the program ends, which comes as a signal.
pub struct Ending {
    arrival: UnixStream,
    _blocked: Blocked,
}

impl Ending {
    /// From now on the signals are waited for, and do not end the program by themselves.
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

    /// Waits for `time`, or until a signal has come; whether one has.
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

    /// What has something to read once a signal has come.
    pub fn arrival(&self) -> &UnixStream {
        &self.arrival
    }

    /// Lets signals end the program again, and returns the last that came meanwhile.
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
