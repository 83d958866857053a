//! `secrets pattern`: a string that a regular expression matches, uniform over all that do.

mod expression;
mod strings;

use std::sync::Arc;

use anyhow::{Result, bail, ensure};
use clap::Args;
use regex_syntax::hir::Hir;

use crate::generate::Generator;
use crate::hash::HashArgs;
use crate::help::{Described, Help};
use crate::input::size::{positive, up_to};
use crate::message::hinted;
use crate::output::OutputArgs;
use crate::recipe::space::{Bits, Space, SpaceSize};
use crate::recipe::{Draw, Form, Recipe};
use crate::secret::Secret;
use crate::uniform::automaton::Language;
use crate::uniform::entropy::Entropy;
use crate::uniform::natural::Natural;
use expression::{longest, parse};
use strings::{Place, Strings};

/// The most characters that a string can have.
const MAX_LENGTH: u16 = 1024;

/// What counting the strings may take, in bytes.
const MAX_COUNTS: usize = 48 << 20;

/// The flags of `secrets pattern`.
#[derive(Args, Clone)]
#[command(next_help_heading = "Pattern")]
pub struct Pattern {
    /// The regular expression that the whole string matches
    ///
    /// The syntax is that of Rust's regex crate, without look-around, flags and Unicode properties;
    /// ^ and $ may stand at the ends.
    #[arg(value_name = "REGEX", help_heading = None)]
    regex: String,

    /// Only strings of at most N characters, 1 to 1024
    ///
    /// Bounds what has no bound of its own, such as [a-z]+.
    #[arg(long, value_name = "N", value_parser = length)]
    max_length: Option<u16>,

    /// Refuse a pattern that holds fewer than B bits of entropy
    #[arg(short, long, value_name = "B", value_parser = positive)]
    bits: Option<u64>,

    #[command(flatten)]
    hash: HashArgs,
}

impl Described for Pattern {
    const HELP: Help = Help {
        about: "A string of a regular expression: a licence key, a voucher",
        details: "\
Every string that the expression matches from end to end is equally likely, however many \
ways it matches; they are counted first, so the entropy is exact. The empty string is left \
out. What repeats without end, as * and + do, needs --max-length.\n\n\
Characters that the expression does not name are printable ASCII, from space to ~: so ., \
\\d, \\w, \\s (a space), [[:alpha:]] and [^...] never give a control character, nor one of \
another alphabet. What it names is drawn as it is: [äöü], [α-ω], \\t.",
        examples: &[
            (
                "secrets pattern '[A-Z2-7]{5}(-[A-Z2-7]{5}){4}'",
                "a licence key of 125 bits, in groups of five",
            ),
            (
                "secrets pattern 'SALE-[A-HJ-NP-Z2-9]{8}' -n 100",
                "a hundred vouchers without 0, 1, I and O",
            ),
            (
                "secrets pattern '[a-z2-9]{4}(-[a-z2-9]{4}){5}' --bits 100",
                "a Wi-Fi key that is easy to type, and an error should it hold less",
            ),
            (
                "secrets pattern '02(:[0-9a-f]{2}){5}'",
                "a MAC address of the locally administered ones",
            ),
            (
                "secrets pattern '[a-z]+(-[a-z]+)*' --max-length 30",
                "words of letters and what joins them, 30 characters at most",
            ),
        ],
    };
}

impl Generator for Pattern {
    const KIND: &'static str = "pattern";

    fn recipe(self, _: &OutputArgs) -> Result<Box<dyn Recipe>> {
        Ok(Box::new(self.matches()?))
    }

    fn hash(&self) -> HashArgs {
        self.hash.clone()
    }
}

impl Pattern {
    /// Counts the strings that match.
    fn matches(self) -> Result<Matches> {
        let hir = parse(&self.regex, self.max_length.is_some())?;
        self.check_length(&hir)?;
        let strings = Strings::of(&hir, self.max_length)?;
        let language = Language::within(&strings, MAX_COUNTS)?;
        self.check_count(language.count(), kind(&strings))?;
        let within = self.max_length.map(|most| 4 * usize::from(most));
        Ok(Matches {
            most_bytes: hir
                .properties()
                .maximum_len()
                .into_iter()
                .chain(within)
                .min(),
            pattern: self,
            strings: Arc::new(strings),
            language: Arc::new(language),
        })
    }

