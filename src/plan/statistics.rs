//! What follows from all numbers of one indicator: ranks, extremes, the national value.

use crate::parse::collection::Better;
use crate::parse::indicator::{Indicator, IndicatorValue};
use crate::parse::record::Record;
use crate::plan::formulas::{Derived, Figure, Kind, rounded};
use crate::plan::guide::Totals;

/// One indicator's numbers by record, with what follows from them.
#[derive(Clone, Debug)]
pub struct Statistics {
    /// By the record's position in the collection; `None` when it isn't known.
    pub values: Vec<Option<f64>>,
    /// Whether the question makes no sense for the record.
    pub not_applicable: Vec<bool>,
    /// The known numbers from the least to the greatest.
    sorted: Vec<f64>,
    /// By record: its rank from the greatest, if it is known.
    places: Vec<Option<u32>>,
    /// The value of the nation, if anything is known.
    pub national: Option<National>,
    /// For each part that figures are summed by, what its records come to together; empty where
    /// sums say nothing.
    pub parts: Vec<Option<Figure>>,
}

/// A value that stands for the nation, and what it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum National {
    /// Published as such.
    Published(f64),
    /// The sum of all records; given only when every record is known.
    Sum(f64),
    /// A ratio of sums, and over how many records: those of which all is known.
    Together(f64, usize),
    /// The median of the known records, which isn't a national average.
    Median(f64),
}

impl National {
    /// The number.
    pub fn value(self) -> f64 {
        match self {
            Self::Published(value)
            | Self::Sum(value)
            | Self::Together(value, _)
            | Self::Median(value) => value,
        }
    }
}

/// The statistics of all indicators of a collection, also of those that follow from others.
pub(super) fn of_indicators(
    indicators: &[Indicator],
    derived: &Derived,
    records: &[Record],
    totals: Option<&Totals>,
) -> Vec<Statistics> {
    let given: Vec<Statistics> = indicators
        .iter()
        .map(|indicator| {
            let ids = records.iter().map(|record| record.id.as_str());
            Statistics::of_indicator(indicator, ids)
        })
        .collect();
    let columns = given.iter().map(|statistics| statistics.values.clone());
    let columns = derived.columns(indicators, columns.collect(), records.len());
    let mut members = vec![Vec::new(); totals.map_or(0, |totals| totals.parts.len())];
    let parts = totals.iter().flat_map(|totals| &totals.part_of);
    for (record, part) in parts.enumerate() {
        if let Some(part) = part {
            members[*part].push(record);
        }
    }
    let with_figures = |(position, given): (usize, Statistics)| {
        let (indicator, kind) = (&indicators[position], derived.kinds[position]);
        let mut statistics = given;
        if indicator.formula.is_some() {
            // Those that `values` names are left out.
            let named = indicator.values.iter().map(|(id, _)| id.as_str());
            let named: std::collections::BTreeSet<&str> = named.collect();
            let shown = |(record, value): (&Record, &Option<f64>)| {
                let value = value.filter(|_| !named.contains(record.id.as_str()));
                value.map(|value| rounded(value, indicator.decimals))
            };
            let values = records.iter().zip(&columns[position]).map(shown).collect();
            let left_out = std::mem::take(&mut statistics.not_applicable);
            statistics = Statistics::of_numbers(values);
            statistics.not_applicable = left_out;
        }
        let figure = |records: &[usize]| {
            derived.figure(indicators, &columns, position, records.iter().copied())
        };
        let all: Vec<usize> = (0..records.len()).collect();
        statistics.national = statistics.national(indicator, kind, figure(&all));
        if kind.sums() {
            statistics.parts = members.iter().map(|members| figure(members)).collect();
        }
        statistics
    };
    given.into_iter().enumerate().map(with_figures).collect()
}

