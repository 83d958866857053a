//! An account: a key, its parameters and its name.

use std::fmt;

use anyhow::{Result, ensure};

use crate::authenticator::oath::{
    Algorithm, DEFAULT_DIGITS, DEFAULT_PERIOD, STEAM_LENGTH, Scheme, Style,
};
use crate::message::hinted;
use crate::secret::Secret;

/// The moving factor of codes: the time, counted in periods of some seconds, or a counter.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Factor {
    Period(u64),
    Counter(u64),
}

/// The kind of codes of an account, which is also the name of a command.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub enum Kind {
    Totp,
    Hotp,
}

impl Kind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Totp => "totp",
            Self::Hotp => "hotp",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The issuer and the account that an app shows.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub struct Label {
    pub issuer: Option<String>,
    pub account: String,
}

impl Label {
    /// Reads the issuer or the account of a label.
    ///
    /// # Errors
    /// `text` is empty, has a colon (which separates issuer and account) or a control character, or
    /// begins or ends with a space.
    pub fn part(text: &str) -> Result<String> {
        ensure!(!text.is_empty(), "it must not be empty");
        ensure!(
            !text.contains(':'),
            "a colon separates issuer and account, so neither has one"
        );
        ensure!(
            !text.contains(char::is_control),
            "control characters cannot be shown"
        );
        ensure!(text.trim() == text, "there are spaces around it");
        Ok(text.to_owned())
    }

    /// The label of an account. `issuer` comes from a parameter; `prefix` is the older way to name the
    /// issuer, before the account, and is used if there is no `issuer`.
    pub fn of(issuer: Option<String>, prefix: Option<String>, account: &str) -> Option<Self> {
        let is_there = |text: &String| !text.is_empty();
        let issuer = issuer.filter(is_there).or(prefix.filter(is_there));
        let account = account.trim_start().to_owned();
        (!account.is_empty() || issuer.is_some()).then_some(Self { issuer, account })
    }
}

/// Writes `issuer:account`, the name that chooses an account.
impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.issuer {
            Some(issuer) if self.account.is_empty() => f.write_str(issuer),
            Some(issuer) => write!(f, "{issuer}:{}", self.account),
            None => f.write_str(&self.account),
        }
    }
}

/// An account as it was read. Parameters that its source does not state are `None`.
pub struct Account {
    pub kind: Kind,
    pub label: Option<Label>,
    pub key: Secret,
    pub algorithm: Option<Algorithm>,
    pub digits: Option<u32>,
    pub period: Option<u64>,
    pub counter: Option<u64>,
    pub style: Option<Style>,
    /// The issuer in the label of the URI, if the parameter of the URI states a different one.
    pub other_issuer: Option<String>,
}

impl Account {
    /// An account with a key and no parameters.
    pub fn bare(kind: Kind, key: Secret) -> Self {
        Self {
            kind,
            label: None,
            key,
            algorithm: None,
            digits: None,
            period: None,
            counter: None,
            style: None,
            other_issuer: None,
        }
    }

    /// Sets the label. If `prefix` differs from the issuer that is used, it is kept in `other_issuer`.
    pub fn name_by(&mut self, issuer: Option<String>, prefix: Option<String>, account: &str) {
        self.label = Label::of(issuer, prefix.clone(), account);
        let label = self.label.as_ref();
        let taken = label.and_then(|label| label.issuer.as_ref());
        let differs = |prefix: &String| !prefix.is_empty() && Some(prefix) != taken;
        self.other_issuer = prefix.filter(differs);
    }

    /// The style of the codes.
    ///
    /// URIs of Steam accounts rarely state the style, so the issuer `Steam` implies it.
    pub fn style(&self) -> Style {
        let issuer = self.label.as_ref().and_then(|label| label.issuer.as_ref());
        let is_steam = issuer.is_some_and(|issuer| issuer.eq_ignore_ascii_case("steam"));
        self.style.unwrap_or(if is_steam && self.could_be_steam() {
            Style::Steam
        } else {
            Style::Decimal
        })
    }

    /// The algorithm, length and style of the codes.
    pub fn scheme(&self) -> Scheme {
        let style = self.style();
        Scheme {
            algorithm: self.algorithm.unwrap_or(Algorithm::Sha1),
            digits: match style {
                Style::Decimal => self.digits.unwrap_or(DEFAULT_DIGITS),
                Style::Steam => STEAM_LENGTH,
            },
            style,
        }
    }

    pub fn period(&self) -> u64 {
        self.period.unwrap_or(DEFAULT_PERIOD)
    }

