//! Sources and facts without a date.
//!
//! `as_of: null` says that someone has looked for a source's date and found none: that is honest
//! and fine, unless a price or a status rests on it. `as_of` left out says nothing.

use crate::diagnostic::{Code, Diagnostic, Message, Place, Report};
use crate::load::SourcePath;
use crate::parse::record::{FieldValue, Record, RecordSource};
use crate::plan::Guide;
use crate::plan::guide::CollectionPlan;
use crate::review::ended_records::is_open;

/// Reports sources without `as_of`, and prices and open records that no dated source gives.
pub(super) fn check(guide: &Guide, report: &mut Report) {
    for version in guide.articles.iter().flat_map(|article| &article.versions) {
        undated_sources(&version.file, &version.sources, report);
    }
    for term in &guide.glossary {
        undated_sources(&term.place.file, &term.sources, report);
    }
    for collection in guide.collections.iter() {
        for record in &collection.records {
            undated_sources(&record.file, &record.sources, report);
            open_without_date(collection, record, report);
        }
        for (record, field) in &collection.undated_prices {
            let record = collection.records.get(*record);
            let field = collection.fields.get(*field);
            if let (Some(record), Some(field)) = (record, field) {
                report.add(undated_fact(
                    record,
                    &field.id,
                    Message::new(
                        "時点の分かる出典がないので、この額は「未確認」と表示されます",
                        "no dated source gives this price, so it is shown as unknown",
                    ),
                ));
            }
        }
    }
}

fn undated_sources(file: &SourcePath, sources: &[RecordSource], report: &mut Report) {
    for source in sources.iter().filter(|source| !source.has_as_of) {
        let place = Place::field(file, format!("{}.as_of", source.path));
        let diagnostic = Diagnostic::new(
            Code::UndatedSource,
            place,
            Message::new(
                "出典の時点（`as_of`）がありません",
                "the source has no date (`as_of`)",
            ),
        );
        report.add(diagnostic.with_help(Message::new(
            "出典がいつのものかを調べ、`as_of: 2025` のように書きます。調べても分からなければ `as_of: null`",
            "find out when the source is from and write it like `as_of: 2025`; if it can't be found out, `as_of: null`",
        )));
    }
}

fn open_without_date(collection: &CollectionPlan, record: &Record, report: &mut Report) {
    let Some(position) = collection.status.field else {
        return;
    };
    let dated = record.sources.iter().any(|source| source.as_of.is_some());
    if let (Some(field), Some(FieldValue::Choices(chosen))) =
        (collection.fields.get(position), record.values.get(position))
        && !dated
        && is_open(collection, chosen)
    {
        report.add(undated_fact(
            record,
            &field.id,
            Message::new(
                "続いていることを示す、時点の分かる出典がありません",
                "no dated source says that this is still open",
            ),
        ));
    }
}

fn undated_fact(record: &Record, field: &str, message: Message) -> Diagnostic {
    Diagnostic::new(Code::UndatedFact, record.place(field), message).with_help(Message::new(
        "`sources` に、この事実が載っていて時点の分かる出典を足します（`as_of: 2025`）",
        "add a source of this fact that has a date (`as_of: 2025`) to `sources`",
    ))
}
