//! The guide → editorial and data checks. What they find is a warning: the guide is built all the
//! same, but an editor should look.
//!
//! One file a subject. Every check is linear in the size of the guide, or nearly so.

mod addresses;
mod articles;
mod bare_urls;
mod duplicate_records;
mod ended_records;
mod footnotes;
mod images;
mod missing_values;
mod outliers;
mod past_review;
mod redirected_links;
mod style;
mod texts;
mod undated;
mod unlinked_articles;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::diagnostic::Report;
use crate::load::Sources;
use crate::plan::Guide;

/// Adds what an editor should look at, judged by a day.
///
/// `report` holds what was found before: a file with errors may be what links to an article or
/// shows an image, so that neither is missed.
pub fn review(guide: &Guide, sources: &Sources, today: Date, report: &mut Report) {
    past_review::check(guide, today, report);
    ended_records::check(guide, today, report);
    undated::check(guide, report);
    duplicate_records::check(guide, report);
    missing_values::check(guide, report);
    outliers::check(guide, report);
    articles::check(guide, report);
    unlinked_articles::check(guide, sources, report);
    redirected_links::check(guide, report);
    images::check(guide, sources, report);
    let texts: Vec<Report> = texts::documents(guide)
        .par_iter()
        .map(|text| {
            let mut report = Report::default();
            bare_urls::check(text, sources, &mut report);
            footnotes::check(text, sources, &mut report);
            report
        })
        .collect();
    texts.into_iter().for_each(|found| report.append(found));
    style::style(guide, sources, report);
}
