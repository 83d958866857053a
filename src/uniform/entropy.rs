//! The one door to the operating system's CSPRNG, and the unbiased draws made from it.
//!
//! No other file names the `getrandom` crate. There is no seed: the only source outside the unit
//! tests is [`Entropy::os`], and nothing a user can set changes it.

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

/// Bytes drawn ahead for small draws. The pool starts small, so that a single token asks for little
/// more than it needs, and doubles up to a size beyond which nothing was measured to be gained.
const FIRST_POOL: usize = 64;
const LAST_POOL: usize = 64 * 1024;

/// Requests of so many bytes, in chunks of at most so many, are expanded from a fresh key of the
/// system for each chunk. A system call of 16 KiB costs little more than one key and its expansion,
/// and chunks beyond 64 KiB leave the processor's nearest cache.
const EXPANDED: usize = 16 * 1024;
const CHUNK: usize = 64 * 1024;

/// A draw is rejected less than half of the time. A sound source rejects this many in a row with
/// odds below 2^-256; a broken one could do it for ever.
const MAX_REJECTIONS: u32 = 256;

/// Numbers may be drawn anew until they are as wanted where at least one outcome in so many is.
/// Beyond that other ways are quicker.
pub const WANTED: u64 = 8;

/// A sound source misses so many times in a row with odds below (7/8)^1024, less than 2^-197: not
/// once in 2^64 values with odds of 2^-133.
const MAX_REDRAWS: u32 = 1024;

/// Each answer of the system begins with so many bytes that are never handed out. Where all of them
/// are equal, or are those of the answer before, the source is broken: the odds of a false alarm are
/// below 2^-247 for each answer.
const WITNESS: usize = 32;

/// Where all bytes come from: in the program, [`SysRng`] alone.
type Source = dyn TryCryptoRng<Error = getrandom::Error> + Send;

const REJECTS: &str =
    "the operating system's random numbers repeat themselves, so no secret was made from them";

#[cfg(any(target_os = "linux", target_os = "android"))]
const WAITS: &str = "the operating system to gather randomness";

/// Uniform random bytes, numbers, picks and orders, all from the operating system's CSPRNG.
///
/// Every method fails when the system gives no randomness, and then has drawn nothing weaker.
pub struct Entropy {
    source: Box<Source>,
    /// Whether long requests are expanded, rather than answered by the system alone.
    expands: bool,
    /// Bytes not yet handed out, at the end; those before them were handed out and are wiped.
    pool: Vec<u8>,
    /// How much of the pool has been handed out.
    used: usize,
    /// What the last answer began with.
    witness: Zeroizing<[u8; WITNESS]>,
}

impl Entropy {
    /// The operating system's CSPRNG: `getrandom(2)` on Linux, and what the `getrandom` crate
    /// documents elsewhere.
    pub fn os() -> Self {
        await_ready();
        Self::new(Box::new(SysRng), false)
    }

    /// The same for requests below [`EXPANDED`] bytes. For longer ones, a fresh key of 256 bits for
    /// each chunk, expanded with ChaCha20 (RFC 8439): the construction by which Linux answers a
    /// single `getrandom(2)` of any length (fast key erasure, drivers/char/random.c).
    pub fn expanded() -> Self {
        await_ready();
        Self::new(Box::new(SysRng), true)
    }

    /// Another one of the same kind, for another thread.
    pub fn another(&self) -> Self {
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

    /// A number below `bound`, which is not zero.
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

    /// A number below `bound`, which is not zero, by masking and rejection.
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

    /// Fills `out` as [`Self::fill_below`] does, all of it anew until it `is_wanted`: uniformly over
    /// all outcomes that are, which must be at least one in [`WANTED`]. They may be rewritten as
    /// they are looked at.
    pub fn fill_below_until(
        &mut self,
        bound: usize,
        out: &mut [u8],
        is_wanted: impl Fn(&mut [u8]) -> bool,
    ) -> Result<()> {
        for _ in 0..MAX_REDRAWS {
            self.fill_below(bound, out)?;
            if is_wanted(out) {
                return Ok(());
            }
        }
        bail!(REJECTS)
    }

    /// One of `items`, which are not empty.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> Result<&'a T> {
        Ok(&items[self.below(items.len() as u64)? as usize])
    }

