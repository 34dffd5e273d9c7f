//! Edits that change the texts of a few articles and nothing else: the most frequent ones.

use crate::diagnostic::SourcePath;
use crate::fingerprint::Fingerprint;

/// With more than so many the whole way is hardly longer.
const MOST: usize = 64;

/// The few files that have other bytes in the second of two lists, both in the order of paths.
/// `None` where there are many, or where a file came or went.
pub(super) fn changed<'a, 'b>(
    before: impl Iterator<Item = (&'a SourcePath, Fingerprint)>,
    now: impl Iterator<Item = (&'b SourcePath, Fingerprint)>,
) -> Option<Vec<&'b SourcePath>> {
    let mut changed = Vec::new();
    let (mut before, mut now) = (before, now);
    loop {
        match (before.next(), now.next()) {
            (None, None) => return Some(changed),
            (Some((old, was)), Some((new, is))) if old == new => {
                if was != is {
                    changed.push(new);
                }
            }
            _ => return None,
        }
        if changed.len() > MOST {
            return None;
        }
    }
}
