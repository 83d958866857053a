//! The only access to the operating system's CSPRNG, and unbiased draws from it.
//!
//! No other file names the `getrandom` crate. There is no seed. Outside the unit tests every byte
//! comes from the system's CSPRNG, and no option or variable changes that.

mod draw;

use std::mem;

use anyhow::{Result, anyhow, bail, ensure};
use chacha20::cipher::{KeyIvInit, StreamCipher};
use chacha20::{ChaCha20, Key, Nonce};
use getrandom::SysRng;
use rand_core::TryCryptoRng;
use zeroize::{Zeroize, Zeroizing};

#[cfg(any(target_os = "linux", target_os = "android"))]
use crate::system::report;
use crate::uniform::natural::Natural;

/// The first and the largest size of the pool, in bytes. The pool starts small, because a single token
/// needs few bytes, and doubles. A pool of more than 64 KiB was not faster.
const FIRST_POOL: usize = 64;
const LAST_POOL: usize = 64 * 1024;

/// Requests of at least `EXPANDED` bytes are expanded from fresh keys of the system, one key for each
/// chunk of at most `CHUNK` bytes. A system call of 16 KiB costs little more than one key and its
/// expansion, and chunks beyond 64 KiB leave the processor's nearest cache.
const EXPANDED: usize = 16 * 1024;
const CHUNK: usize = 64 * 1024;

/// The most rejections of one number. A draw is rejected less than half of the time, so a sound source
/// reaches the limit with odds below 2^-256. Without a limit a broken source could loop forever.
const MAX_REJECTIONS: u32 = 256;

/// Redrawing is used only if at least 1 in `WANTED` outcomes is accepted. Otherwise numbering the
/// accepted outcomes is quicker.
pub const WANTED: u64 = 8;

/// The most redraws of one value. At 1 accepted outcome in 8, a sound source reaches the limit with
/// odds below (7/8)^1024, less than 2^-197, and with odds below 2^-133 in any of 2^64 values.
const MAX_REDRAWS: u32 = 1024;

/// The number of bytes at the start of each answer of the system that only serve to detect a broken
/// source: all of them are equal, or equal to those of the answer before. The odds of a false alarm
/// are below 2^-247 for each answer.
const WITNESS: usize = 32;

/// The source of all bytes: always [`SysRng`], except in tests.
type Source = dyn TryCryptoRng<Error = getrandom::Error> + Send;

const REJECTS: &str =
    "the operating system's random numbers repeat themselves, so no secret was made from them";

#[cfg(any(target_os = "linux", target_os = "android"))]
const WAITS: &str = "the operating system to gather randomness";

/// Uniform random bytes, numbers, picks and orders, all from the operating system's CSPRNG.
///
/// Every method fails if the system gives no randomness. There is no weaker fallback.
pub struct Entropy {
    source: Box<Source>,
    /// Whether long requests are expanded from a key of the system.
    expands: bool,
    /// Random bytes. The first `used` bytes were handed out and are wiped.
    pool: Vec<u8>,
    used: usize,
    /// The first bytes of the system's last answer.
    witness: Zeroizing<[u8; WITNESS]>,
}

impl Entropy {
    /// The operating system's CSPRNG: `getrandom(2)` on Linux. The `getrandom` crate documents the
    /// sources of other systems.
    pub fn os() -> Self {
        await_ready();
        Self::new(Box::new(SysRng), false)
    }

    /// The operating system's CSPRNG, with a faster method for requests of at least [`EXPANDED`]
    /// bytes.
    ///
    /// Each chunk is expanded with ChaCha20 (RFC 8439) from a fresh 256-bit key of the system. Linux
    /// answers a single `getrandom(2)` in the same way (fast key erasure, drivers/char/random.c).
    pub fn expanded() -> Self {
        await_ready();
        Self::new(Box::new(SysRng), true)
    }

    /// Entropy of the same kind, for another thread.
    pub fn for_another_thread(&self) -> Self {
        Self::new(Box::new(SysRng), self.expands)
    }

    fn new(source: Box<Source>, expands: bool) -> Self {
        Self {
            source,
            expands,
            pool: Vec::new(),
            used: 0,
            witness: Zeroizing::new([0; WITNESS]),
        }
    }

    /// Fills `out` with random bytes.
    pub fn fill(&mut self, out: &mut [u8]) -> Result<()> {
        let ready = out.len().min(self.pool.len() - self.used);
        let (head, mut rest) = out.split_at_mut(ready);
        self.take(head);
        if self.expands && rest.len() >= EXPANDED {
            return rest
                .chunks_mut(CHUNK)
                .try_for_each(|chunk| self.expand(chunk));
        }
        while !rest.is_empty() {
            self.refill(rest.len())?;
            let ready = rest.len().min(self.pool.len() - self.used);
            let (head, tail) = rest.split_at_mut(ready);
            self.take(head);
            rest = tail;
        }
        Ok(())
    }

