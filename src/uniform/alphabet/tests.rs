use proptest::prelude::*;

use super::*;
use crate::message::Hinted;

#[test]
fn ranges_have_letters_or_digits_in_order() {
    for (text, expanded) in [
        ("a-z", "abcdefghijklmnopqrstuvwxyz"),
        ("A-C0-2x", "ABC012x"),
        ("a-cd-f", "abcdef"),
        ("a-c-e", "abc-e"),
        ("-a-b-", "-ab-"),
        ("a-a", "a-a"),
        ("!-/", "!-/"),
        ("+-", "+-"),
        (r"a\", r"a\"),
    ] {
        assert_eq!(expand(text).unwrap(), expanded, "{text}");
    }
}

#[test]
fn an_unknown_word_is_refused_with_similar_names() {
    for (text, hint) in [
        (
            "num",
            "the nearest names are digits and alnum; for these characters alone write '[num]'",
        ),
        ("HEX", "the nearest name is hex;"),
        ("alnun", "the nearest name is alnum;"),
        ("alphanumeric", "the nearest names are alnum and alpha;"),
        ("none", "names of sets are alnum, alpha,"),
        ("ab", "write '[ab]'"),
        ("base36", "the nearest names are base32 and base58 and"),
        (
            "alnum,_",
            "write '[:alnum:],_'; for these characters alone write '[alnum,_]'",
        ),
        ("_num", "write '[_num]'"),
        ("[:num:]", "the nearest names are digits and alnum"),
        ("[:lower:]digits", "write '[:lower:][:digits:]'"),
        ("lower+upper", "write '[:lower:][:upper:]'"),
        (
            "lower+_",
            "write '[:lower:]+_'; for these characters alone write '[lower+_]'",
        ),
        (
            "digits,lower",
            "write '[:digits:][:lower:]'; for these characters alone write ',degilorstw'",
        ),
        ("lower,hex", "the nearest name is lower; for"),
        ("[{}]", "give '{}' without them, or '{}[]' with them"),
        ("[^a-z]", "write '[a-z^]'"),
        ("aab", "write '[ab]'"),
        ("[aab]", "give '[ab]'"),
        ("[]a[", "give 'a[]'"),
        ("'a'", r"give ''\''a'"),
        ("z-a", "give a-z,"),
        ("a-Z", "give a-zA-Z,"),
        ("x-9", "give x-z0-9,"),
        ("Z-a", "give Za,"),
        ("é-ü", "write its characters out"),
        ("a-é", "write its characters out"),
        ("!-~", "'[:printable:]'"),
        (r"\d", "write '[:digits:]'"),
        (r"[\w-]", "write '[:alnum:]_'"),
        (r"ab\x", r"put the \ at the end"),
    ] {
        let error = set(text).expect_err(text);
        let found = error
            .downcast_ref::<Hinted>()
            .map_or("", |error| &error.hint);
        assert!(found.contains(hint), "{text}: {found}");
    }
}

#[test]
fn a_set_can_include_named_sets_and_be_in_brackets() {
    for (text, characters) in [
        ("[num]", "mnu"),
        ("[:digits:]_-", "-0123456789_"),
        ("[:digit:]ab", "0123456789ab"),
        ("[[:digit:]_-]", "-0123456789_"),
        ("x[:digits:]a-c", "0123456789abcx"),
        ("[a-c0]", "0abc"),
        ("[]", "[]"),
        ("{}[]", "[]{}"),
        ("[]a", "[]a"),
        ("a", "a"),
        ("abc123", "123abc"),
        (
            "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789",
            "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz",
        ),
        ("xdigit", "0123456789ABCDEFabcdef"),
    ] {
        let read = set(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(String::from_iter(read), characters, "{text}");
    }
    assert_eq!(set("[:alnum:]_-").unwrap(), set("base64url").unwrap());
    assert_eq!(set("[:alpha:][:digit:]").unwrap(), set("alnum").unwrap());
}

#[test]
fn every_name_has_a_set_of_the_size_in_the_help() {
    let sizes = NAMES.map(|name| (name, set(name).unwrap().len()));
    let help = "alnum (62), alpha (52), lower (26), upper (26), digits (10), \
                symbols (32), hex (16), base32 (32), crockford (32), base58 (58), base62 (62), base64 (64), \
                base64url (64), printable (94)";
    assert_eq!(
        sizes
            .map(|(name, size)| format!("{name} ({size})"))
            .join(", "),
        help
    );
}

proptest! {
    #[test]
    fn a_range_has_all_characters_between_its_ends(first in "[a-zA-Z0-9]", last in "[a-zA-Z0-9]") {
        let [first, last] = [first, last].map(|end| end.chars().next().unwrap());
        let text = format!("{first}-{last}");
        let both = Class::ALL.iter().any(|class| class.ascii().contains(first) && class.ascii().contains(last));
        let expected = if first == last { Some(text.clone()) } else { (both && first < last).then(|| (first..=last).collect()) };
        prop_assert_eq!(expand(&text).ok(), expected);
    }

    /// A misspelled name is never read as the letters of the word.
    #[test]
    fn a_word_of_letters_is_a_name_or_is_refused(text in "[a-zA-Z]{2,12}") {
        prop_assert_eq!(set(&text).ok(), named(&text).map(|characters| {
            let mut characters: Vec<char> = characters.chars().collect();
            characters.sort_unstable();
            characters
        }));
        let inside = set(&format!("[:{text}:]"));
        prop_assert_eq!(inside.is_ok(), named(&text).is_some());
    }

    #[test]
    fn a_set_has_each_visible_character_once_and_can_be_written_as_text(text in "[a-e0-3!+é\\[\\]\\\\-]{0,8}\\PC{0,2}.?") {
        match set(&text) {
            Ok(characters) => {
                prop_assert!(characters.windows(2).all(|pair| pair[0] < pair[1]));
                prop_assert!(characters.iter().all(|&each| unusable(each).is_none()));
                prop_assert!(text.chars().all(|each| "-[]".contains(each) || characters.contains(&each)));
                prop_assert_eq!(set(&as_text(&characters)).unwrap(), characters);
            }
            Err(error) => prop_assert!(!error.to_string().contains(char::is_control)),
        }
    }

    /// Characters without words, names and brackets are a set if each is visible and given once.
    #[test]
    fn plain_characters_are_a_set(text in "[0-9!+é_]{1,8}[a-z]?") {
        let mut given: Vec<char> = text.chars().collect();
        given.sort_unstable();
        let once = given.windows(2).all(|pair| pair[0] != pair[1]);
        prop_assert_eq!(set(&text).ok(), once.then_some(given));
    }
}
