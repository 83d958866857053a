//! Statistical tests of the drawn values. They take long, so they run only on request:
//!
//! ```console
//! $ cargo test --release --locked --test cli examination -- --ignored
//! ```
//!
//! They find faults in the combination of the parts. They would not notice a symbol that is 1 % too rare:
//! exhaustive unit tests prove that each draw is exactly uniform. The first test counts the values of every
//! text command. The others feed `secrets bytes` to programs that test random numbers, if they are
//! installed: rngtest (Debian's rng-tools-debian or rng-tools5), dieharder, and `RNG_test` of PractRand.
//! `DIEHARDER=-a` runs all of dieharder's tests instead of some, and `PRACTRAND=1TB` tests 1 TB of data
//! instead of 1 GB.

use std::collections::HashMap;

use crate::harness::{has, report, run};

/// The number of values of each command. It gives at least [`MIN_EXPECTED`] expected counts in each cell of
/// the largest tables: pairs of characters from a set of 94.
const VALUES: usize = 700_000;

/// With fewer expected counts the sum over a table would not follow a chi-square distribution.
const MIN_EXPECTED: f64 = 20.0;

/// A table deviates too much, to either side, with odds below 2e^-37 < 2e-16.
const TABLE_ODDS: f64 = 37.0;

/// There are fewer tables than this, so one of them deviates too much with odds below 2e-12 (Bonferroni).
/// This holds for the chi-square distribution, from which the distribution of a table differs slightly. The
/// stated odds of 1e-9 allow for that difference.
const MAX_TABLES: usize = 10_000;

/// A command and the symbols of its values.
struct Subject {
    command: &'static str,
    symbols: String,
    /// The probability of symbols at any positions of a value.
    single: fn(&Self, usize) -> f64,
    pair: fn(&Self, usize, usize) -> f64,
    /// Splits a value into the numbers of its symbols.
    read: fn(&Self, &str) -> Vec<u16>,
}

impl Subject {
    /// Independent uniform characters of `symbols`.
    fn of(command: &'static str, symbols: &str) -> Self {
        Self {
            command,
            symbols: symbols.to_owned(),
            single: |subject, _| 1.0 / subject.size() as f64,
            pair: |subject, one, other| {
                (subject.single)(subject, one) * (subject.single)(subject, other)
            },
            read: |subject, value| value.chars().map(|symbol| subject.number(symbol)).collect(),
        }
    }

    fn size(&self) -> usize {
        self.symbols.chars().count()
    }

    fn number(&self, symbol: char) -> u16 {
        let place = self.symbols.chars().position(|other| other == symbol);
        place.unwrap_or_else(|| panic!("{}: {symbol}", self.command)) as u16
    }
}

const LOWER: &str = "abcdefghijklmnopqrstuvwxyz";
const UPPER: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const DIGITS: &str = "0123456789";
const HEX: &str = "0123456789abcdef";
const CROCKFORD: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const BASE58: &str = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

fn subjects() -> Vec<Subject> {
    let alnum = [UPPER, LOWER, DIGITS].concat();
    let base62 = [DIGITS, UPPER, LOWER].concat();
    let base32 = [UPPER, "234567"].concat();
    let base64 = [&alnum, "+/"].concat();
    let base64url = [&alnum, "-_"].concat();
    let printable: String = ('!'..='~').collect();
    let mut subjects = vec![
        Subject::of("hex 4", HEX),
        Subject::of("urlsafe 6", &base64url),
        Subject::of("bytes 6 --encoding base64", &base64),
        Subject::of("bytes 5 --encoding base32", &base32),
        Subject::of("bytes 5 --encoding crockford", CROCKFORD),
        Subject::of("otp --digits 8", DIGITS),
        Subject::of("otp --digits 8 --entropy os", DIGITS),
        Subject::of("otp --charset crockford --length 8", CROCKFORD),
        Subject::of("otp --charset αβγδεζηθικ --length 5", "αβγδεζηθικ"),
        Subject::of("apikey --chars 8", HEX),
        Subject::of("apikey --chars 8 --encoding base62", &base62),
        Subject::of("apikey --chars 8 --encoding base64url", &base64url),
        Subject::of("password --any -l 8", &printable),
        Subject::of("password --charset αβγδεζηθικ -l 5", "αβγδεζηθικ"),
        Subject::of("pattern [A-Z2-7]{8}", &base32),
        Subject::of("pattern [α-π]{5}", &('α'..='π').collect::<String>()),
        Subject::of("choice a b c d e f g h i j k l m n o p q", &LOWER[..17]),
        Subject::of("totp new --bits 160", &base32),
        Subject::of("hotp new --bits 160", &base32),
        Subject {
            read: |subject, value| {
                let digits = format!("{value:0>8}");
                digits.chars().map(|digit| subject.number(digit)).collect()
            },
            ..Subject::of("below 10^8", DIGITS)
        },
        Subject {
            read: |subject, value| {
                let digits = format!("{value:0>20}");
                digits.chars().map(|digit| subject.number(digit)).collect()
            },
            ..Subject::of("below 10^20", DIGITS)
        },
        Subject {
            read: |subject, value| {
                let characters = value.chars().filter(|&character| character != '_');
                characters
                    .map(|character| subject.number(character))
                    .collect()
            },
            ..Subject::of("apikey --id --chars 8", BASE58)
        },
    ];
    for command in ["bytes 6 --encoding base58", "bytes 6 --encoding base62"] {
        subjects.push(Subject {
            read: nibbles,
            ..Subject::of(command, HEX)
        });
    }
    // One password is drawn by rejection sampling, the other by number.
    for command in ["password -l 8", "password -l 4"] {
        subjects.push(Subject {
            single: |subject, one| class_odds(subject, &[one]),
            pair: |subject, one, other| class_odds(subject, &[one, other]),
            ..Subject::of(command, &printable)
        });
    }
    for command in [
        "password --charset hex --no-repeats -l 6",
        "password --charset hex --no-repeats -l 12",
    ] {
        subjects.push(Subject {
            pair: |_, one, other| {
                if one == other {
                    0.0
                } else {
                    1.0 / (16.0 * 15.0)
                }
            },
            ..Subject::of(command, HEX)
        });
    }
    for command in [
        "passphrase --list short1 --words 3",
        "passphrase --list short1 --words 3 --capitalize first --max-length 17",
    ] {
        subjects.push(Subject {
            read: word_numbers,
            ..Subject::of(command, &[DIGITS, LOWER].concat())
        });
    }
    subjects
}

