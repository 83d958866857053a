//! Hashes that a service stores instead of secrets, and that verify a secret without revealing it.
//!
//! [`Settings`] makes hashes, [`Stored`] reads and checks a hash, and [`store`] finds hashes in files.

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
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use clap::{Args, ValueEnum};
use subtle::Choice;

pub use self::bcrypt::Prefix;
use crate::message::hinted;
use crate::recipe::Form;
use crate::recipe::space::Bits;
use crate::secret::Secret;
use crate::uniform::entropy::Entropy;

/// The minimum entropy of a value with a fast, unsalted hash. NIST SP 800-63B-4 requires a salted
/// password hash below 112 bits (look-up secrets). 128 bits are the default of most commands.
const MIN_FAST_BITS: u64 = 128;

/// The longest user name, in bytes. Apache has the same limit.
const MAX_USER: usize = 255;

/// The options that add the hashes of the values, for all commands that have them.
///
/// A command flattens these into its flags and returns them from its `Generator::hash`.
#[derive(Args, Clone, Default)]
#[command(next_help_heading = "Hash")]
pub struct HashArgs {
    /// Add the hash to store: each line is the value, a tab and its hash
    ///
    /// sha256 is for values of at least 128 bits, which nobody can guess, and is refused for others:
    /// with a fast hash, a stolen store is searched at 10^10 guesses a second, and NIST SP 800-63B-4
    /// requires a salted password hash below 112 bits. The other schemes are slow, with a salt from
    /// the same source as the values. Check a value with secrets compare --hashed. Hash an existing
    /// value with secrets hash.
    #[arg(long, value_name = "SCHEME")]
    pub hash: Option<Scheme>,

    /// Write the hashes to FILE, one a line, and only the values to stdout or --output
    ///
    /// Only you can read FILE. It is complete or absent, and replaced only with --force. If stdout is
    /// closed, or is /dev/null opened for reading and writing, a warning says that the values are not
    /// printed, and the exit status is 0.
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
    /// The settings of `--hash`, or None without it.
    ///
    /// # Errors
    /// See [`Settings::new`].
    pub fn settings(&self) -> Result<Option<Settings>> {
        let settings = |scheme| Settings::new(scheme, self.cost.as_deref(), self.hash_prefix);
        self.hash.map(settings).transpose()
    }

    /// Refuses `--user` for several values, unless all belong to one user, as recovery codes do.
    /// Refuses it for a key with an id too, because a store finds that key by the id.
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

/// Reads a user name that can begin a line of a store.
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

/// The scheme of a hash.
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

/// The facts about a scheme.
struct Row {
    /// The name on the command line.
    name: &'static str,
    /// Describes to a person how a stored hash begins.
    form: &'static str,
    /// The most bytes of a value, if other programs cut off longer values.
    most_bytes: Option<usize>,
    /// Whether a value may have a NUL byte, which ends a C string.
    takes_nul: bool,
    /// Reads a stored hash.
    parse: fn(&str) -> Parsed,
}

/// A stored hash, or the error of a damaged hash. `None` if the text is of another scheme.
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

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// Refuses a scheme that is too weak for values of `bits` of entropy, or can't take values of
    /// `longest` bytes.
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

/// Makes hashes of one scheme and one cost.
trait Maker {
    /// Appends a hash of `secret`, with a fresh salt if the scheme has salts.
    fn make(&self, secret: &[u8], entropy: &mut Entropy, hash: &mut Secret) -> Result<()>;

    /// The cost as `--cost` reads it.
    fn cost(&self) -> String;

