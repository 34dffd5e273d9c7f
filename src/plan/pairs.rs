//! Which two records get a comparison page.

mod near;
mod rules;

use std::sync::Arc;

use crate::parse::collection::{FieldKind, Pairs};
use crate::parse::record::{FieldValue, Record};
use crate::parse::site::Comparisons;
use crate::plan::guide::{CollectionPlan, Guide};

/// The pairs of a collection, enumerated without a list where every two records are one.
#[derive(Clone, Debug, Default, Hash)]
pub struct PairSet {
    members: PairMembers,
    /// Records in the order of their ids; positions in the collection.
    by_id: Vec<u32>,
    /// For each record of the collection, its position in `by_id`.
    ranks: Vec<u32>,
}

#[derive(Clone, Debug, Default, Hash)]
enum PairMembers {
    #[default]
    None,
    /// Every two records.
    All,
    /// Some of them.
    Some(Listed),
}

/// Pairs of ranks, the smaller first, in eight bytes each: once by either.
#[derive(Clone, Debug, Default, Hash)]
struct Listed {
    /// For each first rank, where its pairs begin in `seconds`; one more for the end.
    starts: Vec<usize>,
    /// Sorted for each first rank.
    seconds: Vec<u32>,
    /// For each rank, the firsts of the pairs that it is the second of.
    firsts: Vec<Vec<u32>>,
}

impl Listed {
    /// From sorted pairs of ranks below `count`, each once.
    fn new(count: usize, pairs: impl Iterator<Item = (u32, u32)>) -> Self {
        let mut listed = Self::default();
        listed.firsts.resize_with(count, Vec::new);
        for (first, second) in pairs {
            listed.firsts[second as usize].push(first);
            while listed.starts.len() <= first as usize {
                listed.starts.push(listed.seconds.len());
            }
            listed.seconds.push(second);
        }
        listed.starts.resize(count + 1, listed.seconds.len());
        listed.seconds.shrink_to_fit();
        listed
    }

    fn get(&self, position: usize) -> (usize, usize) {
        let first = self.starts.partition_point(|start| *start <= position) - 1;
        (first, self.seconds[position] as usize)
    }

    fn contains(&self, first: u32, second: u32) -> bool {
        let first = first as usize;
        let row = self.starts[first]..self.starts[first + 1];
        self.seconds[row].binary_search(&second).is_ok()
    }

    /// The other ranks of the pairs that a rank is in.
    fn partners(&self, rank: u32) -> impl Iterator<Item = u32> {
        let rank = rank as usize;
        let seconds = &self.seconds[self.starts[rank]..self.starts[rank + 1]];
        self.firsts[rank].iter().chain(seconds).copied()
    }
}