    /// Puts one of the not yet shuffled `items`, those from `done` on, at `done`: with `done` from
    /// 0 to the end this is the shuffle of Fisher and Yates (Knuth, TAOCP 3.4.2, algorithm P), and
    /// stopped early it is a draw without replacement.
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

    /// Moves the next bytes of the pool, which holds at least as many, to `out`.
    fn take(&mut self, out: &mut [u8]) {
        let taken = &mut self.pool[self.used..self.used + out.len()];
        out.copy_from_slice(taken);
        taken.zeroize();
        self.used += out.len();
    }

    /// Replaces a used-up pool by one of at least `needed` bytes, if it can be as long, and twice as
    /// long as the last.
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

    /// Fills `out`, of at most [`CHUNK`] bytes, from a key that is used for nothing else.
    fn expand(&mut self, out: &mut [u8]) -> Result<()> {
        let mut answer = Zeroizing::new([0; WITNESS + 32]);
        ask(&mut *self.source, &mut self.witness, &mut *answer)?;
        let key: &Key = answer[WITNESS..].try_into()?;
        ChaCha20::new(key, &Nonce::default()).write_keystream(out);
        Ok(())
    }
}

/// One answer of the system of at least [`WITNESS`] bytes, refused when it shows that its source is
/// broken.
fn ask(source: &mut Source, witness: &mut [u8; WITNESS], out: &mut [u8]) -> Result<()> {
    source.try_fill_bytes(out).map_err(|error| {
        // The system's own words say more than its number.
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

/// Waits until the system has gathered randomness, as at the first moments of a boot, and says so on
/// stderr after a second.
///
/// Everywhere else this is one system call that does not wait, and no thread. Its failures are left
/// to the first draw, which reports them: so is a system that answers a call which may wait with
/// "try again", as none does.
fn await_ready() {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    {
        use rustix::io::Errno;
        use rustix::rand::{GetRandomFlags, getrandom};
        if getrandom(&mut [0; 1], GetRandomFlags::NONBLOCK) != Err(Errno::AGAIN) {
            return;
        }
        // Asked at once, for a system that is asked gathers more.
        let _ =
            report::while_waiting_for(WAITS, || getrandom(&mut [0; 1], GetRandomFlags::empty()));
    }
}

/// What is known of the system's CSPRNG.
pub struct SystemSource {
    pub name: &'static str,
    /// Whether it answers at once; it does not in the first moments of a boot.
    pub ready: bool,
}

/// Asks the system's CSPRNG for a few bytes, if that needs no waiting, to tell what answers.
///
/// # Errors
/// It gives no randomness.
pub fn system_source() -> Result<SystemSource> {
    if !is_ready() {
        return Ok(SystemSource {
            name: SYSTEM_CALL,
            ready: false,
        });
    }
    let before = open_devices();
    answer()?;
    // The crate keeps the device open that it reads from when there is no system call.
    let name = if open_devices() > before {
        DEVICE
    } else {
        SYSTEM_CALL
    };
    Ok(SystemSource { name, ready: true })
}

/// Makes sure that the system's CSPRNG answers, unless it would have to be waited for.
///
/// Libraries have the standard library seed their hash tables, which does not end where the system
/// gives nothing for ever.
pub fn check() -> Result<()> {
    if is_ready() {
        answer()?;
    }
    Ok(())
}

/// Takes an answer of the system and drops it.
fn answer() -> Result<()> {
    ask(&mut SysRng, &mut [0; WITNESS], &mut [0; WITNESS])
}

const SYSTEM_CALL: &str = if cfg!(target_os = "linux") {
    "getrandom(2)"
} else {
    "the system's CSPRNG"
};
const DEVICE: &str = "/dev/urandom";

/// Whether the system's CSPRNG answers without waiting, where that can be known.
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
        // This device, unlike the other, can be read only when both are ready.
        if let Ok(device) = std::fs::File::open("/dev/random") {
            let mut devices = [PollFd::new(&device, PollFlags::IN)];
            return poll(&mut devices, Some(&Timespec::default())) != Ok(0);
        }
    }
    true
}

/// How many descriptors of the process are open for [`DEVICE`].
fn open_devices() -> usize {
    let descriptors = std::fs::read_dir("/proc/self/fd").into_iter().flatten();
    let targets = descriptors.filter_map(|entry| std::fs::read_link(entry.ok()?.path()).ok());
    targets
        .filter(|target| target == std::path::Path::new(DEVICE))
        .count()
}

/// Whether ChaCha20, as it runs on this processor, gives what RFC 8439 has for the key of zeros
/// (appendix A.1, test vector 1), and the same in one long piece as in short ones.
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
pub mod tests {
    use std::collections::HashMap;

    use rand_core::TryRng;

    use super::*;

    /// A source that gives the bytes it was made with and then fails. It exists in tests only.
    struct Tape(std::vec::IntoIter<u8>);

    impl TryRng for Tape {
        type Error = getrandom::Error;

        fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
            Err(getrandom::Error::UNSUPPORTED)
        }

        fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
            Err(getrandom::Error::UNSUPPORTED)
        }

        fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Self::Error> {
            for byte in out {
                *byte = self.0.next().ok_or(getrandom::Error::UNSUPPORTED)?;
            }
            Ok(())
        }
    }

    impl TryCryptoRng for Tape {}

    impl Entropy {
        /// Hands out `bytes` and then fails.
        pub fn tape(bytes: &[u8]) -> Self {
            let mut entropy = Self::new(Box::new(Tape(Vec::new().into_iter())), false);
            entropy.pool.extend_from_slice(bytes);
            entropy
        }

        /// A tape from which numbers below each of `bounds` come out as `numbers`.
        pub fn numbers(numbers: &[u64], bounds: &[u64]) -> Self {
            let word = |(&number, &bound): (&u64, &u64)| {
                // The middle of the words that give this number: never one that is rejected.
                let share = (1u128 << 64) / u128::from(bound);
                ((u128::from(number) << 64) / u128::from(bound) + share / 2) as u64
            };
            let words = numbers.iter().zip(bounds).map(word);
            Self::tape(&words.flat_map(u64::to_le_bytes).collect::<Vec<_>>())
        }
    }

    fn source(answers: Vec<u8>, expands: bool) -> Entropy {
        Entropy::new(Box::new(Tape(answers.into_iter())), expands)
    }

    /// The numbers from 0 on, four bytes each.
    fn counted(numbers: u32) -> Vec<u8> {
        (0..numbers).flat_map(u32::to_le_bytes).collect()
    }

    #[test]
    fn bytes_are_handed_out_once_and_in_order_and_witnesses_never() {
        let mut entropy = source(counted(100_000), false);
        let mut numbers = Vec::new();
        // Requests that end within, at and beyond the pool, and larger than it can be.
        for request in [1, 7, 1, 40, 41, 300, 3, 20_000, 1, 40_000] {
            let mut out = vec![0; 4 * request];
            entropy.fill(&mut out).unwrap();
            let words = out.chunks_exact(4);
            numbers.extend(words.map(|word| u32::from_le_bytes(word.try_into().unwrap())));
        }
        assert_eq!(numbers[0] as usize, WITNESS / 4);
        let steps = numbers.windows(2).map(|pair| pair[1] - pair[0]);
        let mut gaps = 0;
        for step in steps.filter(|&step| step != 1) {
            assert_eq!(step as usize, 1 + WITNESS / 4);
            gaps += 1;
        }
        assert!(gaps > 5, "{gaps} answers");
    }

    #[test]
    fn what_was_handed_out_is_wiped_from_the_pool() {
        let mut entropy = source(counted(FIRST_POOL as u32 / 4), false);
        entropy.fill(&mut [0; 5]).unwrap();
        entropy.word().unwrap();
        let (used, rest) = entropy.pool.split_at(WITNESS + 13);
        assert_eq!(used[WITNESS..], [0; 13]);
        assert_eq!(*rest, counted(FIRST_POOL as u32 / 4)[WITNESS + 13..]);
    }

    #[test]
    fn long_requests_are_expanded_from_a_key_for_each_chunk() {
        // RFC 8439, appendix A.1, test vector 1: the key of zeros.
        let zeros = [
            0x76, 0xb8, 0xe0, 0xad, 0xa0, 0xf1, 0x3d, 0x90, 0x40, 0x5d, 0x6a, 0xe5, 0x53, 0x86,
            0xbd, 0x28,
        ];
        // Appendix A.1, test vector 3, is that of the second block of the key that ends in 1.
        let one = [
            0x3a, 0xeb, 0x52, 0x24, 0xec, 0xf8, 0x49, 0x92, 0x9b, 0x9d, 0x82, 0x8d, 0xb1, 0xce,
            0xd4, 0xdd,
        ];
        let keys = [vec![0; 32], [vec![0; 31], vec![1]].concat()];
        let answers = keys
            .iter()
            .zip(0u8..)
            .map(|(key, number)| [(number..).take(WITNESS).collect(), key.clone()].concat());
        let mut entropy = source(answers.collect::<Vec<_>>().concat(), true);
        let mut out = vec![0; 2 * CHUNK];
        entropy.fill(&mut out).unwrap();
        assert_eq!(out[..16], zeros);
        assert_eq!(out[CHUNK + 64..CHUNK + 80], one);
        assert!(
            entropy.fill(&mut out).is_err(),
            "a third key was not asked for"
        );
    }

    #[test]
    fn short_requests_and_those_of_the_system_alone_are_not_expanded() {
        for (expands, length) in [(true, EXPANDED - WITNESS - 4), (false, 2 * CHUNK)] {
            let mut out = vec![0; length];
            source(counted(100_000), expands).fill(&mut out).unwrap();
            assert_eq!(out[..8], counted(10)[WITNESS..]);
        }
    }

    #[test]
    fn the_system_is_asked_for_so_many_bytes_and_no_more() {
        for (expands, requests, asked) in [
            // The pool starts small and doubles.
            (false, vec![1; 32], 64),
            (false, vec![1; 33], 64 + 128),
            (false, vec![1; 129], 64 + 128 + 256),
            // It is as long as what is missing, up to 64 KiB.
            (false, vec![5000], 5032),
            (false, vec![65_504], 65_536),
            (false, vec![65_505], 2 * 65_536),
            // From 16 KiB on a key serves, for 64 KiB each.
            (true, vec![16_351], 16_383),
            (true, vec![16_384], 64),
            (true, vec![65_536], 64),
            (true, vec![65_537], 2 * 64),
        ] {
            for (given, suffices) in [(asked - 1, false), (asked, true)] {
                let answers = counted(asked as u32)[..given].to_vec();
                let mut entropy = source(answers, expands);
                let mut requests = requests.iter().map(|&length| vec![0; length]);
                let drawn = requests.all(|mut out| entropy.fill(&mut out).is_ok());
                assert_eq!(drawn, suffices, "{asked}");
            }
        }
    }

    #[test]
    fn a_failing_source_is_an_error_and_leaves_no_older_bytes() {
        for expands in [false, true] {
            let mut entropy = source(counted(FIRST_POOL as u32 / 4 + 3), expands);
            entropy.fill(&mut [0; FIRST_POOL - WITNESS]).unwrap();
            let error = entropy.fill(&mut [0; 1]).unwrap_err().to_string();
            assert!(
                error.starts_with("the operating system gave no randomness: "),
                "{error}"
            );
            assert!(entropy.below(2).is_err());
            assert!(entropy.fill(&mut vec![0; CHUNK]).is_err());
            assert!(entropy.pool.is_empty());
        }
    }

    #[test]
    fn a_source_that_repeats_itself_is_refused() {
        let again = counted(FIRST_POOL as u32 / 4).repeat(4096);
        // Equal bytes are noticed at once.
        for (answers, requests, what) in [
            (vec![0; 2 * CHUNK], 1, "zeros"),
            (vec![0x55; 2 * CHUNK], 1, "one byte"),
            (again, FIRST_POOL, "the same again"),
        ] {
            for (expands, length) in [(false, 1), (true, 1), (false, EXPANDED), (true, EXPANDED)] {
                let mut entropy = source(answers.clone(), expands);
                let mut out = vec![1; length];
                let drawn = (0..requests).try_for_each(|_| entropy.fill(&mut out));
                assert_eq!(
                    drawn.unwrap_err().to_string(),
                    REJECTS,
                    "{what} {expands} {length}"
                );
            }
        }
    }

    #[test]
    fn a_source_that_is_rejected_for_ever_is_refused() {
        // A word of zeros is the one that a bound of 3 rejects.
        let zeros = vec![0; 8 * (MAX_REJECTIONS as usize + 1)];
        assert_eq!(
            Entropy::tape(&zeros).below(3).unwrap_err().to_string(),
            REJECTS
        );
        assert_eq!(
            Entropy::tape(&zeros)
                .fill_below(3, &mut [0])
                .unwrap_err()
                .to_string(),
            REJECTS
        );
        let words = vec![0x55; 8 * (MAX_REDRAWS as usize + 1)];
        assert_eq!(
            Entropy::tape(&words)
                .fill_below_until(3, &mut [0], |_| false)
                .unwrap_err()
                .to_string(),
            REJECTS
        );
        let ones = vec![0xff; 2 * (MAX_REJECTIONS as usize + 1)];
        let bound = Natural::from(300);
        assert_eq!(
            Entropy::tape(&ones)
                .below_natural(&bound)
                .err()
                .unwrap()
                .to_string(),
            REJECTS
        );
    }

    #[test]
    fn a_rejected_word_is_followed_by_a_fresh_one() {
        let words = [0u64, 0, u64::MAX].map(u64::to_le_bytes).concat();
        assert_eq!(Entropy::tape(&words).below(3).unwrap(), 2);
        let mut out = [7; 3];
        Entropy::tape(&words).fill_below(3, &mut out).unwrap();
        assert_eq!(out, [2; 3]);
        // Nothing of an outcome that is not wanted stays in the next one.
        let mut entropy = Entropy::numbers(&[5, 6, 7], &[9; 3]);
        let mut out = [0; 2];
        entropy
            .fill_below_until(3, &mut out, |numbers| {
                numbers != [1, 2] && numbers != [2, 0]
            })
            .unwrap();
        assert_eq!(out, [2, 1]);
    }

    #[test]
    fn every_number_that_a_word_gives_is_handed_out_and_then_the_next_words() {
        for bound in [2u64, 3, 10, 36, 94, 255, 256] {
            let per_word = draw::numbers_per_word(bound as usize) as u32;
            let product = bound.pow(per_word);
            // A whole word, whatever is asked for, and a word that gives fewer numbers.
            let words = [product - 2, product / 3, 1];
            let mut entropy = Entropy::numbers(&words, &[product, product, bound * bound]);
            let mut out = vec![0; 2 * per_word as usize + 2];
            entropy.fill_below(bound as usize, &mut out[..]).unwrap();
            let number = |digits: &[u8]| {
                let digits = digits.iter().map(|&digit| u64::from(digit));
                digits.fold(0, |number, digit| number * bound + digit)
            };
            let numbers: Vec<u64> = out.chunks(per_word as usize).map(number).collect();
            assert_eq!(numbers, words, "{bound}");
            assert!(out.iter().all(|&digit| u64::from(digit) < bound));
        }
    }

    #[test]
    fn a_word_is_rejected_by_the_product_of_the_bounds_of_its_numbers() {
        for (bound, length) in [(3u64, 37), (3, 2), (255, 7), (255, 1), (9, 4)] {
            let product = bound.pow(length);
            let rejected = ((1u128 << 64) % u128::from(product)) as u64;
            // The inverse of an odd number modulo 2^64: each of Newton's steps doubles its right bits.
            let inverse = (0..6).fold(product, |inverse, _| {
                inverse.wrapping_mul(2u64.wrapping_sub(product.wrapping_mul(inverse)))
            });
            for (left, stands) in [(rejected - 1, false), (rejected, true)] {
                // A rejected word asks the tape for another one, which it has not.
                let mut entropy = Entropy::tape(&inverse.wrapping_mul(left).to_le_bytes());
                let drawn = entropy.fill_below(bound as usize, &mut vec![0; length as usize]);
                assert_eq!(drawn.is_ok(), stands, "{length} below {bound}: {left}");
            }
        }
    }

    #[test]
    fn large_numbers_come_equally_often_below_every_bound() {
        let edges = [511, 512, 513, 1023, 1024, 1025, 65_535, 65_536];
        for bound in (1..=300u64).chain(edges) {
            let natural = Natural::from(bound);
            let bytes = (64 - (bound - 1).leading_zeros()).div_ceil(8);
            let mut counts = HashMap::new();
            let mut entropy = Entropy::tape(&[]);
            for word in 0..1u64 << (8 * bytes) {
                entropy.pool.clear();
                entropy
                    .pool
                    .extend_from_slice(&word.to_be_bytes()[8 - bytes as usize..]);
                entropy.used = 0;
                let drawn = entropy.below_natural(&natural);
                // A rejected word asks the tape for another one, which it has not.
                if let Ok(number) = drawn {
                    *counts.entry(number.to_u64().unwrap()).or_insert(0u64) += 1;
                }
            }
            assert_eq!(counts.len() as u64, bound);
            assert!(counts.keys().all(|&number| number < bound));
            let fair = (1u64 << (8 * bytes)) / bound.next_power_of_two();
            assert!(counts.values().all(|&count| count == fair), "{bound}");
        }
    }

    #[test]
    fn a_bound_of_many_limbs_is_met_and_never_reached() {
        let bound = Natural::parse("2^200").unwrap();
        let largest = Entropy::tape(&[0xff; 25]).below_natural(&bound).unwrap();
        let mut next = largest.clone();
        next.add(1);
        assert!(next == bound);
        assert!(Entropy::tape(&[0xff; 26]).below_natural(&next).is_ok());
    }

    #[test]
    fn every_order_and_every_pick_comes_once_for_each_sequence_of_numbers() {
        let bounds = [5, 4, 3, 2, 1];
        let mut orders = HashMap::new();
        for sequence in 0..120u64 {
            let mut rest = sequence;
            let numbers = bounds.map(|bound| {
                let number = rest % bound;
                rest /= bound;
                number
            });
            let mut entropy = Entropy::numbers(&numbers, &bounds);
            let mut items = [0, 1, 2, 3, 4];
            for done in 0..items.len() {
                entropy.shuffle_step(&mut items, done).unwrap();
            }
            *orders.entry(items).or_insert(0) += 1;
        }
        assert_eq!(orders.len(), 120);
        for number in 0..7 {
            let mut entropy = Entropy::numbers(&[number], &[7]);
            assert_eq!(*entropy.pick(&[0, 1, 2, 3, 4, 5, 6]).unwrap(), number);
        }
    }
}
