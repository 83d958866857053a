//! A batch of different values.

use anyhow::{Result, ensure};

use super::space::{Space, SpaceSize};
use super::{Draw, Form, OS, Recipe};
use crate::message::{counted, hinted};
use crate::secret::Secret;
use crate::system::memory;
use crate::uniform::entropy::Entropy;
use crate::uniform::natural::Natural;

/// The most values of a batch.
const MAX_VALUES: u64 = 10_000_000;

/// The most bytes of all values of a batch. The hash table takes up to 20 bytes more for each value.
const MAX_BYTES: usize = 256 << 20;

/// The recipe of different values. A repeated value is redrawn, so all batches of different values are
/// equally likely.
///
/// The whole batch is drawn before the first value is handed out. If it does not fit in memory,
/// nothing is written.
pub struct Distinct {
    recipe: Box<dyn Recipe>,
    count: u64,
    /// The number of possibilities for one value when all others are known.
    left: Natural,
    batch: Option<Batch>,
    handed_out: usize,
}

impl Distinct {
    /// A batch of `count` values of `recipe`.
    ///
    /// # Errors
    /// There are not enough different values, they are too many or too long to be held in memory, or
    /// the recipe can't redraw a value.
    pub fn new(mut recipe: Box<dyn Recipe>, count: u64) -> Result<Self> {
        let source = recipe.form().source;
        ensure!(
            source == OS,
            "different values take draws that can be repeated, and these come from {source}"
        );
        ensure!(
            recipe.streamed().is_none(),
            "different values are held in memory, and have at most 240 KiB each"
        );
        let mut left = recipe.space().size.count()?;
        let wanted = Natural::from(count);
        if wanted > left {
            let most = left.to_decimal();
            return Err(hinted(
                format!("there are only {most} different values, and {count} were asked for"),
                format!("ask for --count {most} or fewer, or for longer values"),
            ));
        }
        ensure!(
            count <= MAX_VALUES,
            "at most {MAX_VALUES} different values are made at once, and {count} were asked for"
        );
        left.subtract(&Natural::from(count - 1));
        Ok(Self {
            recipe,
            count,
            left,
            batch: None,
            handed_out: 0,
        })
    }

    fn draw_all(&mut self, entropy: &mut Entropy) -> Result<Batch> {
        // The text is copied when it grows. Each value has its place in the batch and in the index.
        let length = self.recipe.form().least_length.unwrap_or(64);
        memory::check(self.count * (4 * length + 32))?;
        let mut batch = Batch::of(self.count as usize);
        while batch.ends.len() < self.count as usize {
            let start = batch.text.len();
            self.recipe.draw(entropy, &mut batch.text)?;
            ensure!(
                batch.text.len() <= MAX_BYTES,
                "different values are held in memory, at most {} MiB of them: ask for fewer at once",
                MAX_BYTES >> 20
            );
            if !batch.keep(start) {
                batch.text.truncate(start);
            }
        }
        Ok(batch)
    }
}

impl Draw for Distinct {
    fn form(&self) -> Form {
        Form {
            count: self.count,
            ..self.recipe.form()
        }
    }

    fn draw(&mut self, entropy: &mut Entropy, value: &mut Secret) -> Result<()> {
        let batch = match self.batch.take() {
            Some(batch) => batch,
            None => self.draw_all(entropy)?,
        };
        value.extend(batch.get(self.handed_out));
        self.handed_out += 1;
        self.batch = Some(batch);
        Ok(())
    }
}

impl Recipe for Distinct {
    /// The space of one value for somebody who knows all other values.
    fn space(&self) -> Space {
        let mut space = self.recipe.space();
        if self.count > 1 {
            space.size = SpaceSize::Count(self.left.clone());
            let values = counted(self.count, "value");
            space.rules.push(format!(
                "all {values} are different, and the entropy is that of one when the others are known"
            ));
        }
        space
    }

    fn characters(&self) -> Option<Vec<char>> {
        self.recipe.characters()
    }

    fn can_give(&self, value: &str) -> bool {
        self.recipe.can_give(value)
    }
}

/// Different values in one buffer, and a hash table of their numbers.
struct Batch {
    text: Secret,
    /// Where each value ends in `text`, in bytes.
    ends: Vec<u32>,
    /// A hash table with linear probing: the numbers of the values, counted from 1, or 0.
    slots: Vec<u32>,
}

impl Batch {
    fn of(count: usize) -> Self {
        Self {
            text: Secret::with_capacity(64),
            ends: Vec::with_capacity(count),
            slots: vec![0; (2 * count).next_power_of_two()],
        }
    }

    fn get(&self, number: usize) -> &[u8] {
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text.as_bytes()[start as usize..self.ends[number] as usize]
    }