impl Statistics {
    /// From an indicator's values, for records in the order of `ids`; what follows from seeing
    /// other indicators stays unknown.
    fn of_indicator<'a>(
        indicator: &Indicator,
        ids: impl ExactSizeIterator<Item = &'a str>,
    ) -> Self {
        let by_id: std::collections::BTreeMap<&str, IndicatorValue> = indicator
            .values
            .iter()
            .map(|(id, value)| (id.as_str(), *value))
            .collect();
        let mut values = Vec::with_capacity(ids.len());
        let mut not_applicable = Vec::with_capacity(ids.len());
        for id in ids {
            let value = by_id.get(id).copied().unwrap_or(IndicatorValue::Unknown);
            values.push(match value {
                IndicatorValue::Known(number) => Some(number),
                _ => None,
            });
            not_applicable.push(value == IndicatorValue::NotApplicable);
        }
        let mut statistics = Self::of_numbers(values);
        statistics.not_applicable = not_applicable;
        statistics
    }

    /// The value of the nation. `figure` is that of all records together, from sums.
    fn national(
        &self,
        indicator: &Indicator,
        kind: Kind,
        figure: Option<Figure>,
    ) -> Option<National> {
        if let Some(national) = &indicator.national {
            return Some(National::Published(national.value));
        }
        match (figure, kind) {
            (Some(figure), Kind::Ratio) => Some(National::Together(figure.value, figure.records)),
            (Some(figure), Kind::Amount) if figure.records == self.values.len() => {
                Some(National::Sum(figure.value))
            }
            _ => self.median().map(National::Median),
        }
    }

    /// From numbers alone; the national value stays unknown.
    pub fn of_numbers(values: Vec<Option<f64>>) -> Self {
        let mut sorted: Vec<f64> = values.iter().flatten().copied().collect();
        sorted.sort_by(f64::total_cmp);
        let place = |value: &Option<f64>| Some(place(&sorted, (*value)?) as u32);
        Self {
            not_applicable: vec![false; values.len()],
            places: values.iter().map(place).collect(),
            values,
            sorted,
            national: None,
            parts: Vec::new(),
        }
    }

    /// How many records are known.
    pub fn known(&self) -> usize {
        self.sorted.len()
    }

    /// The least known number.
    pub fn least(&self) -> Option<f64> {
        self.sorted.first().copied()
    }

    /// The greatest known number.
    pub fn greatest(&self) -> Option<f64> {
        self.sorted.last().copied()
    }

    /// The middle of the known numbers.
    pub fn median(&self) -> Option<f64> {
        let count = self.sorted.len();
        let upper = *self.sorted.get(count / 2)?;
        Some(if count % 2 == 1 {
            upper
        } else {
            (self.sorted.get(count / 2 - 1)? + upper) / 2.0
        })
    }

    /// The rank of a number among the known ones, counted from the greatest; ties share the
    /// better rank.
    pub fn rank_from_greatest(&self, value: f64) -> usize {
        place(&self.sorted, value)
    }

    /// The rank of a number among the known ones, counted from the least; ties share the better
    /// rank.
    pub fn rank_from_least(&self, value: f64) -> usize {
        self.sorted.partition_point(|other| *other < value) + 1
    }

    /// The rank in the direction that is shown: from the least where less is better.
    pub fn rank(&self, value: f64, better: Better) -> usize {
        match better {
            Better::Lower => self.rank_from_least(value),
            Better::Higher | Better::Neutral => self.rank_from_greatest(value),
        }
    }

    /// Where a number stands between the least (0) and the greatest (100) known one; 50 when
    /// they are all the same.
    pub fn position(&self, value: f64) -> Option<f64> {
        let (least, greatest) = (self.least()?, self.greatest()?);
        if greatest > least {
            Some(((value - least) / (greatest - least) * 100.0).clamp(0.0, 100.0))
        } else {
            Some(50.0)
        }
    }

    /// How far the numbers of two records are apart: the distance of their ranks ÷ (n − 1), from 0
    /// to 1; `None` unless both are known.
    pub fn rank_distance(&self, left: usize, right: usize) -> Option<f64> {
        let ranks = (self.places[left]?, self.places[right]?);
        // Two are known unless both are the same record.
        let most = (self.known() - 1).max(1);
        Some(f64::from(ranks.0.abs_diff(ranks.1)) / most as f64)
    }
}

/// The rank of a number among sorted ones, from the greatest.
fn place(sorted: &[f64], value: f64) -> usize {
    sorted.len() - sorted.partition_point(|other| *other <= value) + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(numbers: &[f64]) -> Statistics {
        Statistics::of_numbers(numbers.iter().copied().map(Some).collect())
    }

    #[test]
    fn ties_share_the_better_rank_in_both_directions() {
        let statistics = of(&[5.0, 9.0, 9.0, 1.0]);
        assert_eq!(statistics.rank_from_greatest(9.0), 1);
        assert_eq!(statistics.rank_from_greatest(5.0), 3);
        assert_eq!(statistics.rank_from_least(9.0), 3);
        assert_eq!(statistics.rank_from_least(1.0), 1);
    }

    #[test]
    fn the_median_of_an_even_number_lies_between() {
        assert_eq!(of(&[1.0, 2.0, 4.0, 100.0]).median(), Some(3.0));
        assert_eq!(of(&[1.0, 2.0, 4.0]).median(), Some(2.0));
        assert_eq!(of(&[]).median(), None);
    }

    #[test]
    fn rank_distance_ignores_how_large_the_gap_is() {
        let statistics = of(&[1.0, 2.0, 3.0, 1000.0, 1001.0]);
        assert_eq!(statistics.rank_distance(0, 4), Some(1.0));
        assert_eq!(statistics.rank_distance(2, 3), Some(0.25));
        assert_eq!(of(&[7.0]).rank_distance(0, 0), Some(0.0));
        let statistics = Statistics::of_numbers(vec![Some(1.0), None]);
        assert_eq!(statistics.rank_distance(0, 1), None);
    }

    #[test]
    fn a_position_stays_between_the_extremes() {
        let statistics = of(&[-10.0, 0.0, 10.0]);
        assert_eq!(statistics.position(-10.0), Some(0.0));
        assert_eq!(statistics.position(0.0), Some(50.0));
        assert_eq!(of(&[3.0, 3.0]).position(3.0), Some(50.0));
    }
}