    /// Draws a number below `bound`, which is not zero.
    pub fn below(&mut self, bound: u64) -> Result<u64> {
        for _ in 0..MAX_REJECTIONS {
            let mut word = self.word()?;
            let number = draw::scale::<64>(&mut word, bound);
            if draw::accepts::<64>(word, bound) {
                return Ok(number);
            }
        }
        bail!(REJECTS)
    }

    /// Draws a number below `bound`, which is not zero, by masking and rejection.
    pub fn below_natural(&mut self, bound: &Natural) -> Result<Natural> {
        let mut largest = bound.clone();
        largest.subtract(&Natural::from(1));
        let bits = largest.bits();
        for _ in 0..MAX_REJECTIONS {
            let mut bytes = vec![0; bits.div_ceil(8) as usize];
            self.fill(&mut bytes)?;
            if let Some(top) = bytes.first_mut() {
                *top &= 0xff >> (bits.next_multiple_of(8) - bits);
            }
            let number = Natural::from_be_bytes(&bytes);
            if number <= largest {
                return Ok(number);
            }
        }
        bail!(REJECTS)
    }

    /// Fills `out` with independent numbers below `bound` (1 to 256), several from each word.
    pub fn fill_below(&mut self, bound: usize, out: &mut [u8]) -> Result<()> {
        for group in out.chunks_mut(draw::numbers_per_word(bound)) {
            let mut rejections = 0;
            loop {
                let mut word = self.word()?;
                let mut product = 1;
                for number in &mut *group {
                    *number = draw::scale::<64>(&mut word, bound as u64) as u8;
                    product *= bound as u64;
                }
                if draw::accepts::<64>(word, product) {
                    break;
                }
                rejections += 1;
                ensure!(rejections < MAX_REJECTIONS, REJECTS);
            }
        }
        Ok(())
    }

    /// Repeats `draw` until it gives a value.
    ///
    /// The value is uniform over the accepted outcomes. At least 1 in [`WANTED`] must be accepted.
    pub fn draw_until<T>(
        &mut self,
        mut draw: impl FnMut(&mut Self) -> Result<Option<T>>,
    ) -> Result<T> {
        for _ in 0..MAX_REDRAWS {
            if let Some(value) = draw(self)? {
                return Ok(value);
            }
        }
        bail!(REJECTS)
    }

    /// Draws one of `items`, which must not be empty.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> Result<&'a T> {
        Ok(&items[self.below(items.len() as u64)? as usize])
    }

    /// Draws one of the items from index `done` on and swaps it to `done`.
    ///
    /// Called with `done` from 0 to the end, this is the Fisher-Yates shuffle (Knuth, TAOCP 3.4.2,
    /// algorithm P). The first items alone are a draw without replacement.
    pub fn shuffle_step<T>(&mut self, items: &mut [T], done: usize) -> Result<()> {
        let offset = self.below((items.len() - done) as u64)? as usize;
        items.swap(done, done + offset);
        Ok(())
    }

    /// 64 random bits.
    fn word(&mut self) -> Result<u64> {
        if self.pool.len() - self.used < 8 {
            let mut bytes = Zeroizing::new([0; 8]);
            self.fill(&mut *bytes)?;
            return Ok(u64::from_le_bytes(*bytes));
        }
        let mut word = [0; 8];
        word.swap_with_slice(&mut self.pool[self.used..self.used + 8]);
        self.used += 8;
        Ok(u64::from_le_bytes(word))
    }

    /// Moves the next bytes of the pool to `out`. The pool must have enough bytes.
    fn take(&mut self, out: &mut [u8]) {
        let taken = &mut self.pool[self.used..self.used + out.len()];
        out.copy_from_slice(taken);
        taken.zeroize();
        self.used += out.len();
    }

    /// Replaces a used-up pool by a new pool that has `needed` bytes and is at least twice as long,
    /// but at most [`LAST_POOL`] bytes.
    fn refill(&mut self, needed: usize) -> Result<()> {
        let length = (2 * self.pool.len())
            .max(WITNESS + needed)
            .clamp(FIRST_POOL, LAST_POOL);
        let mut pool = mem::take(&mut self.pool);
        if pool.capacity() < length {
            pool = Vec::with_capacity(length);
        }
        pool.resize(length, 0);
        self.used = 0;
        if self.expands && length >= EXPANDED {
            self.expand(&mut pool)?;
        } else {
            ask(&mut *self.source, &mut self.witness, &mut pool)?;
            self.used = WITNESS;
        }
        self.pool = pool;
        Ok(())
    }

    /// Fills `out`, which has at most [`CHUNK`] bytes, from a fresh key.
    fn expand(&mut self, out: &mut [u8]) -> Result<()> {
        let mut answer = Zeroizing::new([0; WITNESS + 32]);
        ask(&mut *self.source, &mut self.witness, &mut *answer)?;
        let key: &Key = answer[WITNESS..].try_into()?;
        ChaCha20::new(key, &Nonce::default()).write_keystream(out);
        Ok(())
    }
}

