//! Tests of `secrets passphrase` from its options to the phrases that they allow.

use clap::Parser;

use super::*;

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    passphrase: Passphrase,
    #[command(flatten)]
    output: OutputArgs,
}

fn recipe(options: &[&str]) -> Result<Box<dyn Recipe>> {
    let line = Line::try_parse_from(["passphrase"].iter().chain(options))?;
    line.passphrase.recipe(&line.output)
}

fn bits(options: &[&str]) -> String {
    format!("{:.3}", recipe(options).unwrap().space().size.bits())
}

#[test]
fn all_random_choices_count_as_entropy() {
    for (options, expected) in [
        (&[][..], "77.549"),
        (&["--words", "1"], "12.925"),
        (&["--list", "short1"], "82.719"),
        (&["--list", "short2", "--words", "6"], "62.039"),
        (&["--capitalize", "first"], "77.549"),
        (&["--capitalize", "random"], "83.549"),
        // Five more characters of ten.
        (&["--separator-random", "0123456789"], "94.159"),
        // One digit adds log2(10 * 6) bits, and two digits add log2(100 * C(7, 2)) bits.
        (&["--digits", "1"], "83.456"),
        (&["--digits", "2"], "88.585"),
        // This adds log2(10 * 10 * 6 * 7) bits: the order of both after the same word matters.
        (&["--digits", "1", "--symbols", "1"], "89.585"),
        (&["--max-length", "40"], "73.197"),
        // A maximum length that no phrase exceeds changes nothing.
        (&["--max-length", "59"], "77.549"),
    ] {
        assert_eq!(bits(options), expected, "{options:?}");
    }
    // 82 words of 3 letters, and six of them with five separators.
    let short = (82f64.log2() * 6.0 * 1000.0).round() / 1000.0;
    let three = include_str!("eff-large.txt")
        .lines()
        .filter(|word| word.len() == 3);
    assert_eq!(three.count(), 82);
    assert_eq!(bits(&["--max-length", "23"]), format!("{short:.3}"));
}

#[test]
fn bits_take_the_fewest_words_that_hold_them() {
    let words = |options: &[&str]| {
        let drawn_from = recipe(options).unwrap().space().drawn_from;
        drawn_from
            .split(' ')
            .next()
            .unwrap()
            .parse::<u16>()
            .unwrap()
    };
    for (options, expected) in [
        (&["--bits", "1"][..], 1),
        (&["--bits", "13"], 2),
        (&["--bits", "77"], 6),
        (&["--bits", "78"], 7),
        (&["--bits", "128"], 10),
        (&["--bits", "78", "--capitalize", "random"], 6),
        (&["--bits", "78", "--digits", "1"], 6),
        (&["--bits", "90", "--separator-random", "0123456789"], 6),
        (&["--bits", "51", "--max-length", "30"], 5),
        (&["--list", "short1"], 8),
    ] {
        assert_eq!(words(options), expected, "{options:?}");
    }
}

#[test]
fn options_that_disagree_are_named() {
    for (options, message) in [
        (
            &["--words", "1", "--separator", "."][..],
            "--separator has no effect with --words 1",
        ),
        (
            &["--words", "1", "--separator-random", ".,"],
            "--separator-random has no effect with --words 1",
        ),
        (
            &["--bits", "9", "--separator", "."],
            "--separator has no effect with --bits 9, which a single word holds",
        ),
        (
            &["--separator-random", "."],
            "--separator-random draws from a set, and '.' is a single character",
        ),
        (
            &["--separator-random", "1231"],
            "--separator-random: '1' is given twice, and a set counts each character once",
        ),
        (
            &["--separator", "\n"],
            "\\u{a} is a control character or no character, and a separator is made of visible characters and plain spaces",
        ),
        (
            &["--separator", "e"],
            "the separator 'e' occurs in the word 'abdomen', so the words could not be told apart",
        ),
        (
            &["--dice", "--capitalize", "random"],
            "--dice and --capitalize random disagree: dice choose words only",
        ),
        (
            &["--max-length", "22"],
            "--max-length 22 leaves no room: the shortest phrase of these options has 23 characters",
        ),
        (
            &["--max-length", "30", "--bits", "61"],
            "--bits 61 cannot be reached in --max-length 30: that holds at most 60.677 bits",
        ),
        (
            &["--bits", "4000"],
            "--bits 4000 cannot be reached: 256 words, the most there can be, hold at most 3308.752 bits",
        ),
    ] {
        let error = format!("{:#}", recipe(options).err().unwrap());
        assert_eq!(error, message, "{options:?}");
    }
    for options in [
        &["--words", "6", "--bits", "77"][..],
        &["--separator", "-", "--separator-random", ".,"],
        &["--dice", "--bits", "77"],
        &["--dice", "--count", "2"],
        &["--dice", "--separator-random", ".,"],
        &["--dice", "--digits", "1"],
        &["--dice", "--symbols", "1"],
        &["--dice", "--max-length", "40"],
        &["--words", "0"],
        &["--words", "257"],
        &["--digits", "0"],
        &["--digits", "17"],
        &["--list", ""],
    ] {
        assert!(recipe(options).is_err(), "{options:?}");
    }
}

#[test]
fn the_built_in_lists_have_no_collisions_under_all_options() {
    for list in ["large", "short1", "short2"] {
        for separator in ["-", "", " ", "_", "::", "1", "@"] {
            for capitalize in ["none", "first", "all", "random"] {
                let options = [
                    "--list",
                    list,
                    "--separator",
                    separator,
                    "--capitalize",
                    capitalize,
                ];
                recipe(&[&options[..], &["--digits", "2", "--symbols", "2"]].concat()).unwrap();
            }
        }
    }
}
