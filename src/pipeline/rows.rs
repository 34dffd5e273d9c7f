//! Which pages of a long family share a folder, and when the last of them is done: what is known of
//! the folder needn't stay in memory then.

use std::sync::atomic::{AtomicUsize, Ordering};

/// The rows of one family: neighbours that share something. No list of its members is made.
pub(super) struct Rows {
    /// The first position of each row.
    starts: Vec<usize>,
    /// How many members of each are still to be done.
    left: Vec<AtomicUsize>,
}

impl Rows {
    /// Of so many members, of which those that share a key follow one another.
    pub(super) fn new<K: PartialEq>(members: usize, key: impl Fn(usize) -> K) -> Self {
        let mut starts = Vec::new();
        let mut left = Vec::new();
        let mut start = 0;
        while start < members {
            let end = end_of(start, members, &key);
            starts.push(start);
            left.push(AtomicUsize::new(end - start));
            start = end;
        }
        Self { starts, left }
    }

    /// Counts a member as done. Whether it was the last of its row; called once for each.
    pub(super) fn is_last(&self, position: usize) -> bool {
        let row = self.starts.partition_point(|start| *start <= position);
        let left = row.checked_sub(1).and_then(|row| self.left.get(row));
        left.is_some_and(|left| left.fetch_sub(1, Ordering::AcqRel) == 1)
    }
}

/// Where the row that begins at a position ends. Few keys are asked for, however long it is.
fn end_of<K: PartialEq>(start: usize, members: usize, key: &impl Fn(usize) -> K) -> usize {
    let here = key(start);
    let mut step = 1;
    // The last that is known to be in the row, and the first that is known not to be.
    let (mut inside, mut outside) = (start, members);
    while inside + step < outside {
        if key(inside + step) == here {
            inside += step;
            step *= 2;
        } else {
            outside = inside + step;
        }
    }
    while inside + 1 < outside {
        let middle = inside + (outside - inside) / 2;
        if key(middle) == here {
            inside = middle;
        } else {
            outside = middle;
        }
    }
    outside
}

#[cfg(test)]
mod tests {
    use super::Rows;

    #[test]
    fn the_last_of_a_row_is_told_in_any_order() {
        let keys: Vec<u32> = [(0, 5), (1, 1), (2, 1), (3, 40), (4, 2)]
            .into_iter()
            .flat_map(|(key, count)| std::iter::repeat_n(key, count))
            .collect();
        for order in [
            (0..keys.len()).collect::<Vec<_>>(),
            (0..keys.len()).rev().collect(),
        ] {
            let rows = Rows::new(keys.len(), |position| keys[position]);
            let mut done = Vec::new();
            for position in order {
                done.push(keys[position]);
                let left = keys.iter().filter(|key| **key == keys[position]).count();
                let seen = done.iter().filter(|key| **key == keys[position]).count();
                assert_eq!(rows.is_last(position), left == seen, "{position}");
            }
        }
        assert!(!Rows::new(0, |_| 0).is_last(0));
    }
}
