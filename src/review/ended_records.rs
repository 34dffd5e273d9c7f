//! Records that are over but shown as open: support that ended, groups that stopped.

use jiff::civil::Date;

use crate::diagnostic::{Code, Diagnostic, Message, Report};
use crate::parse::record::{FieldValue, Record};
use crate::plan::Guide;
use crate::plan::guide::CollectionPlan;

/// Reports records whose last day (`status.until` of the collection) is before `today`, unless
/// their status says that they are over.
pub(super) fn check(guide: &Guide, today: Date, report: &mut Report) {
    for collection in guide.collections.iter() {
        let Some(until) = collection.status.until else {
            continue;
        };
        for record in &collection.records {
            let Some(FieldValue::Date(period)) = record.values.get(until) else {
                continue;
            };
            let last = period.last_day().filter(|last| *last < today);
            if let Some(last) = last.filter(|_| may_be_open(collection, record)) {
                report.add(ended(collection, until, record, last));
            }
        }
    }
}

/// Whether a reader would take it for open: its status says so or says nothing.
fn may_be_open(collection: &CollectionPlan, record: &Record) -> bool {
    let status = collection.status.field;
    match status.and_then(|field| record.values.get(field)) {
        Some(FieldValue::Choices(chosen)) => is_open(collection, chosen),
        _ => true,
    }
}

/// Whether any of the options chosen means that a record is open.
pub(super) fn is_open(collection: &CollectionPlan, chosen: &[String]) -> bool {
    chosen
        .iter()
        .any(|option| collection.status.open.contains(option))
}

fn ended(collection: &CollectionPlan, until: usize, record: &Record, last: Date) -> Diagnostic {
    let id = |field: usize| collection.fields.get(field).map(|field| field.id.as_str());
    let until = id(until).unwrap_or_default();
    let help = match collection.status.field.and_then(id) {
        Some(status) => Message::new(
            format!(
                "まだ続いているなら `{until}` を新しい期限に、終わったなら `{status}` を終わったことを示す値にします"
            ),
            format!(
                "if it goes on, set `{until}` to its new last day; if it is over, let `{status}` say so"
            ),
        ),
        None => Message::new(
            format!(
                "まだ続いているなら `{until}` を新しい期限にし、終わったならレコードを消します"
            ),
            format!(
                "if it goes on, set `{until}` to its new last day; if it is over, remove the record"
            ),
        ),
    };
    Diagnostic::new(
        Code::EndedRecord,
        record.place(until),
        Message::new(
            format!("期限（{last}）が過ぎたのに、続いているものとして表示されます"),
            format!("this ended on {last} but is shown as if it were open"),
        ),
    )
    .with_help(help)
}
