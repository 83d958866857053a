//! A file of stored hashes: one a line, alone or behind a name that finds it.
//!
//! A line is `HASH`; or `ID`, a tab and `HASH`, as `secrets apikey --id` stores it; or `USER:HASH`, as
//! nginx, Apache and Traefik read it, perhaps with further fields as in /etc/shadow. Empty lines and
//! those that begin with # are no hashes.

use std::ops::Range;

use anyhow::{Context, Result, ensure};
use subtle::Choice;

use super::Stored;
use crate::message::hinted;
use crate::secret::Secret;
use crate::uniform::alphabet::BASE58;

/// The characters of an id of a key, which are of base58: the shape of Seam's prefixed API keys.
pub const ID_CHARS: usize = 8;

/// The most slow hashes that one value is compared with.
const MAX_SLOW: usize = 1000;

/// A line that has a hash.
struct Line<'a> {
    /// Its place, with its end.
    place: Range<usize>,
    number: usize,
    name: Name<'a>,
    hash: &'a [u8],
}

/// What a line is found by.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Name<'a> {
    None,
    User(&'a [u8]),
    Id(&'a [u8]),
}

/// A whole store.
pub struct Store<'a> {
    text: &'a [u8],
    lines: Vec<Line<'a>>,
}

/// Which lines a value has matched.
pub struct Found {
    places: Vec<(Range<usize>, Choice)>,
}

impl Found {
    /// Whether any line has.
    pub fn any(&self) -> Choice {
        let choices = self.places.iter().map(|(_, matches)| *matches);
        choices.fold(Choice::from(0), |any, one| any | one)
    }
}

impl<'a> Store<'a> {
    /// Finds the lines. Their hashes are read when they are needed.
    ///
    /// # Errors
    /// A line is neither a hash nor a name and a hash.
    pub fn parse(text: &'a [u8]) -> Result<Self> {
        let mut lines = Vec::new();
        let mut start = 0;
        for (at, whole) in text.split_inclusive(|&byte| byte == b'\n').enumerate() {
            let place = start..start + whole.len();
            start = place.end;
            let line = whole.strip_suffix(b"\n").unwrap_or(whole);
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if line.is_empty() || line.starts_with(b"#") {
                continue;
            }
            let number = at + 1;
            let (name, hash) =
                fields(line).with_context(|| format!("line {number} of the store"))?;
            // /etc/shadow has these for an account without a password, or one that is locked.
            let is_locked = matches!(hash, [] | [b'!' | b'*', ..]);
            if !is_locked || name == Name::None {
                lines.push(Line {
                    place,
                    number,
                    name,
                    hash,
                });
            }
        }
        Ok(Self { text, lines })
    }

    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Compares `value` with all lines that it could match: those of `user`, where one is given; of
    /// the lines with an id those that have the id of the key `value`; all others.
    ///
    /// All of them are compared, whichever match. Where there is none to compare with, one other line
    /// takes the time, so that it does not tell whether a name exists.
    ///
    /// # Errors
    /// A hash can't be read, or checking takes too much.
    pub fn find(&self, user: Option<&[u8]>, value: &[u8]) -> Result<Found> {
        let mut places = Vec::new();
        let mut slow = 0;
        for line in &self.lines {
            let Some(secret) = line.hashed_part(user, value) else {
                continue;
            };
            let stored = Stored::parse(line.hash).with_context(|| self.place_of(line))?;
            slow += usize::from(stored.is_slow());
            if slow > MAX_SLOW {
                return Err(hinted(
                    format!("the store has more than {MAX_SLOW} slow hashes that could match"),
                    "name the line with --user NAME",
                ));
            }
            places.push((line.place.clone(), stored.matches(secret)?));
        }
        if let (true, Some(line)) = (places.is_empty(), self.lines.first())
            && let Ok(stored) = Stored::parse(line.hash)
        {
            stored.matches(value)?;
        }
        // A variable that was not set lets nobody in.
        if value.is_empty() {
            places.clear();
        }
        Ok(Found { places })
    }

    /// The store without the lines that `found` has matched.
    pub fn without(&self, found: &Found) -> Secret {
        let mut text = Secret::with_capacity(self.text.len());
        let mut start = 0;
        for (place, _) in found.places.iter().filter(|(_, matches)| (*matches).into()) {
            text.extend(&self.text[start..place.start]);
            start = place.end;
        }
        text.extend(&self.text[start..]);
        text
    }

    /// Which line it is, for a person. A store of one hash needs no number.
    fn place_of(&self, line: &Line) -> String {
        if self.lines.len() == 1 {
            "the expected value".to_owned()
        } else {
            format!("line {} of the store", line.number)
        }
    }
}

/// The name of a line and its hash.
fn fields(line: &[u8]) -> Result<(Name<'_>, &[u8])> {
    if let Some(tab) = line.iter().position(|&byte| byte == b'\t') {
        let (id, hash) = (&line[..tab], &line[tab + 1..]);
        let is_id = id.len() == ID_CHARS && id.iter().all(|byte| BASE58.contains(byte));
        if !is_id || hash.contains(&b'\t') {
            return Err(hinted(
                "neither a hash nor an id, a tab and a hash",
                "of a line that --hash prints, only what follows the value is to be stored",
            ));
        }
        return Ok((Name::Id(id), hash));
    }
    let is_scram = |text: &[u8]| text.starts_with(b"SCRAM-SHA-");
    // These have colons of their own.
    let is_bare = is_scram(line)
        || [&b"scrypt:"[..], b"pbkdf2:"]
            .iter()
            .any(|own| line.starts_with(own));
    let Some(colon) = line
        .iter()
        .position(|&byte| byte == b':')
        .filter(|_| !is_bare)
    else {
        return Ok((Name::None, line));
    };
    let (user, rest) = (&line[..colon], &line[colon + 1..]);
    let end = rest
        .iter()
        .position(|&byte| byte == b':' && !is_scram(rest));
    ensure!(!user.is_empty(), "no user before the colon");
    Ok((Name::User(user), &rest[..end.unwrap_or(rest.len())]))
}

