//! The front page of a divided collection: its divisions, on a map where there is one.

use super::indicators_url;
use crate::diagnostic::Diagnostic;
use crate::plan::divisions::Divisions;
use crate::plan::route::{Content, Page};
use crate::render::map;
use crate::render::page::{Finished, PageContext};
use crate::render::pages::divisions;
use crate::render::view::{CollectionIndexPage, DivisionLink};

pub(super) fn render(
    context: &PageContext<'_>,
    collection: usize,
    divisions: &Divisions,
) -> Result<Finished, Box<Diagnostic>> {
    let (plan, _) = context.collection(collection);
    let name = context.text(&plan.name);
    let counter = context.text(&plan.counter);
    let all: Vec<usize> = (0..divisions.list.len()).collect();
    let link = |division: usize| DivisionLink {
        name: context.division_name(collection, division).to_owned(),
        url: context.href(Page::CollectionDivision(collection, division)),
        count: context
            .wording
            .counted(divisions.list[division].members.len(), counter),
    };
    let outlines = context.renderer.outlines.as_ref();
    let outlines = outlines.filter(|outlines| divisions.reference == Some(outlines.collection()));
    let map_html = outlines.map(|outlines| {
        outlines.leading(context, name, |record| {
            let division = divisions.of_reference(outlines.collection(), record)?;
            Some(Page::CollectionDivision(collection, division))
        })
    });
    let compared = context.guide.has_comparisons(collection, context.language);
    let description = context.text(&plan.description);
    let view = CollectionIndexPage {
        head: context.head(name, Vec::new(), Some(&plan.file)),
        description: description.to_owned(),
        count: context.wording.counted(plan.records.len(), counter),
        map_credit: outlines.and_then(|_| map::credit(context)),
        map_html,
        groups: divisions::grouped(context, collection, &all, link),
        rest: divisions
            .rest()
            .map(|record| {
                let name = context.record_name(collection, record);
                context.link(name, Page::Record(collection, record))
            })
            .collect(),
        compare_url: compared.then(|| context.href(Page::CompareIndex(collection))),
        indicators_url: indicators_url(context, collection),
        csv_url: context.href_of(Content::Csv(collection)),
    };
    context.finish(
        "collection_index.html",
        "collection",
        name,
        description,
        &view,
    )
}