/// Decodes base58 or base62 and splits the bytes into nibbles.
fn nibbles(subject: &Subject, value: &str) -> Vec<u16> {
    let base62 = [DIGITS, UPPER, LOWER].concat();
    let digits = if subject.command.ends_with("58") {
        BASE58
    } else {
        &base62
    };
    let number = value.chars().fold(0u64, |number, digit| {
        number * digits.len() as u64 + digits.find(digit).unwrap() as u64
    });
    (0..12)
        .map(|place| (number >> (4 * place) & 15) as u16)
        .collect()
}

/// The probability of these characters at any positions of a password with at least one of each class.
fn class_odds(subject: &Subject, characters: &[usize]) -> f64 {
    let bit = |number: usize| match subject.symbols.as_bytes()[number] {
        b'a'..=b'z' => 1,
        b'A'..=b'Z' => 2,
        b'0'..=b'9' => 4,
        _ => 8,
    };
    let length: usize = subject.command[subject.command.len() - 1..]
        .parse()
        .unwrap();
    let given = characters
        .iter()
        .fold(0, |given, &number| given | bit(number));
    with_classes(15 & !given, length - characters.len()) / with_classes(15, length)
}

/// The number of strings of printable characters with at least one of each class in the bit set `classes`, by
/// inclusion and exclusion. It is exact, because it is below 2^53.
fn with_classes(classes: u8, length: usize) -> f64 {
    let size = |classes: u8| {
        let sizes = [26, 26, 10, 32].iter().enumerate();
        let of = sizes.filter(|(class, _)| classes >> class & 1 == 1);
        of.map(|(_, &size)| size).sum::<u32>()
    };
    let left_out = (0..16).filter(|left_out| left_out & !classes == 0);
    let strings = left_out.map(|left_out| {
        let sign = if left_out.count_ones() % 2 == 0 {
            1.0
        } else {
            -1.0
        };
        sign * vec![f64::from(94 - size(left_out)); length]
            .iter()
            .product::<f64>()
    });
    strings.sum()
}

/// The number of each word of a phrase in the list, as two digits in base 36.
fn word_numbers(_: &Subject, value: &str) -> Vec<u16> {
    thread_local! {
        static NUMBERS: HashMap<String, u16> = include_str!("../../src/commands/passphrase/eff-short1.txt")
            .lines().map(|word| word.replace('-', "_")).zip(0..).collect();
    }
    let numbers = value
        .split('-')
        .map(|word| NUMBERS.with(|numbers| numbers[&word.to_lowercase()]));
    numbers
        .flat_map(|number| [number / 36, number % 36])
        .collect()
}

/// Pearson's chi-square statistic of a table with `total` counts, and its degrees of freedom. `expected` is
/// the probability of a cell.
fn deviation(counts: &[u32], expected: impl Fn(usize) -> f64, total: usize) -> (f64, f64) {
    let mut sum = 0.0;
    let mut cells = 0.0;
    for (cell, &count) in counts.iter().enumerate() {
        let expected = expected(cell) * total as f64;
        if expected == 0.0 {
            assert_eq!(count, 0, "cell {cell}");
            continue;
        }
        assert!(
            expected > MIN_EXPECTED,
            "too few values for {} cells",
            counts.len()
        );
        sum += (f64::from(count) - expected).powi(2) / expected;
        cells += 1.0;
    }
    (sum, cells - 1.0)
}

