//! A view taken apart: its shape, and its texts in order.

use std::cell::RefCell;
use std::fmt::Write;
use std::ops::{Deref, DerefMut};

use serde::Serialize;

use super::looks::Looks;
use super::slots::{Slot, Slotted};
use crate::fingerprint::Fingerprint;

mod tracer;

use tracer::{Paths, Tracer};

/// A view's shape and texts. Used for many views, since it keeps its memory.
#[derive(Debug, Default)]
pub(super) struct Trace {
    /// Everything but the texts: equal for two views that differ in texts only.
    pub(super) shape: Vec<u8>,
    texts: String,
    /// Where each text ends.
    ends: Vec<usize>,
}

thread_local! {
    /// Of every thread, what nobody uses at the moment.
    static SPARE: RefCell<Vec<Trace>> = const { RefCell::new(Vec::new()) };
}

/// A trace that goes back to its thread's spare ones.
#[derive(Debug)]
pub(super) struct Lent(Trace);

impl Deref for Lent {
    type Target = Trace;

    fn deref(&self) -> &Trace {
        &self.0
    }
}

impl DerefMut for Lent {
    fn deref_mut(&mut self) -> &mut Trace {
        &mut self.0
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        let trace = std::mem::take(&mut self.0);
        // A thread that ends has none any more.
        let _ = SPARE.try_with(|spare| spare.borrow_mut().push(trace));
    }
}

impl Trace {
    /// One that isn't in use.
    pub(super) fn lent() -> Lent {
        Lent(SPARE.with_borrow_mut(Vec::pop).unwrap_or_default())
    }

    /// Takes a view apart; `None` where that can't be done. `by` becomes part of the shape.
    pub(super) fn take(
        &mut self,
        view: &impl Serialize,
        looks: &Looks,
        by: Fingerprint,
    ) -> Option<()> {
        self.shape.clear();
        self.shape.extend(by.to_bytes());
        self.texts.clear();
        self.ends.clear();
        let mut tracer = Tracer::new(self, looks);
        view.serialize(&mut tracer).ok()
    }

    /// What a view with slots is known by; its shape is only noted as far as that takes.
    pub(super) fn key<const SLOTS: usize, V: Slotted<SLOTS>>(
        &mut self,
        by: Fingerprint,
        view: &V,
        slots: &[Slot<'_>; SLOTS],
    ) -> Fingerprint {
        self.shape.clear();
        self.shape.extend(by.to_bytes());
        view.key(&mut self.shape);
        self.shape.extend(slots.iter().map(Slot::shape));
        Fingerprint::of(&self.shape)
    }

    /// Where each text of a view stands, as JSON pointers.
    pub(super) fn paths(view: &impl Serialize, looks: &Looks) -> Vec<String> {
        let mut trace = Self::default();
        let mut tracer = Tracer::new(&mut trace, looks);
        tracer.paths = Some(Paths::default());
        // What can't be taken apart has been found out before.
        let _ = view.serialize(&mut tracer);
        tracer.paths.unwrap_or_default().found
    }

    /// The text at a position.
    pub(super) fn text(&self, position: usize) -> &str {
        let start = position
            .checked_sub(1)
            .and_then(|before| self.ends.get(before))
            .map_or(0, |end| *end);
        let end = self.ends.get(position).copied().unwrap_or(start);
        self.texts.get(start..end).unwrap_or_default()
    }
}

/// Adds a name to a JSON pointer.
pub(super) fn enter(path: &mut String, name: &str) {
    path.push('/');
    for char in name.chars() {
        match char {
            '~' => path.push_str("~0"),
            '/' => path.push_str("~1"),
            other => path.push(other),
        }
    }
}

/// A fraction as Tera prints it: with a point, in as few digits as tell it from all others.
pub(super) fn print_fraction(value: f64, out: &mut String) {
    let tenths = value * 10.0;
    let short = (0.0..1e6).contains(&tenths) && tenths.fract() == 0.0 && value.is_sign_positive();
    // The nearest to a number of tenths is written as those tenths.
    if short && tenths / 10.0 == value {
        let tenths = tenths as u32;
        let digit = |digit: u32| char::from(b'0' + (digit % 10) as u8);
        let mut power = 1;
        while power * 10 <= tenths / 10 {
            power *= 10;
        }
        while power > 0 {
            out.push(digit(tenths / 10 / power));
            power /= 10;
        }
        out.push('.');
        out.push(digit(tenths));
    } else {
        // Writing into memory can't fail.
        let _ = write!(out, "{value:?}");
    }
}
