//! What a service stores instead of a secret: a hash that tells a right secret from a wrong one and
//! gives neither away.
//!
//! [`Settings`] make hashes, [`Stored`] reads and checks them, and [`store`] finds them in files.

mod argon2id;
mod bcrypt;
mod cost;
mod crypt;
mod foreign;
mod pbkdf2_sha256;
mod scram_sha256;
mod scrypt;
mod sha256;
mod sha512_crypt;
pub mod store;
mod yescrypt;

use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Result, anyhow, bail, ensure};
use clap::{Args, ValueEnum};
use subtle::Choice;

pub use self::bcrypt::Prefix;
use crate::message::hinted;
use crate::recipe::Form;
use crate::recipe::space::Bits;
use crate::secret::Secret;
use crate::uniform::entropy::Entropy;

/// The least entropy that a fast hash without a salt keeps safe. NIST SP 800-63B-4 demands a salted
/// password hash below 112 bits (look-up secrets); this is the strength of the other defaults.
const MIN_FAST_BITS: u64 = 128;

/// The longest user name, in bytes. Apache's is 255.
const MAX_USER: usize = 255;

/// Whether the values come with what to store of them: the same on every command that has it.
///
/// A command takes part by flattening these into its flags and returning them from its
/// `Generator::hash`.
#[derive(Args, Clone, Default)]
#[command(next_help_heading = "Hash")]
pub struct HashArgs {
    /// Add what to store: each line is the value, a tab and its hash
    ///
    /// sha256 is right for values of 128 bits or more, which nobody can guess, and is refused below:
    /// with a fast hash, a stolen store is searched at 10^10 guesses a second, and NIST SP 800-63B-4
    /// asks for a salted password hash where there are fewer than 112 bits. The others are slow, and
    /// salted from the same source as the values. Check a value with secrets compare --hashed, and
    /// hash one that exists with secrets hash.
    #[arg(long, value_name = "SCHEME")]
    pub hash: Option<Scheme>,

    /// Write the hashes to FILE, one a line, and only the values to stdout or --output
    ///
    /// FILE is readable by you alone, complete or absent, and replaced only with --force. Where stdout is
    /// closed, or is /dev/null as other programs open it, a line on stderr says that the values are
    /// lost, and the status is 0: the hashes are in FILE.
    #[arg(hide_short_help = true, long, value_name = "FILE", requires = "hash", group = "files", value_hint = clap::ValueHint::FilePath)]
    pub hash_output: Option<PathBuf>,

    /// Cost of a hash, in the terms of its scheme: see secrets hash --help
    #[arg(hide_short_help = true, long, value_name = "COST", requires = "hash")]
    pub cost: Option<String>,

    /// Prefix of a bcrypt hash: 2b, 2y or 2a
    #[arg(
        hide_short_help = true,
        long,
        value_name = "PREFIX",
        requires = "hash",
        hide_possible_values = true
    )]
    pub hash_prefix: Option<Prefix>,

    /// Write each hash as NAME:HASH, for nginx, Apache, Traefik and registries
    #[arg(hide_short_help = true, long, value_name = "NAME", requires = "hash", value_parser = user)]
    pub user: Option<String>,
}

impl HashArgs {
    /// How to hash, where that is asked for.
    ///
    /// # Errors
    /// Those of [`Settings::new`].
    pub fn settings(&self) -> Result<Option<Settings>> {
        let settings = |scheme| Settings::new(scheme, self.cost.as_deref(), self.hash_prefix);
        self.hash.map(settings).transpose()
    }

    /// Refuses a user for several values, unless all of them are that user's, as recovery codes are,
    /// and for a key with an id, which is found by that.
    pub fn check_user(&self, form: &Form, count: u64) -> Result<()> {
        let Some(user) = &self.user else {
            return Ok(());
        };
        ensure!(
            count == 1 || form.count > 1,
            "--user {user} is for one value, and {count} were asked for"
        );
        ensure!(
            form.id.is_none(),
            "--user and --id disagree: a key with an id is found by the id"
        );
        Ok(())
    }
}

/// Reads a user name, which may begin a line of a store.
pub fn user(name: &str) -> Result<String> {
    ensure!(
        !name.is_empty() && name.len() <= MAX_USER,
        "a user name has 1 to {MAX_USER} bytes"
    );
    ensure!(
        !name.contains(|character: char| character == ':' || character.is_control())
            && !name.starts_with('#'),
        "a user name has no colon and no control character, and does not begin with #"
    );
    Ok(name.to_owned())
}

/// A way to hash.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Scheme {
    /// Argon2id as a PHC string, the first choice of OWASP: 19 MiB and 2 passes
    Argon2id,
    /// bcrypt of cost 12, for values of at most 72 bytes without NUL
    Bcrypt,
    /// yescrypt of crypt(3) and /etc/shadow, cost 5: 16 MiB
    Yescrypt,
    /// scrypt as a PHC string: 128 MiB
    Scrypt,
    /// SHA-512 crypt of crypt(3) and /etc/shadow, 656000 rounds
    Sha512Crypt,
    /// PBKDF2 with HMAC-SHA-256 as Django stores it, 1200000 rounds
    Pbkdf2Sha256,
    /// SCRAM-SHA-256 as PostgreSQL stores it, 4096 rounds
    #[value(name = "scram-sha-256")]
    ScramSha256,
    /// SHA-256 in hex, unsalted and fast: for keys of at least 128 bits
    Sha256,
}

