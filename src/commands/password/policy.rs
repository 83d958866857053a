//! The rules of a password, as an automaton whose words are the passwords that meet them all.

use std::collections::BTreeSet;

use anyhow::Result;
use zeroize::Zeroizing;

use crate::message::counted;
use crate::recipe::space::SpaceSize;
use crate::secret::Secret;
use crate::uniform::alphabet::Class;
use crate::uniform::automaton::{Automaton, Edge, Language};
use crate::uniform::entropy::{Entropy, WANTED};
use crate::uniform::natural::Natural;

/// Which passwords are allowed.
#[derive(Clone)]
pub struct Policy {
    /// The characters of each class, in the order of [`Class::ALL`].
    pub classes: [Vec<char>; 4],
    /// In characters; at least 1.
    pub length: u16,
    /// The fewest characters of each class.
    pub minimum: [u16; 4],
    /// The classes that the first character may be of, and the last.
    pub first: [bool; 4],
    pub last: [bool; 4],
    /// How many times in a row a character may stand.
    pub max_run: Option<u16>,
    /// Whether no character may stand twice.
    pub distinct: bool,
}

impl Policy {
    /// Whether a password meets the policy.
    pub fn allows(&self, password: &str) -> bool {
        let characters: Vec<char> = password.chars().collect();
        let class = |character: &char| self.classes.iter().position(|set| set.contains(character));
        let Some(classes) = characters.iter().map(class).collect::<Option<Vec<usize>>>() else {
            return false;
        };
        let runs = characters.chunk_by(|one, two| one == two);
        let most = self.max_run.map_or(usize::MAX, usize::from);
        let distinct: BTreeSet<&char> = characters.iter().collect();
        characters.len() == usize::from(self.length)
            && classes.first().is_some_and(|first| self.first[*first])
            && classes.last().is_some_and(|last| self.last[*last])
            && (0..4).all(|of| {
                let count = classes.iter().filter(|class| **class == of).count();
                count >= usize::from(self.minimum[of])
            })
            && runs.map(<[char]>::len).all(|run| run <= most)
            && (!self.distinct || distinct.len() == characters.len())
    }

    /// How many characters there are to draw from.
    pub fn characters(&self) -> usize {
        self.classes.iter().map(Vec::len).sum()
    }

    /// The characters, with runs of letters and digits shortened: `a-z0-9!?`.
    pub fn alphabet(&self) -> String {
        let characters = self.classes.concat();
        let runs = characters.chunk_by(|&a, &b| a.is_alphanumeric() && b as u32 == a as u32 + 1);
        let mut text = String::new();
        for run in runs {
            match run {
                [first, _, _, .., last] => text.extend([*first, '-', *last]),
                short => text.extend(short),
            }
        }
        text
    }

    /// The rules that tie the characters to each other, for a person.
    pub fn rules(&self) -> Vec<String> {
        let classes = |which: &[bool; 4]| {
            let names = Class::ALL
                .iter()
                .zip(which)
                .filter(|(_, allowed)| **allowed);
            names
                .map(|(class, _)| class.name())
                .collect::<Vec<_>>()
                .join(" or ")
        };
        let minimums = Class::ALL
            .iter()
            .zip(self.minimum)
            .filter(|&(_, minimum)| minimum > 0);
        let minimums: Vec<_> = minimums
            .map(|(class, minimum)| format!("{minimum} {}", class.name()))
            .collect();
        let mut rules = Vec::new();
        if !minimums.is_empty() {
            rules.push(format!("at least {}", minimums.join(", ")));
        }
        if self.first != [true; 4] {
            rules.push(format!("{} first", classes(&self.first)));
        }
        if self.last != [true; 4] {
            rules.push(format!("{} last", classes(&self.last)));
        }
        rules.extend(self.max_run.map(|run| {
            format!(
                "no character more than {} in a row",
                counted(run.into(), "time")
            )
        }));
        if self.distinct {
            rules.push("no character twice".to_owned());
        }
        rules
    }

