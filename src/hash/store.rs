//! A file of stored hashes, one on each line, with or without a name in front.
//!
//! A line is one of these; empty lines and lines that begin with # are ignored:
//! - `HASH`
//! - `ID`, a tab and `HASH`, as `secrets apikey --id` writes it
//! - `USER:HASH`, as nginx, Apache and Traefik read it, optionally with more fields as in /etc/shadow

use std::ops::Range;

use anyhow::{Context, Result, ensure};
use subtle::Choice;

use super::Stored;
use crate::message::hinted;
use crate::secret::Secret;
use crate::uniform::alphabet::BASE58;

/// The length of the id of a key, in characters of base58, as in Seam's prefixed API keys.
pub const ID_CHARS: usize = 8;

/// The most slow hashes that one value is compared with.
const MAX_SLOW: usize = 1000;

/// A line with a hash.
struct Line<'a> {
    /// The range of the line in the text, with its newline.
    range: Range<usize>,
    /// The number of the line, from 1.
    number: usize,
    name: Name<'a>,
    hash: &'a [u8],
}

/// The name that finds a line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Name<'a> {
    None,
    User(&'a [u8]),
    Id(&'a [u8]),
}

/// The text of a store and its lines.
pub struct Store<'a> {
    text: &'a [u8],
    lines: Vec<Line<'a>>,
}

/// The lines that a value was compared with, and whether it matched each.
pub struct Found {
    lines: Vec<(Range<usize>, Choice)>,
}

impl Found {
    /// Whether the value matched any line.
    pub fn any(&self) -> Choice {
        let choices = self.lines.iter().map(|(_, matches)| *matches);
        choices.fold(Choice::from(0), |any, one| any | one)
    }
}

impl<'a> Store<'a> {
    /// Finds the lines. `find` reads the hashes that it needs.
    ///
    /// # Errors
    /// A line has an invalid name.
    pub fn parse(text: &'a [u8]) -> Result<Self> {
        let mut lines = Vec::new();
        let mut start = 0;
        for (at, whole) in text.split_inclusive(|&byte| byte == b'\n').enumerate() {
            let range = start..start + whole.len();
            start = range.end;
            let line = whole.strip_suffix(b"\n").unwrap_or(whole);
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if line.is_empty() || line.starts_with(b"#") {
                continue;
            }
            let number = at + 1;
            let (name, hash) =
                fields(line).with_context(|| format!("line {number} of the store"))?;
            // In /etc/shadow these mean an account without a password or a locked account.
            let is_locked = matches!(hash, [] | [b'!' | b'*', ..]);
            if !is_locked || name == Name::None {
                lines.push(Line {
                    range,
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

    /// Compares `value` with all lines that it could match.
    ///
    /// With `user`, only the lines of this user could match. Without it, all lines could, except lines
    /// with an id other than the id of the key `value`. All these lines are compared, even after a match.
    /// If no line could match, `value` is compared with an unrelated line. So the time does not reveal
    /// whether a user or an id exists.
    ///
    /// # Errors
    /// A hash can't be read, or checking takes too much time or memory.
    pub fn find(&self, user: Option<&[u8]>, value: &[u8]) -> Result<Found> {
        let mut found = Vec::new();
        let mut slow = 0;
        for line in &self.lines {
            let Some(secret) = line.hashed_part(user, value) else {
                continue;
            };
            let stored = Stored::parse(line.hash).with_context(|| self.describe(line))?;
            slow += usize::from(stored.is_slow());
            if slow > MAX_SLOW {
                return Err(hinted(
                    format!("the store has more than {MAX_SLOW} slow hashes that could match"),
                    "name the line with --user NAME",
                ));
            }
            found.push((line.range.clone(), stored.matches(secret)?));
        }
        if let (true, Some(line)) = (found.is_empty(), self.lines.first())
            && let Ok(stored) = Stored::parse(line.hash)
        {
            stored.matches(value)?;
        }
        // An empty value may come from an unset variable, and never matches.
        if value.is_empty() {
            found.clear();
        }
        Ok(Found { lines: found })
    }

    /// The text of the store without the lines that matched.
    pub fn without(&self, found: &Found) -> Secret {
        let mut text = Secret::with_capacity(self.text.len());
        let mut start = 0;
        for (range, _) in found.lines.iter().filter(|(_, matches)| (*matches).into()) {
            text.extend(&self.text[start..range.start]);
            start = range.end;
        }
        text.extend(&self.text[start..]);
        text
    }

    /// Describes the line to a person: a store of one hash needs no number.
    fn describe(&self, line: &Line) -> String {
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
    // These hashes contain colons.
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
    /// The part of `value` whose hash this line may have: for a key with an id, the part after the id.
    /// None if the line can't match.
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

    /// The store without the lines that `value` matches.
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
    fn a_value_matches_if_any_line_matches() {
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
        // An unreadable hash is no error for other users.
        let text = format!("ann:{KEY}\nbob:$1$salt$digest\n");
        assert!(matches(&text, Some("ann"), "key"));
        assert!(error(&text, None).starts_with("line 2 of the store: hashes of the form $1$"));
    }

    #[test]
    fn matched_lines_are_removed_and_all_others_stay() {
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
    fn invalid_stores_are_refused() {
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
