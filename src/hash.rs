//! What a service stores instead of a secret: a hash that tells a right secret from a wrong one and
//! gives neither away.
//!
//! Each form is recognised by how it begins: `$argon2id$`, `$2b$`, `$6$`, or 64 hex digits.

mod argon2id;
mod bcrypt;
mod sha256;
mod sha512_crypt;

use std::path::PathBuf;

use anyhow::{Result, bail, ensure};
use clap::{Args, ValueEnum};
use subtle::Choice;

use crate::message::hinted;
use crate::recipe::space::Bits;
use crate::secret::Secret;
use crate::uniform::entropy::Entropy;
use argon2id::Argon2id;
use bcrypt::Bcrypt;
use sha256::Sha256Hex;
use sha512_crypt::Sha512Crypt;

/// The least entropy that a fast hash without a salt keeps safe. NIST SP 800-63B-4 demands a salted
/// password hash below 112 bits (look-up secrets); this is the strength of the other defaults.
const MIN_FAST_BITS: u64 = 128;

/// Whether the values come with what to store of them: the same on every command that has it.
///
/// A command takes part by flattening these into its flags and returning them from
/// [`Generator::hash`](crate::recipe::Generator::hash).
#[derive(Args, Clone, Default)]
#[command(next_help_heading = "Hash")]
pub struct HashArgs {
    /// Add what to store: each line is the value, a tab and its hash
    ///
    /// sha256 is right for values of 128 bits or more, which nobody can guess, and is refused below:
    /// with a fast hash, a stolen store is searched at 10^10 guesses a second, and NIST SP 800-63B-4
    /// asks for a salted password hash where there are fewer than 112 bits. The others are slow, and
    /// salted from the same source as the values. Check a value with secrets compare --hashed.
    #[arg(long, value_name = "SCHEME")]
    pub hash: Option<Scheme>,

    /// Write the hashes to FILE, one a line, and only the values to stdout or --output
    ///
    /// FILE is readable by you alone, complete or absent, and replaced only with --force.
    #[arg(hide_short_help = true, long, value_name = "FILE", requires = "hash", group = "files", value_hint = clap::ValueHint::FilePath)]
    pub hash_output: Option<PathBuf>,
}

/// A way to hash.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Scheme {
    /// SHA-256 in 64 hex digits, unsalted and fast
    Sha256,
    /// Argon2id of 19 MiB and 2 passes, the first choice of OWASP, as a PHC string
    Argon2id,
    /// bcrypt of cost 12, form 2b, for values of at most 72 bytes
    Bcrypt,
    /// SHA-512 crypt of 656000 rounds, form 6, as in /etc/shadow
    Sha512Crypt,
}

impl Scheme {
    /// Refuses a scheme that is too weak for values of `bits`, or can't take one of `longest` bytes.
    pub fn check(self, bits: f64, longest: Option<usize>) -> Result<()> {
        if self == Self::Sha256 && bits < MIN_FAST_BITS as f64 {
            return Err(hinted(
                format!(
                    "--hash sha256 is for values of at least {MIN_FAST_BITS} bits, and these have {}: a stolen hash could be searched",
                    Bits(bits)
                ),
                "take --hash argon2id, or ask for longer values",
            ));
        }
        match (self.most_bytes(), longest) {
            (Some(most), Some(longest)) if longest > most => Err(hinted(
                format!(
                    "--hash {} takes at most {most} bytes, and a value can have {longest}",
                    self.name()
                ),
                "ask for shorter values, or take --hash argon2id",
            )),
            _ => Ok(()),
        }
    }

    /// Appends what to store of `secret`, with a fresh salt where the scheme has one.
    pub fn store(self, secret: &[u8], entropy: &mut Entropy, stored: &mut Secret) -> Result<()> {
        match self {
            Self::Sha256 => sha256::store(secret, stored)?,
            Self::Argon2id => argon2id::store(secret, entropy, stored)?,
            Self::Bcrypt => bcrypt::store(secret, entropy, stored)?,
            Self::Sha512Crypt => sha512_crypt::store(secret, entropy, stored)?,
        }
        Ok(())
    }

    fn most_bytes(self) -> Option<usize> {
        match self {
            Self::Sha256 | Self::Argon2id => None,
            Self::Bcrypt => Some(bcrypt::MAX_SECRET),
            Self::Sha512Crypt => Some(sha512_crypt::MAX_SECRET),
        }
    }