    /// Keeps the value from `start` to the end of the text. Returns false if it is already known.
    fn keep(&mut self, start: usize) -> bool {
        let value = &self.text.as_bytes()[start..];
        let mask = self.slots.len() - 1;
        let mut slot = hash(value) as usize & mask;
        while self.slots[slot] != 0 {
            if self.get(self.slots[slot] as usize - 1) == value {
                return false;
            }
            slot = (slot + 1) & mask;
        }
        self.ends.push(self.text.len() as u32);
        self.slots[slot] = self.ends.len() as u32;
        true
    }
}

/// FNV-1a, with its high bits mixed into the low bits.
///
/// The standard library's hash tables read a seed from the system, which may wait forever. No seed is
/// needed, because nobody chooses these values to collide.
fn hash(value: &[u8]) -> u64 {
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    let hash = value.iter().fold(0xcbf2_9ce4_8422_2325, step);
    hash ^ hash >> 32
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::recipe::byte_string::ByteString;
    use crate::text::encoding::Encoding;

    /// A recipe of numbers below a bound, written as one character.
    #[derive(Clone)]
    struct Below(u64);

    impl Draw for Below {
        fn form(&self) -> Form {
            Form::default()
        }

        fn draw(&mut self, entropy: &mut Entropy, value: &mut Secret) -> Result<()> {
            value.push(b'a' + entropy.below(self.0)? as u8);
            Ok(())
        }
    }

    impl Recipe for Below {
        fn space(&self) -> Space {
            Space::of(String::new(), SpaceSize::Power(self.0, 1))
        }
    }

    /// The batches from all sequences of `draws` numbers below `bound`, with their frequencies.
    fn batches(bound: u64, count: u64, draws: u32) -> BTreeMap<Vec<u8>, u64> {
        let mut batches = BTreeMap::new();
        for sequence in 0..bound.pow(draws) {
            let numbers: Vec<u64> = (0..draws)
                .map(|draw| sequence / bound.pow(draw) % bound)
                .collect();
            let mut entropy = Entropy::numbers(&numbers, &vec![bound; draws as usize]);
            let mut distinct = Distinct::new(Box::new(Below(bound)), count).unwrap();
            let mut batch = Secret::with_capacity(0);
            // If too many draws repeat, the tape ends before the batch is complete.
            if (0..count).all(|_| distinct.draw(&mut entropy, &mut batch).is_ok()) {
                *batches.entry(batch.as_bytes().to_vec()).or_insert(0) += 1;
            }
        }
        batches
    }

    #[test]
    fn every_batch_of_different_values_comes_equally_often() {
        for (bound, count, draws, of) in [(4, 2, 3, 12), (4, 3, 5, 24), (4, 4, 6, 24), (3, 3, 6, 6)]
        {
            let batches = batches(bound, count, draws);
            let different =
                |batch: &Vec<u8>| batch.iter().collect::<BTreeSet<_>>().len() as u64 == count;
            assert_eq!(batches.len(), of, "{count} of {bound}");
            assert!(batches.keys().all(different));
            let times: BTreeSet<u64> = batches.into_values().collect();
            assert_eq!(times.len(), 1, "{count} of {bound}: {times:?}");
        }
        // 5 of 64 sequences give each batch: the second draw differs (4), or repeats the first (1).
        assert!(batches(4, 2, 3).values().all(|&times| times == 5));
    }

    #[test]
    fn all_possible_values_can_be_drawn_and_no_more() {
        let hex = |bytes| Box::new(ByteString::new(bytes, Some(Encoding::Hex)));
        let mut all = Distinct::new(hex(2), 65536).unwrap();
        let mut values = BTreeSet::new();
        let mut entropy = Entropy::os();
        for _ in 0..65536 {
            let mut value = Secret::with_capacity(4);
            all.draw(&mut entropy, &mut value).unwrap();
            values.insert(value.as_bytes().to_vec());
        }
        assert_eq!(values.len(), 65536);
        assert_eq!(all.space().size.bits(), 0.0);
        assert_eq!(
            Distinct::new(hex(1), 56).unwrap().space().size.to_string(),
            "201"
        );
        for (bytes, count, message) in [
            (
                1,
                257,
                "there are only 256 different values, and 257 were asked for",
            ),
            (9, MAX_VALUES + 1, "at most 10000000 different values"),
            (1 << 20, 2, "have at most 240 KiB"),
        ] {
            let error = Distinct::new(hex(bytes), count).err().unwrap().to_string();
            assert!(error.contains(message), "{error}");
        }
    }

    #[test]
    fn too_large_batches_are_refused_before_a_value_is_handed_out() {
        let long = Box::new(ByteString::new(15 * 4096, Some(Encoding::Hex)));
        let mut distinct = Distinct::new(long, 2300).unwrap();
        let mut value = Secret::with_capacity(0);
        let error = distinct.draw(&mut Entropy::expanded(), &mut value);
        assert!(error.unwrap_err().to_string().contains("at most 256 MiB"));
        assert_eq!(value.len(), 0);
    }
}
