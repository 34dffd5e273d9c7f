//! The guide → editorial and data checks.

use jiff::civil::Date;

use crate::diagnostic::{Code, Diagnostic, Message, Place, Report};
use crate::load::Sources;
use crate::plan::Guide;

mod style;

/// Adds what an editor should look at, judged by a day.
pub fn review(guide: &Guide, sources: &Sources, today: Date, report: &mut Report) {
    style::style(guide, sources, report);
    for version in guide.articles.iter().flat_map(|article| &article.versions) {
        if let Some(due) = version.review_by.filter(|due| *due < today) {
            report.add(past_review(Place::field(&version.file, "review_by"), due));
        }
    }
    for indicator in guide
        .collections
        .iter()
        .flat_map(|collection| &collection.indicators)
    {
        if let Some(due) = indicator.review_by.filter(|due| *due < today) {
            report.add(past_review(Place::field(&indicator.file, "review_by"), due));
        }
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
