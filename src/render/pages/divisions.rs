//! What pages about a divided collection share: its divisions by group, and the way to one.

use crate::plan::route::Page;
use crate::render::page::PageContext;
use crate::render::pages::collection;
use crate::render::view::{DivisionGroup, DivisionLink, Link};

/// Some divisions, grouped as the collection is that they are records of.
pub(super) fn grouped(
    context: &PageContext<'_>,
    collection: usize,
    list: &[usize],
    link: impl Fn(usize) -> DivisionLink,
) -> Vec<DivisionGroup> {
    let Some(divisions) = &context.guide.collections[collection].divisions else {
        return Vec::new();
    };
    let Some(other) = divisions.reference else {
        let links = list.iter().map(|division| link(*division)).collect();
        let name = String::new();
        return vec![DivisionGroup { name, links }];
    };
    let of = |division: &usize| divisions.list[*division].position;
    let records: Vec<usize> = list.iter().map(of).collect();
    let groups = collection::grouped(context, other, &records).into_iter();
    let groups = groups.map(|(_, name, records)| DivisionGroup {
        name,
        links: records
            .into_iter()
            .filter_map(|record| divisions.of_reference(other, record))
            .map(&link)
            .collect(),
    });
    groups.collect()
}

/// The page of the record that a division stands for.
pub(super) fn record_page(
    context: &PageContext<'_>,
    collection: usize,
    division: usize,
) -> Option<Link> {
    let divisions = context.guide.collections[collection].divisions.as_ref()?;
    let record = divisions.list[division].position;
    let page = Page::Record(divisions.reference?, record);
    Some(context.link(context.page_name(page), page))
}
