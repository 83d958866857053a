//! `secrets uuid`: unique identifiers: UUIDs of version 4 and 7, and ULIDs.

use anyhow::Result;
use clap::Args;
use uuid::Builder;
use zeroize::Zeroizing;

use crate::generate::Generator;
use crate::help::{Described, Help};
use crate::input::time::now_in_milliseconds;
use crate::output::OutputArgs;
use crate::recipe::space::{Space, SpaceSize};
use crate::recipe::{Draw, Form, Recipe};
use crate::secret::Secret;
use crate::uniform::alphabet::CROCKFORD;
use crate::uniform::entropy::Entropy;

/// The greatest counter of a UUID of version 7: the 12 bits of `rand_a`.
const MAX_COUNTER: u16 = 0xfff;

/// The flags of `secrets uuid`.
#[derive(Args, Default)]
#[command(next_help_heading = "Identifier")]
pub struct Uuid {
    /// Version 7: milliseconds since 1970, then random bits, so that identifiers sort by time
    ///
    /// Within a run each UUID is greater than the UUID before: a counter of 12 bits starts at a random
    /// number in each millisecond (RFC 9562, section 6.2, method 1). When the counter is used up, the
    /// time is advanced by a millisecond.
    #[arg(long, conflicts_with = "ulid")]
    v7: bool,

    /// A ULID: the milliseconds and 80 random bits, as 26 characters of Crockford's base32
    ///
    /// ULIDs of the same millisecond are not in order.
    #[arg(long)]
    ulid: bool,
}

impl Described for Uuid {
    const HELP: Help = Help {
        about: "A UUID of version 4 or 7, or a ULID",
        details: "\
A UUID of version 4 has 122 random bits, a UUID of version 7 has 74, and a ULID has 80. The time is \
not counted as entropy, because others know it. Several UUIDs of version 7 share a counter, so \
each has 62 bits for somebody who knows the others.\n\n\
Identifiers are not keys (RFC 9562, section 8): programs log and index them. For a value that \
nobody may guess use secrets urlsafe.",
        examples: &[
            ("secrets uuid", "a UUID of version 4"),
            ("secrets uuid --v7 -n 5", "five UUIDs that sort by time"),
            ("secrets uuid --ulid", "a ULID"),
        ],
    };
}

impl Generator for Uuid {
    const KIND: &'static str = "uuid";

    fn plain(size: Option<&str>) -> Option<Self> {
        size.is_none().then(Self::default)
    }

    fn recipe(self, output: &OutputArgs) -> Result<Box<dyn Recipe>> {
        Ok(match (self.v7, self.ulid) {
            (false, false) => Box::new(Version4),
            (true, _) => Box::new(Version7 {
                clock: now_in_milliseconds,
                last: None,
                several: output.count.is_some_and(|count| count > 1),
            }),
            (_, true) => Box::new(Ulid {
                clock: now_in_milliseconds,
            }),
        })
    }
}

/// Returns the milliseconds since 1970.
type Clock = fn() -> Result<u64>;

/// The form of identifiers with `length` characters.
fn form(length: u64) -> Form {
    Form {
        least_length: Some(length),
        hashed_bytes: Some(length as usize),
        ..Form::default()
    }
}

fn space(bits: u64, rules: &[&str]) -> Space {
    Space {
        rules: rules.iter().map(ToString::to_string).collect(),
        ..Space::of(format!("{bits} random bits"), SpaceSize::Power(2, bits))
    }
}

fn push_uuid(builder: Builder, value: &mut Secret) {
    let uuid = builder.into_uuid();
    uuid.hyphenated().encode_lower(value.grow(36));
}

fn hex_and_hyphen() -> Vec<char> {
    "0123456789abcdef-".chars().collect()
}

/// RFC 9562, section 5.4.
struct Version4;

impl Draw for Version4 {
    fn form(&self) -> Form {
        form(36)
    }

    fn draw(&mut self, entropy: &mut Entropy, value: &mut Secret) -> Result<()> {
        let mut random = Zeroizing::new([0; 16]);
        entropy.fill(&mut *random)?;
        push_uuid(Builder::from_random_bytes(*random), value);
        Ok(())
    }

    fn for_another_thread(&self) -> Option<Box<dyn Draw + Send>> {
        Some(Box::new(Self))
    }
}

impl Recipe for Version4 {
    fn space(&self) -> Space {
        space(122, &["a UUID of version 4 (RFC 9562, section 5.4)"])
    }

    fn characters(&self) -> Option<Vec<char>> {
        Some(hex_and_hyphen())
    }
}

/// RFC 9562, section 5.7, with the counter of section 6.2, method 1, in `rand_a`.
struct Version7 {
    clock: Clock,
    /// The time and the counter of the last UUID.
    last: Option<(u64, u16)>,
    /// Whether the run makes several UUIDs, which reveal each other's counters.
    several: bool,
}

impl Version7 {
    /// The next time and counter, which are greater than the last. The counter of a new millisecond
    /// starts at `seed`.
    fn next(&self, now: u64, seed: u16) -> (u64, u16) {
        match self.last {
            Some((time, counter)) if now <= time && counter < MAX_COUNTER => (time, counter + 1),
            Some((time, _)) if now <= time => (time + 1, seed),
            _ => (now, seed),
        }
    }
}

impl Draw for Version7 {
    fn form(&self) -> Form {
        form(36)
    }

