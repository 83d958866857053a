//! Tests of `secrets password` from its options to the passwords that they allow.

use clap::{Args, Command, FromArgMatches, ValueEnum};

use super::*;
use crate::message::value_name;
use crate::secret::Secret;
use crate::uniform::alphabet::Class;
use crate::uniform::entropy::Entropy;

fn recipe(options: &str) -> Result<Box<dyn Recipe>> {
    let command = Password::augment_args(Command::new("password"));
    let words = std::iter::once("password").chain(options.split_whitespace());
    let matches = command.try_get_matches_from(words)?;
    Password::from_arg_matches(&matches)?.recipe(&OutputArgs::default())
}

fn draw(options: &str) -> String {
    let mut value = Secret::with_capacity(0);
    let mut recipe = recipe(options).unwrap_or_else(|error| panic!("{options}: {error}"));
    recipe.draw(&mut Entropy::os(), &mut value).unwrap();
    String::from_utf8(value.as_bytes().to_vec()).unwrap()
}

fn bits(options: &str) -> f64 {
    recipe(options).unwrap().space().size.bits()
}

#[test]
fn bits_give_the_shortest_length_that_reaches_them() {
    for rules in [
        "",
        "--any",
        "--charset hex",
        "--no-symbols --first letter --max-run 1",
        "--no-repeats",
    ] {
        for wanted in [1, 20, 64, 128, 256] {
            let length = draw(&format!("{rules} --bits {wanted}")).len();
            let reached = bits(&format!("{rules} --length {length}"));
            assert!(reached >= f64::from(wanted), "{rules} {wanted}: {reached}");
            // A shorter password holds fewer bits or can't meet the rules.
            let shorter = recipe(&format!("{rules} --length {}", length - 1));
            let enough = |recipe: Box<dyn Recipe>| recipe.space().size.bits() >= wanted.into();
            assert!(!shorter.is_ok_and(enough), "{rules} {wanted}: {length}");
        }
    }
}

/// The rules of a system, written again as a check of one password.
fn accepts(target: Target, password: &str) -> bool {
    let length = password.len();
    let of = |class| {
        let characters = password.chars();
        characters
            .filter(|&character| Class::of(character) == class)
            .count()
    };
    let classes = Class::ALL
        .into_iter()
        .filter(|&class| of(class) > 0)
        .count();
    let none_of = |refused: &str| !password.contains(|character| refused.contains(character));
    let only = |symbols: &str| {
        let mut characters = password.chars();
        characters.all(|next| next.is_ascii_alphanumeric() || symbols.contains(next))
    };
    let letter_first = password.starts_with(|first: char| first.is_ascii_alphabetic());
    let in_range = |least, most| (least..=most).contains(&length);
    match target {
        Target::Help => false,
        Target::Aurora | Target::RdsMysql | Target::RdsMariadb => {
            in_range(8, 41) && none_of("/\"@ ")
        }
        Target::AwsDirectory => in_range(8, 64) && classes >= 3,
        Target::AzureVm => in_range(8, 72) && classes >= 3,
        Target::Bcrypt => in_range(1, 72),
        Target::Docdb => in_range(8, 100) && none_of("/\"@ "),
        Target::Elasticache => in_range(16, 128) && only("!&#$^<>-"),
        Target::GitlabCi => length >= 8 && only("@_-:+"),
        Target::Ipmi => in_range(1, 16),
        Target::Mariadb => length >= 8 && classes == 4,
        Target::Mssql => {
            let unquoted = none_of(";{}[]\"'") && !password.starts_with(['$', '@']);
            in_range(8, 128) && classes >= 3 && unquoted
        }
        Target::Mysql => in_range(8, 32) && classes == 4,
        Target::OciDb => {
            let two = Class::ALL.into_iter().all(|class| of(class) >= 2);
            in_range(9, 30) && two && only("_#-") && letter_first
        }
        Target::Oracle => in_range(8, 30) && only("_$#") && letter_first,
        Target::PostgresUri => only("-._~"),
        Target::RdsOracle => in_range(8, 30) && none_of("/\"@&' "),
        Target::RdsPostgres | Target::RdsSqlserver => in_range(8, 128) && none_of("/\"@ "),
        Target::Redshift => {
            let required = [Class::Lower, Class::Upper, Class::Digits];
            let three = required.into_iter().all(|class| of(class) > 0);
            in_range(8, 64) && three && none_of("'\"\\/@ ")
        }
        Target::Snmpv3 => length >= 8,
        Target::Vnc => in_range(1, 8),
        Target::Windows => in_range(1, 256) && classes >= 3,
        Target::Wpa => in_range(8, 63),
    }
}

#[test]
fn every_system_accepts_the_passwords_made_for_it() {
    for &target in Target::value_variants().iter().skip(1) {
        let (name, demand) = (value_name(&target), target.demand());
        let least = demand.least.max(4);
        let most = demand.most.unwrap_or(MAX_LENGTH);
        let lengths = [String::new(), format!("-l {least}"), format!("-l {most}")];
        for options in lengths.iter().map(String::as_str).chain(["--no-ambiguous"]) {
            for _ in 0..50 {
                let password = draw(&format!("--for {name} {options}"));
                assert!(accepts(target, &password), "{name} {options}: {password}");
            }
        }
        assert!(
            recipe(&format!("--for {name} -l {}", most + 1)).is_err(),
            "{name}"
        );
        let too_short = format!("--for {name} -l {} --any", demand.least - 1);
        assert!(recipe(&too_short).is_err(), "{name}");
        assert!(!demand.source.is_empty(), "{name}");
    }
}

#[test]
fn options_that_contradict_for_or_safe_are_errors() {
    for options in [
        "--for mysql --no-symbols",
        "--for mysql --any",
        "--for mysql --min-digits 0",
        "--for mysql --charset alnum",
        "--for windows --no-symbols --no-digits",
        "--for oracle --first digits",
        "--for vnc --bits 60",
        "--for vnc --bits 128",
        "--for rds-oracle --bits 300",
        "--for mysql --length 33",
        "--for vnc --safe csv",
        "--for elasticache --safe regex,url",
        "--safe yaml --first digits",
        "--safe yaml --charset digits",
        "--safe yaml --length 5",
        "--safe csv --length 15",
        "--safe url --charset a%",
        "--safe shell --symbols $",
        "--for wpa --charset aé",
        "--for rds-oracle --symbols /&-",
    ] {
        assert!(recipe(options).is_err(), "{options}");
    }
}

#[test]
fn only_characters_that_every_target_and_destination_allows_are_left() {
    for (options, alphabet) in [
        ("--safe shell,url", "a-zA-Z0-9-._"),
        ("--safe url --safe regex", "a-zA-Z0-9_"),
        ("--for oracle --safe dotenv", "a-zA-Z0-9_"),
        ("--charset base64 --safe url", "a-zA-Z0-9"),
    ] {
        let drawn_from = recipe(options).unwrap().space().drawn_from;
        let expected = format!(": {alphabet}");
        assert!(drawn_from.ends_with(&expected), "{options}: {drawn_from}");
    }
}
