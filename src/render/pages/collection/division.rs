//! The table of one division of a collection, with its records as dots on a map.

use super::{Item, Table, item};
use crate::diagnostic::Diagnostic;
use crate::plan::route::Page;
use crate::render::map::places;
use crate::render::page::{Finished, PageContext};
use crate::render::pages::divisions;

pub(in crate::render) fn render(
    context: &PageContext<'_>,
    collection: usize,
    division: usize,
) -> Result<Finished, Box<Diagnostic>> {
    let (plan, _) = context.collection(collection);
    let found = plan.divisions.as_ref();
    let records = found.map_or(&[][..], |divisions| &divisions.list[division].members);
    let all = Page::Collection(collection);
    // What the collection itself puts first.
    let names = plan.page.columns.iter().chain(&plan.page.lead);
    let mut indicators: Vec<usize> = Vec::new();
    for name in names {
        if let Some(Item::Indicator(indicator)) = item(plan, name)
            && !indicators.contains(&indicator)
        {
            indicators.push(indicator);
        }
    }
    let compared = context.guide.has_comparisons(collection, context.language)
        && found.is_some_and(|divisions| divisions.compared.contains(&division));
    let table = Table {
        title: context.page_name(context.page),
        parents: vec![context.link(context.page_name(all), all)],
        records,
        compare: compared.then_some(Page::CompareDivision(collection, division)),
        division: divisions::record_page(context, collection, division),
        places: places::map(context, collection, division, &indicators),
        is_part: true,
    };
    table.render(context, collection)
}
