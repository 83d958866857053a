use std::fmt::Write;

use sha2::{Digest, Sha256};

use proptest::prelude::*;

use super::*;

#[test]
fn the_built_in_lists_are_those_of_the_eff() {
    for (text, words, digest) in [
        (
            LARGE,
            7776,
            "6d557f0693958fb5e650b68b5bee585eb82cf4da32965505c789e924743bc522",
        ),
        (
            SHORT1,
            1296,
            "36ecca49e4fa20ca84b176c32f2e9c82f98f446585190e75f9879a95c08247bf",
        ),
        (
            SHORT2,
            1296,
            "7aa57a4d3ecf6581729992bad9575bacdebf7c28378af2aec6a50f11aec326f5",
        ),
    ] {
        let mut hex = String::new();
        for byte in Sha256::digest(text) {
            write!(hex, "{byte:02x}").unwrap();
        }
        assert_eq!(hex, digest);
        // The built-in lists pass the audit of files.
        let list = WordList::audit("EFF".into(), text.as_bytes()).unwrap();
        assert_eq!(list.len(), words);
    }
}

fn error(file: impl AsRef<[u8]>) -> String {
    WordList::audit("words.txt".into(), file.as_ref())
        .err()
        .unwrap()
        .to_string()
}

fn texts(file: &str) -> Vec<String> {
    let list = WordList::audit("words.txt".into(), file.as_bytes()).unwrap();
    list.words.into_iter().map(|word| word.text).collect()
}

#[test]
fn lists_of_any_language_and_their_usual_forms_are_read() {
    assert_eq!(texts("one\ntwo"), ["one", "two"]);
    assert_eq!(texts("\u{feff}one\r\ntwo\r\n"), ["one", "two"]);
    assert_eq!(
        texts("größe\nмир\n水\nnew moon"),
        ["größe", "мир", "水", "new moon"]
    );
    assert_eq!(texts("نمی\u{200c}خواهم\nسلام").len(), 2);
    // Dice numbers determine the order.
    assert_eq!(texts("12\tb\n11\ta\n21  c"), ["a", "b", "c"]);
    // A number with a digit that no die shows is part of the word.
    assert_eq!(texts("7 up\n2nd"), ["7 up", "2nd"]);
}

#[test]
fn messages_name_the_line_that_is_wrong() {
    for (file, message) in [
        (
            "",
            "words.txt holds fewer than 2 words, and there is nothing to draw from",
        ),
        (
            "one",
            "words.txt holds fewer than 2 words, and there is nothing to draw from",
        ),
        ("a\n\nb", "line 2 of words.txt is empty"),
        (
            "# a\nb\nc",
            "line 1 of words.txt begins with #, and a list of words has no comments",
        ),
        (
            "11 a\n#\n12 c",
            "line 2 of words.txt begins with #, and a list of words has no comments",
        ),
        ("11 a\n12 \n", "line 2 of words.txt is empty"),
        (
            "a\nb\na",
            "lines 1 and 3 of words.txt are the same word: 'a' and 'a'",
        ),
        (
            "Haus\nb\nhaus",
            "lines 1 and 3 of words.txt are equal but for case or Unicode form: 'Haus' and 'haus'",
        ),
        (
            "é\ne\u{301}",
            "lines 1 and 2 of words.txt are equal but for case or Unicode form: 'é' and 'e\u{301}'",
        ),
        (
            "ﬁn\nFin",
            "lines 1 and 2 of words.txt are equal but for case or Unicode form: 'ﬁn' and 'Fin'",
        ),
        (
            "a\u{200d}b\nab",
            "lines 1 and 2 of words.txt are equal but for case or Unicode form: 'a\u{200d}b' and 'ab'",
        ),
        (
            "a\nb\tc",
            "line 2 of words.txt holds \\u{9}, which cannot be seen",
        ),
        (
            "a\nb\u{202e}c",
            "line 2 of words.txt holds \\u{202e}, which cannot be seen",
        ),
        (
            "a\n b",
            "line 2 of words.txt begins or ends with white space: ' b'",
        ),
        (
            "a\n\u{301}b",
            "line 2 of words.txt begins with a combining mark, which would join what stands before the word",
        ),
        (
            "11 a\nb",
            "line 2 of words.txt has no dice number, and the first line has one",
        ),
        (
            "a\n11 b",
            "line 2 of words.txt begins with the dice number 11, and the first line with none",
        ),
        (
            "11 a\n111 b",
            "line 2 of words.txt has the dice number 111, and the first line one of 2 digits",
        ),
        (
            "11 a\n11 b",
            "lines 1 and 2 of words.txt have the same dice number 11",
        ),
    ] {
        assert_eq!(error(file), message);
    }
    assert_eq!(
        error(b"a\nb\xff\nc"),
        "line 2 of words.txt is not text in UTF-8"
    );
}

proptest! {
    #[test]
    fn a_list_gives_its_words_with_dice_numbers_and_without(
        words in prop::collection::btree_set("[a-zäöß]{1,6}(-[a-z]{1,3})?", 2..36),
        crlf: bool,
        mark: bool,
    ) {
        let words: Vec<String> = words.into_iter().collect();
        let line_end = if crlf { "\r\n" } else { "\n" };
        let mark = if mark { "\u{feff}" } else { "" };
        let number = |index: usize| format!("{}{}", index / 6 + 1, index % 6 + 1);
        let numbered = words.iter().enumerate().rev().map(|(index, word)| format!("{}\t{word}", number(index)));
        let plain: Vec<_> = words.clone();
        for lines in [plain, numbered.collect()] {
            let file = format!("{mark}{}", lines.join(line_end));
            match WordList::audit("f".into(), file.as_bytes()) {
                Ok(list) => {
                    let read: Vec<_> = list.words().iter().map(|word| word.text.clone()).collect();
                    prop_assert_eq!(read, words.clone());
                }
                // ß and ss, for example, differ only in case.
                Err(error) => prop_assert!(error.to_string().contains("equal but for case"), "{}", error),
            }
        }
    }

    #[test]
    fn accepted_words_are_visible_and_different(
        lines in prop::collection::vec("[1-2]{0,2}[ \\t]?[ab\u{301}\u{200d}\\t ]{0,3}|.{0,2}", 0..5),
        damage in prop::option::of(any::<u8>()),
    ) {
        let mut file = lines.join("\n").into_bytes();
        file.extend(damage);
        match WordList::audit("f".into(), &file) {
            Ok(list) => {
                let words: Vec<_> = list.words().iter().map(|word| &*word.text).collect();
                prop_assert!(words.len() >= 2);
                prop_assert!(words.iter().all(|word| !word.is_empty() && word.trim() == *word && !word.contains(char::is_control)));
                let different: std::collections::BTreeSet<_> = words.iter().collect();
                prop_assert_eq!(different.len(), words.len());
            }
            Err(error) => prop_assert!(!crate::message::printable(&error.to_string()).contains(char::is_control)),
        }
    }
}