    /// Whether each character is free of the others, so that all can be drawn independently.
    pub fn is_free(&self) -> bool {
        let anywhere = self.first == [true; 4] && self.last == [true; 4];
        self.minimum == [0; 4] && anywhere && self.max_run.is_none() && !self.distinct
    }

    /// Whether surely at least one string in [`WANTED`], of as many independent characters, is a
    /// password: whether the odds of breaking each rule have so small a sum. Rounding has no place
    /// to matter, as what is drawn is uniform whatever this says.
    pub fn is_surely_common(&self) -> bool {
        let (all, length) = (self.characters() as f64, f64::from(self.length));
        let share = |class: usize| self.classes[class].len() as f64 / all;
        let denied = |allowed: &[bool; 4]| -> f64 {
            let classes = (0..4).filter(|&class| !allowed[class]);
            classes.map(share).sum()
        };
        let minimums: f64 = (0..4)
            .map(|class| fewer(self.minimum[class], share(class), self.length))
            .sum();
        let runs = self.max_run.map_or(0.0, |longest| {
            length * all.powi(-i32::from(longest.min(length as u16)))
        });
        let repeats = if self.distinct {
            length * length / (2.0 * all)
        } else {
            0.0
        };
        minimums + denied(&self.first) + denied(&self.last) + runs + repeats <= 0.8
    }

    /// The classes that the next character may be of.
    fn allowed(&self, state: &Progress, class: usize) -> bool {
        (!state.is_start || self.first[class]) && (state.left > 1 || self.last[class])
    }

    /// How many characters of `class` are still owed.
    fn owed(&self, state: &Progress, class: usize) -> u16 {
        if self.distinct {
            self.minimum[class].saturating_sub(state.tally[class])
        } else {
            state.tally[class]
        }
    }

    /// The state after a character of `class`.
    fn after(&self, state: &Progress, class: usize, run: u16) -> Progress {
        let mut next = state.clone();
        next.is_start = false;
        next.left -= 1;
        let tally = &mut next.tally[class];
        *tally = if self.distinct {
            *tally + 1
        } else {
            tally.saturating_sub(1)
        };
        next.last = self.max_run.map(|_| (class, run));
        next
    }
}

/// What the rest of a password depends on.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Progress {
    is_start: bool,
    /// Characters still to come.
    left: u16,
    /// For each class, how many characters are owed; where no character may stand twice, how many
    /// are used.
    tally: [u16; 4],
    /// With a longest run: the class of the last character and how many times it stands there.
    last: Option<(usize, u16)>,
}

/// The label of the edge on which the last character is repeated. The others are labelled with the
/// bits of their classes, several where all lead to the same state.
const REPEAT: usize = 0;

impl Automaton for Policy {
    type State = Progress;

    fn start(&self) -> Progress {
        Progress {
            is_start: true,
            left: self.length,
            tally: if self.distinct { [0; 4] } else { self.minimum },
            last: None,
        }
    }

    fn accepts(&self, state: &Progress) -> bool {
        state.left == 0 && (0..4).all(|class| self.owed(state, class) == 0)
    }

    fn edges(&self, state: &Progress) -> Vec<Edge<Progress>> {
        if state.left == 0 {
            return Vec::new();
        }
        let mut edges = Vec::with_capacity(5);
        for class in (0..4).filter(|&class| self.allowed(state, class)) {
            let mut symbols = self.classes[class].len() as u64;
            if self.distinct {
                symbols -= u64::from(state.tally[class]);
            }
            // The last character is not another one.
            if state.last.is_some_and(|(last, _)| last == class) {
                symbols -= 1;
            }
            let target = self.after(state, class, 1);
            match edges
                .iter_mut()
                .find(|edge: &&mut Edge<_>| edge.target == target)
            {
                Some(edge) => {
                    edge.label |= 1 << class;
                    edge.symbols += symbols;
                }
                None => edges.push(Edge {
                    label: 1 << class,
                    symbols,
                    target,
                }),
            }
        }
        if let (Some((class, run)), Some(longest)) = (state.last, self.max_run)
            && run < longest
            && self.allowed(state, class)
        {
            edges.push(Edge {
                label: REPEAT,
                symbols: 1,
                target: self.after(state, class, run + 1),
            });
        }
        // Where more is owed than can come, no word ends; leaving it out keeps the automaton small.
        edges.retain(|edge| {
            let owed: u32 = (0..4)
                .map(|class| u32::from(self.owed(&edge.target, class)))
                .sum();
            edge.symbols > 0 && owed <= u32::from(edge.target.left)
        });
        edges
    }
}

