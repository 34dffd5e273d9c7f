//! Comparisons of a collection with very many pairs. What all of them share (sources, periods, notes)
//! stands once, on their index, so that a page weighs a third of a full one.

use super::{Pair, Side, lists, next, pour, rows, sentences};
use crate::diagnostic::Diagnostic;
use crate::plan::route::Page;
use crate::render::page::{Finished, PageContext};
use crate::render::pages::indicator::statistic_source;
use crate::render::view::{BriefComparePage, BriefStatistic, Head, PairLink};

/// The template of these pages.
pub(in crate::render) const TEMPLATE: &str = "compare_brief.html";
/// How many pairs to look at next.
const NEXT: usize = 4;

pub(super) fn render(
    pair: &Pair<'_>,
    (a, b): (Side, Side),
    title: &str,
    head: Head,
) -> Result<Finished, Box<Diagnostic>> {
    let context = pair.context;
    let groups = rows::groups(pair, &a, &b)?;
    let rows: usize = groups.iter().map(|group| group.count).sum();
    let description = context.wording.compare_description(&a.name, &b.name, rows);
    let next = next(pair).into_iter().take(NEXT);
    let view = BriefComparePage {
        head,
        intro: context.wording.compare_intro(rows),
        sentences: sentences::sentences(pair),
        groups,
        lists: lists(pair),
        next: next.map(|link| nearer(pair, link)).collect(),
        index_url: INDEX.to_owned(),
        about: context.link(context.page_name(Page::AboutData), Page::AboutData),
        a,
        b,
    };
    pour(pair, (title, &description), view)
}

/// The index, as seen from a pair, which lies in the folder of its first record.
const INDEX: &str = "../";

/// From a pair to what the index says of an indicator.
pub(super) fn anchor_from_pair(indicator: &str) -> String {
    format!("{INDEX}#{}", anchor(indicator))
}

/// No other id of a page begins like this.
fn anchor(indicator: &str) -> String {
    format!("_{indicator}")
}

/// A link to another pair by the shortest way.
fn nearer(pair: &Pair<'_>, link: PairLink) -> PairLink {
    let mut parts = link.url.rsplitn(3, '/');
    let (Some(file), Some(folder)) = (parts.next(), parts.next()) else {
        return link;
    };
    let url = if folder == pair.plan.records[pair.left].id {
        file.to_owned()
    } else {
        format!("{INDEX}{folder}/{file}")
    };
    PairLink { url, ..link }
}

/// What the pages leave out, for their index.
pub(super) fn statistics(context: &PageContext<'_>, collection: usize) -> Vec<BriefStatistic> {
    let (plan, facts) = context.collection(collection);
    if !plan.compare.brief {
        return Vec::new();
    }
    let of = |position: &usize| {
        let facts = &facts.indicators[*position];
        BriefStatistic {
            id: anchor(&plan.indicators[*position].id),
            page: context.link(facts.label.clone(), Page::Indicator(collection, *position)),
            source: statistic_source(context, collection, *position),
            note: facts.note.clone(),
        }
    };
    plan.shown_indicators.iter().map(of).collect()
}
