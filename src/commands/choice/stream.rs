//! Picks from a stream of items in one pass. Only the picks are held in memory.

use std::vec;

use anyhow::{Context, Result, ensure};

use super::reservoir::Reservoir;
use super::{empty_item, no_items, note_list, too_few};
use crate::input::source::{Blocks, CHUNK};
use crate::recipe::{Draw, Form};
use crate::secret::Secret;
use crate::uniform::entropy::Entropy;

/// Picks items of a source, each at most once. The source is read when the first pick is drawn.
pub struct Stream {
    unread: Option<(Blocks, Pass)>,
    picks: vec::IntoIter<Secret>,
}

impl Stream {
    /// Prepares `count` picks from the items of `blocks`. Each item ends with `terminator`.
    pub fn new(blocks: Blocks, terminator: u8, count: u64) -> Self {
        Self {
            unread: Some((blocks, Pass::new(terminator, count))),
            picks: Vec::new().into_iter(),
        }
    }
}

impl Draw for Stream {
    fn form(&self) -> Form {
        Form {
            reads_items: true,
            ..Form::default()
        }
    }

    fn draw(&mut self, entropy: &mut Entropy, value: &mut Secret) -> Result<()> {
        if let Some((blocks, pass)) = self.unread.take() {
            let (items, picks) = pass.picks(blocks, entropy)?;
            if let ([pick], 1) = (&picks[..], items) {
                note_list(pick.as_bytes());
            }
            self.picks = picks.into_iter();
        }
        let pick = self.picks.next().context("all picks are drawn already")?;
        value.extend(pick.as_bytes());
        Ok(())
    }
}

/// The state of a pass over the items.
struct Pass {
    terminator: u8,
    count: u64,
    reservoir: Reservoir,
    /// The number of complete items.
    items: u64,
    /// The beginning of an item whose end is not read yet.
    begun: Secret,
    /// A random byte for each item that ends in a block.
    firsts: Vec<u8>,
}

impl Pass {
    fn new(terminator: u8, count: u64) -> Self {
        Self {
            terminator,
            count,
            reservoir: Reservoir::new(usize::try_from(count).unwrap_or(usize::MAX)),
            items: 0,
            begun: Secret::with_capacity(4096),
            // At most `CHUNK` items end in a block.
            firsts: Vec::with_capacity(CHUNK),
        }
    }

    /// How many items there are, and the picks.
    fn picks(mut self, mut blocks: Blocks, entropy: &mut Entropy) -> Result<(u64, Vec<Secret>)> {
        loop {
            let block = blocks.read()?;
            if block.is_empty() {
                break;
            }
            if let Some(item) = self.add(block, entropy)? {
                return Err(empty_item(item, blocks.source()));
            }
        }
        if self.begun.len() > 0 {
            // The last item may have no terminator.
            let end = [self.terminator];
            self.add(&end, entropy)?;
        }
        if self.items == 0 {
            return Err(no_items(blocks.source()));
        }
        ensure!(self.count <= self.items, too_few(self.count, self.items));
        Ok((self.items, self.reservoir.picks(entropy)?))
    }

    /// Reads the next block. Returns the number of the first empty item, counted from 1.
    fn add(&mut self, block: &[u8], entropy: &mut Entropy) -> Result<Option<u64>> {
        if let Some(index) = self.empty_item(block) {
            return Ok(Some(self.items + index + 1));
        }
        let ends = count(self.terminator, block);
        if ends > 0 {
            self.offer(block, ends, entropy)?;
            self.items += ends as u64;
            self.begun.reuse();
        }
        let mut from_end = block.rsplit(|&byte| byte == self.terminator);
        let begun = from_end.next().unwrap_or_default();
        ensure!(
            self.begun.can_grow(begun.len()),
            "there is no memory for more than the first {} bytes of item {}",
            self.begun.len(),
            self.items + 1
        );
        self.begun.extend(begun);
        Ok(None)
    }

    /// Offers the `ends` items that end in `block`.
    fn offer(&mut self, block: &[u8], ends: usize, entropy: &mut Entropy) -> Result<()> {
        self.firsts.resize(ends, 0);
        entropy.fill(&mut self.firsts)?;
        let mut lines = block.split(|&byte| byte == self.terminator);
        let mut seen = 0;
        let mut limit = self.reservoir.limit();
        for (index, &first) in self.firsts.iter().enumerate() {
            if first > limit {
                continue;
            }
            let item = || {
                let line = lines.nth(index - seen).unwrap_or_default();
                seen = index + 1;
                let begun = if index == 0 {
                    self.begun.as_bytes()
                } else {
                    &[]
                };
                let mut item = Secret::with_capacity(begun.len() + line.len());
                item.extend(begun);
                item.extend(line);
                item
            };
            let number = self.items + index as u64 + 1;
            self.reservoir.offer(number, first, entropy, item)?;
            limit = self.reservoir.limit();
        }
        Ok(())
    }

