//! The progress bar of a long output.

use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// The time before the bar is shown.
const PATIENCE: Duration = Duration::from_secs(1);

/// The number of redraws per second.
const RATE: u8 = 10;

/// A progress bar on stderr. It is shown after a second and removed when this is dropped.
pub struct Progress {
    /// Whether a bar may be shown.
    wanted: bool,
    to_stdout: bool,
    /// When the first of several parts was begun.
    start: Option<Instant>,
    bar: Option<ProgressBar>,
}

impl Progress {
    /// A progress without a bar yet. No bar is shown if values are written `to_stdout` at a terminal.
    pub fn new(wanted: bool, to_stdout: bool) -> Self {
        Self {
            wanted,
            to_stdout,
            start: None,
            bar: None,
        }
    }

    /// Begins to measure the time. A short run of one value does without the clock.
    pub fn begin(&mut self) {
        self.start.get_or_insert_with(Instant::now);
    }

    /// Updates the bar: `done` of `total` bytes or values are written.
    pub fn reached(&mut self, done: u64, total: u64, in_bytes: bool) {
        let Some(start) = self.start.filter(|_| self.wanted && done < total) else {
            return;
        };
        if let Some(bar) = &self.bar {
            bar.set_position(done);
        } else if start.elapsed() >= PATIENCE {
            let values_shown = self.to_stdout && io::stdout().is_terminal();
            self.wanted = io::stderr().is_terminal() && !values_shown;
            self.bar = self.wanted.then(|| bar(start, done, total, in_bytes));
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn bar(start: Instant, done: u64, total: u64, in_bytes: bool) -> ProgressBar {
    let template = if in_bytes {
        "[{bar:30}] {percent:>3}% of {binary_total_bytes}, {binary_bytes_per_sec}, {eta} left"
    } else {
        "[{bar:30}] {percent:>3}% of {len}, {eta} left"
    };
    let style =
        ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::hidden())
        .with_style(style.progress_chars("=> "))
        .with_elapsed(start.elapsed());
    // The rate is measured from now on.
    bar.set_position(done);
    bar.reset_eta();
    bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(RATE));
    bar
}
