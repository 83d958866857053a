//! Compares the passwords with those that a brute force finds.

use std::collections::BTreeSet;

use super::super::policy::tests::{policy, printable};
use super::*;
use crate::uniform::natural::Natural;

/// All strings of the policy's characters that meet its rules. Each rule is checked on its own.
fn brute_force(policy: &Policy) -> BTreeSet<String> {
    let characters = policy.classes.concat();
    let mut strings = vec![Vec::new()];
    for _ in 0..policy.length {
        strings = strings
            .iter()
            .flat_map(|string| {
                characters
                    .iter()
                    .map(move |&next| [&string[..], &[next]].concat())
            })
            .collect();
    }
    let class = |character: &char| {
        policy
            .classes
            .iter()
            .position(|class| class.contains(character))
            .unwrap()
    };
    let allowed = |string: &Vec<char>| {
        let longest = string
            .chunk_by(|a, b| a == b)
            .map(<[char]>::len)
            .max()
            .unwrap_or(0);
        (0..4).all(|of| {
            string.iter().filter(|&next| class(next) == of).count() >= policy.minimum[of].into()
        }) && policy.first[class(&string[0])]
            && policy.last[class(string.last().unwrap())]
            && policy.max_run.is_none_or(|run| longest <= run.into())
            && (!policy.distinct || string.iter().collect::<BTreeSet<_>>().len() == string.len())
    };
    strings
        .iter()
        .filter(|string| allowed(string))
        .map(|string| string.iter().collect())
        .collect()
}

/// Asserts that `word` is a bijection from the numbers below the count to the passwords that brute
/// force finds, and that `allows` and the speller accept exactly these passwords.
fn check(rules: &Policy, what: &str) {
    let expected = brute_force(rules);
    let passwords = Passwords::of(rules.clone()).unwrap();
    let any = Policy {
        minimum: [0; 4],
        first: [true; 4],
        last: [true; 4],
        max_run: None,
        distinct: false,
        ..rules.clone()
    };
    let allowed = brute_force(&any)
        .into_iter()
        .filter(|text| passwords.allows(text));
    assert!(allowed.collect::<BTreeSet<_>>() == expected, "{what}");
    assert!(
        passwords.total() == UpperBound::from(expected.len() as u64),
        "{what}"
    );
    assert_eq!(passwords.is_empty(), expected.is_empty(), "{what}");
    if !rules.distinct {
        let numbered = (0..expected.len() as u64).map(|number| {
            let word = passwords.counts.word(Natural::from(number));
            let indices = passwords.indices(&word.unwrap().unwrap());
            indices
                .iter()
                .map(|&index| passwords.characters[index])
                .collect::<String>()
        });
        assert!(numbered.collect::<BTreeSet<_>>() == expected, "{what}");
    } else if rules.length > 1 {
        let distinct = passwords.distinct.as_ref().unwrap();
        let characters = |numbers: Vec<usize>| {
            let characters = numbers.iter().map(|&number| passwords.characters[number]);
            characters.collect::<String>()
        };
        assert!(
            distinct
                .all()
                .into_iter()
                .map(characters)
                .collect::<BTreeSet<_>>()
                == expected,
            "{what}"
        );
    }
    if !passwords.characters.iter().all(char::is_ascii) {
        return;
    }
    let speller = Speller::of(rules, passwords.counts.graph());
    let strings = (rules.characters() as u64).pow(rules.length.into());
    let accepted = (0..strings).filter_map(|number| {
        let mut rest = number;
        let mut string: Vec<u8> = (0..rules.length)
            .map(|_| {
                let number = rest % rules.characters() as u64;
                rest /= rules.characters() as u64;
                number as u8
            })
            .collect();
        let is_accepted = speller.spell(&mut string);
        is_accepted.then(|| String::from_utf8(string).unwrap())
    });
    // The speller itself does not check that characters differ: its strings come from a shuffle.
    let accepted = accepted.filter(|text| {
        let different: BTreeSet<char> = text.chars().collect();
        !rules.distinct || different.len() == text.len()
    });
    assert!(accepted.collect::<BTreeSet<_>>() == expected, "{what}");
}

#[test]
fn every_number_gives_a_different_password_under_every_combination_of_rules() {
    let masks = [
        [true; 4],
        [true, true, false, false],
        [false, false, true, true],
        [false, true, false, false],
    ];
    let minimums = [[0; 4], [1; 4], [0, 0, 2, 0], [2, 1, 0, 0]];
    let mut combinations = 0;
    for alphabet in [
        ["ab", "C", "12", "!"],
        ["a", "", "1é", ""],
        ["abcd", "", "", ""],
    ] {
        for length in 1..=4 {
            for minimum in minimums {
                for first in masks {
                    for last in masks {
                        for (max_run, distinct) in [
                            (None, false),
                            (Some(1), false),
                            (Some(2), false),
                            (None, true),
                        ] {
                            let [lower, upper, digits, symbols] = alphabet;
                            let rules = Policy {
                                minimum,
                                first,
                                last,
                                max_run,
                                distinct,
                                ..policy(lower, upper, digits, symbols, length)
                            };
                            check(
                                &rules,
                                &format!(
                                    "{alphabet:?} {length} {minimum:?} {first:?} {last:?} {max_run:?} {distinct}"
                                ),
                            );
                            combinations += 1;
                        }
                    }
                }
            }
        }
    }
    assert_eq!(combinations, 3 * 4 * 4 * 4 * 4 * 4);
}