impl Line<'_> {
    /// The part of `value` that this line may be the hash of: of a key with an id it is what follows
    /// the id.
    fn hashed_part<'b>(&self, user: Option<&[u8]>, value: &'b [u8]) -> Option<&'b [u8]> {
        match (self.name, user) {
            (Name::User(name), Some(user)) => (name == user).then_some(value),
            (_, Some(_)) => None,
            (Name::Id(id), None) => {
                let mut parts = value.rsplitn(3, |&byte| byte == b'_');
                let (secret, actual_id) = (parts.next()?, parts.next()?);
                (actual_id == id && !secret.is_empty()).then_some(secret)
            }
            (Name::None | Name::User(_), None) => Some(value),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "2c70e12b7a0646f92279f427c7b38e7334d8e5389cff167a1dc30e73f826b683";

    fn matches(text: &str, user: Option<&str>, value: &str) -> bool {
        let store = Store::parse(text.as_bytes()).unwrap();
        let found = store.find(user.map(str::as_bytes), value.as_bytes());
        found.unwrap().any().into()
    }

    /// The lines that `value` uses up.
    fn left(text: &str, value: &str) -> String {
        let store = Store::parse(text.as_bytes()).unwrap();
        let left = store.without(&store.find(None, value.as_bytes()).unwrap());
        String::from_utf8(left.as_bytes().to_vec()).unwrap()
    }

    fn error(text: &str, user: Option<&str>) -> String {
        let store = Store::parse(text.as_bytes());
        let found = store.and_then(|store| store.find(user.map(str::as_bytes), b"key"));
        format!("{:#}", found.err().unwrap())
    }

    #[test]
    fn any_line_that_matches_is_a_yes() {
        let other = "0".repeat(64);
        for (text, is_match) in [
            (KEY.to_owned(), true),
            (format!("{KEY}\n"), true),
            (format!("{KEY}\r\n"), true),
            (format!("{other}\n{KEY}\n{other}\n"), true),
            (format!("# ours\n\nann:{KEY}\n"), true),
            (format!("ann:{KEY}:19000:0:99999:7:::\n"), true),
            (format!("{other}\n"), false),
            (format!("ann:!{KEY}\n"), false),
            ("ann::1\nbob:*\n".to_owned(), false),
            (String::new(), false),
        ] {
            assert_eq!(matches(&text, None, "key"), is_match, "{text}");
            assert!(!matches(&text, None, ""), "{text}");
        }
    }

    #[test]
    fn a_user_or_an_id_finds_the_line() {
        let other = "0".repeat(64);
        let text = format!("ann:{KEY}\nbob:{other}\nbob:{KEY}\n{KEY}\n");
        assert!(matches(&text, Some("ann"), "key"));
        assert!(matches(&text, Some("bob"), "key"));
        assert!(!matches(&text, Some("an"), "key"));
        assert!(!matches(&text, Some(""), "key"));
        let text = format!("BRTRKFsL\t{KEY}\nBRTRKFsM\t{other}\n");
        for (key, is_match) in [
            ("my_company_BRTRKFsL_key", true),
            ("BRTRKFsL_key", true),
            ("my_BRTRKFsM_key", false),
            ("my_BRTRKFsl_key", false),
            ("BRTRKFsL_my_key", false),
            ("key", false),
            ("BRTRKFsL_", false),
            ("BRTRKFsL", false),
            ("", false),
        ] {
            assert_eq!(matches(&text, None, key), is_match, "{key}");
        }
        // A hash that can't be read is no trouble for whom it does not concern.
        let text = format!("ann:{KEY}\nbob:$1$salt$digest\n");
        assert!(matches(&text, Some("ann"), "key"));
        assert!(error(&text, None).starts_with("line 2 of the store: hashes of the form $1$"));
    }

    #[test]
    fn what_was_used_is_taken_out_and_all_else_stays() {
        let other = "0".repeat(64);
        assert_eq!(left(KEY, "key"), "");
        assert_eq!(left(&format!("{KEY}\n{other}"), "key"), other);
        assert_eq!(
            left(&format!("{other}\n{KEY}"), "key"),
            format!("{other}\n")
        );
        let text = format!("# ours\r\n\r\n{other}\r\n{KEY}\r\nann:{KEY}\n{other}\n");
        let rest = format!("# ours\r\n\r\n{other}\r\n{other}\n");
        assert_eq!(left(&text, "key"), rest);
        assert_eq!(left(&text, "no"), text);
    }

    #[test]
    fn what_is_no_store_is_refused() {
        let slow = format!("$2b$10${}\n", ".".repeat(53)).repeat(2);
        for (text, message) in [
            ("a\tb\n", "line 1 of the store: neither a hash"),
            (&format!("{KEY}\n:{KEY}"), "line 2 of the store: no user"),
            ("hunter2", "the expected value: no hash of a known form"),
            (&format!("{slow}hunter2\n"), "line 3 of the store: no hash"),
            (
                &format!("BRTRKFsL\t{KEY}\tx"),
                "line 1 of the store: neither",
            ),
        ] {
            let said = error(text, None);
            assert!(said.starts_with(message), "{said}");
        }
    }
}
