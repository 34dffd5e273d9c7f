//! Character positions, as the YAML parser counts them, → bytes of the file.

use std::cell::Cell;

/// Every so many characters the byte is noted down.
const STEP: usize = 64;

/// Translates positions of one text.
pub(super) struct Offsets<'text> {
    text: &'text str,
    /// The byte of every [`STEP`]th character; empty for ASCII, where the two are the same.
    marks: Vec<usize>,
    /// What was asked for last, and its byte: mostly the next is a few characters behind it.
    last: Cell<(usize, usize)>,
}

impl<'text> Offsets<'text> {
    pub(super) fn new(text: &'text str) -> Self {
        let marks = if text.is_ascii() {
            Vec::new()
        } else {
            let starts = text.char_indices().map(|(byte, _)| byte);
            starts.step_by(STEP).collect()
        };
        Self {
            text,
            marks,
            last: Cell::default(),
        }
    }

    /// The byte of the character at a position, or the text's end if there are fewer.
    pub(super) fn byte(&self, character: usize) -> usize {
        if self.marks.is_empty() {
            return character.min(self.text.len());
        }
        let Some(mark) = self.marks.get(character / STEP) else {
            return self.text.len();
        };
        let mark = (character - character % STEP, *mark);
        let last = Some(self.last.get()).filter(|(before, _)| *before <= character);
        let (before, start) = last.map_or(mark, |last| last.max(mark));
        let rest = self.text.get(start..).unwrap_or_default();
        let found = rest.char_indices().nth(character - before);
        let byte = found.map_or(self.text.len(), |(byte, _)| start + byte);
        self.last.set((character, byte));
        byte
    }
}

#[cfg(test)]
mod tests {
    use super::Offsets;

    #[test]
    fn positions_become_bytes_in_ascii_and_in_japanese() {
        for text in ["", "abc", &"徳島a".repeat(100), &"a".repeat(200)] {
            let offsets = Offsets::new(text);
            for (position, (byte, _)) in text.char_indices().enumerate() {
                assert_eq!(offsets.byte(position), byte);
            }
            assert_eq!(offsets.byte(text.chars().count()), text.len());
            assert_eq!(offsets.byte(10_000), text.len());
            // In another order, too.
            let all: Vec<(usize, char)> = text.char_indices().collect();
            for position in (0..all.len()).rev().step_by(7) {
                assert_eq!(offsets.byte(position), all[position].0);
            }
        }
    }
}