/// What there is to know of a scheme.
struct Row {
    /// The word on the command line.
    name: &'static str,
    /// How a stored hash begins, for a person.
    form: &'static str,
    /// The most bytes of a value, where other programs would cut what is longer.
    most_bytes: Option<usize>,
    /// Whether a value may have a NUL byte, at which a C string ends.
    takes_nul: bool,
    /// Reads a stored hash.
    parse: fn(&str) -> Parsed,
}

/// A stored hash, or what is wrong with it; `None` where a text is not of the scheme.
type Parsed = Option<Result<Box<dyn Verifier>>>;

/// All schemes, in the order of [`Scheme`].
const ROWS: [Row; 8] = [
    Row {
        name: "argon2id",
        form: "$argon2id$…",
        most_bytes: None,
        takes_nul: true,
        parse: argon2id::parse,
    },
    Row {
        name: "bcrypt",
        form: "$2b$…",
        most_bytes: Some(bcrypt::MAX_SECRET),
        takes_nul: false,
        parse: bcrypt::parse,
    },
    Row {
        name: "yescrypt",
        form: "$y$…",
        most_bytes: Some(crypt::MAX_SECRET),
        takes_nul: false,
        parse: yescrypt::parse,
    },
    Row {
        name: "scrypt",
        form: "$scrypt$…",
        most_bytes: None,
        takes_nul: true,
        parse: scrypt::parse,
    },
    Row {
        name: "sha512-crypt",
        form: "$6$…",
        most_bytes: Some(crypt::MAX_SECRET),
        takes_nul: false,
        parse: sha512_crypt::parse,
    },
    Row {
        name: "pbkdf2-sha256",
        form: "pbkdf2_sha256$…",
        most_bytes: None,
        takes_nul: true,
        parse: pbkdf2_sha256::parse,
    },
    Row {
        name: "scram-sha-256",
        form: "SCRAM-SHA-256$…",
        most_bytes: None,
        takes_nul: false,
        parse: scram_sha256::parse,
    },
    Row {
        name: "sha256",
        form: "64 hex digits",
        most_bytes: None,
        takes_nul: true,
        parse: sha256::parse,
    },
];

impl Scheme {
    fn row(self) -> &'static Row {
        &ROWS[self as usize]
    }

    /// The word on the command line.
    pub fn name(self) -> &'static str {
        self.row().name
    }

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
        match (self.row().most_bytes, longest) {
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
}

/// Makes new hashes of one scheme, at one cost.
trait Maker {
    /// Appends a hash of `secret`, with a fresh salt where the scheme has one.
    fn make(&self, secret: &[u8], entropy: &mut Entropy, hash: &mut Secret) -> Result<()>;

    /// The cost, for a person and as `--cost` reads it.
    fn cost(&self) -> String;

    /// The memory that a guess takes, in bytes. 0 is next to none.
    fn memory(&self) -> u64;
}

/// A stored hash of one scheme.
trait Verifier {
    /// Whether this is the hash of `secret`, which the scheme can take.
    fn matches(&self, secret: &[u8]) -> Result<Choice>;
}

/// How new hashes are made: a scheme and its cost.
pub struct Settings {
    scheme: Scheme,
    maker: Box<dyn Maker>,
}

impl Settings {
    /// Reads the `--cost` of a scheme, or takes its default, and the prefix of bcrypt.
    ///
    /// # Errors
    /// The cost is none of this scheme, is out of bounds, or would have no effect.
    pub fn new(scheme: Scheme, cost: Option<&str>, prefix: Option<Prefix>) -> Result<Self> {
        ensure!(
            prefix.is_none() || scheme == Scheme::Bcrypt,
            "a prefix is for bcrypt, and {} has one form",
            scheme.name()
        );
        let maker: Box<dyn Maker> = match scheme {
            Scheme::Argon2id => Box::new(argon2id::Cost::read(cost)?),
            Scheme::Bcrypt => Box::new(bcrypt::Cost::read(cost, prefix.unwrap_or_default())?),
            Scheme::Yescrypt => Box::new(yescrypt::Cost::read(cost)?),
            Scheme::Scrypt => Box::new(scrypt::Cost::read(cost)?),
            Scheme::Sha512Crypt => Box::new(sha512_crypt::Cost::read(cost)?),
            Scheme::Pbkdf2Sha256 => Box::new(pbkdf2_sha256::Cost::read(cost)?),
            Scheme::ScramSha256 => Box::new(scram_sha256::Cost::read(cost)?),
            Scheme::Sha256 if cost.is_some() => bail!("sha256 has no --cost: it is one digest"),
            Scheme::Sha256 => Box::new(sha256::Plain),
        };
        Ok(Self { scheme, maker })
    }

