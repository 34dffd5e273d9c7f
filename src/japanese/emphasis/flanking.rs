//! Which side of a run of marks the emphasis can lie on.

use crate::japanese::width::{is_wide, is_zero_width};

/// What a run can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Flanks {
    pub(super) can_open: bool,
    pub(super) can_close: bool,
}

/// CommonMark's rule for a run of `length` marks between two characters.
pub(super) fn standard(mark: u8, before: char, after: char) -> Flanks {
    let left = !after.is_whitespace()
        && (!is_punctuation(after) || before.is_whitespace() || is_punctuation(before));
    let right = !before.is_whitespace()
        && (!is_punctuation(before) || after.is_whitespace() || is_punctuation(after));
    match mark {
        b'_' => Flanks {
            can_open: left && (!right || is_punctuation(before)),
            can_close: right && (!left || is_punctuation(after)),
        },
        // As in pulldown-cmark, `~~` may open wherever no space follows.
        b'~' => Flanks {
            can_open: !after.is_whitespace(),
            can_close: right,
        },
        _ => Flanks {
            can_open: left,
            can_close: right,
        },
    }
}

/// The rule with wide punctuation as letters and wide neighbours as good as spaces.
pub(super) fn amended(mark: u8, length: usize, before: char, after: char) -> Flanks {
    let standard = standard(mark, before, after);
    if mark == b'_' {
        return standard;
    }
    // `（税込）*1` is a note's mark: a single asterisk beside a letter or digit stays one.
    let snug = |outside: char| length > 1 || !outside.is_ascii_alphanumeric();
    let left = !after.is_whitespace()
        && snug(before)
        && (is_wide(after) || (is_punctuation(after) && is_wide(before)));
    let right = !before.is_whitespace()
        && snug(after)
        && (is_wide(before) || (is_punctuation(before) && is_wide(after)));
    Flanks {
        can_open: standard.can_open || left,
        can_close: standard.can_close || right,
    }
}

/// Punctuation and symbols. The standard library knows no such category, so: whatever is
/// visible and neither letter, digit nor combining mark.
fn is_punctuation(character: char) -> bool {
    !character.is_alphanumeric()
        && !character.is_whitespace()
        && !character.is_control()
        && !is_zero_width(character)
}