    fn check_length(&self, hir: &Hir) -> Result<()> {
        match (longest(hir), self.max_length) {
            (Some(longest), Some(most)) if longest <= most.into() => bail!(
                "--max-length {most} has no effect: no string that matches is longer than {longest}"
            ),
            (Some(longest), None) if longest > MAX_LENGTH.into() => Err(hinted(
                format!(
                    "strings of up to {longest} characters match, and {MAX_LENGTH} is the most"
                ),
                "repeat fewer times, or bound the string with --max-length",
            )),
            _ => Ok(()),
        }
    }

    /// Refuses a pattern without a secret in it, or with less of one than asked for.
    fn check_count(&self, count: &Natural, kind: &str) -> Result<()> {
        let within = self.within();
        ensure!(!count.is_zero(), "no {kind}{within} matches the pattern");
        if *count == Natural::from(1) {
            return Err(hinted(
                format!("only one {kind}{within} matches the pattern, which makes it no secret"),
                "let characters vary, as in [a-z]{20}",
            ));
        }
        match self.bits {
            // A number of so many bits is at least two to the power of one less.
            Some(least) if count.bits() <= least => Err(hinted(
                format!(
                    "the pattern holds {}, fewer than the {least} of --bits",
                    Bits(count.log2())
                ),
                "repeat more, or choose among more characters",
            )),
            _ => Ok(()),
        }
    }

    /// The bound of the length, for a person.
    fn within(&self) -> String {
        match self.max_length {
            None => String::new(),
            Some(1) => " of at most 1 character".into(),
            Some(most) => format!(" of at most {most} characters"),
        }
    }
}

/// What the strings are called that may be drawn.
fn kind(strings: &Strings) -> &'static str {
    if strings.has_empty() {
        "non-empty string"
    } else {
        "string"
    }
}

/// All strings that match a pattern, ready to be drawn from.
#[derive(Clone)]
struct Matches {
    pattern: Pattern,
    strings: Arc<Strings>,
    language: Arc<Language<Place>>,
    /// No string has more bytes.
    most_bytes: Option<usize>,
}

impl Matches {
    /// Appends the string with this number.
    fn string(&self, number: Natural, value: &mut Secret) {
        self.language.word(number, |label, symbol| {
            value.push(self.strings.byte(label, symbol));
        });
    }
}

impl Draw for Matches {
    fn form(&self) -> Form {
        Form {
            hashed_bytes: self.most_bytes,
            ..Form::default()
        }
    }

    fn draw(&mut self, entropy: &mut Entropy, value: &mut Secret) -> Result<()> {
        self.string(entropy.below_natural(self.language.count())?, value);
        Ok(())
    }

    fn for_another_thread(&self) -> Option<Box<dyn Draw + Send>> {
        Some(Box::new(self.clone()))
    }
}

impl Recipe for Matches {
    fn space(&self) -> Space {
        let (kind, within) = (kind(&self.strings), self.pattern.within());
        Space::of(
            format!("the {kind}s{within} that match {}", self.pattern.regex),
            SpaceSize::Count(self.language.count().clone()),
        )
    }

    fn characters(&self) -> Option<Vec<char>> {
        let ascii = (0..=0x7f).filter(|byte| self.strings.can_hold(*byte));
        Some(ascii.map(char::from).collect())
    }

    fn can_give(&self, value: &str) -> bool {
        self.strings.has(value)
    }
}