    pub fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// Appends a new hash of `secret`.
    ///
    /// # Errors
    /// The scheme would cut the secret, there is too little memory, or the entropy fails.
    pub fn make(&self, secret: &[u8], entropy: &mut Entropy, hash: &mut Secret) -> Result<()> {
        check_whole(self.scheme.row(), secret)?;
        self.maker.make(secret, entropy, hash)
    }

    /// Refuses to hash a secret that exists with a hash too fast for it, which nobody has drawn and
    /// whose entropy is at most that of its characters.
    pub fn check_strength(&self, secret: &[u8]) -> Result<()> {
        let bits = most_bits(secret);
        if self.scheme == Scheme::Sha256 && bits < MIN_FAST_BITS as f64 {
            return Err(hinted(
                format!(
                    "sha256 is for keys of at least {MIN_FAST_BITS} bits, and this value has at most {}: a stolen hash could be searched",
                    Bits(bits.floor())
                ),
                "take argon2id, as in: secrets hash argon2id",
            ));
        }
        Ok(())
    }

    /// The scheme and its cost, for a person.
    pub fn description(&self) -> String {
        format!("{}, {}", self.scheme.name(), self.maker.cost())
    }

    /// What a guess costs here: the seconds that a hash takes, and its memory in bytes.
    ///
    /// # Errors
    /// Those of [`Settings::make`].
    pub fn guess(&self) -> Result<(f64, u64)> {
        let mut hash = Secret::with_capacity(256);
        let start = Instant::now();
        self.make(b"a guess that is wrong", &mut Entropy::os(), &mut hash)?;
        Ok((start.elapsed().as_secs_f64(), self.maker.memory()))
    }
}

/// The most entropy that a text of these characters can have, by the smallest usual set that holds them.
fn most_bits(secret: &[u8]) -> f64 {
    let is_hex = |byte: &u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(byte);
    let all = |is: fn(&u8) -> bool| secret.iter().all(is);
    let characters = match () {
        () if all(u8::is_ascii_digit) => 10,
        () if secret.iter().all(is_hex) => 16,
        () if all(u8::is_ascii_lowercase) || all(u8::is_ascii_uppercase) => 26,
        () if all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) => 36,
        () if all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()) => 36,
        () if all(u8::is_ascii_alphanumeric) => 62,
        () if all(|byte| (b' '..=b'~').contains(byte)) => 95,
        () => 256,
    };
    secret.len() as f64 * f64::from(characters).log2()
}

/// A stored hash, read and found to be affordable.
pub struct Stored {
    row: &'static Row,
    verifier: Box<dyn Verifier>,
}

impl Stored {
    /// Reads a stored hash of any scheme.
    ///
    /// # Errors
    /// It is of no known scheme, it is damaged, or checking it would take more time or memory than
    /// any sound setting does. The message does not repeat it.
    pub fn parse(text: &[u8]) -> Result<Self> {
        let text = std::str::from_utf8(text).unwrap_or_default();
        // bcrypt$ and argon2$ are of Django; what follows decides.
        if let Some(name) = foreign::name(text) {
            return Err(hinted(
                format!("hashes of the form {name} are not supported"),
                known(),
            ));
        }
        for row in &ROWS {
            if let Some(parsed) = (row.parse)(text) {
                let verifier = parsed?;
                return Ok(Self { row, verifier });
            }
        }
        Err(hinted("no hash of a known form", known()))
    }

    /// Whether this is the hash of `secret`. What the scheme can't take was never hashed, so it does
    /// not match.
    ///
    /// # Errors
    /// There is too little memory.
    pub fn matches(&self, secret: &[u8]) -> Result<Choice> {
        if check_whole(self.row, secret).is_err() {
            return Ok(Choice::from(0));
        }
        self.verifier.matches(secret)
    }

    /// Whether a check takes long.
    pub fn is_slow(&self) -> bool {
        self.row.name != Scheme::Sha256.name()
    }
}

/// All schemes with their forms, for a person.
fn known() -> String {
    let forms = ROWS
        .iter()
        .map(|row| format!("{} ({})", row.name, row.form));
    format!("known are {}", forms.collect::<Vec<_>>().join(", "))
}

/// Refuses what a scheme made for C strings, of limited length, would cut.
fn check_whole(row: &Row, secret: &[u8]) -> Result<()> {
    if let Some(most) = row.most_bytes.filter(|&most| secret.len() > most) {
        return Err(hinted(
            format!(
                "the value is longer than the {most} bytes that {} takes",
                row.name
            ),
            "take argon2id, which has no limit",
        ));
    }
    ensure!(
        row.takes_nul || !secret.contains(&0),
        "the value has a NUL byte, at which {} would end it",
        row.name
    );
    Ok(())
}

/// An error for a hash of a known scheme that breaks its form.
fn damaged(scheme: &str) -> anyhow::Error {
    anyhow!("damaged {scheme} hash")
}

#[cfg(test)]
mod tests;