/// Whether chance gives a statistic this far off, to either side, with odds below e^-[`TABLE_ODDS`]: Laurent
/// and Massart, "Adaptive estimation of a quadratic functional by model selection", Annals of
/// Statistics 28(5), 2000, lemma 1.
fn is_too_far(sum: f64, freedom: f64) -> bool {
    let spread = 2.0 * (freedom * TABLE_ODDS).sqrt();
    sum > freedom + spread + 2.0 * TABLE_ODDS || sum < freedom - spread
}

/// The tables of a command.
struct Examination<'a> {
    subject: &'a Subject,
    tables: usize,
    /// The tables that deviate too much.
    found: Vec<String>,
}

impl Examination<'_> {
    /// Counts the cells of a table and examines the counts.
    fn look(
        &mut self,
        what: &str,
        size: usize,
        cells: impl Iterator<Item = usize>,
        expected: impl Fn(usize) -> f64,
    ) {
        let mut counts = vec![0; size];
        for cell in cells {
            counts[cell] += 1;
        }
        let total = counts.iter().map(|&count| count as usize).sum();
        let (sum, freedom) = deviation(&counts, expected, total);
        self.tables += 1;
        if is_too_far(sum, freedom) {
            let command = self.subject.command;
            self.found
                .push(format!("{command}: {what}: {sum:.0} of {freedom:.0}"));
        }
    }

    /// Counts the symbols at each position, and the pairs of symbols at each two positions of a value and of
    /// two successive values.
    fn look_everywhere(&mut self, values: &[Vec<u16>]) {
        let subject = self.subject;
        let size = subject.size();
        let single = |cell| (subject.single)(subject, cell);
        let pair = |cell| (subject.pair)(subject, cell / size, cell % size);
        let apart = |cell| single(cell / size) * single(cell % size);
        let cell = |one: u16, other: u16| usize::from(one) * size + usize::from(other);
        let places = values[0].len();
        for one in 0..places {
            let cells = values.iter().map(|value| value[one].into());
            self.look(&format!("place {one}"), size, cells, single);
            for other in 0..places {
                // No value is in two pairs, so the pairs are independent.
                let pairs = values.chunks_exact(2);
                let cells = pairs.map(|two| cell(two[0][one], two[1][other]));
                let what = format!("place {one} and the next value's {other}");
                self.look(&what, size * size, cells, apart);
            }
            for other in one + 1..places {
                let cells = values.iter().map(|value| cell(value[one], value[other]));
                let what = format!("places {one} and {other}");
                self.look(&what, size * size, cells, pair);
            }
        }
    }
}

/// The tables that deviate too much, and the number of all tables.
fn examine(subject: &Subject, values: &[Vec<u16>]) -> (Vec<String>, usize) {
    let mut examination = Examination {
        subject,
        tables: 0,
        found: Vec::new(),
    };
    examination.look_everywhere(values);
    (examination.found, examination.tables)
}

/// The odds of a false alarm are below 1e-9: see [`MAX_TABLES`].
#[test]
#[ignore = "takes minutes"]
fn examination_of_every_text_command() {
    let mut all = 0;
    for subject in subjects() {
        // Quotes make the arguments safe for the shell.
        let words = subject.command.replace(' ', "' '");
        let outcome = run(&format!("secrets '{words}' -n {VALUES}"));
        let lines = outcome.lines();
        let read = |value: &&str| (subject.read)(&subject, value);
        let values: Vec<_> = lines.iter().map(read).collect();
        assert_eq!(values.len(), VALUES);
        assert!(values.iter().all(|value| value.len() == values[0].len()));
        let (found, tables) = examine(&subject, &values);
        assert!(found.is_empty(), "{found:#?}");
        report(&format!(
            "secrets {}: {tables} tables as expected",
            subject.command
        ));
        all += tables;
    }
    assert!(all < MAX_TABLES, "{all}");
    report(&format!("{all} tables in all"));
}

