//! Draws on two threads, with the results in order.

use std::sync::mpsc::{self, Receiver, SyncSender};
use std::thread;

use anyhow::{Context, Result};

use crate::secret::Secret;
use crate::system::protection;
use crate::uniform::entropy::Entropy;

/// Draws all `parts` with `draw`, and passes their texts in order to `take`, which empties them.
///
/// `text` is the buffer of this thread. Its content is taken before the first part. With `other`, a
/// second thread draws every second part. This thread is at most two parts ahead, and ends when its texts
/// are no longer taken.
///
/// # Errors
/// The first error of drawing or taking, in the order of the parts.
pub fn draw_in_order<D, O>(
    parts: impl Iterator<Item = u64> + Clone + Send,
    text: &mut Secret,
    entropy: &mut Entropy,
    mut draw: D,
    other: Option<O>,
    mut take: impl FnMut(u64, &mut Secret) -> Result<()>,
) -> Result<()>
where
    D: FnMut(u64, &mut Entropy, &mut Secret) -> Result<()>,
    O: FnMut(u64, &mut Entropy, &mut Secret) -> Result<()> + Send,
{
    let (give, drawn) = mpsc::sync_channel(1);
    let (give_back, empty) = mpsc::channel();
    thread::scope(|scope| {
        let other = other.map(|mut draw| {
            let mut entropy = entropy.for_another_thread();
            let parts = parts.clone().skip(1).step_by(2);
            thread::Builder::new().spawn_scoped(scope, move || {
                let draw = |part, text: &mut Secret| draw(part, &mut entropy, text);
                draw_each(parts, draw, &give, &empty);
                protection::wipe_stack();
            })
        });
        // The system may have no thread left for us.
        let alone = other.is_none_or(|spawned| spawned.is_err());
        // The receiver is dropped at the end of this block, so that the other thread ends in any case.
        let drawn = drawn;
        for (number, part) in parts.enumerate() {
            if alone || number % 2 == 0 {
                draw(part, entropy, text)?;
                take(part, text)?;
            } else {
                let received = drawn.recv();
                let mut text: Secret = received.context("the second thread has ended early")??;
                take(part, &mut text)?;
                // After the last part the buffer is not needed any more.
                let _ = give_back.send(text);
            }
        }
        Ok(())
    })
}

/// Draws parts until they are no longer taken. Reuses the buffers that are given back.
///
/// This has a stack frame of its own, so that the thread can wipe it afterwards.
#[inline(never)]
fn draw_each(
    parts: impl Iterator<Item = u64>,
    mut draw: impl FnMut(u64, &mut Secret) -> Result<()>,
    give: &SyncSender<Result<Secret>>,
    empty: &Receiver<Secret>,
) {
    for part in parts {
        let mut text = empty
            .try_recv()
            .unwrap_or_else(|_| Secret::with_capacity(2 * super::BUFFER));
        let result = draw(part, &mut text);
        if give.send(result.map(|()| text)).is_err() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use anyhow::bail;

    use super::*;

    /// The texts and the error of ten parts, if drawing fails at part `broken` and taking at part `full`.
    fn taken(two: bool, broken: u64, full: u64) -> (Vec<u64>, String) {
        let draw = move |part: u64, _: &mut Entropy, text: &mut Secret| {
            if part == broken {
                bail!("broken");
            }
            text.push(part as u8);
            Ok(())
        };
        let mut taken = Vec::new();
        let mut text = Secret::with_capacity(0);
        text.push(100);
        let result = draw_in_order(
            0..10,
            &mut text,
            &mut Entropy::os(),
            draw,
            two.then_some(draw),
            |part, text| {
                if part == full {
                    bail!("full");
                }
                taken.extend(text.as_bytes().iter().map(|byte| u64::from(*byte)));
                text.reuse();
                Ok(())
            },
        );
        let error = result
            .err()
            .map_or(String::new(), |error| error.to_string());
        (taken, error)
    }

    #[test]
    fn parts_come_in_order_on_one_thread_and_on_two() {
        let expected: Vec<u64> = [100].into_iter().chain(0..10).collect();
        for two in [false, true] {
            assert_eq!(taken(two, 99, 99), (expected.clone(), String::new()));
        }
    }

    #[test]
    fn the_first_error_ends_both_threads() {
        for two in [false, true] {
            for part in 0..10 {
                let before: Vec<u64> = [100].into_iter().chain(0..part).collect();
                let before = if part == 0 { Vec::new() } else { before };
                assert_eq!(taken(two, part, 99), (before.clone(), "broken".to_owned()));
                assert_eq!(taken(two, 99, part), (before, "full".to_owned()));
            }
        }
    }
}
