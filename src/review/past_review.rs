//! Facts whose day of review has passed.

use jiff::civil::Date;

use crate::diagnostic::{Code, Diagnostic, Message, Place, Report};
use crate::plan::Guide;

/// Reports every `review_by` before `today`: of articles, indicators, records and terms.
pub(super) fn check(guide: &Guide, today: Date, report: &mut Report) {
    let mut judge = |due: Option<Date>, place: &dyn Fn() -> Place| {
        if let Some(due) = due.filter(|due| *due < today) {
            report.add(past_review(place(), due));
        }
    };
    for version in guide.articles.iter().flat_map(|article| &article.versions) {
        judge(version.review_by, &|| {
            Place::field(&version.file, "review_by")
        });
    }
    for collection in guide.collections.iter() {
        for indicator in &collection.indicators {
            judge(indicator.review_by, &|| {
                Place::field(&indicator.file, "review_by")
            });
        }
        for record in &collection.records {
            judge(record.review_by, &|| record.place("review_by"));
        }
    }
    for term in &guide.glossary {
        judge(term.review_by, &|| {
            let id = term.place.field.as_deref().unwrap_or_default();
            let path = id.strip_suffix("id").unwrap_or_default();
            Place::field(&term.place.file, format!("{path}review_by"))
        });
    }
}

fn past_review(place: Place, due: Date) -> Diagnostic {
    Diagnostic::new(
        Code::PastReview,
        place,
        Message::new(
            format!("見直しの期限（{due}）が過ぎています"),
            format!("this should have been reviewed by {due}"),
        ),
    )
    .with_help(Message::new(
        "事実を出典で確かめ、review_by を新しい日付にしてください。",
        "check the facts against their sources, then set a new date",
    ))
}