    pub fn factor(&self) -> Factor {
        match self.kind {
            Kind::Totp => Factor::Period(self.period()),
            Kind::Hotp => Factor::Counter(self.counter.unwrap_or(0)),
        }
    }

    /// `issuer:account`, or `(no name)`.
    pub fn name(&self) -> String {
        name_of(self.label.as_ref())
    }

    /// Checks that the parameters are consistent.
    ///
    /// # Errors
    /// The parameters contradict the style of the codes.
    pub fn check(&self) -> Result<()> {
        if self.style() == Style::Steam {
            ensure!(
                self.could_be_steam(),
                "Steam makes codes of five characters from SHA1 and steps of 30 seconds, and nothing else"
            );
        } else if self.digits == Some(STEAM_LENGTH) {
            return Err(hinted(
                "the digits of the account cannot be used: a code has 6 to 10 digits",
                "give --style steam for the five characters of Steam",
            ));
        }
        Ok(())
    }

    /// Whether all known parameters agree with those of Steam.
    fn could_be_steam(&self) -> bool {
        self.kind == Kind::Totp
            && self.digits.is_none_or(|digits| digits == STEAM_LENGTH)
            && self.period.is_none_or(|period| period == DEFAULT_PERIOD)
            && self.algorithm.is_none_or(|named| named == Algorithm::Sha1)
    }
}

/// An account, or the reason why it can't be used.
pub struct Entry {
    pub name: String,
    pub account: Result<Account>,
}

impl Entry {
    /// The entry of the account that `read` returns, with this label.
    pub fn new(label: Option<Label>, read: impl FnOnce() -> Result<Account>) -> Self {
        let name = name_of(label.as_ref());
        let account = read().map(|account| Account { label, ..account });
        Self { name, account }
    }

    pub fn of(account: Account) -> Self {
        Self {
            name: account.name(),
            account: Ok(account),
        }
    }

    /// Whether `name` is `issuer:account` or a part of it.
    pub fn is_named(&self, name: &str) -> bool {
        let is_name = |text: &str| text.to_lowercase() == name.to_lowercase();
        let label = self
            .account
            .as_ref()
            .ok()
            .and_then(|account| account.label.as_ref());
        is_name(&self.name)
            || label.is_some_and(|label| {
                is_name(&label.account) || label.issuer.as_deref().is_some_and(is_name)
            })
    }
}

fn name_of(label: Option<&Label>) -> String {
    label.map_or_else(|| "(no name)".to_owned(), Label::to_string)
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// Describes an entry: its name, parameters and the length of its key in bytes, or its error.
    pub fn described(entry: &Entry) -> String {
        let account = match &entry.account {
            Ok(account) => account,
            Err(error) => return format!("{}: {error:#}", entry.name),
        };
        if let Err(error) = account.check() {
            return format!("{}: {error:#}", entry.name);
        }
        let scheme = account.scheme();
        let style = match scheme.style {
            Style::Decimal => "",
            Style::Steam => " steam",
        };
        let (Factor::Period(number) | Factor::Counter(number)) = account.factor();
        format!(
            "{} {}{style} {} {} {number} {}",
            entry.name,
            account.kind,
            scheme.algorithm.name(),
            scheme.digits,
            account.key.len()
        )
    }

    #[test]
    fn labels_refuse_colons_control_characters_and_outer_spaces() {
        assert!(Label::part("Acme Co").is_ok());
        for text in ["", ":", "a:b", " a", "a ", "a\tb", "a\u{9b}b"] {
            assert!(Label::part(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn the_issuer_steam_implies_the_style_if_the_parameters_agree() {
        let account = |issuer: &str, digits, period| {
            let mut account = Account::bare(Kind::Totp, Secret::with_capacity(0));
            account.label = Label::of(Some(issuer.to_owned()), None, "x");
            (account.digits, account.period) = (digits, period);
            account.check().ok().map(|()| account.style())
        };
        for (issuer, digits, period, style) in [
            ("Steam", None, None, Some(Style::Steam)),
            ("STEAM", Some(5), Some(30), Some(Style::Steam)),
            ("Steam", Some(6), None, Some(Style::Decimal)),
            ("Steam", None, Some(60), Some(Style::Decimal)),
            ("Steamy", None, None, Some(Style::Decimal)),
            ("Acme", Some(5), None, None),
        ] {
            let found = account(issuer, digits, period);
            assert_eq!(found, style, "{issuer} {digits:?} {period:?}");
        }
    }
}
