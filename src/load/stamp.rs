//! When a file needn't be read again: what the file system says of it is as it was when it was
//! read, and it has been so for long enough that a change couldn't go unseen.

use std::fs::Metadata;

use serde::{Deserialize, Serialize};

use crate::fingerprint::Mixer;

/// How long a file must have rested when it was looked at. A file system may count time in steps
/// (of 2 s at most), and what changes twice within one looks as if it changed once.
const REST_SECONDS: i64 = 2;

/// What the file system says of a file. Equal stamps of a file that had rested mean equal bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stamp {
    /// Bytes.
    size: u64,
    /// Seconds and nanoseconds since 1970, of the last change of its bytes.
    modified: (i64, i64),
    /// The same of its bytes, name, owner or rights: nobody can set it back.
    changed: (i64, i64),
    device: u64,
    inode: u64,
}

/// A moment by the clock that stamps a project's files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    seconds: i64,
    device: u64,
}

#[cfg(unix)]
impl Stamp {
    /// `None` where the system doesn't tell enough.
    pub(super) fn of(metadata: &Metadata) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        Some(Self {
            size: metadata.size(),
            modified: (metadata.mtime(), metadata.mtime_nsec()),
            changed: (metadata.ctime(), metadata.ctime_nsec()),
            device: metadata.dev(),
            inode: metadata.ino(),
        })
    }
}

#[cfg(not(unix))]
impl Stamp {
    /// `None` where the system doesn't tell enough.
    pub(super) fn of(_metadata: &Metadata) -> Option<Self> {
        None
    }
}

impl Stamp {
    /// Adds it to what something is made of.
    pub(super) fn mix_into(&self, mixer: &mut Mixer) {
        let times = [self.modified, self.changed];
        for (seconds, nanoseconds) in times {
            mixer.number(seconds.cast_unsigned());
            mixer.number(nanoseconds.cast_unsigned());
        }
        mixer
            .number(self.size)
            .number(self.device)
            .number(self.inode);
    }

    /// Whether the file had rested at a moment before it was looked at.
    pub(super) fn had_rested(&self, moment: Moment) -> bool {
        let rested =
            |(seconds, _): (i64, i64)| seconds.saturating_add(REST_SECONDS) < moment.seconds;
        self.device == moment.device && rested(self.modified) && rested(self.changed)
    }
}

impl Moment {
    /// The moment at which a file changed last; `None` where the system doesn't tell enough. A file
    /// that was written just now tells the time as its file system counts it, which may not be the
    /// time of this machine.
    pub fn of(metadata: &Metadata) -> Option<Self> {
        let stamp = Stamp::of(metadata)?;
        Some(Self {
            seconds: stamp.changed.0,
            device: stamp.device,
        })
    }
}

#[cfg(test)]
impl Moment {
    /// So many seconds later.
    pub(super) fn later(self, seconds: i64) -> Self {
        Self {
            seconds: self.seconds + seconds,
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Moment, Stamp};

    fn stamp(modified: i64, changed: i64, device: u64) -> Stamp {
        Stamp {
            size: 1,
            modified: (modified, 999_999_999),
            changed: (changed, 0),
            device,
            inode: 1,
        }
    }

    #[test]
    fn a_file_that_changed_just_now_or_in_the_future_has_not_rested() {
        let moment = Moment {
            seconds: 1000,
            device: 7,
        };
        for (modified, changed, device, rested) in [
            (997, 997, 7, true),
            (0, 997, 7, true),
            (-5, 997, 7, true),
            (998, 998, 7, false),
            (0, 998, 7, false),
            (998, 0, 7, false),
            (5000, 997, 7, false),
            (997, 997, 8, false),
            (i64::MAX, 997, 7, false),
            (i64::MIN, 997, 7, true),
        ] {
            let stamp = stamp(modified, changed, device);
            assert_eq!(stamp.had_rested(moment), rested, "{modified} {changed}");
        }
    }
}
