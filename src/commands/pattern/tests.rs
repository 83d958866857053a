//! Tests of `secrets pattern` from the expression to its strings.

use std::collections::BTreeSet;

use regex_syntax::hir::{Class, HirKind};

use proptest::prelude::*;

use super::*;
use crate::uniform::natural::Natural;

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

/// The strings of `hir` of at most `most` characters, computed from the definition of each operator.
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
        HirKind::Alternation(parts) => parts.iter().flat_map(|part| meaning(part, most)).collect(),
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

/// Asserts that the numbers below the count give exactly the non-empty strings of `ours`. These are
/// the strings of `plain`, as the `regex-syntax` crate translates it.
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
    // If longer strings are cut off, the longest length is unknown.
    if longest.is_none_or(|longest| longest <= most.into()) {
        assert_eq!(longest, lengths.max(), "{ours}");
    }
    assert_eq!(strings.has_empty(), expected.remove(""), "{ours}");
    check_numbers(ours, &strings, bound, &expected);
    if longest.is_some_and(|longest| longest <= most.into()) {
        check_numbers(ours, &Strings::of(&hir, None).unwrap(), None, &expected);
    }
}

fn check_numbers(regex: &str, strings: &Strings, bound: Option<u16>, expected: &BTreeSet<String>) {
    let counts = strings.count().unwrap();
    let count = counts.total().to_natural().to_u64().unwrap();
    assert_eq!(count, expected.len() as u64, "{regex} {bound:?}");
    let mut numbered = BTreeSet::new();
    for number in 0..count {
        let word = counts.word(Natural::from(number)).unwrap().unwrap();
        let bytes = word.iter().map(|&symbol| strings.byte(symbol));
        numbered.insert(String::from_utf8(bytes.collect()).unwrap());
    }
    assert!(numbered == *expected, "{regex} {bound:?}");
}

#[test]
fn every_number_gives_a_different_string() {
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
fn every_number_gives_a_different_string_for_all_combinations_of_operators() {
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
        check_numbers(regex, &strings, None, &expected);
    }
    for (words, count) in [(r"\w", 63), ("[[:word:]]", 63), ("[[:alnum:]]", 62)] {
        assert!(matches(words, None).counts.total() == UpperBound::from(count));
    }
}

#[test]
fn the_entropy_is_the_logarithm_of_the_count() {
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
        let total = matches.counts.total();
        assert!(
            !total.is_exact() || total == UpperBound::from(&count),
            "{regex}"
        );
        assert!((total.log2() - count.log2()).abs() < 1e-9, "{regex}");
        assert_eq!(matches.space().size.bits(), total.log2(), "{regex}");
    }
}

#[test]
fn the_drawn_strings_are_described() {
    assert_eq!(
        matches("a?b?", Some(1)).space().drawn_from,
        "the non-empty strings of at most 1 character that match a?b?"
    );
}

#[test]
fn unsupported_syntax_is_refused_with_its_position() {
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
fn patterns_with_too_few_or_too_many_strings_are_refused() {
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
            "the automaton of the pattern takes more than 4 MiB",
        ),
        (
            "(a|b){0,500}a(a|b){500}",
            None,
            "the automaton of the pattern takes more than 4 MiB",
        ),
    ] {
        assert_eq!(error(pattern(regex, max_length)), message, "{regex}");
    }
}

#[test]
fn a_pattern_with_fewer_bits_than_required_is_refused() {
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
    /// Every expression means the same here as in the `regex-syntax` crate.
    #[test]
    fn any_expression_has_the_strings_of_its_definition(regex in "([ab]|\\(|\\)|\\||[?*+]|\\{[0-2]\\}|\\{1,2\\}|\\[ab\\]){0,10}") {
        let Ok(meant) = regex_syntax::parse(&regex) else {
            prop_assert!(parse(&regex, true).is_err(), "{}", regex);
            return Ok(());
        };
        let hir = parse(&regex, true).unwrap();
        let strings = Strings::of(&hir, Some(4)).unwrap();
        let mut expected = meaning(&meant, 4);
        prop_assert_eq!(strings.has_empty(), expected.remove(""), "{}", regex);
        check_numbers(&regex, &strings, Some(4), &expected);
    }

    #[test]
    fn errors_are_one_line(regex in "[a-z\\\\(){}\\[\\]^$|?*+.,0-9:&~-]{0,12}\\PC{0,2}") {
        if let Err(error) = pattern(&regex, Some(8)).matches() {
            prop_assert!(!crate::message::printable(&error.to_string()).contains(char::is_control));
        }
    }
}