fn length(text: &str) -> Result<u16> {
    up_to(positive(text)?, MAX_LENGTH)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use regex_syntax::hir::{Class, HirKind};

    use proptest::prelude::*;

    use super::*;

    fn pattern(regex: &str, max_length: Option<u16>) -> Pattern {
        Pattern {
            regex: regex.into(),
            max_length,
            bits: None,
            hash: HashArgs::default(),
        }
    }

    fn matches(regex: &str, max_length: Option<u16>) -> Matches {
        pattern(regex, max_length)
            .matches()
            .unwrap_or_else(|error| panic!("{regex}: {error}"))
    }

    fn error(pattern: Pattern) -> String {
        pattern.matches().err().unwrap().to_string()
    }

    /// The strings of at most `most` characters that `hir` stands for, set by set.
    fn meaning(hir: &Hir, most: usize) -> BTreeSet<String> {
        let joined = |left: &BTreeSet<String>, right: &BTreeSet<String>| {
            left.iter()
                .flat_map(|start| right.iter().map(move |end| format!("{start}{end}")))
                .filter(|string| string.chars().count() <= most)
                .collect::<BTreeSet<_>>()
        };
        let empty = BTreeSet::from([String::new()]);
        match hir.kind() {
            HirKind::Empty => empty,
            HirKind::Look(_) => panic!("there is no look-around in the tests"),
            HirKind::Literal(literal) => joined(
                &empty,
                &[String::from_utf8(literal.0.to_vec()).unwrap()].into(),
            ),
            HirKind::Class(Class::Unicode(class)) => class
                .iter()
                .flat_map(|range| range.start()..=range.end())
                .map(String::from)
                .collect(),
            HirKind::Class(Class::Bytes(class)) => class
                .iter()
                .flat_map(|range| range.start()..=range.end())
                .map(|byte| char::from(byte).to_string())
                .collect(),
            HirKind::Capture(capture) => meaning(&capture.sub, most),
            HirKind::Concat(parts) => parts
                .iter()
                .fold(empty, |all, part| joined(&all, &meaning(part, most))),
            HirKind::Alternation(parts) => {
                parts.iter().flat_map(|part| meaning(part, most)).collect()
            }
            HirKind::Repetition(repetition) => {
                let once = meaning(&repetition.sub, most);
                let enough = repetition.min + most as u32;
                let (mut times, mut all) = (empty, BTreeSet::new());
                for time in 0..=repetition.max.unwrap_or(enough).min(enough) {
                    if time > 0 {
                        times = joined(&times, &once);
                    }
                    if time >= repetition.min {
                        all.extend(times.iter().cloned());
                    }
                }
                all
            }
        }
    }

    /// Demands that numbering is a bijection from the numbers below the count to the non-empty
    /// strings of `ours`, which are those that `plain` has when the crate translates it.
    fn check(ours: &str, plain: &str, most: u16) {
        let bound = Some(most);
        let hir = parse(ours, true).unwrap();
        let strings = Strings::of(&hir, bound).unwrap();
        let mut expected = meaning(
            &regex_syntax::parse(plain).unwrap_or_else(|error| panic!("{error}")),
            most.into(),
        );
        let longest = longest(&hir);
        let lengths = expected.iter().map(|string| string.chars().count() as u64);
        // Where longer strings are cut off, those that are left don't tell.
        if longest.is_none_or(|longest| longest <= most.into()) {
            assert_eq!(longest, lengths.max(), "{ours}");
        }
        assert_eq!(strings.has_empty(), expected.remove(""), "{ours}");
        check_numbers(ours, strings, bound, &expected);
        if longest.is_some_and(|longest| longest <= most.into()) {
            check_numbers(ours, Strings::of(&hir, None).unwrap(), None, &expected);
        }
    }

    fn check_numbers(
        regex: &str,
        strings: Strings,
        bound: Option<u16>,
        expected: &BTreeSet<String>,
    ) {
        let matches = Matches {
            language: Arc::new(Language::within(&strings, MAX_COUNTS).unwrap()),
            pattern: pattern(regex, bound),
            strings: Arc::new(strings),
            most_bytes: None,
        };
        let count = matches.language.count().to_u64().unwrap();
        assert_eq!(count, expected.len() as u64, "{regex} {bound:?}");
        let mut numbered = BTreeSet::new();
        for number in 0..count {
            let mut value = Secret::with_capacity(0);
            matches.string(Natural::from(number), &mut value);
            numbered.insert(String::from_utf8(value.as_bytes().to_vec()).unwrap());
        }
        assert!(numbered == *expected, "{regex} {bound:?}");
    }

    #[test]
    fn every_number_is_its_own_string() {
        for (ours, plain) in [
            ("abc", "abc"),
            ("(a|a)b?", "ab?"),
            ("(a|ab)(c|bcd)", "(a|ab)(c|bcd)"),
            ("(a?){3}a{0,2}", "a{0,5}"),
            ("(a|aa)*b", "a*b"),
            ("(a*)*", "a*"),
            ("(a*b?)+", "[ab]*"),
            ("a{2,}", "aaa*"),
            ("a{0}b{1}c{0,0}", "b"),
            ("(|a)(|b)", "|a|b|ab"),
            ("[ab]{2}(-[ab]{2})?", "[ab]{2}(-[ab]{2})?"),
            ("(ab)*", "(ab)*"),
            ("(a[bc]|ab|[ad]c)+?", "(ab|ac|dc)+"),
            ("(foo|fob|fo)?r", "foor|fobr|for|r"),
            ("^ab?$", "ab?"),
            (r"\Aab?\z", "ab?"),
            ("(?:a)(?P<name>b)(?<other>c)?", "abc?"),
            ("[äöü]{2}", "[äöü]{2}"),
            ("(é|e|[é-ë])*", "[eé-ë]*"),
            ("[aé€😀]{0,3}", "[aé€😀]{0,3}"),
            ("(ä|[a-ä]x|ä)?", "(ä|[a-ä]x)?"),
            (r"[\u00e9\x{20ac}\xe9]\t", "[é€]\t"),
            ("[^b-~]", "[ -a]"),
            ("[^é]", "[ -~]"),
            (".", "[ -~]"),
            (r"\d\s?", "[0-9] ?"),
            (r"[\w&&[^a-zA-Z]]", "[0-9_]"),
            (r"[\W\d--[ -/]]", r"[:-@\[-^`{-~0-9]"),
            ("[a-d~~c-f]{1,2}", "[abef]{1,2}"),
            ("[[:^alnum:][:upper:]&&[A-C_-]]", "[A-C_-]"),
            ("[^[:print:]]", "[a&&b]"),
            ("[a&&b]?c", "c"),
            ("[a&&b]c", "[a&&b]"),
        ] {
            for most in [1, 2, 3, 4, 6] {
                check(ours, plain, most);
            }
        }
    }

    #[test]
    fn every_way_to_put_expressions_together_keeps_numbers_and_strings_apart() {
        let combined = |parts: &[String]| {
            let mut all = Vec::new();
            for left in parts {
                all.push(format!("({left})*"));
                all.push(format!("({left}){{1,2}}"));
                for right in parts {
                    all.push(format!("(?:{left}){right}"));
                    all.push(format!("(?:{left}|{right})"));
                }
            }
            all
        };
        let once = combined(&["a", "é", "[aé]", "a?"].map(String::from));
        let twice = combined(&once);
        assert_eq!(twice.len(), 2 * 40 * 41);
        for regex in twice {
            check(&regex, &regex, 3);
        }
    }

    #[test]
    fn classes_are_printable_ascii() {
        let printable: String = (' '..='~').collect();
        for (regex, of) in [
            (r"\d", "0123456789"),
            ("[[:xdigit:]]", "0123456789ABCDEFabcdef"),
            (r"\s|\t", "\t "),
            ("[[:space:][:cntrl:]x]", " x"),
            ("[[:blank:]x]", " x"),
            ("[[:punct:]]", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"),
            ("[[:ascii:]]", &printable),
            ("[[:print:]]", &printable),
            ("[[:graph:] ]", &printable),
            (r"[\s\S]", &printable),
            (r"[\w\W]", &printable),
            ("[[:alpha:][:^alpha:]]", &printable),
            (
                "[[:lower:][:upper:][:digit:][:punct:][:space:]]",
                &printable,
            ),
            (r"[^\n]", &printable),
        ] {
            let expected = of.chars().map(String::from).collect();
            let strings = Strings::of(&parse(regex, false).unwrap(), None).unwrap();
            check_numbers(regex, strings, None, &expected);
        }
        for (words, count) in [(r"\w", 63), ("[[:word:]]", 63), ("[[:alnum:]]", 62)] {
            assert!(*matches(words, None).language.count() == Natural::from(count));
        }
    }

    #[test]
    fn the_entropy_is_that_of_the_count() {
        for (regex, max_length, count) in [
            ("[A-Z2-7]{5}(-[A-Z2-7]{5}){4}", None, "2^125"),
            ("02(:[0-9a-f]{2}){5}", None, "2^40"),
            ("SALE-[A-HJ-NP-Z2-9]{8}", None, "2^40"),
            ("[äöü]{20}", None, "3^20"),
            ("[a-z]{1024}", None, "26^1024"),
            (".{40}", None, "95^40"),
            ("[a-j]*", Some(5), "111110"),
            ("[а-я]{3}", None, "32768"),
            (r"[\x{0}-\x{10ffff}]{2}", None, "1112064^2"),
        ] {
            let matches = matches(regex, max_length);
            let count = Natural::parse(count).unwrap();
            assert!(*matches.language.count() == count, "{regex}");
            assert_eq!(matches.space().size.bits(), count.log2(), "{regex}");
        }
    }

    #[test]
    fn what_is_drawn_from_is_said() {
        assert_eq!(
            matches("a?b?", Some(1)).space().drawn_from,
            "the non-empty strings of at most 1 character that match a?b?"
        );
    }

    #[test]
    fn what_is_not_supported_is_refused_with_its_place() {
        let anchor = "an anchor can only stand at the ends of the whole pattern";
        for (regex, place, part, message) in [
            ("é(a", 2, "(", "unclosed group"),
            ("a{", 2, "{", "unclosed counted repetition"),
            ("é*", 2, "*", "it repeats without end"),
            ("(ab)+?c", 5, "+?", "it repeats without end"),
            ("x{2,}", 2, "{2,}", "it repeats without end"),
            ("a^b", 2, "^", anchor),
            ("a|b$", 4, "$", anchor),
            (r"a\bb", 2, r"\b", "word boundaries are not supported"),
            ("(?i)a", 1, "(?i)", "flags are not supported"),
            ("a(?i:b)", 4, "i", "flags are not supported"),
            (r"[a\pL]", 3, r"\pL", "Unicode properties are not supported"),
            (r"(a)\1", 4, r"\1", "backreferences are not supported"),
        ] {
            let expected = format!("character {place} of the pattern, '{part}': {message}");
            assert_eq!(error(pattern(regex, None)), expected);
        }
        let long = format!("a{}", "(".repeat(300));
        assert!(error(pattern(&long, None)).contains("'('"));
        let deep = format!("{}a{}", "(".repeat(300), ")".repeat(300));
        assert!(error(pattern(&deep, None)).contains("'((((((((((((((((((((…': exceed"));
    }

    #[test]
    fn what_is_no_secret_or_too_large_is_refused() {
        for (regex, max_length, message) in [
            ("[b&&a]", None, "no string matches the pattern"),
            ("", None, "no non-empty string matches the pattern"),
            ("^$", None, "no non-empty string matches the pattern"),
            ("(a{0}){7}", None, "no non-empty string matches the pattern"),
            (
                "[ab]{4}",
                Some(3),
                "no string of at most 3 characters matches the pattern",
            ),
            (
                "é",
                None,
                "only one string matches the pattern, which makes it no secret",
            ),
            (
                "a*",
                Some(1),
                "only one non-empty string of at most 1 character matches the pattern, which makes it no secret",
            ),
            (
                "[ab]{3}",
                Some(3),
                "--max-length 3 has no effect: no string that matches is longer than 3",
            ),
            (
                "[ab]{1025}",
                None,
                "strings of up to 1025 characters match, and 1024 is the most",
            ),
            (
                "((a{1000}){1000}){1000}",
                None,
                "strings of up to 1000000000 characters match, and 1024 is the most",
            ),
            (
                "((a{1000}){1000}){1000}",
                Some(3),
                "the automaton of the pattern takes more than 8 MiB",
            ),
            (
                "(a|b){0,500}a(a|b){500}",
                None,
                "the automaton of the pattern takes more than 8 MiB",
            ),
        ] {
            assert_eq!(error(pattern(regex, max_length)), message, "{regex}");
        }
        let huge = error(pattern(r"([a-c]?[d-f]?[g-i]?é?){250}", Some(900)));
        assert!(
            huge.starts_with("counting the possibilities takes more "),
            "{huge}"
        );
    }

    #[test]
    fn fewer_bits_than_asked_for_are_refused() {
        let holds = |bits| Pattern {
            bits: Some(bits),
            ..pattern("[A-Z2-7]{25}", None)
        };
        assert!(holds(125).matches().is_ok());
        assert_eq!(
            error(holds(126)),
            "the pattern holds 125 bits, fewer than the 126 of --bits"
        );
    }

    proptest! {
        /// The reading of any expression is that of the crate it is written for.
        #[test]
        fn any_expression_has_the_strings_that_it_means(regex in "([ab]|\\(|\\)|\\||[?*+]|\\{[0-2]\\}|\\{1,2\\}|\\[ab\\]){0,10}") {
            let Ok(meant) = regex_syntax::parse(&regex) else {
                prop_assert!(parse(&regex, true).is_err(), "{}", regex);
                return Ok(());
            };
            let hir = parse(&regex, true).unwrap();
            let strings = Strings::of(&hir, Some(4)).unwrap();
            let mut expected = meaning(&meant, 4);
            prop_assert_eq!(strings.has_empty(), expected.remove(""), "{}", regex);
            check_numbers(&regex, strings, Some(4), &expected);
        }

        #[test]
        fn what_is_no_expression_is_told_in_one_line(regex in "[a-z\\\\(){}\\[\\]^$|?*+.,0-9:&~-]{0,12}\\PC{0,2}") {
            if let Err(error) = pattern(&regex, Some(8)).matches() {
                prop_assert!(!crate::message::printable(&error.to_string()).contains(char::is_control));
            }
        }
    }
}