/// The bits of a counter, of which a word has one for each class: more than any length takes, so that
/// their signs are free.
const COUNTER: u32 = 16;
const SIGNS: u64 = 0x8000_8000_8000_8000;

/// An entry for each character by its number, and idle ones up to the largest byte: a byte is an
/// index without a check, which drawing a million passwords feels.
type Table<Entry> = [Entry; 256];

fn table<Entry: Copy + Default>(entries: impl Iterator<Item = Entry>) -> Table<Entry> {
    let mut table = [Entry::default(); 256];
    for (place, entry) in table.iter_mut().zip(entries) {
        *place = entry;
    }
    table
}

/// All passwords of a policy, ready to be drawn from.
pub struct Passwords {
    policy: Policy,
    /// All characters.
    characters: Vec<char>,
    /// The same, where all are ASCII.
    ascii: Option<Table<u8>>,
    /// For each of the characters, a one in the counter of its class.
    units: Table<u64>,
    /// The fewest characters of each class, each in its counter.
    minimum: u64,
    /// The counted words, where the policy is not free.
    language: Option<Language<Progress>>,
    /// Whether to draw strings until one is a password, rather than the number of a password.
    redraws: bool,
}

impl Passwords {
    /// Counts the passwords of `policy`.
    ///
    /// # Errors
    /// There are too many states to count.
    pub fn of(policy: Policy) -> Result<Self> {
        let language = if policy.is_free() {
            None
        } else {
            Some(Language::of(&policy)?)
        };
        Ok(Self::counted(policy, language))
    }

    /// The same without counting them, where it is plain without it that strings can be drawn until
    /// one is a password. Their number must then not be asked for.
    ///
    /// # Errors
    /// Those of [`Passwords::of`].
    pub fn uncounted(policy: Policy) -> Result<Self> {
        let is_ascii = policy.classes.iter().flatten().all(char::is_ascii);
        if policy.is_free() || !is_ascii || !policy.is_surely_common() {
            return Self::of(policy);
        }
        let mut passwords = Self::counted(policy, None);
        passwords.redraws = true;
        Ok(passwords)
    }

    fn counted(policy: Policy, language: Option<Language<Progress>>) -> Self {
        let characters = policy.classes.concat();
        let is_ascii = characters.iter().all(char::is_ascii);
        let ascii = is_ascii.then(|| table(characters.iter().map(|&character| character as u8)));
        let one = |class| 1 << (COUNTER * class as u32);
        let units = policy.classes.iter().enumerate();
        let units = units.flat_map(|(class, of)| of.iter().map(move |_| one(class)));
        let minimum = (0..4).map(|class| one(class) * u64::from(policy.minimum[class]));
        let mut passwords = Self {
            ascii,
            units: table(units),
            minimum: minimum.sum(),
            characters,
            policy,
            language,
            redraws: false,
        };
        passwords.redraws = passwords.are_common();
        passwords
    }

    /// Whether at least one string in [`WANTED`] of the same characters and length is a password,
    /// and strings can be drawn.
    fn are_common(&self) -> bool {
        let Some(language) = self.language.as_ref().filter(|_| self.ascii.is_some()) else {
            return false;
        };
        let mut passwords = language.count().clone();
        passwords.multiply(WANTED);
        let strings = Natural::power(self.characters.len() as u64, self.policy.length.into());
        strings.is_ok_and(|strings| passwords >= strings)
    }