#[test]
fn every_order_of_different_characters_is_drawn_equally_often() {
    let rules = Policy {
        distinct: true,
        minimum: [1, 0, 0, 0],
        ..policy("abc", "", "12", "", 3)
    };
    let passwords = Passwords::of(rules.clone()).unwrap();
    let speller = passwords.speller.as_ref().unwrap();
    let mut drawn = BTreeSet::new();
    for sequence in 0..60 {
        let numbers = [sequence % 5, sequence / 5 % 4, sequence / 20];
        let mut entropy = Entropy::numbers(&numbers, &[5, 4, 3]);
        let mut password = Secret::with_capacity(0);
        speller.draw(3, &mut entropy, &mut password).unwrap();
        drawn.insert(String::from_utf8(password.as_bytes().to_vec()).unwrap());
    }
    assert_eq!(drawn.len(), 60);
    assert!(drawn == brute_force(&rules));
}

#[test]
fn strings_are_redrawn_if_at_least_one_in_eight_is_a_password() {
    let redraws = |rules: Policy| Passwords::of(rules).unwrap().speller.is_some();
    // The first character is a: of 8 characters in all 1 in 8 strings begins with a, of 9 only 1 in 9.
    let first = |symbols| Policy {
        first: [true, false, false, false],
        ..policy("a", "", "", symbols, 2)
    };
    assert!(redraws(first("1234567")) && !redraws(first("12345678")));
    // The word of the largest number draws the last password. Drawn as a string, it would not begin with a.
    let mut password = Secret::with_capacity(0);
    Passwords::of(first("12345678"))
        .unwrap()
        .draw(&mut Entropy::tape(&[0xff; 8]), &mut password)
        .unwrap();
    assert_eq!(password.as_bytes(), b"a8");
    // Other characters than ASCII are never drawn as strings.
    assert!(!redraws(first("é")));
    let each = |length| Policy {
        minimum: [1; 4],
        ..printable(length)
    };
    assert_eq!(
        [4, 8, 16].map(|length| redraws(each(length))),
        [false, true, true]
    );
    // With `distinct`, only strings of different characters are drawn.
    let distinct = |minimum| Policy {
        distinct: true,
        minimum,
        ..printable(90)
    };
    assert!(redraws(distinct([1; 4])) && !redraws(distinct([26, 26, 10, 0])));
}

#[test]
fn one_of_each_class_has_the_known_entropy() {
    for (length, bits) in [
        (8, "51.318"),
        (12, "78.140"),
        (16, "104.593"),
        (20, "130.926"),
    ] {
        let rules = Policy {
            minimum: [1; 4],
            ..printable(length)
        };
        let size = Passwords::of(rules).unwrap().size();
        assert_eq!(format!("{:.3}", size.bits()), bits);
    }
}

#[test]
fn passwords_without_rules_are_counted_as_a_power() {
    for length in [1, 2, 16, 1024] {
        let free = Passwords::of(printable(length)).unwrap();
        assert!(free.is_free());
        let (power, counted) = (free.size().bits(), free.total().log2());
        assert!((power - counted).abs() < 1e-9 * power);
    }
    // Each number gives a different pair of characters.
    for characters in ["ab12", "abé2"] {
        let rules = policy("", "", "", characters, 2);
        let free = Passwords::of(rules.clone()).unwrap();
        let mut drawn = BTreeSet::new();
        for number in 0..16 {
            // ASCII characters are drawn together, others one by one.
            let mut entropy = if characters.is_ascii() {
                Entropy::numbers(&[number], &[16])
            } else {
                Entropy::numbers(&[number / 4, number % 4], &[4, 4])
            };
            let mut password = Secret::with_capacity(0);
            free.draw(&mut entropy, &mut password).unwrap();
            drawn.insert(String::from_utf8(password.as_bytes().to_vec()).unwrap());
        }
        assert_eq!(drawn, brute_force(&rules));
    }
}

#[test]
fn distinct_passwords_of_printable_characters_are_counted_by_a_formula() {
    // 94! / 64! passwords of 30 characters, and 94! of 94 characters.
    for (length, factors) in [(30, 65..=94), (94, 1..=94)] {
        let rules = Policy {
            distinct: true,
            ..printable(length)
        };
        let total = Passwords::of(rules).unwrap().total().log2();
        let formula: f64 = factors.map(|factor| f64::from(factor).log2()).sum();
        assert!(
            (total - formula).abs() < 1e-9,
            "{length}: {total} {formula}"
        );
    }
}

#[test]
fn long_passwords_with_many_rules_are_counted_and_drawn() {
    let rules = Policy {
        minimum: [1, 1, 300, 1],
        max_run: Some(1),
        ..printable(1024)
    };
    let passwords = Passwords::of(rules).unwrap();
    assert!(passwords.speller.is_none());
    let mut password = Secret::with_capacity(0);
    passwords.draw(&mut Entropy::os(), &mut password).unwrap();
    let digits = password
        .as_bytes()
        .iter()
        .filter(|byte| byte.is_ascii_digit());
    assert!(digits.count() >= 300);
    assert!(
        password
            .as_bytes()
            .windows(2)
            .all(|pair| pair[0] != pair[1])
    );
}