/// Fills `out`, which has at least [`WITNESS`] bytes, from the system.
///
/// # Errors
/// The system gives no randomness, or its answer shows that it is broken.
fn ask(source: &mut Source, witness: &mut [u8; WITNESS], out: &mut [u8]) -> Result<()> {
    source.try_fill_bytes(out).map_err(|error| {
        // The system's text says more than the number of the error.
        let reason = match error.raw_os_error() {
            Some(number) => std::io::Error::from_raw_os_error(number).to_string(),
            None => error.to_string(),
        };
        anyhow!("the operating system gave no randomness: {reason}")
    })?;
    let start = &out[..WITNESS];
    let constant = start.iter().all(|byte| *byte == start[0]);
    if constant || start == witness {
        out.zeroize();
        bail!(REJECTS);
    }
    witness.copy_from_slice(start);
    Ok(())
}

/// Waits until the system has gathered randomness. Says so on stderr after a second.
///
/// Only a system that is just booting makes it wait. Otherwise it makes one system call and starts no
/// thread. The first draw reports its errors.
fn await_ready() {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    {
        use rustix::io::Errno;
        use rustix::rand::{GetRandomFlags, getrandom};
        if getrandom(&mut [0; 1], GetRandomFlags::NONBLOCK) != Err(Errno::AGAIN) {
            return;
        }
        // This call waits. Linux gathers more entropy while a process waits.
        let _ =
            report::while_waiting_for(WAITS, || getrandom(&mut [0; 1], GetRandomFlags::empty()));
    }
}

/// The name and the state of the system's CSPRNG.
pub struct SystemSource {
    pub name: &'static str,
    /// Whether the CSPRNG answers without waiting. It does not in the first moments of a boot.
    pub ready: bool,
}

/// Finds out the name and the state of the system's CSPRNG. It reads a few bytes if that does not wait.
///
/// # Errors
/// The system gives no randomness.
pub fn system_source() -> Result<SystemSource> {
    if !is_ready() {
        return Ok(SystemSource {
            name: SYSTEM_CALL,
            ready: false,
        });
    }
    let before = open_devices();
    answer()?;
    // If there is no system call, the crate reads from the device and keeps it open.
    let name = if open_devices() > before {
        DEVICE
    } else {
        SYSTEM_CALL
    };
    Ok(SystemSource { name, ready: true })
}

/// Checks that the system's CSPRNG answers, unless the answer would have to be waited for.
///
/// The standard library seeds the hash tables of other crates, and loops forever if the system gives
/// no randomness.
///
/// # Errors
/// The system gives no randomness.
pub fn check() -> Result<()> {
    if is_ready() {
        answer()?;
    }
    Ok(())
}

/// Asks the system for a few bytes, which are not used.
fn answer() -> Result<()> {
    ask(&mut SysRng, &mut [0; WITNESS], &mut [0; WITNESS])
}

const SYSTEM_CALL: &str = if cfg!(target_os = "linux") {
    "getrandom(2)"
} else {
    "the system's CSPRNG"
};
const DEVICE: &str = "/dev/urandom";

/// Whether the system's CSPRNG answers without waiting. True if that is unknown.
fn is_ready() -> bool {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    {
        use rustix::event::{PollFd, PollFlags, Timespec, poll};
        use rustix::io::Errno;
        use rustix::rand::{GetRandomFlags, getrandom};
        match getrandom(&mut [0; 1], GetRandomFlags::NONBLOCK) {
            Err(Errno::AGAIN) => return false,
            Err(Errno::NOSYS | Errno::PERM) => {}
            _ => return true,
        }
        // Unlike /dev/urandom, /dev/random is readable only when the CSPRNG is ready.
        if let Ok(device) = std::fs::File::open("/dev/random") {
            let mut devices = [PollFd::new(&device, PollFlags::IN)];
            return poll(&mut devices, Some(&Timespec::default())) != Ok(0);
        }
    }
    true
}

/// The number of the process's open descriptors of [`DEVICE`].
fn open_devices() -> usize {
    let descriptors = std::fs::read_dir("/proc/self/fd").into_iter().flatten();
    let targets = descriptors.filter_map(|entry| std::fs::read_link(entry.ok()?.path()).ok());
    targets
        .filter(|target| target == std::path::Path::new(DEVICE))
        .count()
}

/// Whether ChaCha20 on this processor gives the test vector of RFC 8439 for the key of zeros (appendix
/// A.1, test vector 1), and the same keystream at once as in blocks.
pub fn expansion_is_right() -> bool {
    let key = Key::default();
    let mut long = [0; 4096];
    ChaCha20::new(&key, &Nonce::default()).write_keystream(&mut long);
    let mut cipher = ChaCha20::new(&key, &Nonce::default());
    let same = long.chunks(64).all(|block| {
        let mut short = [0; 64];
        cipher.write_keystream(&mut short);
        short == *block
    });
    same && long[..16] == *b"\x76\xb8\xe0\xad\xa0\xf1\x3d\x90\x40\x5d\x6a\xe5\x53\x86\xbd\x28"
}

#[cfg(test)]
mod tests;