    /// Puts the characters with these numbers in their places, and says whether they are a password.
    fn spell(&self, ascii: &Table<u8>, places: &mut [u8]) -> bool {
        let class = |number: Option<&u8>| {
            let unit = number.map_or(1, |number| self.units[usize::from(*number)]);
            (unit.trailing_zeros() / COUNTER) as usize
        };
        let ends = (class(places.first()), class(places.last()));
        let mut tally = 0;
        for place in &mut *places {
            let number = usize::from(*place);
            *place = ascii[number];
            tally += self.units[number];
        }
        let policy = &self.policy;
        // Where a counter is not below its minimum, its sign is still there after the subtraction.
        ((tally | SIGNS) - self.minimum) & SIGNS == SIGNS
            && policy.first[ends.0]
            && policy.last[ends.1]
            && policy.max_run.is_none_or(|longest| {
                let mut runs = places.chunk_by(u8::eq).map(<[u8]>::len);
                runs.all(|run| run <= longest.into())
            })
            && (!policy.distinct || all_differ(places))
    }

    /// Makes the passwords longer by one character.
    pub fn lengthen(&mut self) -> Result<()> {
        self.policy.length += 1;
        match &mut self.language {
            // No state of a shorter password without repetition is one of a longer.
            Some(language) if self.policy.distinct => *language = Language::of(&self.policy)?,
            Some(language) => language.restart(&self.policy)?,
            None => {}
        }
        self.redraws = self.are_common();
        Ok(())
    }

    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        let language = self.language.as_ref();
        language.is_some_and(|language| language.count().is_zero())
    }

    /// How many there are, where they are counted.
    pub fn size(&self) -> SpaceSize {
        match &self.language {
            Some(language) => SpaceSize::Count(language.count().clone()),
            None if self.redraws => {
                unreachable!("where their number is asked for, the passwords are counted")
            }
            None => SpaceSize::Power(self.characters.len() as u64, u64::from(self.policy.length)),
        }
    }

    /// Appends one of them, each equally likely: the password of a uniform number, or the first of
    /// independent uniform strings that is one.
    pub fn draw(&self, entropy: &mut Entropy, password: &mut Secret) -> Result<()> {
        match (&self.language, &self.ascii) {
            (Some(language), _) if !self.redraws => {
                self.password(language, entropy.below_natural(language.count())?, password);
            }
            (_, Some(ascii)) => {
                let drawn = password.grow(self.policy.length.into());
                let spell = |numbers: &mut [u8]| self.spell(ascii, numbers);
                entropy.fill_below_until(self.characters.len(), drawn, spell)?;
            }
            (_, None) => {
                for _ in 0..self.policy.length {
                    password.push_character(*entropy.pick(&self.characters)?);
                }
            }
        }
        Ok(())
    }

    /// Appends the password with this number.
    fn password(&self, language: &Language<Progress>, number: Natural, password: &mut Secret) {
        // The characters so far as class and index, where the next one depends on them.
        let remember = self.policy.distinct || self.policy.max_run.is_some();
        let mut drawn = Vec::with_capacity(usize::from(self.policy.length));
        language.word(number, |label, symbol| {
            let (class, index) = match drawn.last() {
                Some(&last) if label == REPEAT => last,
                last => {
                    let (class, mut index) = self.find(label, symbol as usize);
                    if self.policy.distinct {
                        index = unused(&drawn, class, index);
                    } else if last.is_some_and(|&(of, last)| of == class && index >= last) {
                        index += 1;
                    }
                    (class, index)
                }
            };
            if remember {
                drawn.push((class, index));
            }
            password.push_character(self.policy.classes[class][index]);
        });
    }
}

impl Passwords {
    /// The class and index of the character at `index` of those of all classes in `label`.
    fn find(&self, label: usize, mut index: usize) -> (usize, usize) {
        let mut class = label.trailing_zeros() as usize;
        while index >= self.policy.classes[class].len() {
            index -= self.policy.classes[class].len();
            class += 1 + (label >> (class + 1)).trailing_zeros() as usize;
        }
        (class, index)
    }
}