    /// The word on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sha256 => "sha256",
            Self::Argon2id => "argon2id",
            Self::Bcrypt => "bcrypt",
            Self::Sha512Crypt => "sha512-crypt",
        }
    }
}

/// A stored hash, read and found to be affordable.
pub enum Stored {
    Sha256(Sha256Hex),
    Argon2id(Argon2id),
    Bcrypt(Bcrypt),
    Sha512Crypt(Sha512Crypt),
}

impl Stored {
    /// Reads a stored hash of any scheme.
    ///
    /// # Errors
    /// It is of no known scheme, it is damaged, or checking it would take more time or memory than
    /// any sound setting does. The message does not repeat it.
    pub fn parse(text: &[u8]) -> Result<Self> {
        let text = std::str::from_utf8(text).unwrap_or_default();
        if let Some(rest) = text.strip_prefix("$argon2id$") {
            Argon2id::parse(rest).map(Self::Argon2id)
        } else if text.starts_with("$2") {
            Bcrypt::parse(text).map(Self::Bcrypt)
        } else if let Some(rest) = text.strip_prefix("$6$") {
            Sha512Crypt::parse(rest).map(Self::Sha512Crypt)
        } else if let Some(digest) = sha256::parse(text) {
            Ok(Self::Sha256(digest))
        } else {
            Err(hinted(
                "the expected value is no hash of a known form",
                "known are argon2id ($argon2id$…), bcrypt ($2b$…), sha512-crypt ($6$…) and sha256 (64 hex digits)",
            ))
        }
    }

    /// Whether this is the hash of `secret`.
    ///
    /// # Errors
    /// There is too little memory.
    pub fn matches(&self, secret: &[u8]) -> Result<Choice> {
        // What a scheme can't take was never hashed, so it is wrong rather than trouble.
        let can_take = |scheme| check_whole(scheme, secret).is_ok();
        match self {
            Self::Sha256(stored) => Ok(stored.matches(secret)),
            Self::Argon2id(stored) => stored.matches(secret),
            Self::Bcrypt(stored) if can_take(Scheme::Bcrypt) => stored.matches(secret),
            Self::Sha512Crypt(stored) if can_take(Scheme::Sha512Crypt) => stored.matches(secret),
            Self::Bcrypt(_) | Self::Sha512Crypt(_) => Ok(Choice::from(0)),
        }
    }
}

/// Refuses what a scheme made for C strings, of limited length, would cut.
fn check_whole(scheme: Scheme, secret: &[u8]) -> Result<()> {
    let name = scheme.name();
    if scheme.most_bytes().is_some_and(|most| secret.len() > most) {
        bail!(
            "the value is longer than the {} bytes that {name} takes",
            scheme.most_bytes().unwrap_or_default()
        );
    }
    ensure!(
        !secret.contains(&0),
        "the value has a NUL byte, at which {name} would end it"
    );
    Ok(())
}

/// An error for a hash of a known scheme that breaks its form.
fn damaged(scheme: &str) -> anyhow::Error {
    anyhow::anyhow!("the expected value is a damaged {scheme} hash")
}

/// An error for a hash whose check would take too much.
fn too_costly(scheme: &str, what: &str, most: &str) -> anyhow::Error {
    anyhow::anyhow!(
        "the expected {scheme} hash asks for {what}, and {most} is the most that is spent on a check"
    )
}