impl PairSet {
    /// How many pairs there are.
    pub fn len(&self) -> usize {
        match &self.members {
            PairMembers::None => 0,
            PairMembers::All => self.by_id.len() * self.by_id.len().saturating_sub(1) / 2,
            PairMembers::Some(pairs) => pairs.seconds.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The pair at a position: records by position in the collection, the one whose id sorts
    /// first on the left. Pairs with the same left record follow one another.
    pub fn get(&self, position: usize) -> (usize, usize) {
        let (first, second) = match &self.members {
            PairMembers::None => (0, 0),
            PairMembers::All => triangle(position, self.by_id.len()),
            PairMembers::Some(pairs) => pairs.get(position),
        };
        (self.by_id[first] as usize, self.by_id[second] as usize)
    }

    /// The pair of two records in the order of their ids, if it gets a page.
    pub fn find(&self, left: usize, right: usize) -> Option<(usize, usize)> {
        let (first, second) = match &self.members {
            PairMembers::None => return None,
            _ if left == right => return None,
            _ if self.ranks[left] <= self.ranks[right] => (left, right),
            _ => (right, left),
        };
        let exists = match &self.members {
            PairMembers::Some(pairs) => pairs.contains(self.ranks[first], self.ranks[second]),
            _ => true,
        };
        exists.then_some((first, second))
    }

    /// All records that one has a page with, in the collection's order.
    pub fn partners(&self, record: usize) -> Vec<usize> {
        match &self.members {
            PairMembers::None => Vec::new(),
            PairMembers::All => {
                let others = 0..self.ranks.len();
                others.filter(|other| *other != record).collect()
            }
            PairMembers::Some(pairs) => {
                let ranks = pairs.partners(self.ranks[record]);
                let mut others: Vec<usize> = ranks
                    .map(|rank| self.by_id[rank as usize] as usize)
                    .collect();
                others.sort_unstable();
                others
            }
        }
    }

    /// Whether a record has a page with another.
    pub fn has_partners(&self, record: usize) -> bool {
        match &self.members {
            PairMembers::None => false,
            PairMembers::All => self.ranks.len() > 1,
            PairMembers::Some(pairs) => pairs.partners(self.ranks[record]).next().is_some(),
        }
    }
}

/// The position-th of all (first, second) with first < second < count, in lexical order.
fn triangle(position: usize, count: usize) -> (usize, usize) {
    // Before the row of `first` there are first × (2 × count − first − 1) / 2 pairs.
    let before = |first: usize| first * (2 * count - first - 1) / 2;
    let (mut low, mut high) = (0, count.saturating_sub(1));
    while low + 1 < high {
        let middle = (low + high) / 2;
        if before(middle) <= position {
            low = middle;
        } else {
            high = middle;
        }
    }
    (low, low + 1 + position - before(low))
}

/// Decides the pairs and the nearest records of every collection.
pub(crate) fn choose(guide: &mut Guide) {
    for collection in Arc::make_mut(&mut guide.collections) {
        // A publisher decides how large the output may be, whatever the content would like.
        match guide.site.comparisons_of(&collection.id) {
            Some(Comparisons::All) => collection.compare.pairs = Pairs::All,
            Some(Comparisons::None) => collection.compare.pairs = Pairs::None,
            None => {}
        }
        let points = near::points(collection);
        collection.near = near::nearest(collection, &points);
        collection.pairs = pairs_of(collection, &points);
    }
}

fn pairs_of(collection: &CollectionPlan, points: &[Option<near::Point>]) -> PairSet {
    if collection.compare.pairs == Pairs::None {
        return PairSet::default();
    }
    let count = collection.records.len();
    let mut by_id: Vec<u32> = (0..count as u32).collect();
    by_id.sort_by_key(|position| collection.records[*position as usize].id.as_str());
    let mut ranks = vec![0; count];
    for (rank, position) in by_id.iter().enumerate() {
        ranks[*position as usize] = rank as u32;
    }
    let known = Known::new(collection);
    let minimum = collection.compare.minimum_rows;
    let known_enough = |pair: &(u32, u32)| {
        let record = |rank: u32| by_id[rank as usize] as usize;
        known.shared(record(pair.0), record(pair.1)) >= minimum
    };
    let members = match &collection.compare.pairs {
        Pairs::Rules(rules) => {
            let pairs = rules::allowed(rules, collection, points, &ranks).into_iter();
            PairMembers::Some(Listed::new(count, pairs.filter(known_enough)))
        }
        _ if known.least_shared() >= minimum => PairMembers::All,
        _ => {
            let count = count as u32;
            let rows =
                (0..count).flat_map(|first| (first + 1..count).map(move |second| (first, second)));
            PairMembers::Some(Listed::new(count as usize, rows.filter(known_enough)))
        }
    };
    PairSet {
        members,
        by_id,
        ranks,
    }
}

/// Which rows of a comparison are known for each record, as bits.
struct Known {
    rows: usize,
    bits: Vec<Vec<u64>>,
}

impl Known {
    fn new(collection: &CollectionPlan) -> Self {
        let fields: Vec<usize> = comparable_fields(collection).collect();
        let rows = fields.len() + collection.shown_indicators.len();
        let bits = (0..collection.records.len())
            .map(|record| {
                let from_fields = fields
                    .iter()
                    .map(|field| is_known(&collection.records[record], *field));
                let from_indicators = collection
                    .shown_indicators
                    .iter()
                    .map(|indicator| collection.statistics[*indicator].values[record].is_some());
                let mut words = vec![0u64; rows.div_ceil(64)];
                for (row, known) in from_fields.chain(from_indicators).enumerate() {
                    words[row / 64] |= u64::from(known) << (row % 64);
                }
                words
            })
            .collect();
        Self { rows, bits }
    }

    fn shared(&self, left: usize, right: usize) -> usize {
        let words = self.bits[left].iter().zip(&self.bits[right]);
        words
            .map(|(left, right)| (left & right).count_ones() as usize)
            .sum()
    }

    /// A lower bound for what any two records share: as if the two with the most unknown rows
    /// didn't know different ones.
    fn least_shared(&self) -> usize {
        let known = |words: &Vec<u64>| {
            words
                .iter()
                .map(|word| word.count_ones() as usize)
                .sum::<usize>()
        };
        let mut worst = [0, 0];
        for words in &self.bits {
            let unknown = self.rows - known(words);
            if unknown > worst[0] {
                worst = [unknown, worst[0]];
            } else if unknown > worst[1] {
                worst[1] = unknown;
            }
        }
        self.rows.saturating_sub(worst[0] + worst[1])
    }
}

/// Positions of fields that comparison tables show.
pub fn comparable_fields(collection: &CollectionPlan) -> impl Iterator<Item = usize> {
    let shown = |kind: &FieldKind| !matches!(kind, FieldKind::Url | FieldKind::Place);
    collection
        .fields
        .iter()
        .enumerate()
        .filter(move |(_, field)| field.compare && shown(&field.kind))
        .map(|(position, _)| position)
}

/// Whether a record has a value that readers are shown for a field.
pub fn is_known(record: &Record, field: usize) -> bool {
    match record.values.get(field) {
        None | Some(FieldValue::Unknown | FieldValue::NotApplicable) => false,
        Some(FieldValue::Choices(ids) | FieldValue::Tags(ids)) => !ids.is_empty(),
        Some(FieldValue::References(ids)) => !ids.is_empty() || record.everywhere,
        Some(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::{Listed, triangle};

    #[test]
    fn listed_pairs_are_found_by_position_and_by_rank() {
        let pairs = [(1, 2), (1, 4), (3, 4)];
        let listed = Listed::new(5, pairs.into_iter());
        let found: Vec<(usize, usize)> = (0..pairs.len())
            .map(|position| listed.get(position))
            .collect();
        assert_eq!(found, [(1, 2), (1, 4), (3, 4)]);
        for first in 0..5 {
            for second in first + 1..5 {
                assert_eq!(
                    listed.contains(first, second),
                    pairs.contains(&(first, second))
                );
            }
        }
    }

    #[test]
    fn positions_enumerate_every_pair_once_in_order() {
        let count = 7;
        let expected: Vec<(usize, usize)> = (0..count)
            .flat_map(|first| (first + 1..count).map(move |second| (first, second)))
            .collect();
        let found: Vec<(usize, usize)> = (0..expected.len())
            .map(|position| triangle(position, count))
            .collect();
        assert_eq!(found, expected);
        assert_eq!(triangle(0, 2), (0, 1));
    }
}
