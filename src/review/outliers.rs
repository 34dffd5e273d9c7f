//! Numbers that stand far from their indicator's others, as after a slipped digit or in another
//! unit.
//!
//! Real numbers have real extremes: Tokyo has fifteen times the density of the middle prefecture.
//! So two rules, both on the logarithms of the amounts, where a slipped digit is a step of 1:
//!
//! - a number more than [`FAR`] median absolute deviations from the median is reported;
//! - so is the outermost number, if there is a gap between it and the next one, unless its record
//!   is the outermost in many other indicators too. Tokyo and Hokkaido are; a record whose digit
//!   has slipped stands out just here.
//!
//! Over the guide's own indicators neither rule reports anything. Of their 3,200 or so numbers that
//! leave the range of the others when they are multiplied by 10 or by 0.1, 93 % are found; the test
//! below measures it. A slip that stays in the range of the others can't be told from a true number.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Message, Place, Report};
use crate::plan::Guide;

/// Known numbers that an indicator needs before anything can be said of one of them.
const FEWEST: usize = 9;
/// Logarithms: nothing nearer to the median (a third to three times as much) is ever reported.
const NEAR: f64 = 0.5;
/// Median absolute deviations, scaled to standard deviations, that are reported by themselves.
const FAR: f64 = 7.5;
/// The same for the outermost number, behind a gap.
const BEYOND: f64 = 2.0;
/// Logarithm of the gap before the outermost number (1.4 times).
const GAP: f64 = 0.15;
/// How much wider than is usual a gap must be: the outermost of many numbers always stands apart.
const WIDER: f64 = 1.5;
/// The gap (4 times) where there are too few indicators to know which records are extreme.
const GAP_UNKNOWN: f64 = 0.6;
/// Indicators that a collection needs for knowing that.
const MANY: usize = 10;
/// Other indicators in which an extreme record is the outermost.
const EXTREME: usize = 4;
/// The least deviation; numbers that are nearly all the same have next to none.
const LEAST_DEVIATION: f64 = 0.01;
/// From a median absolute deviation to a standard deviation.
const TO_STANDARD: f64 = 1.4826;

/// A number to be looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Outlier {
    /// The position of the indicator.
    indicator: usize,
    /// The position of the record.
    record: usize,
    value: f64,
    /// Of the amounts of all numbers but 0.
    median: f64,
}

/// Reports numbers that look as if a digit had slipped.
pub(super) fn check(guide: &Guide, report: &mut Report) {
    for collection in guide.collections.iter() {
        // Numbers that follow from others are written nowhere: those others are looked at.
        let written: Vec<usize> = (0..collection.indicators.len())
            .filter(|position| collection.indicators[*position].formula.is_none())
            .collect();
        let columns: Vec<&[Option<f64>]> = written
            .iter()
            .map(|position| collection.statistics[*position].values.as_slice())
            .collect();
        for outlier in outliers(&columns) {
            let indicator = (written.get(outlier.indicator))
                .and_then(|position| collection.indicators.get(*position));
            let record = collection.records.get(outlier.record);
            if let (Some(indicator), Some(record)) = (indicator, record) {
                let place = Place::field(&indicator.file, format!("values.{}", record.id));
                report.add(problem(place, outlier));
            }
        }
    }
}

/// Every number of a collection's indicators that stands out, one list of records each.
fn outliers(columns: &[&[Option<f64>]]) -> Vec<Outlier> {
    let outermost: Vec<[Option<usize>; 2]> = columns.iter().map(|values| ends(values)).collect();
    let mut extremes: BTreeMap<usize, usize> = BTreeMap::new();
    for record in outermost.iter().flatten().flatten() {
        *extremes.entry(*record).or_default() += 1;
    }
    let gap = if columns.len() >= MANY {
        GAP
    } else {
        GAP_UNKNOWN
    };
    let mut found = Vec::new();
    for (indicator, (values, ends)) in columns.iter().zip(&outermost).enumerate() {
        let Some(spread) = Spread::of(values) else {
            continue;
        };
        for (record, value) in values.iter().enumerate() {
            let Some(value) = *value else { continue };
            let here = ends.contains(&Some(record));
            let others = extremes.get(&record).copied().unwrap_or(0) - usize::from(here);
            if spread.stands_out(value, gap, others >= EXTREME) {
                found.push(Outlier {
                    indicator,
                    record,
                    value,
                    median: 10_f64.powf(spread.median),
                });
            }
        }
    }
    found
}

