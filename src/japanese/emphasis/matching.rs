//! CommonMark's pairing of runs, on the amended rule.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::flanking::Flanks;
use super::parts::{Part, frame};

/// A row of one mark in the source.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) mark: u8,
    pub(super) range: Range<usize>,
    pub(super) before: char,
    pub(super) after: char,
    pub(super) standard: Flanks,
    pub(super) amended: Flanks,
    /// How many marks, from the left, closed something.
    pub(super) closed: usize,
    /// How many marks, from the right, opened something.
    pub(super) opened: usize,
    /// What ends here, from the inside out, each with its whole place.
    pub(super) ends: Vec<(Kind, Range<usize>)>,
    /// What starts here, from the inside out, each with its whole place.
    pub(super) starts: Vec<(Kind, Range<usize>)>,
}

impl Run {
    /// The marks that stay as they are.
    pub(super) fn literal(&self) -> Range<usize> {
        self.range.start + self.closed..self.range.end - self.opened
    }

    pub(super) fn is_spaced(&self) -> bool {
        self.before.is_whitespace() && self.after.is_whitespace()
    }

    fn left(&self) -> usize {
        self.literal().len()
    }

    fn can_both(&self) -> bool {
        self.amended.can_open && self.amended.can_close
    }

    /// CommonMark's rule of three keeps `*a**b*` one emphasis.
    fn fits(&self, opener: &Run) -> bool {
        let (length, opener_length) = (self.range.len(), opener.range.len());
        let either_both = self.can_both() || opener.can_both();
        self.mark == opener.mark
            && (!either_both
                || !(length + opener_length).is_multiple_of(3)
                || length.is_multiple_of(3))
    }
}

/// A kind of emphasis.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    Emphasis,
    Strong,
    Strikethrough,
}

impl Kind {
    pub(super) fn tag(self) -> Tag<'static> {
        match self {
            Kind::Emphasis => Tag::Emphasis,
            Kind::Strong => Tag::Strong,
            Kind::Strikethrough => Tag::Strikethrough,
        }
    }
}

/// Up to which opener a search was in vain, by mark, length and flanks of the closer, so that
/// unpairable marks don't take quadratic time.
#[derive(Clone, Debug, Default)]
struct Bounds([usize; 18]);

impl Bounds {
    fn of(&mut self, run: &Run) -> &mut usize {
        let mark = match run.mark {
            b'*' => 0,
            b'_' => 1,
            _ => 2,
        };
        let index = mark * 6 + run.range.len() % 3 * 2 + usize::from(run.can_both());
        &mut self.0[index]
    }

    fn limit(&mut self, length: usize) {
        for bound in &mut self.0 {
            *bound = (*bound).min(length);
        }
    }
}

/// Pairs the runs of one block. Links and images are frames that emphasis doesn't cross.
pub(super) fn pair(parts: &[Part], runs: &mut [Run], inline: &[(Event<'_>, Range<usize>)]) {
    let mut openers: Vec<usize> = Vec::new();
    let mut bounds = Bounds::default();
    let mut frames = Vec::new();
    for part in parts {
        match part {
            Part::Text(_) => {}
            Part::Event(index) => match inline.get(*index).and_then(|(event, _)| frame(event)) {
                Some(true) => {
                    frames.push((openers.len(), bounds.clone()));
                    bounds = Bounds([openers.len(); 18]);
                }
                Some(false) => {
                    if let Some((length, outer)) = frames.pop() {
                        openers.truncate(length);
                        bounds = outer;
                    }
                }
                None => {}
            },
            Part::Run(index) => {
                if runs[*index].amended.can_close {
                    close(*index, runs, &mut openers, &mut bounds);
                }
                if runs[*index].amended.can_open && runs[*index].left() > 0 {
                    openers.push(*index);
                }
            }
        }
    }
}

fn close(closer: usize, runs: &mut [Run], openers: &mut Vec<usize>, bounds: &mut Bounds) {
    while runs[closer].left() > 0 {
        let bound = (*bounds.of(&runs[closer])).min(openers.len());
        let found = openers[bound..]
            .iter()
            .rposition(|opener| runs[closer].fits(&runs[*opener]));
        let Some(position) = found.map(|position| position + bound) else {
            *bounds.of(&runs[closer]) = openers.len();
            return;
        };
        openers.truncate(position + 1);
        let opener = openers[position];
        join(opener, closer, runs);
        if runs[opener].left() == 0 {
            openers.pop();
        }
        bounds.limit(openers.len());
    }
}

fn join(opener: usize, closer: usize, runs: &mut [Run]) {
    let length = if runs[opener].left() >= 2 && runs[closer].left() >= 2 {
        2
    } else {
        1
    };
    let kind = match (runs[opener].mark, length) {
        (b'~', _) => Kind::Strikethrough,
        (_, 2) => Kind::Strong,
        _ => Kind::Emphasis,
    };
    let start = runs[opener].literal().end - length;
    let end = runs[closer].literal().start + length;
    runs[opener].opened += length;
    runs[opener].starts.push((kind, start..end));
    runs[closer].closed += length;
    runs[closer].ends.push((kind, start..end));
}
