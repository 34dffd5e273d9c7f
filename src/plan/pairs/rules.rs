//! Pairs by the rules of `compare.pairs`. Values are numbered once, so that deciding on a pair
//! compares numbers, and a rule with `same` looks only at records that share a value.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::parse::collection::PairRule;
use crate::parse::record::{FieldValue, Record};
use crate::plan::guide::CollectionPlan;
use crate::plan::pairs::near::{Point, chord_within, least};

/// Pairs of ranks that any rule allows: the smaller rank first, sorted, each once.
pub(super) fn allowed(
    rules: &[PairRule],
    collection: &CollectionPlan,
    points: &[Option<Point>],
    ranks: &[u32],
) -> Vec<(u32, u32)> {
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    for rule in rules {
        // A field that doesn't exist has been reported.
        let Some(rule) = Rule::new(rule, collection, points, ranks) else {
            continue;
        };
        for (left, right) in rule.pairs() {
            let (left, right) = (ranks[left], ranks[right]);
            pairs.push((left.min(right), left.max(right)));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// Numbers of a field's entries for each record; none where it isn't known.
type Entries = Vec<Vec<u32>>;

/// A rule with what it asks for each record.
struct Rule<'a> {
    ranks: &'a [u32],
    points: &'a [Option<Point>],
    same: Vec<Entries>,
    differ: Vec<Entries>,
    /// Records that have what both must have.
    eligible: Vec<bool>,
    /// Records of which a pair needs one.
    with: Option<Vec<bool>>,
    within: Option<Within>,
    nearest: Option<usize>,
}

#[derive(Clone, Copy)]
struct Within {
    kilometres: f64,
    chord: f64,
}

impl<'a> Rule<'a> {
    fn new(
        rule: &PairRule,
        collection: &CollectionPlan,
        points: &'a [Option<Point>],
        ranks: &'a [u32],
    ) -> Option<Self> {
        let entries = |ids: &[String]| -> Option<Vec<Entries>> {
            let of = |id: &String| Some(entries(collection, collection.field(id)?));
            ids.iter().map(of).collect()
        };
        let both: Option<Vec<(usize, &str)>> = rule
            .both
            .iter()
            .map(|(id, option)| Some((collection.field(id)?, option.as_str())))
            .collect();
        let both = both?;
        let is_eligible = |record: &Record| {
            let has = |(field, option): &(usize, &str)| {
                let value = record.values.get(*field);
                value.is_some_and(|value| has(value, option))
            };
            both.iter().all(has)
        };
        let records = &collection.records;
        let with = || records.iter().map(|record| rule.with.contains(&record.id));
        Some(Self {
            ranks,
            points,
            same: entries(&rule.same)?,
            differ: entries(&rule.differ)?,
            eligible: records.iter().map(is_eligible).collect(),
            with: (!rule.with.is_empty()).then(|| with().collect()),
            within: rule.within_km.map(|kilometres| Within {
                kilometres,
                chord: chord_within(kilometres),
            }),
            nearest: rule.nearest,
        })
    }

    fn pairs(&self) -> Vec<(usize, usize)> {
        let records = 0..self.eligible.len();
        if let Some(count) = self.nearest {
            let near = |record| self.near(record, count);
            return records.into_par_iter().flat_map_iter(near).collect();
        }
        let Some(first) = self.same.first() else {
            let fitting = |left| {
                let others =
                    (left + 1..self.eligible.len()).filter(move |right| self.fits(left, *right));
                others.map(move |right| (left, right))
            };
            return records.into_par_iter().flat_map_iter(fitting).collect();
        };
        let mut holders: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (record, entries) in first.iter().enumerate() {
            for entry in entries {
                holders.entry(*entry).or_default().push(record);
            }
        }
        let mut pairs = Vec::new();
        for records in holders.values() {
            for (position, left) in records.iter().enumerate() {
                let others = records[position + 1..].iter();
                let others = others.filter(|right| self.fits(*left, **right));
                pairs.extend(others.map(|right| (*left, *right)));
            }
        }
        pairs
    }

    /// The nearest of those that fit a record.
    fn near(&self, record: usize, count: usize) -> Vec<(usize, usize)> {
        let Some(Some(point)) = self.points.get(record) else {
            return Vec::new();
        };
        let others = (0..self.eligible.len()).filter_map(|other| {
            let chord = point.chord(self.points[other].as_ref()?);
            (other != record && self.fits(record, other)).then_some((
                chord,
                self.ranks[other],
                other,
            ))
        });
        let nearest = least(others.collect(), count, |left, right| {
            left.0.total_cmp(&right.0).then(left.1.cmp(&right.1))
        });
        let nearest = nearest.into_iter();
        nearest.map(|(_, _, other)| (record, other)).collect()
    }

    /// Whether two records are what the rule asks for, but for `nearest`.
    fn fits(&self, left: usize, right: usize) -> bool {
        let meet = |entries: &Entries| {
            let right = &entries[right];
            entries[left].iter().any(|entry| right.contains(entry))
        };
        self.eligible[left]
            && self.eligible[right]
            && self.is_within(left, right)
            && self.same.iter().all(meet)
            && !self.differ.iter().any(meet)
            && self
                .with
                .as_ref()
                .is_none_or(|with| with[left] || with[right])
    }

    fn is_within(&self, left: usize, right: usize) -> bool {
        let Some(within) = self.within else {
            return true;
        };
        match (self.points.get(left), self.points.get(right)) {
            (Some(Some(left)), Some(Some(right))) => {
                left.chord(right) <= within.chord && left.kilometres(right) <= within.kilometres
            }
            _ => false,
        }
    }
}

/// Numbers a field's values: two records agree when they share one, of lists at least one entry.
fn entries(collection: &CollectionPlan, field: usize) -> Entries {
    let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
    let mut number = |entry: String| {
        let next = numbers.len() as u32;
        *numbers.entry(entry).or_insert(next)
    };
    let mut of = |record: &Record| {
        use FieldValue as V;
        match record.values.get(field) {
            Some(V::Choices(entries) | V::Tags(entries) | V::References(entries)) => {
                entries.iter().cloned().map(&mut number).collect()
            }
            Some(V::Text(text)) => vec![number(format!("{text:?}"))],
            // 0 and −0 are the same number.
            Some(V::Number(value)) => vec![number((value + 0.0).to_string())],
            Some(V::Boolean(truth)) => vec![number(truth.to_string())],
            Some(V::Date(period)) => vec![number(format!("{period:?}"))],
            Some(V::Url(url)) => vec![number(url.clone())],
            _ => Vec::new(),
        }
    };
    collection.records.iter().map(&mut of).collect()
}

fn has(value: &FieldValue, option: &str) -> bool {
    match value {
        FieldValue::Choices(entries)
        | FieldValue::Tags(entries)
        | FieldValue::References(entries) => entries.iter().any(|entry| entry == option),
        FieldValue::Boolean(truth) => option == if *truth { "true" } else { "false" },
        _ => false,
    }
}
