//! Every change of the disk that a build can be killed before passes here first, so that tests can
//! end a build at each of them. In the program itself there is nothing here.

use std::io;

#[cfg(not(test))]
#[derive(Debug, Default)]
pub(super) struct Steps;

#[cfg(not(test))]
impl Steps {
    pub(super) fn pass(&self) -> io::Result<()> {
        Ok(())
    }

    /// Whether the process is to be taken for dead, so that nothing may be cleared up any more.
    pub(super) fn is_dead(&self) -> bool {
        false
    }
}

#[cfg(test)]
pub(super) use tests::Steps;

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

    use super::io;

    /// How a test ends a build.
    #[derive(Debug)]
    pub(in super::super) struct Steps {
        pub(in super::super) left: AtomicUsize,
        /// Whether nothing works after the last step, as if the process had been killed; otherwise
        /// one step alone fails.
        pub(in super::super) kills: bool,
        pub(in super::super) ended: AtomicBool,
    }

    impl Default for Steps {
        fn default() -> Self {
            Self::after(usize::MAX, false)
        }
    }

    impl Steps {
        pub(in super::super) fn after(left: usize, kills: bool) -> Self {
            Self {
                left: AtomicUsize::new(left),
                kills,
                ended: AtomicBool::new(false),
            }
        }

        pub(in super::super) fn pass(&self) -> io::Result<()> {
            let left = self
                .left
                .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| {
                    left.checked_sub(1)
                });
            let ended = self.ended.load(Ordering::SeqCst);
            if left.is_ok() || (ended && !self.kills) {
                return Ok(());
            }
            self.ended.store(true, Ordering::SeqCst);
            Err(io::ErrorKind::StorageFull.into())
        }

        pub(in super::super) fn is_dead(&self) -> bool {
            self.kills && self.ended.load(Ordering::SeqCst)
        }
    }
}