/// The records of the least and the greatest number, where no other has the same.
fn ends(values: &[Option<f64>]) -> [Option<usize>; 2] {
    let known = || {
        let numbers = values.iter().enumerate();
        numbers.filter_map(|(record, value)| value.map(|value| (record, value)))
    };
    let alone = |end: Option<(usize, f64)>| {
        let (record, value) = end?;
        let same = known().filter(|(_, other)| *other == value).count();
        (same == 1).then_some(record)
    };
    [
        alone(known().min_by(|left, right| left.1.total_cmp(&right.1))),
        alone(known().max_by(|left, right| left.1.total_cmp(&right.1))),
    ]
}

/// How the amounts of an indicator are spread; logarithms to the base 10.
struct Spread {
    median: f64,
    deviation: f64,
    least: f64,
    /// The next after the least.
    less: f64,
    /// The next before the greatest.
    greater: f64,
    greatest: f64,
    /// What lies before the outermost of so many numbers that are spread like that, as a rule.
    usual_gap: f64,
    /// Whether there are numbers on both sides of 0, or 0 itself: then a small amount is ordinary.
    small_is_ordinary: bool,
}

impl Spread {
    fn of(values: &[Option<f64>]) -> Option<Self> {
        let known = || values.iter().flatten();
        let mut logarithms: Vec<f64> = known()
            .filter(|value| **value != 0.0)
            .map(|value| value.abs().log10())
            .collect();
        logarithms.sort_by(f64::total_cmp);
        let middle = median(&logarithms)?;
        let mut distances: Vec<f64> = (logarithms.iter())
            .map(|logarithm| (logarithm - middle).abs())
            .collect();
        distances.sort_by(f64::total_cmp);
        let [least, less, .., greater, greatest] = logarithms.as_slice() else {
            return None;
        };
        // Where things are counted, numbers that are next to one another are far apart in their
        // logarithms when they are small: of 1 and 2 schools the one is twice the other.
        let counted = known().all(|value| value.fract() == 0.0);
        let step = if counted {
            (10_f64.powf(-middle) + 1.0).log10()
        } else {
            0.0
        };
        let deviation = (median(&distances)? * TO_STANDARD)
            .max(LEAST_DEVIATION)
            .max(step);
        (logarithms.len() >= FEWEST).then_some(Self {
            median: middle,
            deviation,
            usual_gap: deviation / (2.0 * (logarithms.len() as f64).ln()).sqrt(),
            least: *least,
            less: *less,
            greater: *greater,
            greatest: *greatest,
            small_is_ordinary: known().any(|value| *value == 0.0)
                || (known().any(|value| *value < 0.0) && known().any(|value| *value > 0.0)),
        })
    }

    /// `gap` is what lies at least before an outermost number that is reported.
    fn stands_out(&self, value: f64, gap: f64, is_extreme: bool) -> bool {
        let logarithm = value.abs().log10();
        let offset = logarithm - self.median;
        let ordinary = value == 0.0 || (offset < 0.0 && self.small_is_ordinary);
        if ordinary || offset.abs() < NEAR {
            return false;
        }
        let deviations = offset.abs() / self.deviation;
        let gap = gap.max(WIDER * self.usual_gap);
        let behind_gap = (logarithm <= self.least && self.less - logarithm > gap)
            || (logarithm >= self.greatest && logarithm - self.greater > gap);
        deviations > FAR || (deviations > BEYOND && behind_gap && !is_extreme)
    }
}

/// The middle of sorted numbers.
fn median(sorted: &[f64]) -> Option<f64> {
    let upper = sorted.get(sorted.len() / 2)?;
    let lower = sorted.get(sorted.len().checked_sub(1)? / 2)?;
    Some((lower + upper) / 2.0)
}

fn problem(place: Place, outlier: Outlier) -> Diagnostic {
    let Outlier { value, median, .. } = outlier;
    let (ja, en) = if value.abs() > median {
        let times = rounded(value.abs() / median);
        (
            format!("真ん中の値の{times}倍です"),
            format!("{times} times the median"),
        )
    } else {
        let times = rounded(median / value.abs());
        (
            format!("真ん中の値の{times}分の1です"),
            format!("1/{times} of the median"),
        )
    };
    Diagnostic::new(
        Code::Outlier,
        place,
        Message::new(
            format!("{value} はほかの値から離れています（{ja}）"),
            format!("{value} is far from the other values ({en})"),
        ),
    )
    .with_help(Message::new(
        "桁、小数点、単位を出典で確かめます",
        "check its digits, its decimal point and its unit against the source",
    ))
}

/// A ratio as people say it: `3.4`, `12`.
fn rounded(ratio: f64) -> String {
    if ratio < 9.95 {
        format!("{ratio:.1}")
    } else {
        format!("{ratio:.0}")
    }
}

#[cfg(test)]
mod tests;
