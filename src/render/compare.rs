//! What a comparison says: differences, ratios, sentences. Pure; knows no pages.

use crate::parse::collection::Better;
use crate::parse::indicator::Scale;

/// Ratios below this are said as differences in sentences: 約1.1倍 tells less than the amount.
const LEAST_RATIO_IN_SENTENCE: f64 = 1.15;
/// Ratios above this say little but that one of the two is close to 0.
const GREATEST_RATIO_IN_SENTENCE: f64 = 100.0;
/// Ratios below this would be rounded to 約1.0倍.
const LEAST_RATIO: f64 = 1.05;

/// Which of two values is greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Greater {
    /// The left one.
    Left,
    /// The right one.
    Right,
    /// Neither, at the precision that is shown.
    Neither,
}

/// Two known values of one row, compared at the precision that readers see.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// Which is greater.
    pub greater: Greater,
    /// How much greater, at least 0, in the row's unit.
    pub amount: f64,
    /// The greater ÷ the smaller, for scales with a true zero and both above 0, unless it
    /// would be shown as 1.0.
    pub ratio: Option<f64>,
}

impl Difference {
    /// Compares two values that are shown with so many decimals.
    pub fn of(left: f64, right: f64, decimals: u8, scale: Scale) -> Self {
        let unit = 10f64.powi(i32::from(decimals));
        let (shown_left, shown_right) = ((left * unit).round(), (right * unit).round());
        let greater = if shown_left > shown_right {
            Greater::Left
        } else if shown_left < shown_right {
            Greater::Right
        } else {
            Greater::Neither
        };
        let ratio = left.max(right) / left.min(right);
        let has_ratio = scale == Scale::Ratio && left > 0.0 && right > 0.0;
        Self {
            greater,
            amount: (shown_left - shown_right).abs() / unit,
            ratio: (has_ratio && greater != Greater::Neither && ratio >= LEAST_RATIO)
                .then_some(ratio),
        }
    }

    /// The ratio, if it tells more in a sentence than the amount.
    pub fn ratio_in_sentence(&self) -> Option<f64> {
        let telling = LEAST_RATIO_IN_SENTENCE..=GREATEST_RATIO_IN_SENTENCE;
        self.ratio.filter(|ratio| telling.contains(ratio))
    }
}

impl Greater {
    /// Which side readers would rather have; neither where it depends on them.
    pub fn better(self, better: Better) -> Self {
        match (better, self) {
            (Better::Neutral, _) | (_, Self::Neither) => Self::Neither,
            (Better::Higher, side) => side,
            (Better::Lower, Self::Left) => Self::Right,
            (Better::Lower, Self::Right) => Self::Left,
        }
    }
}

/// A part of a whole from 0 to 100, with one decimal.
pub fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 {
        one_decimal((part / whole * 100.0).clamp(0.0, 100.0))
    } else {
        0.0
    }
}

/// Rounds to one decimal, which is more than a screen shows.
pub fn one_decimal(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

/// Whether bars from zero tell the truth about a scale: degrees and indices have no true zero.
pub fn has_bars(scale: Scale) -> bool {
    matches!(scale, Scale::Ratio | Scale::Share)
}

/// Two lists of words: those in common, those of the left only, those of the right only, in the
/// order in which they stand.
pub fn overlap(left: &[String], right: &[String]) -> (Vec<String>, Vec<String>, Vec<String>) {
    let without = |list: &[String], other: &[String]| -> Vec<String> {
        list.iter()
            .filter(|word| !other.contains(word))
            .cloned()
            .collect()
    };
    let common = left
        .iter()
        .filter(|word| right.contains(word))
        .cloned()
        .collect();
    (common, without(left, right), without(right, left))
}

/// A row that differs: how far, and what it belongs to.
#[derive(Clone, Debug)]
pub struct Candidate<T> {
    /// 0 (the same) to 1 (first and last of all).
    pub distance: f64,
    /// Rows of one group tend to say the same twice.
    pub group: usize,
    /// What it stands for.
    pub row: T,
}

/// The rows that differ most: by distance, one of each group first, then the rest. Ties keep
/// the order of the rows.
pub fn most_different<T>(mut candidates: Vec<Candidate<T>>, count: usize) -> Vec<T> {
    candidates.retain(|candidate| candidate.distance > 0.0);
    candidates.sort_by(|left, right| right.distance.total_cmp(&left.distance));
    let mut groups = Vec::new();
    let (mut first, mut rest) = (Vec::new(), Vec::new());
    for candidate in candidates {
        if groups.contains(&candidate.group) {
            rest.push(candidate.row);
        } else {
            groups.push(candidate.group);
            first.push(candidate.row);
        }
    }
    first.extend(rest);
    first.truncate(count);
    first
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ratio_needs_a_true_zero_and_both_above_it() {
        let ratio = |left, right, scale| Difference::of(left, right, 0, scale).ratio;
        assert_eq!(ratio(10.0, 4.0, Scale::Ratio), Some(2.5));
        assert_eq!(ratio(10.0, 0.0, Scale::Ratio), None);
        assert_eq!(ratio(10.0, -4.0, Scale::Ratio), None);
        assert_eq!(ratio(10.0, 4.0, Scale::Share), None);
        assert_eq!(ratio(10.0, 4.0, Scale::Interval), None);
        assert_eq!(ratio(10.0, 4.0, Scale::Index), None);
        assert_eq!(ratio(101.0, 100.0, Scale::Ratio), None);
    }

    #[test]
    fn what_looks_the_same_is_the_same() {
        let difference = Difference::of(10.04, 10.01, 1, Scale::Share);
        assert_eq!(difference.greater, Greater::Neither);
        assert_eq!(difference.amount, 0.0);
        let difference = Difference::of(21.3, 10.9, 1, Scale::Share);
        assert_eq!(difference.greater, Greater::Left);
        assert!((difference.amount - 10.4).abs() < 1e-9);
    }

    #[test]
    fn nothing_neutral_is_better() {
        assert_eq!(Greater::Left.better(Better::Neutral), Greater::Neither);
        assert_eq!(Greater::Left.better(Better::Higher), Greater::Left);
        assert_eq!(Greater::Left.better(Better::Lower), Greater::Right);
    }

    #[test]
    fn the_most_different_rows_come_from_different_groups() {
        let candidate = |distance, group, row| Candidate {
            distance,
            group,
            row,
        };
        let rows = vec![
            candidate(0.9, 0, "population"),
            candidate(1.0, 0, "area"),
            candidate(0.0, 1, "same"),
            candidate(0.4, 2, "rent"),
        ];
        assert_eq!(most_different(rows.clone(), 2), ["area", "rent"]);
        assert_eq!(most_different(rows, 3), ["area", "rent", "population"]);
    }
}
