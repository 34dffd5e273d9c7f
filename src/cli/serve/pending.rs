//! Changes that wait to be followed, and those who wait for that.
//!
//! A burst of changes is followed once it has been quiet for a moment, or at once when somebody
//! asks for a page, who then gets all that was noted before.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use shirube::pipeline::live::Changes;

/// How long it has to be quiet.
pub(super) const QUIET: Duration = Duration::from_millis(50);
/// How long a burst may go on before it is followed all the same.
const LONGEST_BURST: Duration = Duration::from_secs(1);
/// How long a request waits for changes to be followed.
const PATIENCE: Duration = Duration::from_secs(60);

#[derive(Default)]
struct State {
    changes: Changes,
    first: Option<Instant>,
    latest: Option<Instant>,
    /// Whether somebody waits.
    is_asked_for: bool,
    noted: u64,
    followed: u64,
    is_closed: bool,
}

/// Changes that wait to be followed.
#[derive(Default)]
pub(super) struct Pending {
    state: Mutex<State>,
    changed: Condvar,
}

impl Pending {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Something happened to the files.
    pub(super) fn note(&self, changes: Changes) {
        if changes.is_empty() {
            return;
        }
        let mut state = self.lock();
        state.changes.everything |= changes.everything;
        state.changes.paths.extend(changes.paths);
        let now = Instant::now();
        state.first.get_or_insert(now);
        state.latest = Some(now);
        state.noted += 1;
        self.changed.notify_all();
    }

    /// Waits until everything that was noted has been followed.
    pub(super) fn wait_until_followed(&self) {
        let mut state = self.lock();
        let target = state.noted;
        let until = Instant::now() + PATIENCE;
        while state.followed < target && !state.is_closed {
            state.is_asked_for = true;
            self.changed.notify_all();
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return;
            }
            let waited = self.changed.wait_timeout(state, left);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Waits until there are changes whose time has come; `None` when it is over.
    pub(super) fn wait_until_due(&self) -> Option<()> {
        let mut state = self.lock();
        loop {
            if state.is_closed {
                return None;
            }
            let left = match (state.first, state.latest) {
                (Some(first), Some(latest)) => {
                    if state.is_asked_for {
                        return Some(());
                    }
                    let due = (latest + QUIET).min(first + LONGEST_BURST);
                    due.saturating_duration_since(Instant::now())
                }
                _ => Duration::MAX,
            };
            if left.is_zero() {
                return Some(());
            }
            state = if left == Duration::MAX {
                let waited = self.changed.wait(state);
                waited.unwrap_or_else(PoisonError::into_inner)
            } else {
                let waited = self.changed.wait_timeout(state, left);
                waited.unwrap_or_else(PoisonError::into_inner).0
            };
        }
    }

    /// Takes the changes, and the number to say when they have been followed.
    pub(super) fn take(&self) -> (Changes, u64) {
        let mut state = self.lock();
        state.first = None;
        state.latest = None;
        state.is_asked_for = false;
        (std::mem::take(&mut state.changes), state.noted)
    }

    /// The changes of a number, and all before, have been followed.
    pub(super) fn followed(&self, number: u64) {
        let mut state = self.lock();
        state.followed = state.followed.max(number);
        self.changed.notify_all();
    }

    /// Nobody is to wait any longer.
    pub(super) fn close(&self) {
        self.lock().is_closed = true;
        self.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    #[test]
    fn a_burst_is_one_and_whoever_waits_gets_all_of_it() {
        let pending = Pending::default();
        for name in ["a", "b"] {
            pending.note(Changes {
                paths: [name.into()].into(),
                everything: false,
            });
        }
        pending.note(Changes::default());
        thread::scope(|scope| {
            let waiting = scope.spawn(|| pending.wait_until_followed());
            assert_eq!(pending.wait_until_due(), Some(()));
            let (changes, number) = pending.take();
            assert_eq!((changes.paths.len(), number), (2, 2));
            pending.followed(number);
            waiting.join().expect("done");
        });
        pending.wait_until_followed();
        pending.close();
        assert_eq!(pending.wait_until_due(), None);
    }
}