/// The index of the character of `class` that has `rank` unused ones of the class before it.
fn unused(drawn: &[(usize, usize)], class: usize, rank: usize) -> usize {
    let of_class = drawn.iter().filter(|&&(of, _)| of == class);
    let mut used: Vec<usize> = of_class.map(|&(_, index)| index).collect();
    used.sort_unstable();
    used.iter()
        .fold(rank, |index, &used| index + usize::from(used <= index))
}

/// The odds that of `length` independent characters fewer than `minimum` are of a class that each is
/// of with odds of `share`.
fn fewer(minimum: u16, share: f64, length: u16) -> f64 {
    let mut exactly = (1.0 - share).powi(length.into());
    let mut fewer = 0.0;
    for count in 0..minimum.min(length) {
        fewer += exactly;
        exactly *= f64::from(length - count) / f64::from(count + 1) * share / (1.0 - share);
    }
    fewer
}

/// Whether no character, of those of ASCII, stands twice.
fn all_differ(characters: &[u8]) -> bool {
    let mut seen = Zeroizing::new(0u128);
    characters.iter().all(|character| {
        let before = *seen;
        *seen |= 1 << character;
        *seen != before
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn policy(lower: &str, upper: &str, digits: &str, symbols: &str, length: u16) -> Policy {
        Policy {
            classes: [lower, upper, digits, symbols].map(|characters| characters.chars().collect()),
            length,
            minimum: [0; 4],
            first: [true; 4],
            last: [true; 4],
            max_run: None,
            distinct: false,
        }
    }

    /// All strings over the policy's characters that meet its rules, each rule checked by itself.
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
                .unwrap();
            (0..4).all(|of| {
                string.iter().filter(|&next| class(next) == of).count() >= policy.minimum[of].into()
            }) && policy.first[class(&string[0])]
                && policy.last[class(string.last().unwrap())]
                && policy.max_run.is_none_or(|run| longest <= run.into())
                && (!policy.distinct
                    || string.iter().collect::<BTreeSet<_>>().len() == string.len())
        };
        strings
            .iter()
            .filter(|string| allowed(string))
            .map(|string| string.iter().collect())
            .collect()
    }

    /// Demands that numbering is a bijection from the numbers below the count to the passwords that
    /// brute force finds, and that of all strings exactly these are not drawn anew.
    fn check(policy: &Policy, what: &str) {
        let expected = brute_force(policy);
        let language = Language::of(policy).unwrap();
        assert!(
            *language.count() == Natural::from(expected.len() as u64),
            "{what}"
        );
        let mut passwords = Passwords::counted(policy.clone(), None);
        let mut numbered = BTreeSet::new();
        for number in 0..expected.len() as u64 {
            let mut password = Secret::with_capacity(0);
            passwords.password(&language, Natural::from(number), &mut password);
            numbered.insert(String::from_utf8(password.as_bytes().to_vec()).unwrap());
        }
        assert!(numbered == expected, "{what}");
        if passwords.ascii.is_none() {
            return;
        }
        passwords.language = Some(language);
        passwords.redraws = true;
        assert_eq!(passwords.is_empty(), expected.is_empty(), "{what}");
        let strings = (policy.characters() as u64).pow(policy.length.into());
        let mut kept = BTreeSet::new();
        for string in 0..strings {
            // One word gives the whole string, and after it the tape ends.
            let mut entropy = Entropy::numbers(&[string], &[strings]);
            let mut password = Secret::with_capacity(0);
            if passwords.draw(&mut entropy, &mut password).is_ok() {
                let password = String::from_utf8(password.as_bytes().to_vec()).unwrap();
                assert!(kept.insert(password), "{what}");
            }
        }
        assert!(kept == expected, "{what}");
    }

    #[test]
    fn every_number_is_its_own_password_under_every_combination_of_rules() {
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
    fn the_characters_and_the_rules_are_told() {
        let free = policy("abcd", "XYZ", "013", "!\"#$", 8);
        assert_eq!(free.alphabet(), "a-dXYZ013!\"#$");
        assert!(free.rules().is_empty());
        let bound = Policy {
            minimum: [2, 0, 1, 0],
            first: [true, true, false, false],
            last: [false, false, true, true],
            max_run: Some(1),
            distinct: true,
            ..free
        };
        let rules = [
            "at least 2 lower, 1 digits",
            "lower or upper first",
            "digits or symbols last",
            "no character more than 1 time in a row",
            "no character twice",
        ];
        assert_eq!(bound.rules(), rules);
    }

    fn printable(length: u16) -> Policy {
        let [lower, upper, digits, symbols] = Class::ALL.map(Class::ascii);
        policy(lower, upper, digits, symbols, length)
    }

    #[test]
    fn strings_are_drawn_where_one_in_eight_is_a_password() {
        let redraws = |rules: Policy| Passwords::of(rules).unwrap().redraws;
        // Of a, b and c and no character twice: 3 of 3, 6 of 9 and 6 of 27 strings.
        let distinct = |length| Policy {
            distinct: true,
            ..policy("abc", "", "", "", length)
        };
        assert_eq!([1, 2, 3].map(|length| redraws(distinct(length))), [true; 3]);
        // Of 8 characters one may be the first; of 9, one in nine strings is too rare.
        let first = |symbols| Policy {
            first: [true, false, false, false],
            ..policy("a", "", "", symbols, 2)
        };
        assert!(redraws(first("1234567")) && !redraws(first("12345678")));
        // A number below 9 is one byte, where strings would take words.
        let mut password = Secret::with_capacity(0);
        Passwords::of(first("12345678"))
            .unwrap()
            .draw(&mut Entropy::tape(&[8]), &mut password)
            .unwrap();
        assert_eq!(password.as_bytes(), b"a8");
        // What is not ASCII is numbered.
        assert!(!redraws(first("é")));
        let each = |length| Policy {
            minimum: [1; 4],
            ..printable(length)
        };
        assert_eq!(
            [4, 8, 16].map(|length| redraws(each(length))),
            [false, true, true]
        );
        let mut grown = Passwords::of(each(4)).unwrap();
        (4..8).for_each(|_| grown.lengthen().unwrap());
        assert!(grown.redraws);
    }

    #[test]
    fn only_passwords_that_are_common_go_uncounted() {
        let mut uncounted = 0;
        for minimum in [[0; 4], [1; 4], [0, 0, 3, 0], [0, 0, 0, 9], [2, 2, 2, 2]] {
            for (length, max_run) in [
                (4, None),
                (9, Some(1)),
                (9, None),
                (20, Some(2)),
                (64, None),
            ] {
                for distinct in [false, true] {
                    let rules = Policy {
                        minimum,
                        max_run: max_run.filter(|_| !distinct),
                        distinct,
                        first: [true, true, false, distinct],
                        ..printable(length)
                    };
                    let quick = Passwords::uncounted(rules.clone()).unwrap();
                    if quick.language.is_none() {
                        assert!(Passwords::of(rules).unwrap().redraws);
                        uncounted += 1;
                    }
                }
            }
        }
        assert_eq!(uncounted, 13);
        // Free characters need no rule to be checked, and what is not ASCII is numbered.
        let free = Passwords::uncounted(printable(9)).unwrap();
        assert!(free.language.is_none() && !free.redraws);
        let spoken = Policy {
            minimum: [1, 0, 0, 0],
            ..policy("abcdefg", "", "", "é", 9)
        };
        assert!(Passwords::uncounted(spoken).unwrap().language.is_some());
    }

    #[test]
    #[should_panic(expected = "where their number is asked for, the passwords are counted")]
    fn the_number_of_uncounted_passwords_is_never_told() {
        let rules = Policy {
            minimum: [1, 0, 0, 0],
            ..printable(9)
        };
        Passwords::uncounted(rules).unwrap().size();
    }

    #[test]
    fn the_odds_of_too_few_of_a_class_are_those_of_the_binomial_distribution() {
        for (minimum, share, length, odds) in [
            (0, 0.5, 3, 0.0),
            (1, 0.5, 3, 1.0 / 8.0),
            (2, 0.5, 3, 4.0 / 8.0),
            (3, 0.5, 3, 7.0 / 8.0),
            (1, 0.75, 2, 1.0 / 16.0),
            (2, 0.75, 2, 7.0 / 16.0),
            (2, 0.25, 4, (81.0 + 108.0) / 256.0),
            (3, 0.25, 4, (81.0 + 108.0 + 54.0) / 256.0),
        ] {
            let found = fewer(minimum, share, length);
            assert!((found - odds).abs() < 1e-12, "{minimum} {share} {length}");
        }
    }

    #[test]
    fn the_odds_of_breaking_each_rule_are_added_up_to_four_fifths() {
        let lower = [true, false, false, false];
        // Four symbols of five may not be first, or last; of two characters each is half.
        let five = policy("a", "", "", "1234", 2);
        let two = policy("a", "B", "", "", 4);
        let eight = Policy {
            distinct: true,
            ..policy("abcdef", "", "", "12", 3)
        };
        let first = |rules: &Policy| Policy {
            first: lower,
            ..rules.clone()
        };
        let last = |rules: &Policy| Policy {
            last: lower,
            ..rules.clone()
        };
        let fewest = |minimum| Policy {
            minimum: [minimum, 0, 0, 0],
            ..two.clone()
        };
        let run = |longest| Policy {
            max_run: Some(longest),
            ..two.clone()
        };
        for (rules, is_common, odds) in [
            (five.clone(), true, "0"),
            (first(&five), true, "4/5"),
            (last(&five), true, "4/5"),
            (first(&policy("a", "", "", "12345", 2)), false, "5/6"),
            (last(&policy("a", "", "", "12345", 2)), false, "5/6"),
            (last(&first(&two)), false, "1/2 + 1/2"),
            (fewest(2), true, "5/16"),
            (fewest(3), true, "11/16"),
            (first(&fewest(2)), false, "5/16 + 1/2"),
            (run(2), false, "4 * 1/4"),
            (run(3), true, "4 * 1/8"),
            (run(9), true, "4 * 1/16"),
            (last(&run(3)), false, "1/2 + 4 * 1/8"),
            (eight.clone(), true, "9/16"),
            (last(&eight), false, "1/4 + 9/16"),
        ] {
            assert_eq!(rules.is_surely_common(), is_common, "{odds}");
        }
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
    fn the_free_draw_agrees_with_counting() {
        for length in [1, 2, 16] {
            let free = Passwords::of(printable(length)).unwrap();
            assert!(free.language.is_none());
            let counted = Language::of(&printable(length)).unwrap();
            assert_eq!(free.size().bits(), counted.count().log2());
            assert!(*counted.count() == Natural::power(94, length.into()).unwrap());
        }
        // Every pair of numbers gives its own pair of characters, by the free draw as by counting.
        for characters in ["ab12", "abé2"] {
            let rules = policy("", "", "", characters, 2);
            let free = Passwords::of(rules.clone()).unwrap();
            let mut drawn = BTreeSet::new();
            for number in 0..16 {
                // One word gives both characters where they are ASCII, and one each where not.
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
    fn lengthening_counts_as_starting_anew_does() {
        for distinct in [false, true] {
            let rules = |length| Policy {
                minimum: [1; 4],
                first: [true, true, false, false],
                max_run: Some(1).filter(|_| !distinct),
                distinct,
                ..policy("abc", "DE", "12", "!?", length)
            };
            let mut grown = Passwords::of(rules(1)).unwrap();
            for length in 2..=9 {
                grown.lengthen().unwrap();
                assert_eq!(
                    grown.size().bits(),
                    Passwords::of(rules(length)).unwrap().size().bits(),
                    "{length}"
                );
            }
        }
    }
}
