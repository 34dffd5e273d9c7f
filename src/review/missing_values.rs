//! Indicators that leave records out.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic, Message, Place, Report};
use crate::parse::indicator::Indicator;
use crate::plan::Guide;

/// Records that a message names.
const NAMED: usize = 5;

/// Reports indicators that say nothing of some records of their collection. `null` says that a
/// value isn't known and `not_applicable` that there is none: both are fine.
pub(super) fn check(guide: &Guide, report: &mut Report) {
    let language = guide.language(0);
    for (position, collection) in guide.collections.iter().enumerate() {
        // What follows from others has a value where they have.
        let written = collection.indicators.iter();
        for indicator in written.filter(|indicator| indicator.formula.is_none()) {
            let given: BTreeSet<&str> =
                indicator.values.iter().map(|(id, _)| id.as_str()).collect();
            let missing: Vec<(&str, &str)> = collection
                .records
                .iter()
                .filter(|record| !record.everywhere && !given.contains(record.id.as_str()))
                .map(|record| (record.id.as_str(), record.name.get(language)))
                .collect();
            // A mistyped id has been reported as one that doesn't exist.
            let mistyped = (given.iter()).any(|id| guide.record(position, id).is_none());
            if !missing.is_empty() && !mistyped {
                report.add(missing_values(indicator, &missing));
            }
        }
    }
}

/// `missing` holds ids and names.
fn missing_values(indicator: &Indicator, missing: &[(&str, &str)]) -> Diagnostic {
    let count = missing.len();
    let named = &missing[..count.min(NAMED)];
    let names: Vec<&str> = named.iter().map(|(_, name)| *name).collect();
    let ids: Vec<&str> = named.iter().map(|(id, _)| *id).collect();
    let more = count - names.len();
    let (more_ja, more_en) = if more == 0 {
        (String::new(), String::new())
    } else {
        (format!(" ほか{more}件"), format!(" and {more} more"))
    };
    let first = ids.first().copied().unwrap_or_default();
    Diagnostic::new(
        Code::MissingValue,
        Place::field(&indicator.file, "values"),
        Message::new(
            format!("{count}件の値がありません: {}{more_ja}", names.join("、")),
            format!("{count} without a value: {}{more_en}", ids.join(", ")),
        ),
    )
    .with_help(Message::new(
        format!("値を書き足します。公表されていなければ `{first}: null`、当てはまらなければ `{first}: not_applicable`"),
        format!("add the values; if one isn't published, `{first}: null`; if there can't be one, `{first}: not_applicable`"),
    ))
}
