//! Views that are known from a key and a few texts, and so needn't be taken apart.

use serde::Serialize;

use super::looks::{Look, Looks};
use super::put;
use super::trace::print_fraction;

/// A place of a view that differs from one view to the next.
#[derive(Clone, Copy, Debug)]
pub(in crate::render) enum Slot<'a> {
    /// `null`.
    Nothing,
    Text(&'a str),
    Fraction(f64),
}

/// A view of which all but its slots follows from its key.
pub(in crate::render) trait Slotted<const SLOTS: usize> {
    /// What templates are given.
    type View<'v>: Serialize
    where
        Self: 'v;

    /// Where the slots stand in the view, as JSON pointers.
    const PATHS: [&'static str; SLOTS];

    /// Adds what tells this view from all others, but for its slots. All keys that are given to one
    /// template have the same length.
    fn key(&self, out: &mut Vec<u8>);

    /// What stands in the slots.
    fn slots(&self) -> [Slot<'_>; SLOTS];

    /// The view as a whole.
    fn view(&self) -> Self::View<'_>;
}

/// Whether templates merely print what stands at these places.
pub(super) fn merely_printed(looks: &Looks, paths: &[&str]) -> bool {
    let mut names = paths.iter().flat_map(|path| path.split('/'));
    names.all(|name| looks.look(name) == Look::default())
}

impl Slot<'_> {
    /// What of it templates can tell though they merely print it: whether there is something.
    pub(super) fn shape(&self) -> u8 {
        match self {
            Self::Nothing => 0,
            Self::Text("") => 1,
            Self::Text(_) => 2,
            Self::Fraction(number) if *number == 0.0 => 3 + u8::from(number.is_sign_negative()),
            Self::Fraction(_) => 5,
        }
    }

    /// Whether a mark can stand for it.
    pub(super) fn is_printed(&self) -> bool {
        matches!(self.shape(), 2 | 5)
    }

    /// Adds its text, escaped for HTML if need be.
    pub(super) fn put(&self, escaped: bool, out: &mut String) {
        match self {
            Self::Nothing => {}
            Self::Text(text) => put(text, escaped, out),
            // Digits and points stay as they are.
            Self::Fraction(number) => print_fraction(*number, out),
        }
    }
}