/// Reads a decimal number without signs, spaces or leading zeros.
fn number(text: &str) -> Option<u32> {
    let plain = text.bytes().all(|digit| digit.is_ascii_digit())
        && (text.len() == 1 || !text.starts_with('0'));
    text.parse().ok().filter(|_| plain)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn stored(scheme: Scheme, secret: &[u8]) -> Vec<u8> {
        let mut stored = Secret::with_capacity(0);
        scheme
            .store(secret, &mut Entropy::os(), &mut stored)
            .unwrap();
        stored.as_bytes().to_vec()
    }

    fn matches(hash: &[u8], secret: &[u8]) -> bool {
        Stored::parse(hash).unwrap().matches(secret).unwrap().into()
    }

    fn error(hash: &str) -> String {
        Stored::parse(hash.as_bytes()).err().unwrap().to_string()
    }

    #[test]
    fn what_is_stored_matches_its_secret_alone() {
        for &scheme in Scheme::value_variants() {
            let hash = stored(scheme, b"correct horse");
            assert!(matches(&hash, b"correct horse"));
            for other in [
                &b"correct hors"[..],
                b"correct horsf",
                b"",
                b"Correct horse",
            ] {
                assert!(!matches(&hash, other), "{}", scheme.name());
            }
            if scheme != Scheme::Sha256 {
                assert!(
                    stored(scheme, b"correct horse") != hash,
                    "the salt is fresh"
                );
            }
        }
    }

    /// Made by OpenSSL 3.0 (sha512-crypt, sha256), libxcrypt 4.4 (bcrypt) and the reference argon2
    /// of argon2-cffi 25.1; the one of the prefixed API key is that of Seam's library.
    #[test]
    fn hashes_of_other_programs_match() {
        for (hash, secret) in VECTORS {
            assert!(matches(hash.as_bytes(), secret), "{hash}");
            assert!(!matches(hash.as_bytes(), b"x"), "{hash}");
        }
    }

    #[test]
    fn what_is_no_hash_or_too_costly_is_refused() {
        let salt = "c29tZXNhbHRzb21lc2FsdA";
        let digest = "A".repeat(43);
        let crypt = ".".repeat(86);
        let argon =
            |parameters: &str| error(&format!("$argon2id$v=19${parameters}${salt}${digest}"));
        for message in [
            error(""),
            error("hunter2"),
            error("$argon2i$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$AAAA"),
            error("$5$salt$hash"),
            error(&"g".repeat(64)),
            error(&"0".repeat(63)),
            error(&"0".repeat(65)),
            Stored::parse(b"\xff\xfe").err().unwrap().to_string(),
        ] {
            assert_eq!(message, "the expected value is no hash of a known form");
        }
        for message in [
            argon("m=19456,t=2"),
            argon("m=19456,t=2,p=0"),
            argon("m=7,t=2,p=1"),
            argon("m=+8,t=2,p=1"),
            argon("m=99999999999,t=2,p=1"),
            argon("t=2,m=19456,p=1"),
            error("$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ"),
            error(&format!("$argon2id$v=18$m=8,t=1,p=1${salt}${digest}")),
            error(&format!("$argon2id$v=19$m=8,t=1,p=1${salt}${digest}$x")),
            error(&format!("$argon2id$v=19$m=8,t=1,p=1$!${digest}")),
            error("$2b$12$short"),
            error(&format!("$2x$12${}", ".".repeat(53))),
            error(&format!("$2b$03${}", ".".repeat(53))),
            error(&format!("$2b$12${}", "é".repeat(26) + ".")),
            error("$6$salt"),
            error(&format!("$6$rounds=999$salt${crypt}")),
            error(&format!("$6$rounds=x$salt${crypt}")),
            error(&format!("$6$sa:lt${crypt}")),
            error(&format!("$6${}${crypt}", "a".repeat(17))),
            error(&format!("$6$salt${}", &crypt[1..])),
        ] {
            assert!(message.contains("damaged"), "{message}");
        }
        for message in [
            argon("m=1048577,t=1,p=1"),
            argon("m=1048576,t=3,p=1"),
            argon("m=65536,t=4294967295,p=1"),
            argon("m=4294967295,t=1,p=1"),
            error(&format!("$2b$16${}", ".".repeat(53))),
            error(&format!("$6$rounds=1000001$salt${crypt}")),
            error(&format!("$6$rounds=999999999$salt${crypt}")),
        ] {
            assert!(message.contains("is the most"), "{message}");
        }
    }

    #[test]
    fn nothing_is_cut() {
        let mut hash = Secret::with_capacity(0);
        for (scheme, most, cheap) in [
            (Scheme::Bcrypt, 72, format!("$2b$04${}", ".".repeat(53))),
            (
                Scheme::Sha512Crypt,
                512,
                format!("$6$rounds=1000$salt${}", ".".repeat(86)),
            ),
        ] {
            let known = Stored::parse(cheap.as_bytes()).unwrap();
            assert!(known.matches(&vec![b'a'; most]).is_ok());
            for bad in [&vec![b'a'; most + 1][..], b"a\0b"] {
                assert!(scheme.store(bad, &mut Entropy::os(), &mut hash).is_err());
                assert!(!bool::from(known.matches(bad).unwrap()));
            }
            assert!(scheme.check(256.0, Some(most)).is_ok());
            assert!(scheme.check(256.0, Some(most + 1)).is_err());
        }
    }

    #[test]
    fn the_fast_hash_is_for_strong_values() {
        assert!(Scheme::Sha256.check(128.0, Some(1000)).is_ok());
        assert!(Scheme::Sha256.check(127.999, None).is_err());
        assert!(Scheme::Argon2id.check(1.0, Some(1000)).is_ok());
    }

    const VECTORS: [(&str, &[u8]); 12] = [
        (
            "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQxMjM0NTY3OA$oVLnFW4Vdd+KZaNyuHNZYDlTeeRDSkyoACLFGAAhgLc",
            b"correct horse",
        ),
        (
            "$argon2id$v=19$m=64,t=3,p=4$c2FsdHNhbHQ$mReyKkSw12si8BQe/NLlJZXp+qRV2Vwt",
            "p\u{e4}ssword".as_bytes(),
        ),
        (
            "$2b$06$abcdefghijklmnopqrstuud/5IuQmqhVO0kfNEbHJM.fJkPiliBzC",
            b"correct horse",
        ),
        (
            "$2y$04$abcdefghijklmnopqrstuuBzzIgyKkz7xMWYSzkIjUSnxEQFQ0WNe",
            &[b'a'; 72],
        ),
        (
            "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
            b"U*U",
        ),
        (
            "$2b$04$abcdefghijklmnopqrstuubyCG3zY1GIXMyxfivm.ClDiInHzxjiq",
            b"",
        ),
        (
            "$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1",
            b"Hello world!",
        ),
        (
            "$6$rounds=10000$saltstringsaltst$DLHJRpJHscwLp9L52FjoaSd7i2U6Rk.YSKQqkGV/wxjQGjkBscgRVfnXPtw9FbM5IqzevIqHxJtwUJRJjgNTe1",
            &[b'a'; 200],
        ),
        (
            "4104d36f8da2c254349f85836793ebe029e0c957063a34c91c2e9203187b5631",
            b"correct horse",
        ),
        (
            "4104D36F8DA2C254349F85836793EBE029E0C957063A34C91C2E9203187B5631",
            b"correct horse",
        ),
        (
            "d70d981d87b449c107327c2a2afbf00d4b58070d6ba571aac35d7ea3e7c79f37",
            b"51FwqftsmMDHHbJAMEXXHCgG",
        ),
        // FIPS 180-4's example of one block.
        (
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            b"abc",
        ),
    ];

    proptest! {
        #[test]
        fn a_hash_that_was_changed_never_matches_and_is_never_repeated(
            which in 0..VECTORS.len(),
            place: prop::sample::Index,
            new in "[ -~]",
        ) {
            let (hash, secret) = VECTORS[which];
            let place = place.index(hash.len());
            let changed = format!("{}{new}{}", &hash[..place], &hash[place + 1..]);
            match Stored::parse(changed.as_bytes()) {
                // The last character of a part holds bits that do not count, and hex has two cases.
                Ok(stored) if changed != hash && !changed.eq_ignore_ascii_case(hash) => {
                    let idle = "$".contains(hash[place + 1..].chars().next().unwrap_or('$')) || place == 28 || place < 3;
                    prop_assume!(!idle && place > 30);
                    prop_assert!(!bool::from(stored.matches(secret).unwrap()), "{}", changed);
                }
                Ok(_) => {}
                Err(error) => {
                    let message = format!("{error:#}");
                    prop_assert!(!message.contains(&changed[changed.len() - 20..]), "{}", message);
                }
            }
        }

        #[test]
        fn sha256_of_any_value_is_read_in_any_case(secret in prop::collection::vec(any::<u8>(), 1..80), upper: bool) {
            let mut text = Secret::with_capacity(0);
            Scheme::Sha256.store(&secret, &mut Entropy::os(), &mut text).unwrap();
            let mut text = text.as_bytes().to_vec();
            if upper {
                text.make_ascii_uppercase();
            }
            prop_assert!(bool::from(Stored::parse(&text).unwrap().matches(&secret).unwrap()));
        }
    }
}