    /// The memory of a guess, in bytes: 0 if it is negligible.
    fn memory(&self) -> u64 {
        0
    }
}

/// A stored hash of one scheme.
trait Verifier {
    /// Whether this is the hash of `secret`. The scheme must be able to take `secret`.
    fn matches(&self, secret: &[u8]) -> Result<Choice>;
}

/// The scheme and the cost of new hashes.
pub struct Settings {
    scheme: Scheme,
    maker: Box<dyn Maker>,
}

impl Settings {
    /// The settings of a scheme, with its default cost if `cost` is None. `prefix` is for bcrypt.
    ///
    /// # Errors
    /// The cost is invalid for the scheme or out of its range, or an option has no effect.
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
    /// The scheme can't take the secret, there is too little memory, or the entropy fails.
    pub fn make(&self, secret: &[u8], entropy: &mut Entropy, hash: &mut Secret) -> Result<()> {
        check_whole(self.scheme.row(), secret)?;
        self.maker.make(secret, entropy, hash)
    }

    /// Refuses a fast hash for an existing secret that may be too weak for it. Its entropy is unknown,
    /// but its characters give an upper bound.
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

    /// Describes the scheme and its cost to a person.
    pub fn description(&self) -> String {
        format!("{}, {}", self.scheme.name(), self.maker.cost())
    }

    /// Measures the cost of a guess on this machine: seconds, and bytes of memory.
    ///
    /// # Errors
    /// See [`Settings::make`].
    pub fn guess(&self) -> Result<(f64, u64)> {
        let mut hash = Secret::with_capacity(256);
        let start = Instant::now();
        self.make(b"a guess that is wrong", &mut Entropy::os(), &mut hash)?;
        Ok((start.elapsed().as_secs_f64(), self.maker.memory()))
    }
}

/// The most entropy that `secret` can have, in bits: by its length and the smallest common set that
/// has all its characters.
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

/// A stored hash of acceptable cost.
pub struct Stored {
    row: &'static Row,
    verifier: Box<dyn Verifier>,
}

impl Stored {
    /// Reads a stored hash of any scheme.
    ///
    /// # Errors
    /// The hash is of no known scheme or damaged, or checking it would take more time or memory than
    /// any sensible settings. The message does not repeat the hash.
    pub fn parse(text: &[u8]) -> Result<Self> {
        let text = std::str::from_utf8(text).unwrap_or_default();
        // After Django's argon2$, the next field decides whether the hash is supported.
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

    /// Whether this is the hash of `secret`. False if the scheme can't take `secret`.
    ///
    /// # Errors
    /// There is too little memory.
    pub fn matches(&self, secret: &[u8]) -> Result<Choice> {
        if check_whole(self.row, secret).is_err() {
            return Ok(Choice::from(0));
        }
        self.verifier.matches(secret)
    }

    /// Whether this is a hash of `scheme`.
    pub fn is_of(&self, scheme: Scheme) -> bool {
        self.row.name == scheme.name()
    }

    /// Whether the scheme is slow on purpose.
    pub fn is_slow(&self) -> bool {
        self.row.name != Scheme::Sha256.name()
    }
}

/// A hint with all schemes and their forms.
fn known() -> String {
    let forms = ROWS
        .iter()
        .map(|row| format!("{} ({})", row.name, row.form));
    format!("known are {}", forms.collect::<Vec<_>>().join(", "))
}

/// Refuses a secret that other programs would cut off: it is too long, or has a NUL byte.
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

/// Reads `cost$salt$digest` of a PHC string: the numbers with these names, and the bytes of the salt
/// and of the digest.
fn phc<const N: usize>(text: &str, names: [&str; N]) -> Option<([u32; N], Vec<u8>, Vec<u8>)> {
    let mut fields = text.split('$');
    let mut costs = fields.next()?.split(',');
    let mut cost = [0; N];
    for (cost, name) in cost.iter_mut().zip(names) {
        *cost = cost::number(costs.next()?.strip_prefix(name)?.strip_prefix('=')?)?;
    }
    let salt = STANDARD_NO_PAD.decode(fields.next()?).ok()?;
    let digest = STANDARD_NO_PAD.decode(fields.next()?).ok()?;
    let ended = costs.next().is_none() && fields.next().is_none();
    ended.then_some((cost, salt, digest))
}

/// The error for a hash of a known scheme that is malformed.
fn damaged(scheme: &str) -> anyhow::Error {
    anyhow!("damaged {scheme} hash")
}

#[cfg(test)]
mod tests;
