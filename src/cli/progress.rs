//! A bar that shows how far a long build is, on terminals only.

use std::io::{self, IsTerminal, Write};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use shirube::diagnostic::Message;
use shirube::pipeline::Progress;

use super::language::MessageLanguage;

/// How long a build may take before anyone wants to know how far it is.
const PATIENCE: Duration = Duration::from_secs(1);

/// A bar that comes when the build takes long and goes when this value goes.
pub(super) struct Bar {
    language: MessageLanguage,
    shown: bool,
    since: Instant,
    total: AtomicUsize,
    done: AtomicU64,
    bar: OnceLock<ProgressBar>,
}

impl Bar {
    /// Never shown when it isn't wanted or nobody is there to watch.
    pub(super) fn new(wanted: bool, language: MessageLanguage) -> Self {
        let watched = std::io::stderr().is_terminal() && std::env::var_os("CI").is_none();
        Self {
            language,
            shown: wanted && watched,
            since: Instant::now(),
            total: AtomicUsize::new(0),
            done: AtomicU64::new(0),
            bar: OnceLock::new(),
        }
    }

    fn draw(&self) -> ProgressBar {
        let bar = ProgressBar::new(self.total.load(Ordering::Relaxed) as u64);
        match ProgressStyle::with_template("{bar:40} {human_pos}/{human_len}") {
            Ok(style) => bar.with_style(style),
            Err(_) => bar,
        }
    }
}

impl Progress for Bar {
    fn begin(&self, files: usize) {
        self.total.store(files, Ordering::Relaxed);
    }

    fn advance(&self) {
        if !self.shown {
            return;
        }
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if self.since.elapsed() > PATIENCE {
            self.bar.get_or_init(|| self.draw()).set_position(done);
        }
    }

    fn say(&self, message: &Message) {
        let label = self.language.pick("注意", "note");
        // A build doesn't fail because nobody listens.
        let _ = writeln!(io::stderr(), "{label}: {}", self.language.of(message));
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}
