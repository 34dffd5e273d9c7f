//! Other text for some bytes of a file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Other text for some bytes of the file that a problem is in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Edit {
    /// The bytes of the file.
    pub span: (usize, usize),
    /// What stands there afterwards.
    pub text: String,
}

impl Edit {
    fn fits(&self, source: &str) -> bool {
        self.span.0 <= self.span.1 && source.get(self.span.0..self.span.1).is_some()
    }
}

/// A text with mendings, and which of them were made. Each is made as a whole or not at all: of
/// two that touch the same bytes the first is.
pub fn mended(source: &str, mendings: &[&[Edit]]) -> (String, Vec<bool>) {
    let mut chosen: BTreeMap<usize, &Edit> = BTreeMap::new();
    let mut made = Vec::with_capacity(mendings.len());
    for mending in mendings {
        let is_free = |edit: &Edit| {
            let (start, end) = edit.span;
            let before = chosen.range(..=start).next_back();
            let behind = chosen.range(start..).next();
            before.is_none_or(|(other, edit)| edit.span.1 <= start && *other < start)
                && behind.is_none_or(|(other, _)| *other >= end && *other > start)
        };
        let fits = mending
            .iter()
            .all(|edit| edit.fits(source) && is_free(edit));
        let own: BTreeMap<usize, &Edit> = mending.iter().map(|edit| (edit.span.0, edit)).collect();
        let starts: Vec<(usize, usize)> = own.values().map(|edit| edit.span).collect();
        let apart = starts.windows(2).all(|pair| match pair {
            [first, second] => first.1 <= second.0,
            _ => true,
        });
        let fits = fits && apart && own.len() == mending.len() && !own.is_empty();
        if fits {
            chosen.extend(own);
        }
        made.push(fits);
    }
    let mut text = String::with_capacity(source.len());
    let mut done = 0;
    for edit in chosen.values() {
        text.push_str(source.get(done..edit.span.0).unwrap_or_default());
        text.push_str(&edit.text);
        done = edit.span.1;
    }
    text.push_str(source.get(done..).unwrap_or_default());
    (text, made)
}

#[cfg(test)]
mod tests {
    use super::{Edit, mended};

    fn edit(start: usize, end: usize, text: &str) -> Edit {
        Edit {
            span: (start, end),
            text: text.to_owned(),
        }
    }

    #[test]
    fn of_mendings_that_overlap_the_first_is_made() {
        let pair = [edit(0, 1, "（"), edit(4, 5, "）")];
        let inside = [edit(4, 6, "x")];
        let other = [edit(2, 3, "c"), edit(1, 2, "b")];
        let touching = [edit(5, 6, "y")];
        let all = [&pair[..], &inside, &other, &touching];
        let (text, made) = mended("(12a)b", &all);
        assert_eq!(text, "（bca）y");
        assert_eq!(made, [true, false, true, true]);
    }

    #[test]
    fn what_does_not_fit_is_left_out() {
        for bad in [edit(1, 2, "x"), edit(3, 9, "x"), edit(3, 0, "x")] {
            let (text, made) = mended("あb", &[&[bad]]);
            assert_eq!((text.as_str(), made), ("あb", vec![false]));
        }
        let (text, made) = mended("ab", &[&[edit(0, 0, "x")], &[edit(0, 0, "y")], &[]]);
        assert_eq!((text.as_str(), made), ("xab", vec![true, false, false]));
    }
}