    fn draw(&mut self, entropy: &mut Entropy, value: &mut Secret) -> Result<()> {
        let mut random = Zeroizing::new([0; 10]);
        entropy.fill(&mut *random)?;
        let seed = u16::from_be_bytes([random[0], random[1]]) & MAX_COUNTER;
        let (time, counter) = self.next((self.clock)()?, seed);
        self.last = Some((time, counter));
        random[..2].copy_from_slice(&counter.to_be_bytes());
        push_uuid(Builder::from_unix_timestamp_millis(time, &random), value);
        Ok(())
    }
}

impl Recipe for Version7 {
    fn space(&self) -> Space {
        const FORM: &str =
            "the time in milliseconds comes first, as a UUID of version 7 (RFC 9562, section 5.7)";
        if self.several {
            let ordered = "a counter of 12 bits keeps them in order, so it is not counted as random (RFC 9562, section 6.2, method 1)";
            space(62, &[FORM, ordered])
        } else {
            space(74, &[FORM])
        }
    }

    fn characters(&self) -> Option<Vec<char>> {
        Some(hex_and_hyphen())
    }
}

/// The time and 80 random bits (github.com/ulid/spec).
struct Ulid {
    clock: Clock,
}

impl Draw for Ulid {
    fn form(&self) -> Form {
        form(26)
    }

    fn draw(&mut self, entropy: &mut Entropy, value: &mut Secret) -> Result<()> {
        let mut bytes = Zeroizing::new([0; 16]);
        entropy.fill(&mut bytes[6..])?;
        let time = (self.clock)()?;
        bytes[..6].copy_from_slice(&time.to_be_bytes()[2..]);
        let number = Zeroizing::new(u128::from_be_bytes(*bytes));
        // 26 digits of 5 bits have 130 bits, so the first digit is at most 7.
        for digit in (0..26).rev() {
            value.push(CROCKFORD[(*number >> (5 * digit)) as usize & 31]);
        }
        Ok(())
    }

    fn for_another_thread(&self) -> Option<Box<dyn Draw + Send>> {
        Some(Box::new(Self { clock: self.clock }))
    }
}

impl Recipe for Ulid {
    fn space(&self) -> Space {
        space(80, &["the time in milliseconds comes first, as a ULID"])
    }

    fn characters(&self) -> Option<Vec<char>> {
        Some(CROCKFORD.iter().copied().map(char::from).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(recipe: &mut dyn Recipe, tape: &[u8]) -> String {
        let mut value = Secret::with_capacity(0);
        recipe.draw(&mut Entropy::tape(tape), &mut value).unwrap();
        String::from_utf8(value.as_bytes().to_vec()).unwrap()
    }

    /// The time of the examples in RFC 9562, appendix A.
    const EXAMPLE_CLOCK: Clock = || Ok(0x017F_22E2_79B0);

    #[test]
    fn random_bits_of_the_standards_give_their_examples() {
        // RFC 9562, appendices A.3 and A.6, with the bits of version and variant cleared.
        let version4 = [
            0x91, 0x91, 0x08, 0xf7, 0x52, 0xd1, 0x03, 0x20, 0x1b, 0xac, 0xf8, 0x47, 0xdb, 0x41,
            0x48, 0xa8,
        ];
        assert_eq!(
            drawn(&mut Version4, &version4),
            "919108f7-52d1-4320-9bac-f847db4148a8"
        );
        let version7 = [0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f];
        let mut recipe = Version7 {
            clock: EXAMPLE_CLOCK,
            last: None,
            several: false,
        };
        assert_eq!(
            drawn(&mut recipe, &version7),
            "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"
        );
        // In the specification of ULID 01ARZ3NDEK is the time and TSV4RRFFQ69G5FAV is random.
        let mut ulid = Ulid {
            clock: || Ok(1_469_922_850_259),
        };
        let random = [0xd6, 0x76, 0x4c, 0x61, 0xef, 0xb9, 0x93, 0x02, 0xbd, 0x5b];
        assert_eq!(drawn(&mut ulid, &random), "01ARZ3NDEKTSV4RRFFQ69G5FAV");
    }

    #[test]
    fn version_7_increases_even_if_the_clock_goes_back() {
        let mut recipe = Version7 {
            clock: EXAMPLE_CLOCK,
            last: None,
            several: true,
        };
        let mut before = (0, 0);
        for (now, seed) in [
            (1000, 0xffe),
            (1000, 5),
            (1000, 5),
            (999, 0xfff),
            (0, 0),
            (1001, 7),
            (1002, 7),
            (5000, 0),
            (5000, 0xfff),
        ] {
            let next = recipe.next(now, seed);
            assert!(next > before && next.0 >= now, "{before:?}, {next:?}");
            recipe.last = Some(next);
            before = next;
        }
        assert_eq!(before, (5000, 1));
    }

    #[test]
    fn the_time_is_not_counted_as_random() {
        let bits = |flags: Uuid, count| {
            let recipe = flags.recipe(&OutputArgs::with_count(count)).unwrap();
            recipe.space().size.bits()
        };
        let flags = |v7, ulid| Uuid { v7, ulid };
        assert_eq!(bits(flags(false, false), Some(9)), 122.0);
        assert_eq!(bits(flags(true, false), None), 74.0);
        assert_eq!(bits(flags(true, false), Some(2)), 62.0);
        assert_eq!(bits(flags(false, true), Some(2)), 80.0);
    }
}