    /// The index of the first item that ends in `block` and is empty.
    fn empty_item(&self, block: &[u8]) -> Option<u64> {
        let is_end = |&byte: &u8| byte == self.terminator;
        let ends_at_once = self.begun.len() == 0 && block.first().is_some_and(is_end);
        if !ends_at_once && !occurs_twice(self.terminator, block) {
            return None;
        }
        let mut lines = block.split(is_end);
        let index = lines.position(<[u8]>::is_empty);
        match index {
            // The first line of the block is the end of the item that has begun.
            Some(0) if self.begun.len() > 0 => lines.position(<[u8]>::is_empty).map(|at| at + 1),
            index => index,
        }
        .map(|index| index as u64)
    }
}

/// How often `byte` occurs in `block`. Compilers vectorise this form.
fn count(byte: u8, block: &[u8]) -> usize {
    // The count of each part fits into a byte.
    let parts = block.chunks(240);
    let counts = parts.map(|part| {
        part.iter()
            .map(|&other| u8::from(other == byte))
            .sum::<u8>()
    });
    counts.map(usize::from).sum()
}

/// Whether `byte` occurs twice in a row in `block`. Compilers vectorise this form.
fn occurs_twice(byte: u8, block: &[u8]) -> bool {
    let pairs = block.iter().zip(block.iter().skip(1));
    let twice = pairs.map(|(&a, &b)| u8::from(a == byte) & u8::from(b == byte));
    twice.fold(0, |some, twice| some | twice) != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads `text` in blocks of `size` bytes. Returns all items in their order, or the number of
    /// the empty item.
    fn items(text: &[u8], size: usize) -> Result<Vec<Vec<u8>>, u64> {
        // Every item fits into the reservoir.
        let mut pass = Pass::new(b'\n', 255);
        let mut blocks: Vec<&[u8]> = text.chunks(size).collect();
        if !text.is_empty() && !text.ends_with(b"\n") {
            blocks.push(b"\n");
        }
        for block in blocks {
            let mut entropy = Entropy::tape(&[0; 1000]);
            if let Some(number) = pass.add(block, &mut entropy).unwrap() {
                return Err(number);
            }
        }
        // Random numbers of zero keep the items in their order.
        let picks = pass
            .reservoir
            .picks(&mut Entropy::numbers(&[0; 255], &[256; 255]));
        Ok(picks
            .unwrap()
            .iter()
            .map(|pick| pick.as_bytes().to_vec())
            .collect())
    }

    #[test]
    fn items_do_not_depend_on_the_sizes_of_blocks() {
        let long = [b'x'; 600];
        let texts: [&[u8]; 8] = [
            b"",
            b"a",
            b"a\n",
            b"a\nb",
            b"abc\nd\nef\n\xff\0\r\nghijkl",
            &[&long[..], b"\n", &long[..250], b"\ny"].concat(),
            &b"z\n".repeat(130),
            b"ab\ncd\nef\n",
        ];
        for text in texts {
            let lines: Vec<&[u8]> = text
                .strip_suffix(b"\n")
                .unwrap_or(text)
                .split(|&byte| byte == b'\n')
                .filter(|line| !line.is_empty())
                .collect();
            for size in (1..20).chain([239, 240, 241, 479, 480, 1000]) {
                assert_eq!(items(text, size).unwrap(), lines, "{text:?} by {size}");
            }
        }
    }

    #[test]
    fn empty_items_are_found_for_all_sizes_of_blocks() {
        let far = [&b"a\n".repeat(200)[..], b"\nb\n"].concat();
        for (text, number) in [
            (&b"\n"[..], 1),
            (b"\n\n", 1),
            (b"\na", 1),
            (b"a\n\n", 2),
            (b"a\n\nb", 2),
            (b"ab\ncd\n\n\ne", 3),
            (&far, 201),
        ] {
            for size in 1..20 {
                assert_eq!(items(text, size), Err(number), "{text:?} by {size}");
            }
            assert_eq!(items(text, text.len()), Err(number), "{text:?}");
        }
    }
}
