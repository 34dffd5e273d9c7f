//! Indicators: one published statistic of one source and one period.

use jiff::civil::Date;

use crate::load::SourcePath;
use crate::parse::collection::{Better, Words};
use crate::parse::indicator::formula::Formula;
use crate::parse::period::Period;
use crate::parse::text::Text;

pub mod formula;
mod keys;
mod read;
mod words;

#[cfg(test)]
mod tests;

pub(crate) use keys::{BETTER, DECIMALS, GROUP, INDICATOR, WORDS, group};
pub use read::parse;

/// One published statistic about a collection's records.
#[derive(Clone, Debug)]
pub struct Indicator {
    /// The file's name.
    pub id: String,
    /// Where it stands.
    pub file: SourcePath,
    /// Its full name.
    pub label: Text,
    /// Its name in sentences and narrow tables; the label if not given.
    pub short: Text,
    /// Written after numbers; `None` for a bare number.
    pub unit: Option<Text>,
    /// Digits after the point.
    pub decimals: u8,
    /// A group of the collection.
    pub group: String,
    /// What may be computed from its numbers.
    pub scale: Scale,
    /// Which numbers a reader would rather have.
    pub better: Better,
    /// How two numbers are told apart.
    pub words: Words,
    /// Whether the sum of the records is the national value.
    pub aggregate: Aggregate,
    /// A published national value.
    pub national: Option<National>,
    /// Where it was published. That of a derived one is put together from its operands by
    /// `plan`, unless it has its own; until then it is empty.
    pub source: IndicatorSource,
    /// What it speaks of. That of a derived one is set by `plan` in the same way.
    pub as_of: Period,
    /// Whether source and period are its own, not those of its operands.
    pub own: Own,
    /// When a newer publication should be looked for.
    pub review_by: Option<Date>,
    /// What a reader must know.
    pub note: Option<Text>,
    /// Shown instead of the theme's word where a record's value makes no sense.
    pub not_applicable: Option<Text>,
    /// How its numbers follow from those of others.
    pub formula: Option<Formula>,
    /// Whether it only serves other indicators.
    pub hidden: bool,
    /// A record's id and its value, in the file's order; of a derived one only the records that
    /// are left out.
    pub values: Vec<(String, IndicatorValue)>,
}

/// A record's number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum IndicatorValue {
    /// Nobody has found out.
    Unknown,
    /// The question makes no sense here.
    NotApplicable,
    /// As published, in the indicator's unit.
    Known(f64),
}

/// What a derived indicator says itself, instead of taking it from its operands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Own {
    /// Where it was published.
    pub source: bool,
    /// What it speaks of.
    pub as_of: bool,
}

/// What may be computed from an indicator's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Has a true zero: "twice as many" makes sense.
    Ratio,
    /// Differences only: degrees, net flows.
    Interval,
    /// A percentage: differences are percentage points.
    Share,
    /// Relative to a base of 100: differences only.
    Index,
}

/// How the national value follows from the records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Aggregate {
    /// It is their sum.
    Sum,
    /// It doesn't; the median of the records is shown instead, labelled as such.
    #[default]
    None,
}

/// A published national value.
#[derive(Clone, Debug)]
pub struct National {
    /// In the indicator's unit.
    pub value: f64,
    /// Its own source, if it isn't the indicator's.
    pub source: Option<IndicatorSource>,
}

/// Where a statistic was published and read.
#[derive(Clone, Debug, Default)]
pub struct IndicatorSource {
    /// The statistic's name.
    pub statistic: Text,
    /// Who published it.
    pub publisher: Text,
    /// Its page or file.
    pub url: String,
    /// What was really read, when that is another copy.
    pub read_from: Option<Text>,
    /// How the numbers were cross-checked.
    pub checked: Option<Text>,
    /// The licence or terms.
    pub licence: Text,
    /// Their page.
    pub licence_url: Option<String>,
}