/// Deliberate faults are found in the right tables only: in 1 of 100 values two symbols are equal, or a
/// symbol repeats the previous value's; or bytes are taken modulo 10, a common mistake, which makes 0 to 5
/// more likely than 6 to 9.
#[test]
#[ignore = "takes seconds"]
fn examination_finds_small_faults() {
    let bytes = run(&format!("secrets bytes {}", 8 * VALUES)).stdout;
    let values = |symbol: fn(u8) -> u8| -> Vec<Vec<u16>> {
        let values = bytes.chunks_exact(8);
        values
            .map(|value| value.iter().map(|&byte| symbol(byte).into()).collect())
            .collect()
    };
    let (hex, decimal) = (Subject::of("hex", HEX), Subject::of("decimal", DIGITS));
    let found = |subject, values: &[Vec<u16>]| examine(subject, values).0.join("\n");
    let mut faulty = values(|byte| byte & 15);
    assert_eq!(found(&hex, &faulty), "");

    for value in faulty.iter_mut().step_by(100) {
        value[5] = value[2];
    }
    let equal = found(&hex, &faulty);
    assert!(equal.starts_with("hex: places 2 and 5: "), "{equal}");
    assert_eq!(equal.lines().count(), 1, "{equal}");

    let mut faulty = values(|byte| byte & 15);
    for index in (1..VALUES).step_by(100) {
        faulty[index][7] = faulty[index - 1][0];
    }
    let again = found(&hex, &faulty);
    assert!(
        again.starts_with("hex: place 0 and the next value's 7: "),
        "{again}"
    );
    assert_eq!(again.lines().count(), 1, "{again}");

    let modulo = found(&decimal, &values(|byte| byte % 10));
    for place in 0..8 {
        assert!(modulo.contains(&format!(": place {place}: ")), "{modulo}");
    }
}

/// The commands that write endless bytes, with each kind of entropy.
const SOURCES: [&str; 2] = ["secrets bytes 1E", "secrets bytes 1E --entropy os"];

/// The odds that a sound block fails are below 1/1000: 1.0e-4 by its ones, 1.0e-4 by its half bytes,
/// 3.0e-4 by long runs and 3.7e-4 by the numbers of runs. So the odds that 190 of 100000 fail are
/// below e^-(190 ln 1.9 - 90) < 1e-13 (Chernoff, for a binomial distribution of mean 100).
#[test]
#[ignore = "takes a minute"]
fn examination_by_rngtest() {
    if !has(&["rngtest"]) {
        return;
    }
    for source in SOURCES {
        let outcome = run(&format!("{source} | rngtest -c 100000"));
        let count = |what: &str| {
            let line = outcome.stderr.lines().find(|line| line.contains(what));
            let number = line.and_then(|line| line.rsplit(' ').next()?.parse::<u32>().ok());
            number.unwrap_or_else(|| panic!("{}", outcome.stderr))
        };
        let failures = count("FIPS 140-2 failures:");
        assert_eq!(count("FIPS 140-2 successes:") + failures, 100_000);
        assert!(failures < 190, "{source}: {failures} of 100000 blocks");
        report(&format!(
            "{source}: rngtest fails {failures} of 100000 blocks, about 87 are expected"
        ));
    }
}

/// Tests that dieharder calls reliable and that take only some seconds.
const DIEHARDER: [&str; 17] = [
    "0", "2", "3", "4", "8", "9", "10", "11", "12", "13", "15", "16", "17", "100", "101", "205",
    "206",
];

/// A test fails if its p-value is within 1e-12 of 0 or 1. Even all tests give fewer than 120 p-values for a
/// source, so the odds of a false alarm are below 1e-9, if dieharder's distributions are right.
#[test]
#[ignore = "takes ten minutes"]
fn examination_by_dieharder() {
    if !has(&["dieharder"]) {
        return;
    }
    let chosen = std::env::var("DIEHARDER");
    let tests = match &chosen {
        Ok(options) => vec![options.clone()],
        Err(_) => DIEHARDER.map(|test| format!("-d {test}")).to_vec(),
    };
    for source in SOURCES {
        for test in &tests {
            let outcome = run(&format!("{source} | dieharder -g 200 {test} -X 1e-12"));
            let results: Vec<_> = outcome
                .text()
                .lines()
                .filter(|line| line.matches('|').count() == 5 && !line.contains("p-value"))
                .collect();
            assert!(
                !results.is_empty(),
                "{test}: {}{}",
                outcome.text(),
                outcome.stderr
            );
            for result in results {
                report(&format!("{source}: dieharder: {result}"));
                assert!(!result.contains("FAILED"), "{result}");
            }
        }
    }
}

/// PractRand reports FAIL only for results that chance practically never gives.
#[test]
#[ignore = "takes minutes"]
fn examination_by_practrand() {
    if !has(&["RNG_test"]) {
        return;
    }
    let most = std::env::var("PRACTRAND").unwrap_or_else(|_| "1GB".to_owned());
    for source in SOURCES {
        let outcome = run(&format!("{source} | RNG_test stdin64 -tlmax {most}"));
        assert!(
            outcome.text().contains("length= "),
            "{}{}",
            outcome.text(),
            outcome.stderr
        );
        assert!(
            !outcome.text().contains("FAIL"),
            "{source}: {}",
            outcome.text()
        );
        report(&format!("{source}: {}", outcome.text()));
    }
}
