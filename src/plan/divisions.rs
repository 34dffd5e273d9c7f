//! What the pages of a large collection are divided by: the values of one field, each with its
//! records. A table of 1,741 rows is no page for a phone; 47 tables are.

use std::sync::Arc;

use crate::parse::collection::FieldKind;
use crate::parse::record::{FieldValue, Record};
use crate::plan::guide::{CollectionPlan, Guide};

/// The values of the field that divides a collection.
#[derive(Clone, Debug, Default)]
pub struct Divisions {
    /// The field's position.
    pub field: usize,
    /// The collection whose records the field names, if it is a reference.
    pub reference: Option<usize>,
    /// Values that records have, in the order of the other collection or of the options.
    pub list: Vec<Division>,
    /// For each record, the position of its value in `list`.
    pub of: Vec<Option<usize>>,
    /// Positions in `list` of those with a record that has a comparison page.
    pub compared: Vec<usize>,
}

/// A value of that field.
#[derive(Clone, Debug)]
pub struct Division {
    /// The option or the other record; stands in addresses.
    pub id: String,
    /// The position of the option in the field, or of the other record in its collection.
    pub position: usize,
    /// Records that have it, in the collection's order; never empty.
    pub members: Vec<usize>,
}

impl Divisions {
    /// Records without a value, in the collection's order.
    pub fn rest(&self) -> impl Iterator<Item = usize> {
        let none =
            |(record, division): (usize, &Option<usize>)| division.is_none().then_some(record);
        self.of.iter().enumerate().filter_map(none)
    }

    /// The division that stands for a record of the other collection.
    pub fn of_reference(&self, collection: usize, record: usize) -> Option<usize> {
        (self.reference == Some(collection)).then_some(())?;
        let is = |division: &Division| division.position == record;
        self.list.iter().position(is)
    }
}

/// Divides every collection that asks for it.
pub(crate) fn divide(guide: &mut Guide) {
    let divided: Vec<Option<Divisions>> = guide
        .collections
        .iter()
        .map(|collection| divisions_of(guide, collection))
        .collect();
    let collections = Arc::make_mut(&mut guide.collections);
    for (collection, divisions) in collections.iter_mut().zip(divided) {
        collection.divisions = divisions;
    }
}

/// Notes which divisions have comparisons, once these are chosen.
pub(crate) fn find_compared(guide: &mut Guide) {
    for collection in Arc::make_mut(&mut guide.collections) {
        let pairs = &collection.pairs;
        if let Some(divisions) = &mut collection.divisions {
            let is_compared = |division: &Division| {
                let mut members = division.members.iter();
                members.any(|record| pairs.has_partners(*record))
            };
            let list = divisions.list.iter().enumerate();
            let compared = list.filter(|(_, division)| is_compared(division));
            divisions.compared = compared.map(|(position, _)| position).collect();
        }
    }
}

/// Whether a field can divide a collection: every record has at most one value of it.
pub(crate) fn can_divide(field: &crate::parse::collection::Field) -> bool {
    let kind = matches!(
        field.kind,
        FieldKind::Choice { .. } | FieldKind::Reference { .. }
    );
    kind && !field.many
}

fn divisions_of(guide: &Guide, collection: &CollectionPlan) -> Option<Divisions> {
    // What can't divide has been reported.
    let field = collection.field(collection.page.index_by.as_deref()?)?;
    let schema = &collection.fields[field];
    can_divide(schema).then_some(())?;
    let (ids, reference): (Vec<&str>, Option<usize>) = match &schema.kind {
        FieldKind::Choice { options } => (
            options.iter().map(|option| option.id.as_str()).collect(),
            None,
        ),
        FieldKind::Reference { collection } => {
            let other = guide.collection(collection)?;
            let records = &guide.collections[other].records;
            (
                records.iter().map(|record| record.id.as_str()).collect(),
                Some(other),
            )
        }
        _ => return None,
    };
    let places: std::collections::BTreeMap<&str, usize> = ids
        .iter()
        .enumerate()
        .map(|(place, id)| (*id, place))
        .collect();
    let place = |record: &Record| match record.values.get(field)? {
        FieldValue::Choices(ids) | FieldValue::References(ids) => {
            places.get(ids.first()?.as_str()).copied()
        }
        _ => None,
    };
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); ids.len()];
    for (record, entry) in collection.records.iter().enumerate() {
        if let Some(place) = place(entry) {
            members[place].push(record);
        }
    }
    let mut divisions = Divisions {
        field,
        reference,
        of: vec![None; collection.records.len()],
        ..Divisions::default()
    };
    for (position, members) in members.into_iter().enumerate() {
        if members.is_empty() {
            continue;
        }
        for record in &members {
            divisions.of[*record] = Some(divisions.list.len());
        }
        let id = ids[position].to_owned();
        divisions.list.push(Division {
            id,
            position,
            members,
        });
    }
    Some(divisions)
}
