//! Which two records get a comparison page.

use rayon::prelude::*;

use crate::parse::collection::{FieldKind, PairRule, Pairs};
use crate::parse::record::{FieldValue, Record};
use crate::plan::geometry::kilometres;
use crate::plan::guide::{CollectionPlan, Guide};

/// The pairs of a collection, enumerated without a list where every two records are one.
#[derive(Clone, Debug, Default, Hash)]
pub struct PairSet {
    members: PairMembers,
    /// Records in the order of their ids; positions in the collection.
    by_id: Vec<usize>,
}

#[derive(Clone, Debug, Default, Hash)]
enum PairMembers {
    #[default]
    None,
    /// Every two records.
    All,
    /// Ranks of ids, the smaller first; sorted.
    Some(Vec<(u32, u32)>),
}

impl PairSet {
    /// How many pairs there are.
    pub fn len(&self) -> usize {
        match &self.members {
            PairMembers::None => 0,
            PairMembers::All => self.by_id.len() * self.by_id.len().saturating_sub(1) / 2,
            PairMembers::Some(pairs) => pairs.len(),
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
            PairMembers::Some(pairs) => {
                let (first, second) = pairs[position];
                (first as usize, second as usize)
            }
        };
        (self.by_id[first], self.by_id[second])
    }

    /// The pair of two records in the order of their ids, if it gets a page.
    pub fn find(&self, records: &[Record], left: usize, right: usize) -> Option<(usize, usize)> {
        let ordered = if records[left].id <= records[right].id {
            (left, right)
        } else {
            (right, left)
        };
        let exists = left != right
            && match &self.members {
                PairMembers::None => false,
                PairMembers::All => true,
                PairMembers::Some(pairs) => {
                    let rank = |record: usize| {
                        self.by_id
                            .binary_search_by(|other| records[*other].id.cmp(&records[record].id))
                            .unwrap_or(usize::MAX) as u32
                    };
                    pairs
                        .binary_search(&(rank(ordered.0), rank(ordered.1)))
                        .is_ok()
                }
            };
        exists.then_some(ordered)
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
    for collection in &mut guide.collections {
        collection.near = near(collection);
        collection.pairs = pairs_of(collection);
    }
}

/// The others by distance, nearest first; ties by id.
fn near(collection: &CollectionPlan) -> Vec<Vec<(usize, f64)>> {
    let has_places = collection
        .fields
        .iter()
        .any(|field| field.kind == FieldKind::Place);
    if !has_places {
        return Vec::new();
    }
    let rules = match &collection.compare.pairs {
        Pairs::Rules(rules) => rules.iter().filter_map(|rule| rule.nearest).max(),
        _ => None,
    };
    let wanted = collection.page.near.max(rules.unwrap_or(0));
    if wanted == 0 {
        return vec![Vec::new(); collection.records.len()];
    }
    let places: Vec<Option<(f64, f64)>> = collection
        .records
        .iter()
        .map(|record| collection.place(record))
        .collect();
    places
        .par_iter()
        .enumerate()
        .map(|(record, place)| {
            let Some(place) = place else {
                return Vec::new();
            };
            let mut others: Vec<(usize, f64)> = places
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != record)
                .filter_map(|(other, there)| Some((other, kilometres(*place, (*there)?))))
                .collect();
            let nearer = |left: &(usize, f64), right: &(usize, f64)| {
                let id = |position: usize| &collection.records[position].id;
                left.1
                    .total_cmp(&right.1)
                    .then_with(|| id(left.0).cmp(id(right.0)))
                    .then_with(|| left.0.cmp(&right.0))
            };
            if others.len() > wanted {
                others.select_nth_unstable_by(wanted, nearer);
                others.truncate(wanted);
            }
            others.sort_unstable_by(nearer);
            others
        })
        .collect()
}

fn pairs_of(collection: &CollectionPlan) -> PairSet {
    let mut by_id: Vec<usize> = (0..collection.records.len()).collect();
    by_id.sort_by(|left, right| {
        collection.records[*left]
            .id
            .cmp(&collection.records[*right].id)
    });
    let rules = match &collection.compare.pairs {
        Pairs::None => return PairSet::default(),
        Pairs::All => None,
        Pairs::Rules(rules) => Some(rules),
    };
    let known = Known::new(collection);
    let minimum = collection.compare.minimum_rows;
    if rules.is_none() && known.least_shared() >= minimum {
        return PairSet {
            members: PairMembers::All,
            by_id,
        };
    }
    let mut pairs = Vec::new();
    for (first, &left) in by_id.iter().enumerate() {
        for (second, &right) in by_id.iter().enumerate().skip(first + 1) {
            let allowed = rules.is_none_or(|rules| {
                rules
                    .iter()
                    .any(|rule| allows(rule, collection, left, right))
            });
            if allowed && known.shared(left, right) >= minimum {
                pairs.push((first as u32, second as u32));
            }
        }
    }
    PairSet {
        members: PairMembers::Some(pairs),
        by_id,
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

    /// A lower bound for what any two records share.
    fn least_shared(&self) -> usize {
        let unknown = |words: &Vec<u64>| {
            self.rows
                - words
                    .iter()
                    .map(|word| word.count_ones() as usize)
                    .sum::<usize>()
        };
        let worst = self.bits.iter().map(unknown).max().unwrap_or(0);
        self.rows.saturating_sub(2 * worst)
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

fn allows(rule: &PairRule, collection: &CollectionPlan, left: usize, right: usize) -> bool {
    let records = (&collection.records[left], &collection.records[right]);
    let field = |id: &String| collection.field(id);
    let values = |id: &String| {
        let field = field(id)?;
        Some((records.0.values.get(field)?, records.1.values.get(field)?))
    };
    rule.same
        .iter()
        .all(|id| values(id).is_some_and(|(left, right)| agree(left, right)))
        && rule
            .differ
            .iter()
            .all(|id| values(id).is_some_and(|(left, right)| !agree(left, right)))
        && rule.both.iter().all(|(id, option)| {
            values(id).is_some_and(|(left, right)| has(left, option) && has(right, option))
        })
        && (rule.with.is_empty()
            || rule.with.contains(&records.0.id)
            || rule.with.contains(&records.1.id))
        && rule
            .nearest
            .is_none_or(|count| is_near(collection, left, right, count))
        && rule.within_km.is_none_or(|limit| {
            let places = (collection.place(records.0), collection.place(records.1));
            matches!(places, (Some(left), Some(right)) if kilometres(left, right) <= limit)
        })
}

fn is_near(collection: &CollectionPlan, left: usize, right: usize, count: usize) -> bool {
    let among = |record: usize, other: usize| {
        collection
            .near
            .get(record)
            .is_some_and(|near| near.iter().take(count).any(|(there, _)| *there == other))
    };
    among(left, right) || among(right, left)
}

/// Equal values; of lists, at least one entry in common. What isn't known agrees with nothing.
fn agree(left: &FieldValue, right: &FieldValue) -> bool {
    use FieldValue as V;
    match (left, right) {
        (V::Choices(left), V::Choices(right))
        | (V::Tags(left), V::Tags(right))
        | (V::References(left), V::References(right)) => {
            left.iter().any(|entry| right.contains(entry))
        }
        (V::Text(left), V::Text(right)) => left == right,
        (V::Number(left), V::Number(right)) => left == right,
        (V::Boolean(left), V::Boolean(right)) => left == right,
        (V::Date(left), V::Date(right)) => left == right,
        (V::Url(left), V::Url(right)) => left == right,
        _ => false,
    }
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

#[cfg(test)]
mod tests {
    use super::triangle;

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
